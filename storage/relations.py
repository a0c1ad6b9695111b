"""Who and what belongs together, and the log of what a person did."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.graph import MOST_CHAINS, MOST_HOPS, entity_name
from core.models import Interaction, Relation

# "do update" instead of "do nothing", so that the id comes back for a known name too.
ENTITY = """
insert into entities (owner_id, name, kind) values (%(owner)s, %(name)s, %(kind)s)
on conflict (owner_id, lower(name)) do update set name = entities.name
returning id
"""
# By another of its names, too.
KNOWN = """
select coalesce(same_as, id) as id from entities
where owner_id = %(owner)s and lower(name) = lower(%(name)s)
"""
ASSERT = """
insert into relations (owner_id, subject_id, predicate, object_id, valid_from, valid_to,
                       recorded_at, episode_id, memory_id)
select %(owner)s, %(subject)s, %(predicate)s, %(object)s, %(valid_from)s::timestamptz,
  %(valid_to)s::timestamptz, %(at)s, %(episode)s::bigint, %(fact)s::uuid
where %(valid_to)s::timestamptz is null or not exists (
  select from relations where owner_id = %(owner)s and subject_id = %(subject)s
    and predicate = %(predicate)s and object_id = %(object)s and memory_id = %(fact)s::uuid)
on conflict (subject_id, predicate, object_id) where valid_to is null do nothing
returning id
"""
# Two messages at once would both find the old relation true.
HOLD = "select pg_advisory_xact_lock(hashtextextended('relations', %(owner)s))"
RETRACT = "delete from relations where owner_id = %(owner)s and memory_id = %(fact)s"
END = """
update relations set valid_to = %(at)s,
  valid_from = case when valid_from > %(at)s then null else valid_from end
where id = %(id)s and owner_id = %(owner)s and valid_to is null
"""
CURRENT = """
select r.*, s.name as subject, o.name as object
from relations r join entities s on s.id = r.subject_id join entities o on o.id = r.object_id
where r.owner_id = %(owner)s and r.valid_to is null
order by r.id
"""
PAST = """
select r.*, s.name as subject, o.name as object
from relations r join entities s on s.id = r.subject_id join entities o on o.id = r.object_id
where r.owner_id = %(owner)s and r.valid_to is not null
order by r.valid_to desc, r.id desc
"""
ABOUT = """
select r.*, s.name as subject, o.name as object
from relations r join entities s on s.id = r.subject_id join entities o on o.id = r.object_id
where r.owner_id = %(owner)s and r.valid_to is null
  and (select coalesce(same_as, id) from entities
       where owner_id = %(owner)s and lower(name) = lower(%(name)s))
    in (r.subject_id, r.object_id)
order by r.id
"""
# Chains grow from the entity, as that knows fewer than the person does, and end at the person. One
# may use a relation in either direction, and meets no entity twice, so that it always ends.
PATHS = """
with recursive edges as not materialized (
  select id, subject_id as here, object_id as there from relations
  where owner_id = %(owner)s and valid_to is null
  union all
  select id, object_id, subject_id from relations
  where owner_id = %(owner)s and valid_to is null
), chains as (
  select array[]::bigint[] as links, array[coalesce(same_as, id)] as seen,
    coalesce(same_as, id) as tip, false as ended from entities
  where owner_id = %(owner)s and lower(name) = lower(%(name)s) and kind <> 'me'
  union all
  select e.id || c.links, c.seen || e.there, e.there, n.kind = 'me'
  from chains c join edges e on e.here = c.tip join entities n on n.id = e.there
  where not c.ended and cardinality(c.links) < %(hops)s and e.there <> all(c.seen)
), found as (
  select links from chains where ended
), shortest as (
  select links, row_number() over (order by links) as chain from found
  where cardinality(links) = (select min(cardinality(links)) from found)
  order by links limit %(most)s
)
select p.chain, r.*, s.name as subject, o.name as object
from shortest p cross join unnest(p.links) with ordinality as l(id, place)
  join relations r on r.id = l.id and r.owner_id = %(owner)s
  join entities s on s.id = r.subject_id join entities o on o.id = r.object_id
order by p.chain, l.place
"""
LOG = """
insert into interactions (owner_id, kind, agent, target, inbox_id, at)
values (%(owner)s, %(kind)s, %(agent)s, %(target)s, %(inbox)s, %(at)s)
"""


class RelationStore:
    """The relations of one person, behind `core.stores.knowing.Relations`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def assert_(self, relation: Relation, at: datetime) -> int | None:
        rows = await self._all(
            ASSERT,
            subject=await self._entity(relation.subject),
            predicate=relation.predicate,
            object=await self._entity(relation.object),
            valid_from=relation.valid_from,
            valid_to=relation.valid_to,
            episode=relation.episode_id,
            fact=relation.fact_id,
            at=at,
        )
        return int(rows[0]["id"]) if rows else None

    async def hold(self) -> None:
        await self._connection.execute(HOLD, {"owner": self._owner_id})

    async def retract(self, fact_id: str) -> None:
        await self._connection.execute(RETRACT, {"owner": self._owner_id, "fact": UUID(fact_id)})

    async def end(self, relation_id: int, at: datetime) -> None:
        await self._connection.execute(END, {"owner": self._owner_id, "id": relation_id, "at": at})

    async def current(self) -> list[Relation]:
        return [relation_of(row) for row in await self._all(CURRENT)]

    async def past(self) -> list[Relation]:
        return [relation_of(row) for row in await self._all(PAST)]

    async def about(self, name: str) -> list[Relation]:
        return [relation_of(row) for row in await self._all(ABOUT, name=entity_name(name))]

    async def paths(self, name: str, hops: int = 2) -> list[list[Relation]]:
        rows = await self._all(
            PATHS, name=entity_name(name), hops=min(hops, MOST_HOPS), most=MOST_CHAINS
        )
        return [
            [relation_of(row) for row in chain]
            for _, chain in groupby(rows, key=lambda row: int(row["chain"]))
        ]

    async def log(self, interaction: Interaction) -> None:
        await self._connection.execute(
            LOG,
            {
                "owner": self._owner_id,
                "kind": interaction.kind,
                "agent": interaction.agent,
                "target": interaction.target,
                "inbox": interaction.inbox_id,
                "at": interaction.at,
            },
        )

    async def _entity(self, name: str) -> int:
        clean = entity_name(name)
        # Looked up first: an upsert of a known row would tell the graph of it once more.
        rows = await self._all(KNOWN, name=clean)
        if not rows:
            kind = "me" if clean == "me" else "thing"
            rows = await self._all(ENTITY, name=clean, kind=kind)
        return int(rows[0]["id"])

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()


def relation_of(row: DictRow) -> Relation:
    """A row of relations with the names of its two ends as `subject` and `object`."""
    return Relation(
        id=row["id"],
        subject=row["subject"],
        predicate=row["predicate"],
        object=row["object"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        recorded_at=row["recorded_at"],
        episode_id=row["episode_id"],
        fact_id=None if row["memory_id"] is None else str(row["memory_id"]),
    )
