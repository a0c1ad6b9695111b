"""How PostgreSQL's rows become nodes and edges:

(:User)-[:LIKES|KNOWS|WORKS_AT|…]->(:Entity)      one edge for each relation, either way round
(:User)-[:ASKED]->(:Question), -[:SET_REMINDER]->(:Reminder), -[:HAS_EVENT]->(:CalendarEvent),
       -[:INTERACTED_WITH]->(:Agent), -[:CHECKED_CALENDAR]->(:Day)    one for each interaction

Nodes and edges carry their owner's id, ids of rows and names, never a message.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import LiteralString

from core.graph import Batch, Entity, Link, Logged
from core.models import Interaction
from integrations.neo4j.door import Neo4jDoor

SECONDS = 10.0
PORTION = 5000
PREDICATE = re.compile(r"[A-Z][A-Z_]*")

CONSTRAINTS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT user IF NOT EXISTS FOR (n:User) REQUIRE n.owner_id IS UNIQUE",
    "CREATE CONSTRAINT entity IF NOT EXISTS FOR (n:Entity) REQUIRE (n.owner_id, n.id) IS UNIQUE",
    "CREATE INDEX entity_key IF NOT EXISTS FOR (n:Entity) ON (n.owner_id, n.key)",
    "CREATE CONSTRAINT question IF NOT EXISTS"
    " FOR (n:Question) REQUIRE (n.owner_id, n.id) IS UNIQUE",
    "CREATE CONSTRAINT reminder IF NOT EXISTS"
    " FOR (n:Reminder) REQUIRE (n.owner_id, n.id) IS UNIQUE",
    "CREATE CONSTRAINT calendar_event IF NOT EXISTS"
    " FOR (n:CalendarEvent) REQUIRE (n.owner_id, n.id) IS UNIQUE",
    "CREATE CONSTRAINT agent IF NOT EXISTS FOR (n:Agent) REQUIRE (n.owner_id, n.id) IS UNIQUE",
    "CREATE CONSTRAINT day IF NOT EXISTS FOR (n:Day) REQUIRE (n.owner_id, n.id) IS UNIQUE",
)
# Names that are gone stay in the pages of an index, in records that are free and in the log of
# transactions. The index is built anew; what fills the records for a moment also makes the log so
# long that it begins another file, and with each checkpoint the files before go, as docker-compose
# has it set: retention none, rotation at 128 KiB, a checkpoint every ten seconds.
CHECKPOINT_SECONDS = 12.0
ROUNDS = 3
INDEX_ANEW: tuple[LiteralString, ...] = (
    "DROP INDEX entity_key IF EXISTS",
    "CREATE INDEX entity_key IF NOT EXISTS FOR (n:Entity) ON (n.owner_id, n.key)",
)
FILL: tuple[LiteralString, ...] = (
    "UNWIND range(1, 500) AS i"
    " CREATE (:Filler {name: reduce(s = '', x IN range(1, 30) | s + toString(rand()))})",
    "MATCH (n:Filler) DELETE n",
)
ORIGIN = "MATCH (p:Projection) RETURN p.origin AS origin"
ADOPT = "MERGE (p:Projection) SET p.origin = $origin"
# In one transaction an owner's years would not fit into the heap, hence in portions.
CLEAR = """
MATCH (n:User|Entity|Question|Reminder|CalendarEvent|Agent|Day|Projection)
WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS gone
"""
# All of one person, in portions as well.
EMPTY = """
MATCH (n:User|Entity|Question|Reminder|CalendarEvent|Agent|Day {owner_id: $owner})
WITH n LIMIT $most DETACH DELETE n RETURN count(*) AS gone
"""

GONE_ENTITIES = "MATCH (n:Entity {owner_id: $owner}) WHERE n.id IN $ids DETACH DELETE n"
GONE_LINKS = """
MATCH (n:User|Entity {owner_id: $owner})-[r]->(:User|Entity {owner_id: $owner})
WHERE r.id IN $ids DELETE r
"""
GONE_LOGGED = """
MATCH (:User {owner_id: $owner})-[r]->(n:Question|Reminder|CalendarEvent|Agent|Day)
WHERE r.id IN $ids DELETE r
WITH DISTINCT n WHERE NOT (n)--() DELETE n
"""
USER = "MERGE (u:User {owner_id: $owner}) SET u.name = 'me'"
ENTITIES = """
UNWIND $rows AS row MERGE (n:Entity {owner_id: $owner, id: row.id})
SET n.name = row.name, n.key = row.key
"""
# By whether subject and object are the person: a label cannot be looked up by an index otherwise.
LINKS: dict[tuple[bool, bool], LiteralString] = {
    (subject_is_me, object_is_me): "UNWIND $rows AS row\n"
    + (
        "MATCH (s:User {owner_id: $owner})\n"
        if subject_is_me
        else "MATCH (s:Entity {owner_id: $owner, id: row.subject_id})\n"
    )
    + (
        "MATCH (o:User {owner_id: $owner})\n"
        if object_is_me
        else "MATCH (o:Entity {owner_id: $owner, id: row.object_id})\n"
    )
    + "MERGE (s)-[r:$(row.predicate) {owner_id: $owner, id: row.id}]->(o) SET r += row.more"
    for subject_is_me, object_is_me in product((True, False), repeat=2)
}
LOGGED = """
UNWIND $rows AS row
MATCH (u:User {owner_id: $owner})
MERGE (n:$(row.label) {owner_id: $owner, id: row.target})
MERGE (u)-[r:$(row.kind) {owner_id: $owner, id: row.id}]->(n) SET r.at = row.at, r.agent = row.agent
"""
TARGETS = {
    "ASKED": "Question",
    "SET_REMINDER": "Reminder",
    "HAS_EVENT": "CalendarEvent",
    "INTERACTED_WITH": "Agent",
    "CHECKED_CALENDAR": "Day",
}


class Neo4jIndex:
    """`core.graph.GraphIndex` and `core.forgetting.Scrubs` in Neo4j."""

    def __init__(self, door: Neo4jDoor, *, checkpoint_seconds: float = CHECKPOINT_SECONDS) -> None:
        self._door = door
        self._checkpoint_seconds = checkpoint_seconds

    async def prepare(self, origin: str) -> bool:
        for statement in CONSTRAINTS:
            await self._door.run(statement, seconds=SECONDS)
        rows = await self._door.run(ORIGIN, seconds=SECONDS)
        if [row["origin"] for row in rows] == [origin]:
            return True
        await self.clear()
        return False

    async def adopt(self, origin: str) -> None:
        await self._door.run(ADOPT, seconds=SECONDS, origin=origin)

    async def clear(self) -> None:
        await self._empty(CLEAR)

    async def _empty(self, statement: LiteralString, **values: object) -> None:
        gone = PORTION
        while gone == PORTION:
            rows = await self._door.run(statement, seconds=SECONDS, most=PORTION, **values)
            gone = int(rows[0]["gone"])

    async def scrub(self) -> None:
        """See `core.forgetting.Scrubs`. It takes some checkpoints' time."""
        for statement in INDEX_ANEW:
            await self._door.run(statement, seconds=SECONDS)
        for _ in range(ROUNDS):
            for statement in FILL:
                await self._door.run(statement, seconds=SECONDS)
            await asyncio.sleep(self._checkpoint_seconds)

    async def apply(self, batch: Batch) -> None:
        await self._take_away(batch)
        await self._tell(USER, batch, [{}])
        named = {entity.id: entity for entity in batch.entities if not entity.is_me}
        for link in batch.links:
            named |= {end.id: end for end in (link.subject, link.object) if not end.is_me}
        await self._tell(ENTITIES, batch, [_entity(entity) for entity in named.values()])
        for (subject_is_me, object_is_me), statement in LINKS.items():
            rows = [
                _link(link)
                for link in batch.links
                if (link.subject.is_me, link.object.is_me) == (subject_is_me, object_is_me)
            ]
            await self._tell(statement, batch, rows)
        # A reminder that was asked for and never set is nothing that an edge could point at.
        rows = [_logged(logged) for logged in batch.logged]
        await self._tell(LOGGED, batch, [row for row in rows if row["target"]])

    async def _take_away(self, batch: Batch) -> None:
        if batch.anew:
            await self._empty(EMPTY, owner=batch.owner_id)
        gone: tuple[tuple[LiteralString, tuple[int, ...]], ...] = (
            (GONE_LOGGED, batch.gone_logged),
            (GONE_LINKS, batch.gone_links),
            (GONE_ENTITIES, batch.gone_entities),
        )
        for statement, ids in gone:
            if ids:
                await self._door.run(
                    statement, seconds=SECONDS, owner=batch.owner_id, ids=list(ids)
                )

    async def _tell(
        self, statement: LiteralString, batch: Batch, rows: Sequence[dict[str, object]]
    ) -> None:
        if rows:
            await self._door.run(statement, seconds=SECONDS, owner=batch.owner_id, rows=rows)


def _entity(entity: Entity) -> dict[str, object]:
    return {"id": entity.id, "name": entity.name, "key": entity.name.lower()}


def _link(link: Link) -> dict[str, object]:
    relation = link.relation
    if PREDICATE.fullmatch(relation.predicate) is None:
        raise ValueError("a predicate is upper case with underscores")
    return {
        "id": relation.id,
        "subject_id": link.subject.id,
        "object_id": link.object.id,
        "predicate": relation.predicate,
        "more": {
            "valid_from": _text(relation.valid_from),
            "valid_to": _text(relation.valid_to),
            "recorded_at": _text(relation.recorded_at),
            "episode_id": relation.episode_id,
            "fact_id": relation.fact_id,
        },
    }


def _logged(logged: Logged) -> dict[str, object]:
    interaction = logged.interaction
    return {
        "id": logged.id,
        "label": TARGETS[interaction.kind],
        "kind": interaction.kind,
        "target": _target(interaction),
        "agent": interaction.agent,
        "at": interaction.at.isoformat(),
    }


def _target(interaction: Interaction) -> str | None:
    """The id of what the edge points at: an agent's name, a question's message, a day, a row."""
    match interaction.kind:
        case "INTERACTED_WITH":
            return interaction.agent
        case "ASKED":
            return None if interaction.inbox_id is None else str(interaction.inbox_id)
        case "CHECKED_CALENDAR":
            return interaction.target or str(interaction.at.date())
        case "SET_REMINDER" | "HAS_EVENT":
            return interaction.target


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
