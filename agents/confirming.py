"""Questions that one tap settles, and "yes" just as well."""

from dataclasses import replace

from agents.agent import Turn
from core.models import Button, Focus, Reply
from core.stores import UnitOfWork

QUESTION = "confirm"
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
