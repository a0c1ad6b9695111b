"""Which calendar is meant: the one that is named, else the default one. People see and set both."""

import re
from dataclasses import replace

from agents.agent import Turn
from agents.wording import listed, quoted
from core.errors import Refused
from core.events import Event
from core.requests import Request
from core.stores import UnitOfWork
from core.stores.calendars import Calendar

_MOVING = re.compile(
    r"\b(?:to|into) (?:my |the )?(?P<name>[\w' -]{1,40}?) calendar\W*$", re.IGNORECASE
)

# Where "in my work calendar" is taken for a place.
_PLACE = re.compile(r"(?:my |the )?(?P<name>.{1,40} )?calendar", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:in|on|from) (?:my |the )?(?P<name>[\w'-]{1,30}(?: [\w'-]{1,30})?) calendar\b",
    re.IGNORECASE,
)


def in_calendar(request: Request) -> Request:
    """The request with the calendar that stands where its place would."""
    found = _PLACE.fullmatch(request.slots.place or "")
    if found is None:
        return request
    named = (found["name"] or "").strip() or request.slots.calendar
    return replace(request, slots=replace(request.slots, place=None, calendar=named))


async def calendar_asked(turn: Turn, work: UnitOfWork) -> int | None:
    """The calendar that a question is about alone; None when it is about all."""
    found = _ASKED.search(turn.incoming.text)
    if found is None:
        return None
    fitting = [one for one in await work.calendars.all() if _called(one, found["name"])]
    return fitting[0].id if fitting else None


async def calendar_for(turn: Turn, work: UnitOfWork) -> int:
    """The calendar that a new event goes to.

    Raises:
        Refused: the one that is named is not there, or can't be written to.
    """
    calendars = await work.calendars.all()
    wanted = turn.request.slots.calendar
    if wanted is not None and len(calendars) > 1:
        found = [one for one in calendars if _called(one, wanted)]
        if not found:
            names = listed([quoted(one.name, 40) for one in calendars if one.writable])
            raise Refused(f"I know no calendar {quoted(wanted, 40)}. There is {names}.")
        exact = [one for one in found if one.name.casefold() == wanted.casefold()]
        return check((exact or found)[0]).id
    chosen = next((one for one in calendars if one.is_default), calendars[0])
    return check(chosen).id


async def calendar_to(event: Event, turn: Turn, work: UnitOfWork) -> int:
    """The calendar that the words move the event to: "move the dentist to my work calendar"; else
    its own.

    Raises:
        Refused: there is no such calendar, it can't be written to, or guests would be written to.
    """
    found = _MOVING.search(turn.incoming.text.strip())
    if found is None or turn.request.times:
        return event.calendar_id
    calendars = await work.calendars.all()
    fitting = [one for one in calendars if _called(one, found["name"])]
    if not fitting:
        names = listed([quoted(one.name, 40) for one in calendars if one.writable])
        raise Refused(f"I know no calendar {quoted(found['name'], 40)}. There is {names}.")
    if event.attendees and fitting[0].id != event.calendar_id:
        raise Refused(
            f"{quoted(event.title, 40)} has guests, who would be told off and invited anew: move it"
            " where it is kept."
        )
    return check(fitting[0]).id


async def check_writable(event: Event, work: UnitOfWork) -> None:
    """Refuse what can't be done before anything is asked.

    Raises:
        Refused: the event is in a calendar that only others may change.
    """
    for calendar in await work.calendars.all():
        if calendar.id == event.calendar_id:
            check(calendar)


async def calendar_line(event: Event, work: UnitOfWork) -> list[str]:
    """The calendar of an event, where there is more than one."""
    calendars = await work.calendars.all()
    if len(calendars) < 2:
        return []
    wanted = event.calendar_id
    found = next((c for c in calendars if c.id == wanted or (not wanted and c.is_default)), None)
    return [] if found is None else [f"Calendar: {name_of(found)}"]


async def untold(event: Event, work: UnitOfWork) -> list[str]:
    """What to consider where guests are invited by a calendar that writes to nobody."""
    own = (one.id for one in await work.calendars.all() if one.account_id is None)
    if event.calendar_id not in own:
        return []
    return ["⚠ My own calendar writes to nobody: tell the guests yourself."]


def name_of(calendar: Calendar) -> str:
    """The calendar with the account that it is in."""
    return f"{calendar.name} ({calendar.account})" if calendar.account else calendar.name


def check(calendar: Calendar) -> Calendar:
    """The calendar, if it can be written to.

    Raises:
        Refused: only others may change it, or it is not connected any more.
    """
    name = quoted(calendar.name, 40)
    if not calendar.writable:
        raise Refused(f"{name} is for reading only: change the event where it comes from.")
    if calendar.revoked:
        raise Refused(f"I have no access to {name} any more. Connect it anew: /calendars.")
    return calendar


def _called(calendar: Calendar, words: str) -> bool:
    name, wanted = f"{calendar.name} {calendar.account}".casefold(), words.casefold()
    return wanted in name or wanted == calendar.provider
