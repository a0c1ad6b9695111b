"""Wall clocks and instants: how a local time in an IANA zone becomes one moment.

RFC 5545, section 3.3.5: a local time that a clock change skips is read with the offset before the
gap (02:30 becomes 03:30), one that it repeats is the first of the two.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import Refused

# No zone moves its clocks further at once, but for the few that have changed their day.
LONGEST_CHANGE = timedelta(hours=3)


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The IANA zone called `name` ("Europe/Berlin").

    Raises:
        Refused: when there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused(
            f"I don't know the time zone “{name[:40]}”. Try a name like Europe/Berlin."
        ) from error


def instant_of(wall: datetime, place: ZoneInfo) -> datetime:
    """The UTC instant of the naive local time `wall` at `place`, by the rule above."""
    if wall.tzinfo is not None:
        raise ValueError("a wall clock has no zone of its own")
    # fold=0 is the first of a repeated hour and the offset before the gap of a skipped one.
    return wall.replace(tzinfo=place, fold=0).astimezone(UTC)


def wall_of(instant: datetime, place: ZoneInfo) -> datetime:
    """The naive local time that clocks at `place` show at `instant` (aware)."""
    return instant.astimezone(place).replace(tzinfo=None, fold=0)


def skipped(instant: datetime, place: ZoneInfo) -> datetime | None:
    """The local time that a clock change skips and that is therefore read as `instant`."""
    forward = instant.astimezone(place).utcoffset()
    before = (instant - LONGEST_CHANGE).astimezone(place).utcoffset()
    if forward is None or before is None or forward <= before:
        return None
    wall = wall_of(instant, place) - (forward - before)
    is_there = wall_of(instant_of(wall, place), place) == wall
    return None if is_there else wall


def is_repeated(instant: datetime, place: ZoneInfo) -> bool:
    """Whether `instant` is the first of two with the same local time."""
    wall = wall_of(instant, place)
    second = wall.replace(tzinfo=place, fold=1).astimezone(UTC)
    return instant_of(wall, place) == instant < second
