"""Real servers for the rings that need them: one PostgreSQL and one Redis for all tests of a run,
a database of its own for each test."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from app.embedded.lease import Servers, lease


@dataclass(frozen=True, kw_only=True, slots=True)
class Urls:
    """A fresh database, by the role of the app and by the administrator."""

    app: str
    admin: str


class Databases:
    """Clones of the migrated database; a clone takes some 50 ms."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._maintenance = make_conninfo(servers.admin_url, dbname="postgres")
        self._numbers = count(1)

    @contextmanager
    def fresh(self) -> Generator[Urls]:
        """An empty, migrated database that is gone afterwards."""
        name = sql.Identifier(f"test_{next(self._numbers)}")
        dbname = name.as_string(None).strip('"')
        with psycopg.connect(self._maintenance, autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} template jenny strategy file_copy").format(name)
            )
        yield Urls(
            app=make_conninfo(self._servers.database_url, dbname=dbname),
            admin=make_conninfo(self._servers.admin_url, dbname=dbname),
        )
        with psycopg.connect(self._maintenance, autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(name))


@contextmanager
def running(folder: Path) -> Generator[Servers]:
    """The servers of a run, in `folder`."""
    with lease(folder) as servers:
        with psycopg.connect(servers.admin_url, autocommit=True) as connection:
            # No test pulls the plug, and a clone of the template costs half as much.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
        yield servers
