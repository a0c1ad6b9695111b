"""Keeping what a person says: facts through Mem0, relations beside them, vectors later."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.graph import ME
from core.models import Fact, Relation
from core.passages import Passage, Vector
from core.ports import Embedder, FactWriter
from core.stores import Database, UnitOfWork
from memory.extract import BONDS, ended_by, relations_in

BATCH = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A sentence to keep, verbatim. `place` is where it begins in its message."""

    text: str
    place: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A statement as it is kept now; `known` when it was before."""

    fact: Fact
    known: bool


class Remembering:
    """Writes facts, and the relations that they tell."""

    def __init__(self, database: Database, writer: FactWriter) -> None:
        self._database = database
        self._writer = writer

    async def write(
        self, owner_id: int, statements: Sequence[Statement], said_at: datetime, inbox_id: int
    ) -> list[Kept]:
        """Keep each statement of that message; twice the same changes nothing. Those that were
        forgotten meanwhile are left out. No transaction may be open."""
        kept: list[Kept] = []
        for statement in statements:
            known = await self._known(owner_id, statement.text, inbox_id)
            if known is not None:
                kept.append(Kept(fact=known, known=True))
                continue
            fact = Fact(id="", text=statement.text, said_at=said_at)
            key = f"{inbox_id}:{statement.place}"
            fact_id = await self._writer.add(owner_id, fact, key, inbox_id)
            if fact_id is not None:
                saved = await self._saved(owner_id, fact_id)
                kept += [] if saved is None else [Kept(fact=saved, known=False)]
        return kept

    async def _known(self, owner_id: int, text: str, inbox_id: int) -> Fact | None:
        """The fact that says the same, from an earlier message."""
        async with self._database.transaction(owner_id) as work:
            for fact in await work.memories.matching(text, 20):
                if _plain(fact.text) == _plain(text) and fact.inbox_id != inbox_id:
                    return fact
        return None

    async def _saved(self, owner_id: int, fact_id: str) -> Fact | None:
        async with self._database.transaction(owner_id) as work:
            return await work.memories.get(fact_id)


async def relate(work: UnitOfWork, facts: Sequence[Fact], at: datetime, inbox_id: int) -> None:
    """Note what `facts` tell of who and what belongs together, and end what they make untrue."""
    episode_id = await work.episodes.of_message(inbox_id)
    for fact in facts:
        for told in relations_in(fact.text):
            await _assert(work, told, fact, episode_id, at)


async def _assert(
    work: UnitOfWork, told: Relation, fact: Fact, episode_id: int | None, at: datetime
) -> None:
    mine = await work.relations.about(ME)
    relation = Relation(
        subject=_known_as(told.subject, mine),
        predicate=told.predicate,
        object=told.object,
        valid_from=fact.said_at,
        episode_id=episode_id,
        fact_id=fact.id,
    )
    about = mine if relation.subject == ME else await work.relations.about(relation.subject)
    for old in ended_by(relation, about):
        await work.relations.end(old.id, at)
    await work.relations.assert_(relation, at)  # noqa: PT009 - no test of unittest


def _known_as(subject: str, mine: Sequence[Relation]) -> str:
    """ "my sister" by her name, when there is one sister."""
    word = subject.removeprefix("my ").split()[-1].casefold()
    if not subject.startswith("my ") or word not in BONDS:
        return subject
    names = {r.object for r in mine if r.subject == ME and r.predicate == BONDS[word]}
    return names.pop() if len(names) == 1 else subject


async def embed_pending(database: Database, embedder: Embedder, owner_id: int) -> int:
    """Give the person's new passages their vectors, off the reply path; how many."""
    done = 0
    while True:
        some = await embed_some(database, embedder, owner_id, BATCH)
        done += some
        if some < BATCH:
            return done


async def embed_some(database: Database, embedder: Embedder, owner_id: int, most: int) -> int:
    """As `embed_pending`, but at most so many."""
    async with database.transaction(owner_id) as work:
        waiting = await work.passages.waiting(embedder.model, most)
    if not waiting:
        return 0
    await embed(database, embedder, owner_id, waiting)
    return len(waiting)


async def embed(
    database: Database, embedder: Embedder, owner_id: int, passages: Sequence[Passage]
) -> None:
    """Give these passages their vectors, in place of those that they may have."""
    found = await asyncio.to_thread(embedder.embed, [passage.text for passage in passages])
    vectors = [Vector(model=embedder.model, numbers=numbers) for numbers in found]
    async with database.transaction(owner_id) as work:
        await work.passages.set_vectors(
            [(passage.id, vector) for passage, vector in zip(passages, vectors, strict=True)]
        )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!")
