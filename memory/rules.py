"""The sentences that tell who and what belongs together, as a table of forms.

A rule that is `dated` is matched without the clause's times, which then say since when.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.graph import ME
from core.learning import Tie
from memory.bonds import ATTRIBUTES, BONDS, attribute

LONGEST_NAME = 5  # words; what is longer names nothing

_BOND = rf"(?P<bond>{'|'.join(sorted(map(re.escape, BONDS), key=len, reverse=True))})s?"
_KIND = (
    r"(?:(?:best|good|old|close|older|elder|younger|big|little|twin|new|dear|late|former|ex)[ -])*"
)
NAME = r"[\w'’.-]+(?: (?-i:[A-ZÀ-Þ])[\w'’.-]*){0,2}"
_CAPITAL = r"(?-i:[A-ZÀ-Þ])[\w'’.-]*"
_NOT = (
    r"(?:don['’]?t|do not|doesn['’]?t|does not|never|no longer|can['’]?t|didn['’]?t|am not|is not"
    r"|isn['’]?t|are not|aren['’]?t|['’]m not)"
)
_SOMEBODY = rf"(?P<who>I|we|my {_KIND}[a-zé-]+|{NAME}?)"
_OFTEN = (
    r"(?:(?:really|also|just|still|absolutely|usually|always|mostly|now|quite|do|does|both|have|has"
    r"|recently|finally|actually|currently|only|originally|had) )*"
)
_IS = r"(?:is|are|was|am|'m|’m|'s|’s|['’]ve been|have been|has been)"
_PEOPLE = rf"(?P<names>{NAME}(?:(?:, | and |, and ){NAME})*)"
NOBODY = frozenset(
    {
        "it", "this", "that", "there", "here", "he", "she", "they", "we", "you", "i", "who", "what",
        "which", "where", "when", "how", "why", "everyone", "nobody", "somebody", "everything",
        "nothing", "one", "the", "a", "an", "my", "your", "our", "his", "her", "their", "him",
        "them", "do", "does", "did", "don't", "if", "please", "not", "and", "but", "so",
    }
)  # fmt: skip
_ADJECTIVES = frozenset(
    {
        "black", "white", "hot", "cold", "warm", "iced", "spicy", "sweet", "salty", "strong",
        "weak", "plain", "raw", "rare", "fresh", "crispy", "soft", "hard", "dark", "light",
        "sparkling", "still", "unsweetened",
    }
)  # fmt: skip
_STATES = (
    r"vegan|(?:a )?vegetarian|married|single|divorced|retired|engaged|left-handed|right-handed"
    r"|diabetic|pregnant|colou?r-?blind|unemployed|self-employed|lactose intolerant"
    r"|gluten intolerant|(?:an? )(?:nurse|doctor|teacher|student|engineer|lawyer|programmer"
    r"|developer|designer|writer|musician|artist|cook|chef|driver|farmer|scientist|architect"
    r"|journalist|photographer|plumber|electrician|carpenter|accountant|pilot|vet|dentist)"
)

# Who calls somebody so means their own.
KIN = frozenset(
    {"mum", "mom", "dad", "mummy", "daddy", "grandma", "grandpa", "granny", "mother", "father"}
)

Ties = Iterator[Tie]
Teller = Callable[[re.Match[str]], Ties]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A form of a clause, and the ties that it tells."""

    pattern: re.Pattern[str]
    ties: Teller
    dated: bool = False


def spelled(name: str) -> str:
    """The name with a capital, unless it is "my …"."""
    first = name.split()[0]
    if name.casefold() in KIN:
        return f"my {name.casefold()}"
    return name if first == "my" or not first.islower() else name[0].upper() + name[1:]


def somebody(text: str) -> str | None:
    """The entity that a subject names; None when it names nobody in particular."""
    if text.casefold() in ("i", "we"):
        return ME
    words = text.split()
    if words[0].casefold() == "my":
        return " ".join(["my", words[-1]]) if words[-1].casefold() in BONDS else text
    return None if words[0].casefold() in NOBODY else spelled(text)


def things(text: str) -> Iterator[str]:
    """The entities that an object names: "my coffee black" is coffee, "tea and cake" are two."""
    text = re.split(r"(?: (?:when|because|if|since|while|but|so|with|without)\b|[(:])", text)[0]
    for part in re.split(r", (?:and |or )?| and | or ", text):
        words = part.strip(' .!"“”').split()
        mine = bool(words) and words[0].casefold() in ("my", "our")
        while words and words[0].casefold() in ("my", "our", "the", "a", "an", "some", "to"):
            words = words[1:]
        if mine and len(words) > 1 and words[-1].casefold() in _ADJECTIVES:
            words = words[:-1]
        if words and len(words) <= LONGEST_NAME and words[0].casefold() not in NOBODY:
            yield " ".join(words)


def _names(text: str) -> Iterator[str]:
    for part in re.split(r", (?:and )?| and ", text):
        name = part.strip()
        if name and name.split()[0].casefold() not in NOBODY:
            yield spelled(name)


def _telling(predicate: str, *, ended: bool = False, people: bool = False) -> Teller:
    """Ties from the clause's `who` to each thing, or each of the people, of its `what`."""

    def tell(found: re.Match[str]) -> Ties:
        subject = somebody(found["who"])
        if subject is not None:
            for thing in (_names if people else things)(found["what"]):
                yield Tie(subject=subject, predicate=predicate, object=thing, ended=ended)

    return tell


def _bond(found: re.Match[str]) -> Ties:
    owner = found.groupdict().get("owner")
    subject = ME if owner is None else spelled(owner)
    if owner is not None and owner.split()[0].casefold() in NOBODY - {"my"}:
        return
    for name in _names(found["names"]):
        yield Tie(subject=subject, predicate=BONDS[found["bond"].casefold()], object=name)


_WORK = (
    ("job", "WORKS_AS"),
    ("trade", "WORKS_AS"),
    ("with", "WORKS_WITH"),
    ("place", "WORKS_AT"),
)


def _work(*, ended: bool = False) -> Teller:
    def tell(found: re.Match[str]) -> Ties:
        subject = somebody(found["who"])
        if subject is None:
            return
        for group, predicate in _WORK:
            words = found.groupdict().get(group) or ""
            for thing in _names(words) if group == "with" else things(words):
                yield Tie(subject=subject, predicate=predicate, object=thing, ended=ended)

    return tell


def _owned(predicate: str | None = None) -> Teller:
    """What is the person's own, or of the `whose`; by default named after the `noun`."""

    def tell(found: re.Match[str]) -> Ties:
        whose = found.groupdict().get("whose")
        if whose is not None and whose.split()[0].casefold() in NOBODY - {"my"}:
            return
        subject = ME if whose is None else spelled(whose)
        name = predicate or attribute(found["noun"])
        words = found["what"].strip().split()
        if name is not None and 0 < len(words) <= LONGEST_NAME:
            yield Tie(subject=subject, predicate=name, object=" ".join(words))

    return tell


def _rule(pattern: str, ties: Teller, *, dated: bool = False) -> Rule:
    return Rule(pattern=re.compile(pattern, re.IGNORECASE), ties=ties, dated=dated)


_LIVING = (
    r"(?:liv(?:e|es|ed|ing)|moved|relocated|stay(?:s|ing)?)(?: back| now| over)*"
    r"(?: with [A-ZÀ-Þ]\w+)?"
)
_WORKING = (
    r"work(?:s|ed|ing)?(?: as (?P<job>.+?))?(?: with (?P<with>.+?))?(?: (?:at|for) (?P<place>.+?))?"
    r"(?: as (?P<trade>.+?))?"
)
_LIKING = r"(?:like|love|enjoy|adore)(?:s|d)?"
_RATHER = r"over|rather than|instead of|more than"
# "my sister Anna lives in Rome": who it is, and what follows of her.
PRESENTED = re.compile(
    rf"(?:my|our) (?i:{_KIND}{_BOND}),? (?P<name>[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?)"
    r"(?=,? (?!and\b|is my\b)[a-z])"
)
BONDED: tuple[Rule, ...] = (
    _rule(
        rf"{_PEOPLE}(?: is| are| was|['’]s) (?:one of )?(?:my|our) {_KIND}{_BOND}(?:,? .*)?", _bond
    ),
    _rule(
        rf"(?:my|our|(?P<owner>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s?) {_KIND}{_BOND}"
        r"(?:['’]s name)? (?:is|are)(?: now)?"
        rf"(?: called| named)? (?P<names>{_CAPITAL}(?:(?: |, | and ){_CAPITAL})*)(?: now)?",
        _bond,
    ),
    _rule(
        rf"(?P<names>{NAME}) is (?P<owner>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s? {_KIND}{_BOND}",
        _bond,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has|got|own) an? (?:\w+ )?(?P<bond>dog|cat)"
        rf" (?:called|named) (?P<names>{NAME})",
        lambda found: (
            Tie(subject=subject, predicate=BONDS[found["bond"].casefold()], object=found["names"])
            for subject in [somebody(found["who"])]
            if subject is not None
        ),
    ),
    _rule(
        rf"(?:my|(?P<whose>(?:my {_KIND}[a-zé-]+?|{NAME}?))['’]s?) birthday is"
        r" (?:on |the )*(?P<what>.+)",
        _owned("BIRTHDAY"),
    ),
    _rule(rf"{_SOMEBODY} ?{_IS} born (?:on |in )?(?:the )?(?P<what>.*\d.*)", _telling("BORN")),
    _rule(
        rf"(?:my name(?: is|['’]s)|call me|I(?: am|['’]m) called) (?P<what>{NAME})", _owned("NAMED")
    ),
    _rule(
        rf"(?:my|our|(?P<whose>{NAME}?)['’]s?) (?P<noun>(?:[a-z-]+ ){{0,2}}?(?:{ATTRIBUTES}))"
        r" (?:is|are) (?:now )?(?P<what>.+)",
        _owned(),
    ),
)
TASTE: tuple[Rule, ...] = (
    _rule(
        rf"{_SOMEBODY} {_OFTEN}{_NOT} (?:really )?(?:like|love|enjoy|stand|bear)s?(?: to)?"
        r" (?P<what>.+)",
        _telling("DISLIKES"),
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:hates?|dislikes?|detests?)(?: to)? (?P<what>.+)",
        _telling("DISLIKES"),
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:stopped|quit|gave up) (?:liking|enjoying|loving) (?P<what>.+)",
        _telling("LIKES", ended=True),
    ),
    # What is liked less is not told to be liked.
    _rule(
        rf"{_SOMEBODY} {_OFTEN}prefer(?:s|red)? to (?P<what>.+?)(?: (?:{_RATHER}) .+)?",
        _telling("LIKES"),
    ),
    # "Listening to music" is liked as a whole, "swimming to running" is not.
    _rule(
        rf"{_SOMEBODY} {_OFTEN}prefer(?:s|red)? (?P<what>.+?)"
        rf"(?: (?:{_RATHER}|(?<!ing )to|to(?= \w+ing\b)) .+)?",
        _telling("LIKES"),
    ),
    _rule(rf"{_SOMEBODY} {_OFTEN}{_LIKING}(?: to)? (?P<what>.+)", _telling("LIKES")),
    _rule(rf"{_SOMEBODY} ?{_IS} (?:really )?(?:into|fond of) (?P<what>.+)", _telling("LIKES")),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:{_NOT}|avoids?) (?:eat|drink)?s? ?(?P<what>meat|fish|pork|beef"
        r"|dairy|gluten|sugar|eggs|alcohol|coffee|milk|wheat|seafood|shellfish)",
        _telling("AVOIDS"),
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:stopped|quit|gave up) (?:eating|drinking) (?P<what>.+)",
        _telling("AVOIDS"),
    ),
    _rule(rf"{_SOMEBODY} {_OFTEN}(?:eats?|drinks?) (?P<what>.+)", _telling("EATS")),
)
STATES: tuple[Rule, ...] = (
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:{_NOT}|used to|stopped) {_OFTEN}{_WORKING}",
        _work(ended=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:quit|left|resigned from|was fired from)"
        r" (?:my |his |her |their |the )?(?:job|work|position)(?: (?:at|with) (?P<place>.+))?",
        _work(ended=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:(?:started|begun|began) )?{_WORKING}",
        _work(),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:started|began|joined|got a (?:new )?job)(?: a new job)?"
        r"(?: at| with)? (?P<place>(?-i:[A-ZÀ-Þ]).+)",
        _work(),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:{_NOT}|used to|stopped) {_OFTEN}{_LIVING} (?:in|at)"
        r" (?P<what>.+)",
        _telling("LIVES_IN", ended=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:moved away|moved out|left) (?:from|of) (?P<what>.+)",
        _telling("LIVES_IN", ended=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}{_LIVING}(?: from [\w ]+?)? (?:in|at|to|into) (?P<what>.+)",
        _telling("LIVES_IN"),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}parked(?: the| my)?(?: car| bike)? (?P<what>(?:on|in|at|near|behind"
        r"|by|under|next to|in front of|opposite|outside) .+)",
        _telling("PARKED_AT"),
        dated=True,
    ),
    _rule(
        r"(?:the|my) (?P<who>)(?:car|bike) is (?:parked )?(?P<what>(?:on|in|at|near|behind|by"
        r"|under|next to|in front of|opposite|outside) .+)",
        lambda found: (Tie(subject=ME, predicate="PARKED_AT", object=o) for o in [found["what"]]),
    ),
)
MORE: tuple[Rule, ...] = (
    _rule(rf"{_SOMEBODY} ?{_IS} (?:originally )?from (?P<what>.+)", _telling("FROM")),
    _rule(rf"{_SOMEBODY} ?{_IS} (?:\w+ )?allergic to (?P<what>.+)", _telling("ALLERGIC_TO")),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has) (?:an? )(?:\w+ )?(?P<what>[\w ]+?) allergy",
        _telling("ALLERGIC_TO"),
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:got )?(?:married|engaged) to (?P<what>{NAME})",
        _telling("MARRIED_TO", people=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} ?{_IS}? ?{_OFTEN}(?:got )?divorced from (?P<what>{NAME})",
        _telling("MARRIED_TO", ended=True, people=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:know|knows|met) (?P<what>{NAME})(?: .*)?",
        _telling("KNOWS", people=True),
    ),
    _rule(rf"{_SOMEBODY} {_OFTEN}speaks? (?P<what>.+)", _telling("SPEAKS")),
    _rule(rf"{_SOMEBODY} {_OFTEN}takes? (?P<what>.+) (?:every|each|daily|twice|once)\b.*",
          _telling("TAKES")),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:have|has|own|owns|got|bought)"
        r" (?P<what>(?:an?|two|three|four) .+)",
        _telling("HAS"),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}{_NOT} (?:have|has|own|owns) (?P<what>(?:an?|any) .+)",
        _telling("HAS", ended=True),
        dated=True,
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}sold (?:my|his|her|the) (?P<what>.+)",
        _telling("HAS", ended=True),
        dated=True,
    ),
    _rule(rf"{_SOMEBODY} ?{_IS} (?:now )?(?P<what>{_STATES})", _telling("IS")),
    _rule(
        rf"{_SOMEBODY} ?{_NOT} (?P<what>{_STATES})", _telling("IS", ended=True)
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?:wakes?|gets?) up (?P<what>(?:at|around|before) .+)",
        _telling("WAKES_UP"),
    ),
    _rule(
        rf"{_SOMEBODY} {_OFTEN}(?P<what>(?:goes?|plays?|runs?|swims?|cycles?|meditates?|does|do"
        r"|reads?|cooks?|visits?|calls?|meets?|trains?|practi[sc]es?)(?: [\w'-]+){0,4}"
        r" (?:every|each|once|twice|on (?:mon|tues|wednes|thurs|fri|satur|sun)days)\b.*)",
        _telling("DOES"),
    ),
)  # fmt: skip
RULES = (*BONDED, *TASTE, *STATES, *MORE)
