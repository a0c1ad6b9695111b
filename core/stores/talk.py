"""The person, and what comes in and goes out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.models import Conversation, Focus, Incoming, Outgoing, Person, Receipt
from core.requests import Route


class People(Protocol):
    """The person of the transaction, and their conversations."""

    async def get(self) -> Person: ...
    async def save(self, person: Person) -> None:
        """Zone, language, parts of the day, `introduced`, `private` and `ask_first`."""
        ...

    async def conversation(self, conversation_id: int) -> Conversation: ...
    async def scene(self, conversation_id: int) -> tuple[Person, Conversation]:
        """Both at once, as nearly every message needs them."""
        ...

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

    async def get(self, inbox_id: int) -> Incoming | None:
        """The row, whatever has become of it."""
        ...

    async def close(self, inbox_id: int, state: str, at: datetime) -> None:
        """Mark the row "done", "deferred", "waiting" or "set_aside"."""
        ...

    async def begin(self, inbox_id: int) -> None:
        """Count this life among those that have begun with the row; for one that was left open."""
        ...

    async def survive(self, inbox_ids: Sequence[int]) -> None:
        """Take that back of those that are still open: this life ends in good order."""
        ...

    async def erase(self, inbox_id: int) -> None:
        """Keep nothing of what it says."""
        ...

    async def original(self, conversation_id: int, message_id: int) -> int | None:
        """The inbox id of the message that an edit corrects."""
        ...


class Outbox(Protocol):
    """What goes out. Rows put here leave with the transaction, or not at all."""

    async def put(self, message: Outgoing, at: datetime) -> None:
        """Queue `message`; the same key again changes nothing.

        The buttons of a message that was edited are those of its last edit.
        """
        ...

    async def number(self, key: str) -> int:
        """The outbox id of what was put with `key`."""
        ...

    async def claim(self, outbox_id: int, at: datetime, lease_until: datetime) -> Outgoing | None:
        """Take a row for sending until `lease_until`; None when another has it.

        `uncertain` marks one whose earlier sending was cut off before the receipt.
        """
        ...

    async def sent(
        self, outbox_id: int, receipt: Receipt, occurrence_id: int | None = None
    ) -> None:
        """Keep the receipt, also on `occurrence_id` and whatever else rang with it."""
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

    async def offering(self, conversation_id: int, data: str) -> int | None:
        """The outbox id of the newest message with a button that carries `data`."""
        ...

    async def told(self, conversation_id: int, route: Route) -> int | None:
        """The outbox id of the newest answer or edit of that route, not counting questions."""
        ...

    async def find(self, conversation_id: int, message_id: int) -> int | None:
        """The outbox id of the message that the door calls `message_id`."""
        ...

    async def edited(self, inbox_id: int) -> list[int]:
        """The outbox ids of the messages that were edited because of that incoming one."""
        ...

    async def versions(self, outbox_id: int) -> list[Outgoing]:
        """The message, then its edits in order; empty when it is too old to be known."""
        ...


class Changes(Protocol):
    """What each message changed."""

    async def undo(self, inbox_id: int) -> str:
        """Take back what that message changed: "undone"; "rung" or "changed" when something
        happened since, so that nothing was; or "nothing"."""
        ...

    async def any(self, inbox_id: int) -> bool:
        """Whether that message changed anything that can be taken back."""
        ...
