"""Nothing leaves the machine: every connection of every process is watched, UDP and DNS too."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.botapi.world import TOKEN, World
from tests.e2e.test_service import at_telegram, come_in
from tests.machine import Machine, until
from tests.neo4j.server import PASSWORD, Neo4jServer

CALLS = "trace=connect,sendto,sendmsg,sendmmsg"
STRACE = ("strace", "-f", "-qq", "-s", "0", "-e", CALLS)
LOOPBACK = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
CONVERSATION = """\
remind me to call mum tomorrow at 9
add milk and bread to shopping
what are my reminders?
what's on today?
dentist thu 3pm
remember that I like my coffee black
I love hiking, and Anna is my sister
what do I like?
who is Anna?
how do I know Anna?
forget that I like coffee
cancel that
/memory
/export
/help
"""


@pytest.fixture
def watched(machine: Machine, tmp_path: Path) -> Machine:
    """A machine whose processes, the servers among them, are followed into traces."""
    if shutil.which("strace") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("the package strace is missing")
        pytest.skip("nobody can watch connections without the package strace")
    machine.before = (*STRACE, "-A", "-o", str(tmp_path / "trace"))
    return machine


def addresses(trace: Path) -> set[tuple[str, int]]:
    """Every internet address that was connected or sent to, with its port."""
    told = trace.read_text(errors="replace")
    four = r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)'
    six = r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"'
    return {(host, int(port)) for port, host in re.findall(f"{four}", told)} | {
        (host, int(port)) for port, host in re.findall(f"{six}", told)
    }


def hosts(trace: Path) -> set[str]:
    return {host for host, _ in addresses(trace)}


@contextmanager
def attached(pid: int, trace: Path) -> Generator[None]:
    """Watch a process that runs already."""
    process = subprocess.Popen([*STRACE, "-o", str(trace), "-p", str(pid)])
    until(trace.exists)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def test_a_whole_conversation_stays_on_the_machine(
    watched: Machine, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    watched.settings = {
        "NEO4J_URL": neo4j_server.url,
        "NEO4J_PASSWORD": PASSWORD,
    }
    lines = json.dumps({"text": "The bicycle is in the cellar", "ref": "1"})
    with attached(neo4j_server.pid, tmp_path / "neo4j"):
        talked = watched.jenny("chat", said=CONVERSATION)
        assert (talked.returncode, talked.stderr) == (0, "")
        assert "sister" in talked.stdout
        assert watched.jenny("memory", "import", "-", said=lines).returncode == 0
        assert watched.jenny("rebuild", "graph").returncode == 0
        examined = watched.jenny("doctor", "--json")
    assert json.loads(examined.stdout)["egress"] == ["127.0.0.1"]
    port = int(neo4j_server.url.rpartition(":")[2])
    trace = (tmp_path / "trace").read_text(errors="replace")
    assert ".s.PGSQL" in trace
    assert "redis.sock" in trace
    assert addresses(tmp_path / "trace") == {("127.0.0.1", port)}
    assert hosts(tmp_path / "neo4j") <= LOOPBACK


async def test_the_service_talks_to_telegram_alone(watched: Machine, tmp_path: Path) -> None:
    world = World(TOKEN)
    async with at_telegram(world, watched):
        people = await come_in(world, watched)
        people.say(4001, "remind me to stretch in 1 second")
        people.say(4001, "I love hiking")
        assert await world.until(
            lambda: sum("stretch" in text for text in world.texts(4001)) == 2, 60
        )
        telegram = int(watched.settings["TELEGRAM_API_URL"].rpartition(":")[2])
    assert addresses(tmp_path / "trace") == {("127.0.0.1", telegram)}


def test_whoever_would_leave_is_seen(watched: Machine, tmp_path: Path) -> None:
    # An address that is kept for documents and leads nowhere.
    watched.settings = {
        "MODEL_URL": "http://192.0.2.7:9/v1",
        "MODEL_NAME": "any",
        "MODEL_SECONDS": "3",
    }
    watched.jenny("ask", "tell me about the capital of Norway")
    assert ("192.0.2.7", 9) in addresses(tmp_path / "trace")
