"""Writes PostgreSQL's files anew: to free them of what was deleted, as rows that are gone stay in
them, in indexes, in the statistics of the planner and in the log of changes; and to lay the rows of
a person side by side, which came in turns with those of others and are read together.

The app's own role does it: it may write tables anew and cut off the log, which needs no look at
anybody's rows (migration 0009).
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import structlog
from psycopg import AsyncConnection, Error, OperationalError, sql
from psycopg.errors import LockNotAvailable

from core.errors import OperatorError, ServerDown
from storage.faults import FULL, server_down

log = structlog.get_logger()

# So long a table is waited for, while whoever needs it waits behind: a reminder is late by no more.
WAIT = "set lock_timeout = '1s'"
TRIES = 20
REST_SECONDS = 1.5
REFUSED = "PostgreSQL does not write its files anew (its error {}): ./jenny doctor tells more."
BUSY = "a long query holds its tables; it is tried again."
# Postings are numbers and are never written anew: there are too many.
TABLES = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ('postings', 'alembic_version')
order by c.relname
"""
# Samples of the texts, for the planner; those of a table that is empty now would stay.
FORGET_SAMPLES = """
select pg_clear_attribute_stats(%(schema)s, %(table)s, a.attname, false) from pg_attribute a
where a.attrelid = format('%%I.%%I', %(schema)s::text, %(table)s::text)::regclass and a.attnum > 0
  and not a.attisdropped
"""
# A table that is written anew takes as much again, and as much in the log. PostgreSQL stops when
# that finds no room, and does not start again before somebody makes some.
COPIES, RESERVE = 2, 64_000_000
SIZE = "select pg_total_relation_size(%(table)s::regclass)"
ANEW = "vacuum (full, analyze) {}"
STATISTICS = "vacuum (full) pg_catalog.pg_statistic"
CUT_OFF = ("select pg_switch_wal()", "checkpoint")
SCATTERED = "select name, by_owner from scattered_tables()"
SIDE_BY_SIDE = "cluster {} using {}"
# What is all there is known of each page after it only, and how the rows lie now.
SETTLED = "vacuum (analyze) {}"


class PostgresFiles:
    """Behind `core.forgetting.Scrubs` and `scheduler.nightly.Files`."""

    def __init__(self, url: str, free: Callable[[], int] | None = None) -> None:
        """`free` tells the bytes that are left on the disk, where that is known."""
        self._url = url
        self._free = free

    async def scrub(self) -> None:
        """See `core.forgetting.Scrubs`."""
        async with self._connected() as connection:
            tables = await (await connection.execute(TABLES)).fetchall()
            for schema, name in tables:
                await self._find_room(connection, f"{schema}.{name}")
                await connection.execute(FORGET_SAMPLES, {"schema": schema, "table": name})
                await _anew(connection, sql.SQL(ANEW).format(sql.Identifier(schema, name)))
            await _anew(connection, sql.SQL(STATISTICS))
            for statement in CUT_OFF:
                await connection.execute(statement)

    async def arrange(self) -> int:
        """See `scheduler.nightly.Files`."""
        async with self._connected() as connection:
            scattered = await (await connection.execute(SCATTERED)).fetchall()
            for name, index in scattered:
                await self._find_room(connection, name)
                table = sql.Identifier(name)
                await _anew(connection, sql.SQL(SIDE_BY_SIDE).format(table, sql.Identifier(index)))
                await connection.execute(sql.SQL(SETTLED).format(table))
        return len(scattered)

    async def _find_room(self, connection: AsyncConnection, table: str) -> None:
        cursor = await connection.execute(SIZE, {"table": table})
        [size] = await cursor.fetchone() or [0]
        if self._free and await asyncio.to_thread(self._free) < COPIES * size + RESERVE:
            raise ServerDown("PostgreSQL", FULL)

    @asynccontextmanager
    async def _connected(self) -> AsyncGenerator[AsyncConnection]:
        try:
            async with await AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=5
            ) as connection:
                await connection.execute(WAIT)
                yield connection
        except OperationalError as error:
            raise server_down(error) from error
        except Error as error:
            # Its words may quote a row.
            raise OperatorError(REFUSED.format(error.sqlstate)) from error


async def _anew(connection: AsyncConnection, statement: sql.SQL | sql.Composed) -> None:
    for _ in range(TRIES):
        try:
            await connection.execute(statement)
        except LockNotAvailable:
            await asyncio.sleep(REST_SECONDS)
        else:
            return
    raise ServerDown("PostgreSQL", BUSY)
