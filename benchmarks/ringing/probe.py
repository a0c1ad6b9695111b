"""How long an event loop stands still, and how much memory a process holds.

    python -m benchmarks.ringing.probe

watches a loop that has nothing to do until its input ends, and prints for how long that one stood
still: what the machine itself takes, beside everything else on it.
"""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import psutil


class Probe:
    """The longest time for which the event loop did nothing else, in milliseconds; and the longest
    that it worked meanwhile, on the processor: the rest is what the machine gave to others."""

    def __init__(self) -> None:
        self.worst_ms = 0.0
        self.worked_ms = 0.0

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            before, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.001)
            self.worst_ms = max(self.worst_ms, (time.perf_counter() - before) * 1000 - 1)
            self.worked_ms = max(self.worked_ms, (time.thread_time() - worked) * 1000)


@asynccontextmanager
async def probing() -> AsyncGenerator[Probe]:
    """A probe at work until the block is left."""
    probe = Probe()
    task = asyncio.create_task(probe.run())
    yield probe
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def probing_idle() -> AsyncGenerator[Probe]:
    """A probe in a loop of a process beside this one; its worst is known at the end."""
    probe = Probe()
    beside = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.ringing.probe"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield probe
    told, _ = await beside.communicate(b"")
    probe.worst_ms = float(told)


def resident_mb() -> float:
    """What this process holds in memory."""
    return psutil.Process().memory_info().rss / 2**20


async def main() -> None:
    """Until the input ends."""
    async with probing() as probe:
        await asyncio.to_thread(sys.stdin.read)
    print(probe.worst_ms)


if __name__ == "__main__":
    asyncio.run(main())
