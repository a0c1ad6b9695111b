"""Deleting all events of some days at once: “clear my Friday”."""

import re
from datetime import datetime, time

from agents import event_series
from agents.agenda import Days
from agents.agent import Pressed, Turn
from agents.calendar_questions import part_of_day, side_of_day
from agents.coming_birthdays import named_days
from agents.confirming import KEEP, ask
from agents.days import days_asked
from agents.event_choice import event_of
from agents.event_texts import said
from agents.invitations import is_over
from agents.wording import amount, listed, quoted
from core.errors import Refused
from core.events import Event
from core.models import Button, Focus, Reply
from core.requests import DateRange, Request
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

VERB, ACTION = "clear", "wipe"
MOST = 30
_DAY = (
    r"today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|week|day|month"
    r"|morning|afternoon|evening"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|\d{1,2}(?:st|nd|rd|th)?"
)
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)|\d{1,2}[:.]\d\d|noon|midday|midnight|lunch)"
# Nothing but a time: "clear my inbox on friday" is another matter.
_WORD = (
    rf"(?:{_CLOCK}|{_DAY}|this|next|coming|the|of|whole|entire|rest|and|to|until|till|through|from"
    r"|on|in|for|at|after|before|between|onwards?|\d{4})"
)
WHEN = rf"(?=[^\n]*\b(?:{_DAY})\b){_WORD}(?:,? {_WORD}){{0,8}}"
_EVENTS = r"(?:events?|appointments?|meetings?|plans|calls)"
_ALL = rf"(?:everything|(?:all|every)(?: (?:of )?(?:my|the))? {_EVENTS})"
_CLEAR = re.compile(
    r"(?:please )?(?:"
    r"(?:clear|wipe|empty)(?: out)? (?:my|the) (?:(?:calendar|schedule|diary|agenda) )?"
    rf"(?:(?:for|on|of) )?{WHEN}"
    rf"|(?:cancel|delete|remove|drop|call off|clear) {_ALL}"
    rf"(?: (?:on|for|from|of|in|that (?:is|are) on))? {WHEN}"
    r")(?: please)?",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:from|after|since)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:before|until|till)\b", re.IGNORECASE)
# Which days are meant is open: "after friday".
_OPEN = re.compile(r"\b(?:after|before|until|till)\b", re.IGNORECASE)
UNBOUNDED = (
    "I clear whole days, or hours of one day. Name them, for example:"
    " “cancel everything on friday from 2pm”."
)
OVER = "That question is over. Tell me again what to delete."


def clearing(plain: str) -> Request | None:
    """The request of words that want all events of some days deleted, else None."""
    found = _CLEAR.fullmatch(plain)
    return None if found is None else Request(route="calendar.delete", verb=VERB)


async def by_words(turn: Turn, work: UnitOfWork) -> Reply:
    """Show what would be deleted, and ask.

    Raises:
        Refused: no day is said, or hours of several days, or nothing is there.
    """
    asked = days_asked(turn.request.times, turn.person.zone)
    if asked is None:
        raise Refused("Which day shall I clear? For example: “clear my friday”.")
    days = Days(first=asked[0], last=asked[1], zone=turn.person.zone, now=turn.now)
    goes, stays = await _sorted(turn, days, work)
    kept = f" {listed([quoted(one.title, 40) for one in stays[:5]])} stays." if stays else ""
    if not goes:
        raise Refused(f"There is no event that I can delete {named_days(days)}.{kept}")
    if len(goes) > MOST:
        raise Refused(f"Those are {len(goes)} events, too many to delete at once. Name fewer days.")
    lines = [f"• {said(event, turn)}" for event in goes]
    guests = sum(bool(event.attendees) and not event.inviter for event in goes)
    told = f"The guests of {amount(guests, 'event')} may be told." if guests else ""
    head = f"Shall I delete {amount(len(goes), 'event')} {named_days(days)}?"
    keys = tuple(event.key for event in goes)
    return await ask(
        turn,
        work,
        "\n".join(line for line in (head, *lines, told, kept.strip()) if line),
        Button(label="Delete", data=f"{ACTION}:{turn.incoming.inbox_id}"),
        KEEP,
        focus=Focus(route="calendar.delete", subject="event", ids=keys),
    )


async def press(turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
    """Delete what was shown with the question, as long as nothing else was talked of since."""
    focus = turn.conversation.focus
    if focus.pending != f"{ACTION}:{argument}":
        return Pressed(toast=OVER)
    gone: list[str] = []
    for key in focus.ids:
        event = await event_of(key, work)
        if event is not None:
            await event_series.remove(work, event, "this")
            gone.append(event.title)
    if not gone:
        raise Refused("They are not in the calendar any more.")
    names = listed([quoted(title, 40) for title in gone[:5]])
    more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
    text = f"Deleted {amount(len(gone), 'event')}: {names}{more}."
    return Pressed(toast=text, edit=Reply(text=text, route="calendar.delete"))


async def _sorted(turn: Turn, days: Days, work: UnitOfWork) -> tuple[list[Event], list[Event]]:
    """What goes, and what stays because it lasts beyond the days or only others may change it."""
    writable = {one.id for one in await work.calendars.all() if one.writable and not one.revoked}
    events = await work.events.between(days.first, days.last, days.zone)
    part = part_of_day(turn)
    since, until = (time(), None) if part is not None else _side(turn)
    if part is not None:
        events = [one for one in events if one.starts_at and part.start <= one.starts_at < part.end]
    elif since != time() or until is not None:
        events = [one for one in events if _starts_within(one, since, until, days.zone)]
    goes = [one for one in events if _within(one, days) and one.calendar_id in writable]
    known = {one.key for one in goes}
    return [one for one in goes if not is_over(one, turn.now, days.zone)], [
        one for one in events if one.key not in known
    ]


def _starts_within(event: Event, since: time, until: time | None, zone: str) -> bool:
    if event.starts_at is None:
        return False
    at = wall_of(event.starts_at, zone_called(zone)).time()
    return since <= at and (until is None or at < until)


def _side(turn: Turn) -> tuple[time, time | None]:
    """The hours of each day that are meant: "from 2pm", "before noon", "after lunch", "at noon".

    Raises:
        Refused: on several days, or on days that are not all named.
    """
    times, text = turn.request.times, turn.incoming.text
    place = zone_called(turn.person.zone)
    clocks = [said.value for said in times if isinstance(said.value, datetime)]
    if len(times) > 1 and clocks:
        raise Refused(UNBOUNDED)
    at = wall_of(clocks[0], place).time() if clocks else None
    words = " ".join(one.text for one in times)
    if at is not None and _SINCE.search(words):
        return at, None
    if at is not None and _UNTIL.search(words):
        return time(), at
    first, last = side_of_day(text, turn.person.parts)
    if first is not None or last is not None:
        return first or time(), last
    if at is not None:
        return at, at.replace(second=59)
    for one in times:
        # "Until" in "from monday until friday" leaves nothing open.
        text = text.replace(one.text, "") if isinstance(one.value, DateRange) else text
    if _OPEN.search(text):
        raise Refused(UNBOUNDED)
    return time(), None


def _within(event: Event, days: Days) -> bool:
    """Whether it takes place on those days alone."""
    since, until = days.bounds()
    if event.starts_at is None:
        first = event.first_day or days.first
        return days.first <= first and (event.last_day or first) <= days.last
    return since <= event.starts_at and (event.ends_at or event.starts_at) <= until
