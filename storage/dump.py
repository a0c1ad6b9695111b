"""Dumps of the whole database by PostgreSQL's own programs, and what one must not bring back."""

import asyncio
import os
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row

from core.errors import OperatorError
from storage.forgetting import Eraser
from storage.migrate import migrate

CHUNK = 1 << 20
RESTORED = "jenny_restored"
REPLACED = "jenny_replaced"

TOMBSTONES = "select owner_id, key, at from tombstones"
FORGOTTEN = """
select id::text as id from memories where owner_id = %(owner)s and key = any(%(keys)s)
"""
EPISODES = """
delete from episodes where owner_id = %(owner)s
  and ('message:' || inbox_id = any(%(keys)s) or 'ref:' || ref = any(%(keys)s))
"""
RECEIVED = """
update inbox set body = null where owner_id = %(owner)s and 'message:' || id = any(%(keys)s)
"""
BURY = """
insert into tombstones (owner_id, key, at) values (%(owner)s, %(key)s, %(at)s)
on conflict (owner_id, key) do nothing
"""
BIND = "select set_config('app.owner', %(owner)s, true), set_config('app.at', %(at)s, true)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tombstone:
    """What was forgotten, and when."""

    owner_id: int
    key: str
    at: datetime


def dumped(admin_url: str, programs: Path) -> Iterator[bytes]:
    """The database in PostgreSQL's custom format, in pieces.

    Raises:
        OperatorError: pg_dump failed, with its last line.
    """
    with _program([str(programs / "pg_dump"), "--format=custom"], admin_url, None) as done:
        assert done.stdout is not None  # noqa: S101 - it is a pipe
        while piece := done.stdout.read(CHUNK):
            yield piece


def restored(admin_url: str, app_url: str, programs: Path, dump: Path) -> str:
    """Load the dump into a database beside the present one; the administrator's address of it.

    Raises:
        OperatorError: the dump is damaged; nothing has changed.
    """
    name = sql.Identifier(RESTORED)
    with psycopg.connect(_maintenance(admin_url), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {} template template0").format(name))
    url = make_conninfo(admin_url, dbname=RESTORED)
    with (
        dump.open("rb") as source,
        _program([str(programs / "pg_restore"), "--dbname", RESTORED, "-1"], url, source),
    ):
        pass
    migrate(url, app_url)
    return url


def tombstones(admin_url: str) -> list[Tombstone]:
    """Everything that was forgotten in this database."""
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(TOMBSTONES).fetchall()
    return [Tombstone(owner_id=owner, key=key, at=at) for owner, key, at in rows]


async def forget_again(admin_url: str, graves: list[Tombstone], at: datetime) -> None:
    """Erase from the database what was forgotten since it was dumped."""
    # What the dump has buried itself is gone from it; later words on the same matter are not.
    held = set(await asyncio.to_thread(tombstones, admin_url))
    graves = [grave for grave in graves if grave not in held]
    async with await AsyncConnection[DictRow].connect(
        admin_url, row_factory=dict_row
    ) as connection:
        for owner in sorted({grave.owner_id for grave in graves}):
            known = [grave for grave in graves if grave.owner_id == owner]
            keys = [grave.key for grave in known]
            values = {"owner": owner, "keys": keys}
            async with connection.transaction():
                await connection.execute(BIND, {"owner": str(owner), "at": at.isoformat()})
                eraser = Eraser(connection, owner, at)
                if "all" in keys:
                    await eraser.everything()
                cursor = await connection.execute(FORGOTTEN, values)
                facts = [row["id"] for row in await cursor.fetchall()]
                await eraser.facts(facts, None)
                await connection.execute(EPISODES, values)
                await connection.execute(RECEIVED, values)
                for grave in known:
                    grave_values = {"owner": owner, "key": grave.key, "at": grave.at}
                    await connection.execute(BURY, grave_values)


def swap(admin_url: str) -> None:
    """Put the restored database in the place of the present one, which goes."""
    present = str(conninfo_to_dict(admin_url)["dbname"])
    rename = sql.SQL("alter database {} rename to {}")
    old, new, now = (sql.Identifier(name) for name in (REPLACED, RESTORED, present))
    end = sql.SQL("select pg_terminate_backend(pid) from pg_stat_activity where datname = {}")
    with psycopg.connect(_maintenance(admin_url), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(old))
        connection.execute(end.format(sql.Literal(present)))
        # Both or none: a kill in between would leave no database of that name.
        with connection.transaction():
            connection.execute(rename.format(now, old))
            connection.execute(rename.format(new, now))
        connection.execute(sql.SQL("drop database {} with (force)").format(old))


def _maintenance(admin_url: str) -> str:
    return make_conninfo(admin_url, dbname="postgres")


@contextmanager
def _program(
    command: list[str], url: str, source: IO[bytes] | None
) -> Generator[subprocess.Popen[bytes]]:
    """A program of PostgreSQL, connected by its environment: arguments are seen by everybody."""
    parts = conninfo_to_dict(url)
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    environment = {name: str(parts[key]) for name, key in names.items() if parts.get(key)}
    environment["PGDATABASE"] = str(parts["dbname"])
    with subprocess.Popen(  # noqa: S603 - PostgreSQL's own program with our options
        command,
        stdin=source or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
    ) as running:
        yield running
        _, told = running.communicate()
    if running.returncode != 0:
        last = (told.decode(errors="replace").strip() or "no reason given").splitlines()[-1]
        raise OperatorError(f"{Path(command[0]).name} failed: {last}")
