"""Ours: the whole service in this process, so that a probe can watch its event loop, and Telegram's
stand-in beside it, which enforces Telegram's limits."""

import asyncio
import re
import statistics
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from app.embedded.lease import Servers
from app.service import collect_seldom, keep_going
from app.settings import load
from benchmarks.ringing.probe import probing, probing_idle
from benchmarks.ringing.result import AtOnce
from benchmarks.telegram_bots.driver import TOKEN, StandIn, stand_in
from benchmarks.telegram_bots.household import admit
from core.clock import SystemClock
from core.models import Reminder
from storage.boards import Boards
from storage.database import PostgresDatabase

FIRST_CHAT = 20_001
PER_SECOND = 30.0
# The service is up long before.
AHEAD = timedelta(seconds=20)
ASK_SECONDS = 2.0
# Longer than a tenth of the speed would take is no drain any more.
PATIENCE = 10.0
LEFT = """
select count(*) from occurrences where state in ('scheduled', 'claimed')
"""
CLAIMED = "select max(created_at), count(*) - count(distinct key) from outbox where kind = 'push'"
_MARK = re.compile(r"\br(\d{5})\b")


async def storm(reminders: int, people: int, servers: Servers, data: Path) -> AtOnce:
    """`reminders` of `people` fall due in the same second; two more people talk meanwhile."""
    asking = range(FIRST_CHAT, FIRST_CHAT + 2)
    crowd = range(asking.stop, asking.stop + people)
    await admit(servers.database_url, range(asking.start, crowd.stop))
    began = time.perf_counter()
    due_at = await _set(servers.database_url, crowd, reminders)
    setting = time.perf_counter() - began
    async with stand_in(limits=True) as telegram, _serving(telegram, servers, data):
        await telegram.arrive([*asking, *crowd])
        # The first message of a service's life has it load what makes vectors.
        await telegram.say([{"chat": asking[0], "text": "add bread to shopping"}])
        await asyncio.sleep((due_at - SystemClock().now()).total_seconds() - 1)
        due_tick = time.monotonic() + (due_at - SystemClock().now()).total_seconds()
        async with probing_idle() as idle, probing() as probe:
            talk = asyncio.create_task(_ask(telegram, (*asking, crowd[-1])))
            limit = PATIENCE * reminders / PER_SECOND + 60
            while time.monotonic() < due_tick + limit and await _left(servers):
                await asyncio.sleep(1)
        talk.cancel()
        await asyncio.gather(talk, return_exceptions=True)
        await telegram.quiet(0)
        rung, last = _rung(await telegram.times())
        said = await telegram.seen(0, 99_999)
        refused = await telegram.refused()
    claimed, twice = await _claimed(servers)
    took = max(last - due_tick, 0.1)
    waits, meanwhile = said.of(asking).waits(), said.of(crowd).waits()
    return AtOnce(
        way="Jenny",
        reminders=reminders,
        lost=reminders - len(rung),
        doubled=sum(rung.values()) - len(rung),
        set_ms_each=round(setting / reminders * 1000, 2),
        loop_stood_still_ms=round(probe.worst_ms, 1),
        loop_worked_ms=round(probe.worked_ms, 1),
        idle_loop_ms=round(idle.worst_ms, 1),
        last_after_seconds=round(took, 1),
        claimed_after_seconds=round((claimed - due_at).total_seconds(), 1),
        rows_twice=twice,
        of_the_limit=round(reminders / PER_SECOND / took, 3),
        refused=refused,
        asked=len(said.said) - said.lost,
        answer_p50_ms=round(statistics.median(waits), 1),
        answer_worst_ms=round(waits[-1], 1),
        answer_between_rings_p50_ms=round(statistics.median(meanwhile), 1),
        answer_between_rings_worst_ms=round(meanwhile[-1], 1),
    )


async def _set(url: str, crowd: Sequence[int], reminders: int) -> datetime:
    """Set them, one transaction each; when they fall due."""
    clock = SystemClock()
    due_at = clock.now() + AHEAD + timedelta(milliseconds=10 * reminders)
    async with PostgresDatabase(url, clock) as database:
        for place, chat in enumerate(crowd):
            owner_id = await Boards(database).person(f"bench{chat}") or 0
            async with database.transaction(owner_id) as work:
                await work.people.open_conversation("telegram", chat, clock.now())
            for number in range(place, reminders, len(crowd)):
                reminder = Reminder(
                    text=f"r{number:05d}", wall=due_at.replace(tzinfo=None), zone="UTC"
                )
                async with database.transaction(owner_id) as work:
                    await work.reminders.add(reminder, due_at, clock.now())
    if clock.now() + AHEAD / 2 > due_at:
        raise SystemExit("This machine is too busy to set them in time.")
    return due_at


@asynccontextmanager
async def _serving(telegram: StandIn, servers: Servers, data: Path) -> AsyncGenerator[None]:
    """`./jenny run`, but in this event loop."""
    given = {
        "LOG_LEVEL": "error",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.address,
        "JENNY_DATA": str(data),
        "DATABASE_URL": address(servers.database_url),
        "DATABASE_ADMIN_URL": address(servers.admin_url),
        "REDIS_URL": servers.redis_url,
    }
    collect_seldom()
    stopped = asyncio.Event()
    service = asyncio.create_task(keep_going(load(given=given), servers, stopped))
    if not await telegram.polled():
        raise SystemExit("The service does not start.")
    yield
    stopped.set()
    await service


async def _ask(telegram: StandIn, chats: Sequence[int]) -> None:
    """Somebody writes every other second, also somebody for whom much rings, until cancelled."""
    number = 0
    while True:
        chat = chats[number % len(chats)]
        await telegram.say([{"chat": chat, "text": f"add m{number:05d} to shopping"}])
        number += 1
        await asyncio.sleep(ASK_SECONDS)


def _rung(times: Sequence[tuple[int, bool, str, float]]) -> tuple[Counter[str], float]:
    """How often each reminder was told of, and when the last was."""
    found: Counter[str] = Counter()
    last = 0.0
    for _, from_bot, text, at in times:
        marks = _MARK.findall(text)
        if from_bot and marks:
            found.update(marks)
            last = max(last, at)
    return found, last


async def _left(servers: Servers) -> int:
    async with await psycopg.AsyncConnection.connect(servers.admin_url) as connection:
        row = await (await connection.execute(LEFT)).fetchone()
    return int(row[0]) if row else 0


async def _claimed(servers: Servers) -> tuple[datetime, int]:
    """When the last was claimed, and how many messages were put twice."""
    async with await psycopg.AsyncConnection.connect(servers.admin_url) as connection:
        row = await (await connection.execute(CLAIMED)).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always answers
    return row[0], int(row[1])


def address(connection: str) -> str:
    """A connection string as the settings take it, so that no `.env` leads elsewhere."""
    known = conninfo_to_dict(connection)
    named = {name: quote(str(value), safe="") for name, value in known.items()}
    user, host = f"{named['user']}:{named['password']}", named["host"]
    return f"postgresql://{user}@/{named['dbname']}?host={host}"
