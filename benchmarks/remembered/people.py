"""People with many memories, the same ones for Jenny and for her peer, loaded as they would lie
after years: everybody's memories came in turns, so none of them are neighbours by chance.

Texts are of some eighty characters from words as unevenly used as in speech; vectors gather
around topics, as those of texts do.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np
import numpy.typing as npt
import psycopg
from pgvector import HalfVector, Vector
from pgvector.psycopg import register_vector
from psycopg.types.json import Jsonb

from integrations.embeddings import MiniLM

Floats = npt.NDArray[np.float32]
SIZE = 384
TOPICS = 400
WORDS = 8_000
START = datetime(2020, 1, 1, tzinfo=UTC)
LETTERS = "bdfgklmnprstvz"
VOWELS = "aeiou"
LITTLE = ("the", "my", "of", "in", "is", "to")


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """So many people with so many memories each; their owner ids begin at `first`."""

    first: int
    people: int
    memories: int

    @property
    def owners(self) -> Sequence[int]:
        return range(self.first, self.first + self.people)


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """One memory of the crowd."""

    id: uuid.UUID
    owner: int
    number: int
    text: str
    vector: Floats


def word(number: int) -> str:
    """A word of its own for each number, which no stemmer shortens."""
    found = ""
    for _ in range(3):
        number, letter = divmod(number, len(LETTERS) * len(VOWELS))
        found += LETTERS[letter % len(LETTERS)] + VOWELS[letter // len(LETTERS)]
    return found + "k"


class Speech:
    """Where texts and vectors come from; the same seed tells the same."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self._topics = self._unit(TOPICS)
        shares = 1 / np.arange(20, WORDS + 20)
        self._shares = np.cumsum(shares / shares.sum())

    def _unit(self, count: int) -> Floats:
        drawn = self.random.standard_normal((count, SIZE), dtype=np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def vectors(self, count: int) -> Floats:
        """Each near one of the topics, of length 1."""
        near = self._topics[self.random.integers(0, TOPICS, count)] + 0.9 * self._unit(count)
        return near / np.linalg.norm(near, axis=1, keepdims=True)

    def text(self, words: int = 8) -> str:
        """Between them as many little words as in speech."""
        drawn = np.searchsorted(self._shares, self.random.random(words))
        spoken = [f"{LITTLE[int(n) % len(LITTLE)]} {word(int(n))}" for n in drawn]
        return " ".join(spoken)


def memories(crowd: Crowd) -> Iterator[Memory]:
    """All of them, everybody's in turns."""
    speech = Speech(crowd.first)
    for number in range(crowd.memories):
        vectors = speech.vectors(crowd.people)
        for owner, vector in zip(crowd.owners, vectors, strict=True):
            yield Memory(
                id=uuid.UUID(bytes=speech.random.bytes(16), version=4),
                owner=owner,
                number=number,
                text=speech.text(),
                vector=vector,
            )


def said_at(memory: Memory) -> datetime:
    return START + timedelta(minutes=memory.number)


PEOPLE = """
insert into people (id, name, zone, created_at) overriding system value
select n, 'crowd' || n, 'UTC', %(at)s from generate_series(%(first)s::int, %(last)s::int) n
"""
STAGED = "create temp table staged (id uuid, embedding halfvec(384)) on commit drop"
STAGE = "copy staged (id, embedding) from stdin with (format binary)"
FACTS = """
copy memories (id, owner_id, text, payload, key, inbox_id, said_at, recorded_at) from stdin
"""
# As the triggers would, but for all at once; in the order in which they came.
LAID = """
insert into passages (owner_id, memory_id, starts, length, said_at, size, asks, dated, model,
  embedding)
select m.owner_id, m.id, 1, length(m.text), m.said_at, length(to_tsvector('english', m.text)),
  false, false, %(model)s, s.embedding
from memories m join staged s using (id) order by m.said_at, m.owner_id
"""
POSTED = """
insert into postings (owner_id, term, passage_id)
select p.owner_id, term_of(lexeme), p.id
from passages p join staged s on s.id = p.memory_id join memories m on m.id = p.memory_id
cross join unnest(to_tsvector('english', m.text)) order by p.id
"""
CODED = """
insert into codes (owner_id, passage_id, code)
select owner_id, id, binary_quantize(embedding)::bit(384) from passages
where owner_id = any(%(owners)s) order by owner_id, id
"""
BATCH = 20_000


def load_jenny(admin_url: str, crowd: Crowd, many: int) -> None:
    """Put the crowd into Jenny's tables, past the triggers; codes for those with over `many`."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        register_vector(connection)
        last = crowd.first + crowd.people - 1
        connection.execute(PEOPLE, {"first": crowd.first, "last": last, "at": START})
        connection.execute("set session_replication_role = replica")
        waiting = memories(crowd)
        while batch := list(islice(waiting, BATCH)):
            with connection.transaction():
                _load(connection, batch)
        if crowd.memories > many:
            connection.execute(CODED, {"owners": list(crowd.owners)})


def _load(connection: psycopg.Connection, batch: Sequence[Memory]) -> None:
    connection.execute(STAGED)
    with connection.cursor() as cursor:
        with cursor.copy(STAGE) as copy:
            copy.set_types(["uuid", "halfvec"])
            for memory in batch:
                copy.write_row((memory.id, HalfVector(memory.vector)))
        with cursor.copy(FACTS) as copy:
            for memory in batch:
                key, at = f"{memory.number}:0", said_at(memory)
                told = (memory.id, memory.owner, memory.text, "{}", key)
                copy.write_row((*told, memory.number, at, at))
        connection.execute("analyze staged")
        cursor.execute(LAID, {"model": MiniLM.model})
        cursor.execute(POSTED)


MEM0 = "copy {table} (id, vector, payload) from stdin with (format binary)"


def load_mem0(admin_url: str, table: str, crowd: Crowd) -> None:
    """Put the crowd into the table of Mem0's own store, as it would itself."""
    with psycopg.connect(admin_url) as connection:
        register_vector(connection)
        with (
            connection.cursor() as cursor,
            cursor.copy(MEM0.format(table=table).encode()) as copy,
        ):
            copy.set_types(["uuid", "vector", "jsonb"])
            for memory in memories(crowd):
                at = said_at(memory).isoformat()
                payload = {
                    "data": memory.text,
                    "hash": memory.id.hex,
                    "user_id": str(memory.owner),
                    "created_at": at,
                    "updated_at": at,
                    "text_lemmatized": memory.text,
                }
                copy.write_row((memory.id, Vector(memory.vector), Jsonb(payload)))
