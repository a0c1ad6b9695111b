"""RFC 5545 recurrence in wall-clock time: when a rule comes round next."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from core.errors import Refused
from core.whereabouts import Whereabouts
from core.zones import instant_of, wall_of

Place = ZoneInfo | Whereabouts
ELAPSED = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}

MARGIN = timedelta(days=2)
MOST_COUNTED = 1_000
# The longest that each month can be.
LENGTHS = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1))
NEVER = "That never comes round, so I have set nothing. For example: “every monday at 9”."


def counts_elapsed(rule: str) -> bool:
    """Whether `rule` is one like "every 3 hours", which knows no wall clock."""
    return any(f"FREQ={frequency}" in rule for frequency in ELAPSED) and ";BY" not in rule


def parse_rule(rule: str, start: datetime) -> rrule | rruleset:
    """The dateutil form of an RFC 5545 `rule` that begins at the naive local time `start`.

    Raises:
        Refused: when the rule is not valid RFC 5545.
    """
    # An UNTIL in UTC cannot be compared with a floating start; wall-clock UNTILs are local here.
    text = rule.removeprefix("RRULE:")
    try:
        return rrulestr(text.replace("Z;", ";").removesuffix("Z"), dtstart=start)
    except (ValueError, TypeError) as error:
        raise Refused("I can't follow that rule for repeating. Try “every monday at 9”.") from error


def check_rule(rule: str, start: datetime) -> None:
    """Refuse a rule that never comes round: looking for it would take seconds.

    Raises:
        Refused: there is no such day (30 February), it has run out, or it is no valid rule.
    """
    parts = _parts(rule)
    parse_rule(rule, start)
    counted = _numbers(parts, "COUNT")
    if counted and parts["FREQ"] in ELAPSED and counted[0] > MOST_COUNTED:
        raise Refused(f"That is more often than I can count. Up to {MOST_COUNTED:,} times I can.")
    days = _numbers(parts, "BYMONTHDAY")
    months = _numbers(parts, "BYMONTH") or list(LENGTHS)
    if days and not any(abs(day) <= LENGTHS[month] for day in days for month in months):
        raise Refused(NEVER)


def next_instant(
    rule: str, start: datetime, place: Place, after: datetime
) -> tuple[datetime, datetime] | None:
    """The first of `instants`; None when the series ended."""
    return next(instants(rule, start, place, after), None)


def instants(
    rule: str, start: datetime, place: Place, after: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Each (wall clock, UTC instant) of `rule` at `place` strictly after the instant `after`;
    `start`, the naive local time of the series' first, anchors pauses and counts.

    `start` is the naive wall clock of the series' first, which anchors intervals and counts.
    A wall-clock series keeps its hour over clock changes and on trips; an elapsed one counts from
    the start.
    Two wall clocks that are one instant come once.
    """
    if counts_elapsed(rule):
        since = after.astimezone(UTC).replace(tzinfo=None)
        origin = _near(rule, _instant(start, place).replace(tzinfo=None), since)
        for found in _walls(_until_utc(rule, place), origin, since):
            moment = found.replace(tzinfo=UTC)
            yield _wall(moment, place), moment
        return
    last = after
    # Back a little: a skipped hour rings later than its wall clock says, and a trip can take a day.
    since = _wall(after, place) - MARGIN
    for wall in _walls(rule, _near(rule, start, since), since):
        moment = _instant(wall, place)
        if moment > last:
            last = moment
            yield wall, moment


def _until_utc(rule: str, place: Place) -> str:
    """The rule with its end, a wall clock at `place`, in UTC, as the instants of an elapsed series
    are."""
    end = _parts(rule).get("UNTIL", "")
    if len(end) != len("20260413T170000"):
        return rule
    at = _instant(datetime.strptime(end, "%Y%m%dT%H%M%S"), place)  # noqa: DTZ007 - a wall clock
    return rule.replace(end, f"{at.astimezone(UTC):%Y%m%dT%H%M%S}")


def _instant(wall: datetime, place: Place) -> datetime:
    return place.instant_of(wall) if isinstance(place, Whereabouts) else instant_of(wall, place)


def _wall(instant: datetime, place: Place) -> datetime:
    return place.wall_of(instant) if isinstance(place, Whereabouts) else wall_of(instant, place)


def _walls(rule: str, start: datetime, after: datetime) -> Iterator[datetime]:
    try:
        yield from parse_rule(rule, start).xafter(after)
    except ValueError as error:
        # The pause and the hours never meet: every 24 hours from 12:00, at 9.
        raise Refused(NEVER) from error


def _near(rule: str, origin: datetime, since: datetime) -> datetime:
    """The last step of a series of hours, minutes or seconds up to `since`: from its start, months
    of minutes would have to be counted. A series that counts its ringings has to be."""
    parts = _parts(rule)
    if parts.get("FREQ") not in ELAPSED or "COUNT" in parts or since <= origin:
        return origin
    step = int(parts.get("INTERVAL", "1")) * timedelta(seconds=ELAPSED[parts["FREQ"]])
    return origin + (since - origin) // step * step


def _parts(rule: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    return {pair[0]: pair[1] for pair in pairs}


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    return [
        int(number) for number in parts.get(name, "").split(",") if number.lstrip("+-").isdecimal()
    ]
