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


# What a test has written goes; more rows than these would leave too much room behind them.
MOST_ROWS = 2000
TABLES = """
select c.relname from pg_class c
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'alembic_version'
"""
# No two forms of the house agree in it: each row of these catalogues tells when it was written.
FORM = " union all ".join(
    f"select '{catalogue}', count(*), sum(xmin::text::bigint) from {catalogue} where oid >= 16384"  # noqa: S608
    for catalogue in ("pg_class", "pg_proc", "pg_trigger", "pg_policy", "pg_constraint")
)
OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
ANEW = """
select setval(seqrelid::regclass, seqstart, false) from pg_sequence
where pg_sequence_last_value(seqrelid::regclass) is not null
"""


class Databases:
    """Clones of the migrated database. A clone is hundreds of files, so it serves many tests."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._maintenance = make_conninfo(servers.admin_url, dbname="postgres")
        self._numbers = count(1)
        self._free: list[str] = []
        with psycopg.connect(servers.admin_url) as connection:
            self._form = connection.execute(FORM).fetchall()
            self._tables = [str(row[0]) for row in connection.execute(TABLES)]

    @contextmanager
    def fresh(self) -> Generator[Urls]:
        """An empty, migrated database that nobody else has for the time being."""
        name = self._free.pop() if self._free else self._clone()
        yield Urls(
            app=make_conninfo(self._servers.database_url, dbname=name),
            admin=make_conninfo(self._servers.admin_url, dbname=name),
        )
        if self._emptied(name):
            self._free.append(name)
        else:
            drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            with psycopg.connect(self._maintenance, autocommit=True) as connection:
                connection.execute(drop)

    def _clone(self) -> str:
        name = f"test_{next(self._numbers)}"
        create = sql.SQL("create database {} template jenny strategy file_copy")
        with psycopg.connect(self._maintenance, autocommit=True) as connection:
            connection.execute(create.format(sql.Identifier(name)))
        return name

    def _emptied(self, name: str) -> bool:
        """Make it as it was; False when that cannot be told for sure, or would not pay."""
        try:
            with psycopg.connect(
                make_conninfo(self._servers.admin_url, dbname=name), autocommit=True
            ) as connection:
                connection.execute(OTHERS)
                if connection.execute(FORM).fetchall() != self._form:
                    return False
                connection.execute("set session_replication_role = replica")
                gone = sum(
                    connection.execute(
                        sql.SQL("delete from {}").format(sql.Identifier(table))
                    ).rowcount
                    for table in self._written(connection)
                )
                connection.execute(ANEW)
        except psycopg.OperationalError:
            return False
        return gone <= MOST_ROWS

    def _written(self, connection: psycopg.Connection) -> list[str]:
        """The tables that hold rows."""
        asked = sql.SQL(" union all ").join(
            sql.SQL("select {} where exists (select from {})").format(
                sql.Literal(table), sql.Identifier(table)
            )
            for table in self._tables
        )
        return [str(row[0]) for row in connection.execute(asked)]


@contextmanager
def running(folder: Path) -> Generator[Servers]:
    """The servers of a run, in `folder`."""
    with lease(folder) as servers:
        with psycopg.connect(servers.admin_url, autocommit=True) as connection:
            # No test pulls the plug.
            connection.execute("alter system set fsync = off")
            # Who was cancelled while it connected would keep a database from being dropped so long.
            connection.execute("alter system set authentication_timeout = '5s'")
            connection.execute("select pg_reload_conf()")
        yield servers
