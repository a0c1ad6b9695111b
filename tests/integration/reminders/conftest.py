"""Anna in Berlin over the real claim and delivery, on PostgreSQL and Redis; only the clock is moved
by hand. It stands at noon, Monday 13 April 2026."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.rows import dict_row

from agents.chat import ChatAgent
from agents.dispatcher import Dispatcher
from agents.reminders import ReminderAgent
from agents.tasks import TaskAgent
from bot.delivery import Delivery
from core.clock import SimulatedClock
from core.models import Outgoing
from core.zones import instant_of, zone
from integrations.redis.limiter import RedisLimiter
from scheduler.due import DueClaims
from scheduler.simulation import advance
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.fake_calendars import calendar_agent
from tests.fakes import RecordingDoor
from tests.house import Forgetful, nothing_known, nothing_to_say
from understanding import understand

BERLIN = zone("Europe/Berlin")
NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)


class WrongClock(SimulatedClock):
    """Goes as the test says, also backwards."""

    def move_to(self, instant: datetime) -> None:
        self._now = instant


@dataclass(kw_only=True)
class Life:
    """What Anna says and presses, what she sees, and what the rows hold."""

    database: PostgresDatabase
    boards: Boards
    clock: WrongClock
    claims: DueClaims
    dispatcher: Dispatcher
    delivery: Delivery
    door: RecordingDoor
    anna: int
    url: str

    async def say(self, text: str) -> list[str]:
        """The texts that the message is answered with."""
        return [outgoing.reply.text for outgoing in await self._handle("text", text)]

    async def press(self, label: str) -> list[Outgoing]:
        """What pressing the newest button with that label leads to: the toast, then the rest."""
        async with self.database.transaction(self.anna) as work:
            talk = await work.people.open_conversation("terminal", 0, self.clock.now())
            found = await work.outbox.pressed(talk.id, label)
        assert found is not None, label
        return await self.send(*found)

    async def send(self, outbox_id: int, data: str) -> list[Outgoing]:
        """A press of a button that may be gone from the message by now."""
        return await self._handle("press", "", data, outbox_id)

    async def wait(self, **span: float) -> list[Outgoing]:
        """What comes while the service runs on for that long."""
        before = len(self.door.sent)

        async def deliver() -> None:
            await self.delivery.drain("terminal")

        target = self.clock.now() + timedelta(**span)
        await advance(self.clock, target, self.boards, self.claims, deliver)
        return self.door.sent[before:]

    async def off(self, **span: float) -> list[Outgoing]:
        """What comes at the start, after the service was off for that long."""
        return await self.start_at(self.clock.now() + timedelta(**span))

    async def start_at(self, instant: datetime) -> list[Outgoing]:
        """What comes when the service starts at `instant`, whatever it was before."""
        self.clock.move_to(instant)
        before = len(self.door.sent)
        await self.claims.ring_due()
        await self.claims.realign()
        await self.delivery.drain("terminal")
        return self.door.sent[before:]

    async def until(self, *wall: int) -> list[Outgoing]:
        """What comes until the local time in Berlin."""
        local = datetime(*wall)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return await self.wait(
            seconds=(instant_of(local, BERLIN) - self.clock.now()).total_seconds()
        )

    def states(self) -> list[object]:
        return [row["state"] for row in self.rows("select state from occurrences order by id")]

    def rows(self, query: LiteralString) -> list[dict[str, Any]]:
        """What the tables say, seen by the administrator."""
        with (
            psycopg.connect(self.url) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return cursor.execute(query).fetchall()

    async def _handle(
        self, kind: str, text: str, data: str = "", message_id: int | None = None
    ) -> list[Outgoing]:
        now, before = self.clock.now(), len(self.door.sent)
        async with self.database.transaction(self.anna) as work:
            talk = await work.people.open_conversation("terminal", 0, now)
            incoming = await work.inbox.add(talk.id, kind, text, data, now, message_id)
        await self.dispatcher.handle(incoming)
        await self.delivery.drain("terminal")
        return self.door.sent[before:]


def labels(outgoing: Outgoing) -> list[str]:
    return [button.label for line in outgoing.reply.buttons for button in line]


def texts(sent: Sequence[Outgoing]) -> list[str]:
    return [outgoing.reply.text for outgoing in sent]


def at(sent: Sequence[Outgoing]) -> list[str]:
    """When they were put, by the clock in Berlin."""
    return [
        f"{outgoing.created_at.astimezone(BERLIN):%d %H:%M}"
        for outgoing in sent
        if outgoing.created_at
    ]


@pytest.fixture
async def life(database_url: str, admin_url: str, redis_url: str) -> AsyncIterator[Life]:
    clock = WrongClock(NOON)
    async with (
        PostgresDatabase(database_url, clock) as database,
        RedisLimiter(redis_url) as limiter,
    ):
        boards = Boards(database)
        anna = await boards.admit("anna", "Europe/Berlin", is_owner=True, at=NOON)
        async with database.transaction(anna) as work:
            person = await work.people.get()
            await work.people.save(replace(person, introduced=True))
        door = RecordingDoor(clock)
        memory = Forgetful()
        agents = [
            ReminderAgent(),
            TaskAgent(),
            calendar_agent(database, clock, memory),
            ChatAgent(None, nothing_known, nothing_to_say),
            memory,
        ]
        async with Dispatcher(database, agents, understand, clock) as dispatcher:
            yield Life(
                database=database,
                boards=boards,
                clock=clock,
                claims=DueClaims(database, boards, limiter, clock),
                dispatcher=dispatcher,
                delivery=Delivery(database, boards, clock, {"terminal": door}),
                door=door,
                anna=anna,
                url=admin_url,
            )
