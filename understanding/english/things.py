"""English around the thing itself: little words to drop, lists of items, names of lists."""

# ruff: noqa: E501 - a table is read by rows

import re
from typing import Literal

from core.requests import Route
from understanding.english.groceries import only_groceries
from understanding.english.phrases import CLOSING
from understanding.english.requests.memory import FACTS
from understanding.english.requests.reminders import ERRAND
from understanding.english.requests.vocabulary import NAMES
from understanding.english.words import listed

BEFORE = re.compile(
    r"\s*(?:before|early|earlier|ahead|in advance|beforehand|prior)\b", re.IGNORECASE
)
OWNED = re.compile(r"\b(?:the|my|our|his|her|their|a|an)\s$", re.IGNORECASE)
# Little words that lead to a time or to the thing, and are no part of it.
LEADS_TO_TIME = frozenset(
    listed(
        "at on by for in from to due until till before around about every starting and is @ - , ("
    )
)
# Verbs that end in such a word: "check in at noon" is to check in.
PHRASAL = frozenset(
    (verb, word)
    for word, verbs in (
        ("in", "book bring call check chip clock come dial drop fill hand jump log move phone plug"
               " pop put ring sign sleep step stop tune turn type"),
        ("on", "carry catch hop jump log put sign stay switch try turn"),
        ("by", "come drop pass run stand stop swing"),
        ("around", "ask hang look shop turn walk"),
    )
    for verb in verbs.split()
)  # fmt: skip
LEADING = frozenset(listed("to that about of for and then is on at by , . : ; - –"))
TRAILING = frozenset(
    listed("before around at on by for due until and is from to in please pls ( , ; : - – ! .")
)
PUNCTUATION = " \t\n,.;:!?-–("
MY = re.compile(r"^(?:my|the|our|a|an|this|that|to my|to|all my|all the|all)\s+", re.IGNORECASE)
HALF_QUOTE = re.compile(r"""^(["“'‘«])(?P<inside>[^"”'’»]{1,500})["”'’»]$""")
BARE = frozenset({"", "me", "it", "that", "this", "up", "please", "reminder", "a reminder", "one", "off",
                  "alarm", "an alarm", "timer", "a timer", "something", "now", "everything"})  # fmt: skip
POINTING = frozenset({"", "me", "up", "please", "on", "off"})


def tidied(pieces: list[str]) -> str:
    """Pieces of a text, between which times stood, as one phrase; within, each stays as typed."""
    kept = [_without_end(piece, LEADS_TO_TIME) for piece in pieces[:-1]]
    kept += [piece.strip() for piece in pieces[-1:]]
    # What stood behind a time begins without the mark that closed it.
    first, *rest = [piece for piece in kept if piece] or [""]
    return " ".join([first, *(piece.lstrip(" ,;") for piece in rest)])


def _without_end(text: str, little: frozenset[str]) -> str:
    """The text without little words at its end."""
    text = text.strip()
    while text:
        *before, word = text.rsplit(maxsplit=2)[-2:]
        if word.lower() not in little or (*map(str.lower, before), word.lower()) in PHRASAL:
            break
        text = text[: len(text) - len(word)].rstrip()
    return text


def _shed(
    words: list[str], *, first: frozenset[str] = frozenset(), last: frozenset[str] = frozenset()
) -> list[str]:
    """The words without little ones at their ends."""
    start, end = 0, len(words)
    while start < end and words[start].lower() in first:
        start += 1
    while start < end and words[end - 1].lower() in last:
        if (words[end - 2].lower() if end > 1 else "", words[end - 1].lower()) in PHRASAL:
            break
        end -= 1
    return words[start:end]


def named(raw: str, route: Route) -> str | None:
    """The thing as the person names it; None when nothing is named."""
    if route.startswith("memory"):
        text = raw.strip(" \t\n,;:-–")
        text = text if text.endswith("...") else text.rstrip(".! ")
    else:
        text = _bare(raw)
    quoted = HALF_QUOTE.match(text)
    if quoted is not None:
        return quoted["inside"]
    if route.endswith((".cancel", ".delete", ".update", ".remove", ".complete", ".query")):
        text = MY.sub("", text)
    bare = POINTING if route.startswith("memory") else BARE
    return None if text.lower() in bare else text


def _bare(raw: str) -> str:
    """A thing without politeness behind it and little words around it."""
    text = raw.strip(PUNCTUATION)
    shorter = ""
    while shorter != text:
        shorter = text
        for closing in CLOSING:
            head = text[: -len(closing)]
            if text.lower().endswith(closing) and (not head or not head[-1].isalnum()):
                text = head.rstrip(PUNCTUATION)
    words = _shed(text.split(" "), first=LEADING, last=TRAILING)
    return " ".join(words).strip(PUNCTUATION)


LIST_WORDS = re.compile(r"\s*\b(?:lists?|please)\b.*$", re.IGNORECASE)


def list_name(text: str) -> str | None:
    """The name of a list without "my" and "list"."""
    name = LIST_WORDS.sub("", MY.sub("", text.strip())).strip()
    return name or None


ITEM_BREAK = re.compile(
    r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&|plus)\s+|\s*\n\s*[-*•]?\s*", re.IGNORECASE
)
VERB = re.compile(rf"^{ERRAND}\b", re.IGNORECASE)
BUYING = re.compile(r"(?:buy|get|pick up|order) (?:me |us |some )?", re.IGNORECASE)


LONGEST_LIST = 20_000


def items(text: str, *, on_list: bool) -> str | tuple[str, ...]:
    """The items of an enumeration, or the text when it is one thing."""
    if len(text) > LONGEST_LIST:
        return text
    bought = BUYING.match(text)
    if bought and only_groceries(text[bought.end() :].lower()):
        several = items(text[bought.end() :], on_list=on_list)
        return text if isinstance(several, str) else several
    parts = [part.strip() for part in ITEM_BREAK.split(text) if part.strip()]
    if len(parts) < 2 or VERB.match(text):
        return text
    short = all(len(part.split()) <= 4 for part in parts)
    several = on_list or len(parts) > 2 or only_groceries(text.lower())
    return tuple(parts) if short and several else text


# "the second task", "number 3": a place in what was shown last, not a name.
PLACE_IN_LIST = re.compile(
    r"(?:(?:the|my|task|item|reminder|event) )*(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|\d+(?:st|nd|rd|th))"
    r"(?: (?:task|one|item|to-?do|thing|entry|reminder|alarm|timer|event|meeting|appointment))?|(?:number|no\.?|nr\.?|#) ?(?:\d+|one|two|three|four|five|six))"
    r"(?: (?:and|&) (?:the )?(?:first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th)|number \d+)(?: (?:one|task|item))?)?",
    re.IGNORECASE,
)


def is_place_in_list(what: str) -> bool:
    """Whether the words count rather than name."""
    return PLACE_IN_LIST.fullmatch(what) is not None


BESIDE = re.compile(r"(?:^|\s)(with|w/|at|@|in)\s+", re.IGNORECASE)


def beside(piece: str) -> tuple[str | None, str | None] | None:
    """Person and place of "with Ida at the station", None when there is anything else."""
    head, *rest = BESIDE.split(piece.strip(" ,.!"))
    if head or not rest or any(not part or len(part.split()) > 4 for part in rest[1::2]):
        return None
    who = [
        part.strip(" ,")
        for word, part in zip(rest[::2], rest[1::2], strict=True)
        if word[0] in "wW"
    ]
    where = [
        part.strip(" ,")
        for word, part in zip(rest[::2], rest[1::2], strict=True)
        if word[0] not in "wW"
    ]
    return (who[0] if who else None), (where[0] if where else None)


LIST_ASKED = re.compile(
    r"\b(?:the|my|our) (?!to\b|do\b|to-?do\b|task|whole\b|open\b|full\b)([\w'-]+) list\b"
)


def list_asked(text: str) -> str | None:
    """The list that a question (lower case) is about."""
    found = LIST_ASKED.search(text)
    return found[1] if found else None


TELLING = tuple(form for form in FACTS if form.confidence > NAMES)
FACT_BREAK = re.compile(
    r"(?:\s*[,;]\s*|\s+)(?:and|but|also)\s+|\s*[;.\n]\s+|\s*,\s+", re.IGNORECASE
)


def facts(text: str) -> str | tuple[str, ...]:
    """The several facts of a statement, each a sentence of its own; the text when it is one."""
    if len(text) > 2000 or '"' in text:
        return text
    starts = [0]
    for found in FACT_BREAK.finditer(text):
        if any(form.match(text[found.end() : found.end() + 300].lower()) for form in TELLING):
            starts.append(found.end())
    ends = [*(starts[1:]), len(text)]
    clauses = [_clause(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return tuple(clauses) if len(clauses) > 1 else text


def _clause(text: str) -> str:
    words = _shed(text.rstrip(" ,;.\n").split(" "), last=frozenset({"and", "but", "also"}))
    return " ".join(words).rstrip(" ,;.\n")


def priority(text: str) -> int | None:
    """1 for what is urgent, 2 for the middle, 3 for what can wait."""
    if re.search(
        r"\b(?:urgent(?:ly)?|high(?:est)? priority|top priority|important|asap|p1|priority 1)\b|!!",
        text,
    ):
        return 1
    if re.search(r"\b(?:medium priority|normal priority|p2|priority 2)\b", text):
        return 2
    return 3 if re.search(r"\b(?:low(?:est)? priority|p3|priority 3|no rush)\b", text) else None


def scope(text: str) -> Literal["this", "following", "all"] | None:
    """Which occurrences of a series are meant."""
    if re.search(
        r"\b(?:from now on|and following|all following|future|onwards)\b"
        r"|\bfrom\s[^.!?\n]{0,40}\son\W*$",
        text,
    ):
        return "following"
    if re.search(
        r"\b(?:just|only) (?:this|that|the next|today|tomorrow|once)|\bthis (?:one|time|occurrence)\b",
        text,
    ):
        return "this"
    return "all" if re.search(r"\b(?:all|every|whole series|everything)\b", text) else None


PLACE = re.compile(
    r"(?:\bat|@|\bin) (?P<place>(?:the |my |our )?[^\W\d][\w'’.&-]*(?: (?!with\b|for\b|and\b|at\b)[\w'’.&-]+){0,3})",
    re.IGNORECASE,
)


def place(what: str) -> str | None:
    """Where an event is, out of its name."""
    found = PLACE.search(what[:2000])
    return found["place"] if found else None


def site(said: str | None) -> str | None:
    """A place without the word that leads to it: "at the gym"."""
    return said and re.sub(r"^(?:to|at|in|from|by|near|into|past) ", "", said, flags=re.IGNORECASE)


# What belongs to how a request is meant, not to the thing: insistence, and which of a series.
ASIDE = re.compile(
    r"[,;]?\s*\b(?:(?:until|till|unless) i(?:'ve| have)? [\w' ]{2,40}"
    r"|(?:and )?all (?:the )?following(?: ones)?|from now on|onwards?|(?:just|only) (?:this|that) (?:one|time|once)"
    r"|the whole series|(?:just|only) this once|this (?:one|time) only)\s*$",
    re.IGNORECASE,
)


def unconditional(raw: str, route: Route) -> str:
    """The thing without the words about insistence and about which of a series is meant."""
    return raw if route.startswith("memory") else ASIDE.sub("", raw)


def policy(text: str) -> str | None:
    """How to insist: the words after "until I"."""
    found = re.search(r"\b(?:until|till|unless) i(?:'ve| have)? [\w' ]{2,40}", text[:2000])
    return found[0] if found else None


WITH = re.compile(
    r"\bwith (?P<who>(?:[A-Z][\w'’.-]*(?: [A-Z][\w'’-]*)*|mum|mom|dad|my \w+)(?:(?:, | and | & )(?:[A-Z][\w'’-]*|mum|mom|dad|my \w+))*)"
)


def company(text: str, route: Route) -> str | None:
    """Who an event is with."""
    found = WITH.search(text[:2000]) if route.startswith("calendar") else None
    return found["who"] if found else None
