"""What a question about what is known asks for, by its words."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from memory.asking import plainly_asked
from memory.bonds import attribute, bond_named, bonds_named
from memory.rules import STATE
from memory.telling import KIN

Kind = Literal["about", "chain", "bond", "mine", "whose", "last", "any"]
Reckoning = Literal["age", "length"]

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
    r"(?:.*\b)?(?:who|what)(?:['’]?s| is| was| are| were)? my (?P<bond>[\w -]+?)(?:['’]s?"
    r"(?: names?)?)?"
    r"(?: called| named| now| before)?",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:.*\b)?(?:what|which|how)(?:['’]?s| is| was| are| were) (?P<name>(?:my )?(?:"
    r"(?-i:[A-ZÀ-Þ])[\w.-]+ ){0,2}(?!my\b)[\w-]+['’]s|my)"
    r" (?P<what>[\w -]+?)(?: again| now| before)?",
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
    r"(?:.*\b)?(?:what|where|who|which \w+)(?: (?:kind|sort) of \w+)? (?:does|do|is|are|did|was)"
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
    rf" {_KNOWN} (?:been )?(?P<verb>live|liv|work|speak|know|have(?! to\b)|own|had|married)(?:d"
    rf"|ed|s|n|ing)?"
    r"(?: (?!on\b)(?:in |at |for |with |as )?(?:my |an? |the )?(?P<what>.+))?",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"(?:when|how long ago) (?:did|have|has) {_KNOWN} (?P<verb>moved? to|start(?:ed)? "
    rf"(?:working )?(?:at|for)"
    r"|join(?:ed)?|begin at|get|got|bought|buy) (?:my |an? |the )?(?P<what>.+)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:.*\b)?how old(?:['’]?s| is| am| are| was) (?P<name>i|my [\w -]+|[\w.-]+)(?: now)?", re.I
)
_WHOSE = re.compile(
    r"(?:who|which of my (?P<of>[\w-]+)) (?:else )?(?P<verb>lives?|works?|likes?|loves?|hates?"
    r"|speaks?|is allergic)"
    r"(?: (?:in|at|for|to|with))? (?P<what>.+)",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"how many (?P<bond>[\w -]+?) (?:do|have) (?:i|we)(?: have| got)?(?: now)?", re.I
)
_IS = re.compile(
    r"(?:is|are|am|was) (?P<name>i|we|my [\w-]+|(?!you\b|they\b|it\b|there\b|this\b)[\w.-]+)"
    rf" (?:still |now |a |an )*(?P<what>{STATE})",
    re.IGNORECASE,
)
_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("allerg(?:y|ies)", ("ALLERGIC_TO",)),
    ("(?:habits?|routines?)", ("DOES", "WAKES_UP", "TAKES")),
    ("hobb(?:y|ies)", ("LIKES", "DOES")),
    ("likes", ("LIKES",)),
    ("dislikes", ("DISLIKES", "AVOIDS")),
    ("(?:medications?|medicines?|meds|pills)", ("TAKES",)),
    ("name", ("NAMED",)),
)
_LIST = re.compile(
    rf"(?:what|which)(?:['’]?s| is| are)? my (?P<what>{'|'.join(words for words, _ in _LISTS)})",
    re.I,
)
_PLACED = re.compile(
    r"(?:.*\b)?where(?:['’]?s|['’]?re| is| are| was| did (?:i|we) (?:put|leave|hide|store|keep)"
    r"| do (?:i|we) keep| have (?:i|we) (?:put|left)) (?:my|our|the) (?P<what>[\w -]+?)(?: now"
    r"| kept| again)?",
    re.IGNORECASE,
)
_CODES = re.compile(
    r"(?:.*\b)?what(?:['’]?s| is| was) the (?P<what>(?:[a-z-]+ ){1,2}?(?:code|password"
    r"|combination))(?: again| now)?"
    r"|(?:.*\b)?what(?:['’]?s| is| was) the (?P<key>code|password|combination) (?:for|of|to) "
    r"(?:the |my |our )?"
    r"(?P<lock>[a-z]+(?: [a-z]+)?)",
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
    ("live|liv|move|move to|moved to", ("LIVES_IN",)),
    ("work", ("WORKS_AT", "WORKS_AS", "WORKS_WITH")),
    (r"start\w*.*|join(?:ed)?|begin at", ("WORKS_AT",)),
    ("married", ("MARRIED_TO",)),
    ("speak", ("SPEAKS",)),
    ("know", ("KNOWS", "FRIEND", "COLLEAGUE")),
    ("allergic", ("ALLERGIC_TO",)),
    ("park", ("PARKED_AT",)),
    ("take", ("TAKES",)),
    ("own|have|had|get|got|buy|bought", ("HAS", "DOG", "CAT")),
    ("wake up", ("WAKES_UP",)),
)
_NAMED = re.compile(
    r".*\b(?:what(?:['’]?s| is) my name|what am i called|who am i|what do you call me)\b.*",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    r".*\bwhen(?:['’]?s| is| was) (?:my birthday|i born)\b.*|.*\bwhen was i born\b.*",
    re.IGNORECASE,
)
_CAR = re.compile(
    r".*\bwhere(?:['’]?s| is| was| did i (?:park|leave)) (?:my|the) (?:car|bike)\b.*", re.I
)
_ALLERGIES = re.compile(r".*\b(?:my|any) allerg\w+\b.*", re.IGNORECASE)
# What only asks for the memory; the rest is what is looked for.
_ASKING = re.compile(
    r"\W*(?:please )?(?:(?:do|can|could|don['’]t) you (?:remember|recall|know)"
    r"|(?:what|where|when|who|how)(?:['’]s)? (?:did|have) i (?:ever )?(?:tell|told|say|said"
    r"|mention(?:ed)?)(?: you)?(?: about| of| on)?)\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:when|how long ago) (?:did|have) (?:i|we) last (?P<what>.+)"
    r"|(?:when|how long ago) (?:was|is) (?:the )?last time (?:that )?(?:i|we) (?P<done>.+)"
    r"|when was my last (?P<thing>.+?)(?: (?:appointment|visit|session|lesson|class))?",
    re.IGNORECASE,
)
LONGEST = 300  # characters; what is longer is searched for by its meaning alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """`about` somebody or something (with `predicates`: of what kind), the `chain` that leads to
    it, the `bond` or other relations of the person (`mine`), `whose` relation to a `thing` it is,
    when what the `text` names was `last`, or `any` that only a search can answer. `thing` is what
    a "do I like …?" asks of, `reckons` what is answered by numbers: how old, how long."""

    kind: Kind
    text: str
    name: str = ""
    predicates: tuple[str, ...] = ()
    thing: str = ""
    reckons: Reckoning | None = None


def question_in(text: str) -> Question:
    """What `text` asks; `text` is without its time. The question's own text is without the words
    that only ask."""
    plain = plainly_asked(text)
    if len(plain) > LONGEST:
        return Question(kind="any", text=text)
    text = _ASKING.sub("", text).strip() or text
    if found := _LAST.fullmatch(plain):
        return Question(
            kind="last", text=found["what"] or found["done"] or f"have {found['thing']}"
        )
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
    if (found := _BOND.fullmatch(plain)) and (bonds := bonds_named(found["bond"])):
        return Question(kind="bond", text=text, predicates=bonds)
    if found := _MINE.fullmatch(plain):
        return Question(kind="mine", text=text, predicates=_predicates(found["verb"]))
    return (
        _whether(plain, text)
        or _since_when(plain, text)
        or _reckoned(plain, text)
        or _listed(plain, text)
        or _of_others(plain, text)
    )


def _whether(plain: str, text: str) -> Question | None:
    """ "do I like tea?", "does Anna work at Bosch?" """
    found = _WHETHER.fullmatch(plain)
    if found is None:
        return _whether_is(plain, text)
    predicates = _predicates(found["verb"])
    opposite = {"LIKES": ("DISLIKES",), "EATS": ("AVOIDS",)}.get(predicates[0], ())
    name = "" if found["name"].casefold() in ("i", "we") else _whole(found["name"])
    asked = Question(kind="mine", text=text, predicates=(*predicates, *opposite))
    thing = re.sub(r"^(?:a|an|the|my|to|any) ", "", found["what"], flags=re.IGNORECASE)
    if "HAS" in predicates:
        # "Do I have a dog?" is answered by its name.
        asked = replace(asked, predicates=(*bonds_named(thing), "HAS"))
    return replace(asked, kind="about" if name else "mine", name=name, thing=thing)


def _whether_is(plain: str, text: str) -> Question | None:
    """ "is Sarah vegetarian?" """
    found = _IS.fullmatch(plain)
    if found is None:
        return None
    name = _whom(found["name"])
    kind: Kind = "about" if name else "mine"
    thing = re.sub(r"^an? ", "", found["what"])
    return Question(kind=kind, text=text, name=name, predicates=("IS", "WORKS_AS"), thing=thing)


def _reckoned(plain: str, text: str) -> Question | None:
    """ "how old is Mia?", "how long ago did I move to Porto?" """
    if found := _AGE.fullmatch(plain):
        name = _whom(found["name"])
        kind: Kind = "about" if name else "mine"
        predicates = ("AGED", "BORN", "BIRTHDAY")
        return Question(kind=kind, text=text, name=name, predicates=predicates, reckons="age")
    found = _MOVED.fullmatch(plain)
    if found is None:
        return None
    name = _whom(found["name"])
    return Question(
        kind="about" if name else "mine",
        text=text,
        name=name,
        predicates=_predicates(found["verb"]),
        thing=found["what"],
        reckons="length",
    )


def _listed(plain: str, text: str) -> Question | None:
    """What asks for all of a kind, for whoever lives somewhere, or for where something lies."""
    if found := _LIST.fullmatch(plain):
        asked = next(p for words, p in _LISTS if re.fullmatch(words, found["what"], re.I))
        return Question(kind="mine", text=text, predicates=asked)
    if (found := _MANY.fullmatch(plain)) and (bonds := bonds_named(found["bond"])):
        return Question(kind="bond", text=text, predicates=(*bonds, "HAS"), thing=found["bond"])
    if found := _WHOSE.fullmatch(plain):
        verb = re.sub(r"(?<=\w)s$", "", found["verb"].casefold())
        thing = re.sub(r"^(?:the|my|an?) ", "", found["what"], flags=re.IGNORECASE)
        return Question(kind="whose", text=text, predicates=_predicates(verb), thing=thing)
    if found := _CODES.fullmatch(plain):
        own = attribute(found["what"] or f"{found['lock']} {found['key']}")
        return None if own is None else Question(kind="mine", text=text, predicates=_keys(own))
    if (found := _PLACED.fullmatch(plain)) and not bond_named(found["what"]):
        return Question(kind="about", text=text, name=found["what"], predicates=("KEPT_AT",))
    return None


def _keys(own: str) -> tuple[str, ...]:
    """The code of a lock is its password."""
    lock, mark, key = own.rpartition("_")
    keys = ("CODE", "PASSWORD", "PASSCODE", "COMBINATION")
    return tuple(f"{lock}{mark}{one}" for one in keys) if key in keys else (own,)


def _whom(name: str) -> str:
    """Whose relations are asked for; empty for one's own."""
    return "" if name.casefold() in ("i", "we") else _whole(name)


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
    name = _whom(found["name"])
    kind: Kind = "about" if name else "mine"
    asked = Question(kind=kind, text=text, name=name, predicates=predicates)
    if found.re is _TRADE:
        return asked
    return replace(asked, thing=found["what"] or "", reckons="length")


def tells_only_when(text: str) -> bool:
    """Whether, without its time, a question asks for all that was told: "what did I tell you"."""
    return bool(_ASKING.match(text)) and not _ASKING.sub("", text).strip(" ?!.")


def _of_others(plain: str, text: str) -> Question:
    if found := _THEIRS.fullmatch(plain):
        predicates = _predicates(found["verb"])
        return Question(kind="about", text=text, name=_whole(found["name"]), predicates=predicates)
    if found := _OF_THEM.fullmatch(plain):
        born = found["what"].casefold() in ("birthday", "birthdate")
        predicates = ("BIRTHDAY", "BORN") if born else bonds_named(found["what"])
        if predicates:
            name = _whole(found["name"])
            return Question(kind="about", text=text, name=name, predicates=predicates)
    if (found := _OWN.fullmatch(plain)) and (own := attribute(found["what"])):
        less = attribute(re.sub(r" number$", "", found["what"], flags=re.IGNORECASE))
        mine = found["name"].casefold() == "my"
        name = "" if mine else _whole(re.sub(r"['’]s$", "", found["name"]))
        kind: Kind = "mine" if mine else "about"
        keys = _keys(own) if less in (None, own) else (own, less)
        return Question(kind=kind, text=text, name=name, predicates=keys)
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
