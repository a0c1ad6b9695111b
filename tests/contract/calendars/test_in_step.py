"""Random events and edits, made there and here: in the end the provider, our copy and a plain model
of what should be are equal."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from core.calendars import CalendarDoor, CalendarEvent, Hours, When, WholeDays
from core.clock import SimulatedClock
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.calendar_model import bare
from tests.contract.calendars.conftest import NOON, Far
from tests.integration.calendars.conftest import BERLIN, Synced, house

ZONES = (BERLIN, "America/New_York", "Asia/Kolkata", "UTC", "")
RULES = (None, None, "FREQ=WEEKLY;COUNT=4", "FREQ=DAILY;UNTIL=20260701T090000")
STEPS = 25


@dataclass(kw_only=True)
class Both:
    """What should be in the calendar, and the two ways of changing it."""

    synced: Synced
    door: CalendarDoor
    far: Far
    chance: Random
    wanted: dict[str, CalendarEvent] = field(default_factory=dict[str, CalendarEvent])

    def when(self) -> When:
        day = date(2026, 4, 13) + timedelta(days=self.chance.randrange(60))
        if self.chance.random() < 0.3:
            return WholeDays(first=day, last=day + timedelta(days=self.chance.randrange(3)))
        zones = ZONES if self.far.floating else ZONES[:-1]
        start = datetime(2026, 4, 13, self.chance.randrange(8, 18))
        start += timedelta(days=self.chance.randrange(60))
        end = start + timedelta(minutes=self.chance.choice((15, 60, 600)))
        return Hours(start=start, end=end, zone=self.chance.choice(zones))

    def event(self, uid: str) -> CalendarEvent:
        when = self.when()
        rule = self.chance.choice(RULES) if isinstance(when, Hours) and when.zone else None
        title = self.chance.choice(("Standup", "Zahnarzt, 8 Uhr", "日本語; test", "a\\b"))
        place = self.chance.choice((None, "Room 2"))
        return CalendarEvent(uid=uid, title=title, when=when, rule=rule, place=place)

    async def there(self) -> dict[str, CalendarEvent]:
        pages = [page async for page in self.door.changes(self.far.calendar, None)]
        return {event.uid: event for page in pages for event in page.events}

    async def step(self, number: int) -> None:
        """One edit, far away or here."""
        uid = self.chance.choice([*self.wanted, f"e{number}"])
        gone = uid in self.wanted and self.chance.random() < 0.3
        event = replace(self.event(uid), uid=uid)
        if self.chance.random() < 0.5:
            await self._far(uid, None if gone else event)
        else:
            await self.synced.again()
            await self._here(uid, None if gone else event)
            await self.synced.sync.once()
        self.wanted.pop(uid, None) if gone else self.wanted.__setitem__(uid, event)

    async def _far(self, uid: str, event: CalendarEvent | None) -> None:
        known = (await self.there()).get(uid)
        if event is None:
            assert known is not None
            await self.door.delete(self.far.calendar, known, None)
        elif known is None:
            await self.door.create(self.far.calendar, event, None)
        else:
            kept = replace(event, ref=known.ref, etag=known.etag, raw=known.raw)
            await self.door.update(self.far.calendar, kept, None)

    async def _here(self, uid: str, event: CalendarEvent | None) -> None:
        rows = await self.synced.rows("select id, uid from calendar_events")
        event_id = next((int(str(row["id"])) for row in rows if row["uid"] == uid), None)
        [calendar] = [one for one in await self.synced.calendars() if one.ref == self.far.calendar]
        async with self.synced.database.transaction(self.synced.owner_id, cause=1) as work:
            if event_id is None and event is not None:
                now = self.synced.clock.now()
                await work.events.insert(event, now, calendar_id=calendar.id)
            elif event_id is not None and event is None:
                await work.events.remove(event_id)
            elif event_id is not None and event is not None:
                await work.events.put(event_id, event)

    async def here(self) -> dict[str, CalendarEvent]:
        async with self.synced.database.transaction(self.synced.owner_id) as work:
            rows = await work.events.all()
            found = [await work.events.whole(row.id) for row in rows]
        return {event.uid: event for event in found if event is not None}


@pytest.fixture
async def both(database_url: str, far: Far, door: CalendarDoor) -> AsyncIterator[Both]:
    clock = SimulatedClock(NOON)
    async with PostgresDatabase(database_url, clock) as database:
        owner_id = await Boards(database).admit("anna", BERLIN, is_owner=True, at=NOON)
        synced = house(database, owner_id, clock, far.provider)
        await synced.connect(far.access)
        yield Both(synced=synced, door=door, far=far, chance=Random(4))  # noqa: S311


async def test_random_edits_on_both_sides_end_equal(both: Both) -> None:
    for number in range(STEPS):
        await both.step(number)
    await both.synced.again()
    wanted = {uid: bare(both.far.kept(event)) for uid, event in both.wanted.items()}
    assert {uid: bare(event) for uid, event in (await both.there()).items()} == wanted
    here = {uid: e for uid, e in (await both.here()).items() if uid in wanted}
    assert {uid: bare(event) for uid, event in here.items()} == wanted
    assert await both.synced.rows("select 1 from calendar_writes") == []
    assert await both.synced.pushed() == []
