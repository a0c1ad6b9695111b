"""Tombstones outside the database: a file of lines, so that a database that was lost, and comes
back from an older dump, is rid again of what was forgotten since.

A person is known by number and by the instant at which they were let in, so that tombstones of one
house never fall on another that counts alike.
"""

import asyncio
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.rows import class_row

from core.errors import OperatorError
from storage.boards import Boards
from storage.database import PostgresDatabase

ALL = """
select t.owner_id, p.created_at as admitted, t.key, t.at, t.last_inbox_id
from tombstones t join people p on p.id = t.owner_id
"""
OF = f"{ALL} where t.owner_id = %(owner)s"


@dataclass(frozen=True, kw_only=True, slots=True)
class Grave:
    """What was forgotten, of whom, and when. `key` as in `storage.tombstones`."""

    owner_id: int
    admitted: datetime
    key: str
    at: datetime
    last_inbox_id: int


def graves_in(admin_url: str) -> set[Grave]:
    """All that stand in this database."""
    with psycopg.connect(admin_url) as connection:
        cursor = connection.cursor(row_factory=class_row(Grave))
        return {_in_utc(grave) for grave in cursor.execute(ALL)}


class GraveFile:
    """The file; mode 600, only ever longer."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> set[Grave]:
        """All that are written down; a line that was cut off by a power failure counts for nothing.

        Raises:
            OperatorError: the file cannot be read.
        """
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise OperatorError(f"{self._path} cannot be read: {error.strerror}.") from error
        found = (_grave(line) for line in lines)
        return {grave for grave in found if grave is not None}

    def append(self, graves: Iterable[Grave]) -> None:
        """Write these down too, to the disk itself.

        Raises:
            OperatorError: the file cannot be written.
        """
        ordered = sorted(graves, key=lambda grave: (grave.at, grave.owner_id, grave.key))
        # A line that was cut off must not swallow the next one.
        text = "".join(f"\n{_line(grave)}\n" for grave in ordered)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            with os.fdopen(os.open(self._path, flags, 0o600), "a", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise OperatorError(f"{self._path} cannot be written: {error.strerror}.") from error


class KeptGraves:
    """Behind `core.forgetting.Graves`: from the database into the file."""

    def __init__(self, database: PostgresDatabase, boards: Boards, file: GraveFile) -> None:
        self._database = database
        self._boards = boards
        self._file = file

    async def keep(self) -> None:
        """See `core.forgetting.Graves`."""
        standing: set[Grave] = set()
        for owner_id, _ in await self._boards.people():
            async with self._database.connection(owner_id) as connection:
                cursor = await connection.execute(OF, {"owner": owner_id})
                standing |= {_in_utc(Grave(**row)) for row in await cursor.fetchall()}
        new = standing - await asyncio.to_thread(self._file.read)
        if new:
            await asyncio.to_thread(self._file.append, new)


def _in_utc(grave: Grave) -> Grave:
    return Grave(
        owner_id=grave.owner_id,
        admitted=grave.admitted.astimezone(UTC),
        key=grave.key,
        at=grave.at.astimezone(UTC),
        last_inbox_id=grave.last_inbox_id,
    )


def _line(grave: Grave) -> str:
    admitted, at = grave.admitted.isoformat(), grave.at.isoformat()
    return json.dumps([grave.owner_id, admitted, grave.key, at, grave.last_inbox_id])


def _grave(line: str) -> Grave | None:
    try:
        owner_id, admitted, key, at, last = json.loads(line)
        return Grave(
            owner_id=int(owner_id),
            admitted=datetime.fromisoformat(admitted),
            key=str(key),
            at=datetime.fromisoformat(at),
            last_inbox_id=int(last),
        )
    except (ValueError, TypeError):
        return None
