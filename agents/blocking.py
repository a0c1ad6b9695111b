"""Keeping time free for oneself: “block 2 hours friday afternoon”."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Turn
from agents.calendar_clearing import WHEN
from agents.calendar_questions import WORK, Stretch, gaps, joined, next_quarter, part_of_day
from agents.days import days_asked
from agents.insisting import LENGTH, seconds_of
from agents.wording import period, span
from core.errors import Refused
from core.events import Event
from core.requests import Request, Slots
from core.stores import UnitOfWork
from core.zones import instant_of
from core.zones import zone as zone_called

TITLE = "Blocked"
LONGEST = "At once I find the time for one day. Name them all: “block monday to wednesday”."
NO_DAY = "On which day? For example: “block 2 hours on friday afternoon”."
_BLOCK = re.compile(r"(?:please )?(?:block|reserve|keep)\b", re.IGNORECASE)
_EACH = (
    r"(?:each|every) (?:(?:other|second) )?(?:\w+days?|day|week|month|morning|afternoon|evening)"
    rf"(?:,? {WHEN})?"
)
_DAYS = rf"(?:,? (?:on |for )?(?:{_EACH}|{WHEN}))?"
_SO_LONG = re.compile(
    r"(?:please )?(?:block|reserve|keep)(?: (?:off|out))?(?: me)?"
    rf" {LENGTH}(?: free)?{_DAYS}(?: for (?:the )?(?P<what>[a-z][^\d\n]{{0,60}}?){_DAYS})?",
    re.IGNORECASE,
)
_IN_DAYS = re.compile(r"\b(?:days?|d)\b", re.IGNORECASE)
_LED = re.compile(rf"{LENGTH} (?:(?P<before>before)|from|after)\b", re.IGNORECASE)


def blocks(text: str) -> bool:
    """Whether the words keep time free."""
    return _BLOCK.match(text.strip()) is not None


def blocking(plain: str) -> Request | None:
    """The request of words that keep so much time free, and may name what for; else None."""
    found = _SO_LONG.fullmatch(plain)
    if found is None:
        return None
    return Request(route="calendar.create", verb="create", slots=Slots(what=found["what"]))


async def blocked(event: Event, turn: Turn, work: UnitOfWork) -> Event:
    """The event where it fits: of a part of a day all of it, or the first free time of the length
    that is said; where an hour is named, then.

    Raises:
        Refused: nothing so long is free, or it is longer than a day's work.
    """
    length, part = _length(turn), part_of_day(turn)
    if part is not None and not length:
        return replace(event, starts_at=part.start, ends_at=part.end)
    asked = days_asked(turn.request.times, turn.person.zone)
    if event.rule is not None and event.first_day is not None:
        asked = event.first_day, event.first_day
    if part is None and event.starts_at is not None:
        return _from_length(event, turn)
    if not length or asked is None:
        return event
    windows = [part] if part is not None else _working(*asked, turn)
    taken = joined(await work.events.busy(asked[0], asked[1], turn.person.zone))
    soonest, lasting = next_quarter(turn.now), timedelta(seconds=length)
    for window in windows:
        ahead = replace(window, start=max(window.start, soonest))
        if ahead.start < ahead.end and (free := gaps(taken, ahead, lasting)):
            start = free[0].start
            return replace(
                event, starts_at=start, ends_at=start + lasting, first_day=None, last_day=None
            )
    when = period(windows[0].start, windows[-1].end, turn.person.zone, turn.now)
    raise Refused(f"I find no {span(length)} that are free {when}. Name another time.")


def _length(turn: Turn) -> float | None:
    """How many seconds are to be free; of what is said in days, so much of the working hours.

    Raises:
        Refused: it is more than those of one day.
    """
    said = next((t for t in turn.request.times if isinstance(t.value, int | float)), None)
    if said is None or not isinstance(said.value, int | float):
        return turn.request.slots.duration
    if not _IN_DAYS.search(said.text):
        return float(said.value)
    days = said.value / 86_400
    if days > 1:
        raise Refused(LONGEST)
    return days * (WORK[1].hour - WORK[0].hour) * 3600


def _from_length(event: Event, turn: Turn) -> Event:
    """ "2 hours from 3pm" begins at 3pm, and "2 hours before noon" ends then: where neither end is
    said, the instant is the other one."""
    found = _LED.match(turn.request.times[0].text)
    length = found and seconds_of(found["number"], found["unit"])
    if found is None or not length or event.starts_at is None or event.ends_at is not None:
        return event
    lasting = timedelta(seconds=length)
    start = event.starts_at - (timedelta() if found["before"] else lasting)
    return replace(event, starts_at=start, ends_at=start + lasting)


def _working(first: date, last: date, turn: Turn) -> list[Stretch]:
    """The working hours of each of the days, two weeks at most."""
    place = zone_called(turn.person.zone)
    days = (first + timedelta(days=n) for n in range(min((last - first).days + 1, 14)))
    ends = ([instant_of(datetime.combine(day, at), place) for at in WORK] for day in days)
    return [Stretch(start=opens, end=closes) for opens, closes in ends]
