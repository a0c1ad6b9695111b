"""What is to be forgotten, what it would take along, and the receipt for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

State = Literal["scrubbing", "graph", "done"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plans:
    """Ids of reminders, tasks and events."""

    reminders: tuple[int, ...] = ()
    tasks: tuple[int, ...] = ()
    events: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        return len(self.reminders) + len(self.tasks) + len(self.events)

    @property
    def keys(self) -> set[str]:
        """What buries them: "reminder:12"."""
        kinds = (("reminder", self.reminders), ("task", self.tasks), ("event", self.events))
        return {f"{kind}:{number}" for kind, numbers in kinds for number in numbers}


NO_PLANS = Plans()


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What goes. `facts` and `messages` go as a whole; of `mentions`, which are messages too, only
    the sentences that hold one of `names` or `quotes`, where these can be cut out. `plans` go with
    them. What is told of `names`, and the same words in other messages, go too, unless it is
    `only` this."""

    facts: tuple[str, ...] = ()
    messages: tuple[int, ...] = ()
    mentions: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    plans: Plans = NO_PLANS
    only: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """The receipt: how many rows went from each store, and what remains with the same words. `id`
    is its number, 0 when nothing was there to forget."""

    id: int = 0
    memories: int = 0
    episodes: int = 0
    relations: int = 0
    graph_nodes: int = 0
    queued: int = 0
    plans: int = 0
    remains: tuple[str, ...] = ()
    ms: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """A receipt as it is kept. `state` is "scrubbing" until the files of the servers are free of
    it, "graph" while Neo4j is away, then "done"."""

    id: int
    at: datetime
    state: State
    memories: int
    episodes: int
    relations: int
    plans: int
    inbox_id: int | None = None
    done_at: datetime | None = None


class Erasures(Protocol):
    """What an order to forget would take along, and the receipts of one person."""

    async def hold(self) -> None:
        """Wait for whoever adds to what is this person's, and let nobody until the end: before what
        is to go is looked for, as nothing that is added meanwhile may stay."""
        ...

    async def about(self, names: Sequence[str]) -> Choice:
        """All that names a person or topic, or is told of it; `names` in it are all its names."""
        ...

    async def during(self, since: datetime, until: datetime) -> Choice:
        """All that was told from `since` until before `until`."""
        ...

    async def fitting(self, words: str) -> Choice:
        """The facts that hold all of `words`, and what is to be cut out of messages (`quotes`)."""
        ...

    async def plans(self) -> Plans:
        """All that is planned."""
        ...

    async def examples(self, choice: Choice, most: int) -> list[str]:
        """Some of the texts that would go, the newest first."""
        ...

    async def listed(self, most: int) -> list[Erasure]:
        """The receipts, the newest first."""
        ...

    async def open(self) -> list[Erasure]:
        """Those that are not done, the oldest first; held until the transaction ends."""
        ...

    async def told(self, erasure_id: int, line: str) -> int | None:
        """The outgoing message whose present form tells of the receipt in that line."""
        ...

    async def mark(self, erasure_ids: Sequence[int], state: State, at: datetime) -> None: ...


class ErasureBoard(Protocol):
    """Whose receipts are not done, across people."""

    async def erasures_open(self) -> list[int]: ...


class Scrubs(Protocol):
    """A server whose files can be freed of what was deleted from it."""

    async def scrub(self) -> None:
        """Returns when no deleted text is in its files any more.

        Raises:
            ServerDown: it is away, too busy or without room now; try again.
            OperatorError: it refuses.
        """
        ...


class Graves(Protocol):
    """The tombstones outside the database."""

    async def keep(self) -> None:
        """Write down those that are not there yet.

        Raises:
            OperatorError: the file cannot be written.
        """
        ...
