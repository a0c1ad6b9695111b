"""Keeps all calendars in step: writes first, then reads, account by account side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from core.clock import Clock
from core.errors import ServerDown
from core.stores.calendars import CalendarBoard
from scheduler.calendars.reading import Readings
from scheduler.calendars.writing import Writings
from scheduler.waking import whenever

log = structlog.get_logger()

MOST = 100
AT_ONCE = 4
LOOK_SECONDS = 20.0


class CalendarSync:
    """Does what is due, at once or again and again."""

    def __init__(
        self, board: CalendarBoard, readings: Readings, writings: Writings, clock: Clock
    ) -> None:
        self._board = board
        self._readings = readings
        self._writings = writings
        self._clock = clock
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def run(self, wake: asyncio.Event) -> None:
        """Until it is cancelled; `wake` says that something waits to be written."""
        await whenever(wake, LOOK_SECONDS, self.once, "calendars_wait")

    async def once(self) -> None:
        """Write and read all that is due now.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what is not done stays due.
        """
        await self.write()
        readings = await self._board.readings(self._clock.now(), MOST)
        await self._all(readings, self._readings.read)

    async def write(self) -> None:
        """Write all that is due now.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what is not done stays due.
        """
        await self._all(await self._board.writes(self._clock.now(), MOST), self._writings.write)

    async def _all(
        self, due: Sequence[tuple[int, int]], work: Callable[[int, int], Awaitable[object]]
    ) -> None:
        """One calendar's failure is its own."""

        async def one(owner_id: int, calendar_id: int) -> None:
            async with self._at_once:
                try:
                    await work(owner_id, calendar_id)
                except ServerDown:
                    raise
                except Exception as error:  # noqa: BLE001 - the edge of one calendar
                    name = type(error).__name__
                    log.error("calendar_failed", calendar=calendar_id, error=name)

        for outcome in await asyncio.gather(*(one(*pair) for pair in due), return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
