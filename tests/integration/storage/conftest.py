"""A database with two people in it, Anna and Ben."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from core.clock import SimulatedClock
from storage.boards import Boards
from storage.database import PostgresDatabase

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOON)


@pytest.fixture
async def database(database_url: str, clock: SimulatedClock) -> AsyncIterator[PostgresDatabase]:
    async with PostgresDatabase(database_url, clock) as opened:
        yield opened


@pytest.fixture
def boards(database: PostgresDatabase) -> Boards:
    return Boards(database)


@pytest.fixture
async def anna(boards: Boards) -> int:
    return await boards.admit("anna", "Europe/Berlin", is_owner=True, at=NOON)


@pytest.fixture
async def ben(boards: Boards) -> int:
    return await boards.admit("ben", "Europe/Lisbon", is_owner=False, at=NOON)
