"""A real Neo4j for the tests: from Maven Central, or the one that JENNY_TEST_NEO4J_URL names.

Needs a JDK (17 or 21) and Maven. Without them the tests are skipped with that reason, but never
where CI=true. The jars are kept in the user's cache, 116 MB once a machine.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from integrations.neo4j.door import Neo4jDoor
from integrations.neo4j.projection import Neo4jIndex

HERE = Path(__file__).parent
PASSWORD = "only-for-tests"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang")
CONF = """\
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.memory.pagecache.size=16m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=keep_none
db.tx_log.rotation.size=128K
db.checkpoint.interval.time=1s
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
"""


class Neo4jServer:
    """One server with its data in `home`; it can be stopped and started again."""

    def __init__(self, jars: Path, home: Path) -> None:
        self._jars = jars
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        conf = home / "conf" / "neo4j.conf"
        conf.parent.mkdir(parents=True)
        conf.write_text(CONF.format(port=self._port), "utf-8")
        self._java(
            "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", PASSWORD
        ).communicate()

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def home(self) -> Path:
        """Where all its files are."""
        return self._home

    @property
    def pid(self) -> int:
        """The process, for whoever looks at what it does."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it takes connections."""
        self._process = self._java(str(HERE / "GraphServer.java"), str(self._home))
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip() == b"ready":
                return
        raise RuntimeError(f"Neo4j did not start; see {self._home}/logs")

    def warm_up(self) -> None:
        """The first statement of a fresh server takes seconds, longer than a test has patience."""
        driver = GraphDatabase.driver(self.url, auth=("neo4j", PASSWORD))  # pyright: ignore[reportUnknownMemberType]
        with driver:
            driver.execute_query(
                "CREATE (a)-[:R]->(b) WITH a, b MATCH (a)-[*1..2]-(c) DETACH DELETE a, b"
            )

    def stop(self) -> None:
        """Like a power cut: a shutdown in order takes ten seconds."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _java(self, *arguments: str) -> subprocess.Popen[bytes]:
        opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        environment = os.environ | {
            "NEO4J_HOME": str(self._home),
            "NEO4J_CONF": str(self._home / "conf"),
        }
        return subprocess.Popen(
            ["java", "-Xmx256m", *opens, "-cp", f"{self._jars}/*", *arguments],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def jars() -> Path:
    """The folder of Neo4j's jars, fetched on first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = cache / "jenny-tests" / "neo4j-5.26.12"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=kept.parent))
        subprocess.run(
            ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={fresh}", "-DincludeScope=runtime"],
            check=True,
            capture_output=True,
        )  # fmt: skip
        if not kept.exists():
            fresh.rename(kept)
    return kept


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The server itself, for tests that stop it."""
    missing = [name for name in ("java", "javac", "mvn") if shutil.which(name) is None]
    if missing:
        reason = f"Neo4j needs {' and '.join(missing)} on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    server = Neo4jServer(jars(), tmp_path_factory.mktemp("neo4j"))
    server.start()
    server.warm_up()
    yield server
    server.stop()


@dataclass(frozen=True, kw_only=True, slots=True)
class Neo4jAddress:
    """Where a Neo4j for tests is; its graph is emptied by whoever opens it."""

    url: str
    password: str

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Neo4jDoor]:
        """A door to an empty graph."""
        async with Neo4jDoor(self.url, "neo4j", self.password) as door:
            await Neo4jIndex(door).clear()
            yield door


@pytest.fixture
def neo4j_address(request: pytest.FixtureRequest) -> Neo4jAddress:
    url = os.environ.get("JENNY_TEST_NEO4J_URL")
    if url is not None:
        return Neo4jAddress(url=url, password=os.environ["JENNY_TEST_NEO4J_PASSWORD"])
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    return Neo4jAddress(url=server.url, password=PASSWORD)
