"""A transaction is kept whole or not at all, and leaves a connection as it found it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import psycopg
import pytest

from core.clock import SimulatedClock
from core.errors import ServerDown
from storage.boards import Boards
from storage.database import Connection, PostgresDatabase

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
MOVE = "update people set zone = 'Asia/Tokyo'"
WALL = "select current_setting('app.owner', true) as owner, count(*) as seen from people"
Fault = Callable[[Connection], Awaitable[object]]


@pytest.fixture
async def alone(database_url: str) -> AsyncIterator[PostgresDatabase]:
    """One connection, so that each transaction gets what the one before has left."""
    async with PostgresDatabase(database_url, SimulatedClock(NOON), most=1) as opened:
        yield opened


@pytest.fixture
async def owner_id(alone: PostgresDatabase) -> int:
    return await Boards(alone).admit("anna", "Europe/Berlin", is_owner=True, at=NOON)


async def our_own(_connection: Connection) -> None:
    raise ValueError


async def of_a_statement(connection: Connection) -> None:
    cursor = await connection.execute("select 1 / 0 as wrong")
    await cursor.fetchone()


async def of_one_that_nobody_reads(connection: Connection) -> None:
    await connection.execute("select 1 / 0 as wrong")


async def patience_ends(connection: Connection) -> None:
    cursor = await connection.execute("select pg_sleep(60)")
    async with asyncio.timeout(0.05):
        await cursor.fetchone()


async def server_hangs_up(connection: Connection) -> None:
    cursor = await connection.execute("select pg_terminate_backend(pg_backend_pid())")
    await cursor.fetchone()


async def moved(database: PostgresDatabase, owner_id: int, fault: Fault) -> None:
    async with database.connection(owner_id) as connection:
        await connection.execute(MOVE)
        await fault(connection)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (our_own, ValueError),
        (of_a_statement, psycopg.errors.DivisionByZero),
        (of_one_that_nobody_reads, psycopg.errors.DivisionByZero),
        (patience_ends, TimeoutError),
        (server_hangs_up, ServerDown),
    ],
)
async def test_what_fails_leaves_nothing_behind(
    alone: PostgresDatabase, owner_id: int, fault: Fault, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await moved(alone, owner_id, fault)
    async with alone.transaction(owner_id) as work:
        assert (await work.people.get()).zone == "Europe/Berlin"


async def test_what_comes_to_its_end_is_kept_and_the_wall_is_down_again(
    alone: PostgresDatabase, owner_id: int
) -> None:
    async with alone.connection(owner_id) as connection:
        await connection.execute(MOVE)
    async with alone.borrow() as connection:
        cursor = await connection.execute(WALL)
        assert await cursor.fetchone() == {"owner": "", "seen": 0}
    async with alone.transaction(owner_id) as work:
        assert (await work.people.get()).zone == "Asia/Tokyo"


async def test_a_stop_in_the_middle_leaves_nothing_behind(
    alone: PostgresDatabase, owner_id: int
) -> None:
    moved = asyncio.Event()

    async def move() -> None:
        async with alone.connection(owner_id) as connection:
            await connection.execute(MOVE)
            moved.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(move())
    await moved.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with alone.transaction(owner_id) as work:
        assert (await work.people.get()).zone == "Europe/Berlin"


async def test_a_statement_that_was_never_read_behind_a_failure_works_the_next_time(
    alone: PostgresDatabase, owner_id: int
) -> None:
    async def see(*, failing: bool = False) -> object:
        async with alone.connection(owner_id) as connection:
            if failing:
                await connection.execute("select 1 / 0 as wrong")
            return await (await connection.execute(WALL)).fetchone()

    # The client has a statement prepared when it comes for the sixth time.
    for _ in range(5):
        await see()
    with pytest.raises(psycopg.errors.DivisionByZero):
        await see(failing=True)
    assert await see() == {"owner": str(owner_id), "seen": 1}
