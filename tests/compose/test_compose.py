"""`./jenny init`, `docker compose up -d`, and what then has to work. Needs a Docker engine."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.stack import CommandFailed, Stack, docker_answers, until

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    if not docker_answers():
        reason = "the compose ring needs a Docker engine with the compose plugin"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    stack = Stack(tmp_path_factory.mktemp("clone") / "jenny")
    stack.jenny("init", "--yes", "--zone", "Europe/Berlin")
    try:
        stack.compose("up", "-d", "--build", "--wait", "--wait-timeout", "300")
        yield stack
    finally:
        stack.compose("down", "--volumes", "--remove-orphans")


def test_every_service_is_healthy_at_the_first_try(stack: Stack) -> None:
    health = {name: found["Health"] for name, found in stack.services().items()}
    assert health == dict.fromkeys(("app", "postgres", "redis", "neo4j"), "healthy")
    ids = stack.compose("ps", "-q").split()
    assert len(ids) == 4
    assert "doctor" not in stack.compose("logs", "--no-log-prefix", "app")


def test_ports_are_open_on_this_machine_only(stack: Stack) -> None:
    published = {
        (name, port["URL"])
        for name, found in stack.services().items()
        for port in found["Publishers"] or ()
        if port["PublishedPort"]
    }
    assert published == {(name, "127.0.0.1") for name in ("postgres", "redis", "neo4j")}


def test_the_app_is_not_root_and_its_role_is_no_superuser(stack: Stack) -> None:
    assert stack.compose("exec", "-T", "app", "id", "-u").strip() == "10001"
    assert stack.sql("select rolsuper or rolbypassrls from pg_roles where rolname='jenny_app'") == (
        "f"
    )


def test_without_init_it_says_what_to_do(stack: Stack) -> None:
    with pytest.raises(CommandFailed, match=r"run \./jenny init first"):
        stack.compose("--env-file", os.devnull, "config", "--quiet")


def test_the_tuning_is_honoured(stack: Stack) -> None:
    assert stack.sql("show shared_buffers") == "256MB"
    policy = stack.compose("exec", "-T", "redis", "redis-cli", "config", "get", "maxmemory-policy")
    assert policy.split() == ["maxmemory-policy", "volatile-ttl"]


def test_a_message_is_answered(stack: Stack) -> None:
    assert "milk" in stack.app("ask", "add milk to shopping")
    assert "milk" in stack.app("ask", "what's on my shopping list?")


def test_the_graph_is_told_and_its_absence_is_survived(stack: Stack) -> None:
    stack.app("ask", "Anna is my sister")
    assert until(lambda: stack.sql("select count(*) from graph_queue") == "0", 30)
    told = stack.compose(
        "exec", "-T", "neo4j", "bash", "-c",
        'cypher-shell -u neo4j -p "${NEO4J_AUTH#neo4j/}" "MATCH (n:Entity) RETURN n.name"',
    )  # fmt: skip
    assert "Anna" in told
    stack.compose("stop", "neo4j")
    assert "sister" in stack.app("ask", "who is Anna?")
    stack.app("ask", "I love hiking")
    stack.compose("start", "neo4j")
    assert until(lambda: stack.sql("select count(*) from graph_queue") == "0", 180)


def test_a_reminder_rings_across_a_restart(stack: Stack) -> None:
    stack.app("ask", "remind me to stretch in 20 seconds")
    stack.compose("restart")
    rang = "select count(*) from outbox where kind = 'push'"
    assert until(lambda: stack.sql(rang) == "1", 120)
    told = [json.loads(line) for line in stack.app("chat", "--json").splitlines()]
    assert ["stretch" in event["text"] for event in told if event["event"] == "push"] == [True]
    late = stack.sql(
        "select max(extract(epoch from o.created_at - c.due_at))"
        " from outbox o join occurrences c on c.id = o.occurrence_id"
    )
    assert float(late) < 60


def test_what_was_kept_moves_into_compose_and_back(stack: Stack, tmp_path: Path) -> None:
    there, back = tmp_path / "there.jenny", tmp_path / "back.jenny"
    stack.jenny("ask", "remember that I like my coffee black")
    stack.jenny("backup", str(there))
    kept = there.read_text("ascii")
    with pytest.raises(CommandFailed, match="running"):
        stack.app("restore", "--yes", "/dev/stdin", stdin=kept)
    stack.compose("stop", "app")
    stack.compose("run", "--rm", "-T", "app", "restore", "--yes", "/dev/stdin", stdin=kept)
    stack.compose("up", "-d", "--wait", "app")
    assert "coffee" in stack.app("memory", "list")
    stack.app("ask", "remember that my locker is number 17")
    stack.app("backup", "/data/back.jenny")
    stack.compose("cp", "app:/data/back.jenny", str(back))
    other = tmp_path / "data"
    stack.jenny("restore", "--yes", str(back), data=other)
    known = stack.jenny("memory", "list", data=other)
    assert "coffee" in known
    assert "17" in known
