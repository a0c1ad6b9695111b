"""After the scrub no file of any server holds what was forgotten, and the receipt says so."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import redis

from core.tasks import Task
from memory.imports import import_lines
from storage.files import PostgresFiles
from tests.integration.memory.chats import NOON, Talk

# Nothing else in this house has these letters.
CANARY = "Qvantelle"


def files_with(word: str, *folders: Path) -> list[str]:
    """The files that hold those letters in any case."""
    letters = re.compile(word.encode(), re.IGNORECASE)
    found: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and letters.search(path.read_bytes()):
                found.append(path.relative_to(folder).as_posix())
    return found


def folders_of(admin_url: str, redis_url: str) -> list[Path]:
    """Where PostgreSQL and Redis keep their files, logs included."""
    with psycopg.connect(admin_url) as connection:
        row = connection.execute("show data_directory").fetchone()
    assert row is not None
    with redis.Redis.from_url(redis_url) as client:  # pyright: ignore[reportUnknownMemberType]
        folder = client.config_get("dir")["dir"]  # pyright: ignore
    return [Path(str(row[0])).parent, Path(str(folder))]


async def plant(talk: Talk) -> None:
    """The canary in every place that holds words."""
    await talk.say(f"{CANARY} is my sister")
    await talk.say(f"My sister {CANARY} loves figs. I live in Berlin.")
    await talk.say(f"the curtain of {CANARY} fell down on everybody")
    await talk.say(f"who is {CANARY}?")
    await talk.say(f"remind me to call {CANARY} tomorrow at 9")
    await talk.say(f"lunch with {CANARY} on thursday at 1pm")
    await talk.press("Create")
    await talk.say(f"dinner with {CANARY} on friday at 7pm")
    await talk.say("/export")
    house = talk.house
    line = f'{{"text": "I met somebody in Rome", "speaker": "{CANARY}", "ref": "{CANARY}:1"}}'
    await import_lines(house.database, house.embedder, talk.owner_id, [line], NOON, lambda _: None)
    async with house.database.transaction(talk.owner_id) as work:
        await work.tasks.add(Task(title=f"Cake for {CANARY}"), NOON)
    await talk.receive("text", f"{CANARY} waits")


async def forget_her(talk: Talk) -> int:
    async with talk.house.database.transaction(talk.owner_id) as work:
        choice = await work.erasures.about([CANARY])
        return (await work.memories.forget(choice, talk.clock.now(), None)).id


async def test_no_file_holds_it_any_more(
    talk: Talk,
    admin_url: str,
    redis_url: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    await plant(talk)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        # The planner takes samples of texts.
        connection.execute("analyze")
    folders = await asyncio.to_thread(folders_of, admin_url, redis_url)
    assert await asyncio.to_thread(files_with, CANARY, *folders) != []
    number = await forget_her(talk)
    assert talk.holding(CANARY) == []
    assert await talk.house.scrubber.drain() is True
    assert await asyncio.to_thread(files_with, CANARY, *folders, tmp_path) == []
    said = capfd.readouterr()
    assert CANARY not in said.out + said.err
    receipts = talk.rows("select id, state, plans from erasures")
    assert receipts == [(number, "done", 3)]
    assert "Berlin" in await talk.answer("where do I live?")


async def test_the_tombstones_are_written_down_once_and_tell_nothing(
    talk: Talk, tmp_path: Path
) -> None:
    await plant(talk)
    await forget_her(talk)
    await talk.house.scrubber.drain()
    file = tmp_path / "tombstones"
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [line for line in file.read_text("utf-8").splitlines() if line]
    [(standing,)] = talk.rows("select count(*) from tombstones")
    assert len(lines) == standing
    await talk.say("remember that I love figs")
    talk.wait(timedelta(minutes=1))
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.memories.forget_all(talk.clock.now(), None)
    await talk.house.scrubber.drain()
    again = [line for line in file.read_text("utf-8").splitlines() if line]
    assert again[: len(lines)] == lines
    assert len(again) > len(lines)


async def test_a_table_in_use_is_waited_for_and_left_for_later(
    talk: Talk, admin_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.files.TRIES", 1)
    monkeypatch.setattr("storage.files.WAIT", "set lock_timeout = '10ms'")
    monkeypatch.setattr("storage.files.REST_SECONDS", 0.0)
    await talk.say("remember that I love figs")
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.memories.forget_all(talk.clock.now(), None)
    async with await psycopg.AsyncConnection.connect(admin_url) as holding:
        await holding.execute("lock table episodes in row exclusive mode")
        assert await talk.house.scrubber.drain() is False
        assert talk.rows("select state from erasures") == [("scrubbing",)]
    assert await talk.house.scrubber.drain() is True
    assert talk.rows("select state from erasures") == [("done",)]


async def test_the_role_of_the_app_may_write_every_table_anew(database_url: str) -> None:
    # Who may not is only warned by PostgreSQL.
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        told: list[str] = []
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        cursor = await connection.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'alembic_version'"
            " and not has_table_privilege(c.oid, 'maintain')"
        )
        assert await cursor.fetchall() == []
        await connection.execute("vacuum (full) pg_catalog.pg_statistic")
        assert told == []
    await PostgresFiles(database_url).scrub()
