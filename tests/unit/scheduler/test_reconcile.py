"""How often it looks, and how far ahead."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.clock import SimulatedClock
from core.errors import ServerDown
from core.models import Reminder
from scheduler.due import DueClaims
from scheduler.reconcile import Reconciler
from tests.fakes import FakeLimiter, InMemoryDatabase

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)


class SlowAlarms:
    """Keeps what was set; every setting takes `seconds` of the stopwatch."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.ticks = 0.0
        self.away = False
        self.known: list[datetime] = []

    async def set(self, instants: Sequence[datetime]) -> None:
        if self.away:
            raise ServerDown("Redis", "start it.")
        self.ticks += self.seconds
        self.known = list(instants)

    async def clear(self) -> None:
        self.known = []

    def time(self) -> float:
        return self.ticks


async def set_up(*minutes: float) -> tuple[Reconciler, SlowAlarms]:
    database, clock, alarms = InMemoryDatabase(), SimulatedClock(NOON), SlowAlarms()
    owner_id = database.admit("anna").id
    async with database.transaction(owner_id) as work:
        for ahead in minutes:
            due_at = NOON + timedelta(minutes=ahead)
            reminder = Reminder(text="tea", wall=due_at.replace(tzinfo=None), zone="UTC")
            await work.reminders.add(reminder, due_at, NOON)
    claims = DueClaims(database, database, FakeLimiter(), clock)
    return Reconciler(database, alarms, claims, clock, alarms.time), alarms


async def test_a_whole_look_goes_24_hours_ahead_and_comes_every_minute() -> None:
    reconciler, alarms = await set_up(1, 90, 23 * 60, 25 * 60)
    assert await reconciler.fill() == 60
    assert [at - NOON for at in alarms.known] == [
        timedelta(minutes=1), timedelta(minutes=90), timedelta(hours=23),
    ]  # fmt: skip


async def test_a_look_that_took_long_is_followed_by_short_ones() -> None:
    reconciler, alarms = await set_up(1, 90)
    alarms.seconds = 0.5
    assert await reconciler.fill() == 60
    assert await reconciler.fill() == 9.5
    assert alarms.known == [NOON + timedelta(minutes=1)]
    alarms.ticks += 9.5
    assert await reconciler.fill() == 60
    assert len(alarms.known) == 2


async def test_without_redis_it_looks_again_when_the_next_is_due() -> None:
    reconciler, alarms = await set_up(0.5, 90)
    alarms.away = True
    assert await reconciler.fill() == 30
    reconciler, alarms = await set_up(90)
    alarms.away = True
    assert await reconciler.fill() == 60
