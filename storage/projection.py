"""The queue of what a graph database has still to be told, filled by triggers with every change."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.graph import Batch, Entity, Link, Logged
from core.models import Interaction
from storage.database import PostgresDatabase
from storage.relations import relation_of

# Another database, or one whose changes have been dropped since, is another origin.
ORIGIN = """
select concat_ws('/', c.system_identifier, d.oid, pg_sequence_last_value('graph_drops')) as origin
from pg_control_system() c, pg_database d where d.datname = current_database()
"""
EVERYBODY = "select owner_id from all_people()"
WAITING = "select owner_id from graph_pending(%(most)s)"
# Held until the transaction ends, whoever else wants to tell of the same person waits.
LOCK = "select pg_advisory_xact_lock(hashtextextended('graph', %(owner)s))"
NEXT = """
select id, table_name, row_id from graph_queue
where owner_id = %(owner)s order by id limit %(most)s
"""
ENTITIES = """
select id, name, kind = 'me' as is_me from entities
where owner_id = %(owner)s and id = any(%(ids)s) and same_as is null order by id
"""
LINKS = """
select r.*, s.name as subject, s.kind = 'me' as subject_is_me, o.name as object,
  o.kind = 'me' as object_is_me
from relations r join entities s on s.id = r.subject_id join entities o on o.id = r.object_id
where r.owner_id = %(owner)s and r.id = any(%(ids)s) order by r.id
"""
LOGGED = "select * from interactions where owner_id = %(owner)s and id = any(%(ids)s) order by id"
DONE = "delete from graph_queue where owner_id = %(owner)s and id = any(%(ids)s)"
EMPTY = "delete from graph_queue where owner_id = %(owner)s"
DROP = """
with dropped as (delete from graph_queue where owner_id = %(owner)s returning id)
select nextval('graph_drops') from (select from dropped limit 1) d
"""
REFILL = """
insert into graph_queue (owner_id, table_name, row_id)
select owner_id, 'entities', id from entities where owner_id = %(owner)s
union all select owner_id, 'relations', id from relations where owner_id = %(owner)s
union all select owner_id, 'interactions', id from interactions where owner_id = %(owner)s
"""
BEHIND = "select exists(select from graph_queue where owner_id = %(owner)s) as behind"


class ProjectionQueue:
    """Everybody's queue, behind `core.graph.GraphQueue` and `core.graph.Progress`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def origin(self) -> str:
        async with self._database.borrow() as connection:
            return str((await _all(connection, ORIGIN))[0]["origin"])

    async def everybody(self) -> list[int]:
        async with self._database.borrow() as connection:
            return [row["owner_id"] for row in await _all(connection, EVERYBODY)]

    async def waiting(self) -> list[int]:
        async with self._database.borrow() as connection:
            rows = await _all(connection, WAITING, most=1000)
        return list(dict.fromkeys(row["owner_id"] for row in rows))

    @asynccontextmanager
    async def next(self, owner_id: int, most: int) -> AsyncGenerator[Batch | None]:
        async with self._database.connection(owner_id) as connection:
            await connection.execute(LOCK, {"owner": owner_id})
            queued = await _all(connection, NEXT, owner=owner_id, most=most)
            if any(row["table_name"] == "everything" for row in queued):
                await connection.execute(EMPTY, {"owner": owner_id})
                await connection.execute(REFILL, {"owner": owner_id})
                yield Batch(owner_id=owner_id, anew=True)
                return
            yield await _batch(connection, owner_id, queued) if queued else None
            done = {"owner": owner_id, "ids": [row["id"] for row in queued]}
            await connection.execute(DONE, done)

    async def drop(self, owner_id: int) -> None:
        async with self._database.connection(owner_id) as connection:
            await connection.execute(DROP, {"owner": owner_id})

    async def refill(self, owner_id: int) -> None:
        async with self._database.connection(owner_id) as connection:
            await connection.execute(LOCK, {"owner": owner_id})
            await connection.execute(EMPTY, {"owner": owner_id})
            await connection.execute(REFILL, {"owner": owner_id})

    async def behind(self, owner_id: int) -> bool:
        async with self._database.connection(owner_id) as connection:
            return bool((await _all(connection, BEHIND, owner=owner_id))[0]["behind"])


async def _batch(
    connection: AsyncConnection[DictRow], owner_id: int, queued: Sequence[DictRow]
) -> Batch:
    """The rows that the queue names, as they are now: a row that changed twice is told once."""
    wanted: dict[str, set[int]] = {"entities": set(), "relations": set(), "interactions": set()}
    for row in queued:
        wanted[row["table_name"]].add(row["row_id"])
    queries: dict[str, LiteralString] = {
        "entities": ENTITIES,
        "relations": LINKS,
        "interactions": LOGGED,
    }
    found = {
        table: await _all(connection, query, owner=owner_id, ids=list(wanted[table]))
        for table, query in queries.items()
    }

    def gone(table: str) -> tuple[int, ...]:
        return tuple(sorted(wanted[table] - {row["id"] for row in found[table]}))

    return Batch(
        owner_id=owner_id,
        entities=tuple(Entity(**row) for row in found["entities"]),
        links=tuple(_link(row) for row in found["relations"]),
        logged=tuple(_logged(row) for row in found["interactions"]),
        gone_entities=gone("entities"),
        gone_links=gone("relations"),
        gone_logged=gone("interactions"),
    )


def _link(row: DictRow) -> Link:
    subject = Entity(id=row["subject_id"], name=row["subject"], is_me=row["subject_is_me"])
    object_ = Entity(id=row["object_id"], name=row["object"], is_me=row["object_is_me"])
    return Link(relation=relation_of(row), subject=subject, object=object_)


def _logged(row: DictRow) -> Logged:
    return Logged(
        id=row["id"],
        interaction=Interaction(
            kind=row["kind"],
            agent=row["agent"],
            target=row["target"],
            at=row["at"],
            inbox_id=row["inbox_id"],
        ),
    )


async def _all(
    connection: AsyncConnection[DictRow], query: LiteralString, **values: object
) -> list[DictRow]:
    cursor = await connection.execute(query, values)
    return await cursor.fetchall()
