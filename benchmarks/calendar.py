"""A year with 5,000 events in 4 calendars of a real Radicale, kept in step with PostgreSQL.

    python -m benchmarks.calendar [--json] [--events 5000]

Measured: the first reading beside fetching the same alone, requests of a reading that finds nothing
new by each provider (Google and Outlook as our stand-ins), what is on today, and free time within a
month over five calendars.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from agents.calendar_questions import Stretch, gaps, joined
from app.embedded.lease import lease
from app.logs import configure
from app.settings import Settings
from app.wiring import House, build
from benchmarks.synced.unchanged import requests_of_each
from core.calendars import CalendarEvent, Hours
from core.clock import SystemClock
from integrations.caldav.provider import CalDavProvider
from integrations.ical.writing import write_event
from tests.radicale import PASSWORD, USER, Radicale, radicale

CALENDARS = 4
ZONE = "Europe/Berlin"
ROUNDS = 50


def fill(server: Radicale, events: int) -> None:
    """Write the year straight into the server's folder; a tenth of it are series."""
    chance, now = Random(7), datetime.now(UTC)  # noqa: S311 - a made-up year
    first = datetime(now.year, 1, 1, 8)  # noqa: DTZ001 - a wall clock
    for number in range(CALENDARS):
        server.make_calendar(f"c{number}", f"Calendar {number}")
        folder = server.folder / "collection-root" / USER / f"c{number}"
        for n in range(events // CALENDARS):
            minutes = 15 * chance.randrange(36)
            start = first + timedelta(days=chance.randrange(365), minutes=minutes)
            when = Hours(start=start, end=start + timedelta(minutes=45), zone=ZONE)
            rule = "FREQ=WEEKLY;COUNT=10" if n % 10 == 0 else None
            uid = f"{number}-{n}"
            event = CalendarEvent(uid=uid, title=f"Event {n} with Anna", when=when, rule=rule)
            (folder / f"{uid}.ics").write_text(write_event("", event, now), "utf-8")


async def fetched(server: Radicale) -> float:
    """Seconds that it takes to have everything over the wire, and do nothing with it."""
    access = await CalDavProvider(SystemClock()).sign_in(server.home, USER, PASSWORD)

    async def keep(secret: str) -> None:
        """It stays as it is."""

    began = time.perf_counter()
    async with CalDavProvider(SystemClock()).open(access, keep) as door:
        for calendar in await door.calendars():
            async for _ in door.changes(calendar.ref, None):
                pass
    return time.perf_counter() - began


async def measured(server: Radicale, data: Path) -> dict[str, float]:
    """All figures, in milliseconds but where the name says otherwise."""
    found: dict[str, float] = {}
    clock = SystemClock()
    # Radicale makes its own index of a file at the first request for it.
    await fetched(server)
    found["fetch alone, s"] = await fetched(server)
    with lease(data) as running:
        settings = Settings(jenny_data=data, jenny_zone=ZONE)
        async with build(settings, running, clock, {}) as house:
            at = clock.now()
            owner_id = await house.boards.admit("owner", ZONE, is_owner=True, at=at)
            parts = house.calendars
            async with house.database.transaction(owner_id) as work:
                connected = await parts.connecting.by_password(server.home, USER, PASSWORD)
                await work.calendars.open(connected.account, connected.calendars, at)
            began = time.perf_counter()
            await parts.sync.once()
            found["first reading, s"] = time.perf_counter() - began
            found |= await _answers(house, owner_id)
            found |= await _nothing_new(house, owner_id)
    found |= await requests_of_each(server)
    found["first reading / fetching"] = found["first reading, s"] / found["fetch alone, s"]
    return found


async def _answers(house: House, owner_id: int) -> dict[str, float]:
    today = datetime.now(ZoneInfo(ZONE)).date()
    month = today + timedelta(days=30)

    async def shown(first: date, days: int) -> None:
        async with house.database.transaction(owner_id) as work:
            await work.events.between(first, first + timedelta(days=days - 1), ZONE)

    async def free() -> None:
        async with house.database.transaction(owner_id) as work:
            taken = joined(await work.events.busy(today, month, ZONE))
        for day in range(31):
            opens = datetime.combine(today, datetime.min.time(), ZoneInfo(ZONE))
            opens += timedelta(days=day, hours=9)
            window = Stretch(start=opens, end=opens + timedelta(hours=9))
            gaps(taken, window, timedelta(hours=1))

    async with house.database.transaction(owner_id) as work:
        sql = await _timed(lambda: work.events.between(today, today, ZONE))
    return {
        "what is on today: SQL, ms": sql,
        "what is on today: transaction, ms": await _timed(lambda: shown(today, 1)),
        "what is on today: to the reply, ms": await _timed(lambda: _replied(house, owner_id)),
        "what is on this week, ms": await _timed(lambda: shown(today, 7)),
        "free time in a month, ms": await _timed(free),
    }


async def _replied(house: House, owner_id: int) -> None:
    """The question as a message, understood and answered into the outbox."""
    now = house.clock.now()
    async with house.database.transaction(owner_id) as work:
        talk = await work.people.open_conversation("terminal", 0, now)
        said = await work.inbox.add(talk.id, "text", "what's on today?", "", now, None)
    await house.dispatcher.handle(said)


async def _nothing_new(house: House, owner_id: int) -> dict[str, float]:
    async with house.database.transaction(owner_id) as work:
        await work.calendars.hurry(datetime.now(UTC))
    began = time.perf_counter()
    await house.calendars.sync.once()
    return {"nothing new, 4 calendars, s": time.perf_counter() - began}


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    """The median in milliseconds, once everything is warm."""
    await work()
    took: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--events", type=int, default=5000)
    asked = parser.parse_args()
    configure("error")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "server").mkdir()
        with radicale(place / "server") as server:
            fill(server, asked.events)
            found = asyncio.run(measured(server, place / "data"))
    if asked.json:
        sys.stdout.write(json.dumps({name: round(value, 3) for name, value in found.items()}))
    for name, value in found.items() if not asked.json else ():
        sys.stdout.write(f"{name:32} {value:10.2f}\n")


if __name__ == "__main__":
    main()
