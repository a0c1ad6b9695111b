"""What a sentence tells of who and what belongs together, by rules and without a model.

The person is the subject "me" wherever that reads naturally, so that what is known of them starts
at one node: `me –LIKES→ hiking`, `me –SISTER→ Anna` ("Anna is my sister"), `me –WORKS_AT→ Siemens`.
Between others the owner of the bond is the subject: "Tom is Anna's husband" is
`Anna –HUSBAND→ Tom`. Predicates:

    LIKES DISLIKES EATS AVOIDS DOES TAKES WAKES_UP
    SISTER FRIEND BOSS …     a bond, named after what the object is to the subject
    KNOWS WORKS_WITH MARRIED_TO
    LIVES_IN FROM WORKS_AT WORKS_AS SPEAKS HAS ALLERGIC_TO IS BIRTHDAY BORN NAMED PARKED_AT
    SHOE_SIZE WIFI_CODE …    what somebody has one of

A sentence that fits no rule tells no tie; it is a fact all the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.graph import ME
from core.learning import WHATEVER, Tie
from core.models import Relation
from memory.bonds import BONDS, OPPOSITE, is_single
from memory.clauses import clauses
from memory.dates import Dated, dated
from memory.rules import NAME, PRESENTED, RULES

LONGEST_STATEMENT = 500  # characters; what is longer is a document

_PRONOUN = re.compile(r"\b(?:he|she|they)\b(?:'s|’s)?", re.IGNORECASE)
# What somebody would do, wishes or jokes about tells nothing of what is so.
_UNREAL = re.compile(
    r"(?:if|unless|maybe|perhaps|imagine|suppose|let['’]?s say|what if|i wish|i hope|hopefully"
    r"|i (?:might|could|would|may|should)|apparently|supposedly|i dreamt|i dreamed|in my dream)\b.*"
    r"|[\w ]{1,30}?(?:['’]d| would| might| could| should| may(?! (?:\d|i\b|we\b|the\b|is\b"
    r"|was\b))) (?!(?:have |be )?(?:born"
    r"|allergic)).*",
    re.IGNORECASE,
)
_JOKE = re.compile(
    r"\b(?:just kidding|only joking|just joking|jk|i['’]?m (?:kidding|joking)|/s)\b|^kidding\b",
    re.IGNORECASE,
)
# "Tom says he hates olives": what somebody tells of themselves.
_SAYS = re.compile(
    rf"(?P<who>my (?:\w+ )?[\w-]+|{NAME}) (?:says|said|told me|thinks|tells me)(?: that)?"
    r" (?=(?:he|she|they)\b)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"n['’]t\b|\b(?:not|never)\b", re.IGNORECASE)
_THEM = re.compile(r" (?:it|them|that|those|him|her)$", re.IGNORECASE)
_OF_THINGS = frozenset({"LIKES", "DISLIKES", "EATS", "AVOIDS"})
_OVER = re.compile(r",? (?:any ?more|any longer)$", re.IGNORECASE)
_ENDED = re.compile(
    r"\bused to (?P<verb>like|love|enjoy|have|own|speak|be"
    r"|hate|dislike|eat|drink)\b",
    re.IGNORECASE,
)


def ties_in(text: str, said_at: datetime | None = None, zone: str = "UTC") -> list[Tie]:
    """The ties that a statement of the person tells, in text order, none twice.

    With `said_at` (aware) its times are those of that moment at `zone`.
    """
    if len(text) > LONGEST_STATEMENT or _JOKE.search(text):
        return []
    found: list[Tie] = []
    last: str | None = None
    thing: str | None = None
    for clause in clauses(text):
        said = _SAYS.match(clause)
        plain = clause if said is None else clause[said.end() :]
        if _UNREAL.fullmatch(plain):
            continue
        last = last if said is None else said["who"]
        plain = plain if thing is None else _THEM.sub(f" {thing}", plain)
        told = list(_told(_resolved(plain, last), said_at, zone))
        found += [tie for tie in told if tie not in found]
        last = _somebody_in(told) or last
        things = {tie.object for tie in told if tie.predicate in _OF_THINGS}
        thing = things.pop() if len(things) == 1 else None
    return found


def ended_by(new: Tie, known: Sequence[Relation]) -> list[Relation]:
    """Which of the `known` relations of the same subject are no longer true once `new` is."""
    return [old for old in known if same(old.subject, new.subject) and _ends(new, old)]


def same(one: str, other: str) -> bool:
    """Whether two names are the same, case ignored."""
    return one.casefold() == other.casefold()


def _ends(new: Tie, old: Relation) -> bool:
    alike = same(old.object, new.object)
    if new.ended:
        return old.predicate == new.predicate and (alike or new.object == WHATEVER)
    if old.predicate == OPPOSITE.get(new.predicate):
        return alike
    return old.predicate == new.predicate and is_single(new.predicate) and not alike


def _told(clause: str, said_at: datetime | None, zone: str) -> Iterator[Tie]:
    """The ties of a clause; "my sister Anna …" tells besides who she is."""
    named = PRESENTED.match(clause)
    if named is None:
        yield from _of_clause(clause, said_at, zone)
        return
    bond, name = BONDS[named["bond"].casefold()], re.sub(r"['’]s$", "", named["name"])
    yield Tie(subject=ME, predicate=bond, object=name)
    yield from _of_clause(named["name"] + clause[named.end() :], said_at, zone)


def _of_clause(clause: str, said_at: datetime | None, zone: str) -> Iterator[Tie]:
    over = _OVER.sub("", clause)
    was = _ENDED.search(over)
    plain = over if was is None else over.replace(was[0], was["verb"])
    when = dated(plain, said_at, zone)
    denied = over == clause and was is None and bool(_DENIED.search(clause))
    for rule in RULES:
        found = rule.pattern.fullmatch(when.rest if rule.dated else plain)
        if found is None:
            continue
        for tie in rule.ties(found):
            ended = tie.ended or was is not None
            told = replace(tie, ended=ended, denied=ended and (denied or tie.object == WHATEVER))
            yield _timed(told, when) if rule.dated else told
        return


def _timed(tie: Tie, when: Dated) -> Tie:
    """The tie with the times of its clause: what is over, or was for a time, has an end."""
    if tie.ended:
        return replace(tie, until=when.until or when.since)
    return replace(tie, since=when.since, until=when.until if when.past else None, ended=when.past)


def _resolved(clause: str, last: str | None) -> str:
    """ "she works there" with the name of whom the clause before was about."""
    return clause if last is None else _PRONOUN.sub(_spoken(last), clause, count=1)


def _spoken(name: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{name} is" if found[0][-2:] in ("'s", "’s") else name


def _somebody_in(told: Sequence[Tie]) -> str | None:
    for tie in told:
        if tie.predicate in BONDS.values():
            return tie.object
        if tie.subject != ME:
            return tie.subject
    return None
