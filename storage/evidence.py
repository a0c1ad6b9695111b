"""Where facts come from and what always holds, and names that mean the same."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.evidence import Name
from core.graph import entity_name
from core.models import Episode, Fact
from storage.episodes import episode_of
from storage.memories import fact_of

# A message proves a fact once, and the one that it came from is no second proof.
PROVE = """
insert into proofs (owner_id, memory_id, episode_id, said_at)
select %(owner)s, m.id, e.id, e.said_at from memories m
join episodes e on e.owner_id = %(owner)s and e.inbox_id = %(inbox)s
where m.owner_id = %(owner)s and m.id = %(fact)s and m.inbox_id is distinct from %(inbox)s
for key share of m, e
on conflict do nothing
"""
PROOFS = """
select e.* from episodes e where e.owner_id = %(owner)s and (
  e.inbox_id = (select inbox_id from memories where owner_id = %(owner)s and id = %(fact)s)
  or e.id in (select episode_id from proofs where owner_id = %(owner)s and memory_id = %(fact)s))
order by e.said_at, e.id
"""
PIN = "update memories set pinned = %(on)s where owner_id = %(owner)s and id = %(fact)s"
STANDING = """
select m.*, null::bigint as episode_id, 1 as proofs from memories m
where m.owner_id = %(owner)s and (m.kind = 'standing' or m.pinned)
order by m.pinned desc, m.said_at desc, m.id limit %(most)s
"""
NAMES = """
select n.id, n.name, n.kind, n.same_as is not null as is_alias, coalesce(m.name, n.name) as means
from entities n left join entities m on m.id = n.same_as and m.owner_id = %(owner)s
where n.owner_id = %(owner)s order by n.id
"""
ADD_NAME = """
insert into entities (owner_id, name) values (%(owner)s, %(name)s)
on conflict (owner_id, lower(name)) do update set name = entities.name
returning coalesce(same_as, id) as id
"""
# What is known of the one is known of the other; what both had is not had twice.
DOUBLE = """
delete from relations r using relations k
where r.owner_id = %(owner)s and k.owner_id = %(owner)s and r.id <> k.id
  and r.valid_to is null and k.valid_to is null and r.predicate = k.predicate
  and %(other)s in (r.subject_id, r.object_id)
  and (case r.subject_id when %(other)s then %(one)s else r.subject_id end,
       case r.object_id when %(other)s then %(one)s else r.object_id end)
    = (k.subject_id, k.object_id)
"""
SUBJECTS = """
update relations set subject_id = %(one)s where owner_id = %(owner)s and subject_id = %(other)s
"""
OBJECTS = """
update relations set object_id = %(one)s where owner_id = %(owner)s and object_id = %(other)s
"""
SAME = """
update entities set same_as = %(one)s
where owner_id = %(owner)s and %(other)s in (id, same_as) and kind <> 'me'
"""


class EvidenceStore:
    """The evidence of one person, behind `core.evidence.Evidence`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def prove(self, fact_id: str, inbox_id: int) -> None:
        await self._run(PROVE, fact=UUID(fact_id), inbox=inbox_id)

    async def proofs(self, fact_id: str) -> list[Episode]:
        return [episode_of(row) for row in await self._all(PROOFS, fact=UUID(fact_id))]

    async def pin(self, fact_id: str, *, on: bool) -> None:
        await self._run(PIN, fact=UUID(fact_id), on=on)

    async def standing(self, most: int) -> list[Fact]:
        return [fact_of(row) for row in await self._all(STANDING, most=most)]

    async def names(self) -> list[Name]:
        return [
            Name(text=row["name"], means=row["means"], is_me=row["kind"] == "me")
            for row in await self._all(NAMES)
        ]

    async def merge(self, name: str, other: str) -> None:
        one, another = [await self._entity(entity_name(text)) for text in (name, other)]
        if one == another:
            return
        ids = {"one": one, "other": another}
        for query in (DOUBLE, SUBJECTS, OBJECTS, SAME):
            await self._run(query, **ids)

    async def _entity(self, name: str) -> int:
        rows = await self._all(ADD_NAME, name=name)
        return int(rows[0]["id"])

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)
