"""Learns from PostgreSQL that there is work, also when another process has put it there."""

import asyncio
from collections.abc import Mapping

import structlog
from psycopg import AsyncConnection, OperationalError

log = structlog.get_logger()

RETRY_SECONDS = 2.0


async def listen(url: str, events: Mapping[str, asyncio.Event]) -> None:
    """Set the event whose name comes over the channel; runs until it is cancelled.

    While PostgreSQL is away nothing is lost: every event is set again after each reconnection.
    """
    while True:
        try:
            async with await AsyncConnection.connect(url, autocommit=True) as connection:
                await connection.execute("listen jenny")
                for event in events.values():
                    event.set()
                async for notice in connection.notifies():
                    if notice.payload in events:
                        events[notice.payload].set()
        except OperationalError:
            log.warning("listener_reconnects", seconds=RETRY_SECONDS)
        await asyncio.sleep(RETRY_SECONDS)
