"""How long an event loop stands still, and how much memory a process holds."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import psutil


class Probe:
    """The longest time for which the event loop did nothing else, in milliseconds."""

    def __init__(self) -> None:
        self.worst_ms = 0.0

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            self.worst_ms = max(self.worst_ms, (time.perf_counter() - before) * 1000 - 1)


@asynccontextmanager
async def probing() -> AsyncGenerator[Probe]:
    """A probe at work until the block is left."""
    probe = Probe()
    task = asyncio.create_task(probe.run())
    yield probe
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def resident_mb() -> float:
    """What this process holds in memory."""
    return psutil.Process().memory_info().rss / 2**20
