"""Lengths of time: in seconds, and counted from a moment."""

from datetime import UTC, datetime, timedelta

from understanding.grammar.meaning import Length
from understanding.resolution.days import moved
from understanding.resolution.scene import later

DAY = 86400


def seconds_of(length: Length) -> float:
    """The length in seconds; a month is 30 days and a year 365."""
    years, months = divmod(length.months, 12)
    days = years * 365 + months * 30 + length.days
    return days * DAY + length.seconds


def after(start: datetime, length: Length, sign: int = 1) -> datetime | None:
    """`start` and a length: whole days and months by the calendar, the rest in real time."""
    days = int(length.days)
    day = moved(start.date(), months=sign * length.months, days=sign * days)
    if day is None:
        return None
    rest = sign * (length.seconds + (length.days - days) * DAY)
    try:
        if day == start.date():
            return later(start, rest)
        wall = datetime.combine(day, start.time()).replace(tzinfo=start.tzinfo, fold=0)
        return (wall.astimezone(UTC) + timedelta(seconds=rest)).astimezone(start.tzinfo)
    except OverflowError:
        return None
