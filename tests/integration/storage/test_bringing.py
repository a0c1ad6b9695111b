"""A million messages come in batches: none of them reads what came before."""

import psycopg
import pytest

from core.models import Episode
from storage.database import PostgresDatabase
from storage.episodes import EpisodeStore
from storage.tombstones import Seal
from tests.integration.storage.conftest import NOON

BROUGHT = """
insert into episodes (owner_id, text, origin, ref, said_at)
select %(owner)s, 'tea ' || n, 'import', 'episode:' || n, '2026-04-13'
from generate_series(1, 5000) n
"""
READ = "select seq_tup_read from pg_stat_xact_user_tables where relname = 'episodes'"


@pytest.mark.parametrize(("ref", "new"), [("C{}", 200), ("episode:{}", 100), ("episode:{}:1", 100)])
async def test_a_batch_does_not_read_all_that_came_before(
    database: PostgresDatabase, admin_url: str, anna: int, ref: str, new: int
) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(BROUGHT, {"owner": anna})
        connection.execute("analyze episodes")
    batch = [
        Episode(text=f"tea {n}", said_at=NOON, origin="import", ref=ref.format(n))
        for n in range(4_901, 5_101)
    ]
    async with database.connection(anna) as connection:
        brought = await EpisodeStore(connection, anna, Seal()).bring(batch)
        row = await (await connection.execute(READ)).fetchone()
    assert brought == new
    assert row == {"seq_tup_read": 0}
