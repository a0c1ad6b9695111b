"""The same reminder set twice: the one that there is stays as it is, is told, and one tap sets a
second one all the same."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from agents.agent import Pressed, Turn
from agents.confirming import ask
from agents.reminder_texts import Ringing, line, numbered
from core.errors import Refused
from core.models import Button, Focus, Reminder, Reply
from core.stores import UnitOfWork

# The numbers of more do not fit on a button.
MOST = 5


async def twin_of(wanted: Reminder, due_at: datetime, work: UnitOfWork) -> Ringing | None:
    """The one that says the same, just as insistently, and rings next at `due_at`, too."""
    there = await work.reminders.upcoming(due_at - timedelta(microseconds=1), due_at)
    return next((r for r in there if r[1].parent_id is None and _same(r[0], wanted)), None)


def _same(one: Reminder, other: Reminder) -> bool:
    alike = replace(
        other, id=one.id, inbox_id=one.inbox_id, zone=one.zone, floating=one.floating, wall=one.wall
    )
    said = " ".join(one.text.casefold().split()) == " ".join(other.text.casefold().split())
    # What counts its ringings ends by its beginning.
    counts = "COUNT" in (one.rule or "") and one.wall != other.wall
    return said and not counts and replace(alike, text=one.text) == one


async def already(known: Sequence[Ringing], turn: Turn, work: UnitOfWork) -> Reply:
    """That they are all there, with the button that sets them once more."""
    ids = tuple(str(reminder.id) for reminder, _ in known)
    lines = numbered(known, turn.person, turn.now)
    said = f"You already have that one: {lines}" if len(known) == 1 else f"You have them:\n{lines}"
    focus = Focus(route="reminder.set", subject="reminder", ids=ids)
    if len(known) > MOST:
        await work.people.focus(turn.conversation.id, focus)
        return Reply(text=f"{said}\nI have set nothing more.")
    label = "Set a second one" if len(known) == 1 else "Set them once more"
    button = Button(label=label, data=f"second:{':'.join(ids)}")
    return await ask(turn, work, f"{said}\nI have set no second one.", button, focus=focus)


async def press_second(turn: Turn, reminder_id: int, more: str, work: UnitOfWork) -> Pressed:
    """The button that sets it once more; `more` are the numbers of further ones."""
    wanted = {str(reminder_id), *more.split(":")}
    ahead = await work.reminders.upcoming(turn.now)
    shown = [r for r in ahead if str(r[0].id) in wanted and r[1].parent_id is None]
    if not shown:
        raise Refused("Nothing of it is left to ring. Tell me once more what to set, and when.")
    if await _is_set(shown[0][0], wanted, turn, work):
        return Pressed(toast="It is set once more already.")
    saved = [await _set_again(reminder, o.due_at, turn, work) for reminder, o in shown]
    ids = tuple(str(reminder.id) for reminder in saved)
    focus = Focus(route="reminder.set", subject="reminder", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
    lines = [line(found, turn.person, turn.now) for found in shown]
    said = "\n".join(f"Reminder set once more: {text}" for text in lines)
    return Pressed(toast="Set once more.", edit=Reply(text=said, route="reminder.set"))


async def _is_set(
    reminder: Reminder, wanted: Collection[str], turn: Turn, work: UnitOfWork
) -> bool:
    """Whether the last thing that was done is what that button does: it was tapped twice."""
    focus = turn.conversation.focus
    if focus.route != "reminder.set" or not focus.ids or focus.ids[0] in wanted:
        return False
    last = await work.reminders.get(int(focus.ids[0]))
    return last is not None and _same(last, reminder)


async def _set_again(
    reminder: Reminder, due_at: datetime, turn: Turn, work: UnitOfWork
) -> Reminder:
    new = replace(reminder, id=0, inbox_id=turn.incoming.inbox_id)
    saved = await work.reminders.add(new, due_at, turn.now)
    followed = await work.anchors.get(reminder.id)
    if followed is not None:
        await work.anchors.keep(replace(followed, reminder_id=saved.id))
    return saved
