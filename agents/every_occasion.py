"""Reminders before every occasion: "10 minutes before every standup". There is one ringing ahead at
a time, and when it rings the next is looked up among the events of that name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.anchors import Spot, Tie, ringing_of
from core.events import Event
from core.models import Person, Reminder
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

# Most come round often enough within the first; the second is for what comes once a year.
HORIZONS = (timedelta(days=40), timedelta(days=800))
ENOUGH = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """An occasion that is still to come, and when to ring for it."""

    event: Event
    due_at: datetime

    def tied(self, tie: Tie) -> Tie:
        """The tie to its series, or to it alone, by its name."""
        number = self.event.series_id or self.event.id
        return replace(tie, event_id=number, occasion="", title=self.event.title)


def spot_of(event: Event) -> Spot:
    """When an event begins."""
    if event.starts_at is not None:
        return Spot(starts_at=event.starts_at)
    return Spot(day=event.first_day)


async def coming(
    title: str, tie: Tie, after: datetime, person: Person, work: UnitOfWork
) -> list[Coming]:
    """The next events called `title` for which there is to ring after `after`, in that order."""
    zone, morning = person.zone, person.parts.morning
    first = wall_of(after, zone_called(zone)).date()
    found: list[Coming] = []
    for horizon in HORIZONS:
        events = await work.events.between(first, first + horizon, zone)
        found = [
            Coming(event=event, due_at=ringing_of(tie, spot_of(event), morning, zone))
            for event in events
            if event.title.casefold() == title.casefold()
        ]
        found = sorted((one for one in found if one.due_at > after), key=lambda one: one.due_at)
        if len(found) >= ENOUGH:
            break
    return found


async def occasions_of(
    tie: Tie, after: datetime, person: Person, work: UnitOfWork
) -> tuple[str | None, list[Coming]]:
    """What it is called before which to ring, and those to come: of the name that was said, as long
    as there are any, else of the one that its event has now. None when that is gone, too."""
    found = [] if tie.title is None else await coming(tie.title, tie, after, person, work)
    if found:
        return tie.title, found
    event = await work.events.whole(tie.event_id or 0)
    if event is None or event.cancelled:
        return None, []
    return event.title, await coming(event.title, tie, after, person, work)


async def ahead_of(
    reminder: Reminder, after: datetime, person: Person, work: UnitOfWork
) -> list[Coming]:
    """The occasions to come, the next one first."""
    anchored = await work.anchors.get(reminder.id)
    if anchored is None:
        return []
    _, found = await occasions_of(anchored.tie, after, person, work)
    return found


async def go_on(reminder: Reminder, after: datetime, person: Person, work: UnitOfWork) -> None:
    """Let what has just rung ring for the next occasion after `after`."""
    anchored = await work.anchors.get(reminder.id)
    if anchored is not None:
        # It may have rung sooner than it was due, as the person had moved it.
        since = max(after, anchored.due_at)
        await ring_for(reminder, await ahead_of(reminder, since, person, work), work)


async def ring_for(
    reminder: Reminder, occasions: Sequence[Coming], work: UnitOfWork
) -> Coming | None:
    """Let it ring for the first of `occasions` that nobody has left out; which one that is."""
    anchored = await work.anchors.get(reminder.id)
    if anchored is None:
        return None
    for one in occasions:
        number = await work.occurrences.add(reminder.id, one.due_at, None)
        found = await work.occurrences.get(number)
        if found is None or found[1].state != "scheduled":
            continue
        wall = wall_of(one.due_at, zone_called(reminder.zone))
        await work.reminders.save(replace(reminder, wall=wall, state="active"))
        tie, spot = one.tied(anchored.tie), spot_of(one.event)
        moved = replace(anchored, tie=tie, spot=spot, due_at=one.due_at, lost=False)
        await work.anchors.keep(moved)
        return one
    return None
