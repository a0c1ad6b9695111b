"""What every ring shares: real servers where a test asks for them, a clean environment."""

import os
from collections.abc import Generator

import pytest
import redis
from blockbuster import blockbuster_ctx

from app.embedded.lease import Servers
from tests.machine import PACKAGES
from tests.servers import Databases, Urls, running

# Servers that a test starts only when it asks for them: Neo4j, and a stand-in for a model.
pytest_plugins = ("tests.neo4j.server", "tests.model.server")

# What is read once in a process, what one person's chat saves, and logs.
MAY_BLOCK = (
    ("core/zones.py", "zone"),
    ("agents/moving.py", "_names"),
    ("bot/terminal.py", "_save"),
    ("logging/__init__.py", "emit"),
)
OURS = ("JENNY_", "MODEL_", "TELEGRAM_", "DATABASE_", "REDIS_", "NEO4J_", "OPENAI_", "MEM0_")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """No setting of the machine reaches a test; what the rings themselves read stays."""
    for name in list(os.environ):
        if name.startswith(OURS) and not name.startswith("JENNY_TEST_"):
            monkeypatch.delenv(name)
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session", autouse=True)
def nothing_blocks() -> Generator[None]:
    """Code of ours that makes an event loop wait for a disk, a socket or a lock fails."""
    with blockbuster_ctx(list(PACKAGES)) as watched:
        for function in watched.functions.values():
            for file, name in MAY_BLOCK:
                function.can_block_in(file, name)
        yield


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Generator[Servers]:
    with running(tmp_path_factory.mktemp("jenny")) as started:
        yield started


@pytest.fixture(scope="session")
def databases(servers: Servers) -> Databases:
    return Databases(servers)


@pytest.fixture
def urls(databases: Databases) -> Generator[Urls]:
    """A fresh database for one test."""
    with databases.fresh() as made:
        yield made


@pytest.fixture
def database_url(urls: Urls) -> str:
    """The fresh database by the role of the app."""
    return urls.app


@pytest.fixture
def admin_url(urls: Urls) -> str:
    """The fresh database by the administrator."""
    return urls.admin


@pytest.fixture
def redis_url(servers: Servers) -> str:
    """An empty Redis."""
    with redis.Redis.from_url(servers.redis_url) as client:  # pyright: ignore[reportUnknownMemberType]
        client.flushall()  # pyright: ignore[reportUnknownMemberType]
    return servers.redis_url
