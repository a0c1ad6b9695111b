"""The same person in memory and in PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from core.clock import SimulatedClock
from core.stores import Database
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.fakes import InMemoryDatabase

NOON = datetime(2026, 4, 13, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """A database with one person in it, in Berlin."""

    database: Database
    owner_id: int


@pytest.fixture(params=["memory", "postgresql"])
def kept_at(request: pytest.FixtureRequest) -> str | None:
    """The fresh database, or None for memory. No coroutine: its servers may start only now."""
    return None if request.param == "memory" else request.getfixturevalue("database_url")


@pytest.fixture
async def home(kept_at: str | None) -> AsyncIterator[Home]:
    if kept_at is None:
        fake = InMemoryDatabase()
        yield Home(database=fake, owner_id=fake.admit("anna").id)
        return
    async with PostgresDatabase(kept_at, SimulatedClock(NOON)) as database:
        boards = Boards(database)
        owner_id = await boards.admit("anna", "Europe/Berlin", is_owner=True, at=NOON)
        yield Home(database=database, owner_id=owner_id)
