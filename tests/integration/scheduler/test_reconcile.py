"""The whole alarm on real servers: PostgreSQL tells, Redis rings, the claim puts the message."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta

import pytest

from core.clock import SystemClock
from core.models import Reminder
from core.ports import Alarms
from core.stopping import stop
from integrations.redis.alarms import RUN_TIMES, RedisAlarms
from scheduler.due import DueClaims
from scheduler.reconcile import Reconciler
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.listener import listen
from tests.fakes import FakeLimiter
from tests.integration.scheduler.conftest import OwnRedis
from tests.integration.scheduler.test_alarms import eventually


class Service:
    """What `./jenny run` keeps going of the alarms."""

    def __init__(self, url: str, database: PostgresDatabase, owner_id: int) -> None:
        self.database = database
        self.boards = Boards(database)
        self.owner_id = owner_id
        self._url = url
        self._clock = SystemClock()

    @asynccontextmanager
    async def running(self, redis_url: str) -> AsyncGenerator[Alarms]:
        wake = asyncio.Event()
        async with RedisAlarms(redis_url, wake.set) as alarms:
            claims = DueClaims(self.database, self.boards, FakeLimiter(), self._clock)
            reconciler = Reconciler(self.boards, alarms, claims, self._clock)
            tasks = [
                asyncio.create_task(reconciler.run(wake)),
                asyncio.create_task(listen(self._url, {"alarms": wake})),
            ]
            try:
                yield alarms
            finally:
                await stop(tasks)

    async def set(self, seconds: float) -> datetime:
        due_at = datetime.now(UTC) + timedelta(seconds=seconds)
        reminder = Reminder(text="tea", wall=due_at.replace(tzinfo=None), zone="UTC")
        async with self.database.transaction(self.owner_id) as work:
            await work.reminders.add(reminder, due_at, due_at)
        return due_at

    async def lateness(self, due_at: datetime, seconds: float = 20.0) -> float:
        """How many seconds late its message was put; it must be within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while (put := await self._put(due_at)) is None:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pytest.fail("it has not rung")
        return (put - due_at).total_seconds()

    async def _put(self, due_at: datetime) -> datetime | None:
        async with self.database.connection(self.owner_id) as connection:
            cursor = await connection.execute(
                "select b.created_at from outbox b join occurrences o on o.id = b.occurrence_id"
                " where o.due_at = %(due)s and b.owner_id = %(owner)s",
                {"due": due_at, "owner": self.owner_id},
            )
            row = await cursor.fetchone()
        return None if row is None else row["created_at"]


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    clock = SystemClock()
    async with PostgresDatabase(database_url, clock) as database:
        owner_id = await Boards(database).admit("anna", "UTC", is_owner=True, at=clock.now())
        yield Service(database_url, database, owner_id)


async def test_a_reminder_set_while_it_runs_rings_in_time(
    service: Service, own_redis: OwnRedis
) -> None:
    async with service.running(own_redis.url):
        assert await service.lateness(await service.set(0.6)) < 5


async def test_what_fell_due_meanwhile_rings_at_the_start(
    service: Service, own_redis: OwnRedis
) -> None:
    due_at = await service.set(-5)
    async with service.running(own_redis.url):
        assert 5 <= await service.lateness(due_at) < 15


async def test_an_emptied_redis_is_filled_from_postgresql(
    service: Service, own_redis: OwnRedis
) -> None:
    await service.set(3600)
    async with service.running(own_redis.url):
        with closing(own_redis.client()) as client:
            assert await eventually(lambda: client.zcard(RUN_TIMES) == 1, 30)
            client.flushall()
            # Any change of a reminder makes it look again; the minute does at the latest.
            await service.set(7200)
            assert await eventually(lambda: client.zcard(RUN_TIMES) == 2, 30)
        assert await service.lateness(await service.set(0.5)) < 5


async def test_without_redis_postgresql_alone_makes_it_ring(
    service: Service, own_redis: OwnRedis
) -> None:
    own_redis.stop()
    async with service.running(own_redis.url):
        assert await service.lateness(await service.set(0.5)) < 5
        own_redis.start()
        await service.set(3600)
        with closing(own_redis.client()) as client:
            assert await eventually(lambda: client.zcard(RUN_TIMES) == 1, 5)
        assert await service.lateness(await service.set(0.5)) < 5


async def test_two_services_ring_once_and_one_alone_goes_on(
    service: Service, own_redis: OwnRedis
) -> None:
    async with service.running(own_redis.url):
        async with service.running(own_redis.url):
            times = [await service.set(0.5 + n / 100) for n in range(20)]
            for due_at in times:
                assert await service.lateness(due_at) < 5
            shared = await service.set(2)
        assert await service.lateness(shared) < 5
    async with service.database.connection(service.owner_id) as connection:
        cursor = await connection.execute("select count(*) as rows from outbox")
        row = await cursor.fetchone()
    assert row is not None
    assert row["rows"] == 21


async def test_rebuilding_sets_what_postgresql_knows_and_nothing_else(
    service: Service, own_redis: OwnRedis
) -> None:
    due_at = await service.set(3600)
    await service.set(48 * 3600)
    clock = SystemClock()
    claims = DueClaims(service.database, service.boards, FakeLimiter(), clock)
    async with RedisAlarms(own_redis.url, None) as alarms:
        await alarms.set([datetime(2999, 1, 1, tzinfo=UTC)])
        await Reconciler(service.boards, alarms, claims, clock).rebuild()
    with closing(own_redis.client()) as client:
        assert client.zrange(RUN_TIMES, 0, -1) == [due_at.isoformat().encode()]
