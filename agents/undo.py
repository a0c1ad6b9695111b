"""Taking back what one message changed, all of it or nothing, and showing so."""

from dataclasses import replace
from itertools import pairwise

from agents.agent import Pressed
from core.models import Button, Outgoing, Reply
from core.stores import UnitOfWork

ACTION = "undo"
UNDONE = "↩ Undone."
TOASTS = {
    "undone": "Undone.",
    "changed": "Something of it has changed since, so I left it all as it is.",
    "rung": "It has already rung, so it can't be undone.",
    "nothing": "There is nothing to take back any more.",
}


def undo_button(inbox_id: int) -> Button:
    """The button that takes back what that message changed."""
    return Button(label="Undo", data=f"{ACTION}:{inbox_id}")


def with_undo(reply: Reply, inbox_id: int) -> Reply:
    """`reply` with the button below its others."""
    return replace(reply, buttons=(*reply.buttons, (undo_button(inbox_id),)))


async def undo(work: UnitOfWork, inbox_id: int, versions: list[Outgoing]) -> Pressed:
    """Undo that change set. `versions` are those of the message whose button was pressed.

    A message that was changed by what is undone gets its earlier form back; any other says that it
    was undone. In every case the button goes, because it can do nothing more.
    """
    outcome = await work.changes.undo(inbox_id)
    return Pressed(toast=TOASTS[outcome], edit=_shown(versions, inbox_id, outcome))


def _shown(versions: list[Outgoing], inbox_id: int, outcome: str) -> Reply | None:
    if not versions:
        return None
    last = versions[-1].reply
    if outcome != "undone":
        return _without(last, inbox_id)
    earlier = _before(versions, inbox_id)
    if earlier is not None:
        return earlier
    return replace(last, text=f"{last.text}\n\n{UNDONE}", buttons=())


def _before(versions: list[Outgoing], inbox_id: int) -> Reply | None:
    """How the message looked before what is undone changed it."""
    for earlier, later in pairwise(versions):
        if later.inbox_id == inbox_id:
            return earlier.reply
    return None


def _without(reply: Reply, inbox_id: int) -> Reply:
    data = undo_button(inbox_id).data
    lines = (tuple(b for b in line if b.data != data) for line in reply.buttons)
    return replace(reply, buttons=tuple(line for line in lines if line))
