"""An event gets another name: "rename the dentist to checkup", "change the title of it to …"."""

import re
from dataclasses import replace

from agents import drafts
from agents.agent import Turn
from agents.calendar_choice import check_writable
from agents.event_choice import events_named, one
from agents.finding import named
from core.events import Draft
from core.models import Reply
from core.stores import UnitOfWork

_RENAMED = re.compile(
    r"(?:please )?(?:rename|change the (?:title|name) of) (?:the |my )?(?P<which>.+?)"
    r" (?:to|as|into) (?P<new>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_POINTS = ("it", "that", "this")


async def renamed(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The draft of the event with its new name, or which one is meant; None for other words.

    Raises:
        Refused: there is no such event, or it can't be changed.
    """
    said = _RENAMED.fullmatch(turn.incoming.text.strip())
    if said is None:
        return None
    points = said["which"].lower() in _POINTS
    slots = replace(
        turn.request.slots,
        what=None if points else said["which"],
        reference="it" if points else None,
    )
    request = replace(turn.request, route="calendar.update", verb="", slots=slots, times=())
    asked = replace(turn, request=request)
    event = await one(asked, work, "Which event shall I rename?")
    if isinstance(event, Reply):
        return event
    await check_writable(event, work)
    title = said["new"].strip(" .“”\"'")
    scope = "this" if event.occasion else "all"
    draft = Draft(kind="move", event=replace(event, title=title), scope=scope)
    return await drafts.propose(asked, work, draft)


async def instead(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The answer to what was taken for a task, when it names an event and no open task."""
    said = _RENAMED.fullmatch(turn.incoming.text.strip())
    if turn.request.verb != "rename" or said is None:
        return None
    if named(said["which"], await work.tasks.open(), lambda task: task.title):
        return None
    if not await events_named(turn, work, said["which"]):
        return None
    reply = await renamed(turn, work)
    return None if reply is None else replace(reply, route="calendar.update")
