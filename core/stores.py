"""What is kept of one person, as the inside of Jenny sees it; `storage` fills it.

A store acts for the person whose transaction it belongs to; none takes an owner id.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from core.models import (
    Conversation,
    Draft,
    Episode,
    Event,
    Fact,
    Focus,
    Forgotten,
    Hit,
    Incoming,
    Interaction,
    Occurrence,
    OccurrenceState,
    Outgoing,
    Person,
    Receipt,
    Relation,
    Reminder,
    Task,
)


class People(Protocol):
    """The person of the transaction, and their conversations."""

    async def get(self) -> Person: ...
    async def save(self, person: Person) -> None:
        """Zone, language, parts of the day, `introduced`, `private` and `ask_first`."""
        ...

    async def conversation(self, conversation_id: int) -> Conversation: ...
    async def open_conversation(self, door: str, chat_id: int, at: datetime) -> Conversation:
        """The conversation with that chat, made when it is new; notes that it was seen at `at`."""
        ...

    async def focus(self, conversation_id: int, focus: Focus) -> None: ...
    async def last_seen(self, doors: Sequence[str]) -> Conversation | None:
        """Where the person was last, among `doors`, leaving out silent and revoked accounts."""
        ...


class Inbox(Protocol):
    """What came in and is not dealt with yet."""

    async def add(
        self,
        conversation_id: int,
        kind: str,
        text: str,
        data: str,
        at: datetime,
        message_id: int | None = None,
    ) -> Incoming:
        """Keep a message of the terminal. Telegram's come in by `Intake`."""
        ...

    async def take(self, inbox_id: int) -> Incoming | None:
        """The row, locked until the transaction ends; None when it is done already."""
        ...

    async def close(self, inbox_id: int, state: str, at: datetime) -> None:
        """Mark the row "done", "deferred", "waiting" or "set_aside"."""
        ...

    async def original(self, conversation_id: int, message_id: int) -> int | None:
        """The inbox id of the message that an edit corrects."""
        ...


class Outbox(Protocol):
    """What goes out. Rows put here leave with the transaction, or not at all."""

    async def put(self, message: Outgoing, at: datetime) -> int:
        """Queue `message`; the same key again changes nothing. Returns the row's id.

        The buttons of a message that was edited are those of its last edit.
        """
        ...

    async def claim(self, outbox_id: int, at: datetime, lease_until: datetime) -> Outgoing | None:
        """Take a row for sending until `lease_until`; None when another has it.

        `uncertain` marks one whose earlier sending was cut off before the receipt.
        """
        ...

    async def sent(self, outbox_id: int, receipt: Receipt) -> None:
        """Keep the receipt, also on the occurrence that rang with it."""
        ...

    async def part_sent(self, outbox_id: int, parts: int) -> None:
        """Note how many parts of a long message have arrived."""
        ...

    async def postpone(
        self, outbox_id: int, until: datetime, reason: str, *, uncertain: bool = False
    ) -> None:
        """Try again from `until` on; `uncertain` when the last try may have arrived."""
        ...

    async def fail(self, outbox_id: int, reason: str, *, silence: bool = False) -> None:
        """Give up; a ringing counts as missed, and `undelivered` tells of it at the next contact.

        With `silence` the account gets nothing pushed any more until it writes again.
        """
        ...

    async def undelivered(self, at: datetime) -> list[Outgoing]:
        """The pushes that never arrived, oldest first. They are told of once: now, at `at`."""
        ...

    async def pressed(self, conversation_id: int, label: str) -> tuple[int, str] | None:
        """(outbox id, data) of the newest message with a button `label`; case and emoji ignored."""
        ...

    async def find(self, conversation_id: int, message_id: int) -> int | None:
        """The outbox id of the message that the door calls `message_id`."""
        ...

    async def versions(self, outbox_id: int) -> list[Outgoing]:
        """The message, then its edits in order; empty when it is too old to be known."""
        ...


class Reminders(Protocol):
    """Reminders and their ringings."""

    async def add(self, reminder: Reminder, due_at: datetime, at: datetime) -> Reminder:
        """Save with its first occurrence; returns the row as saved."""
        ...

    async def get(self, reminder_id: int) -> Reminder | None: ...
    async def save(self, reminder: Reminder) -> None: ...
    async def upcoming(
        self, after: datetime, until: datetime | None = None
    ) -> list[tuple[Reminder, Occurrence]]:
        """Active reminders with their scheduled occurrences, in the order in which they ring."""
        ...

    async def all(self) -> list[Reminder]:
        """Every one, also those that are over, the oldest first."""
        ...

    async def rung(self, since: datetime) -> list[tuple[Reminder, Occurrence]]:
        """What rang since `since` and has been neither done nor snoozed, the latest first."""
        ...


class Occurrences(Protocol):
    """The ringings of reminders, one by one."""

    async def add(self, reminder_id: int, due_at: datetime, parent_id: int | None) -> int: ...
    async def get(self, occurrence_id: int) -> tuple[Reminder, Occurrence] | None: ...
    async def claim(self, occurrence_id: int) -> tuple[Reminder, Occurrence] | None:
        """Move scheduled → claimed; None when another was quicker or it was cancelled.

        The reminder stays locked until the transaction ends, so that cancelling it meanwhile also
        finds the next ringing that was added here.
        """
        ...

    async def mark(self, occurrence_id: int, state: OccurrenceState) -> None: ...
    async def settle(
        self, occurrence_ids: Sequence[int], state: OccurrenceState, at: datetime
    ) -> None:
        """Mark them as the person has decided, at `at`."""
        ...

    async def stands_for(self, occurrence_id: int, collapsed: int) -> None:
        """Claim one that was added just now, for itself and for so many earlier ones."""
        ...

    async def cancel_scheduled(self, reminder_id: int) -> int: ...
    async def hush(self, reminder_id: int) -> None:
        """Cancel what would ring again only because nobody has answered."""
        ...

    async def family(self, root_id: int) -> list[Occurrence]:
        """The ringing and all that rings again for it, the earliest first."""
        ...

    async def overdue(self, at: datetime) -> list[tuple[Reminder, Occurrence]]:
        """What is due by `at` and not claimed, the earliest first."""
        ...

    async def rang(self, occurrence_ids: Sequence[int], outbox_id: int) -> None:
        """Note the message that tells of them; its receipt will be theirs."""
        ...

    async def told(self, outbox_id: int) -> list[tuple[Reminder, Occurrence]]:
        """All that the message told of, the earliest first."""
        ...


class Tasks(Protocol):
    """Tasks and their lists."""

    async def add(self, task: Task, at: datetime) -> Task: ...
    async def get(self, task_id: int) -> Task | None: ...
    async def save(self, task: Task, at: datetime) -> None: ...
    async def remove(self, task_id: int) -> None: ...
    async def open(self, list_name: str | None = None) -> list[Task]: ...
    async def all(self) -> list[Task]:
        """Every one, also those that are done, list by list."""
        ...

    async def lists(self) -> list[str]: ...


class Events(Protocol):
    """The local calendar."""

    async def add(self, event: Event, at: datetime) -> Event: ...
    async def get(self, event_id: int) -> Event | None: ...
    async def save(self, event: Event) -> None: ...
    async def remove(self, event_id: int) -> None: ...
    async def between(self, first: date, last: date, zone: str) -> list[Event]:
        """Events that touch the local days from `first` to `last`, both included, in order."""
        ...

    async def all(self) -> list[Event]:
        """Every one, in order."""
        ...


class Drafts(Protocol):
    """Events as they are proposed."""

    async def add(self, draft: Draft, at: datetime) -> Draft: ...
    async def get(self, draft_id: int) -> Draft | None:
        """The draft, held until the transaction ends, so that two taps at once do one thing."""
        ...

    async def of_message(self, inbox_id: int) -> list[Draft]:
        """Those that the words of that message have led to, held likewise."""
        ...

    async def settle(self, draft_id: int, state: str, event_id: int | None = None) -> None:
        """Mark it "done", with the event that came of it, "dropped" or "replaced"."""
        ...


class Episodes(Protocol):
    """Messages as they were written."""

    async def keep(self, episode: Episode) -> int | None:
        """Keep it; None when this message or `ref` is kept already, or was forgotten."""
        ...

    async def drop(self, inbox_id: int) -> None:
        """Keep nothing of that message after all."""
        ...

    async def without_vector(self, most: int) -> list[Episode]: ...
    async def set_vectors(self, vectors: Sequence[tuple[int, Sequence[float]]]) -> None: ...
    async def drop_vectors(self) -> None:
        """All of them, so that they are made anew."""
        ...

    async def of_message(self, inbox_id: int) -> int | None: ...
    async def matching(self, words: str, most: int) -> list[Episode]:
        """Those that hold all of `words`, or were said by whom they name, the newest first."""
        ...

    async def listed(self, most: int, after_id: int = 0) -> list[Episode]:
        """In the order in which they were kept."""
        ...


class Memories(Protocol):
    """Reading and forgetting what is known; writing goes through `FactWriter` (Mem0)."""

    async def recall(
        self, query: str, vector: Sequence[float] | None, most: int, at: datetime
    ) -> list[Hit]:
        """Facts and episodes for `query`, best first; without a vector by words alone."""
        ...

    async def facts(self, most: int, skip: int = 0) -> list[Fact]:
        """The newest facts first."""
        ...

    async def get(self, fact_id: str) -> Fact | None: ...
    async def matching(self, words: str, most: int) -> list[Fact]:
        """Facts in which every word of `words` occurs in some form; little words do not count."""
        ...

    async def forget(
        self,
        fact_ids: Sequence[str],
        at: datetime,
        cause: int | None,
        episode_ids: Sequence[int] = (),
    ) -> Forgotten:
        """Erase facts and messages with all that holds them: relations, history, images, texts on
        their way. A tombstone keeps each from being learned again from the same message.

        `cause` is the inbox id of the message or press that asked for it; its words go too.
        """
        ...

    async def forget_all(self, at: datetime) -> Forgotten: ...


class Relations(Protocol):
    """Who and what belongs together, true from when until when."""

    async def assert_(self, relation: Relation, at: datetime) -> int | None:
        """Note it; None when it is known and still true."""
        ...

    async def end(self, relation_id: int, at: datetime) -> None: ...
    async def current(self) -> list[Relation]:
        """All that are true, oldest first."""
        ...

    async def past(self) -> list[Relation]:
        """All that are true no more, what ended last first."""
        ...

    async def about(self, name: str) -> list[Relation]:
        """True relations with the entity as subject or object, by name, case ignored."""
        ...

    async def paths(self, name: str, hops: int = 2) -> list[list[Relation]]:
        """The shortest chains from the person ("me") to the entity, at most `hops` long."""
        ...

    async def log(self, interaction: Interaction) -> None: ...


class Changes(Protocol):
    """What each message changed."""

    async def undo(self, inbox_id: int) -> str:
        """Take back what that message changed: "undone"; "rung" or "changed" when something
        happened since, so that nothing was; or "nothing"."""
        ...

    async def any(self, inbox_id: int) -> bool:
        """Whether that message changed anything that can be taken back."""
        ...


class UnitOfWork(Protocol):
    """One transaction of one person: everything in it is kept together, or nothing is."""

    @property
    def owner_id(self) -> int: ...
    @property
    def people(self) -> People: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def occurrences(self) -> Occurrences: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def events(self) -> Events: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def episodes(self) -> Episodes: ...
    @property
    def memories(self) -> Memories: ...
    @property
    def relations(self) -> Relations: ...
    @property
    def changes(self) -> Changes: ...


class Database(Protocol):
    """Where the truth is kept."""

    def transaction(
        self, owner_id: int, *, cause: int | None = None
    ) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction behind the wall of `owner_id`. `cause` is the inbox id that changes are
        kept under.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        ...
