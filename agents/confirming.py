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
# Asks what a reminder is to be of.
WHAT = "what"
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


async def ask_which_one(
    turn: Turn,
    work: UnitOfWork,
    text: str,
    subject: Literal["reminder", "task"],
    choices: Sequence[tuple[int, str]],
) -> Reply:
    """Ask which of the `choices`, ids with their labels, the words of the turn are about."""
    focus = Focus(
        route=turn.request.route,
        subject=subject,
        ids=tuple(str(number) for number, _ in choices[:MOST_CHOICES]),
        question=WHICH,
        pending=turn.incoming.text,
        asked_at=turn.now,
    )
    await work.people.focus(turn.conversation.id, focus)
    start = f"{WHICH}:{_mark(focus)}"
    buttons = [
        (Button(label=label, data=f"{start}:{number}"),) for number, label in choices[:MOST_CHOICES]
    ]
    return Reply(text=text, buttons=tuple(buttons))


def chosen(focus: Focus, argument: str) -> Focus | None:
    """What the conversation is about once the button of `ask_which_one` is pressed; None when that
    question is over. What waits for the answer is still pending in it."""
    asked, _, number = argument.partition(":")
    if focus.question != WHICH or asked != _mark(focus) or number not in focus.ids:
        return None
    return replace(focus, ids=(number,), question=None)


def about_it(request: Request, focus: Focus) -> Request:
    """The request, understood from words that named several things, about the one in `focus`."""
    what = request.slots.what
    new = ("", what[1]) if request.verb == "text" and isinstance(what, tuple) else None
    route: Route = "task.update" if focus.subject == "task" else "reminder.update"
    slots = replace(request.slots, what=new, reference="it")
    return replace(request, route=route, confidence=1.0, slots=slots, also=())


def _mark(focus: Focus) -> str:
    """Tells one question from the next."""
    return str(int(focus.asked_at.timestamp())) if focus.asked_at else ""
