"""The facts of a person as Mem0 writes them: one connection and one transaction for each call.

Mem0 is blocking and knows no owner, so the owner, the cause and the instant are set here.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb

from core.clock import Clock
from core.facts import FactHistory, FactTable, KeptFact, NewFact, Payload
from core.passages import Vector
from storage.faults import server_down
from storage.history import PostgresHistory
from storage.inbox import storable
from storage.passages import vector_text
from storage.recall import NEAREST, WORDED
from storage.tombstones import BURIED, EVERYTHING, SHARE, Seal

BIND = """
select set_config('app.owner', %(owner)s, true), set_config('app.cause', %(cause)s, true),
       set_config('app.at', %(at)s, true)
"""
INSERT = f"""
insert into memories (id, owner_id, text, payload, key, inbox_id, said_at, kind, happened_at,
                      recorded_at)
select %(id)s, %(owner)s, %(text)s, %(payload)s, %(key)s::text, %(inbox)s::bigint,
  %(said_at)s, %(kind)s, %(happened_at)s::timestamptz, app_at()
where not exists ({BURIED})
  and not exists (select from tombstones where owner_id = %(owner)s and key = %(everything)s
    and last_inbox_id > %(inbox)s::bigint)
on conflict (owner_id, key) do nothing
"""  # noqa: S608
UPDATE = """
update memories set text = coalesce(%(text)s::text, text), payload = %(payload)s,
  updated_at = app_at()
where owner_id = %(owner)s and id = %(id)s
"""
# Mem0 looks at the beginning of a text alone; the passages behind it get their vectors later.
SET_VECTOR = """
update passages set embedding = %(vector)s::halfvec, model = %(model)s
where owner_id = %(owner)s and memory_id = %(id)s and starts = 1
"""
DELETE = "delete from memories where owner_id = %(owner)s and id = %(id)s"
GET = """
select *, 0 as score from memories where owner_id = %(owner)s and id = %(id)s
"""
KEYED = "select id from memories where owner_id = %(owner)s and key = %(key)s"
LISTED = """
select *, 0 as score from memories where owner_id = %(owner)s
order by said_at desc, id limit %(most)s
"""


class PostgresFacts:
    """Fills `core.facts.FactTables`. Opens no connection of its own before it is asked."""

    def __init__(self, url: str, clock: Clock, seal: Seal | None = None) -> None:
        self._url = url
        self._clock = clock
        self._seal = seal or Seal()

    @contextmanager
    def open(self, owner_id: int, cause: int | None) -> Generator[tuple[FactTable, FactHistory]]:
        """See `core.facts.FactTables`."""
        at = self._clock.now()
        try:
            with Connection[DictRow].connect(
                self._url, row_factory=dict_row, connect_timeout=5
            ) as connection:
                connection.execute(
                    BIND,
                    {
                        "owner": str(owner_id),
                        "cause": "" if cause is None else str(cause),
                        "at": at.isoformat(),
                    },
                )
                table = PostgresFactTable(connection, owner_id, self._seal)
                yield table, PostgresHistory(connection, owner_id)
        except psycopg.OperationalError as error:
            raise server_down(error) from error


class PostgresFactTable:
    """Fills `core.facts.FactTable`."""

    def __init__(self, connection: Connection[DictRow], owner_id: int, seal: Seal) -> None:
        self._connection = connection
        self._owner_id = owner_id
        self._seal = seal

    def insert(self, fact: NewFact) -> None:
        self._run(SHARE)
        self._run(
            INSERT,
            id=UUID(fact.id),
            text=storable(fact.text),
            payload=_json(fact.payload),
            key=fact.key,
            inbox=fact.inbox_id,
            source=fact.key,
            codes=self._seal.said(self._owner_id, fact.text),
            everything=EVERYTHING,
            dated=True,
            said_at=fact.said_at,
            kind=fact.kind,
            happened_at=fact.happened_at,
        )
        self._set_vector(fact.id, fact.vector)

    def update(
        self, fact_id: str, text: str | None, vector: Vector | None, payload: Payload
    ) -> None:
        self._run(
            UPDATE,
            id=UUID(fact_id),
            text=None if text is None else storable(text),
            payload=_json(payload),
        )
        if vector is not None:
            self._set_vector(fact_id, vector)

    def delete(self, fact_id: str) -> None:
        self._run(DELETE, id=UUID(fact_id))

    def get(self, fact_id: str) -> KeptFact | None:
        found = self._kept(GET, id=UUID(fact_id))
        return found[0] if found else None

    def keyed(self, key: str) -> str | None:
        rows = self._all(KEYED, key=key)
        return str(rows[0]["id"]) if rows else None

    def listed(self, most: int) -> list[KeptFact]:
        return self._kept(LISTED, most=most)

    def nearest(self, vector: Sequence[float], most: int) -> list[KeptFact]:
        return self._kept(NEAREST, vector=vector_text(vector), most=most)

    def worded(self, words: str, most: int) -> list[KeptFact]:
        return self._kept(WORDED, question=storable(words), vector=None, at="infinity", most=most)

    def _set_vector(self, fact_id: str, vector: Vector) -> None:
        numbers = vector_text(vector.numbers)
        self._run(SET_VECTOR, id=UUID(fact_id), vector=numbers, model=vector.model)

    def _kept(self, query: LiteralString, **values: object) -> list[KeptFact]:
        return [
            KeptFact(
                id=str(row["id"]),
                text=row["text"],
                payload=row["payload"],
                said_at=row["said_at"],
                updated_at=row["updated_at"],
                score=float(row["score"]),
            )
            for row in self._all(query, **values)
        ]

    def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        return self._connection.execute(query, {"owner": self._owner_id} | values).fetchall()

    def _run(self, query: LiteralString, **values: object) -> None:
        self._connection.execute(query, {"owner": self._owner_id} | values)


def _json(payload: Payload) -> Jsonb:
    return Jsonb(
        {
            name: storable(value) if isinstance(value, str) else value
            for name, value in payload.items()
        }
    )
