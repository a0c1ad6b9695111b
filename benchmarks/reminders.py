"""Reminders that fall due in the same second: ours beside plain APScheduler, on the same Redis.

    python -m benchmarks.reminders [--json] [--reminders 1000] [--scheduled 100000]

Then, with many more scheduled: how late a single one is, and how long it takes to fill an emptied
Redis.

Ours: rows in PostgreSQL, one alarm in Redis for the instant, one claim each. Plain: one job a
reminder in an `AsyncIOScheduler` with a `RedisJobStore`, once as it comes and once patient
(`misfire_grace_time=None`). A probe measures for how long the event loop stood still.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
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
from storage.listener import listen

PEOPLE = 100
AHEAD = timedelta(seconds=2)
PATIENCE_SECONDS = 300.0

SINGLES = 200
# Each scheduled one at a second of its own within a day is the most that an alarm clock can hold.
FILL = """
with made as (
  insert into reminders (owner_id, text, wall, zone, created_at)
  select %(owner)s, 'later ' || n, at at time zone 'UTC', 'UTC', %(now)s
  from generate_series(1, %(rows)s) n,
    lateral (select date_trunc('second', %(now)s::timestamptz + interval '1 hour'
                               + (n * 7919 %% 82800) * interval '1 second') as at) due
  returning id, wall)
insert into occurrences (owner_id, reminder_id, due_at)
select %(owner)s, id, wall at time zone 'UTC' from made
"""
LATENESS = """
select extract(epoch from b.created_at - o.due_at) as late
from occurrences o join outbox b on b.id = o.outbox_id
where o.owner_id = %(owner)s and o.due_at < %(until)s
"""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What many scheduled reminders cost. Memory is what the process grew by while it filled."""

    scheduled: int
    instants: int
    fill_redis_seconds: float
    fill_memory_mb: float
    singles: int
    late_p50_ms: float
    late_p99_ms: float
    late_worst_ms: float
    set_p99_ms: float


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


async def loaded(scheduled: int, servers: Servers) -> Load:
    """Fill an emptied Redis for `scheduled` reminders, then ring single ones beside them."""
    clock, wake = SystemClock(), asyncio.Event()
    _redis(servers).flushdb()
    async with (
        PostgresDatabase(servers.database_url, clock) as database,
        RedisLimiter(servers.redis_url) as limiter,
        RedisAlarms(servers.redis_url, wake.set) as alarms,
    ):
        boards = Boards(database)
        owner_id = await boards.admit("many", "UTC", is_owner=False, at=clock.now())
        async with database.connection(owner_id) as connection:
            values = {"owner": owner_id, "now": clock.now(), "rows": scheduled}
            await connection.execute(FILL, values)
        claims = DueClaims(database, boards, limiter, clock)
        reconciler = Reconciler(boards, alarms, claims, clock)
        before, began = _resident_mb(), time.perf_counter()
        await reconciler.rebuild()
        filled, grown = time.perf_counter() - began, _resident_mb() - before
        work = asyncio.create_task(reconciler.run(wake))
        listening = asyncio.create_task(listen(servers.database_url, {"alarms": wake}))
        setting = await _set_singles(database, boards, clock)
        single = await boards.person("single") or 0
        late = await _lateness(database, single, clock)
        for task in (work, listening):
            task.cancel()
        await asyncio.gather(work, listening, return_exceptions=True)
        instants = len(await boards.instants(clock.now(), clock.now() + timedelta(hours=24)))
    cuts = statistics.quantiles(late, n=100)
    return Load(
        scheduled=scheduled,
        instants=instants,
        fill_redis_seconds=round(filled, 1),
        fill_memory_mb=round(grown, 1),
        singles=len(late),
        late_p50_ms=round(cuts[49] * 1000, 1),
        late_p99_ms=round(cuts[98] * 1000, 1),
        late_worst_ms=round(max(late) * 1000, 1),
        set_p99_ms=round(statistics.quantiles(setting, n=100)[98] * 1000, 1),
    )


async def _set_singles(
    database: PostgresDatabase, boards: Boards, clock: SystemClock
) -> list[float]:
    """Set one after the other, each a few seconds ahead; how long each took, in seconds."""
    owner_id = await boards.admit("single", "UTC", is_owner=False, at=clock.now())
    took: list[float] = []
    for number in range(SINGLES):
        due_at = clock.now() + timedelta(seconds=5)
        reminder = Reminder(text=str(number), wall=due_at.replace(tzinfo=None), zone="UTC")
        began = time.perf_counter()
        async with database.transaction(owner_id) as work:
            await work.reminders.add(reminder, due_at, due_at)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.05)
    return took


async def _lateness(database: PostgresDatabase, owner_id: int, clock: SystemClock) -> list[float]:
    """How many seconds after its instant each single one was put, once all were."""
    until = clock.now() + timedelta(seconds=PATIENCE_SECONDS)
    late: list[float] = []
    while len(late) < SINGLES and clock.now() < until:
        await asyncio.sleep(0.5)
        async with database.connection(owner_id) as connection:
            cursor = await connection.execute(LATENESS, {"owner": owner_id, "until": until})
            late = [float(row["late"]) for row in await cursor.fetchall()]
    return late


def _resident_mb() -> float:
    return psutil.Process().memory_info().rss / 2**20


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
    options.add_argument("--scheduled", type=int, default=100_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, lease(Path(folder)) as servers:
        results = [
            await ours(chosen.reminders, servers),
            await plain("APScheduler", chosen.reminders, servers, {}),
            await plain(
                "APScheduler, patient", chosen.reminders, servers, {"misfire_grace_time": None}
            ),
        ]
        load = await loaded(chosen.scheduled, servers)
    if chosen.json:
        print(json.dumps({r.way: asdict(r) for r in results} | {"load": asdict(load)}))
    else:
        print(table(results), "", *(f"{k:32}{v:>24}" for k, v in asdict(load).items()), sep="\n")


if __name__ == "__main__":
    # A job is found by its name; run as a script, this module would be there twice.
    from benchmarks import reminders

    sys.exit(asyncio.run(reminders.main()))
