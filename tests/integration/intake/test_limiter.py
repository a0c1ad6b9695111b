"""Counts in Redis: with a life span each, and cautious while the server is away."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis

from app.embedded.redis import Redis
from integrations.redis.limiter import RedisLimiter

KEY = "rate:test"


@pytest.fixture
async def limiter(redis_url: str) -> AsyncIterator[RedisLimiter]:
    async with RedisLimiter(redis_url, rest_seconds=0.02) as opened:
        yield opened


@pytest.fixture
def raw(redis_url: str) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(redis_url) as client:  # pyright: ignore[reportUnknownMemberType]
        yield client


async def test_as_many_as_allowed_and_no_more(limiter: RedisLimiter) -> None:
    assert [await limiter.hit(KEY, 3, 60) for _ in range(5)] == [True, True, True, False, False]
    assert await limiter.hit("rate:other", 3, 60)


async def test_a_mark_is_new_once(limiter: RedisLimiter) -> None:
    assert not await limiter.present(KEY)
    assert await limiter.mark(KEY, 60)
    assert not await limiter.mark(KEY, 60)
    assert await limiter.present(KEY)


async def test_every_key_has_its_life_span_from_the_first_hit(
    limiter: RedisLimiter, raw: "redis.Redis"
) -> None:
    await limiter.mark("stranger:x", 86400)
    await limiter.hit(KEY, 3, 600)
    raw.expire(KEY, 100)
    await limiter.hit(KEY, 3, 600)
    assert 0 < int(str(raw.ttl("stranger:x"))) <= 86400
    assert 0 < int(str(raw.ttl(KEY))) <= 100


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    """A server of one test, whose end concerns nobody else."""
    # Not under pytest's folder: a socket's path may only be some hundred characters long.
    with tempfile.TemporaryDirectory() as folder:
        started = Redis(tmp_path, Path(folder))
        started.start()
        yield started
        started.stop()


@pytest.fixture
async def mortal(server: Redis) -> AsyncIterator[RedisLimiter]:
    async with RedisLimiter(server.url, rest_seconds=0.02) as opened:
        yield opened


async def until_counting(limiter: RedisLimiter) -> None:
    async with asyncio.timeout(10):
        while not await limiter.hit("rate:again", 1_000_000, 60):
            await asyncio.sleep(0.01)


async def test_a_dead_server_gets_the_cautious_answer_and_a_line_an_outage(
    server: Redis, mortal: RedisLimiter, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        await until_counting(mortal)
        await asyncio.to_thread(server.stop)
        for _ in range(20):
            assert not await mortal.hit(KEY, 100, 60)
            assert not await mortal.mark("stranger:x", 60)
            assert not await mortal.present("rate:again")
            await asyncio.sleep(0.005)
        await asyncio.to_thread(server.start)
    await until_counting(mortal)
    shown = capsys.readouterr().out
    assert (shown.count("redis_is_away"), shown.count("redis_is_back")) == (2, 2)


async def test_a_server_that_hangs_costs_a_moment_once(
    server: Redis, mortal: RedisLimiter, tmp_path: Path
) -> None:
    await until_counting(mortal)
    pid = int((tmp_path / "redis.pid").read_text())
    os.kill(pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(2):
            assert not await mortal.hit(KEY, 100, 60)
    finally:
        os.kill(pid, signal.SIGCONT)
    await until_counting(mortal)


async def test_a_full_server_gets_the_cautious_answer(server: Redis, mortal: RedisLimiter) -> None:
    await until_counting(mortal)
    with redis.Redis.from_url(server.url) as client:  # pyright: ignore[reportUnknownMemberType]
        client.config_set("maxmemory-policy", "noeviction")  # pyright: ignore[reportUnknownMemberType]
        client.config_set("maxmemory", "1")  # pyright: ignore[reportUnknownMemberType]
    assert not await mortal.hit(KEY, 100, 60)
    assert not await mortal.mark("stranger:x", 60)
