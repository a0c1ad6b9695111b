"""The peer: plain APScheduler, one job a reminder in an `AsyncIOScheduler` with a `RedisJobStore`.

Its jobs do nothing but note that they ran: no database, no message, no limit to keep.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import redis
from apscheduler.jobstores.redis import RedisJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.ringing.probe import probing
from benchmarks.ringing.result import AtOnce

PATIENCE_SECONDS = 300.0

rung: list[int] = []


async def note(number: int) -> None:
    """What a job does: the least there is."""
    rung.append(number)


async def plain(way: str, reminders: int, redis_url: str, options: dict[str, object]) -> AtOnce:
    """All of them due in the same second; `options` are those of the jobs."""
    rung.clear()
    store = RedisJobStore()
    # Neither redis nor APScheduler 3 has types.
    store.redis = redis.Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    store.redis.flushdb()  # pyright: ignore[reportUnknownMemberType]
    scheduler: Any = AsyncIOScheduler(
        jobstores={"default": store}, job_defaults=options, timezone=UTC
    )
    scheduler.start(paused=True)
    began = time.perf_counter()
    # Long enough ahead for all of them to be set in time.
    due_at = datetime.now(UTC) + timedelta(seconds=2, milliseconds=2 * reminders)
    for number in range(reminders):
        scheduler.add_job(
            f"{__name__}:note", "date", run_date=due_at, args=[number], id=str(number)
        )
    setting = time.perf_counter() - began
    limit = due_at + timedelta(seconds=PATIENCE_SECONDS)
    async with probing() as probe:
        scheduler.resume()
        while store.get_next_run_time() and datetime.now(UTC) < limit:
            await asyncio.sleep(0.05)
        ended = datetime.now(UTC)
        await asyncio.sleep(0.5)
    scheduler.shutdown(wait=False)
    return AtOnce(
        way=way,
        reminders=reminders,
        lost=reminders - len(set(rung)),
        doubled=len(rung) - len(set(rung)),
        set_ms_each=round(setting / reminders * 1000, 2),
        loop_stood_still_ms=round(probe.worst_ms, 1),
        loop_worked_ms=round(probe.worked_ms, 1),
        last_after_seconds=round((ended - due_at).total_seconds(), 1),
    )
