"""What a question about what is known asks for, by its words."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from memory.bonds import attribute, bond_named
from memory.rules import KIN

Kind = Literal["about", "chain", "bond", "mine", "any"]

_DOING = (
    r"like|love|enjoy|prefer|hate|dislike|live|work|speak|know|allergic|eat|drink|avoid|park|take"
    r"|own|have|wake up"
)
_NAMES = r"(?P<name>my [\w-]+|(?!my\b|your\b|you\b|i\b|the\b|a\b|me\b|it\b|there\b)[\w.-]+)"
_END = (
    r" ?(?:in|at|for|as|to|with|doing|eating|drinking|about|most|best|from|now|at the moment"
    r"|currently|before|back then|the car|my car)?(?: now| then)?"
)
_ONCE = r"(?:really |not |usually |all |still |most |currently |now )*"
_HOW_KNOWN = re.compile(
    r".*\bhow (?:do|does|did) (?:i|we) (?:get to )?know (?P<name>.+)", re.IGNORECASE
)
_BOND = re.compile(
    r"(?:.*\b)?(?:who|what)(?:['’]?s| is| was| are)? my (?:\w+ )?(?P<bond>[\w-]+?)(?:['’]s name)?"
    r"(?: called| named| now| before)?",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:.*\b)?(?:what|which|how)(?:['’]?s| is| was| are| were) (?P<name>my|[\w-]+['’]s)"
    r" (?P<what>[\w -]+?)(?: again| now| before| number)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:.*\b)?(?:who(?:['’]s| is| was)|(?:know|tell me|remember|recall)(?: anything| something)?"
    r" (?:about|of)) (?P<name>(?:my (?!name\b)[\w-]+|(?!me\b|my\b|i\b|you\b)[\w'’.-]+"
    r"(?: [\w'’.-]+){0,2}))",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"(?:.*\b)?(?:what|where|who|(?:which|what) \w+|whom|when)(?: (?:kind|sort) of \w+)?(?: else)? "
    rf"(?:do|did|am|are|have|was) (?:i|we) (?P<verb>{_ONCE}(?:{_DOING}))(?:d|ed)?{_END}",
    re.IGNORECASE,
)
# What somebody else does, and what is theirs.
_THEIRS = re.compile(
    r"(?:.*\b)?(?:what|where|who|which \w+)(?: (?:kind|sort) of \w+)? (?:does|is|did|was)"
    rf" {_NAMES} (?P<verb>{_ONCE}(?:{_DOING})){_END}",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"(?:.*\b)?(?:what|when|who|where)(?:['’]?s| is| are| was)"
    r" (?P<name>my [\w-]+?|(?!my\b)[\w.-]+?)['’]s?"
    r" (?:\w+ )?(?P<what>[\w-]+)",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"(?:do|does|did|am|is|are) (?P<name>i|we|my [\w-]+|(?!you\b|they\b|it\b|there\b|this\b)"
    rf"[\w.-]+) (?P<verb>{_ONCE}(?:{_DOING}))"
    r"(?: in| at| for| as| to| with)? (?P<what>.+)",
    re.IGNORECASE,
)
# "How long does it take?" and "how long do cats live?" are not about what is kept.
_KNOWN = r"(?P<name>i|we|my [\w-]+|(?-i:[A-ZÀ-Þ])[\w.-]+)"
_SINCE = re.compile(
    r"(?:.*\b)?(?:since when|how long|from when) (?:do|did|have|has|does|am|is|was)"
    rf" {_KNOWN} (?:been )?(?P<verb>live|work|speak|know)(?:d|ed|s|n|ing)?(?: (?!on\b).+)?",
    re.IGNORECASE,
)
# "What does Anna do?"; what she did, or is doing, may be anything.
_TRADE = re.compile(
    r"what (?:(?P<now>do|does)|is|did) "
    rf"{_KNOWN} (?:do|doing)(?P<work> for (?:a living|work))?",
    re.IGNORECASE,
)
_OF_VERB: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"not \w+|hate|dislike|avoid", ("DISLIKES", "AVOIDS")),
    (r"like|love|enjoy|prefer", ("LIKES",)),
    (r"eat|drink", ("EATS", "LIKES", "AVOIDS")),
    ("live", ("LIVES_IN",)),
    ("work", ("WORKS_AT", "WORKS_AS", "WORKS_WITH")),
    ("speak", ("SPEAKS",)),
    ("know", ("KNOWS", "FRIEND", "COLLEAGUE")),
    ("allergic", ("ALLERGIC_TO",)),
    ("park", ("PARKED_AT",)),
    ("take", ("TAKES",)),
    ("own|have", ("HAS", "DOG", "CAT")),
    ("wake up", ("WAKES_UP",)),
)
_NAMED = re.compile(
    r".*\b(?:what(?:['’]?s| is) my name|what am i called|who am i)\b.*", re.IGNORECASE
)
_BIRTHDAY = re.compile(
    r".*\bwhen(?:['’]?s| is| was) (?:my birthday|i born)\b.*|.*\bwhen was i born\b.*",
    re.IGNORECASE,
)
_CAR = re.compile(
    r".*\bwhere(?:['’]?s| is| did i (?:park|leave)) (?:my|the) (?:car|bike)\b.*", re.I
)
_ALLERGIES = re.compile(r".*\b(?:my|any) allerg\w+\b.*", re.IGNORECASE)
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
    answer. `thing` is what a "do I like …?" asks of."""

    kind: Kind
    text: str
    name: str = ""
    predicates: tuple[str, ...] = ()
    thing: str = ""


def question_in(text: str) -> Question:
    """What `text` asks; `text` is without its time. The question's own text is without the words
    that only ask."""
    plain = " ".join(text.split()).rstrip(" ?!.")
    if len(plain) > LONGEST:
        return Question(kind="any", text=text)
    text = _ASKING.sub("", text).strip() or text
    if found := _HOW_KNOWN.fullmatch(plain):
        return Question(kind="chain", text=text, name=found["name"])
    for form, predicates in (
        (_NAMED, ("NAMED",)),
        (_BIRTHDAY, ("BIRTHDAY", "BORN")),
        (_CAR, ("PARKED_AT",)),
        (_ALLERGIES, ("ALLERGIC_TO",)),
    ):
        if form.fullmatch(plain):
            return Question(kind="mine", text=text, predicates=predicates)
    if (found := _BOND.fullmatch(plain)) and (bond := bond_named(found["bond"])):
        return Question(kind="bond", text=text, predicates=(bond,))
    if found := _MINE.fullmatch(plain):
        return Question(kind="mine", text=text, predicates=_predicates(found["verb"]))
    return _whether(plain, text) or _since_when(plain, text) or _of_others(plain, text)


def _whether(plain: str, text: str) -> Question | None:
    """ "do I like tea?", "does Anna work at Bosch?" """
    found = _WHETHER.fullmatch(plain)
    if found is None:
        return None
    predicates = _predicates(found["verb"])
    opposite = {"LIKES": ("DISLIKES",), "EATS": ("AVOIDS",)}.get(predicates[0], ())
    name = "" if found["name"].casefold() in ("i", "we") else _whole(found["name"])
    asked = Question(kind="mine", text=text, predicates=(*predicates, *opposite))
    thing = re.sub(r"^(?:a|an|the|my|to|any) ", "", found["what"], flags=re.IGNORECASE)
    return replace(asked, kind="about" if name else "mine", name=name, thing=thing)


def _since_when(plain: str, text: str) -> Question | None:
    """ "since when do I work at Bosch?", and as what somebody works at all."""
    found, predicates = _SINCE.fullmatch(plain), ()
    if found is not None:
        predicates = _predicates(found["verb"])
    elif (found := _TRADE.fullmatch(plain)) and (
        found["work"] or (found["now"] and found["name"].lower() not in ("i", "we"))
    ):
        predicates = ("WORKS_AS", "WORKS_AT", "IS")
    if found is None or not predicates:
        return None
    name = "" if found["name"].casefold() in ("i", "we") else _whole(found["name"])
    kind: Kind = "about" if name else "mine"
    return Question(kind=kind, text=text, name=name, predicates=predicates)


def tells_only_when(text: str) -> bool:
    """Whether, without its time, a question asks for all that was told: "what did I tell you"."""
    return bool(_ASKING.match(text)) and not _ASKING.sub("", text).strip(" ?!.")


def _of_others(plain: str, text: str) -> Question:
    if found := _THEIRS.fullmatch(plain):
        predicates = _predicates(found["verb"])
        return Question(kind="about", text=text, name=_whole(found["name"]), predicates=predicates)
    if found := _OF_THEM.fullmatch(plain):
        born = found["what"].casefold() in ("birthday", "birthdate")
        bond = "BIRTHDAY" if born else bond_named(found["what"])
        if bond is not None:
            name = _whole(found["name"])
            return Question(kind="about", text=text, name=name, predicates=(bond,))
    if (found := _OWN.fullmatch(plain)) and (own := attribute(found["what"])):
        mine = found["name"].casefold() == "my"
        name = "" if mine else _whole(re.sub(r"['’]s$", "", found["name"]))
        kind: Kind = "mine" if mine else "about"
        return Question(kind=kind, text=text, name=name, predicates=(own,))
    if found := _ABOUT.fullmatch(plain):
        return Question(kind="about", text=text, name=_whole(found["name"]))
    return Question(kind="any", text=text)


def _whole(name: str) -> str:
    """Whom "mum" means: one's own."""
    return f"my {name.casefold()}" if name.casefold() in KIN else name


def _predicates(verb: str) -> tuple[str, ...]:
    for words, predicates in _OF_VERB:
        if re.search(rf"\b(?:{words})$", verb.strip(), re.IGNORECASE):
            return predicates
    return ()
