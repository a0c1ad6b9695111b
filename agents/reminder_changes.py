"""Changing a reminder's time, for one ringing or for the whole series."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Turn
from agents.insisting import OPEN, insist, insistent, told
from agents.reminder_choice import chosen
from agents.reminder_texts import Ringing, line, numbered, schedule
from agents.reminder_times import Aim, aim_of, at_clock, is_bare_clock, on_day, with_clock
from core.errors import Refused
from core.models import Focus, Occurrence, Reminder, Reply
from core.recurrence import counts_elapsed, next_instant
from core.requests import TimeExpression
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

# "an hour later" is said of the reminder, not of now.
_SHIFT = re.compile(r"\b(later|earlier)\b", re.IGNORECASE)
EXAMPLE = "For example: “move the reminder to call mum to 10:30”."


async def changed(turn: Turn, work: UnitOfWork) -> Reply:
    """Move the reminder that is meant, and say how it stands now and how it stood before."""
    times = turn.request.times
    if not times:
        raise Refused(f"What shall I change about the reminder? {EXAMPLE}")
    before = await _one_meant(turn, work)
    saved = await _move(before, _aim(before, times[0], turn), turn, work)
    focus = Focus(route="reminder.update", subject="reminder", ids=(str(saved[0].id),))
    await work.people.focus(turn.conversation.id, focus)
    said = schedule(saved, turn.person, turn.incoming.received_at)
    was = line(before, turn.person, turn.now).removeprefix(before[0].text).lstrip(", ")
    return Reply(text=f"Changed: {saved[0].text}\n{said}\nIt was {was}.")


async def made_insistent(turn: Turn, work: UnitOfWork) -> Reply:
    """How insistent the reminder at hand is from now on; one that has just rung, too."""
    focus = turn.conversation.focus
    rung = None
    if focus.subject == "occurrence" and len(focus.ids) == 1:
        rung = await work.occurrences.get(int(focus.ids[0]))
    if rung is not None and rung[1].state in OPEN and rung[0].state == "active":
        reminder, occurrence = rung
        saved = insistent(reminder, turn.request.slots)
        await work.reminders.save(saved)
        await work.occurrences.hush(saved.id)
        await insist(saved, occurrence, turn.person, work, turn.now)
        ahead = await work.reminders.upcoming(turn.now)
        ringing = next((found for found in ahead if found[0].id == saved.id), (saved, occurrence))
    else:
        before = await _one_meant(turn, work)
        await work.reminders.save(insistent(before[0], turn.request.slots))
        ahead = await work.reminders.upcoming(before[1].due_at - timedelta(seconds=1))
        ringing = next(found for found in ahead if found[1].id == before[1].id)
    said = "\n".join(told(ringing[0], ringing[1].due_at, turn.person))
    return Reply(text=f"Changed: {line(ringing, turn.person, turn.now)}\n{said}")


async def _one_meant(turn: Turn, work: UnitOfWork) -> Ringing:
    """The next ringing of the one reminder that is meant.

    Raises:
        Refused: when it is none, or not sure which.
    """
    found = await chosen(turn, work)
    if isinstance(found, str):
        raise Refused(found)
    ringings, sure = found
    if not sure or len(ringings) > 1:
        known = numbered(ringings[:10], turn.person, turn.now)
        raise Refused(f"Which one do you mean? Say it with its words.\n{known}")
    return ringings[0]


def _aim(ringing: Ringing, said: TimeExpression, turn: Turn) -> Aim:
    """When it is to ring from now on.

    Raises:
        Refused: when that is past, or not clear.
    """
    reminder, occurrence = ringing
    heard = turn.incoming.received_at
    aim: Aim | None
    if said.kind == "recurrence":
        aim = aim_of((said,), turn.person, heard)
    elif is_bare_clock(said) and isinstance(said.value, datetime):
        aim = _at_clock(reminder, occurrence, said, said.value, turn)
    elif isinstance(said.value, float | int):
        aim = _at(occurrence.due_at + timedelta(seconds=said.value), said, turn)
    elif isinstance(said.value, datetime) and _SHIFT.search(said.text):
        aim = _at(occurrence.due_at + (said.value - heard), said, turn)
    elif isinstance(said.value, date) and not isinstance(said.value, datetime):
        aim = _at(on_day(said.value, occurrence.due_at, reminder.zone), said, turn)
    else:
        aim = aim_of((said,), turn.person, heard)
    if aim is None:
        raise Refused(f"To when shall I move it? {EXAMPLE}")
    return aim


def _at_clock(
    reminder: Reminder, occurrence: Occurrence, said: TimeExpression, instant: datetime, turn: Turn
) -> Aim | None:
    """The same day at another hour; for a series, every day of it."""
    zone, heard = reminder.zone, turn.incoming.received_at
    place = zone_called(zone)
    today = wall_of(occurrence.due_at, place).date() == wall_of(heard, place).date()
    if not today:
        half = "am/pm" in said.assumed
        instant = at_clock(instant, occurrence.due_at, zone, assumed_half=half)
    if reminder.rule is None or counts_elapsed(reminder.rule) or occurrence.parent_id is not None:
        return _at(instant, said, turn)
    return with_clock(reminder, wall_of(instant, place), heard)


def _at(instant: datetime, said: TimeExpression, turn: Turn) -> Aim | None:
    moved = replace(said, kind="instant", value=instant)
    return aim_of((moved,), turn.person, turn.incoming.received_at)


async def _move(before: Ringing, aim: Aim, turn: Turn, work: UnitOfWork) -> Ringing:
    """Write the new time. A time of its own moves one ringing of a series, a rule all of them."""
    reminder, occurrence = before
    if aim.rule is not None:
        reminder = replace(reminder, wall=aim.wall, zone=aim.zone, rule=aim.rule)
    elif reminder.rule is None and occurrence.parent_id is None:
        reminder = replace(reminder, wall=aim.wall, zone=aim.zone, floating=aim.floating)
    # The reminder first: a ringing that is just claimed holds it.
    await work.reminders.save(reminder)
    now_there = await work.occurrences.get(occurrence.id)
    if now_there is None or now_there[1].state != "scheduled":
        raise Refused("It has just rung, so I have changed nothing.")
    if aim.rule is not None:
        await work.occurrences.cancel_scheduled(reminder.id)
        await work.occurrences.add(reminder.id, aim.due_at, None)
    elif reminder.rule is not None and occurrence.parent_id is None:
        await _move_one(before, aim, work, turn.now)
    else:
        await work.occurrences.mark(occurrence.id, "cancelled")
        await work.occurrences.add(reminder.id, aim.due_at, occurrence.parent_id)
    rows = await work.reminders.upcoming(aim.due_at - timedelta(seconds=1), aim.due_at)
    return next(found for found in rows if found[0].id == reminder.id)


async def _move_one(before: Ringing, aim: Aim, work: UnitOfWork, now: datetime) -> None:
    """Let one ringing of a series stand aside; the series goes on as if it had rung in time."""
    reminder, occurrence = before
    await work.occurrences.settle([occurrence.id], "skipped", now)
    await work.occurrences.add(reminder.id, aim.due_at, occurrence.id)
    place = zone_called(reminder.zone)
    following = next_instant(reminder.rule or "", reminder.wall, place, occurrence.due_at)
    if following is not None:
        await work.occurrences.add(reminder.id, following[1], None)
