"""What the graph of a person consists of, and how an index of it is kept up to date.

The truth is in `core.stores.knowing.Relations`; a graph database is told of it through a queue that
the database itself fills with every change, and can be emptied and told everything again.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from core.models import Interaction, Relation

ME = "me"
MOST_HOPS = 4
MOST_CHAINS = 20


def entity_name(name: str) -> str:
    """The name as entities are kept under it: no outer spaces, single inner ones; "me" for me."""
    clean = " ".join(name.split())
    return ME if clean.casefold() == ME else clean


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """A node: the person themselves (`is_me`), or something that a relation names."""

    id: int
    name: str
    is_me: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A relation with both its ends."""

    relation: Relation
    subject: Entity
    object: Entity


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """An interaction with the id of its row."""

    id: int
    interaction: Interaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What one person's graph must be told: rows as they are now, and ids of rows that are gone.
    `anew`: all that it was told before is gone."""

    owner_id: int
    anew: bool = False
    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
    logged: tuple[Logged, ...] = ()
    gone_entities: tuple[int, ...] = ()
    gone_links: tuple[int, ...] = ()
    gone_logged: tuple[int, ...] = ()


class GraphQueue(Protocol):
    """What a graph database has still to be told, in the order of the changes."""

    async def origin(self) -> str:
        """Names where the changes come from: another database, or one that has dropped some,
        has another name."""
        ...

    async def everybody(self) -> list[int]:
        """The owner ids of all people."""
        ...

    async def waiting(self) -> list[int]:
        """The owner ids with something in the queue, the longest waiting first."""
        ...

    def next(self, owner_id: int, most: int) -> AbstractAsyncContextManager[Batch | None]:
        """The first `most` changes of one person; None when nothing waits.

        They leave the queue when the context ends without an error. One at a time holds the
        changes of a person, a second one waits: so what is told last is what was written last.
        """
        ...

    async def drop(self, owner_id: int) -> None:
        """Empty the queue of one person: there is nobody to be told."""
        ...

    async def refill(self, owner_id: int) -> None:
        """Queue everything that one person has, instead of what was queued before."""
        ...


class GraphIndex(Protocol):
    """A graph database that is told of changes. Being told twice is harmless.

    Every method raises ServerDown when it cannot be reached or does not answer in time.
    """

    async def prepare(self, origin: str) -> bool:
        """Make it ready to be told; False when it does not hold the graph of `origin` yet.

        The graph of another origin is emptied.
        """
        ...

    async def adopt(self, origin: str) -> None:
        """Note that whatever `origin` has is in the graph, or in the queue for it."""
        ...

    async def apply(self, batch: Batch) -> None: ...
    async def clear(self) -> None:
        """Take away everything, also the note of where it came from."""
        ...


class Progress(Protocol):
    """How far the index is."""

    async def behind(self, owner_id: int) -> bool:
        """Whether it has yet to be told of changes of that person."""
        ...
