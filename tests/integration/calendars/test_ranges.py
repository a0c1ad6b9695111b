"""Days are read by ranges of an index: whatever the length of an event, each of its days has it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from agents.calendar_questions import Stretch, joined
from core.calendars import CalendarEvent, Hours, When, WholeDays
from core.clock import SimulatedClock
from core.occasions import bounds, occasions
from core.zones import instant_of
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.integration.calendars.conftest import BERLIN, NOON

HOME = ZoneInfo(BERLIN)
ZONES = (BERLIN, "America/New_York", "Pacific/Auckland", "UTC", "")
HOURS = (0, 1, 23, 24, 25, 49, 24 * 40)
DAYS = (0, 1, 30, 31, 32, 90)
AROUND = timedelta(days=300)


def anything(chance: Random, number: int) -> CalendarEvent:
    day = date(2026, 4, 13) + timedelta(days=chance.randrange(-120, 120))
    when: When = WholeDays(first=day, last=day + timedelta(days=chance.choice(DAYS)))
    if chance.random() < 0.7:
        start = datetime.combine(day, time(chance.randrange(24)))
        end = start + timedelta(hours=chance.choice(HOURS))
        zone = chance.choice(ZONES)
        when = Hours(start=start, end=None if chance.random() < 0.1 else end, zone=zone)
    rule = chance.choice((None, None, "FREQ=WEEKLY;INTERVAL=3;COUNT=5"))
    busy = chance.random() < 0.8
    return CalendarEvent(uid=f"{number}", title=f"{number}", when=when, rule=rule, busy=busy)


def times(event: CalendarEvent) -> Iterator[When]:
    if event.rule is None:
        yield event.when
    else:
        yield from (one.when for one in occasions(event, NOON - AROUND, NOON + AROUND))


def touching(when: When, first: date, last: date) -> bool:
    if isinstance(when, WholeDays):
        return when.first <= last and when.last >= first
    since = instant_of(datetime.combine(first, time()), HOME)
    until = instant_of(datetime.combine(last + timedelta(days=1), time()), HOME)
    start, end = bounds(when, HOME)
    return start < until and (start >= since or (end or start) > since)


async def test_every_day_of_an_event_has_it(database_url: str) -> None:
    chance = Random(11)  # noqa: S311 - made-up events
    events = [anything(chance, number) for number in range(150)]
    async with PostgresDatabase(database_url, SimulatedClock(NOON)) as database:
        owner_id = await Boards(database).admit("anna", BERLIN, is_owner=True, at=NOON)
        async with database.transaction(owner_id) as work:
            for event in events:
                await work.events.insert(event, NOON)
            for offset in range(-130, 131, 5):
                first = date(2026, 4, 13) + timedelta(days=offset)
                last = first + timedelta(days=chance.choice((0, 0, 6, 40)))
                there = [
                    (event, when)
                    for event in events
                    for when in times(event)
                    if touching(when, first, last)
                ]
                shown = await work.events.between(first, last, BERLIN)
                assert sorted(e.title for e in shown) == sorted(e.title for e, _ in there)
                since = instant_of(datetime.combine(first, time()), HOME)
                until = instant_of(datetime.combine(last + timedelta(days=1), time()), HOME)
                taken = joined(
                    bounds(when, HOME)
                    for event, when in there
                    if event.busy and isinstance(when, Hours)
                )
                busy = joined(await work.events.busy(first, last, BERLIN))
                assert within(busy, since, until) == within(taken, since, until)


def within(taken: list[Stretch], since: datetime, until: datetime) -> list[tuple[str, str]]:
    """What is taken between the two; a moment takes nothing."""
    cut = [(max(one.start, since), min(one.end, until)) for one in taken]
    return [(str(start), str(end)) for start, end in cut if start < end]
