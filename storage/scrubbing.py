"""Frees PostgreSQL's files of what was deleted: rows that are gone stay in them, in indexes, in the
statistics of the planner and in the log of changes, until each of these is written anew.

The app's own role does it: it may write tables anew and cut off the log, which needs no look at
anybody's rows (migration 0009).
"""

import asyncio

import structlog
from psycopg import AsyncConnection, OperationalError, sql
from psycopg.errors import LockNotAvailable

from core.errors import ServerDown
from storage.faults import server_down

log = structlog.get_logger()

# So long a table is waited for, while whoever needs it waits behind: a reminder is late by no more.
WAIT = "set lock_timeout = '1s'"
TRIES = 20
REST_SECONDS = 1.5
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
ANEW = "vacuum (full, analyze) {}"
STATISTICS = "vacuum (full) pg_catalog.pg_statistic"
CUT_OFF = ("select pg_switch_wal()", "checkpoint")


class PostgresFiles:
    """Behind `core.forgetting.Scrubs`."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def scrub(self) -> None:
        """See `core.forgetting.Scrubs`."""
        try:
            async with await AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=5
            ) as connection:
                await connection.execute(WAIT)
                tables = await (await connection.execute(TABLES)).fetchall()
                for schema, name in tables:
                    await connection.execute(FORGET_SAMPLES, {"schema": schema, "table": name})
                    await _anew(connection, sql.SQL(ANEW).format(sql.Identifier(schema, name)))
                await _anew(connection, sql.SQL(STATISTICS))
                for statement in CUT_OFF:
                    await connection.execute(statement)
        except OperationalError as error:
            raise server_down(error) from error


async def _anew(connection: AsyncConnection, statement: sql.SQL | sql.Composed) -> None:
    for _ in range(TRIES):
        try:
            await connection.execute(statement)
        except LockNotAvailable:
            await asyncio.sleep(REST_SECONDS)
        else:
            return
    raise ServerDown("PostgreSQL", BUSY)
