"""What was forgotten leaves Neo4j's own files, and the receipt waits while Neo4j is away."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

from core.clock import SimulatedClock
from core.models import Relation
from integrations.neo4j.door import Neo4jDoor
from integrations.neo4j.projection import Neo4jIndex
from memory.projection import Projector
from memory.scrubbing import Files, Scrubber
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.graves import GraveFile, KeptGraves
from storage.projection import ProjectionQueue
from tests.neo4j.server import PASSWORD, Neo4jServer

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
# Too long to be packed into a record: it stands in plain letters in the store.
CANARY = "Qvantelle of the very long house on the hill behind the sea, the second of that name"


def files_with(word: str, folder: Path) -> list[str]:
    letters = re.compile(re.escape(word.encode()), re.IGNORECASE)
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(folder)) for path in files if letters.search(_bytes(path)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        # A log that was cut off meanwhile.
        return b""


async def state(database: PostgresDatabase, owner_id: int) -> list[str]:
    async with database.transaction(owner_id) as work:
        return [one.state for one in await work.erasures.listed(9)]


async def test_no_file_of_neo4j_holds_the_name_any_more(
    database_url: str, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    clock = SimulatedClock(NOON)
    async with (
        PostgresDatabase(database_url, clock) as database,
        Neo4jDoor(neo4j_server.url, "neo4j", PASSWORD) as door,
    ):
        boards = Boards(database)
        anna = await boards.admit("anna", "UTC", is_owner=True, at=NOON)
        index = Neo4jIndex(door, checkpoint_seconds=1.5)
        await index.clear()
        projector = Projector(ProjectionQueue(database), index)
        graves = KeptGraves(database, boards, GraveFile(tmp_path / "tombstones"))

        def scrubber(graph: Neo4jIndex) -> Scrubber:
            told = Projector(ProjectionQueue(database), graph)
            files = Files(here=(), graph=graph, tell_graph=told.drain)
            return Scrubber(database, boards, graves, files, clock)

        async with database.transaction(anna) as work:
            relation = Relation(subject=CANARY, predicate="SISTER", object="me")
            await work.relations.assert_(relation, NOON)  # noqa: PT009
        await projector.drain()
        home = neo4j_server.home
        assert await asyncio.to_thread(files_with, CANARY, home) != []
        async with database.transaction(anna) as work:
            choice = await work.erasures.about([CANARY])
            assert (await work.memories.forget(choice, NOON, None)).relations == 1
        async with Neo4jDoor("bolt://127.0.0.1:1", "neo4j", PASSWORD) as nowhere:
            assert await scrubber(Neo4jIndex(nowhere)).drain() is False
        assert await state(database, anna) == ["graph"]
        assert await scrubber(index).drain() is True
        assert await state(database, anna) == ["done"]
        assert await asyncio.to_thread(files_with, CANARY, home) == []
