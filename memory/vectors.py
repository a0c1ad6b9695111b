"""Messages get their vectors in the background; no reply waits for them."""

import asyncio
import time
from contextlib import suppress

import structlog

from core.errors import ServerDown
from core.ports import Embedder, VectorBoard
from core.stores import Database
from memory.remember import embed_some

log = structlog.get_logger()

RETRY_SECONDS = 5.0
CALM_SECONDS = 1.0
LONGEST_BURST_SECONDS = 300.0
BATCH = 16
# Of the time that it works, so long it rests: replies come first on a small machine.
REST = 4.0


class Vectors:
    """Gives vectors to the messages of everybody on the board."""

    def __init__(self, database: Database, board: VectorBoard, embedder: Embedder) -> None:
        self._database = database
        self._board = board
        self._embedder = embedder

    async def run(self, wake: asyncio.Event) -> None:
        """A few messages at a time, whenever it is calm, and again after an outage; until it is
        cancelled. `wake` is set by each new message."""
        while True:
            wake.clear()
            try:
                if not await self._some():
                    await wake.wait()
                await _calm(wake)
            except ServerDown as error:
                log.warning("vectors_wait", server=error.server)
                await asyncio.sleep(RETRY_SECONDS)

    async def _some(self) -> bool:
        """The next few messages of whoever waits, then a rest; whether there were any.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; they wait on.
        """
        waiting = await self._board.without_vectors(self._embedder.model)
        if waiting:
            begun = time.perf_counter()
            await embed_some(self._database, self._embedder, waiting[0], BATCH)
            await asyncio.sleep(REST * (time.perf_counter() - begun))
        return bool(waiting)


async def _calm(wake: asyncio.Event) -> None:
    """Wait until nothing has come for a moment; a burst that does not end is not waited out."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_BURST_SECONDS):
            while wake.is_set():
                wake.clear()
                await asyncio.sleep(CALM_SECONDS)
