"""Questions to the graph: who is next to whom, and how the person is linked to somebody.

Only what is still true counts: a relation that has ended stays, with its `valid_to`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.graph import ME, MOST_CHAINS, MOST_HOPS, entity_name
from core.models import Relation
from integrations.neo4j.door import Neo4jDoor

SECONDS = 2.0

ABOUT = """
MATCH (e:Entity {owner_id: $owner, key: $key})-[r {owner_id: $owner}]-(:Entity|User)
WHERE r.valid_to IS NULL
RETURN DISTINCT r{.*, predicate: type(r), subject: startNode(r).name, object: endNode(r).name} AS r
ORDER BY r.id
"""
ABOUT_ME = """
MATCH (:User {owner_id: $owner})-[r {owner_id: $owner}]-(:Entity|User)
WHERE r.valid_to IS NULL
RETURN DISTINCT r{.*, predicate: type(r), subject: startNode(r).name, object: endNode(r).name} AS r
ORDER BY r.id
"""
# The bound of the pattern cannot be a parameter; MOST_HOPS is the 4 here.
PATHS = """
MATCH (u:User {owner_id: $owner}), (e:Entity {owner_id: $owner, key: $key})
MATCH p = allShortestPaths((u)-[*..4]-(e))
WHERE all(r IN relationships(p) WHERE r.owner_id = $owner AND r.valid_to IS NULL)
WITH p, [r IN relationships(p) | r.id] AS links WHERE length(p) <= $hops
RETURN [r IN relationships(p) |
  r{.*, predicate: type(r), subject: startNode(r).name, object: endNode(r).name}] AS chain
ORDER BY links LIMIT $most
"""


class Neo4jGraph:
    """`core.ports.Graph` from Neo4j. Every method raises ServerDown when it cannot answer."""

    def __init__(self, door: Neo4jDoor) -> None:
        self._door = door

    async def about(self, owner_id: int, name: str) -> list[Relation]:
        clean = entity_name(name)
        if clean == ME:
            rows = await self._door.run(ABOUT_ME, seconds=SECONDS, owner=owner_id)
        else:
            rows = await self._door.run(ABOUT, seconds=SECONDS, owner=owner_id, key=clean.lower())
        return [_relation(row["r"]) for row in rows]

    async def paths(self, owner_id: int, name: str, hops: int = 2) -> list[list[Relation]]:
        rows = await self._door.run(
            PATHS,
            seconds=SECONDS,
            owner=owner_id,
            key=entity_name(name).lower(),
            hops=min(hops, MOST_HOPS),
            most=MOST_CHAINS,
        )
        return [[_relation(link) for link in row["chain"]] for row in rows]


def _relation(row: Mapping[str, Any]) -> Relation:
    return Relation(
        id=row["id"],
        subject=row["subject"],
        predicate=row["predicate"],
        object=row["object"],
        valid_from=_instant(row.get("valid_from")),
        valid_to=_instant(row.get("valid_to")),
        recorded_at=_instant(row.get("recorded_at")),
        episode_id=row.get("episode_id"),
        fact_id=row.get("fact_id"),
    )


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).astimezone(UTC)
