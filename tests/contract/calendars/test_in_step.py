"""Random events and edits, made there and here: in the end the provider, our copy and a plain model
of what should be are equal, and what is shown are the occasions that the model counts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from core.calendars import CalendarDoor, CalendarEvent, Hours, When, WholeDays
from core.clock import SimulatedClock
from core.events import Event
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.calendar_model import bare
from tests.contract.calendars.conftest import ELSEWHERE, NOON, Far
from tests.integration.calendars.conftest import BERLIN, Synced, house
from tests.local_calendar import LocalDoor

ZONES = (BERLIN, "America/New_York", "Asia/Kolkata", "UTC", "")
WEEKLY, DAILY = "FREQ=WEEKLY;COUNT=4", "FREQ=DAILY;UNTIL=20260701T090000"
RULES = (None, None, WEEKLY, DAILY)
STEPS = 25
FIRST, DAYS = date(2026, 4, 1), 120


@dataclass(kw_only=True)
class Edits:
    """Random edits of one calendar, and what should be in it."""

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

    def drawn(self, number: int) -> tuple[str, CalendarEvent | None]:
        """The event that changes next, and what it becomes; None where it goes."""
        uid = self.chance.choice([*self.wanted, f"e{number}"])
        gone = uid in self.wanted and self.chance.random() < 0.3
        event = replace(self.event(uid), uid=uid)
        self.wanted.pop(uid, None) if gone else self.wanted.__setitem__(uid, event)
        return uid, None if gone else event

    async def apply(self, uid: str, event: CalendarEvent | None) -> None:
        """Make the edit by the door."""
        known = (await self.there()).get(uid)
        if event is None:
            assert known is not None
            await self.door.delete(self.far.calendar, known, None)
        elif known is None:
            await self.door.create(self.far.calendar, event, None)
        else:
            kept = replace(event, ref=known.ref, etag=known.etag, raw=known.raw)
            await self.door.update(self.far.calendar, kept, None)


@dataclass(kw_only=True)
class Both(Edits):
    """Edits by the door of a provider, and of our copy."""

    synced: Synced

    async def step(self, number: int) -> None:
        """One edit, far away or here."""
        uid, event = self.drawn(number)
        if self.chance.random() < 0.5:
            await self.apply(uid, event)
        else:
            await self.synced.again()
            await self._here(uid, event)
            await self.synced.sync.once()

    async def _here(self, uid: str, event: CalendarEvent | None) -> None:
        rows = await self.synced.rows("select id, uid from calendar_events")
        event_id = next((int(str(row["id"])) for row in rows if row["uid"] == uid), None)
        calendar_id = await self._calendar_id()
        async with self.synced.database.transaction(self.synced.owner_id, cause=1) as work:
            if event_id is None and event is not None:
                now = self.synced.clock.now()
                await work.events.insert(event, now, calendar_id=calendar_id)
            elif event_id is not None and event is None:
                await work.events.remove(event_id)
            elif event_id is not None and event is not None:
                await work.events.put(event_id, event)

    async def _calendar_id(self) -> int:
        known = await self.synced.calendars()
        return next(one.id for one in known if one.ref == self.far.calendar)

    async def shown(self) -> list[Event]:
        """What the person sees of this calendar."""
        calendar_id = await self._calendar_id()
        events = await self.synced.shown(FIRST, DAYS)
        return [event for event in events if event.calendar_id == calendar_id]

    async def here(self) -> dict[str, CalendarEvent]:
        async with self.synced.database.transaction(self.synced.owner_id) as work:
            rows = await work.events.all()
            found = [await work.events.whole(row.id) for row in rows]
        return {event.uid: event for event in found if event is not None}


def counted(events: dict[str, CalendarEvent]) -> list[tuple[str, str]]:
    """The title and start of every occasion, reckoned by hand."""
    return sorted((event.title, start) for event in events.values() for start in _starts(event))


def _starts(event: CalendarEvent) -> list[str]:
    when = event.when
    if isinstance(when, WholeDays):
        return [str(when.first)]
    walls = [when.start]
    if event.rule == WEEKLY:
        walls = [when.start + timedelta(weeks=n) for n in range(4)]
    elif event.rule == DAILY:
        walls = [when.start + timedelta(days=n) for n in range(DAYS)]
        walls = [wall for wall in walls if wall <= datetime(2026, 7, 1, 9)] or walls[:1]
    zone = ZoneInfo(when.zone or BERLIN)
    return [str(wall.replace(tzinfo=zone).astimezone(UTC)) for wall in walls]


def seen(events: list[Event]) -> list[tuple[str, str]]:
    """The same of what is shown."""
    return sorted(
        (e.title, str(e.first_day if e.starts_at is None else e.starts_at.astimezone(UTC)))
        for e in events
    )


@pytest.fixture
async def both(database_url: str, far: Far, door: CalendarDoor) -> AsyncIterator[Both]:
    clock = SimulatedClock(NOON)
    async with PostgresDatabase(database_url, clock) as database:
        owner_id = await Boards(database).admit("anna", BERLIN, is_owner=True, at=NOON)
        synced = house(database, owner_id, clock, far.provider)
        await synced.connect(far.access)
        yield Both(synced=synced, door=door, far=far, chance=Random(4))  # noqa: S311


@pytest.mark.parametrize("far", ELSEWHERE, indirect=True)
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
    assert seen(await both.shown()) == counted(both.wanted)


@pytest.mark.parametrize("far", ["local"], indirect=True)
async def test_random_edits_of_the_own_calendar_end_as_they_were_asked_for(
    door: LocalDoor, far: Far
) -> None:
    edits = Edits(door=door, far=far, chance=Random(4))  # noqa: S311
    for number in range(2 * STEPS):
        await edits.apply(*edits.drawn(number))
    kept = {uid: bare(event) for uid, event in (await edits.there()).items()}
    assert kept == {uid: bare(event) for uid, event in edits.wanted.items()}
    assert seen(await door.shown(FIRST, DAYS)) == counted(edits.wanted)
