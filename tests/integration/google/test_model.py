"""Whatever is done through Google ends as it does in a calendar in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from core.calendars import CalendarDoor, CalendarEvent, Changes, Hours, When, WholeDays
from core.occasions import occasions, stamp
from tests.calendar_model import ModelCalendar, ModelDoor, ModelProvider, bare
from tests.google.events import Book
from tests.integration.google.conftest import Opened

STEPS = 40
SOME_DAY = date(2026, 4, 14)
START = Hours(start=datetime(2026, 4, 14, 9), end=None, zone="UTC")
RULES = ("FREQ=DAILY;COUNT=8", "FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE", "FREQ=MONTHLY;COUNT=4")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")
Key = tuple[str, str]


def key(event: CalendarEvent) -> Key:
    """What an event is called on both sides."""
    return event.uid, "" if event.original is None else stamp(event.original)


def shown(events: Iterable[CalendarEvent]) -> dict[Key, CalendarEvent]:
    """All that a person sees, without the names that a provider gives. Of what is cancelled,
    nothing but that is seen."""
    made: dict[Key, CalendarEvent] = {}
    for event in events:
        plain = bare(event)
        if event.cancelled:
            plain = CalendarEvent(uid=event.uid, title="", when=START, cancelled=True)
        made[key(event)] = plain
    return made


@dataclass(kw_only=True)
class Copy:
    """One side, its account, and a copy that is brought up to date by tokens."""

    door: CalendarDoor
    calendar: str
    token: str | None = None
    events: dict[str, CalendarEvent] = field(default_factory=dict[str, CalendarEvent])

    async def sync(self) -> None:
        since, self.token = self.token, None
        async for page in self.door.changes(self.calendar, since):
            self.apply(page)
            self.token = page.token

    def apply(self, page: Changes) -> None:
        there = {event.ref for event in page.events}
        self.events = {
            ref: event
            for ref, event in self.events.items()
            if ref in there or not {ref, event.series_ref} & set(page.gone)
        } | {event.ref: event for event in page.events}

    def find(self, wanted: Key) -> CalendarEvent:
        return next(event for event in self.events.values() if key(event) == wanted)


class Play:
    """The same steps on both sides."""

    def __init__(self, sides: tuple[Copy, Copy], seed: int) -> None:
        self.sides = sides
        self.chance = Random(seed)  # noqa: S311 - a play is no secret
        self.settled: set[str] = set()
        self.number = 0

    def title(self) -> str:
        self.number += 1
        return f"Title {self.number}"

    def when(self) -> When:
        day = SOME_DAY + timedelta(days=self.chance.randrange(60))
        if self.chance.random() < 0.3:
            return WholeDays(first=day, last=day + timedelta(days=self.chance.randrange(3)))
        start = datetime.combine(day, datetime.min.time()) + timedelta(
            minutes=15 * self.chance.randrange(96)
        )
        end = start + timedelta(minutes=15 * self.chance.randrange(1, 120))
        return Hours(start=start, end=end, zone=self.chance.choice(ZONES))

    async def create(self) -> None:
        title = self.title()
        event = CalendarEvent(
            uid=f"{title.replace(' ', '-')}@jenny",
            title=title,
            when=self.when(),
            rule=self.chance.choice((None, *RULES)),
            place=self.chance.choice((None, "Room 2")),
            reminders=self.chance.choice(((), (10,), (0, 60))),
            busy=self.chance.random() < 0.8,
            private=self.chance.random() < 0.2,
        )
        for side in self.sides:
            side.apply(await side.door.create(side.calendar, event, None))

    async def change(self, wanted: Key) -> None:
        """Rename it, and where it is no series, move it."""
        title, when, notes = self.title(), self.when(), self.chance.choice((None, "Bring it"))
        for side in self.sides:
            event = side.find(wanted)
            after = replace(event, title=title, notes=notes, cancelled=False)
            if event.rule is None:
                after = replace(after, when=when)
            series = side.events.get(event.series_ref or "")
            side.apply(await side.door.update(side.calendar, after, series))

    async def delete(self, wanted: Key) -> None:
        for side in self.sides:
            event = side.find(wanted)
            series = side.events.get(event.series_ref or "")
            if series is not None:
                self.settled.add(series.uid)
            side.apply(await side.door.delete(side.calendar, event, series))

    async def except_(self, wanted: Key) -> None:
        """One occasion of a series becomes another, or does not take place."""
        far = datetime(2027, 1, 1).astimezone()
        series = self.sides[0].find(wanted)
        times = list(occasions(series, datetime(2026, 1, 1).astimezone(), far))
        chosen = self.chance.choice(times).when
        original = chosen.first if isinstance(chosen, WholeDays) else chosen.start
        title, cancelled = self.title(), self.chance.random() < 0.3
        if (series.uid, stamp(original)) in {key(e) for e in self.sides[0].events.values()}:
            return
        for side in self.sides:
            home = side.find(wanted)
            event = replace(
                home, ref="", etag="", raw="", title=title, when=chosen, rule=None,
                original=original, cancelled=cancelled,
            )  # fmt: skip
            side.apply(await side.door.create(side.calendar, event, home))

    async def step(self) -> None:
        known = {key(event): event for event in self.sides[0].events.values()}
        free = [wanted for wanted in known if wanted[0] not in self.settled]
        series = [wanted for wanted in free if known[wanted].rule is not None]
        choice = self.chance.random()
        if choice < 0.35 or not free:
            await self.create()
        elif choice < 0.6:
            await self.change(self.chance.choice(free))
        elif choice < 0.75:
            await self.delete(self.chance.choice(free))
        elif series:
            await self.except_(self.chance.choice(series))


@pytest.mark.parametrize("seed", range(6))
async def test_both_sides_end_equal(account: Opened, seed: int) -> None:
    model = ModelProvider(listed={"work": ModelCalendar(name="Work")})
    account.world.page = 3
    mine = Copy(door=account.door, calendar=account.far.ref)
    play = Play((mine, Copy(door=ModelDoor(model), calendar="work")), seed)
    for _ in range(STEPS):
        await play.step()
        await play.sides[play.chance.randrange(2)].sync()
    anew = Copy(door=account.door, calendar=account.far.ref)
    for side in (*play.sides, anew):
        await side.sync()
    expected = shown(play.sides[1].events.values())
    assert shown(mine.events.values()) == expected
    assert shown(anew.events.values()) == expected
    alive = [
        one for one in Book(account.world, account.far).present() if one["status"] != "cancelled"
    ]
    assert len(expected) >= 5 <= len(alive)
