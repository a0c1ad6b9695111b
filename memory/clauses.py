"""Cutting a statement into clauses, each with its subject: "Tom likes tea and works at Bosch" is
"Tom likes tea", "Tom works at Bosch"."""

import re
from collections.abc import Iterator

from memory.hurried import unhurried, whole
from memory.rules import NAME

_NEXT = re.compile(
    r"(?:,? (?:and|but|while|whereas)(?: now| then| today| these days)? |[;,.!] ?(?:and |but )?)"
    rf"(?=(?:I|we|he|she|they|my [a-z]+)(?:\b|'m|’m|'s|’s)|{NAME} (?:is|was|likes?|loves?|"
    r"hates?|enjoys?|lives?|works?|has|knows|speaks|got|moved|started|joined|left|quit)\b)"
    # The end of a sentence, which "Dr. Huber", "J. Huber" and "12. May" are not.
    r"|(?<!\b\w\.)(?<!\b(?:\d\d|Dr|Mr|Ms|St)\.)(?<!\bMrs\.)(?<!\bProf\.)(?<!str\.)(?<!Str\.)"
    r"(?<=[.!?])\s+|\n+",
)
# What is told of the same one without naming them again.
_THEN = re.compile(
    r",? (?:and|but) (?=(?:(?:now|also|still|really) )?(?:likes|loves|hates|enjoys|prefers|lives"
    r"|works|speaks|has|is|was|doesn['’]t|isn['’]t|can['’]t|moved|got|started|joined|quit|bought"
    r"|sold|left|am|don['’]t|drinks|eats|plays|takes)\b)",
    re.IGNORECASE,
)
# "I like to live and work abroad" is one thing.
_AS_I = re.compile(
    r"(?:,? (?:and|but) |, )(?=(?:like|love|hate|prefer|live|lived|work|worked|speak|have|had|drink"
    r"|eat|moved|got|started|joined|quit|bought|sold|left|am|don['’]t|can['’]t)\b)"
)
_INFINITIVE = re.compile(r"\b(?:like|love|want|prefer|hate|plan|enjoy|used|going|have|need) to\b")
# "I'm vegan and allergic to nuts".
_STATE = re.compile(
    r",? (?:and|but) (?=(?:allergic|vegan|vegetarian|married|divorced|single|retired|diabetic"
    r"|pregnant|left-handed|from|born)\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?P<who>I|we|(?i:my|our)(?: [\w-]+){1,2}?(?: (?-i:[A-ZÀ-Þ])[\w-]*)?"
    r"|(?!(?i:it|this|that|there|what|who|if|when|the)\b)[^\W\d_][\w.-]*(?: [A-ZÀ-Þ][\w-]*)?)"
    r"(?:['’](?:s|m|re|ve|d))?(?: (?:name))? (?:(?:really|also|just|still|always|usually|never) )*"
    r"(?=(?:is|are|was|am|has|have|had|likes?|loves?|hates?|enjoys?|prefers?|lives?|works?|speaks?"
    r"|moved|got|started|joined|quit|bought|sold|left|can['’]?t|don['’]?t|doesn['’]?t|drinks?|eats?"
    r"|plays?|takes?|used|worked|lived|allergic|from|vegan|vegetarian|called|married|born|\d+)\b)"
)
# "Mia's birthday is 3 June, Ben's is 12 August".
_ELLIPSIS = re.compile(r"(?P<whose>[^\W\d_][\w-]*['’]s) (?=(?:is|are)\b)")
# "My mum lives in Bonn, my dad in Trier".
_VERBLESS = re.compile(r"(?P<who>my [\w-]+|[A-ZÀ-Þ][\w-]*) (?=(?P<lead>in|at|from|as) \w)")
_OWN = re.compile(r"['’]s (?P<noun>[\w -]{1,30}?) (?:is|are)\b")
_OPENING = re.compile(
    r"(?:(?:well|so|oh|hey|yes|yeah|no|and|but|also|actually|fyi|btw|by the way|you know|ok|okay"
    r"|just so you know|remember(?: that)?|note(?: that)?|i (?:think|guess|mean|believe)|in fact"
    r"|these days|nowadays|jenny|listen|guess what|now)\b[,:]? )+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,]*(?:\b(?:lol|lmao|haha\w*|hehe\w*|btw|fyi|xd|though|tho|too|as well|you know)\b"
    r"|[:;]-?[)(DPp]|[^\w\s.!?,;:'’\")%€$£+*/…-]+)$",
    re.IGNORECASE,
)


def clauses(text: str) -> Iterator[str]:
    """The clauses of `text`, each as if it stood alone, without what only leads up to it."""
    before = ""
    for part in _NEXT.split(unhurried(text)):
        plain = part.strip(" .!;,\n")
        opening = _OPENING.match(plain)
        plain = plain if opening is None else plain[opening.end() :]
        while (end := _CLOSING.search(plain)) is not None and end.start():
            plain = plain[: end.start()]
        plain = unhurried(plain)
        own = _OWN.search(before)
        if own is not None and (short := _ELLIPSIS.match(plain)):
            plain = f"{short['whose']} {own['noun']} {plain[short.end() :]}"
        if bare := _VERBLESS.match(plain):
            verb = re.search(rf"\b(?:lives|works|is|comes) {bare['lead']}\b", before)
            plain = plain if verb is None else f"{bare['who']} {verb[0]}{plain[bare.end('lead') :]}"
        before = whole(plain)
        yield from _each(before)


def _each(clause: str) -> Iterator[str]:
    """The clause, or those that share its subject."""
    found = _SUBJECT.match(clause)
    if found is None:
        yield clause
        return
    who = found["who"]
    mine = who in ("I", "we", "i") and not _INFINITIVE.search(clause)
    for part in (_AS_I if mine and _AS_I.search(clause) else _THEN).split(clause):
        subject = "" if part is clause or clause.startswith(part) else f"{who} "
        first, *others = _STATE.split(f"{subject}{part}")
        yield first
        yield from (f"{who} is {other}" for other in others)
