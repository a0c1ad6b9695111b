"""PostgreSQL says what must ring: once a minute, at the start, and whenever a reminder changes, the
alarm clock is filled from it and what is overdue rings."""

import asyncio
from datetime import timedelta

import structlog

from core.clock import Clock
from core.errors import ServerDown
from core.ports import Alarms, DueBoard
from scheduler.due import DueClaims

log = structlog.get_logger()

AHEAD = timedelta(hours=24)
EVERY_SECONDS = 60.0


class Reconciler:
    """Keeps the alarm clock filled for the next 24 hours and rings what is due."""

    def __init__(self, board: DueBoard, alarms: Alarms, claims: DueClaims, clock: Clock) -> None:
        self._board = board
        self._alarms = alarms
        self._claims = claims
        self._clock = clock
        self._alarm_clock_down = False

    async def run(self, wake: asyncio.Event) -> None:
        """Reconcile at every `wake` (an alarm, or a changed reminder) and every minute."""
        while True:
            wake.clear()
            try:
                await self._claims.ring_due()
                await self.fill()
            except ServerDown as error:
                log.error("reconcile_waits", server=error.server)
            try:
                await asyncio.wait_for(wake.wait(), EVERY_SECONDS)
            except TimeoutError:
                continue

    async def fill(self) -> None:
        """Set an alarm for every instant of the next 24 hours at which something falls due.

        Without Redis nothing is set: what is due rings with the next minute.
        """
        now = self._clock.now()
        try:
            await self._alarms.set(await self._board.instants(now, now + AHEAD))
        except ServerDown as error:
            if error.server != "Redis":
                raise
            if not self._alarm_clock_down:
                log.error("alarms_come_by_the_minute", server=error.server)
            self._alarm_clock_down = True
            return
        if self._alarm_clock_down:
            log.info("alarm_clock_is_back")
        self._alarm_clock_down = False

    async def rebuild(self) -> None:
        """Empty the alarm clock and fill it from PostgreSQL.

        Raises:
            ServerDown: when Redis or PostgreSQL cannot be reached.
        """
        await self._alarms.clear()
        now = self._clock.now()
        await self._alarms.set(await self._board.instants(now, now + AHEAD))
