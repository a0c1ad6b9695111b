"""Rows that came in turns are laid side by side, person by person."""

import asyncio
from functools import partial
from pathlib import Path

import psycopg
import pytest

from app.embedded.lease import Servers
from app.settings import Settings
from app.wiring import files_of
from core.errors import OperatorError, ServerDown
from storage.files import RESERVE, PostgresFiles

ROWS = 2_000
# Two people whose passages share a table, told in turns.
TWO = """
select n from generate_series(1000, 2000) n
where satisfies_hash_partition('passages'::regclass, 16, 3, n::bigint) limit 2
"""
TOLD = """
insert into passages (owner_id, episode_id, starts, length, said_at, size, asks, dated, model,
  embedding)
select (%(owners)s::bigint[])[1 + n %% 2], n, 1, 20, '2026-04-14', 5, false, false, 'm',
  array_fill(0.1, array[384])::halfvec(384)
from generate_series(1, %(rows)s) n
"""
PAGES = """
select count(distinct (ctid::text::point)[0]) from passages where owner_id = %(owner)s
"""


@pytest.fixture
def owners(admin_url: str) -> list[int]:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        found = [row[0] for row in connection.execute(TWO).fetchall()]
        connection.execute("set session_replication_role = replica")
        connection.execute(TOLD, {"owners": found, "rows": ROWS})
        connection.execute("analyze passages")
    return found


def pages(admin_url: str, owner: int) -> int:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute(PAGES, {"owner": owner}).fetchone()
    assert row is not None
    return row[0]


async def test_rows_of_a_person_are_laid_side_by_side_once(
    admin_url: str, database_url: str, owners: list[int]
) -> None:
    files, before = PostgresFiles(database_url), [pages(admin_url, owner) for owner in owners]
    assert await files.arrange() == 1
    after = [pages(admin_url, owner) for owner in owners]
    assert sum(after) < sum(before) * 0.6
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute("select count(*), count(distinct id) from passages").fetchone()
    assert rows == (ROWS, ROWS)
    assert await files.arrange() == 0


async def test_what_came_from_one_person_stays_as_it_is(
    admin_url: str, database_url: str, owners: list[int]
) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("delete from passages where owner_id = %s", [owners[1]])
        connection.execute("vacuum analyze passages")
    assert await PostgresFiles(database_url).arrange() == 0


@pytest.mark.parametrize(("copies", "arranged"), [(1, False), (3, True)])
async def test_rows_move_only_where_the_log_finds_room_beside_them(
    admin_url: str, database_url: str, owners: list[int], copies: int, arranged: bool
) -> None:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute("select pg_total_relation_size('passages_3')").fetchone()
    assert row is not None
    before = [pages(admin_url, owner) for owner in owners]
    files = PostgresFiles(database_url, lambda: copies * row[0] + RESERVE)
    if arranged:
        assert await files.arrange() == 1
    else:
        with pytest.raises(ServerDown, match="its disk is full"):
            await files.arrange()
    after = [pages(admin_url, owner) for owner in owners]
    assert (after != before) == arranged


async def test_what_postgresql_refuses_is_the_owners_matter(
    admin_url: str, database_url: str, owners: list[int]
) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("revoke maintain on passages_3 from jenny_app")
    with pytest.raises(OperatorError, match="does not write its files anew"):
        await PostgresFiles(database_url).arrange()


async def test_where_the_disk_is_not_known_it_holds_up_nothing(
    database_url: str, redis_url: str, owners: list[int], tmp_path: Path
) -> None:
    servers = Servers(database_url=database_url, admin_url="", redis_url=redis_url)
    settings = await asyncio.to_thread(partial(Settings, jenny_data=tmp_path / "none"))
    assert await files_of(settings, servers).arrange() == 1
