"""The one drain of the outbox: claim (commit) → send → receipt (commit).

A row that is claimed and has no receipt may have been sent; it is sent again, and says so. In a
conversation one message is on its way at a time, many conversations at once.
"""

import asyncio
import random
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime, timedelta

import structlog

from bot.outcomes import Again, outcome
from bot.pace import Pace
from core.clock import Clock
from core.errors import (
    DeliveryError,
    NotConfirmed,
    Rejected,
    ServerDown,
    TokenRefused,
    TryLater,
)
from core.models import Outgoing, Ready, Receipt
from core.ports import DoorPort, OutboxBoard
from core.stopping import stop
from core.stores import Database, UnitOfWork

log = structlog.get_logger()

# Longer than a message takes to leave; what a sender that has died had in hand waits for so long.
LEASE = timedelta(seconds=45)
# At the latest then it looks for work that nobody told of, such as what an earlier run postponed.
REST_SECONDS = 5.0
# Work comes in bursts: while more than a few are on their way, one look serves a whole burst.
FEW = 2
BREATH_SECONDS = 0.01
SOON_SECONDS = 0.03
DATABASE_SECONDS = 0.5
# A receipt in hand waits so many pauses for PostgreSQL to come back.
RECEIPT_TRIES = 120
FINISH_SECONDS = 5.0
# Nothing is tried for longer than a day.
LONG_GONE = timedelta(days=2)
MOST = 500
CRASHES = 5
# Slots by kind, so that a flood of alarms never keeps a reply or a toast from leaving. Most of the
# alarms only wait for the pace of their chats.
SLOTS: Mapping[str, int] = {"toast": 16, "reply": 24, "push": 96}
# So many alarms are claimed before their turn, so that none loses its place over the claiming.
CLAIMED_AHEAD = 4
# A claimed one whose turn does not come within so many seconds is given back.
TURN_SECONDS = 2.0

Lane = tuple[str, str, int]


class Delivery:
    """Sends what is in the outbox through `doors`, which it knows by their names."""

    def __init__(
        self,
        database: Database,
        board: OutboxBoard,
        clock: Clock,
        doors: Mapping[str, DoorPort],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._board = board
        self._clock = clock
        self._doors = dict(doors)
        self._ticks = ticks
        self._paces = {name: Pace(ticks) for name in doors}
        self._recovered: set[str] = set()
        # Since when a message fails, and how often that was our own fault: in this life alone, as
        # a restart is nothing that a message could be blamed for.
        self._failing: dict[int, datetime] = {}
        self._crashes = Counter[int]()
        self._lanes: dict[Lane, asyncio.Task[None]] = {}
        self._claimed = asyncio.Semaphore(CLAIMED_AHEAD)
        self._wake = asyncio.Event()
        self._passed_over = False
        self._soon: asyncio.TimerHandle | None = None
        self._closing = False

    async def drain(self, door: str) -> int:
        """Send all that is ready at `door`, strictly one after the other; how many left.

        Raises:
            ServerDown: PostgreSQL cannot be reached.
        """
        left = 0
        if door not in self._recovered:
            await self._recover(door)
        while True:
            before, waiting = left, set[Lane]()
            for row in await self._ready(door):
                lane = _lane(door, row)
                if lane not in waiting and await self._deliver(door, row):
                    left += 1
                else:
                    waiting.add(lane)
            if left == before:
                return left

    async def run(self, wake: asyncio.Event) -> None:
        """Send whatever comes, until it is cancelled; then what is on its way is brought home.

        `wake` is set by whoever knows that there is something new.
        """
        self._wake = wake
        try:
            while True:
                wake.clear()
                await self._look()
                if len(self._lanes) > FEW:
                    await asyncio.sleep(BREATH_SECONDS)
                await self._rest()
        finally:
            await self._finish()

    async def take_over(self) -> None:
        """Send at once what a sender that has died had in hand, then wait until cancelled.

        For the one who has just become the first of those that `run`. What it has in hand itself
        is not sent twice: its lanes are taken.
        """
        while True:
            try:
                for door in list(self._doors):
                    await self._recover(door)
                self._wake.set()
                await asyncio.Event().wait()
            except ServerDown as error:
                log.warning("delivery_waits", server=error.server)
                await asyncio.sleep(DATABASE_SECONDS)

    def _look_soon(self) -> None:
        """What was put behind a row in hand shows up only when that has left; mostly there is
        nothing, and often somebody else's message makes it look before."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON_SECONDS, self._wake.set)

    async def _look(self) -> None:
        """Set going what is ready and not on its way yet."""
        self._passed_over = False
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        try:
            for door in list(self._doors):
                lanes: dict[Lane, list[Ready]] = {}
                rows = await self._ready(door)
                self._passed_over |= len(rows) == MOST
                for row in rows:
                    lanes.setdefault(_lane(door, row), []).append(row)
                for lane, rows in lanes.items():
                    self._start(lane, rows)
        except ServerDown as error:
            self._look_after(DATABASE_SECONDS, error)

    def _start(self, lane: Lane, rows: Sequence[Ready]) -> None:
        _, kind, _ = lane
        taken = sum(1 for other in self._lanes if other[1] == kind)
        if lane in self._lanes or taken >= SLOTS[kind]:
            self._passed_over = True
        else:
            self._lanes[lane] = asyncio.create_task(self._serve(lane, rows), name=f"lane {lane}")

    async def _serve(self, lane: Lane, rows: Sequence[Ready]) -> None:
        """Send the rows of one lane in order, up to the first that has to wait."""
        free = True
        try:
            for row in rows:
                free = await self._in_turn(lane, row) and not self._closing
                if not free:
                    break
        except ServerDown as error:
            self._look_after(DATABASE_SECONDS, error)
        finally:
            del self._lanes[lane]
            if self._passed_over:
                self._wake.set()
            elif free:
                self._look_soon()

    async def _in_turn(self, lane: Lane, row: Ready) -> bool:
        """Send the row once its turn has come; False when it stays."""
        door, kind, conversation_id = lane
        if kind == "toast":
            return not self._closing and await self._deliver(door, row)
        pace, patient = self._paces[door], kind == "push"
        await pace.chat_free(conversation_id, patient=patient)
        async with self._claimed if patient else nullcontext():
            message = None if self._closing else await self._claim(door, row)
            if message is None or not await self._its_turn(pace, message):
                return False
        return await self._send(door, message, pace.on_its_way(conversation_id))

    async def _its_turn(self, pace: Pace, message: Outgoing) -> bool:
        """Whether the turn of a claimed message has come; it is given back when that takes long."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await pace.turn(message.conversation_id, patient=message.kind == "push")
        except TimeoutError:
            return await self._give_back(message, "waits for its turn")
        return True

    async def _recover(self, door: str) -> None:
        left = await self._board.recover(self._clock.now(), door)
        self._recovered.add(door)
        if left:
            log.info("delivery_recovered", door=door, rows=left)

    async def _ready(self, door: str) -> list[Ready]:
        return await self._board.ready(self._clock.now(), door, MOST)

    async def _deliver(self, door: str, row: Ready) -> bool:
        """Send one row; False when it stays, and what stands behind it has to wait."""
        message = await self._claim(door, row)
        return message is not None and await self._send(door, message, nullcontext())

    async def _claim(self, door: str, row: Ready) -> Outgoing | None:
        if door not in self._doors:
            return None
        now = self._clock.now()
        async with self._database.transaction(row.owner_id) as work:
            message = await work.outbox.claim(row.outbox_id, now, now + LEASE)
        if message is None:
            # Another has it just now; what stands behind it is looked at a little later.
            self._look_after(DATABASE_SECONDS)
        return message

    async def _send(
        self, door: str, message: Outgoing, on_its_way: AbstractContextManager[None]
    ) -> bool:
        """Send what is claimed and keep the receipt; False when it stays after all."""
        began, parts = self._ticks(), message.parts_sent

        async def part_sent(number: int) -> None:
            nonlocal parts
            parts = number
            await self._keep(message.owner_id, lambda w: w.outbox.part_sent(message.id, number))

        way_out = self._doors.get(door)
        if way_out is None:
            return await self._give_back(message, "its door is closed")
        try:
            with on_its_way:
                receipt = await way_out.send(message, part_sent)
        except DeliveryError as error:
            return await self._settle(door, message, error, moved=parts > message.parts_sent)
        except TokenRefused as error:
            return await self._close(door, message, error)
        except ServerDown:
            raise
        except Exception as error:  # noqa: BLE001 - one message must not stop all others
            return await self._crashed(door, message, error)
        await self._sent(message, receipt, self._ticks() - began)
        return True

    async def _sent(self, message: Outgoing, receipt: Receipt, seconds: float) -> None:
        await self._keep(
            message.owner_id,
            lambda work: work.outbox.sent(message.id, receipt, message.occurrence_id),
        )
        self._over(message)
        log.info(
            "sent",
            **_ids(message),
            attempts=message.attempts,
            repeat=message.uncertain,
            ms=round(seconds * 1000, 1),
        )

    async def _settle(
        self, door: str, message: Outgoing, error: DeliveryError, *, moved: bool
    ) -> bool:
        """Do what `error` asks for; True when the row is done with."""
        now = self._clock.now()
        jitter = random.random()  # noqa: S311 - it spreads load and keeps no secret
        waited = now - self._since(message.id, now)
        what = outcome(error, message, waited, moved=moved, jitter=jitter)
        if isinstance(what, Again):
            if isinstance(error, TryLater):
                patient = message.kind == "push"
                self._paces[door].refused(message.conversation_id, what.seconds, patient=patient)
            await self._postpone(message, what)
            return False
        await self._keep(
            message.owner_id,
            lambda work: work.outbox.fail(message.id, what.reason, silence=what.silence),
        )
        self._over(message)
        event = "push_undelivered" if message.kind == "push" else "message_undelivered"
        log.error(event, **_ids(message), occurrence=message.occurrence_id, reason=what.reason)
        return True

    async def _postpone(self, message: Outgoing, what: Again) -> None:
        until = self._clock.now() + timedelta(seconds=what.seconds)
        await self._keep(
            message.owner_id,
            lambda work: work.outbox.postpone(
                message.id, until, what.reason, uncertain=what.uncertain
            ),
        )
        self._look_after(what.seconds)
        log.warning("postponed", **_ids(message), seconds=what.seconds, reason=what.reason)

    async def _close(self, door: str, message: Outgoing, error: TokenRefused) -> bool:
        """Stop using `door`; its messages wait for the next start."""
        if self._doors.pop(door, None) is not None:
            log.error("door_closed", door=door, reason=str(error))
        return await self._give_back(message, "TokenRefused")

    async def _give_back(self, message: Outgoing, reason: str) -> bool:
        await self._postpone(message, Again(seconds=0, uncertain=message.uncertain, reason=reason))
        return False

    async def _crashed(self, door: str, message: Outgoing, error: Exception) -> bool:
        """An error of ours: try again some times, in case it was the moment's fault."""
        # Its text may quote the message, so the place must do.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        name = type(error).__name__
        log.error(
            "delivery_crashed", **_ids(message), error=name, at=f"{frame.name}:{frame.lineno}"
        )
        self._crashes[message.id] += 1
        given_up = self._crashes[message.id] >= CRASHES
        verdict = Rejected(name) if given_up else NotConfirmed(name)
        return await self._settle(door, message, verdict, moved=False)

    def _since(self, outbox_id: int, now: datetime) -> datetime:
        """Since when the message fails. One of which nothing is heard any more has left by another
        process, or was forgotten."""
        since = self._failing.setdefault(outbox_id, now)
        for gone in [n for n, at in self._failing.items() if now - at > LONG_GONE]:
            del self._failing[gone], self._crashes[gone]
        return since

    def _over(self, message: Outgoing) -> None:
        self._failing.pop(message.id, None)
        del self._crashes[message.id]

    async def _keep(self, owner_id: int, note: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        """Commit what is known of a message that has left; PostgreSQL may be away for a while."""
        for tries_left in range(RECEIPT_TRIES, -1, -1):
            try:
                async with self._database.transaction(owner_id) as work:
                    await note(work)
                return
            except ServerDown:
                if not tries_left:
                    raise
            await asyncio.sleep(DATABASE_SECONDS)

    def _look_after(self, seconds: float, error: ServerDown | None = None) -> None:
        if error is not None:
            log.warning("delivery_waits", server=error.server)
        asyncio.get_running_loop().call_later(seconds, self._wake.set)

    async def _rest(self) -> None:
        """Wait for work."""
        with suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                await self._wake.wait()

    async def _finish(self) -> None:
        """Let what has been handed to a door get its receipt."""
        self._closing = True
        tasks = list(self._lanes.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=FINISH_SECONDS)
            await stop(late)


def _lane(door: str, row: Ready) -> Lane:
    """What must not overtake each other: the replies of a conversation, or its pushes.

    A toast goes for itself alone, because a press passes everything.
    """
    if row.kind == "toast":
        return door, "toast", row.outbox_id
    return door, "push" if row.kind == "push" else "reply", row.conversation_id


def _ids(message: Outgoing) -> dict[str, object]:
    """What a log may say of a message."""
    return {
        "outbox": message.id,
        "conversation": message.conversation_id,
        "kind": message.kind,
        "door": message.door,
    }
