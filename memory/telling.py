"""Who and what a clause names, and the ties that a form of it tells of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.graph import ME
from core.learning import WHATEVER, Tie
from memory.bonds import BONDS, attribute, bond_named

LONGEST_NAME = 5  # words; what is longer names nothing
OLDEST = 120

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
    if re.fullmatch(r"(?:I|we)(?:['’]ve)?", text, re.IGNORECASE):
        return ME
    words = text.split()
    if words[0].casefold() == "my":
        return " ".join(["my", words[-1]]) if words[-1].casefold() in BONDS else text
    return None if words[0].casefold() in NOBODY else spelled(text)


def things(text: str) -> Iterator[str]:
    """The entities that an object names: "my coffee black" is coffee, "tea and cake" are two."""
    text = re.split(r"(?: (?:when|because|if|since|while|but|so|with|without)\b|[(:])", text)[0]
    for part in re.split(r", (?:and |or )?| and | or ", text):
        words = part.strip(' .!?"“”').split()
        mine = bool(words) and words[0].casefold() in ("my", "our")
        while words and words[0].casefold() in ("my", "our", "the", "a", "an", "some", "to"):
            words = words[1:]
        if mine and len(words) > 1 and words[-1].casefold() in _ADJECTIVES:
            words = words[:-1]
        if words and len(words) <= LONGEST_NAME and words[0].casefold() not in NOBODY:
            yield " ".join(words)


def names_in(text: str) -> Iterator[str]:
    for part in re.split(r", (?:and )?| and ", text):
        name = part.strip()
        if name and name.split()[0].casefold() not in NOBODY:
            yield spelled(name)


def telling(predicate: str, *, ended: bool = False, people: bool = False) -> Teller:
    """Ties from the clause's `who` to each thing, or each of the people, of its `what`."""

    def tell(found: re.Match[str]) -> Ties:
        subject = somebody(found["who"])
        if subject is not None:
            for thing in (names_in if people else things)(found["what"]):
                yield Tie(subject=subject, predicate=predicate, object=thing, ended=ended)

    return tell


def bond(found: re.Match[str]) -> Ties:
    owner = found.groupdict().get("owner")
    subject = ME if owner is None else spelled(owner)
    if owner is not None and owner.split()[0].casefold() in NOBODY - {"my"}:
        return
    for name in names_in(found["names"]):
        yield Tie(subject=subject, predicate=BONDS[found["bond"].casefold()], object=name)


_WORK = (
    ("job", "WORKS_AS"),
    ("trade", "WORKS_AS"),
    ("with", "WORKS_WITH"),
    ("place", "WORKS_AT"),
)


def work(*, ended: bool = False) -> Teller:
    def tell(found: re.Match[str]) -> Ties:
        subject = somebody(found["who"])
        if subject is None:
            return
        for group, predicate in _WORK:
            words = found.groupdict().get(group) or ""
            for thing in names_in(words) if group == "with" else things(words):
                yield Tie(subject=subject, predicate=predicate, object=thing, ended=ended)

    return tell


def jobless(found: re.Match[str]) -> Ties:
    """The job is over; all of it where none is named."""
    subject, place = somebody(found["who"]), found["place"]
    if subject is None:
        return
    if not place:
        yield Tie(subject=subject, predicate="WORKS_AS", object=WHATEVER, ended=True)
    for thing in things(place) if place else [WHATEVER]:
        yield Tie(subject=subject, predicate="WORKS_AT", object=thing, ended=True)


def parted(found: re.Match[str]) -> Ties:
    """Whoever it was, they are no couple any more."""
    subject = somebody(found["who"])
    were = ("WIFE", "HUSBAND") if found["married"] else ("GIRLFRIEND", "BOYFRIEND", "FIANCE")
    for predicate in ("MARRIED_TO", "PARTNER", *were) if subject is not None else ():
        yield Tie(subject=subject or ME, predicate=predicate, object=WHATEVER, ended=True)


def owned(predicate: str | None = None) -> Teller:
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


def aged(found: re.Match[str]) -> Ties:
    """How old somebody is; months and weeks are told with their word."""
    subject = somebody(found["who"] or "I")
    small = re.search(r"\d+ (?:months?|weeks?)", found[0], re.IGNORECASE)
    if subject is not None and int(found["what"]) <= OLDEST:
        yield Tie(
            subject=subject, predicate="AGED", object=found["what"] if small is None else small[0]
        )


def parked(found: re.Match[str]) -> Ties:
    subject = somebody(found["who"] or "I")
    if subject is not None:
        yield Tie(subject=subject, predicate="PARKED_AT", object=found["what"])


def kept_at(found: re.Match[str]) -> Ties:
    """Where something lies; people are now here, now there."""
    named = found.groupdict()
    thing, where = (named["thing"] or named["shared"]).strip(), found["what"]
    if bond_named(thing) is None:
        yield Tie(subject=thing, predicate="KEPT_AT", object=where)


def rule(pattern: str, ties: Teller, *, dated: bool = False) -> Rule:
    return Rule(pattern=re.compile(pattern, re.IGNORECASE), ties=ties, dated=dated)
