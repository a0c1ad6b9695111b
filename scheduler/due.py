"""What has come due: claimed once, its next ringing noted, its message put into the outbox, all in
one transaction of its owner. Two services at once are harmless: the second claims nothing."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

import structlog

from agents.digests import LATE, alone, digest, verdict
from agents.digests import MOST as MOST_LISTED
from agents.insisting import insist
from core.clock import Clock
from core.errors import ServerDown
from core.models import Conversation, Due, Focus, Outgoing, Person
from core.ports import DueBoard, Limiter
from core.stores import Database, UnitOfWork
from scheduler.series import Ringing, caught_up, realigned

log = structlog.get_logger()

MOST = 200
# People whose reminders ring at the same time; the pool has connections for more.
AT_ONCE = 3
# Reminders of one person that ring in one transaction.
TOGETHER = 20


class DueClaims:
    """Rings what is due. `limiter` tells whether somebody's terminal is open."""

    def __init__(self, database: Database, board: DueBoard, limiter: Limiter, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._limiter = limiter
        self._clock = clock
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def ring_due(self, *, terminal_only: bool = False) -> int:
        """Claim all that is due by now, the earliest first; how many rang.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what was not claimed stays due.
        """
        rung, seen = 0, set[int]()
        while True:
            waiting = await self._board.due(
                self._clock.now(), MOST + len(seen), terminal_only=terminal_only
            )
            # What another service is just claiming, or what failed, is not asked for again.
            fresh = [due for due in waiting if due.occurrence_id not in seen]
            if not fresh:
                return rung
            seen = {due.occurrence_id for due in waiting}
            # A simulation is told in order, whoever it is that rings.
            lanes = [fresh] if terminal_only else _by_owner(fresh)
            for lane in await asyncio.gather(
                *(self._ring_all(lane) for lane in lanes), return_exceptions=True
            ):
                if isinstance(lane, BaseException):
                    raise lane
                rung += lane

    async def realign(self) -> None:
        """Set series right that a wrong clock has taken too far.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        for owner_id, _ in await self._board.people():
            async with self._database.transaction(owner_id) as work:
                added = await realigned(work, self._clock.now())
            if added:
                log.warning("series_realigned", owner=owner_id, series=added)

    async def _ring_all(self, lane: Sequence[Due]) -> int:
        """Ring one after the other; what somebody has missed comes in one message before."""
        async with self._at_once:
            now, rung = self._clock.now(), 0
            for of_one in _by_owner(lane):
                if sum(1 for due in of_one if now - due.due_at > LATE) > 1:
                    rung += await self._catch_up(of_one[0].owner_id)
            return rung + sum([await self._ring(few) for few in _of_one(lane)])

    async def _catch_up(self, owner_id: int) -> int:
        """Tell of everything that the person has missed, what is urgent apart and first."""
        try:
            return await self._digest(owner_id)
        except ServerDown:
            raise
        except Exception as error:  # noqa: BLE001 - what cannot be told together rings alone
            log.error("digest_failed", owner=owner_id, error=type(error).__name__)
            return 0

    async def _digest(self, owner_id: int) -> int:
        now = self._clock.now()
        open_terminal = await self._limiter.present(terminal_session(owner_id))
        async with self._database.transaction(owner_id) as work:
            person = await work.people.get()
            late = await _claim_all(await work.occurrences.overdue(now - LATE), person, work, now)
            place = await _place(work, open_terminal, now)
            listed = [ringing for ringing in late if not ringing[0].urgent]
            for urgent in late:
                if urgent[0].urgent:
                    await _tell([urgent], place, person, work, now)
            for start in range(0, len(listed), MOST_LISTED):
                await _tell(listed[start : start + MOST_LISTED], place, person, work, now)
        log.info("missed_told", owner=owner_id, reminders=len(late))
        return len(late)

    async def _ring(self, waiting: Sequence[Due]) -> int:
        """Ring what one person has due; what cannot ring keeps back nothing else."""
        try:
            return await self._claim(waiting)
        except ServerDown:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one ringing: the others must ring
            if len(waiting) > 1:
                return sum([await self._ring([due]) for due in waiting])
            number = waiting[0].occurrence_id
            log.error("ringing_failed", occurrence=number, error=type(error).__name__)
            return 0

    async def _claim(self, waiting: Sequence[Due]) -> int:
        now, rung = self._clock.now(), list[tuple[int, datetime]]()
        owner_id = waiting[0].owner_id
        open_terminal = await self._limiter.present(terminal_session(owner_id))
        async with self._database.transaction(owner_id) as work:
            person = await work.people.get()
            place = await _place(work, open_terminal, now)
            for due in waiting:
                claimed = await work.occurrences.claim(due.occurrence_id)
                if claimed is not None:
                    ringing = await caught_up(claimed, person, work, now)
                    await _tell([ringing], place, person, work, now)
                    rung.append((ringing[1].id, due.due_at))
        for occurrence_id, due_at in rung:
            late = (now - due_at).total_seconds()
            log.info("reminder_rang", occurrence=occurrence_id, late_seconds=round(late, 1))
        return len(rung)


def _of_one(lane: Sequence[Due]) -> Iterator[Sequence[Due]]:
    """What rings in one transaction: a few of one person that come one after the other."""
    for _, waiting in groupby(lane, key=lambda due: due.owner_id):
        of_one = list(waiting)
        for start in range(0, len(of_one), TOGETHER):
            yield of_one[start : start + TOGETHER]


def _by_owner(waiting: Sequence[Due]) -> list[list[Due]]:
    """What waits, person by person, in the order in which it came."""
    found: dict[int, list[Due]] = {}
    for due in waiting:
        found.setdefault(due.owner_id, []).append(due)
    return list(found.values())


async def _claim_all(
    late: Sequence[Ringing], person: Person, work: UnitOfWork, now: datetime
) -> list[Ringing]:
    """What to tell of: each reminder once, with its latest ringing."""
    kept: dict[int, Ringing] = {}
    for _, occurrence in late:
        claimed = await work.occurrences.claim(occurrence.id)
        if claimed is None:
            continue
        reminder, ringing = await caught_up(claimed, person, work, now)
        earlier = kept.pop(reminder.id, None)
        if earlier is not None:
            await work.occurrences.mark(earlier[1].id, "skipped")
            collapsed = ringing.collapsed + earlier[1].collapsed + 1
            await work.occurrences.stands_for(ringing.id, collapsed)
            ringing = replace(ringing, collapsed=collapsed)
        kept[reminder.id] = reminder, ringing
    return sorted(kept.values(), key=lambda ringing: (ringing[1].due_at, ringing[1].id))


async def _tell(
    ringings: Sequence[Ringing],
    place: Conversation,
    person: Person,
    work: UnitOfWork,
    now: datetime,
) -> None:
    """Put the message that tells of what was claimed."""
    wanted: list[Ringing] = []
    shown: list[Ringing] = []
    times = 1
    for reminder, occurrence in ringings:
        if verdict((reminder, occurrence), person, now) == "skip":
            await work.occurrences.mark(occurrence.id, "skipped")
            shown.append((reminder, replace(occurrence, state="skipped")))
            continue
        times = await insist(reminder, occurrence, person, work, now)
        wanted.append((reminder, occurrence))
        shown.append((reminder, occurrence))
    ids = [occurrence.id for _, occurrence in shown]
    alone_of_all = len(shown) == 1
    reply = alone(shown[0], person, now, times) if alone_of_all else digest(shown, {}, person, now)
    key = f"occurrence:{ids[0]}" if alone_of_all else f"missed:{ids[0]}"
    await work.outbox.put(
        Outgoing(
            key=key,
            conversation_id=place.id,
            kind="push",
            reply=reply,
            occurrence_id=ids[0],
        ),
        now,
    )
    await work.occurrences.rang(ids, await work.outbox.number(key))
    if wanted and place.focus.question is None:
        focus = Focus(subject="occurrence", ids=tuple(str(o.id) for _, o in wanted))
        await work.people.focus(place.id, focus)


def terminal_session(owner_id: int) -> str:
    """The key that is present while the person has a terminal open."""
    return f"session:{owner_id}:terminal"


async def _place(work: UnitOfWork, open_terminal: bool, now: datetime) -> Conversation:
    """Where the person was last; a terminal that is closed only when there is nothing else."""
    doors = ("telegram", "terminal") if open_terminal else ("telegram",)
    seen = await work.people.last_seen(doors)
    if seen is None:
        seen = await work.people.last_seen(("terminal",))
    return seen or await work.people.open_conversation("terminal", 0, now)
