"""What has rung: done, or later. A snooze rings once by itself; its series is never shifted."""

from dataclasses import replace
from datetime import datetime, timedelta

from agents.agent import Pressed, Turn
from agents.timing import When, of_wall, when_of
from agents.wording import clock, moment
from core.errors import Refused
from core.models import Occurrence, Reminder, Reply
from core.ports import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

LENGTHS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
OVER = {
    "done": "That is done already.",
    "snoozed": "That is put off already; it will ring again.",
    "cancelled": "That reminder was cancelled.",
    "skipped": "That was skipped.",
    "scheduled": "That has not rung yet.",
}


class Ringing:
    """Done and snooze, by button or in words."""

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        """See `agents.agent.Agent.press`."""
        number, _, choice = argument.partition(":")
        found = await work.occurrences.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise Refused("That reminder is gone.")
        reminder, occurrence = found
        _still_open(occurrence)
        if action == "done":
            text = await _done(turn, reminder, occurrence, work)
            return Pressed(toast="Done", edit=Reply(text=text))
        when = _until(choice, turn)
        text = await _snooze(turn, reminder, occurrence, when, work)
        toast = f"I'll ring again {moment(when.due_at, turn.person.zone, turn.now)}"
        return Pressed(toast=toast, edit=Reply(text=text))

    async def in_words(self, turn: Turn, work: UnitOfWork) -> Reply:
        """ "done", "snooze 10 min": on what rang last.

        Raises:
            Refused: nothing has rung that is still open.
        """
        found = await work.occurrences.last_rung()
        if found is None:
            raise Refused("Nothing has rung that is still open.")
        reminder, occurrence = found
        if turn.request.verb == "done":
            text = await _done(turn, reminder, occurrence, work)
        else:
            when = when_of(turn.request.times, turn.person, turn.now) or _until("10m", turn)
            text = await _snooze(turn, reminder, occurrence, when, work)
        return Reply(text=text)


def _still_open(occurrence: Occurrence) -> None:
    over = OVER.get(occurrence.state)
    if over is not None:
        raise Refused(over)


async def _done(turn: Turn, reminder: Reminder, occurrence: Occurrence, work: UnitOfWork) -> str:
    await work.occurrences.mark(occurrence.id, "done")
    if reminder.rule is None and reminder.state == "active":
        await work.reminders.save(replace(reminder, state="done"))
    return f"✓ {reminder.text}\nDone at {clock(turn.now, turn.person.zone)}"


async def _snooze(
    turn: Turn, reminder: Reminder, occurrence: Occurrence, when: When, work: UnitOfWork
) -> str:
    await work.occurrences.mark(occurrence.id, "snoozed")
    await work.occurrences.add(reminder.id, when.due_at, occurrence.id)
    return f"💤 {reminder.text}\nAgain {moment(when.due_at, turn.person.zone, turn.now)}"


def _until(choice: str, turn: Turn) -> When:
    """When a snoozed reminder rings again."""
    person, now = turn.person, turn.now
    place = zone_called(person.zone)
    local = wall_of(now, place)
    if choice in LENGTHS:
        due_at = now + LENGTHS[choice]
        return When(wall=wall_of(due_at, place), due_at=due_at)
    tonight = datetime.combine(local.date(), person.parts.night)
    if choice == "tonight" and tonight > local:
        return of_wall(tonight, person, now)
    morrow = local.date() + timedelta(days=1)
    if choice == "tonight":
        return of_wall(datetime.combine(morrow, person.parts.night), person, now)
    return of_wall(datetime.combine(morrow, person.parts.morning), person, now)
