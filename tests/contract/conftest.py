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
async def home(request: pytest.FixtureRequest) -> AsyncIterator[Home]:
    if request.param == "memory":
        fake = InMemoryDatabase()
        yield Home(database=fake, owner_id=fake.admit("anna").id)
        return
    url: str = request.getfixturevalue("database_url")
    async with PostgresDatabase(url, SimulatedClock(NOON)) as database:
        boards = Boards(database)
        owner_id = await boards.admit("anna", "Europe/Berlin", is_owner=True, at=NOON)
        yield Home(database=database, owner_id=owner_id)
