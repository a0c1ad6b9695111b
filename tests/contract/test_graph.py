"""What every graph answers: the relations themselves, and Neo4j which is told of them."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest

from core.clock import SimulatedClock
from core.models import Relation
from core.ports import Graph
from integrations.neo4j.graph import Neo4jGraph
from integrations.neo4j.projection import Neo4jIndex
from memory.graph import RelationsGraph
from memory.projection import Projector
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.projection import ProjectionQueue
from tests.neo4j.server import Neo4jAddress

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
EVENING = datetime(2026, 4, 14, 19, 30, 0, 123456, tzinfo=UTC)


class World:
    """A person's relations, and the graph that is asked about them."""

    def __init__(self, database: PostgresDatabase, owner_id: int, graph: Graph) -> None:
        self._database = database
        self._owner_id = owner_id
        self._graph = graph
        self.projector: Projector | None = None

    async def tell(self, *triples: str, at: datetime = NOON) -> list[int]:
        """Note "subject PREDICATE object" for each; returns the ids of those that were new."""
        async with self._database.transaction(self._owner_id) as work:
            noted = [
                await work.relations.assert_(_relation(triple), at)  # noqa: PT009
                for triple in triples
            ]
        await self._settle()
        return [relation_id for relation_id in noted if relation_id is not None]

    async def end(self, relation_id: int, at: datetime) -> None:
        async with self._database.transaction(self._owner_id) as work:
            await work.relations.end(relation_id, at)
        await self._settle()

    async def about(self, name: str) -> list[str]:
        return [_triple(found) for found in await self._graph.about(self._owner_id, name)]

    async def whole(self, name: str) -> list[Relation]:
        return await self._graph.about(self._owner_id, name)

    async def paths(self, name: str, hops: int = 2) -> list[list[str]]:
        found = await self._graph.paths(self._owner_id, name, hops)
        return [[_triple(relation) for relation in chain] for chain in found]

    async def _settle(self) -> None:
        if self.projector is not None:
            assert await self.projector.drain()


def _relation(triple: str) -> Relation:
    subject, predicate, object_ = triple.split(" ", 2)
    return Relation(subject=subject, predicate=predicate, object=object_, valid_from=EVENING)


def _triple(relation: Relation) -> str:
    return f"{relation.subject} {relation.predicate} {relation.object}"


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[PostgresDatabase]:
    async with PostgresDatabase(database_url, SimulatedClock(NOON)) as opened:
        yield opened


@pytest.fixture(params=["PostgreSQL", "Neo4j"])
async def worlds(
    request: pytest.FixtureRequest, database: PostgresDatabase
) -> AsyncGenerator[tuple[World, World]]:
    """Anna's and Ben's."""
    boards = Boards(database)
    anna = await boards.admit("anna", "UTC", is_owner=True, at=NOON)
    ben = await boards.admit("ben", "UTC", is_owner=False, at=NOON)
    if request.param == "PostgreSQL":
        graph = RelationsGraph(database)
        yield World(database, anna, graph), World(database, ben, graph)
        return
    address: Neo4jAddress = request.getfixturevalue("neo4j_address")
    async with address.opened() as door:
        graph = Neo4jGraph(door)
        both = World(database, anna, graph), World(database, ben, graph)
        for world in both:
            world.projector = Projector(ProjectionQueue(database), Neo4jIndex(door))
        yield both


@pytest.fixture
def world(worlds: tuple[World, World]) -> World:
    return worlds[0]


async def test_tells_what_is_known_of_an_entity_in_both_directions(world: World) -> None:
    await world.tell("Anna SISTER_OF me", "Anna WORKS_AT Acme Ltd", "me LIKES hiking")
    assert await world.about("anna") == ["Anna SISTER_OF me", "Anna WORKS_AT Acme Ltd"]
    assert await world.about(" acme  LTD ") == ["Anna WORKS_AT Acme Ltd"]
    assert await world.about("Me") == ["Anna SISTER_OF me", "me LIKES hiking"]
    assert await world.about("Ben") == []


async def test_answers_with_the_relation_as_it_was_noted(world: World) -> None:
    (relation_id,) = await world.tell("me KNOWS Zoë", at=NOON)
    assert await world.whole("zoë") == [
        Relation(
            id=relation_id,
            subject="me",
            predicate="KNOWS",
            object="Zoë",
            valid_from=EVENING,
            recorded_at=NOON,
        )
    ]


async def test_notes_what_is_known_already_only_once(world: World) -> None:
    assert len(await world.tell("me LIKES tea", "me LIKES  Tea", "Me LIKES tea")) == 1
    assert await world.about("tea") == ["me LIKES tea"]


async def test_what_has_ended_is_not_told_and_may_begin_anew(world: World) -> None:
    first = await world.tell("me WORKS_AT Acme")
    await world.end(first[0], EVENING)
    assert await world.about("Acme") == []
    assert await world.paths("Acme") == []
    again = await world.tell("me WORKS_AT Acme", at=EVENING)
    assert [relation.id for relation in await world.whole("Acme")] == again


async def test_finds_how_the_person_is_linked_to_somebody(world: World) -> None:
    await world.tell("me KNOWS Anna", "Anna WORKS_AT Acme", "Carl WORKS_AT Acme")
    assert await world.paths("anna") == [["me KNOWS Anna"]]
    assert await world.paths("Acme") == [["me KNOWS Anna", "Anna WORKS_AT Acme"]]
    assert await world.paths("Carl") == []
    assert await world.paths("Carl", hops=3) == [
        ["me KNOWS Anna", "Anna WORKS_AT Acme", "Carl WORKS_AT Acme"]
    ]
    assert await world.paths("nobody") == []
    assert await world.paths("me") == []


async def test_finds_every_shortest_chain_and_no_longer_one(world: World) -> None:
    await world.tell("me KNOWS Anna", "me KNOWS Ben", "Anna KNOWS Cleo", "Cleo KNOWS Ben")
    assert await world.paths("Cleo") == [
        ["me KNOWS Anna", "Anna KNOWS Cleo"],
        ["me KNOWS Ben", "Cleo KNOWS Ben"],
    ]
    assert await world.paths("Ben") == [["me KNOWS Ben"]]


async def test_cycles_do_no_harm(world: World) -> None:
    await world.tell("me KNOWS Anna", "Anna KNOWS me", "Anna LIKES Anna", "Anna KNOWS Ben")
    await world.tell("Ben KNOWS Anna", "Ben KNOWS me", "Ben KNOWS Cleo")
    assert await world.paths("Anna", hops=4) == [["me KNOWS Anna"], ["Anna KNOWS me"]]
    assert await world.paths("Cleo", hops=4) == [["Ben KNOWS me", "Ben KNOWS Cleo"]]
    assert await world.about("Anna") == [
        "me KNOWS Anna", "Anna KNOWS me", "Anna LIKES Anna", "Anna KNOWS Ben", "Ben KNOWS Anna"
    ]  # fmt: skip


async def test_nobody_sees_the_relations_of_another(worlds: tuple[World, World]) -> None:
    anna, ben = worlds
    await anna.tell("me LIKES tea", "me KNOWS Cleo")
    await ben.tell("me LIKES tea", "tea GROWS_IN China")
    assert await anna.about("tea") == ["me LIKES tea"]
    assert await anna.paths("China") == []
    assert await ben.paths("China") == [["me LIKES tea", "tea GROWS_IN China"]]
    assert await ben.about("Cleo") == []


async def test_names_are_data_whatever_is_in_them(world: World) -> None:
    name = "x'}) DETACH DELETE n // \"; drop table relations; --"
    await world.tell(f"me LIKES {name}", "me LIKES tea")
    assert await world.about(name) == [f"me LIKES {name}"]
    assert await world.about("tea") == ["me LIKES tea"]
