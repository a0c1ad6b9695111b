"""When events take place: a series day by day, and every time within what clocks can tell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.calendars import FLOATING, CalendarEvent, Hours, When, WholeDays
from core.errors import Refused
from core.recurrence import instants
from core.zones import instant_of
from core.zones import zone as zone_called

# What lies outside is moved to the edge: clocks, zones and PostgreSQL agree about these years.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
# So many occasions of one series are kept; of a series by the minute, the first of them.
MOST = 10_000
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One time at which a series takes place. `at` is the stamp of its wall clock or day."""

    at: str
    when: When


def stamp(value: date | datetime) -> str:
    """A day or a wall clock as calendars write it: "20260413", "20260413T090000"."""
    return value.strftime("%Y%m%dT%H%M%S" if isinstance(value, datetime) else "%Y%m%d")


def read_stamp(text: str) -> date | datetime:
    """What `stamp` has written."""
    if "T" in text:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall clock
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day


def sound(when: When) -> When:
    """The same time, within the years from 1900 to 2199, and not ending before it starts."""
    if isinstance(when, WholeDays):
        first = min(max(when.first, FIRST), LAST)
        return WholeDays(first=first, last=min(max(when.last, first), LAST))
    start = _within(when.start)
    end = None if when.end is None else _within(when.end)
    if end is not None and end < start and when.end_zone in (None, when.zone):
        end = None
    return replace(when, start=start, end=end)


def place_of(when: Hours, floats_at: ZoneInfo) -> ZoneInfo:
    """Where the clocks of `when` are; floating ones are at `floats_at`."""
    return floats_at if when.zone == FLOATING else zone_called(when.zone)


def bounds(when: When, floats_at: ZoneInfo) -> tuple[datetime, datetime | None]:
    """The instants of start and end; whole days begin and end at midnight of `floats_at`."""
    if isinstance(when, WholeDays):
        after = when.last + DAY
        return (
            instant_of(datetime.combine(when.first, time()), floats_at),
            instant_of(datetime.combine(after, time()), floats_at),
        )
    place = place_of(when, floats_at)
    start = instant_of(when.start, place)
    if when.end is None:
        return start, None
    end = instant_of(when.end, zone_called(when.end_zone) if when.end_zone else place)
    return start, max(start, end)


def occasions(event: CalendarEvent, since: datetime, until: datetime) -> Iterator[Occasion]:
    """The times of a series that touch the time from `since` to `until` (aware), in order.

    Its start always counts, as calendars do, and what is excluded does not. A rule that cannot be
    followed leaves the start alone.
    """
    excluded = {stamp(value) for value in event.excluded}
    found = 0
    for start in _starts(event, since, until):
        at = stamp(start)
        if at in excluded:
            continue
        yield Occasion(at=at, when=_moved(event.when, start))
        found += 1
        if found == MOST:
            return


def _starts(event: CalendarEvent, since: datetime, until: datetime) -> list[date | datetime]:
    """Where the occasions start: by wall clocks, or days."""
    when = event.when
    whole = isinstance(when, WholeDays)
    first = datetime.combine(when.first, time()) if whole else when.start
    place = zone_called(when.zone) if not whole and when.zone != FLOATING else zone_called("UTC")
    # An occasion that has begun before may reach into the time; a floating clock is up to 14 h off.
    after = since - _length(when) - DAY
    walls: set[datetime] = set()
    for value in (first, *(_wall(added) for added in event.added)):
        if after <= value.replace(tzinfo=UTC) <= until + DAY:
            walls.add(value)
    for wall in _by_rule(event.rule, first, place, after, until + DAY):
        walls.add(wall)
        if len(walls) > MOST + len(event.excluded):
            break
    return [wall.date() if whole else wall for wall in sorted(walls)]


def _by_rule(
    rule: str | None, first: datetime, place: ZoneInfo, after: datetime, until: datetime
) -> Iterator[datetime]:
    if rule is None:
        return
    try:
        for wall, instant in instants(rule, first, place, after):
            if instant > until:
                return
            yield wall
    except (Refused, OverflowError):
        # What a provider has sent may be no rule at all, or one that leaves the years of clocks.
        return


def _moved(when: When, start: date | datetime) -> When:
    """The time of the series' first occasion, moved to `start`."""
    if isinstance(when, WholeDays):
        first = start.date() if isinstance(start, datetime) else start
        return WholeDays(first=first, last=min(first + (when.last - when.first), LAST))
    wall = _wall(start)
    end = None if when.end is None else wall + (when.end - when.start)
    return replace(when, start=wall, end=end)


def _length(when: When) -> timedelta:
    if isinstance(when, WholeDays):
        return when.last - when.first + DAY
    return max(when.end - when.start, timedelta(0)) if when.end is not None else timedelta(0)


def _wall(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _within(wall: datetime) -> datetime:
    if wall.date() < FIRST:
        return datetime.combine(FIRST, wall.time())
    return datetime.combine(min(wall.date(), LAST), wall.time())
