"""Mem0's life cycle over our own tables: one owner, one key, no traces, no sockets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from core.clock import SimulatedClock
from core.errors import ServerDown
from core.models import Fact
from integrations.embeddings import MiniLM
from integrations.mem0.writer import Mem0FactWriter
from storage.database import PostgresDatabase
from storage.facts import PostgresFacts
from tests.integration.memory.conftest import NOON, Remember

COFFEE = "I like my coffee black"
LIFE = """
import json, sys
from datetime import datetime, UTC

sockets = []
sys.addaudithook(
    lambda event, arguments: sockets.append(event)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto") else None
)

from core.clock import SimulatedClock
from integrations.embeddings import MiniLM
from integrations.mem0.engine import open_engine
from storage.facts import PostgresFacts

url, owner = sys.argv[1], int(sys.argv[2])
tables = PostgresFacts(url, SimulatedClock(datetime(2026, 4, 14, 12, tzinfo=UTC)))
told = {}
with tables.open(owner, None) as (table, history):
    mem0 = open_engine(table, history, MiniLM())
    extra = {"said_at": "2026-04-14T12:00:00+00:00", "key": "1:0"}
    user = {"user_id": str(owner)}
    [added] = mem0.add("I like tea", user_id=str(owner), metadata=extra, infer=False)["results"]
    mem0.add("My desk is blue", user_id=str(owner), metadata=extra | {"key": "2:0"}, infer=False)
    found = mem0.search("What do I drink? Tea?", filters=user, top_k=2)["results"]
    told["best"], told["score"] = found[0]["memory"], found[0]["score"]
    told["far"] = found[1]["score"] if len(found) > 1 else 0
    told["got"] = mem0.get(added["id"])["memory"]
    mem0.update(added["id"], "I like green tea")
    steps = mem0.history(added["id"])
    told["history"] = [(step["event"], step["old_memory"], step["new_memory"]) for step in steps]
    told["all"] = sorted(row["memory"] for row in mem0.get_all(filters=user)["results"])
    mem0.delete(added["id"])
    told["after"] = [row["memory"] for row in mem0.get_all(filters=user)["results"]]
    told["gone"] = [(step["event"], step["old_memory"]) for step in mem0.history(added["id"])]
    mem0.delete_all(user_id=str(owner))
    told["end"] = mem0.get_all(filters=user)["results"]
told["sockets"] = sockets
print(json.dumps(told))
"""


def test_a_whole_life_opens_no_socket_and_leaves_no_file(
    database_url: str, anna: int, tmp_path: Path
) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", LIFE, database_url, str(anna)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["best"] == told["got"] == "I like tea"
    assert told["score"] > told["far"] + 0.2
    assert told["history"] == [
        ["ADD", None, "I like tea"],
        ["UPDATE", "I like tea", "I like green tea"],
    ]
    assert told["all"] == ["I like green tea", "My desk is blue"]
    assert told["after"] == ["My desk is blue"]
    assert told["gone"] == [["DELETE", None]]
    assert told["end"] == []
    assert told["sockets"] == []
    assert list(tmp_path.iterdir()) == []


async def test_the_same_key_is_the_same_fact(
    anna: int, remember: Remember, database: PostgresDatabase
) -> None:
    first = await remember(anna, COFFEE, "7:0")
    again = await remember(anna, COFFEE, "7:0")
    assert first == again
    async with database.transaction(anna) as work:
        [fact] = await work.memories.facts(10)
    assert (fact.id, fact.text, fact.said_at) == (first, COFFEE, NOON)


async def test_facts_are_the_owners_alone(
    anna: int, ben: int, remember: Remember, writer: Mem0FactWriter, database: PostgresDatabase
) -> None:
    fact_id = await remember(anna, COFFEE, "7:0") or ""
    await writer.delete(ben, fact_id)
    async with database.transaction(ben) as work:
        assert await work.memories.facts(10) == []
        assert await work.memories.get(fact_id) is None
    async with database.transaction(anna) as work:
        assert await work.memories.get(fact_id) is not None
    assert await remember(ben, "I like tea", "7:0") != fact_id


async def test_an_update_keeps_what_was_and_a_deletion_no_text(
    anna: int, remember: Remember, writer: Mem0FactWriter, admin_url: str
) -> None:
    fact_id = await remember(anna, COFFEE, "7:0") or ""
    await writer.update(anna, fact_id, "I like my coffee white")
    with psycopg.connect(admin_url) as connection:
        steps = connection.execute(
            "select event, old_text, new_text from memory_history order by id"
        )
        assert steps.fetchall() == [
            ("ADD", None, COFFEE),
            ("UPDATE", COFFEE, "I like my coffee white"),
        ]
        await writer.delete(anna, fact_id)
        steps = connection.execute("select event, old_text, new_text from memory_history")
        assert steps.fetchall() == [("DELETE", None, None)]
        assert connection.execute("select count(*) from memories").fetchone() == (0,)


async def test_a_new_fact_can_be_undone_with_its_message(
    anna: int, remember: Remember, database: PostgresDatabase
) -> None:
    async with database.transaction(anna) as work:
        chat = await work.people.open_conversation("terminal", 0, NOON)
        cause = (await work.inbox.add(chat.id, "text", "hello", "", NOON)).inbox_id
    await remember(anna, COFFEE, f"{cause}:0", cause)
    async with database.transaction(anna) as work:
        assert await work.changes.undo(cause) == "undone"
        assert await work.memories.facts(10) == []


async def test_without_its_server_the_writer_says_so(
    anna: int, embedder: MiniLM, clock: SimulatedClock
) -> None:
    nowhere = PostgresFacts("host=127.0.0.1 port=1 user=nobody dbname=none", clock)
    with pytest.raises(ServerDown, match="PostgreSQL"):
        await Mem0FactWriter(nowhere, embedder).add(
            anna, Fact(id="", text=COFFEE, said_at=NOON), "7:0", None
        )


@pytest.mark.parametrize("text", ["nul \0 inside", "\ud800 lone", "🙂", "x" * 100_000])
async def test_odd_texts_are_kept_too(
    anna: int, remember: Remember, database: PostgresDatabase, text: str
) -> None:
    assert await remember(anna, text, "7:0")
    async with database.transaction(anna) as work:
        [fact] = await work.memories.facts(1)
    assert len(fact.text) == len(text)
