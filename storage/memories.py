"""What is known of a person: found again here, written by Mem0 (storage.facts), and erased."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.rows import DictRow

from core.forgetting import NO_PLANS, Choice, Forgotten, Plans
from core.learning import Kind
from core.models import Fact, Hit
from core.passages import Vector
from storage.emptying import Everything
from storage.forgetting import Eraser
from storage.inbox import storable
from storage.passages import vector_text
from storage.recall import RECALL, VALUES
from storage.tombstones import Seal

# Weights found on public conversations: see benchmarks/recall.py.
BY_MEANING, BY_WORDS = 0.35, 0.65

PLAN_ONCE = "select set_config('plan_cache_mode', 'force_generic_plan', true)"
FACTS = """
select m.*, e.id as episode_id,
  1 + (select count(*) from proofs p where p.owner_id = %(owner)s and p.memory_id = m.id) as proofs
from memories m
left join episodes e on e.inbox_id = m.inbox_id and e.owner_id = %(owner)s
where m.owner_id = %(owner)s and (%(kind)s::text is null or m.kind = %(kind)s)
  and m.kind <> all(%(hidden)s)
  and (%(since)s::timestamptz is null or m.said_at >= %(since)s and m.said_at < %(until)s)
  and (%(about)s = ''
    or to_tsvector('english', m.text) @@ plainto_tsquery('english', %(about)s) or m.id in (
    select r.memory_id from relations r join entities n on n.id in (r.subject_id, r.object_id)
    left join entities a on a.same_as = n.id and a.owner_id = %(owner)s
    where r.owner_id = %(owner)s and lower(%(about)s) in (lower(n.name), lower(a.name))))
order by m.said_at desc, m.inbox_id desc nulls last, m.key desc
limit %(most)s offset %(skip)s
"""
GET = """
select m.*, e.id as episode_id,
  1 + (select count(*) from proofs p where p.owner_id = %(owner)s and p.memory_id = m.id) as proofs
from memories m
left join episodes e on e.inbox_id = m.inbox_id and e.owner_id = %(owner)s
where m.owner_id = %(owner)s and m.id = %(id)s
"""
MATCHING = """
select m.*, e.id as episode_id, 1 as proofs from memories m
left join episodes e on e.inbox_id = m.inbox_id and e.owner_id = %(owner)s
where m.owner_id = %(owner)s
  and to_tsvector('english', m.text) @@ plainto_tsquery('english', %(words)s)
order by m.said_at desc, m.inbox_id desc nulls last, m.key desc limit %(most)s
"""


class MemoryStore:
    """The memory of one person, behind `core.stores.knowing.Memories`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int, seal: Seal) -> None:
        self._connection = connection
        self._owner_id = owner_id
        self._seal = seal

    async def recall(
        self,
        query: str,
        vector: Vector | None,
        most: int,
        at: datetime,
        during: tuple[datetime, datetime] | None = None,
    ) -> list[Hit]:
        # Planning it takes longer than running it, so a connection does that once.
        await self._connection.execute(PLAN_ONCE)
        values: dict[str, object] = {
            "owner": self._owner_id,
            "question": storable(query),
            "vector": None if vector is None else vector_text(vector.numbers),
            "model": None if vector is None else vector.model,
            "by_meaning": 0.0 if vector is None else BY_MEANING,
            "by_words": 1.0 if vector is None else BY_WORDS,
            "most": most,
            "at": at,
            "since": None if during is None else during[0],
            "until": None if during is None else during[1],
        }
        cursor = AsyncRawCursor(self._connection)
        await cursor.execute(RECALL, [values[name] for name in VALUES], prepare=True)
        return [_hit(row) for row in await cursor.fetchall()]

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
        since, until = during or (None, None)
        values = {"since": since, "until": until, "about": storable(about), "hidden": list(hidden)}
        found = await self._all(FACTS, most=most, skip=skip, kind=kind, **values)
        return [fact_of(row) for row in found]

    async def get(self, fact_id: str) -> Fact | None:
        try:
            rows = await self._all(GET, id=UUID(fact_id))
        except ValueError:
            return None
        return fact_of(rows[0]) if rows else None

    async def matching(self, words: str, most: int) -> list[Fact]:
        rows = await self._all(MATCHING, words=storable(words), most=most)
        return [fact_of(row) for row in rows]

    async def forget(self, choice: Choice, at: datetime, cause: int | None) -> Forgotten:
        return await Eraser(self._connection, self._owner_id, at, self._seal).chosen(choice, cause)

    async def unsay(self, at: datetime, cause: int) -> None:
        await Eraser(self._connection, self._owner_id, at, self._seal).unsay(cause)

    async def forget_all(
        self, at: datetime, cause: int | None, plans: Plans = NO_PLANS
    ) -> Forgotten:
        everything = Everything(self._connection, self._owner_id, at, self._seal)
        return await everything.forget(cause, plans)

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        values = {"owner": self._owner_id} | values
        cursor = await self._connection.execute(query, values)
        return await cursor.fetchall()


def fact_of(row: DictRow) -> Fact:
    """A row of memories with its `episode_id` and `proofs`."""
    return Fact(
        id=str(row["id"]),
        text=row["text"],
        said_at=row["said_at"],
        episode_id=row["episode_id"],
        inbox_id=row["inbox_id"],
        kind=row["kind"],
        happened_at=row["happened_at"],
        recorded_at=row["recorded_at"],
        proofs=row["proofs"],
        pinned=row["pinned"],
    )


def _hit(row: DictRow) -> Hit:
    return Hit(
        text=row["text"],
        said_at=row["said_at"],
        score=float(row["score"]),
        fact_id=None if row["fact_id"] is None else str(row["fact_id"]),
        episode_id=row["episode_id"],
        ref=row["ref"],
        origin=row["origin"],
        speaker=row["speaker"],
    )
