"""Dumps of the whole database by PostgreSQL's own programs."""

import os
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from core.errors import OperatorError
from storage.migrate import migrate

CHUNK = 1 << 20
RESTORED = "jenny_restored"
REPLACED = "jenny_replaced"


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
    with psycopg.connect(url, autocommit=True) as connection:
        # No dump tells how much there is of what, and PostgreSQL plans by that.
        connection.execute("vacuum (analyze)")
    return url


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
