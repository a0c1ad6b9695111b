"""The local days of a turn: the present one, and those that its words ask for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agents.agent import Turn
from core.requests import DateRange, TimeExpression, TimeRange
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

_PART = re.compile(r"\b(?:morning|afternoon|evening|tonight|night)\b", re.IGNORECASE)
_COMING = re.compile(r"\bnext (?!week|month|year|weekend)[\w ]+s\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LATE = (timedelta(hours=18), timedelta(hours=24))
# From when to when each part of a day lasts, counted from midnight.
_HOURS = {
    "morning": (timedelta(hours=6), timedelta(hours=12)),
    "afternoon": (timedelta(hours=12), timedelta(hours=18)),
    "evening": _LATE,
    "tonight": _LATE,
    "night": _LATE,
}


def today_of(turn: Turn) -> date:
    """The present day where the person is."""
    return wall_of(turn.now, zone_called(turn.person.zone)).date()


def days_of(said: TimeExpression, zone: str) -> tuple[date, date] | None:
    """The first and the last local day of an expression; None of a length or a repetition."""
    place = zone_called(zone)
    match said.value:
        case DateRange(start=first, end=last):
            return first, last
        case TimeRange(start=start, end=end):
            return wall_of(start, place).date(), wall_of(end, place).date()
        case datetime() as instant:
            day = wall_of(instant, place).date()
            return day, day
        case date() as day:
            return day, day
        case _:
            return None


def coming(said: TimeExpression, today: date) -> TimeExpression:
    """ "The next two weeks" begin today where somebody asks what is in them."""
    if isinstance(said.value, DateRange) and _COMING.search(said.text):
        return replace(said, value=replace(said.value, start=today))
    return said


def days_asked(times: Sequence[TimeExpression], zone: str) -> tuple[date, date] | None:
    """The days of the first expression that has any."""
    return next((days for said in times if (days := days_of(said, zone)) is not None), None)


def whole_part(said: TimeExpression, zone: str) -> TimeExpression:
    """Of a part of a day, "tomorrow afternoon", all its hours; anything else as it is."""
    found = _PART.search(said.text)
    if found is None or not isinstance(said.value, datetime) or _DIGIT.search(said.text):
        return said
    place = zone_called(zone)
    midnight = datetime.combine(wall_of(said.value, place).date(), time())
    start, end = (instant_of(midnight + hours, place) for hours in _HOURS[found[0].lower()])
    return replace(said, kind="range", value=TimeRange(start=start, end=end))
