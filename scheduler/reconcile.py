"""PostgreSQL says what must ring: once a minute, at the start, and whenever a reminder changes, the
alarm clock is filled from it and what is overdue rings."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from core.clock import Clock
from core.errors import ServerDown
from core.ports import Alarms, DueBoard
from core.stopping import stop
from scheduler.due import DueClaims

log = structlog.get_logger()

AHEAD = timedelta(hours=24)
# What falls due before the next whole look; more is not asked for while changes come in a flood.
NEAR = timedelta(minutes=2)
# A clock that goes back by more was wrong before.
JUMP = timedelta(minutes=1)
EVERY_SECONDS = 60.0
RETRY_SECONDS = 2.0
# The day ahead is set so many at a time, so that what is near never waits for all of them.
PIECE = 2_000
# Whole looks take at most a twentieth of the time, however many reminders there are.
REST = 20


class Reconciler:
    """Keeps the alarm clock filled for the next 24 hours and rings what is due."""

    def __init__(
        self,
        board: DueBoard,
        alarms: Alarms,
        claims: DueClaims,
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._board = board
        self._alarms = alarms
        self._claims = claims
        self._clock = clock
        self._ticks = ticks
        self._whole_look_at = ticks()
        # How far a whole look that goes on has come, and how many seconds it has taken.
        self._day_set_to: datetime | None = None
        self._looked_for = 0.0
        self._aligned_at: datetime | None = None
        self._alarm_clock_down = False
        self._looking = asyncio.Event()
        self._rung = asyncio.Event()
        self._waiting = False

    async def run(self, wake: asyncio.Event) -> None:
        """Reconcile at every `wake` (an alarm, or a changed reminder) and every minute.

        Ringing waits neither for the alarm clock, which takes seconds to fill with very many, nor
        for the series of everybody to be looked at.
        """
        tasks = [
            asyncio.create_task(work)
            for work in (self._keep_ringing(wake), self._keep_filled(wake), self._keep_aligned())
        ]
        try:
            await asyncio.gather(*tasks)
        finally:
            await stop(tasks)

    async def _keep_ringing(self, wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            self._looking.set()
            seconds = EVERY_SECONDS
            try:
                await self._claims.ring_due()
                self._rung.set()
                self._back()
            except ServerDown as error:
                seconds = self._waits(error)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await wake.wait()

    async def _keep_filled(self, wake: asyncio.Event) -> None:
        """Without the alarm clock it is the one who says that something is due."""
        while True:
            self._looking.clear()
            try:
                seconds = await self.fill()
            except ServerDown as error:
                seconds = self._waits(error)
            try:
                async with asyncio.timeout(seconds):
                    await self._looking.wait()
            except TimeoutError:
                wake.set()

    async def _keep_aligned(self) -> None:
        """What rang has put the next of its series by then."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            try:
                await self._align()
            except ServerDown as error:
                await asyncio.sleep(self._waits(error))

    def _waits(self, error: ServerDown) -> float:
        """Said once an outage, whoever meets it first; after how many seconds to try again."""
        if not self._waiting:
            log.error("alarms_wait", server=error.server)
        self._waiting = True
        return RETRY_SECONDS

    def _back(self) -> None:
        if self._waiting:
            log.info("alarms_go_on")
        self._waiting = False

    async def fill(self) -> float:
        """Set an alarm for every instant of the next minutes at which something falls due, and in
        a whole look for the next piece of the day ahead.

        Returns after how many seconds to look again: at once while the whole look goes on; without
        Redis, when the next one is due.
        """
        started, now = self._ticks(), self._clock.now()
        near = await self._board.instants(now, now + NEAR, PIECE)
        if not await self._set(near):
            next_one = (near[0] - now).total_seconds() if near else EVERY_SECONDS
            return min(EVERY_SECONDS, next_one)
        if started < self._whole_look_at:
            return max(0.0, self._whole_look_at - self._ticks())
        ends = await self._set_piece(now)
        ended = self._ticks()
        self._looked_for += ended - started
        if not ends:
            return 0.0
        self._whole_look_at = ended + max(1.0, REST * self._looked_for)
        self._looked_for = 0.0
        return EVERY_SECONDS

    async def _set_piece(self, now: datetime) -> bool:
        """Set the next alarms of the day ahead; whether that were the last ones."""
        after = max(now, self._day_set_to or now)
        instants = await self._board.instants(after, now + AHEAD, PIECE)
        await self._alarms.set(instants)
        ends = len(instants) < PIECE
        self._day_set_to = None if ends else instants[-1]
        return ends

    async def _align(self) -> None:
        """At the start, and when the clock was set back: series may have gone ahead with it."""
        now, before = self._clock.now(), self._aligned_at
        if before is None or now < before - JUMP:
            await self._claims.realign()
        self._aligned_at = now

    async def rebuild(self) -> None:
        """Empty the alarm clock and fill it from PostgreSQL.

        Raises:
            ServerDown: when Redis or PostgreSQL cannot be reached.
        """
        await self._alarms.clear()
        now, self._day_set_to = self._clock.now(), None
        while not await self._set_piece(now):
            pass

    async def _set(self, instants: list[datetime]) -> bool:
        """Whether the alarm clock will ring by itself."""
        try:
            await self._alarms.set(instants)
        except ServerDown as error:
            if error.server != "Redis":
                raise
            if not self._alarm_clock_down:
                log.error("alarm_clock_is_down", cure=str(error))
            self._alarm_clock_down = True
            return False
        if self._alarm_clock_down:
            log.info("alarm_clock_is_back")
        self._alarm_clock_down = False
        return True
