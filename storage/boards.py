"""Work across people, through the definer functions of migrations/sql/0001_across.sql only.

Nothing here shows a text: the answers are ids, instants and counts.
"""

from datetime import datetime
from typing import LiteralString

from psycopg.rows import DictRow

from core.intake import Left
from core.models import Due, Ready
from storage.database import PostgresDatabase

DUE = "select * from due_occurrences(%(at)s, %(terminal_only)s, %(most)s)"
INSTANTS = "select * from due_instants(%(after)s, %(until)s, %(terminal_only)s, %(most)s)"
READY = "select * from outbox_ready(%(at)s, %(door)s, %(most)s)"
RECOVER = "select outbox_recover(%(at)s, %(door)s) as rows"
OPEN = "select * from inbox_open(%(source)s)"
BACKLOG = "select * from backlog()"
RETIRE = """
select * from retire(%(at)s) union all select 'consents', retire_consents(%(at)s)
"""
PERSON = "select owner_id from person_by_name(%(name)s)"
# The lock is let go with the transaction, so asking disturbs nobody.
VERSIONS = """
select current_setting('server_version') as server,
  (select extversion from pg_extension where extname = 'vector') as vector
"""
ERASURES = "select owner_id from erasures_open()"
LESSONS = "select * from lessons_due(%(at)s, %(most)s)"
LEARNING = "select * from learning()"
VECTORS = "select owner_id from vectors_pending(%(model)s)"
EVERYBODY = "select owner_id, name from all_people()"
ADMIT = "select owner_id from admit_person(%(name)s, %(zone)s, %(is_owner)s, %(at)s)"
STALE_ANCHORS = "select owner_id from stale_anchors()"


class Boards:
    """What waits, for whom: `core.ports.DueBoard`, `core.ports.OutboxBoard`, and the household."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def due(self, at: datetime, most: int, *, terminal_only: bool = False) -> list[Due]:
        """Occurrences whose time has come at `at`, the earliest first."""
        rows = await self._all(DUE, at=at, terminal_only=terminal_only, most=most)
        return [Due(**row) for row in rows]

    async def instants(
        self, after: datetime, until: datetime, most: int, *, terminal_only: bool = False
    ) -> list[datetime]:
        """The first distinct instants after `after`, up to `until`, at which something is due."""
        rows = await self._all(
            INSTANTS, after=after, until=until, terminal_only=terminal_only, most=most
        )
        return [row["due_at"] for row in rows]

    async def ready(self, at: datetime, door: str, most: int) -> list[Ready]:
        """What can be sent at `door`: toasts, then replies, then pushes, each in order."""
        rows = await self._all(READY, at=at, door=door, most=most)
        return [Ready(**row) for row in rows]

    async def recover(self, at: datetime, door: str) -> int:
        """Make ready what a sender who is gone has left half done; how many rows."""
        rows = await self._all(RECOVER, at=at, door=door)
        return int(rows[0]["rows"])

    async def inbox_open(self, source: str) -> list[Left]:
        """What came in at `source` and is not done."""
        return [Left(**row) for row in await self._all(OPEN, source=source)]

    async def backlog(self) -> dict[str, int]:
        """How many rows wait, by kind: inbox, set_aside, outbox, undelivered, graph, scheduled."""
        return {row["what"]: row["rows"] for row in await self._all(BACKLOG)}

    async def learning(self) -> dict[str, int]:
        """How many messages wait to be learned from (lessons), were set aside (unlearned), and how
        many sentences the gate refused (junk)."""
        return {row["what"]: row["rows"] for row in await self._all(LEARNING)}

    async def lessons_due(self, at: datetime, most: int) -> list[tuple[int, int]]:
        """(owner id, episode id) of messages to learn from."""
        rows = await self._all(LESSONS, at=at, most=most)
        return [(row["owner_id"], row["episode_id"]) for row in rows]

    async def erasures_open(self) -> list[int]:
        """Whose receipts are not done."""
        return [row["owner_id"] for row in await self._all(ERASURES)]

    async def stale_anchors(self) -> list[int]:
        """Owners of reminders that have something to follow."""
        return [row["owner_id"] for row in await self._all(STALE_ANCHORS)]

    async def retire(self, at: datetime) -> dict[str, int]:
        """Erase what is kept for a limited time only; how many rows of each kind went."""
        return {row["what"]: row["rows"] for row in await self._all(RETIRE, at=at)}

    async def person(self, name: str) -> int | None:
        """The owner id of the person called `name`."""
        rows = await self._all(PERSON, name=name)
        return rows[0]["owner_id"] if rows else None

    async def without_vectors(self, model: str) -> list[int]:
        """Whose passages have no vector of that model."""
        return [row["owner_id"] for row in await self._all(VECTORS, model=model)]

    async def people(self) -> list[tuple[int, str]]:
        """(owner id, name) of everybody."""
        return [(row["owner_id"], row["name"]) for row in await self._all(EVERYBODY)]

    async def admit(self, name: str, zone: str, *, is_owner: bool, at: datetime) -> int:
        """The owner id of the person called `name`, who is let in when new."""
        rows = await self._all(ADMIT, name=name, zone=zone, is_owner=is_owner, at=at)
        return int(rows[0]["owner_id"])

    async def server_version(self) -> str:
        """PostgreSQL's own, and that of pgvector."""
        rows = await self._all(VERSIONS)
        return f"PostgreSQL {rows[0]['server']}, pgvector {rows[0]['vector']}"

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        async with self._database.borrow() as connection:
            cursor = await connection.execute(query, values)
            return await cursor.fetchall()
