"""Keeping time free for oneself: “block 2 hours friday afternoon”."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Turn
from agents.calendar_clearing import WHEN
from agents.calendar_questions import WORK, Stretch, gaps, joined, next_quarter, part_of_day
from agents.days import days_asked
from agents.insisting import LENGTH
from agents.wording import period, span
from core.errors import Refused
from core.events import Event
from core.requests import Request
from core.stores import UnitOfWork
from core.zones import instant_of
from core.zones import zone as zone_called

TITLE = "Blocked"
_BLOCK = re.compile(r"(?:please )?(?:block|reserve|keep)\b", re.IGNORECASE)
_SO_LONG = re.compile(
    r"(?:please )?(?:block|reserve|keep)(?: (?:off|out))?(?: me)?"
    rf" {LENGTH}(?: free)?,? (?:on |for )?{WHEN}",
    re.IGNORECASE,
)


def blocks(text: str) -> bool:
    """Whether the words keep time free."""
    return _BLOCK.match(text.strip()) is not None


def blocking(plain: str) -> Request | None:
    """The request of words that keep so much time free and name nothing else, else None."""
    found = _SO_LONG.fullmatch(plain)
    return None if found is None else Request(route="calendar.create", verb="create")


async def blocked(event: Event, turn: Turn, work: UnitOfWork) -> Event:
    """The event where it fits: of a part of a day all of it, or the first free time of the length
    that is said; where an hour is named, then.

    Raises:
        Refused: nothing so long is free.
    """
    said = (t.value for t in turn.request.times if isinstance(t.value, int | float))
    length, part = turn.request.slots.duration or next(said, None), part_of_day(turn)
    if part is not None and not length:
        return replace(event, starts_at=part.start, ends_at=part.end)
    asked = days_asked(turn.request.times, turn.person.zone)
    if not length or asked is None or (part is None and event.starts_at is not None):
        return event
    window = part or _working(asked[0], turn)
    taken = joined(await work.events.busy(asked[0], asked[1], turn.person.zone))
    window = replace(window, start=max(window.start, next_quarter(turn.now)))
    free = gaps(taken, window, timedelta(seconds=length)) if window.start < window.end else []
    if not free:
        when = period(window.start, window.end, turn.person.zone, turn.now)
        raise Refused(f"I find no {span(length)} that are free {when}. Name another time.")
    start = free[0].start
    ends = start + timedelta(seconds=length)
    return replace(event, starts_at=start, ends_at=ends, first_day=None, last_day=None)


def _working(day: date, turn: Turn) -> Stretch:
    place = zone_called(turn.person.zone)
    opens, closes = (instant_of(datetime.combine(day, at), place) for at in WORK)
    return Stretch(start=opens, end=closes)
