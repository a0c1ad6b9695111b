"""Delivery while PostgreSQL comes and goes: nothing is lost, nothing comes twice."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.delivery import Delivery
from core.errors import ServerDown
from core.models import Outgoing, Ready, Receipt
from core.stores import Database, UnitOfWork
from storage.boards import Boards
from tests.integration.bot.mail import ANNA, BEN, Mail

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


class Wavering:
    """A database that is away for the next `away` transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.away = 0

    @asynccontextmanager
    async def transaction(
        self, owner_id: int, *, cause: int | None = None
    ) -> AsyncGenerator[UnitOfWork]:
        if self.away:
            self.away -= 1
            raise ServerDown("PostgreSQL", "start it.")
        async with self._database.transaction(owner_id, cause=cause) as work:
            yield work


class WaveringBoard:
    """A board that is away for the next `away` looks."""

    def __init__(self, boards: Boards, away: int) -> None:
        self._boards = boards
        self._away = away

    async def ready(self, at: datetime, door: str, most: int) -> list[Ready]:
        if self._away:
            self._away -= 1
            raise ServerDown("PostgreSQL", "start it.")
        return await self._boards.ready(at, door, most)

    async def recover(self, at: datetime, door: str) -> int:
        return await self._boards.recover(at, door)


class Counter:
    """A door that counts, and takes the database away while it sends."""

    name = "telegram"

    def __init__(self, database: Wavering | None = None) -> None:
        self.texts: list[str] = []
        self.doubted = 0
        self._database = database

    async def send(self, message: Outgoing, part_sent: Callable[[int], Awaitable[None]]) -> Receipt:
        self.texts.append(message.reply.text)
        self.doubted += message.uncertain
        if self._database is not None:
            self._database.away = 2
        return Receipt(message_id=len(self.texts), at=message.created_at or NOON)


async def test_a_receipt_waits_for_the_database(mail: Mail) -> None:
    await mail.put(ANNA, "Hello")
    database = Wavering(mail.database)
    door = Counter(database)
    async with mail.running(mail.delivery(door, database)):
        assert await mail.settled("sent") == ["sent"]
    assert door.texts == ["Hello"]


async def test_what_could_not_be_claimed_is_claimed_later(mail: Mail) -> None:
    await mail.put(ANNA, "Hello")
    await mail.put(BEN, "Hello")
    database = Wavering(mail.database)
    database.away = 3
    door = Counter()
    async with mail.running(mail.delivery(door, database)):
        assert await mail.settled("sent") == ["sent", "sent"]
    assert door.texts == ["Hello", "Hello"]


async def test_it_looks_again_when_the_board_was_away(mail: Mail) -> None:
    await mail.put(ANNA, "Hello")
    door, board = Counter(), WaveringBoard(mail.boards, away=2)
    delivery = Delivery(mail.database, board, mail.clock, {"telegram": door})
    async with mail.running(delivery):
        assert await mail.settled("sent") == ["sent"]
    assert door.texts == ["Hello"]


async def test_what_waits_for_its_turn_at_the_end_has_not_been_sent(mail: Mail) -> None:
    await mail.put(ANNA, "Water the plants", "push")
    await mail.put(BEN, "Water the plants", "push")
    door = Counter()
    # While no second passes, the turn of the second alarm never comes.
    still = Delivery(mail.database, mail.boards, mail.clock, {"telegram": door}, ticks=lambda: 1.0)
    async with mail.running(still):
        async with asyncio.timeout(5):
            while sorted(mail.states()) != ["sending", "sent"]:
                await asyncio.sleep(0.02)
    assert sorted(mail.states()) == ["queued", "sent"]
    assert await mail.delivery(door).drain("telegram") == 1
    assert mail.rows("select from outbox where state = 'sent'") == [{}, {}]
    assert door.doubted == 0
