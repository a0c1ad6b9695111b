"""Ticking tasks off and taking that back: what repeats comes again, a reminder goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agents.agent import Turn
from agents.reminder_times import place_of
from agents.task_texts import when
from agents.wording import listed, shortened
from core.models import Reminder
from core.stores import UnitOfWork
from core.tasks import Task, successor
from core.whereabouts import Whereabouts
from core.zones import instant_of
from core.zones import zone as zone_called


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A task that was ticked off, the one that comes back, and whether a reminder went."""

    task: Task
    again: Task | None
    hushed: bool


async def complete(task: Task, turn: Turn, work: UnitOfWork) -> Done:
    """Tick it off."""
    await work.tasks.save(replace(task, state="done"), turn.now)
    again = successor(task, turn.now, zone_called(turn.person.zone))
    if again is not None:
        again = replace(again, inbox_id=turn.incoming.inbox_id)
        again = await work.tasks.add(again, turn.now)
    return Done(task=task, again=again, hushed=await hush(task, work))


async def hush(task: Task, work: UnitOfWork) -> bool:
    """Cancel the reminder that was set for it; whether there was one to ring."""
    reminder = await _reminder(task, work)
    if reminder is None or reminder.state != "active":
        return False
    # The reminder first: a ringing that is just claimed holds it, and may add the next one.
    await work.reminders.save(replace(reminder, state="cancelled"))
    return await work.occurrences.cancel_scheduled(reminder.id) > 0


async def reopen(task: Task, turn: Turn, work: UnitOfWork) -> str:
    """Open it again, as if it had never been ticked off; what to say of it."""
    for later in await work.tasks.open():
        if later.follows_id == task.id:
            await work.tasks.remove(later.id)
    await work.tasks.save(replace(task, state="open"), turn.now)
    rings = await _ring_again(task, turn, work)
    said = f"Open again: {shortened(task.title)}."
    return f"{said} Its reminder is set again." if rings else said


async def _ring_again(task: Task, turn: Turn, work: UnitOfWork) -> bool:
    reminder = await _reminder(task, work)
    if reminder is None or reminder.state != "cancelled":
        return False
    at = _instant(reminder, turn)
    if at <= turn.now:
        return False
    await work.reminders.save(replace(reminder, state="active"))
    await work.occurrences.add(reminder.id, at, None)
    return True


def _instant(reminder: Reminder, turn: Turn) -> datetime:
    place = place_of(reminder, turn.person)
    if isinstance(place, Whereabouts):
        return place.instant_of(reminder.wall)
    return instant_of(reminder.wall, place)


async def _reminder(task: Task, work: UnitOfWork) -> Reminder | None:
    return None if task.reminder_id is None else await work.reminders.get(task.reminder_id)


def consequences(done: Sequence[Done], turn: Turn) -> str:
    """What follows from the ticks: when each comes back, and which reminders went."""
    said: list[str] = []
    for one in done:
        if one.again is not None:
            name = "It" if len(done) == 1 else shortened(one.task.title, 40)
            said.append(f"{name} is due again {when(one.again, turn)}.")
        elif one.task.rule is not None:
            said.append(f"That was the last time of {shortened(one.task.title, 40)}.")
    hushed = [shortened(one.task.title, 40) for one in done if one.hushed]
    if hushed:
        of = "Its reminder is" if len(done) == 1 else f"The reminder of {listed(hushed)} is"
        said.append(f"{of} cancelled.")
    return " ".join(said)
