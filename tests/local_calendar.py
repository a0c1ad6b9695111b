"""The calendar that Jenny keeps herself, in the terms of the port that others fill.

Each method does what the agents do with their store. It has no versions and no tokens: nobody but
Jenny writes there, and each change is a transaction.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agents.calendar_files import bring_in
from core.calendars import (
    Access,
    CalendarDoor,
    CalendarEvent,
    Capabilities,
    Changes,
    Provider,
    RemoteCalendar,
    Renew,
)
from core.clock import Clock
from core.errors import CalendarMissing, EventGone
from core.events import Event
from core.stores import Database, UnitOfWork
from storage.boards import Boards
from storage.database import PostgresDatabase

ZONE = "Europe/Berlin"


@dataclass(frozen=True, kw_only=True)
class LocalProvider:
    """The own calendar of one more person in the database at `url`."""

    url: str
    clock: Clock
    name: Provider = "local"

    @asynccontextmanager
    async def open(self, access: Access, renew: Renew) -> AsyncGenerator[CalendarDoor]:
        now = self.clock.now()
        async with PostgresDatabase(self.url, self.clock) as database:
            owner_id = await Boards(database).admit(access.name, ZONE, is_owner=True, at=now)
            yield LocalDoor(database, owner_id, self.clock)

    async def revoke(self, access: Access) -> str:
        return ""


class LocalDoor:
    """The own calendar of one person."""

    capabilities = Capabilities()

    def __init__(self, database: Database, owner_id: int, clock: Clock) -> None:
        self._database = database
        self._owner_id = owner_id
        self._clock = clock

    async def calendars(self) -> list[RemoteCalendar]:
        async with self._database.transaction(self._owner_id) as work:
            return [
                RemoteCalendar(ref=one.ref, name=one.name, writable=one.writable)
                for one in await work.calendars.all()
            ]

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        async with self._database.transaction(self._owner_id) as work:
            if calendar not in {one.ref for one in await work.calendars.all()}:
                raise CalendarMissing("There is no such calendar.")
            shown = sorted(await work.events.all(), key=lambda event: event.series_id is not None)
            events = [await _kept(work, event.id, event.series_id) for event in shown]
        yield Changes(events=tuple(events))

    async def create(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        now = self._clock.now()
        async with self._database.transaction(self._owner_id) as work:
            if series is not None:
                series_id = int(series.ref)
                made = await work.events.insert(event, now, series_id=series_id)
                return Changes(events=(await _kept(work, made, series_id),))
            await bring_in([event], work, now)
            everything = [await _kept(work, one.id, None) for one in await work.events.all()]
            return Changes(events=tuple(one for one in everything if one.uid == event.uid))

    async def update(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        event_id, series_id = int(event.ref), None if series is None else int(series.ref)
        async with self._database.transaction(self._owner_id) as work:
            await work.events.put(event_id, event)
            return Changes(events=(await _kept(work, event_id, series_id),))

    async def delete(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        async with self._database.transaction(self._owner_id) as work:
            await work.events.remove(int(event.ref))
        return Changes(gone=(event.ref,))

    async def shown(self, first: date, days: int) -> list[Event]:
        """What the person sees of those days."""
        async with self._database.transaction(self._owner_id) as work:
            return await work.events.between(first, first + timedelta(days=days - 1), ZONE)


async def _kept(work: UnitOfWork, event_id: int, series_id: int | None) -> CalendarEvent:
    event = await work.events.whole(event_id)
    if event is None:
        raise EventGone("It is gone.")
    return replace(event, ref=str(event_id), series_ref=str(series_id) if series_id else None)
