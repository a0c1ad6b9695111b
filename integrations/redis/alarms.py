"""The alarm clock: APScheduler in a thread of its own, with its jobs in Redis."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import redis
import structlog
from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.redis import RedisJobStore
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler

from core.errors import ServerDown

log = structlog.get_logger()

JOBS = "jenny:apscheduler:jobs"
RUN_TIMES = "jenny:apscheduler:run_times"
RING = "scheduler.jobs:ring"
CURE = "start it, or check REDIS_URL; until then reminders come by the minute."


class RedisAlarms:
    """`core.ports.Alarms`. `on_ring` is called in the event loop that opened it."""

    def __init__(self, url: str, on_ring: Callable[[], object]) -> None:
        self._url = url
        self._on_ring = on_ring
        # APScheduler 3 has no types.
        self._scheduler: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2)  # pyright: ignore[reportUnknownMemberType]

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        store = RedisJobStore(jobs_key=JOBS, run_times_key=RUN_TIMES, **_connection(self._url))
        scheduler: Any = BackgroundScheduler(
            jobstores={"default": store},
            # Late is better than never, and two wakings for one instant are one.
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            jobstore_retry_interval=2,
            timezone=UTC,
        )
        scheduler.add_listener(self._rang, EVENT_JOB_EXECUTED)
        try:
            await asyncio.to_thread(scheduler.start)
        except redis.RedisError:
            # The thread runs on and looks for Redis again; `set` tells meanwhile.
            log.warning("alarms_without_redis")
        self._scheduler = scheduler
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._scheduler is not None:
            with suppress(SchedulerNotRunningError, redis.RedisError):
                await asyncio.to_thread(self._scheduler.shutdown, wait=False)
        self._client.close()

    async def set(self, instants: Sequence[datetime]) -> None:
        """See `core.ports.Alarms`."""
        try:
            await asyncio.to_thread(self._set, instants)
        except redis.RedisError as error:
            raise ServerDown("Redis", CURE) from error

    async def clear(self) -> None:
        """See `core.ports.Alarms`."""
        try:
            await asyncio.to_thread(self._client.delete, JOBS, RUN_TIMES)
        except redis.RedisError as error:
            raise ServerDown("Redis", CURE) from error

    def _set(self, instants: Sequence[datetime]) -> None:
        known = {_text(key) for key in self._client.hkeys(JOBS)}  # pyright: ignore
        for instant in instants:
            name = instant.astimezone(UTC).isoformat()
            if name not in known and self._scheduler is not None:
                self._scheduler.add_job(
                    RING, "date", run_date=instant, args=[name], id=name, replace_existing=True
                )

    def _rang(self, event: object) -> None:
        """Called in APScheduler's thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._on_ring)


def _text(key: object) -> str:
    return key.decode() if isinstance(key, bytes) else str(key)


def _connection(url: str) -> dict[str, Any]:
    """What the job store hands to its own Redis client."""
    parts = urlsplit(url)
    waits = {"socket_timeout": 5, "socket_connect_timeout": 2}
    if parts.scheme == "unix":
        return waits | {"unix_socket_path": parts.path, "password": parts.password}
    return waits | {
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or 6379,
        "db": int(parts.path.strip("/") or 0),
        "username": parts.username,
        "password": parts.password,
        "ssl": parts.scheme == "rediss",
    }
