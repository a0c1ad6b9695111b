"""Taking back what one message changed, all of it or nothing, and showing so."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from agents.agent import Pressed
from core.models import Button, Conversation, Incoming, Outgoing, Reply
from core.stores import UnitOfWork

ACTION = "undo"
LABEL = "Undo"
UNDONE = "↩ Undone."
TOASTS = {
    "undone": "Undone.",
    "changed": "Something of it has changed since, so I left it all as it is.",
    "rung": "It has already rung, so it can't be undone.",
    "nothing": "There is nothing to take back any more.",
}
NOTHING = "There is nothing to take back."
RESTORED = "Taken back: the message with the button shows it as it was."
FORGOTTEN = (
    "The last thing was to forget, and that can't be undone, so I have taken nothing back."
    " What came before has an Undo button of its own."
)
# How far off something was is no longer true.
_DISTANCE = re.compile(r" \(in [^)\n]*\)")


def undo_button(inbox_id: int) -> Button:
    """The button that takes back what that message changed."""
    return Button(label=LABEL, data=f"{ACTION}:{inbox_id}")


def with_undo(reply: Reply, inbox_id: int) -> Reply:
    """`reply` with the button below its others."""
    return replace(reply, buttons=(*reply.buttons, (undo_button(inbox_id),)))


async def undo(
    work: UnitOfWork, inbox_id: int, versions: list[Outgoing], incoming: Incoming, now: datetime
) -> Pressed:
    """Undo that change set, as `incoming` asks for. `versions` are those of the message whose
    button was pressed.

    A message that was changed by what is undone gets its earlier form back; any other says that it
    was undone. In every case the button goes, because it can do nothing more.
    """
    outcome = await _undone(work, inbox_id, versions, incoming, now)
    return Pressed(toast=TOASTS[outcome], edit=_shown(versions, inbox_id, outcome))


@dataclass(frozen=True, kw_only=True, slots=True)
class Last:
    """What "undo" in words has done: what there is to say, and how the message `outbox_id` looks
    now."""

    text: str
    outbox_id: int = 0
    edit: Reply | None = None


async def undo_last(
    work: UnitOfWork, talk: Conversation, incoming: Incoming, now: datetime
) -> Last:
    """Undo what the newest message with an Undo button offers, unless something was forgotten
    since: who says "undo" then means that."""
    found = await work.outbox.pressed(talk.id, LABEL)
    versions = [] if found is None else await work.outbox.versions(found[0])
    forgotten = await work.outbox.told(talk.id, "memory.forget")
    if forgotten is not None and (not versions or forgotten > versions[-1].id):
        return Last(text=FORGOTTEN)
    if found is None or not versions:
        return Last(text=NOTHING)
    outbox_id, data = found
    inbox_id = int(data.partition(":")[2])
    outcome = await _undone(work, inbox_id, versions, incoming, now)
    if outcome == "undone" and _before(versions, inbox_id) is not None:
        edit = _shown(versions, inbox_id, outcome)
        return Last(text=RESTORED, outbox_id=outbox_id, edit=edit)
    told = _DISTANCE.sub("", versions[-1].reply.text.partition("\n\n")[0])
    start = "Taken back" if outcome == "undone" else TOASTS[outcome].rstrip(".")
    return Last(
        text=f"{start}:\n{told}",
        outbox_id=outbox_id,
        edit=_shown(versions, inbox_id, outcome),
    )


async def _undone(
    work: UnitOfWork, inbox_id: int, versions: list[Outgoing], incoming: Incoming, now: datetime
) -> str:
    """How undoing went. What had rung and was answered by that message asks again."""
    outcome = await work.changes.undo(inbox_id)
    if outcome != "undone":
        return outcome
    own = versions[0].id if versions else 0
    for target_id in await work.outbox.edited(inbox_id):
        shown = await work.outbox.versions(target_id)
        earlier = _before(shown, inbox_id)
        is_last = bool(shown) and (shown[0].kind, shown[-1].inbox_id) == ("push", inbox_id)
        if earlier is None or not is_last or target_id == own:
            continue
        edit = Outgoing(
            key=f"edit:{incoming.inbox_id}:{target_id}",
            conversation_id=shown[0].conversation_id,
            kind="edit",
            reply=earlier,
            inbox_id=incoming.inbox_id,
            target_id=target_id,
        )
        await work.outbox.put(edit, now)
    return outcome


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
