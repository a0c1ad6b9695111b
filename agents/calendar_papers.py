"""Calendar files in the chat: one that was sent is shown and put in by tap, any view goes out."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from agents.agent import Conclusion, Turn
from agents.calendar_files import bring_in, whole_of
from agents.confirming import ask
from agents.days import days_asked
from agents.event_choice import event_of, events_named
from agents.wording import amount, days, moment, period, quoted
from core.calendars import CalendarEvent, CalendarFiles, Changes, WholeDays
from core.errors import Refused
from core.events import Event
from core.models import Button, File, Person, Reply
from core.occasions import bounds
from core.ports import Attachments
from core.requests import Request, Slots
from core.stores import Database, UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

FILE, IMPORT, EXPORT = "file", "import", "ics"
# What `data` of a message with a calendar file begins with; the door's name of the file follows.
MARK = "ics:"
SHOWN = 8
LEAVE = Button(label="Cancel", data="cal:leave")
NO_WAY = "I can't read files here: `./jenny calendars import FILE.ics` can."
OLD = "I no longer know that file. Send it once more."
EMPTY = "I find no events in that file that I can read."
_AS_FILE = r"(?: (?:as|to|into|in) (?:an? )?(?:\.?ics|i-?cal(?:endar)?|calendar)(?: file)?)"
_EXPORT = re.compile(
    rf"(?:please )?(?:export (?P<what>.{{1,60}}?)(?P<form>{_AS_FILE})?"
    rf"|(?:send|give|show)(?: me)? (?P<view>.{{1,60}}?){_AS_FILE})(?: please)?",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"\b(?:calendars?|events?|appointments?|agenda|meetings?|weeks?|weekend|months?|today|tomorrow"
    r"|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|^(?:that|this|it|them|those)$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:that|this|it|them|those)", re.IGNORECASE)
_NAMED = re.compile(r"(?:my |the )?(?P<name>.+?) calendar", re.IGNORECASE)


def exporting(plain: str) -> Request | None:
    """The request of words that want a view of the calendar as a file, else None."""
    found = _EXPORT.fullmatch(plain)
    if found is None:
        return None
    what = (found["what"] or found["view"]).strip()
    # Tasks and memories are exported, too, and not by this.
    if found["what"] and not found["form"] and not _VIEW.search(what):
        return None
    return Request(route="calendar.query", verb=EXPORT, slots=Slots(what=what))


class Papers:
    """Calendar files from the chat and into it; without `attachments` none can be fetched."""

    def __init__(
        self, database: Database, files: CalendarFiles, attachments: Attachments | None
    ) -> None:
        self._database = database
        self._files = files
        self._attachments = attachments

    async def preview(self, turn: Turn) -> Conclusion:
        """What is in the file that was sent, and a button that puts it in.

        Raises:
            Refused: it can't be fetched or read.
        """
        found = await self._fetched(str(turn.request.slots.what or ""))

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            known = await work.events.known({event.uid for event in found.events})
            old = sum((event.uid, event.original) in known for event in found.events)
            whole = [event for event in found.events if event.original is None]
            lines = [f"• {_line(event, turn)}" for event in islice(whole, SHOWN)]
            if len(whole) > SHOWN:
                lines.append(f"… and {len(whole) - SHOWN} more")
            there = f" {old} of them are in your calendar already." if old else ""
            head = f"That file holds {amount(len(found.events), 'event')}.{there}"
            lost = f"{found.unread} more I can't read." if found.unread else ""
            put = Button(label="Put in", data=f"cal:file:{turn.incoming.inbox_id}")
            text = "\n".join(line for line in (head, *lines, lost, "Shall I put them in?") if line)
            return [await ask(turn, work, text, put, LEAVE)]

        return conclude

    async def put_in(self, turn: Turn) -> Conclusion:
        """Put the events of a file that was shown before into the default calendar.

        Raises:
            Refused: it is too old, or can't be fetched any more.
        """
        number = str(turn.request.slots.what or "")
        async with self._database.transaction(turn.person.id) as work:
            sent = await work.inbox.get(int(number)) if number.isdecimal() else None
        found = await self._fetched("" if sent is None else sent.data.removeprefix(MARK))

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            inbox_id = turn.incoming.inbox_id
            brought = await bring_in(found.events, work, turn.now, inbox_id)
            return [Reply(text=f"{brought.told()}.")]

        return conclude

    async def export(self, turn: Turn, work: UnitOfWork) -> Reply:
        """The view that the words name, as a file.

        Raises:
            Refused: nothing is in it.
        """
        events, name = await _view(turn, work)
        if not events:
            raise Refused("There is nothing to export. For example: “export this week”.")
        whole = await whole_of(events, work)
        content = await asyncio.to_thread(self._files.write, whole)
        text = f"{amount(len(whole), 'event')}, for any calendar to read."
        return Reply(text=text, files=(File(name=f"{name}.ics", content=content),))

    async def _fetched(self, file: str) -> Changes:
        if self._attachments is None or not file:
            raise Refused(NO_WAY if file else OLD)
        content = await self._attachments.fetch(file)
        found = await asyncio.to_thread(self._files.read, content)
        if not found.events:
            raise Refused(EMPTY)
        return found


async def _view(turn: Turn, work: UnitOfWork) -> tuple[list[Event], str]:
    what = str(turn.request.slots.what or "")
    zone, focus = turn.person.zone, turn.conversation.focus
    if _POINTS.fullmatch(what):
        keys = focus.ids if focus.subject == "event" else ()
        return [e for key in keys if (e := await event_of(key, work)) is not None], "events"
    asked = days_asked(turn.request.times, zone)
    if asked is None:
        if what and not _VIEW.search(what):
            return await events_named(turn, work, what), what
        return await _of_calendar(what, await work.events.all(), work)
    first, last = asked
    span = f"{first}" if first == last else f"{first} to {last}"
    return await work.events.between(first, last, zone), f"calendar {span}"


async def _of_calendar(what: str, events: list[Event], work: UnitOfWork) -> tuple[list[Event], str]:
    """All events, or those of the calendar that is named."""
    found = _NAMED.fullmatch(what)
    name = found["name"].casefold() if found is not None else ""
    for calendar in await work.calendars.all():
        if name and name in calendar.name.casefold():
            return [e for e in events if e.calendar_id == calendar.id], calendar.name
    return events, "calendar"


def _line(event: CalendarEvent, turn: Turn) -> str:
    """What an event of a file is called, and when it is."""
    again = ", repeating" if event.rule is not None else ""
    return f"{quoted(event.title, 60)}, {when_said(event, turn.person, turn.now)}{again}"


def when_said(event: CalendarEvent, person: Person, now: datetime) -> str:
    """The time of an event where the person is."""
    place = zone_called(person.zone)
    if isinstance(event.when, WholeDays):
        return days(event.when.first, event.when.last, wall_of(now, place).date())
    start, end = bounds(event.when, place)
    if end is None:
        return moment(start, person.zone, now)
    return period(start, end, person.zone, now)
