"""What a question about what is known asks for, by its words."""

import re
from dataclasses import dataclass
from typing import Literal

from memory.extract import bond_named

Kind = Literal["about", "chain", "bond", "mine", "any"]

_HOW_KNOWN = re.compile(
    r".*\bhow (?:do|does|did) (?:i|we) (?:get to )?know (?P<name>.+)", re.IGNORECASE
)
_BOND = re.compile(
    r"(?:.*\b)?(?:who|what)(?:['’]?s| is| was| are)? my (?:\w+ )?(?P<bond>[\w-]+?)(?:['’]s name)?"
    r"(?: called| named)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:.*\b)?(?:who(?:['’]s| is| was)|(?:know|tell me|remember|recall)(?: anything| something)?"
    r" (?:about|of)) (?P<name>(?!me\b|my\b|i\b|you\b)[\w'’.-]+(?: [\w'’.-]+){0,2})",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"(?:.*\b)?(?:what|where|who|which \w+|whom)(?: (?:kind|sort) of \w+)?(?: else)? "
    r"(?:do|did|am|are|have) (?:i|we) (?P<verb>(?:really |not |usually |all |still |most )*"
    r"(?:like|love|enjoy|prefer|hate|dislike|live|work|speak|know|allergic)) ?"
    r"(?:in|at|for|as|to|with|doing|eating|drinking|about|most|best)?",
    re.IGNORECASE,
)
# What somebody else does, and what is theirs.
_THEIRS = re.compile(
    r"(?:.*\b)?(?:what|where|who|which \w+)(?: (?:kind|sort) of \w+)? (?:does|is)"
    r" (?P<name>(?!my\b|your\b)[\w'’.-]+) (?P<verb>(?:really |not |usually )*"
    r"(?:like|love|enjoy|prefer|hate|dislike|live|work|speak|know|allergic)) ?"
    r"(?:in|at|for|as|to|with|most|best)?",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"(?:.*\b)?(?:what|when|who)(?:['’]?s| is| are) (?P<name>(?!my\b)[\w.-]+)['’]s?"
    r" (?P<what>[\w-]+)",
    re.IGNORECASE,
)
_OF_VERB: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"not \w+|hate|dislike", ("DISLIKES",)),
    (r"like|love|enjoy|prefer", ("LIKES",)),
    ("live", ("LIVES_IN",)),
    ("work", ("WORKS_AT", "WORKS_AS", "WORKS_WITH")),
    ("speak", ("SPEAKS",)),
    ("know", ("KNOWS", "FRIEND", "COLLEAGUE")),
    ("allergic", ("ALLERGIC_TO",)),
)
_NAMED = re.compile(
    r".*\b(?:what(?:['’]?s| is) my name|what am i called|who am i)\b.*", re.IGNORECASE
)
_BIRTHDAY = re.compile(r".*\bwhen(?:['’]?s| is) my birthday\b.*", re.IGNORECASE)
# What only asks for the memory; the rest is what is looked for.
_ASKING = re.compile(
    r"\W*(?:please )?(?:(?:do|can|could|don['’]t) you (?:remember|recall|know)"
    r"|(?:what|where|when|who|how)(?:['’]s)? (?:did|have) i (?:ever )?(?:tell|told|say|said"
    r"|mention(?:ed)?)(?: you)?(?: about| of| on)?)\b",
    re.IGNORECASE,
)
LONGEST = 300  # characters; what is longer is searched for by its meaning alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """`about` somebody or something (with `predicates`: of what kind), the `chain` that leads to
    it, the `bond` or other relations of the person (`mine`), or `any` that only a search can
    answer."""

    kind: Kind
    text: str
    name: str = ""
    predicates: tuple[str, ...] = ()


def question_in(text: str) -> Question:
    """What `text` asks. The question's own text is without the words that only ask."""
    plain = " ".join(text.split()).rstrip(" ?!.")
    if len(plain) > LONGEST:
        return Question(kind="any", text=text)
    text = _ASKING.sub("", text).strip() or text
    if found := _HOW_KNOWN.fullmatch(plain):
        return Question(kind="chain", text=text, name=found["name"])
    if _NAMED.fullmatch(plain):
        return Question(kind="mine", text=text, predicates=("NAMED",))
    if _BIRTHDAY.fullmatch(plain):
        return Question(kind="mine", text=text, predicates=("BIRTHDAY",))
    if (found := _BOND.fullmatch(plain)) and (bond := bond_named(found["bond"])):
        return Question(kind="bond", text=text, predicates=(bond,))
    if found := _MINE.fullmatch(plain):
        return Question(kind="mine", text=text, predicates=_predicates(found["verb"]))
    return _of_others(plain, text)


def _of_others(plain: str, text: str) -> Question:
    if found := _THEIRS.fullmatch(plain):
        predicates = _predicates(found["verb"])
        return Question(kind="about", text=text, name=found["name"], predicates=predicates)
    if found := _OF_THEM.fullmatch(plain):
        bond = "BIRTHDAY" if found["what"].casefold() == "birthday" else bond_named(found["what"])
        if bond is not None:
            return Question(kind="about", text=text, name=found["name"], predicates=(bond,))
    if found := _ABOUT.fullmatch(plain):
        return Question(kind="about", text=text, name=found["name"])
    return Question(kind="any", text=text)


def _predicates(verb: str) -> tuple[str, ...]:
    for words, predicates in _OF_VERB:
        if re.search(rf"\b(?:{words})$", verb.strip(), re.IGNORECASE):
            return predicates
    return ()
