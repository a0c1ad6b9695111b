"""How a series goes on: with its next ringing that nobody has left out before."""

from datetime import datetime
from itertools import islice

from agents.reminder_times import place_of
from core.models import Person, Reminder
from core.recurrence import instants
from core.stores import UnitOfWork

# So many ringings at most are looked at to find the next one.
MOST_STEPS = 400


async def go_on(
    reminder: Reminder, person: Person, after: datetime, work: UnitOfWork
) -> datetime | None:
    """Add the series' next ringing after `after`; when that is, or None at its end.

    Raises:
        Refused: its rule cannot be followed.
    """
    following = instants(reminder.rule or "", reminder.wall, place_of(reminder, person), after)
    for _, instant in islice(following, MOST_STEPS):
        number = await work.occurrences.add(reminder.id, instant, None)
        found = await work.occurrences.get(number)
        if found is not None and found[1].state == "scheduled":
            return instant
    return None
