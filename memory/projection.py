"""Tells the graph index of what changed, in the background; no answer ever waits for it."""

import asyncio

import structlog

from core.errors import ServerDown
from core.graph import GraphIndex, GraphQueue

log = structlog.get_logger()

BATCH = 500
RETRY_SECONDS = 5.0
# Without an index there is no hurry: one sweep serves all that came in the meantime.
SWEEP_SECONDS = 60.0


class Projector:
    """Drains the queue into `index`. Without an index it throws the queue away, so that none
    grows."""

    def __init__(
        self, queue: GraphQueue, index: GraphIndex | None, *, retry_seconds: float = RETRY_SECONDS
    ) -> None:
        self._queue = queue
        self._index = index
        self._retry_seconds = retry_seconds
        self._ready = False
        self._away = False

    async def run(self, wake: asyncio.Event) -> None:
        """Drain whenever `wake` is set, and again after an outage; until it is cancelled."""
        while True:
            wake.clear()
            caught_up = await self.drain()
            try:
                async with asyncio.timeout(None if caught_up else self._retry_seconds):
                    await wake.wait()
            except TimeoutError:
                continue
            if self._index is None:
                await asyncio.sleep(SWEEP_SECONDS)

    async def drain(self) -> bool:
        """Tell all that waits; False when a server is down, and the rest has to wait."""
        try:
            await self._drain()
        except ServerDown as error:
            self._ready = False
            if not self._away:
                log.warning("projection_waits", server=error.server)
            self._away = True
            return False
        if self._away:
            log.info("projection_caught_up")
        self._away = False
        return True

    async def rebuild(self) -> None:
        """Empty the index and fill it from the truth; cut off, the next `drain` goes on with it.

        Raises:
            ServerDown: when a server cannot be reached.
        """
        if self._index is not None:
            await self._index.clear()
        self._ready = False
        await self._drain()

    async def _drain(self) -> None:
        if self._index is not None and not self._ready:
            await self._prepare(self._index)
        while owners := await self._queue.waiting():
            for owner_id in owners:
                await self._tell(owner_id)

    async def _prepare(self, index: GraphIndex) -> None:
        """An index that is new, or has lost its data, is told everything from the start."""
        origin = await self._queue.origin()
        if not await index.prepare(origin):
            for owner_id in await self._queue.everybody():
                await self._queue.refill(owner_id)
            await index.adopt(origin)
        self._ready = True

    async def _tell(self, owner_id: int) -> None:
        if self._index is None:
            await self._queue.drop(owner_id)
            return
        told = True
        while told:
            async with self._queue.next(owner_id, BATCH) as batch:
                if batch is not None:
                    await self._index.apply(batch)
                told = batch is not None
