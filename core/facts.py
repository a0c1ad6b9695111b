"""The table under Mem0, as its vector store and its history see it.

Everything happens in one transaction of one person; blocking, for Mem0 is.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.learning import Kind
from core.passages import Vector

Payload = Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewFact:
    """A fact to keep. `payload` is what else Mem0 wants kept with it; it comes back as it was."""

    id: str
    text: str
    vector: Vector
    payload: Payload
    key: str | None
    inbox_id: int | None
    said_at: datetime
    kind: Kind = "other"
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFact:
    """A fact as it is kept; `score` tells how well it fits what was searched, higher is better."""

    id: str
    text: str
    payload: Payload
    said_at: datetime
    updated_at: datetime | None = None
    score: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class FactEvent:
    """One step of a fact's life. Of a deleted fact no text is kept."""

    id: str = ""
    fact_id: str
    event: str
    old_text: str | None = None
    new_text: str | None = None
    created_at: datetime | None = None


class FactTable(Protocol):
    """The facts of one person."""

    def insert(self, fact: NewFact) -> None:
        """Keep it, unless its key is known already or was forgotten."""
        ...

    def update(
        self, fact_id: str, text: str | None, vector: Vector | None, payload: Payload
    ) -> None: ...
    def delete(self, fact_id: str) -> None: ...
    def get(self, fact_id: str) -> KeptFact | None: ...
    def keyed(self, key: str) -> str | None:
        """The id of the fact with that key."""
        ...

    def listed(self, most: int) -> list[KeptFact]:
        """The newest first."""
        ...

    def nearest(self, vector: Sequence[float], most: int) -> list[KeptFact]:
        """By the cosine, compared with every fact."""
        ...

    def worded(self, words: str, most: int) -> list[KeptFact]:
        """By BM25, with any of the words."""
        ...


class FactHistory(Protocol):
    """What happened to the facts of one person."""

    def note(self, event: FactEvent) -> None:
        """Keep the event; of a fact that was not kept, nothing."""
        ...

    def of(self, fact_id: str) -> list[FactEvent]:
        """Oldest first."""
        ...


class FactTables(Protocol):
    """Opens the facts of a person for one piece of work."""

    def open(
        self, owner_id: int, cause: int | None
    ) -> AbstractContextManager[tuple[FactTable, FactHistory]]:
        """A transaction of that person; changes are kept under the inbox id `cause`.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        ...
