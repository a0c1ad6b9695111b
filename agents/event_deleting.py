"""Deleting an event by words: which one, how much of a series, and the question before it."""

from dataclasses import replace

from agents import drafts
from agents.agent import Turn
from agents.calendar_choice import check_writable
from agents.confirming import KEEP, ask
from agents.event_choice import events_named, one, title_of
from agents.reminder_choice import names_a_reminder
from agents.skipping import skipped
from core.models import Button, Focus, Reply
from core.stores import UnitOfWork


async def deletion(turn: Turn, work: UnitOfWork) -> Reply:
    """Ask whether the event that is meant is to go; of a series that occasion, or more by a button.

    Raises:
        Refused: there is no such event, or only others may change it.
    """
    event = await one(turn, work, "Which event shall I delete?")
    if isinstance(event, Reply):
        return replace(event, buttons=(*event.buttons, (KEEP,)))
    await check_writable(event, work)
    scope = turn.request.slots.scope
    data = f"unbook:{event.key}" + (f":{scope}" if scope and event.occasion else "")
    asked = await ask(
        turn,
        work,
        f"Shall I delete {drafts.so_much(event, scope or 'this', turn)}?",
        Button(label="Delete", data=data),
        KEEP,
        focus=Focus(route=turn.request.route, subject="event", ids=(event.key,)),
    )
    if not event.occasion or scope is not None:
        return asked
    return replace(asked, buttons=(*asked.buttons, drafts.scopes(data)))


async def skipped_or_deleted(turn: Turn, work: UnitOfWork) -> Reply:
    """Leave out one ringing of a series; "skip yoga on friday" may mean the event of that name."""
    title = title_of(turn.request)
    if title is None or await names_a_reminder(turn, work):
        return await skipped(turn, work)
    if not await events_named(turn, work, title):
        return await skipped(turn, work)
    asked = replace(turn, request=replace(turn.request, route="calendar.delete", verb="delete"))
    return replace(await deletion(asked, work), route="calendar.delete")
