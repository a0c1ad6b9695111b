"""Puts messages into a real outbox and looks at what became of them."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import LiteralString

import psycopg
from psycopg.rows import dict_row

from bot.delivery import FINISH_SECONDS, Delivery
from core.clock import Clock
from core.models import Outgoing, OutgoingKind, Reply
from core.ports import DoorPort
from core.stopping import stop
from core.stores import Database
from storage.boards import Boards
from storage.database import PostgresDatabase

ANNA, BEN = 501, 502


class Mail:
    """The outbox of the people in a test, by their chats."""

    def __init__(
        self,
        database: PostgresDatabase,
        boards: Boards,
        clock: Clock,
        owners: Mapping[int, int],
        admin_url: str,
    ) -> None:
        self.database = database
        self.boards = boards
        self.clock = clock
        self.owners = owners
        self.admin_url = admin_url
        self._numbers = 0

    async def put(
        self,
        chat: int,
        text: str,
        kind: OutgoingKind = "reply",
        *,
        callback: str | None = None,
        target: int | None = None,
        occurrence: int | None = None,
    ) -> int:
        """Queue a message for `chat`; the id of its row."""
        self._numbers += 1
        async with self.database.transaction(self.owners[chat]) as work:
            opened = await work.people.open_conversation("telegram", chat, self.clock.now())
            message = Outgoing(
                key=f"test:{self._numbers}",
                conversation_id=opened.id,
                kind=kind,
                reply=Reply(text=text),
                callback_id=callback,
                target_id=target,
                occurrence_id=occurrence,
            )
            await work.outbox.put(message, self.clock.now())
            return await work.outbox.number(message.key)

    def delivery(self, door: DoorPort, database: Database | None = None) -> Delivery:
        """A new drain over this outbox."""
        return Delivery(database or self.database, self.boards, self.clock, {"telegram": door})

    @asynccontextmanager
    async def running(
        self, delivery: Delivery, *, first: bool = True
    ) -> AsyncGenerator[asyncio.Event]:
        """`delivery` at work until the block is left; yields what wakes it.

        Of several only one is `first`: it takes over what one that has died had in hand.
        """
        wake = asyncio.Event()
        tasks = [asyncio.create_task(delivery.run(wake))]
        if first:
            tasks.append(asyncio.create_task(delivery.take_over()))
        try:
            yield wake
        finally:
            await stop(tasks, again=FINISH_SECONDS + 1)

    def rows(self, query: LiteralString) -> list[dict[str, object]]:
        """What the tables say, seen by the administrator."""
        with (
            psycopg.connect(self.admin_url) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return cursor.execute(query).fetchall()

    def states(self) -> list[str]:
        """The states of all rows of the outbox, in order."""
        return [str(row["state"]) for row in self.rows("select state from outbox order by id")]

    async def settled(self, *states: str, seconds: float = 10.0) -> list[str]:
        """The states of all rows, once every one is among `states` (or the time is over)."""
        try:
            async with asyncio.timeout(seconds):
                while not set(self.states()) <= set(states):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            pass
        return self.states()
