"""What rings in a stretch of time: of a series all that falls into it, but for what is left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, takewhile

from agents.every_occasion import ahead_of
from agents.reminder_texts import Ringing
from agents.reminder_times import place_of
from core.models import Person
from core.recurrence import instants
from core.stores import UnitOfWork

# What is overdue is still to come, as long as it is not older.
LOOKBACK = timedelta(days=1)
# So many ringings of a series at most are looked at.
MOST_STEPS = 400


async def ringings_within(
    after: datetime, until: datetime, now: datetime, person: Person, work: UnitOfWork
) -> list[list[Ringing]]:
    """What rings after `after` and up to `until`, seen from `now`, in its order; a series in one
    list with all its ringings there."""
    left_out = await work.occurrences.left_out(after, until)
    found: list[list[Ringing]] = []
    for reminder, occurrence in await work.reminders.upcoming(now - LOOKBACK):
        due = [occurrence.due_at]
        if occurrence.parent_id is None and reminder.rule:
            place = place_of(reminder, person)
            start = max(after, occurrence.due_at)
            coming = (at for _, at in instants(reminder.rule, reminder.wall, place, start))
            due += islice(takewhile(lambda at: at <= until, coming), MOST_STEPS)
        elif occurrence.parent_id is None and reminder.every:
            due += [one.due_at for one in await ahead_of(reminder, after, person, work)]
        rings = [
            (reminder, replace(occurrence, due_at=at))
            for at in dict.fromkeys(due)
            if after < at <= until and (reminder.id, at) not in left_out
        ]
        found += [rings] if rings else []
    return sorted(found, key=lambda rings: _first(rings))


def _first(rings: Sequence[Ringing]) -> tuple[datetime, int]:
    return rings[0][1].due_at, rings[0][1].id
