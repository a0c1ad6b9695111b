"""The alarm clock: APScheduler in a thread of its own, with its jobs in Redis."""

import asyncio
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import redis
import structlog
from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.job import Job
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.redis import RedisJobStore
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.errors import ServerDown

log = structlog.get_logger()

JOBS = "jenny:apscheduler:jobs"
RUN_TIMES = "jenny:apscheduler:run_times"
RING = "scheduler.jobs:ring"
CURE = "start it, or check REDIS_URL; until then reminders come from PostgreSQL alone."
RETRY_SECONDS = 2.0
TIMEOUT_SECONDS = 5.0
MOST_ASKED = 5_000
MOST_WRITTEN = 1_000


class RedisAlarms:
    """`core.ports.Alarms`. `on_ring` is called in the event loop that opened it; without it alarms
    are only set, and ring for the service that waits for them."""

    def __init__(self, url: str, on_ring: Callable[[], object] | None) -> None:
        self._on_ring = on_ring
        self._loop: asyncio.AbstractEventLoop | None = None
        # Neither redis nor APScheduler 3 has types.
        self._redis: Any = redis.Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # Once: after a restart of the server the pool holds a connection that is dead.
            retry=Retry(NoBackoff(), 1),
            driver_info=None,
        )
        self._scheduler: Any = _Scheduler(
            # Late is better than never, and two wakings for one instant are one.
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            jobstore_retry_interval=RETRY_SECONDS,
            timezone=UTC,
        )
        store = RedisJobStore(jobs_key=JOBS, run_times_key=RUN_TIMES, driver_info=None)
        store.redis = self._redis
        self._scheduler.add_jobstore(store, "default")
        self._scheduler.add_listener(self._rang, EVENT_JOB_EXECUTED)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        # Starting asks Redis nothing: while it is away the thread looks again and again.
        await asyncio.to_thread(self._scheduler.start, paused=self._on_ring is None)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop = None
        with suppress(SchedulerNotRunningError, redis.RedisError):
            await asyncio.to_thread(self._scheduler.shutdown, wait=False)
        self._redis.close()

    async def set(self, instants: Sequence[datetime]) -> None:
        """See `core.ports.Alarms`."""
        await self._ask(self._set, instants)

    async def clear(self) -> None:
        """See `core.ports.Alarms`."""
        await self._ask(self._redis.delete, JOBS, RUN_TIMES)

    async def _ask(self, question: Callable[..., object], *values: object) -> None:
        try:
            await asyncio.to_thread(question, *values)
        except (redis.RedisError, OSError) as error:
            raise ServerDown("Redis", CURE) from error

    def _set(self, instants: Sequence[datetime]) -> None:
        self._redis.ping()  # without instants nothing else would tell that it is away
        names = {instant.astimezone(UTC).isoformat(): instant for instant in instants}
        missing = self._missing(list(names))
        for start in range(0, len(missing), MOST_WRITTEN):
            self._write({name: names[name] for name in missing[start : start + MOST_WRITTEN]})
        # Another service may have set alarms that this thread does not know of.
        self._scheduler.wakeup()

    def _write(self, instants: dict[str, datetime]) -> None:
        """What `add_job` would do one by one, and the store with it: with tens of thousands at once
        a fifth of the time. Another service may write the same."""
        with self._redis.pipeline() as pipe:
            for name, instant in instants.items():
                job: Any = Job(
                    self._scheduler,
                    id=name,
                    name="ring",
                    func=RING,
                    args=(name,),
                    kwargs={},
                    trigger=DateTrigger(instant, UTC),
                    executor="default",
                    next_run_time=instant.astimezone(UTC),
                    misfire_grace_time=None,
                    coalesce=True,
                    max_instances=1,
                )
                pipe.hset(JOBS, name, pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL))
                pipe.zadd(RUN_TIMES, {name: instant.timestamp()})
            pipe.execute()

    def _missing(self, names: list[str]) -> list[str]:
        missing: list[str] = []
        for start in range(0, len(names), MOST_ASKED):
            asked = names[start : start + MOST_ASKED]
            known: list[float | None] = self._redis.zmscore(RUN_TIMES, asked)
            missing += [name for name, at in zip(asked, known, strict=True) if at is None]
        return missing

    def _rang(self, event: object) -> None:
        """Called in APScheduler's threads."""
        loop = self._loop
        if loop is not None and self._on_ring is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._on_ring)


class _Scheduler(BackgroundScheduler):
    """Goes on when Redis goes away, is emptied, or another service was quicker, in mid-work: any of
    these would end APScheduler's thread for good."""

    def _process_jobs(self) -> float | None:
        try:
            return super()._process_jobs()  # pyright: ignore
        except JobLookupError:
            return 0.0
        except redis.RedisError as error:
            log.warning("alarms_wait", error=type(error).__name__)
            return RETRY_SECONDS
