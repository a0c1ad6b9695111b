"""How old somebody is, and how long something has been so, reckoned from what was told."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from agents.recounting import retold, told_on
from agents.wording import amount, plain_day
from core.graph import ME
from core.models import Fact, Relation
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.dates import begins, period
from memory.questions import Question

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SMALL = re.compile(r"\d+ (?:months?|weeks?)")
EXACT = {"BORN": 0, "BIRTHDAY": 1, "AGED": 2}
DAYS_A_YEAR, DAYS_A_MONTH, LONGEST_IN_WEEKS = 365.25, 30.44, 75


def reckoned(
    question: Question,
    relations: Sequence[Relation],
    facts: Mapping[str, Fact],
    zone: str,
    now: datetime,
) -> list[str]:
    """The answer in numbers; empty where none is asked for, or nothing is known to reckon from."""
    if question.reckons is None:
        return []
    tell = _age if question.reckons == "age" else _length
    told = (tell(one, facts, zone, now) for one in sorted(relations, key=_exactness))
    line = next((line for line in told if line), "")
    return [line] if line else []


def _exactness(relation: Relation) -> tuple[bool, int]:
    """What holds goes first, and a birthday before an age."""
    return relation.valid_to is not None, EXACT.get(relation.predicate, 0)


def _age(relation: Relation, facts: Mapping[str, Fact], zone: str, now: datetime) -> str:
    """ "You are 37." from a birthday with its year, else from what was told then."""
    who = "You are" if relation.subject == ME else f"{_whose(relation.subject)} is"
    today = wall_of(now, zone_called(zone)).date()
    if relation.predicate == "AGED":
        return _aged(relation, facts, who, zone, today)
    span = period(f"of {relation.object}", now, zone) if _YEAR.search(relation.object) else None
    if span is None:
        return ""
    place = zone_called(zone)
    first, last = wall_of(span[0], place).date(), wall_of(span[1], place).date()
    most = _years(first, today)
    if (last - first).days <= 1:
        return f"{who} {most} (born {relation.object})."
    return f"{who} {most - 1} or {most} (born {relation.object})."


def _aged(relation: Relation, facts: Mapping[str, Fact], who: str, zone: str, today: date) -> str:
    fact = facts.get(relation.fact_id or "")
    if fact is None or relation.valid_to is not None:
        return ""
    said = wall_of(fact.said_at, zone_called(zone)).date()
    passed = _years(said, today)
    if said == today:
        return f"{who} {relation.object}."
    then = f"{who.removesuffix(' is').removesuffix(' are')} "
    then += f"{'were' if relation.subject == ME else 'was'} {relation.object}"
    if _SMALL.fullmatch(relation.object):
        return f"{then} when you told me, {plain_day(said, today)}."
    years = int(relation.object) + passed
    return f"{then} when you told me, {plain_day(said, today)}, so now {years} or {years + 1}."


def _length(relation: Relation, facts: Mapping[str, Fact], zone: str, now: datetime) -> str:
    """The words that told it, and how long ago or for how long that was."""
    fact = facts.get(relation.fact_id or "")
    start, end = relation.valid_from, relation.valid_to
    if fact is None or start is None:
        return ""
    if start == fact.said_at and not begins(fact.text):
        known = plain_day(wall_of(start, zone_called(zone)).date(), now.date())
        return f"{retold(fact.text)} You told me on {known}; since when it is so I don't know."
    told = f"{retold(fact.text)}{told_on(fact, zone, now)}"
    if end is None:
        return f"{told} That is {_about((now - start).days)} now."
    if end == fact.said_at:
        return ""
    return f"{told} That was {_about((end - start).days)}."


def _about(days: int) -> str:
    """A length in its largest unit: what was told is seldom told to the day."""
    if days < 14:
        return amount(days, "day") if days else "less than a day"
    if days <= LONGEST_IN_WEEKS:
        return f"about {amount(round(days / 7), 'week')}"
    if days < DAYS_A_YEAR * 1.5:
        return f"about {amount(round(days / DAYS_A_MONTH), 'month')}"
    return f"about {amount(round(days / DAYS_A_YEAR), 'year')}"


def _years(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _whose(name: str) -> str:
    return f"Your {name[3:]}" if name.startswith("my ") else name
