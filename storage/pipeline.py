"""A pipeline that hands its statements to PostgreSQL together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection, AsyncPipeline
from psycopg.abc import PQGen

# pyright: reportPrivateUsage=false
# The library sends each statement at once, in a call to the operating system of its own, and each
# wakes the server. Nobody waits for the answer before the next one that is read, or the end: until
# then they are kept, which takes a third of the time that is spent on PostgreSQL. So few are kept.
MOST = 100


class Together(AsyncPipeline):
    """Sends what has gathered when an answer is wanted, and at the end."""

    def _communicate_gen(self) -> PQGen[None]:
        if len(self.command_queue) >= MOST:
            yield from super()._communicate_gen()

    def _fetch_gen(self, *, flush: bool) -> PQGen[None]:
        while self.command_queue:
            self.command_queue.popleft()()
        yield from super()._fetch_gen(flush=flush)


@asynccontextmanager
async def together(connection: AsyncConnection[Any]) -> AsyncGenerator[None]:
    """All statements in one pipeline, and so in one transaction, which is committed at the end."""
    async with connection.lock:
        connection._pipeline = Together(connection)
    try:
        async with connection._pipeline:
            yield
    finally:
        async with connection.lock:
            connection._pipeline = None
