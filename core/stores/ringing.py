"""Reminders and their ringings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.models import Occurrence, OccurrenceState, Reminder


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

    async def rounds(self, after: datetime) -> list[tuple[Reminder, Occurrence]]:
        """Of these what comes round by a rule, without what was put off."""
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

    async def left_out(self, after: datetime, until: datetime) -> set[tuple[int, datetime]]:
        """The ringings of series that the person has left out, after `after` and up to `until`, as
        (reminder, instant)."""
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
