"""The local days of a turn: the present one, and those that its words ask for."""

from collections.abc import Sequence
from datetime import date, datetime

from agents.agent import Turn
from core.requests import DateRange, TimeExpression, TimeRange
from core.zones import wall_of
from core.zones import zone as zone_called


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


def days_asked(times: Sequence[TimeExpression], zone: str) -> tuple[date, date] | None:
    """The days of the first expression that has any."""
    return next((days for said in times if (days := days_of(said, zone)) is not None), None)
