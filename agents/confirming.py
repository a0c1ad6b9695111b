"""Questions that one tap settles, and "yes" just as well where there is one thing to say yes to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from agents.agent import Turn
from core.models import Button, Focus, Reply
from core.requests import Request, Route
from core.stores import UnitOfWork

QUESTION = "confirm"
# Asks which of several things the words are about; the tap carries them out.
WHICH = "which"
MOST_CHOICES = 10
Subject = Literal["reminder", "task", "event"]
UPDATES: dict[str, Route] = {
    "reminder": "reminder.update",
    "task": "task.update",
    "event": "calendar.update",
}
# Asks what a reminder is to be of.
WHAT = "what"
# Asks at which times something is to ring that was said to ring so many times a day.
TIMES = "times"
KEEP_ACTION = "keep"
KEEP = Button(label="Keep", data=f"{KEEP_ACTION}:")


async def ask(
    turn: Turn,
    work: UnitOfWork,
    text: str,
    yes: Button,
    *others: Button,
    focus: Focus | None = None,
) -> Reply:
    """Ask `text`. "yes" in words is the press of `yes`; `focus` is what it is all about."""
    about = focus or Focus(route=turn.request.route)
    asked = replace(about, question=QUESTION, pending=yes.data, asked_at=turn.now)
    await work.people.focus(turn.conversation.id, asked)
    return Reply(text=text, buttons=((yes, *others),))


async def offer(
    turn: Turn, work: UnitOfWork, text: str, choices: Sequence[Button], focus: Focus
) -> Reply:
    """Ask which of `choices` it is: a tap on one carries it out, and so do words that pick it, also
    one that is too many for a button. `focus` is what it is all about."""
    asked = replace(
        focus,
        route=turn.request.route,
        question=WHICH,
        choices=tuple(choices),
        asked_at=turn.now,
    )
    await work.people.focus(turn.conversation.id, asked)
    left = len(choices) - MOST_CHOICES
    if left > 0:
        text += f"\n… or one of {left} more: name it by its words, or say “all {len(choices)}”."
    return Reply(text=text, buttons=tuple((button,) for button in choices[:MOST_CHOICES]))


async def ask_which_one(
    turn: Turn, work: UnitOfWork, text: str, subject: Subject, choices: Sequence[tuple[str, str]]
) -> Reply:
    """Ask which of the `choices`, ids with their labels, the words of the turn are about."""
    # The message that asks tells one question from the next.
    start = f"{WHICH}:{turn.incoming.inbox_id}"
    focus = Focus(subject=subject, ids=tuple(key for key, _ in choices), pending=turn.incoming.text)
    buttons = [Button(label=label, data=f"{start}:{key}") for key, label in choices]
    return await offer(turn, work, text, buttons, focus)


def chosen(focus: Focus, data: str) -> Focus | None:
    """What the conversation is about once that button of `ask_which_one` is pressed; None when
    that question is over. What waits for the answer is still pending in it."""
    waits = focus.question == WHICH and focus.pending is not None
    if not waits or data not in {button.data for button in focus.choices}:
        return None
    return replace(focus, ids=(data.split(":", 2)[2],), question=None, choices=())


def about_it(request: Request, focus: Focus) -> Request:
    """The request, understood from words that named several things, about the one in `focus`."""
    what = request.slots.what
    new = ("", what[1]) if request.verb == "text" and isinstance(what, tuple) else None
    slots = replace(request.slots, what=new, reference="it")
    route = UPDATES.get(focus.subject or "reminder", "reminder.update")
    return replace(request, route=route, confidence=1.0, slots=slots, also=())
