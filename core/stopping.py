"""How background work ends."""

import asyncio
from collections.abc import Iterable

AGAIN_SECONDS = 0.2


async def stop(tasks: Iterable["asyncio.Future[None]"], again: float = AGAIN_SECONDS) -> None:
    """Cancel `tasks` and return when all of them have ended, however they ended.

    `again` is how many seconds of farewell they are given before they are cancelled once more.

    Once is not enough: in Python 3.11 `asyncio.wait_for` loses a cancellation that arrives together
    with what it waits for, and the drivers of PostgreSQL and Redis are built on it.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        ended, left = await asyncio.wait(left, timeout=again)
        await asyncio.gather(*ended, return_exceptions=True)
