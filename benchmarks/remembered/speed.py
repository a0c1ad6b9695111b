"""How long a search takes, for people with few and with many memories."""

import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks.remembered.mem0_peer import Peer
from benchmarks.remembered.people import Crowd, Floats, Speech
from core.passages import Vector
from integrations.embeddings import MiniLM
from storage.database import PostgresDatabase
from storage.passages import vector_text

LAST = datetime(2100, 1, 1, tzinfo=UTC)
WARM = 12
EXACT = """
select id from passages where owner_id = %(owner)s
order by embedding <#> %(vector)s::halfvec(384) limit 10
"""
LEG = """
select id from near join passages p using (id) where p.owner_id = %(owner)s
order by p.embedding <#> (select vector from asked) limit 10
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question of somebody in the crowd."""

    owner: int
    text: str
    vector: Floats


class Times(NamedTuple):
    """Milliseconds of each search: of its statement, and with the transaction around it."""

    statement: list[float]
    transaction: list[float]


def questions(crowd: Crowd, count: int, turn: int = 0) -> list[Asked]:
    """Of different people in turns, the same each time; those of another `turn` differ."""
    speech = Speech(crowd.first)
    drawn = Speech(crowd.first + 1 + turn)
    topics = speech.vectors(count * (turn + 1))[-count:]
    owners = Speech(crowd.first + 1).random.permutation(crowd.people)
    return [
        Asked(
            owner=crowd.first + int(owners[number % crowd.people]),
            text=drawn.text(6),
            vector=topics[number],
        )
        for number in range(count)
    ]


async def jenny(database: PostgresDatabase, asked: Sequence[Asked]) -> Times:
    """Each with its values written and its rows read, in a transaction of its own."""
    times = Times([], [])
    for one in asked:
        vector = Vector(model=MiniLM.model, numbers=one.vector.tolist())
        begin = time.perf_counter()
        async with database.transaction(one.owner) as work:
            start = time.perf_counter()
            found = await work.memories.recall(one.text, vector, 10, LAST)
            times.statement.append((time.perf_counter() - start) * 1000)
        times.transaction.append((time.perf_counter() - begin) * 1000)
        assert found  # noqa: S101 - a search that finds nothing would be fast
    return times


def mem0(peer: Peer, asked: Sequence[Asked]) -> list[float]:
    """The same questions, to the peer."""
    return [peer.search(one.owner, one.text, one.vector.tolist())[2] for one in asked]


def mem0_nearest(peer: Peer, asked: Sequence[Asked]) -> list[float]:
    """As far as the peer's search goes by vectors, which is where an index by hand helps."""
    return [peer.nearest(one.owner, one.text, one.vector.tolist()) for one in asked]


def median(times: Sequence[float]) -> float:
    """Without the first ones, at which connections plan their statements."""
    return statistics.median(times[WARM:])


def dense_recall(admin_url: str, asked: Sequence[Asked], leg: bytes) -> float:
    """Which part of the ten nearest of all vectors the leg by meaning finds."""
    shares: list[float] = []
    with psycopg.connect(admin_url) as connection:
        for one in asked:
            values: dict[str, object] = {
                "owner": one.owner,
                "question": one.text,
                "vector": vector_text(one.vector.tolist()),
                "model": MiniLM.model,
                "at": LAST,
            }
            exact = {row[0] for row in connection.execute(EXACT, values).fetchall()}
            found = {row[0] for row in connection.execute(leg, values).fetchall()}
            shares.append(len(exact & found) / len(exact))
    return statistics.fmean(shares)


def drop_caches() -> bool:
    """Have the operating system forget the files it holds; whether it may be asked to."""
    with suppress(OSError):
        Path("/proc/sys/vm/drop_caches").write_text("1")
        return True
    return False
