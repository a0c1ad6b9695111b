"""How often it looks, and how far ahead."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.clock import SimulatedClock
from core.errors import ServerDown
from core.models import Due, Reminder
from core.stopping import stop
from scheduler.due import DueClaims
from scheduler.reconcile import PIECE, Reconciler
from tests.fakes import FakeLimiter, InMemoryDatabase

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)


class SlowAlarms:
    """Keeps what was set; every setting takes `seconds` of the stopwatch."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.ticks = 0.0
        self.away = False
        self.known: set[datetime] = set()

    async def set(self, instants: Sequence[datetime]) -> None:
        if self.away:
            raise ServerDown("Redis", "start it.")
        self.ticks += self.seconds
        self.known.update(instants)

    async def clear(self) -> None:
        self.known.clear()

    def time(self) -> float:
        return self.ticks


async def remind(database: InMemoryDatabase, name: str, *minutes: float) -> None:
    """Somebody new is reminded so many minutes after noon."""
    owner_id = database.admit(name).id
    async with database.transaction(owner_id) as work:
        for ahead in minutes:
            due_at = NOON + timedelta(minutes=ahead)
            reminder = Reminder(text="tea", wall=due_at.replace(tzinfo=None), zone="UTC")
            await work.reminders.add(reminder, due_at, NOON)


def over(database: InMemoryDatabase) -> tuple[Reconciler, SlowAlarms]:
    clock, alarms = SimulatedClock(NOON), SlowAlarms()
    claims = DueClaims(database, database, FakeLimiter(), clock)
    return Reconciler(database, alarms, claims, clock, alarms.time), alarms


async def set_up(*minutes: float) -> tuple[Reconciler, SlowAlarms]:
    database = InMemoryDatabase()
    await remind(database, "anna", *minutes)
    return over(database)


async def test_a_whole_look_goes_24_hours_ahead_and_comes_every_minute() -> None:
    reconciler, alarms = await set_up(1, 90, 23 * 60, 25 * 60)
    assert await reconciler.fill() == 60
    assert {at - NOON for at in alarms.known} == {
        timedelta(minutes=1), timedelta(minutes=90), timedelta(hours=23),
    }  # fmt: skip


async def test_a_look_that_took_long_is_followed_by_short_ones() -> None:
    reconciler, alarms = await set_up(1, 90)
    alarms.seconds = 0.5
    assert await reconciler.fill() == 60
    await alarms.clear()
    assert await reconciler.fill() == 19.5
    assert alarms.known == {NOON + timedelta(minutes=1)}
    alarms.ticks += 19.5
    assert await reconciler.fill() == 60
    assert len(alarms.known) == 2


async def test_what_is_near_does_not_wait_until_the_whole_day_is_set() -> None:
    database = InMemoryDatabase()
    await remind(database, "anna", *(10 + n / 10 for n in range(2 * PIECE)))
    reconciler, alarms = over(database)
    assert await reconciler.fill() == 0
    assert len(alarms.known) == PIECE
    await remind(database, "ben", 1)
    assert await reconciler.fill() == 0
    assert NOON + timedelta(minutes=1) in alarms.known
    assert await reconciler.fill() == 60
    assert len(alarms.known) == 2 * PIECE + 1


async def test_rebuilding_sets_the_whole_day() -> None:
    reconciler, alarms = await set_up(*(10 + n / 10 for n in range(2 * PIECE)))
    await reconciler.rebuild()
    assert len(alarms.known) == 2 * PIECE


async def test_without_redis_it_looks_again_when_the_next_is_due() -> None:
    reconciler, alarms = await set_up(0.5, 90)
    alarms.away = True
    assert await reconciler.fill() == 30
    reconciler, alarms = await set_up(90)
    alarms.away = True
    assert await reconciler.fill() == 60


class StuckAlarms(SlowAlarms):
    """Redis takes the alarms and does not answer."""

    async def set(self, instants: Sequence[datetime]) -> None:
        await asyncio.Event().wait()


class Crowd(InMemoryDatabase):
    """So many people that a look at the series of all of them does not end."""

    async def people(self) -> list[tuple[int, str]]:
        await asyncio.Event().wait()
        return []


@pytest.mark.parametrize(
    ("kind", "alarms"), [(InMemoryDatabase, StuckAlarms()), (Crowd, SlowAlarms())]
)
async def test_what_falls_due_meanwhile_rings_at_once(
    kind: type[InMemoryDatabase], alarms: SlowAlarms
) -> None:
    clock, wake = SimulatedClock(NOON), asyncio.Event()
    database = kind(clock)
    owner_id = database.admit("anna").id
    due_at = NOON + timedelta(minutes=1)
    async with database.transaction(owner_id) as work:
        await work.people.open_conversation("telegram", 5, NOON)
        reminder = Reminder(text="tea", wall=due_at.replace(tzinfo=None), zone="UTC")
        await work.reminders.add(reminder, due_at, NOON)
    claims = DueClaims(database, database, FakeLimiter(), clock)
    running = asyncio.create_task(Reconciler(database, alarms, claims, clock).run(wake))
    await asyncio.sleep(0.02)
    clock.move_to(due_at)
    wake.set()
    async with asyncio.timeout(5):
        while not await database.ready(due_at, "telegram", 10):
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


class ClockThatWasAhead(SimulatedClock):
    """Can be set right again."""

    def set_back(self, instant: datetime) -> None:
        self._now = instant


async def test_a_clock_that_is_set_back_lets_series_ring_at_their_time() -> None:
    clock = ClockThatWasAhead(NOON)
    database, alarms, wake = InMemoryDatabase(clock), SlowAlarms(), asyncio.Event()
    owner_id = database.admit("anna").id
    async with database.transaction(owner_id) as work:
        daily = Reminder(
            text="tea", wall=datetime(2026, 4, 13, 13), zone="Europe/Berlin", rule="FREQ=DAILY"
        )
        await work.reminders.add(daily, NOON + timedelta(hours=1), NOON)
    claims = DueClaims(database, database, FakeLimiter(), clock)
    running = asyncio.create_task(Reconciler(database, alarms, claims, clock).run(wake))

    async def instants_at(now: datetime) -> list[timedelta]:
        clock.set_back(now)
        wake.set()
        await asyncio.sleep(0.02)
        return [at - NOON for at in await database.instants(NOON, NOON + timedelta(days=9), 9)]

    assert await instants_at(NOON) == [timedelta(hours=1)]
    assert await instants_at(NOON + timedelta(days=4)) == [timedelta(days=4, hours=1)]
    assert await instants_at(NOON + timedelta(minutes=90)) == [
        timedelta(days=1, hours=1),
        timedelta(days=4, hours=1),
    ]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


class Away(InMemoryDatabase):
    """Nothing can be asked of it."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def due(self, at: datetime, most: int, *, terminal_only: bool = False) -> list[Due]:
        raise self.error

    async def instants(
        self, after: datetime, until: datetime, most: int, *, terminal_only: bool = False
    ) -> list[datetime]:
        raise self.error


async def test_an_outage_is_told_of_once(capsys: pytest.CaptureFixture[str]) -> None:
    reconciler, _ = over(Away(ServerDown("PostgreSQL", "start it.")))
    running = asyncio.create_task(reconciler.run(asyncio.Event()))
    for _ in range(20):
        await asyncio.sleep(0)
    await stop([running])
    assert capsys.readouterr().out.count("PostgreSQL") == 1


async def test_what_is_beyond_repair_is_raised_as_it_is() -> None:
    reconciler, _ = over(Away(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await reconciler.run(asyncio.Event())
