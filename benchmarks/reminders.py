"""Reminders that fall due in the same second: ours beside plain APScheduler, on the same Redis.

    python -m benchmarks.reminders [--json] [--reminders 1000]

Ours: rows in PostgreSQL, one alarm in Redis for the instant, one claim each. Plain: one job a
reminder in an `AsyncIOScheduler` with a `RedisJobStore`, once as it comes and once patient
(`misfire_grace_time=None`). A probe measures for how long the event loop stood still.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import redis
from apscheduler.jobstores.redis import RedisJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.embedded.lease import Servers, lease
from core.clock import SystemClock
from core.models import Reminder
from integrations.redis.alarms import RedisAlarms
from integrations.redis.limiter import RedisLimiter
from scheduler.due import DueClaims
from scheduler.reconcile import Reconciler
from storage.boards import Boards
from storage.database import PostgresDatabase

PEOPLE = 100
AHEAD = timedelta(seconds=2)
PATIENCE_SECONDS = 300.0

rung: list[int] = []


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What one way did. Times are milliseconds but for the last."""

    way: str
    reminders: int
    lost: int
    doubled: int
    set_ms_each: float
    loop_stood_still_ms: float
    last_after_seconds: float


class Probe:
    """The longest time for which the event loop did nothing else."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def run(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            self.worst = max(self.worst, time.perf_counter() - before - 0.001)


@asynccontextmanager
async def probing() -> AsyncGenerator[Probe]:
    """A probe at work until the block is left."""
    probe = Probe()
    task = asyncio.create_task(probe.run())
    yield probe
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def note(number: int) -> None:
    """What a plain job does: the least there is."""
    rung.append(number)


async def plain(way: str, reminders: int, servers: Servers, options: dict[str, object]) -> Result:
    """One job a reminder."""
    rung.clear()
    store = RedisJobStore()
    store.redis = _redis(servers)
    store.redis.flushdb()  # pyright: ignore[reportUnknownMemberType]
    scheduler: Any = AsyncIOScheduler(
        jobstores={"default": store}, job_defaults=options, timezone=UTC
    )
    scheduler.start(paused=True)
    began = time.perf_counter()
    # Long enough ahead for all of them to be set in time.
    due_at = datetime.now(UTC) + AHEAD + timedelta(milliseconds=2 * reminders)
    for number in range(reminders):
        scheduler.add_job(
            "benchmarks.reminders:note", "date", run_date=due_at, args=[number], id=str(number)
        )
    setting = time.perf_counter() - began
    async with probing() as probe:
        scheduler.resume()
        await _until(lambda: not store.get_next_run_time(), due_at)
        ended = datetime.now(UTC)
        await asyncio.sleep(0.5)
    scheduler.shutdown(wait=False)
    return _result(way, reminders, list(rung), setting, probe, ended - due_at)


async def ours(reminders: int, servers: Servers) -> Result:
    """Claims of PostgreSQL, woken by one alarm."""
    clock, wake = SystemClock(), asyncio.Event()
    _redis(servers).flushdb()
    async with (
        PostgresDatabase(servers.database_url, clock) as database,
        RedisLimiter(servers.redis_url) as limiter,
        RedisAlarms(servers.redis_url, wake.set) as alarms,
    ):
        boards = Boards(database)
        due_at = clock.now() + AHEAD + timedelta(milliseconds=10 * reminders)
        began = time.perf_counter()
        await _set(database, boards, reminders, due_at)
        setting = time.perf_counter() - began
        claims = DueClaims(database, boards, limiter, clock)
        async with probing() as probe:
            work = asyncio.create_task(Reconciler(boards, alarms, claims, clock).run(wake))
            await _until_async(boards, due_at)
            ended = clock.now()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        found = await _pushes(database, boards)
    return _result("Jenny", reminders, found, setting, probe, ended - due_at)


async def _set(
    database: PostgresDatabase, boards: Boards, reminders: int, due_at: datetime
) -> None:
    for person in range(PEOPLE):
        owner_id = await boards.admit(f"p{person}", "UTC", is_owner=False, at=due_at)
        for number in range(person, reminders, PEOPLE):
            reminder = Reminder(text=str(number), wall=due_at.replace(tzinfo=None), zone="UTC")
            async with database.transaction(owner_id) as work:
                await work.reminders.add(reminder, due_at, due_at)


async def _pushes(database: PostgresDatabase, boards: Boards) -> list[int]:
    """The numbers of the reminders whose messages were put, each time that they were."""
    found: list[int] = []
    for owner_id, _ in await boards.people():
        async with database.connection(owner_id) as connection:
            cursor = await connection.execute("select body ->> 'text' as text from outbox")
            found += [int(row["text"].partition("\n")[0]) for row in await cursor.fetchall()]
    return found


async def _until_async(boards: Boards, due_at: datetime) -> None:
    limit = due_at + timedelta(seconds=PATIENCE_SECONDS)
    while datetime.now(UTC) < limit:
        await asyncio.sleep(0.05)
        if datetime.now(UTC) >= due_at and not (await boards.backlog())["scheduled"]:
            return


async def _until(over: Any, due_at: datetime) -> None:
    limit = due_at + timedelta(seconds=PATIENCE_SECONDS)
    while datetime.now(UTC) < limit and not over():
        await asyncio.sleep(0.05)


def _redis(servers: Servers) -> Any:
    return redis.Redis.from_url(servers.redis_url)  # pyright: ignore[reportUnknownMemberType]


def _result(
    way: str, reminders: int, found: list[int], setting: float, probe: Probe, took: timedelta
) -> Result:
    return Result(
        way=way,
        reminders=reminders,
        lost=reminders - len(set(found)),
        doubled=len(found) - len(set(found)),
        set_ms_each=round(setting / reminders * 1000, 2),
        loop_stood_still_ms=round(probe.worst * 1000, 1),
        last_after_seconds=round(took.total_seconds(), 1),
    )


def table(results: list[Result]) -> str:
    """The results side by side."""
    lines = [f"{'':32}" + "".join(f"{result.way:>24}" for result in results)]
    for name in list(asdict(results[0]))[1:]:
        lines.append(f"{name:32}" + "".join(f"{asdict(r)[name]:>24}" for r in results))
    return "\n".join(lines)


async def main() -> None:
    """Run the three ways one after the other."""
    options = argparse.ArgumentParser(prog="./jenny bench reminders")
    options.add_argument("--json", action="store_true")
    options.add_argument("--reminders", type=int, default=1_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, lease(Path(folder)) as servers:
        results = [
            await ours(chosen.reminders, servers),
            await plain("APScheduler", chosen.reminders, servers, {}),
            await plain(
                "APScheduler, patient", chosen.reminders, servers, {"misfire_grace_time": None}
            ),
        ]
    if chosen.json:
        print(json.dumps({result.way: asdict(result) for result in results}))
    else:
        print(table(results))


if __name__ == "__main__":
    # A job is found by its name; run as a script, this module would be there twice.
    from benchmarks import reminders

    sys.exit(asyncio.run(reminders.main()))
