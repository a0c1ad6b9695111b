"""One reader of Telegram at a time: a PostgreSQL advisory lock, held by a connection of its own."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from psycopg import AsyncConnection, OperationalError

from core.stopping import stop
from storage.faults import server_down

log = structlog.get_logger()

RETRY_SECONDS = 2.0
# The seat of the service itself: held for as long as one lives on these data.
SERVICE = "service"
GAIN = "select pg_try_advisory_lock(hashtextextended(%(name)s, 0))"
# Shared and for a moment only, so that those who ask are not taken for one who sits there.
FREE = "select pg_try_advisory_xact_lock_shared(hashtextextended(%(name)s, 0))"


class PollerSeat:
    """Behind `core.intake.Seat`. The server frees the seat when the connection ends."""

    def __init__(self, url: str, *, retry_seconds: float = RETRY_SECONDS) -> None:
        self._url = url
        self._retry_seconds = retry_seconds
        self._told = False

    async def while_held(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """See `core.intake.Seat`."""
        while True:
            try:
                async with await AsyncConnection.connect(
                    self._url, autocommit=True, connect_timeout=5
                ) as connection:
                    if await self._gain(connection, name):
                        if await _until_lost(connection, work):
                            return
                        log.warning("poller_seat_lost", seat=name)
            except OperationalError:
                self._tell("poller_waits_for_postgresql", name)
            await asyncio.sleep(self._retry_seconds)

    async def _gain(self, connection: AsyncConnection, name: str) -> bool:
        cursor = await connection.execute(GAIN, {"name": name})
        row = await cursor.fetchone()
        if row is None or not row[0]:
            self._tell("poller_seat_taken_by_another", name)
            return False
        self._told = False
        return True

    def _tell(self, event: str, name: str) -> None:
        if not self._told:
            log.warning(event, seat=name)
            self._told = True


async def taken(url: str, name: str) -> bool:
    """Whether somebody sits on the seat `name`.

    Raises:
        ServerDown: PostgreSQL cannot be reached.
    """
    try:
        async with await AsyncConnection.connect(url, connect_timeout=5) as connection:
            cursor = await connection.execute(FREE, {"name": name})
            row = await cursor.fetchone()
    except OperationalError as error:
        raise server_down(error) from error
    return row is not None and not row[0]


async def _until_lost(connection: AsyncConnection, work: Callable[[], Awaitable[None]]) -> bool:
    """Run `work` while the connection lives; whether it came to its end."""
    working = asyncio.ensure_future(work())
    watching = asyncio.create_task(_watch(connection))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
            return True
        return False
    finally:
        await stop((working, watching))


async def _watch(connection: AsyncConnection) -> None:
    """Return when the connection is lost; costs nothing until the server says something."""
    loop = asyncio.get_running_loop()
    heard = asyncio.Event()
    descriptor = connection.fileno()
    loop.add_reader(descriptor, heard.set)
    try:
        await heard.wait()
    finally:
        loop.remove_reader(descriptor)
