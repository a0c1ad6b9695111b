"""What was said, what is known, and who belongs to whom."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.forgetting import NO_PLANS, Choice, Forgotten, Plans
from core.learning import Kind
from core.models import Episode, Fact, Hit, Interaction, Relation
from core.passages import Passage, Vector


class Episodes(Protocol):
    """Messages as they were written."""

    async def keep(self, episode: Episode) -> int | None:
        """Keep it; None when this message or `ref` is kept already, or was forgotten."""
        ...

    async def bring(self, episodes: Sequence[Episode]) -> int:
        """Keep lines of an import in their order; how many of them were new."""
        ...

    async def drop(self, inbox_id: int) -> None:
        """Keep nothing of that message after all."""
        ...

    async def of_message(self, inbox_id: int) -> int | None: ...
    async def matching(self, words: str, most: int) -> list[Episode]:
        """Those that hold all of `words`, or were said by whom they name, the newest first."""
        ...

    async def listed(self, most: int, after_id: int = 0) -> list[Episode]:
        """In the order in which they were kept."""
        ...


class Passages(Protocol):
    """The pieces of facts and messages that recall looks at; they come and go with the texts."""

    async def waiting(self, model: str, most: int, after_id: int = 0) -> list[Passage]:
        """Those without a vector of `model`, oldest first, with ids above `after_id`."""
        ...

    async def after(self, passage_id: int, most: int) -> list[Passage]:
        """The next ones, in the order of their ids."""
        ...

    async def count(self) -> int: ...
    async def set_vectors(self, vectors: Sequence[tuple[int, Vector]]) -> None: ...


class Memories(Protocol):
    """Reading and forgetting what is known; writing goes through `FactWriter` (Mem0)."""

    async def recall(
        self,
        query: str,
        vector: Vector | None,
        most: int,
        at: datetime,
        during: tuple[datetime, datetime] | None = None,
    ) -> list[Hit]:
        """Facts and episodes for `query`, best first; without a vector by words alone. What was
        said `during` that time (its end excluded) is preferred."""
        ...

    async def facts(
        self,
        most: int,
        skip: int = 0,
        *,
        kind: Kind | None = None,
        about: str = "",
        hidden: Collection[Kind] = (),
        during: tuple[datetime, datetime] | None = None,
    ) -> list[Fact]:
        """The newest facts first; only those of a kind, or about somebody or something, or told
        `during` that time (its end excluded), and none of the kinds that are `hidden`."""
        ...

    async def get(self, fact_id: str) -> Fact | None: ...
    async def matching(self, words: str, most: int) -> list[Fact]:
        """Facts in which every word of `words` occurs in some form; little words do not count."""
        ...

    async def forget(self, choice: Choice, at: datetime, cause: int | None) -> Forgotten:
        """Erase what is chosen with all that holds it: relations, history, images, texts on their
        way. Tombstones keep each from being learned again from what was said before.

        `cause` is the inbox id of the message or press that asked for it; its words go too.
        """
        ...

    async def unsay(self, at: datetime, cause: int) -> None:
        """Keep nothing of the words of that message."""
        ...

    async def forget_all(
        self, at: datetime, cause: int | None, plans: Plans = NO_PLANS
    ) -> Forgotten:
        """Erase all, and `plans` with it; what came in before the order and waits goes, too."""
        ...


class Relations(Protocol):
    """Who and what belongs together, true from when until when."""

    async def assert_(self, relation: Relation, at: datetime) -> int | None:
        """Note it; None when it is known and still true."""
        ...

    async def end(self, relation_id: int, at: datetime) -> None:
        """It is true until `at`; since when is unknown if it was thought to begin later."""
        ...

    async def hold(self) -> None:
        """Wait until nobody else changes the relations, and let nobody until the end."""
        ...

    async def retract(self, fact_id: str) -> None:
        """Take back all that a fact told, as if it had never been said."""
        ...

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
