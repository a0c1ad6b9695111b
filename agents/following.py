"""Reminders that follow an event or a birthday: when that moves, goes or comes back, they do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from agents.every_occasion import occasions_of, ring_for, spot_of
from agents.reminder_texts import when
from agents.wording import days, quoted
from core.anchors import Anchored, Spot, Tie, ringing_of, start_of
from core.events import Event
from core.models import Occurrence, Person, Reminder
from core.occasions import stamp
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.birthdays import birthdays

# An occasion of a series that was moved as a whole is the one nearest to where it was.
NEAR = timedelta(days=4)
LOOKBACK = timedelta(days=1)
TICK = timedelta(microseconds=1)


async def follow(reminder_ids: Sequence[int], work: UnitOfWork, now: datetime) -> list[str]:
    """Let these reminders follow what has changed; what there is to say of each."""
    person = await work.people.get()
    taken = [await work.anchors.take(number) for number in reminder_ids]
    told = [await _follow(anchored, work, person, now) for anchored in taken if anchored]
    return [text for text in told if text]


async def _follow(anchored: Anchored, work: UnitOfWork, person: Person, now: datetime) -> str:
    reminder = await work.reminders.get(anchored.reminder_id)
    if reminder is None or (reminder.state == "done" and not reminder.every):
        return ""
    if reminder.state == "cancelled" and not anchored.lost:
        return ""
    ahead = await _ahead(reminder, work, now)
    if ahead is not None and ahead.due_at != anchored.due_at:
        # The person has set another time since; where it comes round, for this once.
        if not reminder.every:
            await work.anchors.drop(reminder.id)
        return ""
    if reminder.every:
        return await _follow_each(anchored, reminder, ahead, work, person, now)
    found = await _found(anchored, work, person, now)
    if found is None:
        return await _lose(anchored, reminder, ahead, work)
    name, spot, occasion = found
    if not anchored.lost and (spot == anchored.spot or (ahead is None and _again(anchored, spot))):
        return ""
    tie = replace(anchored.tie, occasion=occasion)
    due_at = ringing_of(tie, spot, person.parts.morning, person.zone)
    start = start_of(spot, person.parts.morning, person.zone)
    waits = ahead is not None or anchored.lost
    if waits and due_at <= now < start:
        due_at = now
    moved = replace(anchored, tie=tie, spot=spot, due_at=due_at, lost=False)
    await work.anchors.keep(moved)
    said = f"{name[0].upper()}{name[1:]} is {_when(spot, person, now)} now."
    if due_at < now:
        await work.occurrences.cancel_scheduled(reminder.id)
        late = f"It is too late to remind you of {quoted(reminder.text, 60)}."
        return f"{said} {late}" if waits else ""
    await _ring_at(reminder, due_at, person, work)
    return f"{said} I remind you of {quoted(reminder.text, 60)} {when(due_at, person, now)}."


async def _follow_each(
    anchored: Anchored,
    reminder: Reminder,
    ahead: Occurrence | None,
    work: UnitOfWork,
    person: Person,
    now: datetime,
) -> str:
    """Ring for whatever is the next occasion now."""
    # What has rung, or was left out, is not rung for again; what is overdue is still to ring.
    after = now if anchored.lost else max(now, anchored.due_at)
    if ahead is not None:
        after = min(now, ahead.due_at - TICK)
    # Once its event was gone, that alone brings it back, and none that happens to be called so.
    tie = replace(anchored.tie, title=None) if anchored.lost else anchored.tie
    title, occasions = await occasions_of(tie, after, person, work)
    if title is None:
        return await _lose(anchored, reminder, ahead, work)
    if ahead is not None:
        if occasions and occasions[0].due_at == ahead.due_at:
            return ""
        await work.occurrences.mark(ahead.id, "cancelled")
    rings = await ring_for(reminder, occasions, work)
    what, name = quoted(reminder.text, 60), quoted(title, 40)
    if rings is None:
        return (
            f"{name} does not come round again, so I don't remind you of {what} any more."
            if ahead
            else ""
        )
    if ahead is not None and rings.due_at == ahead.due_at:
        return ""
    at = _when(spot_of(rings.event), person, now)
    return f"The next {name} is {at} now. I remind you of {what} {when(rings.due_at, person, now)}."


async def _ahead(reminder: Reminder, work: UnitOfWork, now: datetime) -> Occurrence | None:
    """Its ringing that is still to come, but for those that were snoozed."""
    for other, occurrence in await work.reminders.upcoming(now - LOOKBACK):
        if other.id == reminder.id and occurrence.parent_id is None:
            return occurrence
    return None


async def _ring_at(reminder: Reminder, due_at: datetime, person: Person, work: UnitOfWork) -> None:
    wall = wall_of(due_at, zone_called(person.zone))
    moved = replace(reminder, wall=wall, zone=person.zone, floating=False, state="active")
    await work.reminders.save(moved)
    await work.occurrences.cancel_scheduled(reminder.id)
    await work.occurrences.add(reminder.id, due_at, None)


async def _lose(
    anchored: Anchored, reminder: Reminder, ahead: Occurrence | None, work: UnitOfWork
) -> str:
    if anchored.tie.whose is not None:
        await work.anchors.drop(reminder.id)
    elif not anchored.lost and ahead is not None:
        await work.anchors.keep(replace(anchored, lost=True))
    if anchored.lost or ahead is None:
        return ""
    await work.reminders.save(replace(reminder, state="cancelled"))
    await work.occurrences.cancel_scheduled(reminder.id)
    gone = "the birthday is not known" if anchored.tie.whose else "the event is not in the calendar"
    return f"I don't remind you of {quoted(reminder.text, 60)}: {gone} any more."


async def _found(
    anchored: Anchored, work: UnitOfWork, person: Person, now: datetime
) -> tuple[str, Spot, str] | None:
    """What it is called now, when it is, and which occasion; None when it is gone."""
    tie = anchored.tie
    if tie.event_id is None:
        known = await birthdays(work, now, person.zone)
        found = next((one for one in known if one.whose == tie.whose), None)
        return None if found is None else (found.name, Spot(day=found.day), "")
    event = await work.events.get(tie.event_id, tie.occasion)
    if event is None and tie.occasion and not await _taken_out(tie, work):
        event = await _nearest(anchored, work, person)
    if event is None:
        return None
    occasion = tie.occasion if event.id != tie.event_id else event.occasion
    return quoted(event.title, 40), spot_of(event), occasion


def _again(anchored: Anchored, spot: Spot) -> bool:
    """Whether it is the same birthday, come round in another year."""
    was, day = anchored.spot.day, spot.day
    if anchored.tie.whose is None or was is None or day is None:
        return False
    return (was.month, was.day) == (day.month, day.day)


async def _taken_out(tie: Tie, work: UnitOfWork) -> bool:
    """Whether its occasion alone was deleted, and the series has not moved."""
    number = tie.event_id or 0
    series = await work.events.whole(number)
    if series is None:
        return False
    off = [other.original for _, other in await work.events.exceptions(number) if other.cancelled]
    return tie.occasion in {stamp(value) for value in (*series.excluded, *off) if value is not None}


async def _nearest(anchored: Anchored, work: UnitOfWork, person: Person) -> Event | None:
    """The occasion of the series that is nearest to where the one was that is there no more."""
    zone, morning = person.zone, person.parts.morning
    was = start_of(anchored.spot, morning, zone)
    day = wall_of(was, zone_called(zone)).date()
    around = await work.events.between(day - NEAR, day + NEAR, zone)
    same = [event for event in around if event.id == anchored.tie.event_id]
    return min(
        same, key=lambda event: abs(start_of(spot_of(event), morning, zone) - was), default=None
    )


def _when(spot: Spot, person: Person, now: datetime) -> str:
    if spot.starts_at is not None:
        return when(spot.starts_at, person, now)
    today = wall_of(now, zone_called(person.zone)).date()
    return days(spot.day or today, spot.day or today, today)
