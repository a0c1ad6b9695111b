"""A database with Anna and Ben, the real embedder, and facts written by the real Mem0."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from app.embedded.lease import Servers
from app.settings import Settings
from app.wiring import build
from core.clock import SimulatedClock
from core.models import Fact
from integrations.embeddings import MiniLM
from integrations.mem0.writer import Mem0FactWriter
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.facts import PostgresFacts
from tests.fakes import RecordingDoor
from tests.integration.memory.chats import NOON, Talk

Remember = Callable[..., Awaitable[str | None]]


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOON)


@pytest.fixture
async def database(database_url: str, clock: SimulatedClock) -> AsyncIterator[PostgresDatabase]:
    async with PostgresDatabase(database_url, clock) as opened:
        yield opened


@pytest.fixture
async def anna(database: PostgresDatabase) -> int:
    return await Boards(database).admit("anna", "Europe/Berlin", is_owner=True, at=NOON)


@pytest.fixture
async def ben(database: PostgresDatabase) -> int:
    return await Boards(database).admit("ben", "Europe/Lisbon", is_owner=False, at=NOON)


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture
def tables(database_url: str, clock: SimulatedClock) -> PostgresFacts:
    return PostgresFacts(database_url, clock)


@pytest.fixture
def writer(tables: PostgresFacts, embedder: MiniLM) -> Mem0FactWriter:
    return Mem0FactWriter(tables, embedder)


@pytest.fixture
def remember(writer: Mem0FactWriter) -> Remember:
    async def one(owner: int, text: str, key: str, cause: int | None = None) -> str | None:
        return await writer.add(owner, Fact(id="", text=text, said_at=NOON), key, cause)

    return one


@pytest.fixture
async def talk(
    database_url: str,
    admin_url: str,
    redis_url: str,
    clock: SimulatedClock,
    tmp_path: Path,
) -> AsyncIterator[Talk]:
    settings = Settings(jenny_data=tmp_path, jenny_zone="Europe/Berlin")
    door = RecordingDoor(clock)
    servers = Servers(database_url=database_url, admin_url="", redis_url=redis_url)
    async with build(settings, servers, clock, {"terminal": door}) as house:
        owner_id = await house.boards.admit("owner", "Europe/Berlin", is_owner=True, at=NOON)
        yield Talk(house=house, clock=clock, door=door, owner_id=owner_id, admin_url=admin_url)
