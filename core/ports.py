"""What the inside of Jenny needs of the outside; `app/wiring.py` alone knows who fills a port."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from core.models import (
    Conversation,
    Due,
    Fact,
    Outgoing,
    Ready,
    Receipt,
    Relation,
)


class DueBoard(Protocol):
    """Work across people, by id only; the work itself is done in each owner's transaction."""

    async def due(self, at: datetime, most: int, *, terminal_only: bool = False) -> list[Due]: ...
    async def instants(
        self, after: datetime, until: datetime, most: int, *, terminal_only: bool = False
    ) -> list[datetime]:
        """The distinct instants at which something falls due: at most so many, the earliest."""
        ...

    async def people(self) -> list[tuple[int, str]]:
        """(owner id, name) of everybody."""
        ...


class OutboxBoard(Protocol):
    """What waits to be sent, across people."""

    async def ready(self, at: datetime, door: str, most: int) -> list[Ready]:
        """Toasts first, then replies, then pushes, each in order.

        Nothing is listed that stands behind a row of its conversation which has to wait; only
        toasts, and replies before pushes, pass.
        """
        ...

    async def recover(self, at: datetime, door: str) -> int:
        """End the leases of senders that are gone, so that their rows are ready at `at` again.

        Returns how many. Only for the one who has just become the sender of `door`.
        """
        ...


class VectorBoard(Protocol):
    """Whose passages wait for their vectors, across people."""

    async def without_vectors(self, model: str) -> list[int]:
        """Also those whose vectors are of another model than `model`."""
        ...


class DoorPort(Protocol):
    """Where messages leave."""

    @property
    def name(self) -> str: ...
    async def send(self, message: Outgoing, part_sent: Callable[[int], Awaitable[None]]) -> Receipt:
        """Send it whole; `part_sent` is told after each part of a long one.

        Raises:
            DeliveryError: see its subclasses for what to do.
        """
        ...


class Attachments(Protocol):
    """Files that people have sent."""

    async def fetch(self, file: str) -> bytes:
        """The content of the file that the door calls `file`.

        Raises:
            Refused: it can't be had (any more), or is too large.
        """
        ...


class Embedder(Protocol):
    """Text → vectors of 384 numbers of length 1. Blocking: call it in a thread."""

    @property
    def model(self) -> str:
        """Its name, which its vectors carry."""
        ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]: ...


class FactWriter(Protocol):
    """The life cycle of facts, kept by Mem0."""

    async def add(self, owner_id: int, fact: Fact, key: str, cause: int | None) -> str | None:
        """Store `fact` and return its id; None when it was forgotten meanwhile. The same `key`
        again returns the same id.

        `cause` is the inbox id of the message that the change is kept under.
        """
        ...

    async def update(self, owner_id: int, fact_id: str, text: str) -> None: ...
    async def delete(self, owner_id: int, fact_id: str) -> None: ...


class Graph(Protocol):
    """Questions about who and what belongs together, answered by Neo4j or by PostgreSQL."""

    async def about(self, owner_id: int, name: str) -> list[Relation]: ...
    async def paths(self, owner_id: int, name: str, hops: int = 2) -> list[list[Relation]]: ...


class ChatModel(Protocol):
    """A language model, when the owner has configured one."""

    async def answer(self, instructions: str, memory: str, question: str) -> str:
        """One answer to `question`; `memory` is fenced already (memory.briefing), or empty.

        Raises:
            ServerDown: when the model does not answer in time.
        """
        ...


class Limiter(Protocol):
    """Counts and presences with a life span (Redis). Without its server every answer is the
    cautious one."""

    async def hit(self, key: str, most: int, seconds: int) -> bool:
        """Count one; whether that is still within `most` in `seconds`. False without a server."""
        ...

    async def mark(self, key: str, seconds: int) -> bool:
        """Note `key` for `seconds`; whether it was new. False without a server."""
        ...

    async def present(self, key: str) -> bool: ...


class Alarms(Protocol):
    """The alarm clock (APScheduler over Redis): one alarm per instant, never per reminder."""

    async def set(self, instants: Sequence[datetime]) -> None:
        """Have it ring at each of `instants`; those already set stay.

        Raises:
            ServerDown: when Redis cannot be reached.
        """
        ...

    async def clear(self) -> None: ...


class Prompt(Protocol):
    """Shows that Jenny is at work on something slow (typing …)."""

    async def busy(self, conversation: Conversation) -> None: ...
