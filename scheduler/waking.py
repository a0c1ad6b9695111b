"""Work that is done again and again: when somebody says so, and at the latest after a while."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from core.errors import ServerDown

log = structlog.get_logger()


async def whenever(
    wake: asyncio.Event, seconds: float, once: Callable[[], Awaitable[object]], waits: str
) -> None:
    """Do `once` now, when `wake` is set and after so many seconds, until it is cancelled.

    A server that is away is logged as the event `waits`, and the next time tries again.
    """
    while True:
        wake.clear()
        try:
            await once()
        except ServerDown as error:
            log.error(waits, server=error.server)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wake.wait()
