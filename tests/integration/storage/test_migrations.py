"""A house of an earlier version: its rows are read through the ports as before."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, pool

from app.embedded.lease import Servers
from core.clock import SimulatedClock
from integrations.embeddings import MiniLM
from memory.imports import import_lines
from memory.recall import Recalling
from storage.database import PostgresDatabase
from storage.migrate import FOLDER, HEAD, migrate, prepare_roles, revision

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
EARLIER = "0019"
# As the house of that time wrote them; its triggers make the passages and images.
ROWS = """
select set_config('app.owner', '1', false), set_config('app.cause', '1', false),
  set_config('app.at', '2026-04-13T12:00Z', false);
insert into people (name, zone, created_at, is_owner)
  values ('owner', 'Europe/Berlin', '2026-04-01', true);
insert into conversations (owner_id, door, chat_id) values (1, 'terminal', 0);
insert into inbox (owner_id, conversation_id, source, kind, received_at, state, body)
  values (1, 1, 'terminal', 'text', '2026-04-13T12:00Z', 'done', '{"text": "I like tea"}');
insert into episodes (owner_id, inbox_id, text, origin, said_at)
  values (1, 1, 'I like tea', 'chat', '2026-04-13T12:00Z');
insert into episodes (owner_id, text, origin, speaker, session, ref, said_at) values
  (1, 'The ladder is in the shed.', 'import', 'Ola', 's', 'a', '2026-04-13T13:00Z'),
  (1, 'Thanks, I will fetch it.', 'import', 'Omar', 's', 'episode:7', '2026-04-13T13:01Z');
insert into memories (id, owner_id, text, payload, key, inbox_id, said_at, kind) values
  ('6b1d3c1e-8a51-4f0e-9d0b-7b1f8f6a0001', 1, 'I like tea',
   '{"key": "1:0", "user_id": "1", "kind": "taste", "own": "mine"}',
   '1:0', 1, '2026-04-13T12:00Z', 'taste');
insert into entities (owner_id, name, kind) values (1, 'me', 'me'), (1, 'tea', 'thing');
insert into relations (owner_id, subject_id, predicate, object_id, recorded_at, episode_id,
  memory_id) values (1, 1, 'LIKES', 2, '2026-04-13T12:00Z', 1,
  '6b1d3c1e-8a51-4f0e-9d0b-7b1f8f6a0001');
insert into proofs (owner_id, memory_id, episode_id, said_at)
  values (1, '6b1d3c1e-8a51-4f0e-9d0b-7b1f8f6a0001', 2, '2026-04-13T13:00Z');
insert into lessons (owner_id, episode_id, not_before) values (1, 1, '2026-04-13T12:00Z');
insert into tombstones (owner_id, key, at) values (1, 'ref:gone', '2026-04-13T12:00Z');
insert into reminders (owner_id, text, wall, zone, created_at)
  values (1, 'water the figs', '2026-04-15T09:00', 'Europe/Berlin', '2026-04-13T12:00Z');
insert into lists (owner_id, name) values (1, 'tasks');
insert into tasks (owner_id, list_id, title, created_at)
  values (1, 1, 'buy nails', '2026-04-13T12:00Z');
insert into calendar_events (owner_id, calendar_id, title, zone, starts_at, ends_at, created_at)
  select 1, id, 'dentist', 'Europe/Berlin', '2026-04-16T08:00Z', '2026-04-16T09:00Z',
    '2026-04-13T12:00Z' from calendars where owner_id = 1;
"""


@pytest.fixture
def earlier(servers: Servers) -> Iterator[Servers]:
    """A database with the tables and rows of that time."""
    maintenance = make_conninfo(servers.admin_url, dbname="postgres")
    name = sql.Identifier("earlier")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template template0").format(name))
    found = Servers(
        database_url=make_conninfo(servers.database_url, dbname="earlier"),
        admin_url=make_conninfo(servers.admin_url, dbname="earlier"),
        redis_url=servers.redis_url,
    )
    _upgrade(found.admin_url, found.database_url)
    with psycopg.connect(found.admin_url) as connection:
        connection.execute(ROWS.encode())
    yield found
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(name))


def _upgrade(admin_url: str, app_url: str) -> None:
    prepare_roles(admin_url, app_url)
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(admin_url),
        poolclass=pool.NullPool,
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, EARLIER)


@pytest.fixture
def upgraded(earlier: Servers) -> Servers:
    assert revision(earlier.admin_url) == EARLIER
    migrate(earlier.admin_url, earlier.database_url)
    assert revision(earlier.admin_url) == HEAD
    return earlier


async def test_rows_of_an_earlier_house_are_read_as_before(upgraded: Servers) -> None:
    async with PostgresDatabase(upgraded.database_url, SimulatedClock(NOON)) as database:
        async with database.transaction(1) as work:
            [fact] = await work.memories.facts(10)
            said = await work.episodes.listed(10)
            [relation] = await work.relations.current()
            reminders, tasks = await work.reminders.all(), await work.tasks.open()
            events = await work.events.all()
            proofs = await work.evidence.proofs(fact.id)
        hits = await Recalling(database, MiniLM()).search(1, "where is the ladder?", 2, NOON)
    assert (fact.text, fact.kind, fact.proofs) == ("I like tea", "taste", 2)
    assert [one.ref for one in said] == [None, "a", "episode:7"]
    assert (relation.subject, relation.predicate, relation.object) == ("me", "LIKES", "tea")
    assert len(proofs) == 2
    assert hits.hits[0].text == "The ladder is in the shed."
    assert [one.text for one in reminders] == ["water the figs"]
    assert [one.title for one in (*tasks, *events)] == ["buy nails", "dentist"]
    with psycopg.connect(upgraded.admin_url) as connection:
        assert connection.execute("select payload from memories").fetchall() == [({"own": "mine"},)]


async def test_an_earlier_house_goes_on_and_can_forget(upgraded: Servers) -> None:
    line = '{"text": "The saw is there, too.", "session": "s", "ref": "b"}'
    async with PostgresDatabase(upgraded.database_url, SimulatedClock(NOON)) as database:
        done = await import_lines(database, MiniLM(), 1, [line], NOON, lambda _: None)
        assert done.kept == 1
        async with database.transaction(1) as work:
            gone = await work.memories.forget_all(NOON, None)
    assert (gone.memories, gone.episodes, gone.relations, gone.graph_nodes) == (1, 4, 1, 2)
    with psycopg.connect(upgraded.admin_url) as connection:
        for table in ("passages", "postings", "proofs", "lessons", "entities", "memory_history"):
            count = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            assert connection.execute(count).fetchone() == (0,), table
