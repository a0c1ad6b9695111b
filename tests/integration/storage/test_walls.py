"""One person never sees another's data: the roles, the policies, and what they do."""

import re

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from storage.database import PostgresDatabase
from tests.machine import ROOT

DEFINERS = {
    "person_by_name",
    "all_people",
    "admit_person",
    "identities_of",
    "all_identities",
    "revoke_identity",
    "open_pairings",
    "miss_pairings",
    "redeem_pairing",
    "accept_updates",
    "inbox_open",
    "due_occurrences",
    "due_instants",
    "outbox_ready",
    "outbox_recover",
    "graph_pending",
    "backlog",
    "vectors_pending",
    "retire",
    "retire_consents",
    "due_calendars",
    "due_writes",
    "lessons_due",
    "stale_anchors",
    "learning",
    "erasures_open",
    "scattered_tables",
}


def names(url: str, query: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {str(row[0]) for row in connection.execute(query.encode()).fetchall()}


def owned_tables(url: str) -> set[str]:
    return names(
        url,
        "select table_name from information_schema.columns"
        " where table_schema = 'public' and column_name = 'owner_id'",
    )


def test_the_role_of_the_app_may_not_look_behind_the_wall(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles"
            " where rolname = current_user"
        ).fetchone()
    assert row == (False, False, False)


def test_every_table_of_a_person_is_walled_off_by_force(admin_url: str) -> None:
    forced = names(
        admin_url,
        "select relname from pg_class where relrowsecurity and relforcerowsecurity",
    )
    everything = names(admin_url, "select tablename from pg_tables where schemaname = 'public'")
    assert owned_tables(admin_url) == forced
    assert everything - forced == {"alembic_version"}


def test_the_ways_across_are_the_listed_ones(admin_url: str) -> None:
    found = names(
        admin_url,
        "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace",
    )
    assert found == DEFINERS


def test_without_an_owner_every_table_is_empty(
    database_url: str, admin_url: str, anna: int
) -> None:
    with psycopg.connect(database_url) as connection:
        for table in sorted(owned_tables(admin_url)):
            query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            assert connection.execute(query).fetchone() == (0,), table


def test_nothing_that_is_forgotten_is_looked_for_in_everybodys_rows(admin_url: str) -> None:
    unread = names(
        admin_url,
        "select c.conname from pg_constraint c where c.contype = 'f' and c.conparentid = 0"
        " and c.confrelid in ('memories'::regclass, 'episodes'::regclass, 'entities'::regclass,"
        " 'passages'::regclass, 'inbox'::regclass) and not exists (select from pg_index i"
        " where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])",
    )
    assert unread == {"outbox_inbox_id_fkey"}, "messages in are never deleted by themselves"


async def test_nobody_reads_or_writes_what_is_anothers(
    database: PostgresDatabase, anna: int, ben: int
) -> None:
    async with database.transaction(anna) as work:
        person = await work.people.get()
    assert person.name == "anna"
    async with database.borrow() as connection, connection.transaction():
        await connection.execute("select set_config('app.owner', %s, true)", (str(ben),))
        cursor = await connection.execute("select name from people")
        assert [row["name"] for row in await cursor.fetchall()] == ["ben"]
        cursor = await connection.execute("update people set zone = 'UTC' where id = %s", (anna,))
        assert cursor.rowcount == 0
        cursor = await connection.execute("delete from people where id = %s", (anna,))
        assert cursor.rowcount == 0
        with pytest.raises(InsufficientPrivilege):
            await connection.execute("insert into lists (owner_id, name) values (%s, 'x')", (anna,))


async def test_the_owner_does_not_outlive_the_transaction(
    database: PostgresDatabase, anna: int
) -> None:
    async with database.transaction(anna) as work:
        assert (await work.people.get()).id == anna
    async with database.borrow() as connection:
        cursor = await connection.execute("select count(*) as n from people")
        row = await cursor.fetchone()
    assert row == {"n": 0}


def test_no_store_ends_the_transaction_that_it_is_given() -> None:
    # In a pipeline either of them would commit what has been done so far.
    ending = re.compile(r"self\._connection\.(?:transaction|pipeline|commit|rollback)\(")
    stores = (ROOT / "storage").glob("*.py")
    assert [path.name for path in stores if ending.search(path.read_text("utf-8"))] == []
