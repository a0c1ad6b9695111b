"""Very many have come since PostgreSQL last counted: one is not looked for among all of them."""

import re

import psycopg
import pytest

from storage.database import PostgresDatabase
from storage.reminders import CLAIM, OVERDUE, ROUNDS, UPCOMING
from tests.integration.storage.conftest import NOON

MANY = 5_000
# When it counted, there was nothing ahead of anybody.
RANG = """
with made as (
  insert into reminders (owner_id, text, wall, zone, created_at)
  select %(owner)s, 'tea', '2026-04-13', 'UTC', '2026-04-13' from generate_series(1, 3000)
  returning id
) insert into occurrences (owner_id, reminder_id, due_at, state)
select %(owner)s, id, '2026-04-13', 'sent' from made
"""
AHEAD = """
with made as (
  insert into reminders (owner_id, text, wall, zone, created_at)
  select %(owner)s, 'tea', '2026-04-15', 'UTC', '2026-04-13' from generate_series(1, %(rows)s)
  returning id
) insert into occurrences (owner_id, reminder_id, due_at)
select %(owner)s, id, '2026-04-15' from made returning id
"""
PLAN = "explain (analyze, format json) "


@pytest.fixture
def one(admin_url: str, anna: int, ben: int) -> int:
    """The one ringing ahead of Anna, beside very many of Ben's."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("alter table occurrences set (autovacuum_enabled = off)")
        connection.execute("select set_config('app.at', '2026-04-13', false)")
        connection.execute(RANG, {"owner": ben})
        connection.execute("analyze")
        connection.execute(AHEAD, {"owner": ben, "rows": MANY})
        row = connection.execute(AHEAD, {"owner": anna, "rows": 1}).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("query", [CLAIM, OVERDUE, ROUNDS, UPCOMING])
async def test_one_is_not_looked_for_among_all(
    database: PostgresDatabase, anna: int, one: int, query: str
) -> None:
    values = {"owner": anna, "id": one, "at": NOON, "after": NOON, "until": None}
    async with database.connection(anna) as connection:
        cursor = await connection.execute(PLAN.encode() + query.encode(), values)
        rows = await cursor.fetchall()
    passed_over = re.findall(r"'Rows Removed by Filter': ([0-9.]+)", str(rows))
    assert passed_over
    assert sum(map(float, passed_over)) < 50
