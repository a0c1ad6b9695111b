"""One message at a time in each conversation, many conversations at once; presses pass."""

import asyncio
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Protocol, Self

import structlog

from bot.access import Throttle
from core.clock import Clock
from core.errors import SORRY, ServerDown
from core.intake import MOST_LIVES, Backlog
from core.models import Incoming, Outgoing, Reply
from core.stopping import stop
from core.stores import Database

log = structlog.get_logger()

# Together below the size of the pool, so that delivery and alarms always get a connection.
WORKERS = 5
PRESSES = 3
TRIES = 3
PATIENCE = timedelta(minutes=10)
# Who has cost so many lives, perhaps without any fault of its own, is dealt with alone.
SUSPECT = 2
DEADLY = (
    "I have broken down over this message several times, so I leave it."
    " Please say it in other words."
)
FAST = "You are sending faster than I can answer. Nothing is lost: I take one after the other."


class Handler(Protocol):
    """Deals with one message or press, whole."""

    async def handle(self, incoming: Incoming) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """How long lanes wait, in seconds: between tries, for PostgreSQL, for a message that an edit
    corrects, and between the messages of somebody who is too fast."""

    retry: float = 0.2
    outage: float = 1.0
    waiting: float = 1.0
    slow_down: float = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    """A row of the inbox whose turn comes. One that an earlier life has left is read when it does,
    and dealt with `again`."""

    owner_id: int
    conversation_id: int
    inbox_id: int
    incoming: Incoming | None = None
    again: bool = False


class Lanes:
    """Hands what is in the inbox to the handler. What is cut off by a stop is replayed later."""

    def __init__(
        self,
        handler: Handler,
        database: Database,
        clock: Clock,
        throttle: Throttle,
        timing: Timing | None = None,
    ) -> None:
        self._handler = handler
        self._database = database
        self._clock = clock
        self._throttle = throttle
        self._timing = timing or Timing()
        self._held: set[int] = set()
        self._lanes: dict[int, deque[_Job]] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._waiting: dict[int, _Job] = {}
        # With what of an earlier life this one has begun, and whose it is.
        self._begun: dict[int, int] = {}
        self._edits = asyncio.Event()
        self._presses = asyncio.Semaphore(PRESSES)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        for _ in range(WORKERS):
            self._spawn(self._work())
        self._spawn(self._revisit())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await stop(self._tasks)
        await self._survive()

    def add(self, incoming: Incoming) -> None:
        """Take a message or a press in; one that is held already is not taken twice."""
        job = _Job(
            owner_id=incoming.owner_id,
            conversation_id=incoming.conversation_id,
            inbox_id=incoming.inbox_id,
            incoming=incoming,
        )
        if not self._hold(job):
            return
        if incoming.kind == "press":
            self._spawn(self._press(job))
        else:
            self._enqueue(job)

    async def replay(self, backlog: Backlog, source: str) -> None:
        """Take in, in order, everything from `source` that is not done. What several lives have
        ended over comes first, one after the other, so that it takes nothing else along; at last it
        is set aside.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        jobs: list[_Job] = []
        for left in await backlog.inbox_open(source):
            job = _Job(
                owner_id=left.owner_id,
                conversation_id=left.conversation_id,
                inbox_id=left.inbox_id,
                again=True,
            )
            if not self._hold(job):
                continue
            if left.lives < SUSPECT:
                jobs.append(job)
            elif left.lives < MOST_LIVES:
                await self._settle(job)
            else:
                await self._guarded(job, partial(self._set_aside, text=DEADLY))
                self._held.discard(job.inbox_id)
        for job in jobs:
            self._enqueue(job)

    def _hold(self, job: _Job) -> bool:
        if job.inbox_id in self._held:
            return False
        self._held.add(job.inbox_id)
        return True

    def _enqueue(self, job: _Job) -> None:
        lane = self._lanes.get(job.conversation_id)
        if lane is None:
            self._lanes[job.conversation_id] = deque([job])
            self._ready.put_nowait(job.conversation_id)
        else:
            lane.append(job)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        """Take the next lane, deal with its first message, and put the lane behind the others."""
        while True:
            conversation_id = await self._ready.get()
            lane = self._lanes[conversation_id]
            fast = await self._throttle.exceeded(conversation_id)
            if fast:
                await self._guarded(lane[0], self._tell_fast)
            await self._settle(lane[0])
            lane.popleft()
            if not lane:
                del self._lanes[conversation_id]
            elif fast:
                loop = asyncio.get_running_loop()
                loop.call_later(self._timing.slow_down, self._ready.put_nowait, conversation_id)
            else:
                self._ready.put_nowait(conversation_id)

    async def _press(self, job: _Job) -> None:
        async with self._presses:
            await self._settle(job)

    async def _settle(self, job: _Job) -> None:
        """Bring `job` to an end: dealt with, waiting, or set aside after a few tries."""
        for attempt in range(1, TRIES + 1):
            if await self._guarded(job, self._deal):
                break
            await asyncio.sleep(self._timing.retry * attempt)
        else:
            await self._guarded(job, self._set_aside)
        if job.inbox_id not in self._waiting:
            self._held.discard(job.inbox_id)

    async def _guarded(self, job: _Job, step: Callable[[_Job], Awaitable[None]]) -> bool:
        """Whether `step` came through. While PostgreSQL is away it is waited for."""
        while True:
            try:
                await step(job)
            except ServerDown as error:
                if error.server != "PostgreSQL":
                    return _failed(job, error)
                log.warning("message_waits_for_postgresql", inbox_id=job.inbox_id)
                await asyncio.sleep(self._timing.outage)
            except Exception as error:  # noqa: BLE001 - one message must not stop its lane
                return _failed(job, error)
            else:
                return True

    async def _deal(self, job: _Job) -> None:
        incoming = job.incoming or await self._load(job)
        if incoming is None:
            return
        if incoming.kind == "edit":
            correction = await self._correction(incoming)
            if correction is None:
                self._waiting[job.inbox_id] = replace(job, incoming=incoming)
                self._edits.set()
                return
            incoming = correction
        await self._begin(job)
        await self._handler.handle(incoming)
        if incoming.message_id is not None:
            self._release(incoming.conversation_id, incoming.message_id)

    async def _begin(self, job: _Job) -> None:
        """Count this life on the row, once, for the case that the process dies over it."""
        if not job.again or job.inbox_id in self._begun:
            return
        async with self._database.transaction(job.owner_id) as work:
            await work.inbox.begin(job.inbox_id)
        self._begun[job.inbox_id] = job.owner_id

    async def _survive(self) -> None:
        """An end in good order is nobody's fault."""
        with suppress(ServerDown):
            for owner_id in set(self._begun.values()):
                ids = [number for number, owner in self._begun.items() if owner == owner_id]
                async with self._database.transaction(owner_id) as work:
                    await work.inbox.survive(ids)

    async def _load(self, job: _Job) -> Incoming | None:
        async with self._database.transaction(job.owner_id) as work:
            return await work.inbox.take(job.inbox_id)

    async def _correction(self, edit: Incoming) -> Incoming | None:
        """`edit` when what it corrects is done, or it has waited for long; None when it must wait.

        Without a message to correct it is at last one of its own.
        """
        now = self._clock.now()
        overdue = now - edit.received_at >= PATIENCE
        async with self._database.transaction(edit.owner_id) as work:
            original = await work.inbox.original(edit.conversation_id, edit.message_id or 0)
            if original is None and overdue:
                return replace(edit, kind="text")
            if overdue or (original is not None and await work.inbox.take(original) is None):
                return edit
            await work.inbox.close(edit.inbox_id, "waiting", now)
        return None

    def _release(self, conversation_id: int, message_id: int) -> None:
        """Let the edits of a message come right behind it."""
        for job in list(self._waiting.values()):
            edit = job.incoming
            if edit and (edit.conversation_id, edit.message_id) == (conversation_id, message_id):
                self._enqueue(self._waiting.pop(job.inbox_id))

    async def _revisit(self) -> None:
        """Look again at the edits that wait, as long as there are any."""
        while True:
            await self._edits.wait()
            self._edits.clear()
            await asyncio.sleep(self._timing.waiting)
            for inbox_id in list(self._waiting):
                self._enqueue(self._waiting.pop(inbox_id))

    async def _set_aside(self, job: _Job, text: str = SORRY) -> None:
        """Say so to the person, and leave the row for the operator to look at."""
        callback_id = job.incoming.callback_id if job.incoming else None
        now = self._clock.now()
        sorry = Outgoing(
            key=f"sorry:{job.inbox_id}",
            conversation_id=job.conversation_id,
            kind="reply" if callback_id is None else "toast",
            reply=Reply(text=text),
            inbox_id=job.inbox_id,
            callback_id=callback_id,
        )
        async with self._database.transaction(job.owner_id) as work:
            await work.outbox.put(sorry, now)
            await work.inbox.close(job.inbox_id, "set_aside", now)
        log.error("message_set_aside", inbox_id=job.inbox_id, owner_id=job.owner_id)

    async def _tell_fast(self, job: _Job) -> None:
        now = self._clock.now()
        notice = Outgoing(
            key=f"fast:{job.conversation_id}:{now:%Y-%m-%dT%H}",
            conversation_id=job.conversation_id,
            kind="reply",
            reply=Reply(text=FAST),
        )
        async with self._database.transaction(job.owner_id) as work:
            await work.outbox.put(notice, now)


def _failed(job: _Job, error: Exception) -> bool:
    """Log where `error` came from, never its text, which may hold what the person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    log.error("message_failed", inbox_id=job.inbox_id, error=type(error).__name__, where=where)
    return False
