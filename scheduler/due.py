"""What has come due: claimed once, its next ringing noted, its message put into the outbox, all in
one transaction of its owner. Two services at once are harmless: the second claims nothing."""

from datetime import datetime, timedelta

import structlog

from agents.wording import moment, span
from core.clock import Clock
from core.errors import Refused
from core.models import Button, Conversation, Due, Occurrence, Outgoing, Person, Reminder, Reply
from core.ports import Database, DueBoard, Limiter, UnitOfWork
from core.recurrence import next_instant
from core.zones import zone

log = structlog.get_logger()

MOST = 200
LATE = timedelta(minutes=1)


class DueClaims:
    """Rings what is due. `limiter` tells whether somebody's terminal is open."""

    def __init__(self, database: Database, board: DueBoard, limiter: Limiter, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._limiter = limiter
        self._clock = clock

    async def ring_due(self, *, terminal_only: bool = False) -> int:
        """Claim all that is due by now, the earliest first; how many rang.

        Raises:
            ServerDown: when PostgreSQL cannot be reached; what was not claimed stays due.
        """
        rung = 0
        while True:
            waiting = await self._board.due(self._clock.now(), MOST, terminal_only=terminal_only)
            claimed = [await self._ring(due) for due in waiting]
            rung += sum(claimed)
            # What another service is just claiming is not ours to wait for.
            if not any(claimed):
                return rung

    async def _ring(self, due: Due) -> bool:
        now = self._clock.now()
        open_terminal = await self._limiter.present(terminal_session(due.owner_id))
        async with self._database.transaction(due.owner_id) as work:
            found = await work.occurrences.claim(due.occurrence_id)
            if found is None:
                return False
            reminder, occurrence = found
            skipped = await _go_on(reminder, occurrence, work, now)
            place = await _place(work, open_terminal, now)
            person = await work.people.get()
            await work.outbox.put(
                Outgoing(
                    key=f"occurrence:{occurrence.id}",
                    conversation_id=place.id,
                    kind="push",
                    reply=ringing(reminder, occurrence, person, now, skipped=skipped),
                    occurrence_id=occurrence.id,
                ),
                now,
            )
        late = (now - due.due_at).total_seconds()
        log.info("reminder_rang", occurrence=due.occurrence_id, late_seconds=round(late, 1))
        return True


def terminal_session(owner_id: int) -> str:
    """The key that is present while the person has a terminal open."""
    return f"session:{owner_id}:terminal"


def ringing(
    reminder: Reminder, occurrence: Occurrence, person: Person, now: datetime, *, skipped: bool
) -> Reply:
    """What the person reads when it rings: the text as it was given, and how late it is."""
    text = f"⏰ {reminder.text}"
    late = now - occurrence.due_at
    if late > LATE:
        due = moment(occurrence.due_at, person.zone, now)
        more = "; what came round since then is left out" if skipped else ""
        text += f"\n(due {due}, {span(late.total_seconds())} late{more})"
    number = occurrence.id
    return Reply(
        text=text,
        buttons=(
            (
                Button(label="Done", data=f"done:{number}"),
                Button(label="10 min", data=f"snooze:{number}:10m"),
                Button(label="1 h", data=f"snooze:{number}:1h"),
                Button(label="Tonight", data=f"snooze:{number}:tonight"),
                Button(label="Tomorrow", data=f"snooze:{number}:tomorrow"),
            ),
        ),
    )


async def _go_on(
    reminder: Reminder, occurrence: Occurrence, work: UnitOfWork, now: datetime
) -> bool:
    """Note when a series rings next; whether it came round more than once while nobody rang."""
    if reminder.rule is None or occurrence.parent_id is not None or reminder.state != "active":
        return False
    place = zone(reminder.zone)
    try:
        following = next_instant(reminder.rule, reminder.wall, place, occurrence.due_at)
        if following is None:
            return False
        skipped = following[1] <= now
        if skipped:
            following = next_instant(reminder.rule, reminder.wall, place, now)
    except Refused:
        log.error("rule_cannot_go_on", reminder=reminder.id)
        return False
    if following is not None:
        await work.occurrences.add(reminder.id, following[1], None)
    return skipped


async def _place(work: UnitOfWork, open_terminal: bool, now: datetime) -> Conversation:
    """Where the person was last; a terminal that is closed only when there is nothing else."""
    doors = ("telegram", "terminal") if open_terminal else ("telegram",)
    seen = await work.people.last_seen(doors)
    if seen is None:
        seen = await work.people.last_seen(("terminal",))
    return seen or await work.people.open_conversation("terminal", 0, now)
