"""How long it takes to forget all of somebody, beside other people with as much to forget."""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from app.embedded.lease import Servers
from benchmarks.remembered import speed
from benchmarks.remembered.mem0_peer import Peer
from benchmarks.remembered.people import Crowd
from core.clock import SystemClock
from core.graph import GraphIndex
from integrations.neo4j.door import Neo4jDoor
from integrations.neo4j.projection import Neo4jIndex
from memory.forget import forget_all
from memory.projection import Projector
from storage.database import PostgresDatabase
from storage.projection import ProjectionQueue

PEER_FORGETS = 200
# Each memory has the message that told it, every other one a relation to a name.
TOLD = (
    "select set_config('app.owner', %(owner)s::text, true)",
    "select set_config('app.at', '2020-01-01', true)",
    "insert into conversations (owner_id, door, chat_id) values (%(owner)s, 'terminal', 0)",
    """
    insert into inbox (owner_id, conversation_id, source, kind, received_at, state)
    select m.owner_id, c.id, 'terminal', 'text', m.said_at, 'done'
    from memories m join conversations c on c.owner_id = m.owner_id
    where m.owner_id = %(owner)s order by m.said_at
    """,
    """
    update memories m set inbox_id = i.id, key = i.id || ':1' from (
      select id, row_number() over (order by id) as place from inbox where owner_id = %(owner)s
    ) i join (
      select id, row_number() over (order by said_at) as place from memories
      where owner_id = %(owner)s
    ) o using (place) where m.owner_id = %(owner)s and m.id = o.id
    """,
    """
    insert into episodes (owner_id, inbox_id, text, origin, said_at)
    select owner_id, inbox_id, text, 'chat', said_at from memories where owner_id = %(owner)s
    """,
    "insert into entities (owner_id, name, kind) values (%(owner)s, 'me', 'me')",
    """
    insert into entities (owner_id, name)
    select %(owner)s, 'name ' || n from generate_series(1, %(names)s) n
    """,
    """
    insert into relations (owner_id, subject_id, predicate, object_id, recorded_at, memory_id,
      episode_id)
    select %(owner)s, n.me, 'KNOWS', n.id, m.said_at, m.id, e.id from (
      select id, row_number() over (order by id) as place, min(id) over () as me from entities
      where owner_id = %(owner)s
    ) n join (
      select *, row_number() over (order by said_at) as place from memories
      where owner_id = %(owner)s
    ) m on m.place = 2 * (n.place - 1) join episodes e on e.inbox_id = m.inbox_id
    """,
)


def forgetting(servers: Servers, folder: Path, crowd: Crowd, beside: Crowd) -> Mapping[str, object]:
    """Milliseconds to forget all of one of the `crowd`, with messages and relations, of which some
    `beside` have their own; until Neo4j has forgotten it too, where it can be started. Mem0's are
    reckoned from the first few, as it takes minutes."""
    owner = crowd.owners[-1]
    with psycopg.connect(servers.admin_url, autocommit=True) as connection:
        told = dict.fromkeys(beside.owners[-5:], beside.memories) | {owner: crowd.memories}
        for one, memories in told.items():
            with connection.transaction():
                for statement in TOLD:
                    values = {"owner": one, "names": memories // 2}
                    connection.execute(statement.encode(), values)
        connection.execute("vacuum analyze")
    found = asyncio.run(_forgotten(servers, folder, owner))
    peer = Peer(servers.admin_url, folder, hnsw=False)
    found["mem0, without messages"] = peer.forget(owner, PEER_FORGETS) * crowd.memories
    return found


async def _forgotten(servers: Servers, folder: Path, owner: int) -> dict[str, object]:
    async with (
        PostgresDatabase(servers.database_url, SystemClock()) as database,
        _graph(folder / "neo4j") as index,
    ):
        projector = Projector(ProjectionQueue(database), index)
        await projector.drain()
        start = time.perf_counter()
        async with database.transaction(owner) as work:
            gone = await forget_all(work, speed.LAST)
        spent = time.perf_counter() - start
        told = await projector.drain() and index is not None
        whole = time.perf_counter() - start
    return {
        "memories": gone.memories,
        "messages": gone.episodes,
        "relations": gone.relations,
        "jenny": spent * 1000,
        "Neo4j included": whole * 1000 if told else "no Java or Maven here",
    }


@asynccontextmanager
async def _graph(home: Path) -> AsyncGenerator[GraphIndex | None]:
    """The Neo4j of the tests, which asks for Java and Maven."""
    if not all(map(shutil.which, ("java", "javac", "mvn"))):
        yield None
        return
    from tests.neo4j.server import PASSWORD, Neo4jServer, jars

    server = Neo4jServer(await asyncio.to_thread(jars), home)
    await asyncio.to_thread(server.start)
    try:
        async with Neo4jDoor(server.url, "neo4j", PASSWORD) as door:
            yield Neo4jIndex(door)
    finally:
        server.stop()
