"""Rows of an earlier version, brought up to date, mean what they meant."""

import asyncio
from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, pool

from app.embedded.lease import Servers
from core.clock import SimulatedClock
from storage.database import PostgresDatabase
from storage.migrate import FOLDER, create_database, migrate, prepare_roles
from tests.integration.calendars.conftest import BERLIN, NOON
from tests.servers import Urls

NAME = "upgraded"
NOTED = "select set_config('app.at', %s, true), set_config('app.cause', '', true)"
PEOPLE = """
insert into people (id, name, is_owner, zone, created_at) overriding system value
values (1, 'anna', true, %s, %s)
"""
EVENT = """
insert into calendar_events
  (id, owner_id, calendar_id, title, starts_at, zone, private, created_at)
overriding system value
select %s, 1, id, %s, %s, %s, %s, %s from calendars where owner_id = 1
"""
DRAFT = """
insert into drafts (owner_id, kind, event_id, title, starts_at, zone, calendar_id, created_at)
select 1, 'move', %s, %s, %s, %s, id, %s from calendars where owner_id = 1 returning id
"""


@pytest.fixture
def old(servers: Servers) -> Generator[Urls]:
    """A database as version 0020 has left it."""
    admin = make_conninfo(servers.admin_url, dbname=NAME)
    create_database(admin)
    prepare_roles(admin, servers.database_url)
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(admin), poolclass=pool.NullPool
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0020")
    yield Urls(app=make_conninfo(servers.database_url, dbname=NAME), admin=admin)
    maintenance = make_conninfo(servers.admin_url, dbname="postgres")
    drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(NAME))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(drop)


async def test_a_draft_of_a_private_event_does_not_lay_it_open(old: Urls) -> None:
    at, later = datetime(2026, 4, 14, 13, tzinfo=UTC), timedelta(hours=1)
    drafts: list[int] = []
    with psycopg.connect(old.admin) as connection:
        connection.execute(NOTED, (NOON.isoformat(),))
        connection.execute(PEOPLE, (BERLIN, NOON))
        for number, private in ((1, True), (2, False), (3, True)):
            connection.execute(EVENT, (number, "dentist", at, BERLIN, private, NOON))
            row = connection.execute(
                DRAFT, (number, "dentist", at + later, BERLIN, NOON)
            ).fetchone()
            assert row is not None
            drafts.append(row[0])
        connection.execute("select set_config('app.cause', '7', true)")
        connection.execute("update drafts set state = 'done' where id = %s", (drafts[2],))
    await asyncio.to_thread(migrate, old.admin, old.app)
    async with (
        PostgresDatabase(old.app, SimulatedClock(NOON)) as database,
        database.transaction(1) as work,
    ):
        # What was put in before is taken back, and waits for its tap once more.
        assert await work.changes.undo(7) == "undone"
        found = [await work.drafts.get(number) for number in drafts]
        assert [draft and (draft.state, draft.event.private) for draft in found] == [
            ("open", True),
            ("open", False),
            ("open", True),
        ]
        # Put in, it stays what it was.
        assert found[0] is not None
        await work.events.save(found[0].event)
        event = await work.events.get(1)
        assert event is not None
        assert (event.starts_at, event.private) == (at + later, True)
