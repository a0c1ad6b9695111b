"""After something was forgotten: the tombstones are written down outside the database, the files of
the servers are freed of its traces, and the receipt says so."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from core.clock import Clock
from core.errors import OperatorError, ServerDown
from core.forgetting import Erasure, ErasureBoard, Graves, Scrubs, State
from core.models import Outgoing
from core.stores import Database, UnitOfWork

log = structlog.get_logger()

# Who forgets one thing often forgets another: one scrub serves them all.
CALM_SECONDS = 5.0
RETRY_SECONDS = 30.0
STATES: dict[State, str] = {
    "scrubbing": "its traces in the files are gone within ten minutes.",
    "graph": "pending: graph. Neo4j is away; the rest is done.",
    "done": "done, no trace of it is left in the files.",
}


def receipt_line(erasure_id: int, state: State) -> str:
    """How far the scrub of that receipt is, for the person."""
    return f"Receipt {erasure_id}: {STATES[state]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """Whose files are freed: the servers that are always there, and Neo4j where there is one.
    `tell_graph` has it told of what is gone; False when it is away."""

    here: Sequence[Scrubs]
    graph: Scrubs | None
    tell_graph: Callable[[], Awaitable[bool]]


class Scrubber:
    """Works off the receipts that are not done."""

    def __init__(
        self, database: Database, board: ErasureBoard, graves: Graves, files: Files, clock: Clock
    ) -> None:
        self._database = database
        self._board = board
        self._graves = graves
        self._files = files
        self._clock = clock

    async def run(self, wake: asyncio.Event) -> None:
        """Scrub whenever `wake` is set, and again what could not be done; until it is cancelled."""
        while True:
            wake.clear()
            done = await self._kept()
            if done:
                await asyncio.sleep(CALM_SECONDS if await self._waiting() else 0)
                done = await self.drain()
            try:
                async with asyncio.timeout(None if done else RETRY_SECONDS):
                    await wake.wait()
            except TimeoutError:
                continue

    async def drain(self) -> bool:
        """Scrub for all that waits now; False when something is left for another try."""
        try:
            return await self._drain()
        except ServerDown as error:
            log.warning("scrub_waits", server=error.server)
        except OperatorError as error:
            log.error("scrub_fails", why=str(error))
        return False

    async def _kept(self) -> bool:
        """Write the tombstones down at once."""
        try:
            await self._graves.keep()
        except ServerDown as error:
            log.warning("scrub_waits", server=error.server)
        except OperatorError:
            log.error("tombstones_not_written")
        else:
            return True
        return False

    async def _waiting(self) -> bool:
        try:
            return bool(await self._board.erasures_open())
        except ServerDown:
            return False

    async def _drain(self) -> bool:
        waiting = {owner: await self._open(owner) for owner in await self._board.erasures_open()}
        if not waiting:
            return True
        await self._graves.keep()
        told = await self._files.tell_graph()
        if any(one.state == "scrubbing" for found in waiting.values() for one in found):
            for files in self._files.here:
                await files.scrub()
        state: State = "done" if told and await self._graph() else "graph"
        for owner_id, found in waiting.items():
            await self._mark(owner_id, found, state)
        log.info("scrubbed", state=state, receipts=sum(map(len, waiting.values())))
        return state == "done"

    async def _open(self, owner_id: int) -> list[Erasure]:
        async with self._database.transaction(owner_id) as work:
            return await work.erasures.open()

    async def _graph(self) -> bool:
        if self._files.graph is None:
            return True
        try:
            await self._files.graph.scrub()
        except ServerDown as error:
            log.warning("scrub_waits", server=error.server)
            return False
        return True

    async def _mark(self, owner_id: int, found: Sequence[Erasure], state: State) -> None:
        now = self._clock.now()
        async with self._database.transaction(owner_id) as work:
            changed = [one for one in found if one.state != state]
            await work.erasures.mark([one.id for one in changed], state, now)
            for one in changed:
                await self._show(work, one, state)

    async def _show(self, work: UnitOfWork, erasure: Erasure, state: State) -> None:
        """Change the message that told of it; nothing sounds."""
        before = receipt_line(erasure.id, erasure.state)
        told = await work.erasures.told(erasure.id, before)
        versions = [] if told is None else await work.outbox.versions(told)
        if not versions:
            return
        shown = versions[-1]
        text = shown.reply.text.replace(before, receipt_line(erasure.id, state))
        edit = Outgoing(
            key=f"scrubbed:{erasure.id}:{state}",
            conversation_id=shown.conversation_id,
            kind="edit",
            reply=replace(shown.reply, text=text),
            inbox_id=erasure.inbox_id,
            target_id=versions[0].id,
        )
        await work.outbox.put(edit, self._clock.now())
