"""Cancelling reminders, in words and by button, with a question where it is not clear which."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from agents.agent import Pressed, Turn
from agents.confirming import KEEP, ask
from agents.reminder_choice import LOOKBACK, ONWARD, ask_which, chosen, first_of_each, label
from agents.reminder_lists import focus_on, list_left
from agents.reminder_texts import Ringing, line, numbered
from agents.skipping import leave_out_within, several_then, skipped
from agents.windows import UNTIL, Window, window_of
from agents.wording import amount
from core.errors import Refused
from core.models import Button, Focus, Reminder, Reply
from core.stores import UnitOfWork

GOES_ON = "What repeats is only left out then, and goes on."
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
    window = None if ONWARD.search(turn.incoming.text) else window_of(turn)
    if len(ringings) == 1 and await _is_one_of(ringings[0], window, turn, work):
        return await skipped(turn, work)
    if not sure:
        more = _written(window)
        return await ask_which("Which one shall I cancel?", ringings, turn, work, more)
    if len(ringings) > 1 or turn.request.slots.scope == "all":
        return await _ask_all(turn, ringings, window, work)
    return await _cancelled(turn, ringings, window, work)


def _of_window(ringing: Ringing, window: Window | None) -> bool:
    """Whether it is a series of which only what rings in the `window` is meant."""
    return window is not None and (ringing[0].rule is not None or ringing[0].every)


async def _is_one_of(ringing: Ringing, window: Window | None, turn: Turn, work: UnitOfWork) -> bool:
    """Whether one ringing of a series is meant."""
    reminder, occurrence = ringing
    if window is None or not _of_window(ringing, window) or occurrence.parent_id is not None:
        return False
    if UNTIL.search(turn.incoming.text):
        return False
    return not await several_then(reminder, window, turn, work)


def _written(window: Window | None) -> str:
    """The window as a button carries it; empty without one."""
    return "" if window is None else ":".join(str(int(at.timestamp())) for at in window)


def _read(more: str) -> Window | None:
    first, _, end = more.partition(":")
    if not (first.isdecimal() and end.isdecimal()):
        return None
    return datetime.fromtimestamp(int(first), UTC), datetime.fromtimestamp(int(end), UTC)


async def press_cancel(turn: Turn, reminder_id: int, more: str, work: UnitOfWork) -> Pressed:
    """The button that cancels one; below a list, which then shows what is left (`more` "list").
    With a window in `more`, a series is left out then and goes on."""
    reminder = await work.reminders.get(reminder_id)
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK)
    ringing = next((found for found in ahead if found[0].id == reminder_id), None)
    if reminder is None or ringing is None:
        gone = reminder is None or reminder.state == "cancelled"
        return Pressed(
            toast="That was cancelled already." if gone else "Nothing of it is left to ring."
        )
    said = await _ended(ringing, ahead, _read(more), turn, work)
    if said is None:
        raise Refused(TOO_LATE)
    toast = f"Cancelled: {label(reminder.text)}"
    where, _, window = more.partition(":")
    if where == "list":
        whole = ", the whole series" if reminder.rule or reminder.every else ""
        return Pressed(toast=toast + whole, edit=await list_left(turn, window, work))
    return Pressed(toast=toast, edit=Reply(text=f"Cancelled: {said}", route="reminder.cancel"))


async def press_cancel_all(turn: Turn, asked: int, more: str, work: UnitOfWork) -> Pressed:
    """Those that were shown with the question, as long as nothing else was talked of since; of a
    series only what rings in the window in `more`, where there is one."""
    focus = turn.conversation.focus
    if focus.pending != _data(asked, _read(more)):
        return Pressed(toast=ASKED_BEFORE)
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK)
    shown = first_of_each([found for found in ahead if str(found[0].id) in focus.ids])
    if not shown:
        raise Refused("Nothing of them is left to ring.")
    reply = await _cancelled(turn, shown, _read(more), work)
    return Pressed(toast=f"Cancelled: {amount(len(shown), 'reminder')}", edit=reply)


def _data(asked: int, window: Window | None) -> str:
    return f"cancels:{asked}" + (f":{_written(window)}" if window is not None else "")


async def _ask_all(
    turn: Turn, ringings: Sequence[Ringing], window: Window | None, work: UnitOfWork
) -> Reply:
    ids = tuple(str(reminder.id) for reminder, _ in ringings)
    asked = f"Shall I cancel {amount(len(ringings), 'reminder')}?\n"
    asked += numbered(ringings, turn.person, turn.now)
    if any(_of_window(ringing, window) for ringing in ringings):
        asked += f"\n{GOES_ON}"
    return await ask(
        turn,
        work,
        asked,
        Button(label="Delete", data=_data(turn.incoming.inbox_id, window)),
        KEEP,
        focus=Focus(route=turn.request.route, subject="reminder", ids=ids),
    )


async def _cancelled(
    turn: Turn, ringings: Sequence[Ringing], window: Window | None, work: UnitOfWork
) -> Reply:
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK)
    ended = [await _ended(ringing, ahead, window, turn, work) for ringing in ringings]
    said = [text for text in ended if text is not None]
    if not said:
        raise Refused(TOO_LATE)
    await focus_on(turn, work, ringings)
    if len(said) == 1:
        return Reply(text=f"Cancelled: {said[0]}", route="reminder.cancel")
    lines = [f"{number}. {text}" for number, text in enumerate(said, 1)]
    return Reply(text="\n".join(["Cancelled:", *lines]), route="reminder.cancel")


async def _ended(
    ringing: Ringing,
    ahead: Sequence[Ringing],
    window: Window | None,
    turn: Turn,
    work: UnitOfWork,
) -> str | None:
    """Cancel it, or what rings in the `window` of a series; the line that tells so. None when it
    is too late."""
    if window is not None and _of_window(ringing, window):
        return await leave_out_within(ringing, window, turn, work)
    said = line(_whole(ringing, ahead), turn.person, turn.now)
    return said if await _drop(ringing[0], work) else None


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
