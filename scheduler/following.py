"""Has reminders follow what they were set before, whoever has moved it."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import structlog

from agents.following import follow
from core.anchors import AnchorBoard
from core.clock import Clock
from core.errors import ServerDown
from core.stores import Database
from scheduler.calendars.news import tell
from scheduler.waking import whenever

log = structlog.get_logger()

EVERY_SECONDS = 60.0


class Following:
    """Looks after each change of an event or a birthday that a reminder follows."""

    def __init__(self, database: Database, board: AnchorBoard, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._clock = clock

    async def run(self, wake: asyncio.Event) -> None:
        """Until it is cancelled; `wake` says that something has changed."""
        await whenever(wake, EVERY_SECONDS, self.once, "following_waits")

    async def once(self) -> int:
        """Let all follow that have to, and tell whom it concerns; of how many there was something
        to tell.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what is not done is still known.
        """
        told = 0
        for owner_id in await self._board.stale_anchors():
            async with self._database.transaction(owner_id) as work:
                reminder_ids = await work.anchors.stale()
            told += await self._of(owner_id, reminder_ids)
        return told

    async def _of(self, owner_id: int, reminder_ids: Sequence[int]) -> int:
        """Let these follow, in one message; where one of them fails, each by itself."""
        try:
            return await self._follow(owner_id, reminder_ids)
        except ServerDown:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one reminder: the others follow
            if len(reminder_ids) == 1:
                name, [reminder_id] = type(error).__name__, reminder_ids
                log.error("following_failed", owner=owner_id, reminder=reminder_id, error=name)
                return 0
        return sum([await self._of(owner_id, [one]) for one in reminder_ids])

    async def _follow(self, owner_id: int, reminder_ids: Sequence[int]) -> int:
        now = self._clock.now()
        async with self._database.transaction(owner_id) as work:
            said = await follow(reminder_ids, work, now)
            if said:
                # Unique, as what has been told once may come true again at any time.
                await tell(work, f"follow:{uuid4()}", "\n".join(said), now)
        log.info("reminders_followed", owner=owner_id, told=len(said))
        return len(said)
