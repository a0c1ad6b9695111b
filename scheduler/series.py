"""What follows in a series, and what a ringing that nobody answers leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

import structlog

from agents import every_occasion
from agents.reminder_series import go_on
from agents.reminder_times import place_of
from core.errors import Refused
from core.models import Occurrence, Person, Reminder
from core.recurrence import instants
from core.stores import UnitOfWork

log = structlog.get_logger()

# So many ringings at most are looked at to find the next one.
MOST_STEPS = 50

Ringing = tuple[Reminder, Occurrence]


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """How a series stands after a time of silence: what rings now, what is next, what was lost."""

    latest: datetime | None = None
    following: datetime | None = None
    left_out: int = 0


async def caught_up(claimed: Ringing, person: Person, work: UnitOfWork, now: datetime) -> Ringing:
    """What rings now: of a series that came round often while nobody rang, only the latest. Its
    next ringing is added."""
    reminder, occurrence = claimed
    if reminder.every and occurrence.parent_id is None:
        if reminder.nag is not None:
            await work.occurrences.hush(reminder.id)
        await every_occasion.go_on(reminder, max(occurrence.due_at, now), person, work)
        return claimed
    if reminder.rule is None or occurrence.parent_id is not None:
        return claimed
    missed = _missed(reminder, person, occurrence.due_at, now)
    if reminder.nag is not None:
        await work.occurrences.hush(reminder.id)
    if missed.following is not None:
        await go_on(reminder, person, max(missed.latest or occurrence.due_at, now), work)
    if missed.latest is None:
        return claimed
    await work.occurrences.mark(occurrence.id, "skipped")
    latest = await work.occurrences.add(reminder.id, missed.latest, None)
    await work.occurrences.stands_for(latest, missed.left_out)
    return reminder, replace(occurrence, id=latest, due_at=missed.latest, collapsed=missed.left_out)


def following(reminder: Reminder, person: Person, after: datetime) -> Iterator[datetime]:
    """When the series comes round after `after`. A rule that cannot be followed ends here."""
    try:
        place = place_of(reminder, person)
        for _, instant in instants(reminder.rule or "", reminder.wall, place, after):
            yield instant
    except Refused:
        log.error("rule_cannot_go_on", reminder=reminder.id)


async def realigned(work: UnitOfWork, now: datetime) -> int:
    """Let each series ring when it comes round next, where a clock that was wrong has taken it
    further; how many."""
    person = await work.people.get()
    ahead: dict[int, tuple[Reminder, set[datetime]]] = {}
    for reminder, occurrence in await work.reminders.rounds(now):
        ahead.setdefault(reminder.id, (reminder, set()))[1].add(occurrence.due_at)
    added = 0
    for reminder, known in ahead.values():
        for instant in islice(following(reminder, person, now), MOST_STEPS):
            if instant in known:
                break
            number = await work.occurrences.add(reminder.id, instant, None)
            found = await work.occurrences.get(number)
            if found is not None and found[1].state == "scheduled":
                added += 1
                break
    return added


def _missed(reminder: Reminder, person: Person, due_at: datetime, now: datetime) -> Missed:
    latest, left_out = None, 0
    for instant in following(reminder, person, due_at):
        if instant > now:
            return Missed(latest=latest, following=instant, left_out=left_out)
        latest, left_out = instant, left_out + 1
    return Missed(latest=latest, left_out=left_out)
