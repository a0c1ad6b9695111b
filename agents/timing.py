"""When a reminder is to ring: from the times that were understood to a wall clock and a rule."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agents.wording import moment
from core.errors import Refused
from core.models import Person
from core.recurrence import ELAPSED, next_instant
from core.requests import DateRange, TimeExpression, TimeRange
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """The first ringing, as wall clock in the person's zone and as UTC instant, and the rule.

    `assumed` says in words what the person did not say, empty when nothing was assumed.
    """

    wall: datetime
    due_at: datetime
    rule: str | None = None
    assumed: str = ""


def when_of(times: tuple[TimeExpression, ...], person: Person, now: datetime) -> When | None:
    """The time that the first usable expression means; None when there is none.

    Raises:
        Refused: it has passed, or the rule never comes round.
    """
    for expression in times:
        match expression.value:
            case str():
                return _series(expression.value, times, person, now)
            case datetime():
                return _at(expression.value, person, now)
            case TimeRange():
                return _at(expression.value.start, person, now)
            case DateRange():
                return _on(max(expression.value.start, _today(person, now)), person, now)
            case date():
                return _on(expression.value, person, now)
            case float() | int():
                return _at(now + timedelta(seconds=expression.value), person, now)
    return None


def of_wall(wall: datetime, person: Person, now: datetime, assumed: str = "") -> When:
    """The one ringing at the local time `wall`.

    Raises:
        Refused: it has passed.
    """
    due_at = instant_of(wall, zone_called(person.zone))
    if due_at <= now:
        raise Refused(
            f"I understood {moment(due_at, person.zone, now)}, and that has passed."
            " Tell me a time that is still to come."
        )
    return When(wall=wall, due_at=due_at, assumed=assumed)


def _at(instant: datetime, person: Person, now: datetime) -> When:
    when = of_wall(wall_of(instant, zone_called(person.zone)), person, now)
    # The second of a repeated hour has the wall clock of the first: the instant was meant.
    return When(wall=when.wall, due_at=max(when.due_at, instant), assumed=when.assumed)


def _on(day: date, person: Person, now: datetime) -> When:
    """A bare day means the person's morning; of today what is left of it."""
    parts = person.parts
    for hour in (parts.morning, parts.afternoon, parts.evening):
        wall = datetime.combine(day, hour)
        if day > _today(person, now) or instant_of(wall, zone_called(person.zone)) > now:
            return of_wall(wall, person, now, "you named no hour, so I took this one")
    return of_wall(datetime.combine(day, parts.evening), person, now)


def _series(rule: str, times: tuple[TimeExpression, ...], person: Person, now: datetime) -> When:
    place = zone_called(person.zone)
    start = wall_of(now, place).replace(second=0, microsecond=0)
    named = next((t.value for t in times if isinstance(t.value, date)), None)
    if named is not None:
        begun = wall_of(named, place) if isinstance(named, datetime) else named
        midnight = datetime.combine(begun, person.parts.morning.replace(hour=0, minute=0))
        start = max(start, midnight)
    assumed = ""
    if not any(f"FREQ={name}" in rule for name in ELAPSED) and "BYHOUR" not in rule:
        hour = person.parts.morning
        if isinstance(named, datetime):
            hour = wall_of(named, place).time()
        else:
            assumed = "you named no hour, so I took this one"
        rule = f"{rule};BYHOUR={hour.hour};BYMINUTE={hour.minute}"
    # The series begins with its first ringing, so that counts and intervals start there.
    earliest = max(now, instant_of(start - timedelta(minutes=1), place))
    first = next_instant(rule, start, place, earliest)
    if first is None:
        raise Refused("That rule never comes round, so I have set nothing. Try another one.")
    return When(wall=first[0], due_at=first[1], rule=rule, assumed=assumed)


def _today(person: Person, now: datetime) -> date:
    return wall_of(now, zone_called(person.zone)).date()
