"""Keeping what a person says: facts through Mem0, relations beside them, vectors later."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.graph import ME
from core.learning import Lesson, Tie
from core.models import Fact, Relation
from core.passages import Passage, Vector
from core.ports import Embedder, FactWriter
from core.stores import Database, UnitOfWork
from memory.bonds import BONDS
from memory.dates import begins
from memory.entities import resolved
from memory.extract import ended_by, same
from memory.gate import kind_of
from memory.lessons import plainly

BATCH = 64
MOST_ALIKE = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The message that something was learned from."""

    inbox_id: int
    said_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A lesson and the fact that keeps it; `known` when another message had told it before."""

    fact: Fact
    lesson: Lesson
    known: bool


class Remembering:
    """Writes facts, and the relations that they tell."""

    def __init__(self, database: Database, writer: FactWriter) -> None:
        self._database = database
        self.writer = writer

    async def write(self, owner_id: int, lessons: Sequence[Lesson], source: Source) -> list[Kept]:
        """Keep each lesson of that message; twice the same changes nothing. Those that were
        forgotten meanwhile are left out. No transaction may be open."""
        kept: list[Kept] = []
        for lesson in lessons:
            known = await self._known(owner_id, lesson, source)
            if known is not None:
                kept.append(Kept(fact=known, lesson=lesson, known=True))
                continue
            fact = Fact(
                id="",
                text=lesson.text,
                said_at=source.said_at,
                kind=kind_of(lesson.text, lesson.ties),
                happened_at=lesson.happened_at,
            )
            key = f"{source.inbox_id}:{lesson.place}"
            fact_id = await self.writer.add(owner_id, fact, key, source.inbox_id)
            if fact_id is not None:
                saved = await self._saved(owner_id, fact_id)
                kept += [] if saved is None else [Kept(fact=saved, lesson=lesson, known=False)]
        return kept

    async def correct(self, owner_id: int, fact: Fact, text: str) -> None:
        """Put other words in the place of those of `fact`. No transaction may be open."""
        await self.writer.update(owner_id, fact.id, text)

    async def _known(self, owner_id: int, lesson: Lesson, source: Source) -> Fact | None:
        """The fact of an earlier message that says the same."""
        async with self._database.transaction(owner_id) as work:
            alike = await work.memories.matching(lesson.text, MOST_ALIKE)
            fact_id = await _telling(work, lesson)
            told = None if fact_id is None else await work.memories.get(fact_id)
        candidates = [fact for fact in alike if plainly(fact.text) == plainly(lesson.text)]
        if told is not None and _tells_no_more(told.text, lesson):
            candidates.append(told)
        return next((fact for fact in candidates if fact.inbox_id != source.inbox_id), None)

    async def _saved(self, owner_id: int, fact_id: str) -> Fact | None:
        async with self._database.transaction(owner_id) as work:
            return await work.memories.get(fact_id)


async def _telling(work: UnitOfWork, lesson: Lesson) -> str | None:
    """The fact whose one true relation is the one tie of the lesson."""
    if len(lesson.ties) != 1 or not _tells_no_more(lesson.text, lesson):
        return None
    [tie] = lesson.ties
    if tie.ended or tie.since is not None:
        return None
    tie = await _resolved(work, tie)
    for relation in await work.relations.about(tie.subject):
        alike = same(relation.subject, tie.subject) and same(relation.object, tie.object)
        if alike and relation.predicate == tie.predicate:
            return relation.fact_id
    return None


def _tells_no_more(text: str, lesson: Lesson) -> bool:
    """Whether the words hold hardly more than the tie."""
    [tie] = lesson.ties
    owned = 0 if tie.subject == ME else len(tie.subject.split())
    return len(plainly(text).split()) <= len(tie.object.split()) + owned + 3


async def settle(work: UnitOfWork, kept: Sequence[Kept], at: datetime, inbox_id: int) -> None:
    """Note what is told once more, and who and what belongs together; end what is not true now."""
    await work.relations.hold()
    episode_id = await work.episodes.of_message(inbox_id)
    for one in kept:
        if one.known:
            await work.evidence.prove(one.fact.id, inbox_id)
        else:
            await relate(work, one.lesson.ties, one.fact, episode_id, at)


async def relate(
    work: UnitOfWork, ties: Sequence[Tie], fact: Fact, episode_id: int | None, at: datetime
) -> None:
    """Note what a fact ties together."""
    for told in ties:
        tie = await _resolved(work, told)
        await _tie(work, tie, fact, episode_id, at)
        if tie.subject == ME and tie.predicate in BONDS.values():
            await _name_whom(work, tie)


async def _resolved(work: UnitOfWork, tie: Tie) -> Tie:
    names, mine = await work.evidence.names(), await work.relations.about(ME)
    subject = tie.subject if tie.subject == ME else resolved(tie.subject, names, mine)
    return replace(tie, subject=subject, object=resolved(tie.object, names, mine))


async def _tie(
    work: UnitOfWork, tie: Tie, fact: Fact, episode_id: int | None, at: datetime
) -> None:
    """A tie of now ends what contradicts it, but what was told later of a later time stays."""
    start = tie.since or fact.said_at
    relation = Relation(
        subject=tie.subject,
        predicate=tie.predicate,
        object=tie.object,
        valid_from=tie.since if tie.ended else start,
        valid_to=(tie.until or fact.said_at) if tie.ended else None,
        episode_id=episode_id,
        fact_id=fact.id,
    )
    clashes = ended_by(tie, await work.relations.about(tie.subject))
    later = [old for old in clashes if await _stays(work, old, tie, fact)]
    if later and not tie.ended:
        over = min(old.valid_from or fact.said_at for old in later)
        await work.relations.assert_(replace(relation, valid_to=over), at)  # noqa: PT009 - no test of unittest
        return
    for old in clashes:
        await work.relations.end(old.id, tie.until or start)
    if not (tie.ended and (tie.denied or clashes or await _is_over(work, tie))):
        await work.relations.assert_(relation, at)  # noqa: PT009


async def _is_over(work: UnitOfWork, tie: Tie) -> bool:
    """Whether it is known already that it was so, and is no longer."""
    past = [old for old in await work.relations.past() if old.predicate == tie.predicate]
    return tie.since is tie.until is None and any(
        same(old.subject, tie.subject) and same(old.object, tie.object) for old in past
    )


async def _stays(work: UnitOfWork, old: Relation, tie: Tie, fact: Fact) -> bool:
    """Whether what is known was told after what is only now learned, or is known to have begun
    after it: "I moved to Leipzig in 2016" does not undo a later move."""
    told = None if old.fact_id is None else await work.memories.get(old.fact_id)
    if told is None or told.said_at > fact.said_at:
        return told is not None
    # "I live in Berlin" does not say since when.
    begun = old.valid_from if old.valid_from != told.said_at or begins(told.text) else None
    return tie.since is not None and begun is not None and begun > tie.since


async def _name_whom(work: UnitOfWork, tie: Tie) -> None:
    """What was told of "my wife" is told of Anna, once it is known who that is."""
    mine = [r for r in await work.relations.about(ME) if r.predicate == tie.predicate]
    if len({r.object for r in mine if r.subject == ME}) != 1:
        return
    for name in await work.evidence.names():
        first, _, word = name.text.partition(" ")
        called = first == "my" and BONDS.get(word.casefold()) == tie.predicate
        if called and not same(name.means, tie.object):
            await work.evidence.merge(tie.object, name.text)


async def embed_pending(
    database: Database,
    embedder: Embedder,
    owner_id: int,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Give the person's new passages their vectors, off the reply path; how many. `progress` is
    told how many have one so far."""
    done, last, full = 0, 0, True
    while full and (some := await _embed_next(database, embedder, owner_id, BATCH, last)):
        done += len(some)
        last, full = some[-1].id, len(some) == BATCH
        progress(done)
    return done


async def embed_some(database: Database, embedder: Embedder, owner_id: int, most: int) -> int:
    """As `embed_pending`, but at most so many."""
    return len(await _embed_next(database, embedder, owner_id, most, 0))


async def _embed_next(
    database: Database, embedder: Embedder, owner_id: int, most: int, after_id: int
) -> Sequence[Passage]:
    async with database.transaction(owner_id) as work:
        waiting = await work.passages.waiting(embedder.model, most, after_id)
    if waiting:
        await embed(database, embedder, owner_id, waiting)
    return waiting


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
