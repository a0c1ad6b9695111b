"""People who talk to a whole house on real servers, for the tests of the memory."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg

from app.wiring import House
from core.clock import SimulatedClock
from core.models import Incoming, Outgoing
from memory.remember import embed_pending
from tests.fakes import RecordingDoor

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
Shown = list[Outgoing]
Row = tuple[object, ...]


@dataclass(kw_only=True)
class Talk:
    """One person in the terminal, at noon on Tuesday 14 April 2026 in Berlin."""

    house: House
    clock: SimulatedClock
    door: RecordingDoor
    owner_id: int
    admin_url: str
    chat_id: int = 0

    async def say(self, text: str, *, forwarded: bool = False) -> Shown:
        """What the message is answered with, and what comes of it behind the reply."""
        return await self.deal(await self.receive("text", text, forwarded=forwarded))

    async def answer(self, text: str) -> str:
        """What the person reads, after the first contact's welcome."""
        shown = await self.say(text)
        return "\n".join(
            one.reply.text
            for one in shown
            if "I'm Jenny" not in one.reply.text and one.kind == "reply"
        )

    async def press(self, label: str) -> Shown:
        """What pressing the newest button with that label leads to."""
        async with self.house.database.transaction(self.owner_id) as work:
            chat = await work.people.open_conversation("terminal", self.chat_id, NOON)
            found = await work.outbox.pressed(chat.id, label)
        assert found is not None, label
        return await self.pressing(found[1])

    async def pressing(self, data: str) -> Shown:
        """What a press with that data leads to."""
        return await self.deal(await self.receive("press", "", data))

    async def receive(
        self, kind: str, text: str, data: str = "", *, forwarded: bool = False
    ) -> Incoming:
        async with self.house.database.transaction(self.owner_id) as work:
            now = self.house.clock.now()
            chat = await work.people.open_conversation("terminal", self.chat_id, now)
            incoming = await work.inbox.add(chat.id, kind, text, data, now)
        if not forwarded:
            return incoming
        with psycopg.connect(self.admin_url) as connection:
            connection.execute(
                "update inbox set body = body || '{\"forwarded\": true}' where id = %s",
                (incoming.inbox_id,),
            )
        async with self.house.database.transaction(self.owner_id) as work:
            taken = await work.inbox.take(incoming.inbox_id)
        assert taken is not None
        return taken

    async def deal(self, incoming: Incoming, *, learn: bool = True) -> Shown:
        """Deal with it, whole; without `learn` what it teaches waits."""
        before = len(self.door.sent)
        await self.house.dispatcher.handle(incoming)
        await self.house.delivery.drain("terminal")
        if learn:
            await self.house.learner.drain()
            await self.house.delivery.drain("terminal")
        await embed_pending(self.house.database, self.house.embedder, self.owner_id)
        return self.door.sent[before:]

    async def another(self, name: str) -> "Talk":
        """Somebody else in the same house."""
        boards = self.house.boards
        owner_id = await boards.admit(name, "Europe/Lisbon", is_owner=False, at=NOON)
        return Talk(
            house=self.house,
            clock=self.clock,
            door=self.door,
            owner_id=owner_id,
            admin_url=self.admin_url,
        )

    def rows(self, query: str, *values: object) -> list[Row]:
        """Rows past the walls."""
        with psycopg.connect(self.admin_url) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def ties(self, predicate: str) -> list[Row]:
        """(subject, object, day from, day until) of relations with that predicate, in order."""
        return self.rows(
            "select s.name, o.name, (valid_from at time zone 'Europe/Berlin')::date::text,"
            " (valid_to at time zone 'Europe/Berlin')::date::text from relations r"
            " join entities s on s.id = r.subject_id join entities o on o.id = r.object_id"
            " where r.owner_id = %s and predicate = %s order by r.id",
            self.owner_id,
            predicate,
        )

    def holding(self, words: str) -> list[str]:
        """The tables in which some row holds those words."""
        tables = self.rows("select tablename::text from pg_tables where schemaname = 'public'")
        found: list[str] = []
        for (name,) in tables:
            query = f"select 1 from {name} t where position(%s in lower(t::text)) > 0 limit 1"  # noqa: S608
            found += [str(name)] if self.rows(query, words.casefold()) else []
        return sorted(found)

    def wait(self, span: timedelta) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + span)


def labels(outgoing: Outgoing) -> list[str]:
    """What the buttons of the message say."""
    return [button.label for line in outgoing.reply.buttons for button in line]
