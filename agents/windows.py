"""The time that words name for what rings then alone: a day, some days, an hour, all until then."""

import re
from datetime import date, datetime, time, timedelta

from agents.agent import Turn
from agents.days import days_of, whole_part
from agents.reminder_times import is_bare_clock
from core.requests import DateRange, TimeExpression, TimeRange
from core.zones import instant_of
from core.zones import zone as zone_called

# From when on, and before when.
Window = tuple[datetime, datetime]
UNTIL = re.compile(r"\b(?:until|till)\b", re.IGNORECASE)


def window_of(turn: Turn) -> Window | None:
    """The window that the words of the turn name; None where they name none, or a clock time that
    may be that of a whole series."""
    zone = turn.person.zone
    if UNTIL.search(turn.incoming.text):
        ends = (end for said in turn.request.times if (end := _end(said, zone)) is not None)
        return next(((turn.now, end) for end in ends), None)
    for time_said in turn.request.times:
        said = whole_part(time_said, zone)
        match said.value:
            case TimeRange(start=start, end=end):
                return start, end
            case datetime() as instant:
                if not is_bare_clock(said):
                    return instant, instant + timedelta(seconds=1)
            case _:
                days = window_of_days(said, zone)
                if days is not None:
                    return days
    return None


def _end(said: TimeExpression, zone: str) -> datetime | None:
    """Until when that is: a day belongs to it, of anything longer or shorter the beginning."""
    match said.value:
        case TimeRange(start=start):
            return start
        case datetime() as instant:
            return instant
        case DateRange(start=first):
            return instant_of(datetime.combine(first, time()), zone_called(zone))
        case date():
            days = window_of_days(said, zone)
            return days and days[1]
        case _:
            return None


def window_of_days(said: TimeExpression, zone: str) -> Window | None:
    """From the first midnight of its days to the one behind them; None where it has none."""
    days, place = days_of(said, zone), zone_called(zone)
    if days is None:
        return None
    begins, ends = (datetime.combine(d, time()) for d in (days[0], days[1] + timedelta(days=1)))
    return instant_of(begins, place), instant_of(ends, place)
