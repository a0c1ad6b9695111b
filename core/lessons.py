"""The queue in which messages wait to be learned from, and who reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.learning import Waiting
from core.models import Fact


class Reader(Protocol):
    """A language model that reads what a message teaches: asked once for a message."""

    async def read(
        self, instructions: str, text: str, known: Sequence[str], scheme: dict[str, object]
    ) -> str:
        """Its answer as JSON of the JSON Schema `scheme`; `known` are sentences told before.

        Raises:
            ServerDown: when the model does not answer in time.
        """
        ...


class Lessons(Protocol):
    """The queue of one person."""

    async def put(self, episode_id: int, at: datetime) -> None:
        """Have that message learned from; twice is once."""
        ...

    async def claim(self, episode_id: int, at: datetime, lease_until: datetime) -> Waiting | None:
        """Take it until `lease_until`; None when another has it, or when it is gone."""
        ...

    async def keep_answer(self, episode_id: int, answer: str) -> None: ...
    async def finish(self, episode_id: int) -> bool:
        """Take it out of the queue; False when it is gone, as what was forgotten is."""
        ...

    async def postpone(self, episode_id: int, until: datetime) -> None: ...
    async def set_aside(self, episode_id: int) -> None:
        """Try it no more."""
        ...

    async def told(self, inbox_id: int) -> list[Fact]:
        """The facts that the message was told to keep, and has on the way to its reply."""
        ...

    async def replied(self, inbox_id: int) -> int | None:
        """The outbox id of the reply to the message."""
        ...

    async def refuse(self, reason: str) -> None:
        """Count a sentence that was not worth keeping."""
        ...


class LessonBoard(Protocol):
    """Whose messages wait, across people."""

    async def lessons_due(self, at: datetime, most: int) -> list[tuple[int, int]]:
        """(owner id, episode id), the longest waiting first."""
        ...
