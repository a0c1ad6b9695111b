"""An account that is slow, or never answers, keeps nobody but itself waiting."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from core.calendars import Access, CalendarDoor, Changes, Renew
from core.clock import SimulatedClock
from core.errors import CalendarDown
from core.events import Event
from storage.boards import Boards
from storage.calendar_boards import CalendarBoards
from storage.database import PostgresDatabase
from tests.calendar_model import ModelCalendar, ModelDoor, ModelProvider
from tests.integration.calendars.conftest import BERLIN, NOON, Synced, house, meeting

TUESDAY = date(2026, 4, 14)
BEGUN = """
select c.ref from calendars c join calendar_accounts a on a.id = c.account_id
where a.name = 'slow' and c.generation > 0
"""


@dataclass(kw_only=True)
class Slow(ModelProvider):
    """Of the account "slow" the first page comes only when `answers` is set."""

    answers: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def open(self, access: Access, renew: Renew) -> AsyncGenerator[CalendarDoor]:
        yield SlowDoor(self) if access.name == "slow" else ModelDoor(self)


class SlowDoor(ModelDoor):
    def __init__(self, provider: Slow) -> None:
        super().__init__(provider)
        self._slow = provider

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        self._slow.asked.set()
        await self._slow.answers.wait()
        async for page in super().changes(calendar, token):
            yield page


@dataclass(kw_only=True)
class Two:
    """One person with a slow account and a quick one."""

    synced: Synced
    far: Slow

    async def quick(self) -> int:
        known = await self.synced.calendars()
        return next(one.id for one in known if one.account == "quick")

    async def until(self, what: str) -> None:
        """Let what runs go on until a row is there."""
        async with asyncio.timeout(20):
            while not await self.synced.rows(what):
                await asyncio.sleep(0.02)


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[Two]:
    names = ("a", "b", "c", "d", "e", "f")
    far = Slow(listed={name: ModelCalendar(name=name) for name in names})
    clock = SimulatedClock(NOON)
    async with PostgresDatabase(database_url, clock) as database:
        owner_id = await Boards(database).admit("anna", BERLIN, is_owner=True, at=NOON)
        synced = house(database, owner_id, clock, far)
        for name in ("slow", "quick"):
            await synced.connect(Access(name=name, address="", secret="s"))
        yield Two(synced=synced, far=far)


@asynccontextmanager
async def running(two: Two) -> AsyncGenerator[asyncio.Event]:
    wake = asyncio.Event()
    task = asyncio.create_task(two.synced.sync.run(wake))
    try:
        yield wake
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_others_are_read_while_one_does_not_answer(two: Two) -> None:
    two.far.listed["a"].put(meeting("standup"))
    async with running(two) as wake:
        await two.far.asked.wait()
        await two.until("select from calendar_events where title = 'standup'")
        # Round after round.
        two.far.listed["a"].put(meeting("review"))
        two.synced.clock.move_to(NOON + timedelta(minutes=10))
        wake.set()
        await two.until("select from calendar_events where title = 'review'")
    # Of the slow account one calendar is begun; the others wait without holding anything.
    assert await two.synced.rows(BEGUN) == [{"ref": "a"}]


async def test_what_is_written_reaches_the_others_meanwhile(two: Two) -> None:
    async with running(two) as wake:
        await two.far.asked.wait()
        event = Event(
            title="dentist",
            first_day=TUESDAY,
            last_day=TUESDAY,
            zone=BERLIN,
            calendar_id=await two.quick(),
        )
        async with two.synced.database.transaction(two.synced.owner_id, cause=1) as work:
            await work.events.add(event, NOON)
        wake.set()
        await two.until("select from event_copies where uid <> ''")
    assert [r for r in two.far.requests if r.startswith("create")] == ["create dentist"]


async def test_once_it_answers_it_is_read_whole(two: Two) -> None:
    two.far.listed["f"].put(meeting("standup"))
    async with running(two):
        await two.far.asked.wait()
        two.far.answers.set()
        await two.until(
            "select 1 having (select count(*) from calendars where token is not null) = 12"
        )
    shown = await two.synced.shown(TUESDAY)
    assert [event.title for event in shown] == ["standup", "standup"]


async def test_a_reading_that_goes_on_keeps_its_calendar(two: Two) -> None:
    """Each page that comes puts off when somebody else may begin anew."""
    synced, known = two.synced, await two.synced.calendars()
    calendar_id = next(one.id for one in known if one.account == "slow" and one.ref == "a")
    async with synced.database.transaction(synced.owner_id) as work:
        reading = await work.copies.begin(calendar_id, NOON + timedelta(minutes=15))
    assert reading is not None
    later = NOON + timedelta(minutes=14)
    synced.clock.move_to(later)
    async with synced.database.transaction(synced.owner_id) as work:
        page = Changes(events=(meeting("x"),))
        await work.copies.apply(reading, page, later + timedelta(minutes=15))
    synced.clock.move_to(NOON + timedelta(minutes=20))
    async with synced.database.transaction(synced.owner_id) as work:
        assert await work.copies.begin(calendar_id, NOON + timedelta(minutes=35)) is None


async def test_a_change_that_waits_for_its_series_keeps_nothing_waiting(
    synced: Synced, far: ModelProvider
) -> None:
    monday = datetime(2026, 4, 13, 9)
    [calendar] = await synced.calendars()
    async with synced.database.transaction(synced.owner_id, cause=1) as work:
        series = replace(meeting("yoga", 13), rule="FREQ=DAILY;COUNT=5")
        series_id = await work.events.insert(series, NOON, calendar_id=calendar.id)
    far.faults = [CalendarDown("it does not answer.")]
    await synced.sync.write()
    async with synced.database.transaction(synced.owner_id, cause=2) as work:
        moved = replace(meeting("yoga", 14, 16), original=monday + timedelta(days=1))
        await work.events.insert(moved, NOON, calendar_id=calendar.id, series_id=series_id)
    # The series is tried again in half a minute; until then there is nothing to do.
    boards = CalendarBoards(synced.database)
    assert await boards.writes(synced.clock.now(), 10) == []
    await synced.again(minutes=1)
    await synced.sync.write()
    assert [r for r in far.requests if r.startswith("create")] == ["create yoga"] * 3
