"""What every ring shares: real servers where a test asks for them, a clean environment."""

import os
from collections.abc import Generator

import pytest
import redis
from blockbuster import BlockBuster

from app.embedded.lease import Servers
from tests.machine import PACKAGES, ROOT
from tests.servers import Databases, Urls, running

# Servers that a test starts only when it asks for them: Neo4j, and stand-ins for a model and for
# Google. And who notes which demands were shown.
pytest_plugins = (
    "tests.neo4j.server",
    "tests.model.server",
    "tests.google.server",
    "tests.demands",
)

INSIDE = ("unit", "contract", "integration")
# What is read once in a process, what one person's chat saves, logs, and the measuring itself.
MAY_BLOCK = (
    ("app/settings.py", "_zone"),
    ("core/zones.py", "zone"),
    ("understanding/english/words.py", "zone_called"),
    ("agents/places.py", "_names"),
    ("bot/terminal.py", "_save"),
    ("logging/__init__.py", "emit"),
    ("slipcover/importer.py", "matches"),
)
OURS = (
    "JENNY_",
    "MODEL_",
    "TELEGRAM_",
    "DATABASE_",
    "REDIS_",
    "NEO4J_",
    "GOOGLE_",
    "OUTLOOK_",
    "OPENAI_",
    "MEM0_",
)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """No setting of the machine reaches a test; what the rings themselves read stays."""
    for name in list(os.environ):
        if name.startswith(OURS) and not name.startswith("JENNY_TEST_"):
            monkeypatch.delenv(name)
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def watched() -> BlockBuster:
    """Notices when code of ours makes an event loop wait for a disk, a socket or a lock."""
    blockbuster = BlockBuster(list(PACKAGES))
    for function in blockbuster.functions.values():
        for file, name in MAY_BLOCK:
            function.can_block_in(file, name)
    return blockbuster


@pytest.fixture(autouse=True)
def nothing_blocks(request: pytest.FixtureRequest, watched: BlockBuster) -> Generator[None]:
    """Who blocks the event loop fails, in the rings whose work is done in this process."""
    inside = request.path.relative_to(ROOT / "tests").parts[0] in INSIDE
    if inside:
        watched.activate()
    yield
    if inside:
        watched.deactivate()


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
