"""Many scheduled reminders: how late single ones beside them are, what setting one costs, and how
long it takes to fill an emptied Redis."""

import asyncio
import statistics
import time
from datetime import timedelta

import redis

from app.embedded.lease import Servers
from benchmarks.ringing.probe import resident_mb
from benchmarks.ringing.result import Load
from core.clock import SystemClock
from core.models import Reminder
from integrations.redis.alarms import RedisAlarms
from integrations.redis.limiter import RedisLimiter
from scheduler.due import DueClaims
from scheduler.reconcile import Reconciler
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.listener import listen

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


async def loaded(scheduled: int, servers: Servers) -> Load:
    """Fill an emptied Redis for `scheduled` reminders, then ring single ones beside them."""
    clock, wake = SystemClock(), asyncio.Event()
    emptied = redis.Redis.from_url(servers.redis_url)  # pyright: ignore[reportUnknownMemberType]
    emptied.flushdb()  # pyright: ignore[reportUnknownMemberType]
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
        before, began = resident_mb(), time.perf_counter()
        await reconciler.rebuild()
        filled, grown = time.perf_counter() - began, resident_mb() - before
        work = asyncio.create_task(reconciler.run(wake))
        listening = asyncio.create_task(listen(servers.database_url, {"alarms": wake}))
        setting = await _set_singles(database, boards, clock)
        single = await boards.person("single") or 0
        late = await _lateness(database, single, clock)
        for task in (work, listening):
            task.cancel()
        await asyncio.gather(work, listening, return_exceptions=True)
        day = await boards.instants(clock.now(), clock.now() + timedelta(hours=24), scheduled)
    cuts = statistics.quantiles(late, n=100)
    return Load(
        scheduled=scheduled,
        instants=len(day),
        fill_redis_seconds=round(filled, 1),
        fill_memory_mb=round(grown, 1),
        singles=len(late),
        late_p50_ms=round(cuts[49] * 1000, 1),
        late_p99_ms=round(cuts[98] * 1000, 1),
        late_worst_ms=round(max(late) * 1000, 1),
        set_p50_ms=round(statistics.median(setting) * 1000, 1),
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
