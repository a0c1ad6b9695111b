"""Tells providers what has changed here: once each, in order, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import structlog

from core.calendars import (
    Attendee,
    CalendarDoor,
    CalendarEvent,
    Changes,
    Hours,
    own_answer,
    with_answer,
)
from core.clock import Clock
from core.errors import (
    AccessRevoked,
    CalendarBusy,
    CalendarDown,
    CalendarError,
    EventChanged,
    EventGone,
)
from core.stores import Database, UnitOfWork
from core.stores.calendars import Write
from scheduler.calendars.accounts import Accounts
from scheduler.calendars.news import changed_elsewhere, gone_elsewhere, refused, tell, waits
from scheduler.calendars.pace import pause
from scheduler.calendars.reading import Readings

log = structlog.get_logger()

# Longer than a provider may take to answer.
LEASE = timedelta(minutes=5)
# So long is an event whose end nobody has said, where there must be one.
UNSAID = timedelta(hours=1)
LATER = (CalendarDown, CalendarBusy, AccessRevoked)


class Writings:
    """Sends what waits. The transaction that changed the event is long over."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        readings: Readings,
        clock: Clock,
        chance: Random,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._readings = readings
        self._clock = clock
        self._chance = chance

    async def write(self, owner_id: int, calendar_id: int) -> int:
        """Send all that is due of one calendar, the oldest first; how many went through."""
        sent = 0
        while True:
            now = self._clock.now()
            async with self._database.transaction(owner_id) as work:
                write = await work.copies.next_write(calendar_id, now, now + LEASE)
            if write is None:
                return sent
            try:
                async with self._accounts.door(owner_id, write.account_id) as door:
                    changes = await self._send(door, write)
            except CalendarError as error:
                await self._failed(owner_id, write, error)
                if isinstance(error, LATER):
                    return sent
                continue
            async with self._database.transaction(owner_id) as work:
                await work.copies.written(write, changes)
            log.info("event_written", calendar=calendar_id, action=write.action)
            sent += 1

    async def _send(self, door: CalendarDoor, write: Write) -> Changes:
        event, series = write.event, write.series
        if not door.capabilities.open_ended:
            event = _closed(event)
        try:
            if write.action == "delete":
                return await door.delete(write.calendar_ref, event, series)
            if event.ref:
                return await door.update(write.calendar_ref, event, series)
            return await door.create(write.calendar_ref, event, series)
        except EventChanged as error:
            # The answer to an earlier attempt may have been lost on the way.
            there = next((e for e in error.theirs.events if e.ref == event.ref), None)
            if write.action == "delete" or there is None or not _alike(there, event):
                raise
            answer = own_answer(event.attendees)
            if answer is None or answer == own_answer(there.attendees):
                return error.theirs
            # Nothing but answers differs: the person's own is written beside those of others.
            guests = with_answer(there.attendees, answer)
            newest = replace(event, etag=there.etag, raw=there.raw, attendees=guests)
            home = [one for one in error.theirs.events if series and one.ref == series.ref]
            return await door.update(write.calendar_ref, newest, home[0] if home else series)

    async def _failed(self, owner_id: int, write: Write, error: CalendarError) -> None:
        log.warning("event_not_written", calendar=write.calendar_id, error=type(error).__name__)
        async with self._database.transaction(owner_id) as work:
            if isinstance(error, LATER):
                await self._later(work, write, error)
            else:
                await self._given_up(work, write, error)
        if isinstance(error, AccessRevoked):
            await self._readings.access_refused(owner_id, write.account_id)

    async def _later(self, work: UnitOfWork, write: Write, error: CalendarError) -> None:
        """Try again by itself. The person is told once; of refused access they learn anyway."""
        now = self._clock.now()
        asked = error.seconds if isinstance(error, CalendarBusy) else None
        until = now + pause(write.attempts, self._chance, asked)
        telling = not write.told and not isinstance(error, AccessRevoked)
        await work.copies.postpone(write, until, now if telling else None)
        if telling:
            await tell(work, _key(write), waits(write, str(error)), now)

    async def _given_up(self, work: UnitOfWork, write: Write, error: CalendarError) -> None:
        now = self._clock.now()
        person = await work.people.get()
        match error:
            case EventChanged(theirs=theirs) if theirs.events:
                text = changed_elsewhere(write, theirs.events[0], person, now)
                await work.copies.give_up(write, theirs)
            case EventGone() | EventChanged():
                text = gone_elsewhere(write)
                await work.copies.give_up(write, Changes(gone=(write.event.ref,)))
            case _:
                text = refused(write, str(error))
                await work.copies.give_up(write, Changes())
        await tell(work, _key(write), text, now)


def _key(write: Write) -> str:
    return f"calendar-write:{write.id}:{write.version}"


def _closed(event: CalendarEvent) -> CalendarEvent:
    """The event with an end, for those who want one."""
    if isinstance(event.when, Hours) and event.when.end is None:
        return replace(event, when=replace(event.when, end=event.when.start + UNSAID))
    return event


def _alike(theirs: CalendarEvent, ours: CalendarEvent) -> bool:
    """Whether what is there is what we wanted to write, but for what a provider adds itself."""
    return _bare(theirs) == _bare(ours)


def _bare(event: CalendarEvent) -> CalendarEvent:
    who = tuple(sorted({guest.address.casefold() for guest in event.attendees}))
    return replace(
        event,
        uid="",
        etag="",
        raw="",
        link=None,
        organizer="",
        organizer_name="",
        attendees=tuple(Attendee(address=address) for address in who),
    )
