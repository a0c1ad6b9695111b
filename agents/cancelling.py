"""Cancelling reminders, in words and by button, with a question where it is not clear which."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.agent import Pressed, Turn
from agents.confirming import KEEP, ask
from agents.reminder_choice import LOOKBACK, ask_which, chosen, first_of_each, label
from agents.reminder_lists import focus_on, list_left
from agents.reminder_texts import Ringing, line, numbered
from agents.reminder_times import is_bare_clock
from agents.skipping import skipped
from agents.wording import amount
from core.errors import Refused
from core.models import Button, Focus, Reminder, Reply
from core.stores import UnitOfWork

_ONWARD = re.compile(r"\b(?:from|starting|after|until|all|every)\b", re.IGNORECASE)
TOO_LATE = "It has just rung, so there is nothing left to cancel."
ASKED_BEFORE = "That question is over. Tell me again which reminders to cancel."


async def cancel(turn: Turn, work: UnitOfWork) -> Reply:
    """Cancel the reminders that are meant, or ask which ones, or whether really all.

    Raises:
        Refused: there is none.
    """
    found = await chosen(turn, work)
    if isinstance(found, str):
        raise Refused(found)
    ringings, sure = found
    if len(ringings) == 1 and _is_of_a_day(ringings[0], turn):
        return await skipped(turn, work)
    if not sure:
        return await ask_which("Which one shall I cancel?", ringings, turn, work)
    if len(ringings) > 1 or turn.request.slots.scope == "all":
        return await _ask_all(turn, ringings, work)
    return await _cancelled(turn, ringings, work)


def _is_of_a_day(ringing: Ringing, turn: Turn) -> bool:
    """Whether one day of a series is named, or some days: the series goes on."""
    reminder, occurrence = ringing
    comes_round = (reminder.rule is not None or reminder.every) and occurrence.parent_id is None
    if not comes_round or turn.request.slots.scope == "all":
        return False
    named = any(
        said.kind in ("date", "range") or (said.kind == "instant" and not is_bare_clock(said))
        for said in turn.request.times
    )
    return named and not _ONWARD.search(turn.incoming.text)


async def press_cancel(turn: Turn, reminder_id: int, more: str, work: UnitOfWork) -> Pressed:
    """The button that cancels one; below a list, which then shows what is left (`more` "list")."""
    reminder = await work.reminders.get(reminder_id)
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK)
    ringing = next((found for found in ahead if found[0].id == reminder_id), None)
    if reminder is None or ringing is None:
        gone = reminder is None or reminder.state == "cancelled"
        return Pressed(
            toast="That was cancelled already." if gone else "Nothing of it is left to ring."
        )
    if not await _drop(reminder, work):
        raise Refused(TOO_LATE)
    toast = f"Cancelled: {label(reminder.text)}"
    if more == "list":
        return Pressed(toast=toast, edit=await list_left(turn, work))
    said = f"Cancelled: {line(_whole(ringing, ahead), turn.person, turn.now)}"
    return Pressed(toast=toast, edit=Reply(text=said, route="reminder.cancel"))


async def press_cancel_all(turn: Turn, asked: int, _more: str, work: UnitOfWork) -> Pressed:
    """Those that were shown with the question, as long as nothing else was talked of since."""
    focus = turn.conversation.focus
    if focus.pending != f"cancels:{asked}":
        return Pressed(toast=ASKED_BEFORE)
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK)
    shown = first_of_each([found for found in ahead if str(found[0].id) in focus.ids])
    if not shown:
        raise Refused("Nothing of them is left to ring.")
    reply = await _cancelled(turn, shown, work)
    return Pressed(toast=f"Cancelled: {amount(len(shown), 'reminder')}", edit=reply)


async def _ask_all(turn: Turn, ringings: Sequence[Ringing], work: UnitOfWork) -> Reply:
    ids = tuple(str(reminder.id) for reminder, _ in ringings)
    return await ask(
        turn,
        work,
        f"Shall I cancel {amount(len(ringings), 'reminder')}?\n"
        + numbered(ringings, turn.person, turn.now),
        Button(label="Delete", data=f"cancels:{turn.incoming.inbox_id}"),
        KEEP,
        focus=Focus(route=turn.request.route, subject="reminder", ids=ids),
    )


async def _cancelled(turn: Turn, ringings: Sequence[Ringing], work: UnitOfWork) -> Reply:
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK)
    whole = [_whole(ringing, ahead) for ringing in ringings]
    if not sum([await _drop(reminder, work) for reminder, _ in ringings]):
        raise Refused(TOO_LATE)
    await focus_on(turn, work, ringings)
    said = numbered(whole, turn.person, turn.now)
    text = f"Cancelled: {said}" if len(ringings) == 1 else f"Cancelled:\n{said}"
    return Reply(text=text, route="reminder.cancel")


def _whole(ringing: Ringing, ahead: Sequence[Ringing]) -> Ringing:
    """The next of the series that goes, where what was shown is only one that rings elsewhen."""
    series = (
        other for other in ahead if other[0].id == ringing[0].id and other[1].parent_id is None
    )
    return next(series, ringing)


async def _drop(reminder: Reminder, work: UnitOfWork) -> int:
    """Cancel it; how many ringings were still ahead."""
    # The reminder first: a ringing that is just claimed holds it, and may add the next one.
    await work.reminders.save(replace(reminder, state="cancelled"))
    return await work.occurrences.cancel_scheduled(reminder.id)
