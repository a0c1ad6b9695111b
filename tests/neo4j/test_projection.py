"""Neo4j follows PostgreSQL: what it is told, what vanishes, and what happens while it is away."""

import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import psycopg
import pytest

from core.clock import SimulatedClock
from core.models import Interaction, Relation
from integrations.neo4j.door import Neo4jDoor
from integrations.neo4j.graph import Neo4jGraph
from integrations.neo4j.projection import Neo4jIndex
from memory.graph import IndexedGraph, RelationsGraph
from memory.projection import Projector
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.projection import ProjectionQueue
from tests.neo4j.server import PASSWORD, Neo4jAddress, Neo4jServer

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
EVERYTHING = """
MATCH (a)-[r]->(b) RETURN labels(a)[0] + ' ' + type(r) + ' ' + labels(b)[0] + ' '
  + coalesce(b.name, b.id) AS edge ORDER BY edge
"""
NODES = "MATCH (n) WHERE NOT n:Projection RETURN count(n) AS nodes"
LINKS = {
    ("Anna", "SISTER_OF", "me"),
    ("me", "LIKES", "hiking"),
    ("Anna", "WORKS_AT", "Acme"),
}


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[PostgresDatabase]:
    async with PostgresDatabase(database_url, SimulatedClock(NOON)) as opened:
        yield opened


@pytest.fixture
async def anna(database: PostgresDatabase) -> int:
    return await Boards(database).admit("anna", "UTC", is_owner=True, at=NOON)


@pytest.fixture
async def door(neo4j_address: Neo4jAddress) -> AsyncGenerator[Neo4jDoor]:
    async with neo4j_address.opened() as opened:
        yield opened


@pytest.fixture
def projector(database: PostgresDatabase, door: Neo4jDoor) -> Projector:
    return Projector(ProjectionQueue(database), Neo4jIndex(door))


async def note(database: PostgresDatabase, owner_id: int, *links: tuple[str, str, str]) -> None:
    async with database.transaction(owner_id) as work:
        for subject, predicate, object_ in links:
            relation = Relation(subject=subject, predicate=predicate, object=object_)
            await work.relations.assert_(relation, NOON)  # noqa: PT009


async def edges(door: Neo4jDoor) -> list[str]:
    return [row["edge"] for row in await door.run(EVERYTHING, seconds=10)]


async def nodes(door: Neo4jDoor) -> int:
    return int((await door.run(NODES, seconds=10))[0]["nodes"])


def run_sql(url: str, owner_id: int, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('app.owner', %s, true)", (str(owner_id),))
        connection.execute("select set_config('app.at', %s, true)", (NOON.isoformat(),))
        connection.execute(statement.encode())


def queued(admin_url: str) -> int:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute("select count(*) from graph_queue").fetchone()
    assert row is not None
    return int(row[0])


async def test_the_graph_has_the_shape_that_was_promised(
    database: PostgresDatabase, anna: int, door: Neo4jDoor, projector: Projector
) -> None:
    await note(database, anna, *sorted(LINKS))
    async with database.transaction(anna) as work:
        for logged in (
            Interaction(kind="ASKED", agent="memory", inbox_id=7, at=NOON),
            Interaction(kind="SET_REMINDER", agent="reminders", target="41", at=NOON),
            Interaction(kind="SET_REMINDER", agent="reminders", inbox_id=8, at=NOON),
            Interaction(kind="HAS_EVENT", agent="calendar", target="42", at=NOON),
            Interaction(kind="INTERACTED_WITH", agent="calendar", at=NOON),
            Interaction(kind="CHECKED_CALENDAR", agent="calendar", at=NOON),
        ):
            await work.relations.log(logged)
    assert await projector.drain()
    assert await edges(door) == [
        "Entity SISTER_OF User me",
        "Entity WORKS_AT Entity Acme",
        "User ASKED Question 7",
        "User CHECKED_CALENDAR Day 2026-04-14",
        "User HAS_EVENT CalendarEvent 42",
        "User INTERACTED_WITH Agent calendar",
        "User LIKES Entity hiking",
        "User SET_REMINDER Reminder 41",
    ]
    rows = await door.run("MATCH (n) WHERE NOT n:Projection RETURN n.owner_id AS o", seconds=10)
    assert {row["o"] for row in rows} == {anna}


async def test_who_forgets_everything_is_gone_and_what_is_said_since_is_there(
    database: PostgresDatabase, anna: int, door: Neo4jDoor, projector: Projector
) -> None:
    ben = await Boards(database).admit("ben", "UTC", is_owner=False, at=NOON)
    await note(database, anna, *sorted(LINKS))
    await note(database, ben, ("Omar", "BROTHER_OF", "me"))
    assert await projector.drain()
    async with database.transaction(anna) as work:
        assert (await work.memories.forget_all(NOON, None)).relations == 3
    await note(database, anna, ("Ola", "KNOWS", "me"))
    assert await projector.drain()
    assert await edges(door) == ["Entity BROTHER_OF User me", "Entity KNOWS User me"]
    assert await nodes(door) == 4


async def test_what_was_forgotten_vanishes(
    database: PostgresDatabase,
    database_url: str,
    admin_url: str,
    anna: int,
    door: Neo4jDoor,
    projector: Projector,
) -> None:
    await note(database, anna, *sorted(LINKS))
    async with database.transaction(anna) as work:
        await work.relations.log(Interaction(kind="ASKED", agent="chat", inbox_id=7, at=NOON))
    assert await projector.drain()
    forget = (
        "delete from relations r using entities e"
        " where e.id in (r.subject_id, r.object_id) and e.name = 'Anna'"
    )
    run_sql(database_url, anna, forget)
    run_sql(database_url, anna, "delete from interactions")
    assert await projector.drain()
    assert await edges(door) == ["User LIKES Entity hiking"]
    assert await nodes(door) == 2
    assert queued(admin_url) == 0
    with psycopg.connect(admin_url) as connection:
        names = connection.execute("select name from entities order by name").fetchall()
    assert names == [("hiking",), ("me",)]


async def test_being_told_twice_changes_nothing(
    database: PostgresDatabase, anna: int, door: Neo4jDoor, projector: Projector
) -> None:
    await note(database, anna, *sorted(LINKS))
    assert await projector.drain()
    once = await edges(door), await nodes(door)
    await ProjectionQueue(database).refill(anna)
    assert await projector.drain()
    assert (await edges(door), await nodes(door)) == once


async def test_rebuilding_repairs_a_graph_that_was_tampered_with(
    database: PostgresDatabase, anna: int, door: Neo4jDoor, projector: Projector
) -> None:
    await note(database, anna, *sorted(LINKS))
    assert await projector.drain()
    right = await edges(door)
    await door.run("MATCH (n:Entity {name: 'Acme'}) DETACH DELETE n", seconds=10)
    await door.run("MERGE (n:Entity {owner_id: $o, id: 999})", seconds=10, o=anna)
    await projector.rebuild()
    assert await edges(door) == right
    assert await nodes(door) == 4


async def test_a_graph_that_is_new_or_of_another_database_is_filled(
    database: PostgresDatabase, anna: int, door: Neo4jDoor
) -> None:
    await note(database, anna, *sorted(LINKS))
    queue, index = ProjectionQueue(database), Neo4jIndex(door)
    assert await Projector(queue, index).drain()
    right = await edges(door)
    await door.run("MERGE (n:Entity {owner_id: $o, id: 999})", seconds=10, o=anna)
    await index.adopt("another database")
    assert await Projector(queue, index).drain()
    assert (await edges(door), await nodes(door)) == (right, 4)
    await index.clear()
    assert await Projector(queue, index).drain()
    assert await edges(door) == right


async def test_without_neo4j_the_queue_does_not_grow_and_when_it_is_back_it_is_told_all(
    database: PostgresDatabase, admin_url: str, anna: int, door: Neo4jDoor
) -> None:
    queue = ProjectionQueue(database)
    await note(database, anna, ("me", "LIKES", "tea"))
    assert await Projector(queue, Neo4jIndex(door)).drain()
    await note(database, anna, ("me", "KNOWS", "Anna"))
    assert await Projector(queue, None).drain()
    assert queued(admin_url) == 0
    assert await edges(door) == ["User LIKES Entity tea"]
    assert await Projector(queue, Neo4jIndex(door)).drain()
    assert await edges(door) == ["User KNOWS Entity Anna", "User LIKES Entity tea"]


async def test_while_it_is_behind_or_away_postgresql_answers_and_it_catches_up(
    database: PostgresDatabase, admin_url: str, anna: int, neo4j_server: Neo4jServer
) -> None:
    address = Neo4jAddress(url=neo4j_server.url, password=PASSWORD)
    async with address.opened() as door:
        queue = ProjectionQueue(database)
        projector = Projector(queue, Neo4jIndex(door))
        graph = IndexedGraph(Neo4jGraph(door), RelationsGraph(database), queue)
        await note(database, anna, ("me", "LIKES", "tea"))
        assert await projector.drain()
        await note(database, anna, ("me", "KNOWS", "Anna"))
        assert [link.object for link in await graph.about(anna, "Anna")] == ["Anna"]
        neo4j_server.stop()
        began = time.monotonic()
        assert not await projector.drain()
        assert [link.predicate for link in await graph.about(anna, "tea")] == ["LIKES"]
        assert len(await graph.paths(anna, "Anna")) == 1
        assert time.monotonic() - began < 10
        assert queued(admin_url) > 0
        neo4j_server.start()
        assert await projector.drain()
        assert queued(admin_url) == 0
        assert await edges(door) == ["User KNOWS Entity Anna", "User LIKES Entity tea"]
        assert await graph.about(anna, "Anna") == await RelationsGraph(database).about(anna, "Anna")


async def test_a_down_index_with_an_empty_queue_is_no_reason_for_silence(
    database: PostgresDatabase, anna: int
) -> None:
    await note(database, anna, ("me", "LIKES", "tea"))
    queue = ProjectionQueue(database)
    await queue.drop(anna)
    async with Neo4jDoor("bolt://127.0.0.1:9", "neo4j", "nobody") as nobody:
        graph = IndexedGraph(Neo4jGraph(nobody), RelationsGraph(database), queue)
        assert [link.predicate for link in await graph.about(anna, "tea")] == ["LIKES"]
        assert len(await graph.paths(anna, "tea")) == 1
