"""Counts and presences with a life span, in Redis."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.errors import ServerDown

log = structlog.get_logger()

TIMEOUT_SECONDS = 0.25
# While the server is away nobody asks it again for so long: each question would cost a timeout.
REST_SECONDS = 1.0

# The key is born with its life span: none is left without one.
COUNT = """
local hits = redis.call('incr', KEYS[1])
if hits == 1 then redis.call('expire', KEYS[1], ARGV[1]) end
return hits
"""

CURE = "start it, or check REDIS_URL; until then reminders come by the minute."


class RedisLimiter:
    """Behind `core.ports.Limiter`. Every key has a life span, so the alarms outlive them all."""

    def __init__(self, url: str, *, rest_seconds: float = REST_SECONDS) -> None:
        self._redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # Once: after a restart of the server the pool holds a connection that is dead.
            retry=Retry(NoBackoff(), 1),
            # It would look up its own version on disk for every connection, to tell the server.
            driver_info=None,
        )
        self._script = self._redis.register_script(COUNT)
        self._rest_seconds = rest_seconds
        self._resting = False
        self._told = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._redis.aclose()

    async def hit(self, key: str, most: int, seconds: int) -> bool:
        """See `core.ports.Limiter`. The span begins with the first hit."""
        return await self._ask(lambda: self._count(key, most, seconds))

    async def mark(self, key: str, seconds: int) -> bool:
        """See `core.ports.Limiter`."""
        return await self._ask(lambda: self._new(key, seconds))

    async def present(self, key: str) -> bool:
        """Whether `key` is noted. False without a server."""
        return await self._ask(lambda: self._exists(key))

    async def server(self) -> tuple[str, str]:
        """(version, what it evicts when it is full).

        Raises:
            ServerDown: when it cannot be reached.
        """
        try:
            about = await self._redis.info()  # pyright: ignore[reportUnknownMemberType]
        except RedisError as error:
            raise ServerDown("Redis", CURE) from error
        return str(about["redis_version"]), str(about.get("maxmemory_policy"))

    async def _count(self, key: str, most: int, seconds: int) -> bool:
        return int(await self._script(keys=[key], args=[seconds])) <= most

    async def _new(self, key: str, seconds: int) -> bool:
        return bool(await self._redis.set(key, 1, ex=seconds, nx=True))

    async def _exists(self, key: str) -> bool:
        return bool(await self._redis.exists(key))

    async def _ask(self, question: Callable[[], Awaitable[bool]]) -> bool:
        if self._resting:
            return False
        try:
            answer = await question()
        except (RedisError, OSError) as error:
            self._rest(error)
            return False
        if self._told:
            log.info("redis_is_back")
            self._told = False
        return answer

    def _rest(self, error: Exception) -> None:
        self._resting = True
        asyncio.get_running_loop().call_later(self._rest_seconds, self._wake)
        if not self._told:
            log.warning("redis_is_away", error=type(error).__name__)
            self._told = True

    def _wake(self) -> None:
        self._resting = False
