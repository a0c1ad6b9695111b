"""The alarm clock on a real Redis: late, restarted, emptied, full, away, and shared by two."""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.embedded.redis import Redis
from core.errors import ServerDown
from integrations.redis.alarms import JOBS, RUN_TIMES, RedisAlarms
from tests.integration.scheduler.conftest import OwnRedis

TOMORROW = timedelta(days=1)


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.rung = 0

    def ring(self) -> None:
        self.rung += 1

    async def heard(self, times: int = 1, seconds: float = 10.0) -> bool:
        return await eventually(lambda: self.rung >= times, seconds)


async def eventually(holds: Callable[[], bool], seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while not holds() and time.monotonic() < limit:
        await asyncio.sleep(0.01)
    return holds()


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def waiting(server: OwnRedis) -> tuple[int, int]:
    """How many alarms the two keys hold."""
    with closing(server.client()) as client:
        return client.hlen(JOBS), client.zcard(RUN_TIMES)


@asynccontextmanager
async def ringing(server: OwnRedis, bell: Bell) -> AsyncGenerator[RedisAlarms]:
    async with RedisAlarms(server.url, bell.ring) as alarms:
        yield alarms


async def test_it_rings_at_its_instant_and_late(own_redis: OwnRedis) -> None:
    bell = Bell()
    async with ringing(own_redis, bell) as alarms:
        await alarms.set([soon(0.3), soon(3600)])
        assert bell.rung == 0
        assert await bell.heard()
        await alarms.set([soon(-7200)])
        assert await bell.heard(2)
        assert await eventually(lambda: waiting(own_redis) == (1, 1), 2)


async def test_an_instant_is_one_alarm_under_the_names_that_redis_remembers(
    own_redis: OwnRedis,
) -> None:
    async with RedisAlarms(own_redis.url, None) as alarms:
        at = datetime(2999, 1, 1, tzinfo=UTC)
        await alarms.set([at, at])
        await alarms.set([at])
    with closing(own_redis.client()) as client:
        jobs = client.hgetall("jenny:apscheduler:jobs")
        times = client.zrange("jenny:apscheduler:run_times", 0, -1, withscores=True)
    assert list(jobs) == [b"2999-01-01T00:00:00+00:00"]
    assert times == [(b"2999-01-01T00:00:00+00:00", at.timestamp())]
    assert b"scheduler.jobs:ring" in next(iter(jobs.values()))


async def test_what_was_set_before_a_restart_rings_after_it(own_redis: OwnRedis) -> None:
    async with RedisAlarms(own_redis.url, None) as alarms:
        await alarms.set([soon(0.1)])
    own_redis.stop()
    own_redis.start()
    bell = Bell()
    async with ringing(own_redis, bell):
        assert await bell.heard()


async def test_it_says_that_redis_is_away_and_rings_when_it_is_back(own_redis: OwnRedis) -> None:
    bell = Bell()
    async with ringing(own_redis, bell) as alarms:
        await alarms.set([soon(0.5)])
        own_redis.stop()
        for instants in ([soon(1)], list[datetime]()):
            with pytest.raises(ServerDown, match="Redis cannot be reached"):
                await alarms.set(instants)
        assert bell.rung == 0
        own_redis.start()
        assert await bell.heard()
        await alarms.set([soon(0.1)])
        assert await bell.heard(2)


async def test_it_is_there_before_redis_is(own_redis: OwnRedis) -> None:
    own_redis.stop()
    bell = Bell()
    async with ringing(own_redis, bell) as alarms:
        own_redis.start()
        await alarms.set([soon(0.1)])
        assert await bell.heard()


async def test_it_survives_an_emptied_redis(own_redis: OwnRedis) -> None:
    bell = Bell()
    async with ringing(own_redis, bell) as alarms:
        for _ in range(5):
            await alarms.set([soon(0.05 + n / 1000) for n in range(50)])
            with closing(own_redis.client()) as client:
                await asyncio.sleep(0.03)
                client.flushdb()
        heard = bell.rung
        await alarms.set([soon(0.1)])
        assert await bell.heard(heard + 1)


async def test_two_services_on_one_redis_both_go_on(own_redis: OwnRedis) -> None:
    first, second = Bell(), Bell()
    async with ringing(own_redis, first) as one, ringing(own_redis, second) as other:
        for _ in range(3):
            instants = [soon(0.2 + n / 500) for n in range(60)]
            await asyncio.gather(one.set(instants), other.set(instants))
            assert await eventually(lambda: waiting(own_redis) == (0, 0), 10)
        heard = first.rung, second.rung
        assert sum(heard) >= 180
        for bell, alarms in ((first, one), (second, other)):
            before = bell.rung
            for _ in range(20):
                await alarms.set([soon(0.02)])
                if await bell.heard(before + 1, 1):
                    break
            assert bell.rung > before


async def test_rebuilding_empties_and_rings_for_nobody(own_redis: OwnRedis) -> None:
    async with RedisAlarms(own_redis.url, None) as alarms:
        await alarms.set([soon(-1), soon(3600)])
        await asyncio.sleep(0.05)
        assert waiting(own_redis) == (2, 2)
        await alarms.clear()
        assert waiting(own_redis) == (0, 0)


async def test_by_tcp_with_a_password(own_redis_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = OwnRedis(own_redis_folder, "--port", str(port))
    server.start()
    try:
        with closing(server.client()) as client:
            client.config_set("requirepass", "s3cret/:@")
        bell = Bell()
        url = f"redis://:s3cret%2F%3A%40@127.0.0.1:{port}/2"
        async with RedisAlarms(url, bell.ring) as alarms:
            await alarms.set([soon(0.1)])
            assert await bell.heard()
        async with RedisAlarms(f"redis://:wrong@127.0.0.1:{port}/2", bell.ring) as alarms:
            with pytest.raises(ServerDown):
                await alarms.set([soon(0.1)])
    finally:
        server.stop()


async def test_a_full_redis_still_takes_an_alarm(own_redis_folder: Path) -> None:
    """As Jenny starts it, but for its size."""
    server = Redis(own_redis_folder / "data", own_redis_folder)
    await asyncio.to_thread(server.start)
    reached = OwnRedis(own_redis_folder)
    try:
        async with RedisAlarms(server.url, None) as alarms:
            await alarms.set(days(100))
            with closing(reached.client()) as client:
                client.config_set("maxmemory", "4mb")
                for n in range(600):
                    client.set(f"session:{n}", "x" * 10_000, ex=3600)
                assert client.info("stats")["evicted_keys"] > 0
            await alarms.set(days(300))
            assert waiting(reached) == (300, 300)
    finally:
        await asyncio.to_thread(server.stop)


def days(number: int) -> Sequence[datetime]:
    return [datetime(2999, 1, 1, tzinfo=UTC) + n * TOMORROW for n in range(number)]


async def test_a_flood_leaves_the_loop_free(own_redis: OwnRedis) -> None:
    """5,000 alarms at once, run on the loop itself, would hold it for more than a second; counted
    is what this process works between two turns of the loop, which no busy machine changes."""
    async with RedisAlarms(own_redis.url, None) as alarms:
        await alarms.set([soon(-10 - n / 100) for n in range(5_000)])
    bell, worst = Bell(), 0.0
    async with ringing(own_redis, bell):
        while bell.rung < 5_000:
            before = time.process_time()
            await asyncio.sleep(0.001)
            worst = max(worst, time.process_time() - before)
    assert worst < 0.5, f"the loop stood still for {worst:.3f} s of work"
