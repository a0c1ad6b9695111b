"""Changing a reminder's time, for one ringing or for the whole series."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from agents.agent import Pressed, Turn
from agents.insisting import OPEN, insist, insistent, told
from agents.reminder_choice import ONWARD, one_meant
from agents.reminder_naming import renamed
from agents.reminder_series import go_on
from agents.reminder_texts import Ringing, line, schedule
from agents.reminder_times import (
    Aim,
    aim_of,
    at_clock,
    begun,
    close_by,
    is_bare_clock,
    like,
    on_day,
    place_of,
    zone_shown,
)
from agents.ringing import snooze
from agents.wording import quoted
from core.errors import Refused
from core.models import Button, Focus, Occurrence, Outgoing, Reply
from core.recurrence import NEVER, next_instant
from core.requests import TimeExpression
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

# "an hour later" is said of the reminder, not of now.
_CHANGES = re.compile(r"\b(?:move|change|make|set|push|shift|reschedule|put)\b", re.IGNORECASE)
_SHIFT = re.compile(r"\b(later|earlier)\b", re.IGNORECASE)
_SOONER = r"(?:earlier|sooner)\b"
ANSWERS = (
    "Write the new time, like “at 10:30” or “every monday at 9”, or the new text, like"
    " “it should say call dad”."
)
TICK = timedelta(microseconds=1)
EXAMPLE = "For example: “move the reminder to call mum to 10:30”."


async def changed(turn: Turn, work: UnitOfWork) -> Reply:
    """Move the reminder that is meant, and say how it stands now and how it stood before."""
    times = turn.request.times
    if not times:
        if (reply := await renamed(turn, work)) is not None:
            return reply
        raise Refused(f"What shall I change about the reminder? {EXAMPLE}")
    if await _has_just_rung(turn, work):
        return await snooze(turn, work)
    times = (begun(times[0]), *times[1:])
    turn = replace(turn, request=replace(turn.request, times=times))
    before = await one_meant(turn, work)
    if isinstance(before, Reply):
        return before
    day = _day_beside(turn)
    if day is not None and before[0].rule is not None:
        slots = replace(turn.request.slots, scope="this")
        turn = replace(turn, request=replace(turn.request, slots=slots))
        before = await _of_the_day(before, day, turn, work)
    aim = _aim(before, times[0], turn)
    saved = await _move(before, aim, turn, work)
    series = before[0].rule is not None and _of_series(before[1])
    asked = series and times[0].kind != "recurrence" and turn.request.slots.scope is None
    cause, number = turn.incoming.inbox_id, before[1].id
    offered = [_other_reach(saved, cause, number, is_back=False)] if asked else []
    return await _told(before, saved, turn, work, *offered)


def _day_beside(turn: Turn) -> date | None:
    """The day of what is to be moved, apart from the new time: "move swim on thursday to 20"."""
    new, *others = turn.request.times
    if not is_bare_clock(new) or turn.request.slots.scope or ONWARD.search(turn.incoming.text):
        return None
    days = (said.value for said in others if said.kind == "date")
    return next((day for day in days if isinstance(day, date)), None)


async def _of_the_day(ringing: Ringing, day: date, turn: Turn, work: UnitOfWork) -> Ringing:
    """The ringing of the series on that day, where it has one."""
    reminder, occurrence = ringing
    place = place_of(reminder, turn.person)
    midnight = instant_of(datetime.combine(day, time()), zone_called(turn.person.zone))
    coming = next_instant(reminder.rule or "", reminder.wall, place, midnight - TICK)
    if coming is None or coming[0].date() != day or coming[1] == occurrence.due_at:
        return ringing
    number = await work.occurrences.add(reminder.id, coming[1], None)
    return await work.occurrences.get(number) or ringing


async def _has_just_rung(turn: Turn, work: UnitOfWork) -> bool:
    """Whether a time is said of what has rung and waits for an answer. Of a series it is, unless
    the words change it: "at 5" is, "move it to 5" is not."""
    request, focus = turn.request, turn.conversation.focus
    points = request.slots.what is None and request.slots.reference in (None, "it", "that", "this")
    if focus.subject != "occurrence" or len(focus.ids) != 1 or not points:
        return False
    rung = await work.occurrences.get(int(focus.ids[0]))
    if rung is None or rung[1].state not in OPEN or request.times[0].kind == "recurrence":
        return False
    ahead = await work.reminders.upcoming(turn.now)
    is_over = all(reminder.id != rung[0].id for reminder, _ in ahead)
    return is_over or not _CHANGES.search(turn.incoming.text)


async def reached(turn: Turn, work: UnitOfWork) -> Reply:
    """Let the last change hold for one ringing, or for all that follow, as its button does."""
    which = "Only this one" if turn.request.slots.scope == "this" else "All following"
    offered = await work.outbox.pressed(turn.conversation.id, which)
    action, _, more = offered[1].partition(":") if offered else ("", "", "")
    cause, _, rest = more.partition(":")
    number = rest.partition(":")[0]
    ringing = await work.occurrences.get(int(number)) if number.isdecimal() else None
    is_last = ringing is not None and str(ringing[0].id) in turn.conversation.focus.ids
    if action != "scope" or offered is None or not is_last:
        raise Refused(
            "I have changed no series just now of which that could hold. For example: “move yoga to"
            " 8, only tomorrow”."
        )
    shown = await press_scope(turn, int(cause), rest, work)
    said = shown.edit or Reply(text=shown.toast)
    edit = Outgoing(
        key=f"edit:{turn.incoming.inbox_id}:{offered[0]}",
        conversation_id=turn.conversation.id,
        kind="edit",
        reply=replace(said, buttons=()),
        inbox_id=turn.incoming.inbox_id,
        target_id=offered[0],
    )
    await work.outbox.put(edit, turn.now)
    return said


async def press_scope(turn: Turn, cause: int, more: str, work: UnitOfWork) -> Pressed:
    """The button that applies the change of message `cause` to all that follow, or to one alone.

    `more` is the ringing, how far it is to reach ("one", "all", or "back" to what it was before
    `cause`), and the instant in seconds.
    """
    number, what, seconds = (*more.split(":"), "", "")[:3]
    if not (number.isdecimal() and seconds.isdecimal()):
        raise Refused("I no longer know what that button was for. Tell me in words.")
    instant = datetime.fromtimestamp(int(seconds), UTC)
    stood = await work.occurrences.get(int(number))
    last = await _ringing_at(stood[0].id, instant, work) if stood else None
    if await work.changes.undo(cause) != "undone":
        raise Refused("Something has changed since, so I left it as it is. Tell me in words.")
    before = await work.occurrences.get(int(number))
    if before is None:
        raise Refused("I no longer know that reminder.")
    if what == "back":
        saved = await _ringing_at(before[0].id, instant, work)
        before = last or before
    else:
        said = TimeExpression(text="", span=(0, 0), kind="instant", value=instant)
        aim = _whole(before, instant, turn) if what == "all" else _at(instant, said, turn)
        saved = None if aim is None else await _move(before, aim, turn, work)
    if saved is None:
        raise Refused(f"To when shall I move it? {EXAMPLE}")
    offer = _other_reach(saved, turn.incoming.inbox_id, number, is_back=True)
    shown = await _told(before, saved, turn, work, offer)
    one = saved[1].parent_id is not None
    return Pressed(toast="Only this one." if one else "All that follow.", edit=shown)


async def _ringing_at(reminder_id: int, instant: datetime, work: UnitOfWork) -> Ringing | None:
    rows = await work.reminders.upcoming(instant - timedelta(seconds=1), instant)
    return next((found for found in rows if found[0].id == reminder_id), None)


async def _told(
    before: Ringing, saved: Ringing, turn: Turn, work: UnitOfWork, *offered: Button
) -> Reply:
    """How it stands now and stood before, with the buttons that are `offered`."""
    focus = Focus(route="reminder.update", subject="reminder", ids=(str(saved[0].id),))
    await work.people.focus(turn.conversation.id, focus)
    words = turn.incoming.text
    said = schedule(saved, turn.person, turn.incoming.received_at, words)
    was = line(before, turn.person, turn.now).removeprefix(before[0].text).lstrip(", ")
    text = f"Changed: {saved[0].text}\n{said}\nIt was {was}."
    return Reply(text=text, buttons=(offered,) if offered else (), route="reminder.update")


def _other_reach(saved: Ringing, cause: int, number: int | str, *, is_back: bool) -> Button:
    """The button that lets the change of message `cause` reach further, or less far; what was
    changed is the ringing `number`. `is_back`: so it was before that message."""
    one = saved[1].parent_id is not None
    label, what = ("All following", "all") if one else ("Only this one", "one")
    seconds = int(saved[1].due_at.timestamp())
    return Button(
        label=label, data=f"scope:{cause}:{number}:{'back' if is_back else what}:{seconds}"
    )


async def press_change(turn: Turn, reminder_id: int, work: UnitOfWork) -> Pressed:
    """The button Change: the next words are the new text, or a new time."""
    reminder = await work.reminders.get(reminder_id)
    ahead = await work.reminders.upcoming(turn.now)
    if reminder is None or not any(found[0].id == reminder_id for found in ahead):
        return Pressed(toast="Nothing of that reminder is left to ring.")
    focus = Focus(
        route="reminder.update", subject="reminder", ids=(str(reminder_id),), question="change"
    )
    await work.people.focus(turn.conversation.id, focus)
    asked = f"What shall I change about {quoted(reminder.text)}? {ANSWERS}"
    return Pressed(toast="What shall I change?", replies=(Reply(text=asked),))


async def press_instead(turn: Turn, reminder_id: int, more: str, work: UnitOfWork) -> Pressed:
    """The button of the other reading of a time: it rings at that instant, `more` in seconds."""
    ahead = await work.reminders.upcoming(turn.now)
    before = next((found for found in ahead if found[0].id == reminder_id), None)
    if before is None or not more.isdecimal():
        return Pressed(toast="Nothing of that reminder is left to ring.")
    instant = datetime.fromtimestamp(int(more), UTC)
    said = TimeExpression(text="", span=(0, 0), kind="instant", value=instant)
    aim = _at(instant, said, turn)
    if aim is None:
        raise Refused(f"To when shall I move it? {EXAMPLE}")
    shown = await _told(before, await _move(before, aim, turn, work), turn, work)
    return Pressed(toast="Moved.", edit=shown)


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
        before = await one_meant(turn, work)
        if isinstance(before, Reply):
            return before
        await work.reminders.save(insistent(before[0], turn.request.slots))
        ahead = await work.reminders.upcoming(before[1].due_at - timedelta(seconds=1))
        ringing = next(found for found in ahead if found[1].id == before[1].id)
    said = "\n".join(told(ringing[0], ringing[1].due_at, turn.person))
    return Reply(text=f"Changed: {line(ringing, turn.person, turn.now)}\n{said}")


def _aim(ringing: Ringing, said: TimeExpression, turn: Turn) -> Aim:
    """When it is to ring from now on: with a rule all of a series, without one this ringing alone.

    Raises:
        Refused: when that is past, or not clear.
    """
    if said.kind == "recurrence":
        aim = aim_of((said,), turn.person, turn.incoming.received_at)
    else:
        instant = _instant(ringing, said, turn)
        scope = turn.request.slots.scope
        # What was moved alone is moved alone again.
        bare = scope is None and is_bare_clock(said) and not ringing[1].moved
        whole = scope in ("following", "all") or bare
        aim = None
        if instant is not None:
            aim = _whole(ringing, instant, turn) if whole else None
            aim = aim or _at(instant, said, turn)
    if aim is None:
        raise Refused(f"To when shall I move it? {EXAMPLE}")
    return aim


def _instant(ringing: Ringing, said: TimeExpression, turn: Turn) -> datetime | None:
    """When the words let this ringing ring."""
    reminder, occurrence = ringing
    heard, due_at = turn.incoming.received_at, occurrence.due_at
    zone = zone_shown(reminder, due_at, turn.person)
    match said.value:
        case float() | int() as seconds:
            sooner = re.search(rf"{re.escape(said.text)} {_SOONER}", turn.incoming.text, re.I)
            return due_at + timedelta(seconds=-seconds if sooner else seconds)
        case datetime() as instant if is_bare_clock(said):
            assumed_half = "am/pm" in said.assumed
            near = close_by(instant, due_at, zone) if assumed_half else None
            if near is not None and near > heard:
                return near
            place = zone_called(zone)
            if wall_of(due_at, place).date() == wall_of(heard, place).date():
                return instant
            return at_clock(instant, due_at, zone, assumed_half=assumed_half)
        case datetime() as instant if _SHIFT.search(said.text):
            return due_at + (instant - heard)
        case date() as day if not isinstance(day, datetime):
            return on_day(day, due_at, zone)
        case _:
            aim = aim_of((said,), turn.person, heard)
            return None if aim is None else aim.due_at


def _whole(ringing: Ringing, instant: datetime, turn: Turn) -> Aim | None:
    """The whole series as `instant` has it; None where there is no series."""
    reminder, occurrence = ringing
    if reminder.rule is None or not _of_series(occurrence):
        return None
    wall = wall_of(instant, zone_called(zone_shown(reminder, instant, turn.person)))
    return like(reminder, wall, turn.person, turn.incoming.received_at)


def _of_series(occurrence: Occurrence) -> bool:
    """Whether it is one of the series, in its place or moved; what was snoozed is not."""
    return occurrence.parent_id is None or occurrence.moved


def _at(instant: datetime, said: TimeExpression, turn: Turn) -> Aim | None:
    moved = replace(said, kind="instant", value=instant)
    return aim_of((moved,), turn.person, turn.incoming.received_at)


async def _move(before: Ringing, aim: Aim, turn: Turn, work: UnitOfWork) -> Ringing:
    """Write the new time. A time of its own moves one ringing of a series, a rule all of them."""
    reminder, occurrence = before
    if aim.rule is not None:
        reminder = replace(
            reminder, wall=aim.wall, zone=aim.zone, rule=aim.rule, floating=aim.floating
        )
    elif reminder.rule is None and occurrence.parent_id is None:
        reminder = replace(reminder, wall=aim.wall, zone=aim.zone, floating=aim.floating)
    # The reminder first: a ringing that is just claimed holds it.
    await work.reminders.save(reminder)
    now_there = await work.occurrences.get(occurrence.id)
    if now_there is None or now_there[1].state != "scheduled":
        raise Refused("It has just rung, so I have changed nothing.")
    due_at: datetime | None = aim.due_at
    if aim.rule is not None:
        await work.occurrences.cancel_scheduled(reminder.id)
        # What was left out before stays so, and the new rule may begin with it.
        due_at = await go_on(reminder, turn.person, aim.due_at - TICK, work)
    elif reminder.rule is not None and occurrence.parent_id is None:
        await _move_one(before, aim, turn, work)
    else:
        await work.occurrences.mark(occurrence.id, "cancelled")
        await work.occurrences.add(reminder.id, aim.due_at, occurrence.parent_id)
    if due_at is None:
        raise Refused(NEVER)
    rows = await work.reminders.upcoming(due_at - timedelta(seconds=1), due_at)
    return next(found for found in rows if found[0].id == reminder.id)


async def _move_one(before: Ringing, aim: Aim, turn: Turn, work: UnitOfWork) -> None:
    """Let one ringing of a series stand aside; the series goes on as if it had rung in time."""
    reminder, occurrence = before
    await work.occurrences.settle([occurrence.id], "skipped", turn.now)
    await work.occurrences.add(reminder.id, aim.due_at, occurrence.id)
    await go_on(reminder, turn.person, occurrence.due_at, work)
