"""In-memory stand-ins for the ports of `core/ports.py`; the contract ring holds them to what the
PostgreSQL stores do."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from core.clock import Clock, SimulatedClock
from core.errors import DeliveryError, Refused
from core.models import (
    Button,
    Conversation,
    Door,
    Due,
    Focus,
    Incoming,
    Occurrence,
    Outgoing,
    Person,
    Ready,
    Receipt,
)
from core.requests import Route
from tests.fake_anchors import FakeAnchors
from tests.fake_calendars import FakeCalendars, NoCopies
from tests.fake_memory import (
    FakeChanges,
    FakeEpisodes,
    FakeErasures,
    FakeEvidence,
    FakeLessons,
    FakeMemories,
    FakePassages,
    FakeRelations,
)
from tests.fake_rows import (
    FakeDrafts,
    FakeEvents,
    FakeOccurrences,
    FakeReminders,
    FakeTasks,
    Key,
    Row,
    Sending,
    State,
    Store,
    snapshot,
)

FakeClock = SimulatedClock
NOON = SimulatedClock(datetime(2026, 4, 13, 10, tzinfo=UTC))


class InMemoryUnit:
    """One transaction over the state of one person."""

    def __init__(
        self, state: State, ids: Callable[[], int], cause: int | None, at: datetime
    ) -> None:
        self.at = at
        self.owner_id = state.person.id
        self.state = state
        self.ids = ids
        self.cause = cause
        self.before = dict(state.rows)
        self.person = state.person
        self.people = FakePeople(self)
        self.inbox = FakeInbox(self)
        self.outbox = FakeOutbox(self)
        self.reminders = FakeReminders(self)
        self.occurrences = FakeOccurrences(self)
        self.anchors = FakeAnchors(self)
        self.tasks = FakeTasks(self)
        self.events = FakeEvents(self)
        self.calendars = FakeCalendars()
        self.copies = NoCopies()
        self.drafts = FakeDrafts(self)
        self.episodes = FakeEpisodes(self)
        self.memories = FakeMemories(self)
        self.passages = FakePassages(self)
        self.relations = FakeRelations(self)
        self.changes = FakeChanges(self)
        self.lessons = FakeLessons(self)
        self.evidence = FakeEvidence(self)
        self.erasures = FakeErasures(self)

    def changed(self) -> dict[Key, tuple[Row | None, Row | None]]:
        """What this transaction has changed so far, with both images."""
        keys = self.before.keys() | self.state.rows.keys()
        images: dict[Key, tuple[Row | None, Row | None]] = {
            key: (self.before.get(key), self.state.rows.get(key)) for key in keys
        }
        found = {key: image for key, image in images.items() if image[0] != image[1]}
        old, new = self.person, self.state.person
        kept = {"introduced": new.introduced, "private": new.private, "paused": new.paused}
        if replace(old, **kept) != new:
            found["people", self.owner_id] = (old, new)
        return found


class InMemoryDatabase:
    """`core.stores.Database`, and the boards over it. What fails leaves no trace."""

    def __init__(self, clock: Clock = NOON) -> None:
        self.clock = clock
        self.states: dict[int, State] = {}
        self._ids = count(1)
        self._lock = asyncio.Lock()

    def admit(self, name: str, zone: str = "Europe/Berlin", *, introduced: bool = True) -> Person:
        """Let somebody in."""
        person = Person(id=next(self._ids), name=name, zone=zone, home=zone, introduced=introduced)
        self.states[person.id] = State(person=person)
        return person

    @asynccontextmanager
    async def transaction(
        self, owner_id: int, *, cause: int | None = None
    ) -> AsyncGenerator[InMemoryUnit]:
        async with self._lock:
            kept = snapshot(self.states[owner_id])
            now = self.clock.now()
            unit = InMemoryUnit(self.states[owner_id], lambda: next(self._ids), cause, now)
            try:
                yield unit
            except BaseException:
                self.states[owner_id] = kept
                raise
            if cause is not None and unit.changed():
                merged = unit.state.changes.setdefault(cause, {})
                for key, (old, new) in unit.changed().items():
                    merged[key] = (merged[key][0] if key in merged else old, new)

    async def due(self, at: datetime, most: int, *, terminal_only: bool = False) -> list[Due]:
        found = [
            Due(owner_id=owner, occurrence_id=o.id, due_at=o.due_at)
            for owner, o in self._scheduled()
            if o.due_at <= at
        ]
        return sorted(found, key=lambda d: (d.due_at, d.occurrence_id))[:most]

    async def instants(
        self, after: datetime, until: datetime, most: int, *, terminal_only: bool = False
    ) -> list[datetime]:
        return sorted({o.due_at for _, o in self._scheduled() if after < o.due_at <= until})[:most]

    async def people(self) -> list[tuple[int, str]]:
        return [(owner, state.person.name) for owner, state in self.states.items()]

    async def ready(self, at: datetime, door: str, most: int) -> list[Ready]:
        found = [
            (sending, owner)
            for owner, state in self.states.items()
            for sending in state.outbox.values()
            if sending.state == "queued" and sending.message.door == door
            and (sending.not_before is None or sending.not_before <= at)
        ]  # fmt: skip
        found.sort(key=lambda pair: (pair[0].message.kind == "push", pair[0].message.id))
        return [
            Ready(
                owner_id=owner,
                outbox_id=sending.message.id,
                conversation_id=sending.message.conversation_id,
                kind=sending.message.kind,
            )
            for sending, owner in found[:most]
        ]

    async def recover(self, at: datetime, door: str) -> int:
        return 0

    def _scheduled(self) -> list[tuple[int, Occurrence]]:
        return [
            (owner, row)
            for owner, state in self.states.items()
            for row in state.rows.values()
            if isinstance(row, Occurrence) and row.state == "scheduled"
        ]


class FakePeople(Store):
    async def get(self) -> Person:
        kept = self.state.person
        where = kept.whereabouts
        lost = [s for s in self.state.outbox.values() if s.state == "failed"]
        untold = any(s.message.kind == "push" for s in lost)
        return replace(kept, zone=where.zone_at(self.unit.at), home=where.home, untold=untold)

    async def save(self, person: Person) -> None:
        self.state.person = replace(person, id=self.state.person.id, name=self.state.person.name)

    async def conversation(self, conversation_id: int) -> Conversation:
        if conversation_id not in self.state.conversations:
            raise Refused("That conversation is over.")
        return self.state.conversations[conversation_id]

    async def scene(self, conversation_id: int) -> tuple[Person, Conversation]:
        return await self.get(), await self.conversation(conversation_id)

    async def open_conversation(self, door: str, chat_id: int, at: datetime) -> Conversation:
        for known in self.state.conversations.values():
            if (known.door, known.chat_id) == (door, chat_id):
                self.state.conversations[known.id] = seen = replace(known, last_seen_at=at)
                return seen
        made = Conversation(
            id=self.unit.ids(),
            owner_id=self.unit.owner_id,
            door="telegram" if door == "telegram" else "terminal",
            chat_id=chat_id,
            last_seen_at=at,
        )
        self.state.conversations[made.id] = made
        return made

    async def focus(self, conversation_id: int, focus: Focus) -> None:
        known = self.state.conversations[conversation_id]
        self.state.conversations[conversation_id] = replace(known, focus=focus)

    async def last_seen(self, doors: Sequence[str]) -> Conversation | None:
        seen = [c for c in self.state.conversations.values() if c.door in doors and c.last_seen_at]
        return max(seen, key=lambda c: c.last_seen_at or datetime.min, default=None)  # noqa: DTZ901


class FakeInbox(Store):
    async def add(
        self,
        conversation_id: int,
        kind: str,
        text: str,
        data: str,
        at: datetime,
        message_id: int | None = None,
    ) -> Incoming:
        if kind not in ("text", "press", "edit", "unsupported"):
            raise ValueError(kind)
        incoming = Incoming(
            inbox_id=self.unit.ids(),
            owner_id=self.unit.owner_id,
            conversation_id=conversation_id,
            kind=kind,
            text=text,
            data=data,
            message_id=message_id,
            received_at=at,
        )
        self.state.inbox[incoming.inbox_id] = (incoming, "new")
        return incoming

    async def take(self, inbox_id: int) -> Incoming | None:
        incoming, state = self.state.inbox.get(inbox_id, (None, "done"))
        return incoming if state in ("new", "deferred", "waiting") else None

    async def get(self, inbox_id: int) -> Incoming | None:
        found = self.state.inbox.get(inbox_id)
        return None if found is None else found[0]

    async def close(self, inbox_id: int, state: str, at: datetime) -> None:
        self.state.inbox[inbox_id] = (self.state.inbox[inbox_id][0], state)

    async def begin(self, inbox_id: int) -> None:
        raise NotImplementedError("lives are counted on PostgreSQL")

    async def survive(self, inbox_ids: Sequence[int]) -> None:
        raise NotImplementedError("lives are counted on PostgreSQL")

    async def erase(self, inbox_id: int) -> None:
        raise NotImplementedError("secrets are tested on PostgreSQL")

    async def original(self, conversation_id: int, message_id: int) -> int | None:
        found = [
            inbox_id
            for inbox_id, (row, _) in self.state.inbox.items()
            if (row.conversation_id, row.message_id, row.kind)
            == (conversation_id, message_id, "text")
        ]
        return min(found, default=None)


class FakeOutbox(Store):
    async def put(self, message: Outgoing, at: datetime) -> None:
        if any(sending.message.key == message.key for sending in self.state.outbox.values()):
            return
        talk = self.state.conversations[message.conversation_id]
        kept = replace(
            message,
            id=self.unit.ids(),
            owner_id=self.unit.owner_id,
            door=talk.door,
            chat_id=talk.chat_id,
            created_at=at,
        )
        self.state.outbox[kept.id] = Sending(message=kept, not_before=at)

    async def number(self, key: str) -> int:
        rows = self.state.outbox.items()
        return next(number for number, sending in rows if sending.message.key == key)

    async def claim(self, outbox_id: int, at: datetime, lease_until: datetime) -> Outgoing | None:
        sending = self.state.outbox.get(outbox_id)
        if sending is None or sending.state in ("sent", "failed"):
            return None
        if sending.not_before is not None and sending.not_before > at:
            return None
        uncertain = sending.state == "sending"
        sending.state, sending.not_before = "sending", lease_until
        target = self.state.outbox.get(sending.message.target_id or 0)
        return replace(
            sending.message,
            uncertain=uncertain,
            target_message_id=None if target is None else target.message_id,
        )

    async def sent(
        self, outbox_id: int, receipt: Receipt, occurrence_id: int | None = None
    ) -> None:
        sending = self.state.outbox[outbox_id]
        sending.state, sending.message_id = "sent", receipt.message_id
        for key, rung in self.state.rows.items():
            if not isinstance(rung, Occurrence) or occurrence_id is None:
                continue
            if outbox_id == rung.outbox_id or occurrence_id == rung.id:
                state = "sent" if rung.state == "claimed" else rung.state
                self.state.rows[key] = replace(
                    rung, state=state, message_id=receipt.message_id, sent_at=receipt.at
                )

    async def part_sent(self, outbox_id: int, parts: int) -> None:
        sending = self.state.outbox[outbox_id]
        sending.message = replace(sending.message, parts_sent=parts)

    async def postpone(
        self, outbox_id: int, until: datetime, reason: str, *, uncertain: bool = False
    ) -> None:
        sending = self.state.outbox[outbox_id]
        sending.state, sending.not_before = ("sending" if uncertain else "queued"), until

    async def fail(self, outbox_id: int, reason: str, *, silence: bool = False) -> None:
        self.state.outbox[outbox_id].state = "failed"

    async def undelivered(self, at: datetime) -> list[Outgoing]:
        lost = [
            sending
            for sending in self.state.outbox.values()
            if sending.state == "failed" and sending.message.kind == "push"
        ]
        for sending in lost:
            sending.state = "told"
        return [sending.message for sending in lost]

    async def pressed(self, conversation_id: int, label: str) -> tuple[int, str] | None:
        wanted = _spoken(label)
        shown = await self._buttons(conversation_id)
        return next(((id_, b.data) for id_, b in shown if _spoken(b.label) == wanted), None)

    async def offering(self, conversation_id: int, data: str) -> int | None:
        shown = await self._buttons(conversation_id)
        return next((id_ for id_, button in shown if button.data == data), None)

    async def told(self, conversation_id: int, route: Route) -> int | None:
        found = [
            m.id
            for m in (sending.message for sending in self.state.outbox.values())
            if m.conversation_id == conversation_id and m.reply.route == route
            and (m.kind == "edit" or (m.kind == "reply" and not m.reply.buttons))
        ]  # fmt: skip
        return max(found, default=None)

    async def _buttons(self, conversation_id: int) -> list[tuple[int, Button]]:
        found: list[tuple[int, Button]] = []
        for sending in sorted(self.state.outbox.values(), key=lambda s: -s.message.id):
            message = sending.message
            if message.conversation_id != conversation_id or message.kind not in ("reply", "push"):
                continue
            shown = (await self.versions(message.id))[-1].reply
            found += [(message.id, button) for line in shown.buttons for button in line]
        return found

    async def find(self, conversation_id: int, message_id: int) -> int | None:
        found = [
            s.message.id
            for s in self.state.outbox.values()
            if s.message_id == message_id and s.message.conversation_id == conversation_id
            and s.message.kind in ("reply", "push")
        ]  # fmt: skip
        return max(found, default=None)

    async def edited(self, inbox_id: int) -> list[int]:
        messages = [sending.message for sending in self.state.outbox.values()]
        edits = [m for m in messages if (m.kind, m.inbox_id) == ("edit", inbox_id)]
        return sorted({m.target_id for m in edits if m.target_id is not None})

    async def versions(self, outbox_id: int) -> list[Outgoing]:
        messages = [sending.message for sending in self.state.outbox.values()]
        return [
            message
            for message in messages
            if message.id == outbox_id or (message.target_id, message.kind) == (outbox_id, "edit")
        ]


def _spoken(label: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in label.casefold()).split())


class RecordingDoor:
    """A door that keeps what leaves by it. `failures` are raised first, one a sending."""

    name = "terminal"

    def __init__(self, clock: SimulatedClock, name: Door = "terminal") -> None:
        self.name = name
        self.sent: list[Outgoing] = []
        self.failures: list[DeliveryError] = []
        self._clock = clock

    async def send(self, message: Outgoing, part_sent: Callable[[int], Awaitable[None]]) -> Receipt:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
        return Receipt(message_id=message.id, at=self._clock.now())

    async def drain(self, database: InMemoryDatabase) -> list[Outgoing]:
        """Send all that is ready, and hand it back."""
        before = len(self.sent)
        now = self._clock.now()
        for row in await database.ready(now, self.name, 1000):
            async with database.transaction(row.owner_id) as work:
                message = await work.outbox.claim(row.outbox_id, now, now + timedelta(minutes=1))
                if message is not None:
                    receipt = await self.send(message, _parts_unnoticed)
                    await work.outbox.sent(row.outbox_id, receipt, message.occurrence_id)
        return self.sent[before:]


async def _parts_unnoticed(parts: int) -> None:
    """The recording door never splits."""


class FakeLimiter:
    """Counts that never run out; `absent` plays a server that is away."""

    def __init__(self) -> None:
        self.absent = False
        self.counts: dict[str, int] = {}

    async def hit(self, key: str, most: int, seconds: int) -> bool:
        self.counts[key] = self.counts.get(key, 0) + 1
        return not self.absent and self.counts[key] <= most

    async def mark(self, key: str, seconds: int) -> bool:
        new = key not in self.counts
        self.counts.setdefault(key, 1)
        return new and not self.absent

    async def present(self, key: str) -> bool:
        return key in self.counts and not self.absent


class ScriptedModel:
    """Answers with `replies` in turn, once `gate` is open, and keeps what it was asked."""

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def answer(self, instructions: str, memory: str, question: str) -> str:
        self.asked.append(question)
        await self.gate.wait()
        return self.replies.pop(0)
