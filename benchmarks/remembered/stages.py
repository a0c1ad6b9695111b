"""The stages of `./jenny bench memory` that need a server of their own state."""

import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import psycopg

from app.embedded.lease import Servers, lease
from benchmarks.remembered import speed
from benchmarks.remembered.mem0_peer import TABLE, Peer
from benchmarks.remembered.people import START, Crowd, Speech, load_jenny, load_mem0
from core.clock import SystemClock
from core.models import Episode
from integrations.embeddings import MiniLM
from memory.remember import embed_pending
from memory.vectors import BATCH
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.files import PostgresFiles
from storage.recall import ASKED, MANY, MEANING

ROUNDS = 60
BY_HAND = "create index on {table} ((payload->>'user_id'))"
OURS = """
select sum(pg_total_relation_size(c.oid)) from pg_class c
where c.relkind = 'r' and (c.relname ~ '^passages_[0-9]+$'
  or c.relname in ('memories', 'postings', 'codes'))
"""


def fill(servers: Servers, folder: Path, crowds: Sequence[Crowd]) -> None:
    """The same memories into Jenny's tables and into Mem0's."""
    Peer(servers.admin_url, folder, hnsw=False)
    for crowd in crowds:
        load_jenny(servers.admin_url, crowd, MANY)
        load_mem0(servers.admin_url, TABLE, crowd)
    _night(servers)


def _night(servers: Servers) -> None:
    """What the service does at four in the morning, and the server by itself."""
    with psycopg.connect(servers.admin_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    asyncio.run(PostgresFiles(servers.database_url).arrange())


def warm(servers: Servers, folder: Path, crowd: Crowd) -> Mapping[str, float]:
    """Medians in ms of Jenny, of Mem0 as it is without HNSW, and of it with an index by hand; each
    has been asked something else by the same people before."""
    before, asked = speed.questions(crowd, ROUNDS, turn=1), speed.questions(crowd, ROUNDS)
    ours = asyncio.run(_ours(servers, before, asked))
    found = {
        "jenny": speed.median(ours.statement),
        "with its transaction": speed.median(ours.transaction),
    }
    peer = Peer(servers.admin_url, folder, hnsw=False)
    found["mem0"] = speed.median(speed.mem0(peer, asked[: ROUNDS // 2]))
    with psycopg.connect(servers.admin_url) as connection:
        connection.execute(BY_HAND.format(table=TABLE).encode())
        connection.execute(f"analyze {TABLE}".encode())
    speed.mem0_nearest(peer, before)
    found["mem0 indexed by hand"] = speed.median(speed.mem0(peer, asked))
    found["its vectors alone"] = speed.median(speed.mem0_nearest(peer, asked))
    with psycopg.connect(servers.admin_url) as connection:
        connection.execute(f"drop index {TABLE}_expr_idx".encode())
    found["times faster than that"] = found["mem0 indexed by hand"] / found["jenny"]
    leg = (ASKED + MEANING + speed.LEG).encode()
    found["dense leg as exact"] = speed.dense_recall(servers.admin_url, asked[:20], leg)
    return found


async def _ours(
    servers: Servers, before: Sequence[speed.Asked], asked: Sequence[speed.Asked]
) -> speed.Times:
    """`asked` of a service that was asked `before`: it keeps its connections for days."""
    async with PostgresDatabase(servers.database_url, SystemClock()) as database:
        await speed.jenny(database, before)
        return await speed.jenny(database, asked)


def sizes(servers: Servers, crowds: Sequence[Crowd]) -> Mapping[str, float]:
    """Tables and indexes, without episodes and without the history of changes."""
    count = sum(crowd.people * crowd.memories for crowd in crowds)
    with psycopg.connect(servers.admin_url) as connection:
        ours = connection.execute(OURS).fetchone()
        theirs = connection.execute(f"select pg_total_relation_size('{TABLE}')".encode()).fetchone()
    assert ours is not None  # noqa: S101 - an aggregate has a row
    assert theirs is not None  # noqa: S101 - as above
    return {"jenny": float(ours[0]) / count, "mem0": float(theirs[0]) / count}


def cold(folder: Path, crowd: Crowd) -> Mapping[str, object]:
    """Medians in ms for people not seen since the server's start."""
    found: dict[str, object] = {}
    for name, drop in (("cache warm", False), ("cache dropped", True)):
        with lease(folder) as servers:
            asked = speed.questions(crowd, crowd.people)
            times = asyncio.run(_unseen(servers, asked, drop=drop))
            found[name] = statistics.median(times) if times else "may not be dropped here"
    return found


async def _unseen(servers: Servers, asked: Sequence[speed.Asked], *, drop: bool) -> Sequence[float]:
    """Everybody but the first is asked about once; none when the cache may not be dropped."""
    async with PostgresDatabase(servers.database_url, SystemClock()) as database:
        await speed.jenny(database, [asked[0]] * speed.WARM)
        if drop and not speed.drop_caches():
            return ()
        return (await speed.jenny(database, asked[1:])).statement


def largest(servers: Servers, crowd: Crowd) -> Mapping[str, float]:
    """Somebody with more than can all be compared."""
    load_jenny(servers.admin_url, crowd, MANY)
    _night(servers)
    before, asked = speed.questions(crowd, ROUNDS, turn=1), speed.questions(crowd, ROUNDS)
    leg = (ASKED + MEANING + speed.LEG).encode()
    return {
        "jenny": speed.median(asyncio.run(_ours(servers, before, asked)).statement),
        "dense recall@10": speed.dense_recall(servers.admin_url, asked[:30], leg),
    }


def writing(servers: Servers, count: int) -> Mapping[str, float]:
    """From a message to its being found by meaning, its embedding included: one after the other;
    and two people at once, who write faster than that, so that a few are embedded together."""
    return asyncio.run(_write(servers, count))


async def _write(servers: Servers, count: int) -> Mapping[str, float]:
    model, speech = MiniLM(), Speech(1)
    async with PostgresDatabase(servers.database_url, SystemClock()) as database:
        boards = Boards(database)
        owners = [
            await boards.admit(f"writer{n}", "UTC", is_owner=False, at=START) for n in range(2)
        ]

        async def keep(owner: int, number: int) -> None:
            async with database.transaction(owner) as work:
                said_at = START + timedelta(minutes=number)
                await work.episodes.keep(Episode(text=speech.text(), said_at=said_at))

        async def one(owner: int, number: int) -> float:
            start = time.perf_counter()
            await keep(owner, number)
            await embed_pending(database, model, owner)
            return (time.perf_counter() - start) * 1000

        async def many(owner: int) -> None:
            for number in range(count):
                await keep(owner, number)
                if (number + 1) % BATCH == 0 or number + 1 == count:
                    await embed_pending(database, model, owner)

        times = [await one(owners[0], number) for number in range(count)]
        start = time.perf_counter()
        await asyncio.gather(*(many(owner) for owner in owners))
        spent = time.perf_counter() - start
    return {
        "p50 ms": statistics.median(times[5:]),
        "p95 ms": statistics.quantiles(times[5:], n=20)[-1],
        "messages/s": 2 * count / spent,
    }
