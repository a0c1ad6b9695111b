"""Frees Redis' files of what was deleted. It holds instants and counts and no words of anybody, so
nothing waits for it."""

import asyncio

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

log = structlog.get_logger()

TIMEOUT_SECONDS = 5.0
LOOK_SECONDS = 0.05
MOST_LOOKS = 200


class RedisFiles:
    """Behind `core.forgetting.Scrubs`."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def scrub(self) -> None:
        """See `core.forgetting.Scrubs`. A server that is away is passed over."""
        client = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
            self._url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 1),
            driver_info=None,
        )
        try:
            async with client:
                await _rewrite(client)
        except (RedisError, OSError) as error:
            log.warning("redis_not_scrubbed", error=type(error).__name__)


async def _rewrite(client: Redis) -> None:
    try:
        await client.execute_command("BGREWRITEAOF")  # pyright: ignore[reportUnknownMemberType]
    except ResponseError:
        # It is at it already; that may have begun too early, but what it holds then is no text.
        log.info("redis_rewrites_already")
    for _ in range(MOST_LOOKS):
        about = await client.info("persistence")  # pyright: ignore[reportUnknownMemberType]
        if not about.get("aof_rewrite_in_progress") and not about.get("aof_rewrite_scheduled"):
            return
        await asyncio.sleep(LOOK_SECONDS)
