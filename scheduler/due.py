"""What has come due: claimed once, its next ringing noted, its message put into the outbox, all in
one transaction of its owner. Two services at once are harmless: the second claims nothing."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from agents.reminder_texts import lateness
from agents.ringing import buttons
from core.clock import Clock
from core.errors import Refused, ServerDown
from core.models import Conversation, Due, Focus, Occurrence, Outgoing, Person, Reminder, Reply
from core.ports import DueBoard, Limiter
from core.recurrence import instants
from core.stores import Database, UnitOfWork
from core.zones import zone

log = structlog.get_logger()

MOST = 200
# People whose reminders ring at the same time; the pool has connections for more.
AT_ONCE = 3
LATE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """How a series stands after a time of silence: what rings now, what is next, what was lost."""

    latest: datetime | None = None
    following: datetime | None = None
    left_out: int = 0


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

    async def _ring_all(self, of_one: Sequence[Due]) -> int:
        """Ring one after the other."""
        async with self._at_once:
            return sum([await self._ring(due) for due in of_one])

    async def _ring(self, due: Due) -> bool:
        try:
            return await self._claim(due)
        except ServerDown:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one ringing: the others must ring
            log.error("ringing_failed", occurrence=due.occurrence_id, error=type(error).__name__)
            return False

    async def _claim(self, due: Due) -> bool:
        now = self._clock.now()
        open_terminal = await self._limiter.present(terminal_session(due.owner_id))
        async with self._database.transaction(due.owner_id) as work:
            claimed = await work.occurrences.claim(due.occurrence_id)
            if claimed is None:
                return False
            reminder, occurrence, left_out = await _caught_up(*claimed, work, now)
            place = await _place(work, open_terminal, now)
            person = await work.people.get()
            await work.outbox.put(
                Outgoing(
                    key=f"occurrence:{occurrence.id}",
                    conversation_id=place.id,
                    kind="push",
                    reply=ringing(reminder, occurrence, person, now, left_out=left_out),
                    occurrence_id=occurrence.id,
                ),
                now,
            )
            if place.focus.question is None:
                focus = Focus(subject="occurrence", ids=(str(occurrence.id),))
                await work.people.focus(place.id, focus)
        late = (now - due.due_at).total_seconds()
        log.info("reminder_rang", occurrence=occurrence.id, late_seconds=round(late, 1))
        return True


def _by_owner(waiting: Sequence[Due]) -> list[list[Due]]:
    """What waits, person by person, in the order in which it came."""
    found: dict[int, list[Due]] = {}
    for due in waiting:
        found.setdefault(due.owner_id, []).append(due)
    return list(found.values())


def terminal_session(owner_id: int) -> str:
    """The key that is present while the person has a terminal open."""
    return f"session:{owner_id}:terminal"


def ringing(
    reminder: Reminder, occurrence: Occurrence, person: Person, now: datetime, *, left_out: int = 0
) -> Reply:
    """What the person reads when it rings: the text as it was given, and how late it is."""
    text = reminder.text
    if now - occurrence.due_at > LATE:
        text += f"\n{lateness(occurrence.due_at, now, person.zone, left_out)}"
    return Reply(text=text, buttons=buttons(occurrence.id))


async def _caught_up(
    reminder: Reminder, occurrence: Occurrence, work: UnitOfWork, now: datetime
) -> tuple[Reminder, Occurrence, int]:
    """What rings now: of a series that came round often while nobody rang, only the latest. Its
    next ringing is added."""
    if reminder.rule is None or occurrence.parent_id is not None:
        return reminder, occurrence, 0
    missed = _missed(reminder, occurrence.due_at, now)
    if missed.following is not None:
        await work.occurrences.add(reminder.id, missed.following, None)
    if missed.latest is None:
        return reminder, occurrence, 0
    await work.occurrences.mark(occurrence.id, "skipped")
    latest = await work.occurrences.add(reminder.id, missed.latest, None)
    await work.occurrences.mark(latest, "claimed")
    rung = replace(occurrence, id=latest, due_at=missed.latest, state="claimed")
    return reminder, rung, missed.left_out


def _missed(reminder: Reminder, due_at: datetime, now: datetime) -> Missed:
    latest, left_out = None, 0
    for instant in _after(reminder, due_at):
        if instant > now:
            return Missed(latest=latest, following=instant, left_out=left_out)
        latest, left_out = instant, left_out + 1
    return Missed(latest=latest, left_out=left_out)


def _after(reminder: Reminder, due_at: datetime) -> Iterator[datetime]:
    """When the series comes round after `due_at`. A rule that cannot be followed ends here."""
    try:
        for _, instant in instants(reminder.rule or "", reminder.wall, zone(reminder.zone), due_at):
            yield instant
    except Refused:
        log.error("rule_cannot_go_on", reminder=reminder.id)


async def _place(work: UnitOfWork, open_terminal: bool, now: datetime) -> Conversation:
    """Where the person was last; a terminal that is closed only when there is nothing else."""
    doors = ("telegram", "terminal") if open_terminal else ("telegram",)
    seen = await work.people.last_seen(doors)
    if seen is None:
        seen = await work.people.last_seen(("terminal",))
    return seen or await work.people.open_conversation("terminal", 0, now)
