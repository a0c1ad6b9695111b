"""Keeps all calendars in step: account by account, each by itself, what is to be written first."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from core.clock import Clock
from core.errors import ServerDown
from core.stores.calendars import CalendarBoard, Due
from scheduler.calendars.reading import Readings
from scheduler.calendars.writing import Writings
from scheduler.waking import whenever

log = structlog.get_logger()

MOST = 100
LOOK_SECONDS = 20.0
WAITS = "calendars_wait"
Work = Callable[[int, int], Awaitable[object]]
Task = asyncio.Task[bool]


class CalendarSync:
    """Does what is due, at once or again and again. One account is dealt with by one task at a
    time: providers answer several requests of one account no sooner than one after the other."""

    def __init__(
        self, board: CalendarBoard, readings: Readings, writings: Writings, clock: Clock
    ) -> None:
        self._board = board
        self._readings = readings
        self._writings = writings
        self._clock = clock
        self._busy: dict[int, Task] = {}

    async def run(self, wake: asyncio.Event) -> None:
        """Until it is cancelled; `wake` says that something waits to be written. An account that
        takes its time keeps no other one waiting."""

        async def look() -> None:
            for begin in (self._write, self._read):
                for task in await begin():
                    task.add_done_callback(ended)

        def ended(task: Task) -> None:
            # What has come up for the account meanwhile was left to wait.
            if not task.cancelled() and task.exception() is None and task.result():
                wake.set()

        try:
            await whenever(wake, LOOK_SECONDS, look, WAITS)
        finally:
            tasks = list(self._busy.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def once(self) -> None:
        """Write and read all that is due now.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what is not done stays due.
        """
        await self.write()
        await _all(await self._read())

    async def write(self) -> None:
        """Write all that is due now.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what is not done stays due.
        """
        await _all(await self._write())

    async def _write(self) -> list[Task]:
        due = await self._board.writes(self._clock.now(), MOST)
        return self._started(due, self._writings.write)

    async def _read(self) -> list[Task]:
        due = await self._board.readings(self._clock.now(), MOST)
        return self._started(due, self._readings.read)

    def _started(self, due: Sequence[Due], work: Work) -> list[Task]:
        """The work, begun for those accounts with which nothing is done at present."""
        started: list[Task] = []
        for one in due:
            if one.account_id not in self._busy:
                task = asyncio.create_task(_through(one, work))
                self._busy[one.account_id] = task
                task.add_done_callback(lambda _, key=one.account_id: self._busy.pop(key))
                started.append(task)
        return started


async def _through(due: Due, work: Work) -> bool:
    """Whether all went well; one calendar's failure is its own."""
    well = True
    for calendar_id in due.calendar_ids:
        try:
            await work(due.owner_id, calendar_id)
        except ServerDown as error:
            log.error(WAITS, server=error.server)
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one calendar
            well = False
            log.error("calendar_failed", calendar=calendar_id, error=type(error).__name__)
    return well


async def _all(tasks: Sequence[Task]) -> None:
    """Wait for all of them, then raise what the first has."""
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
