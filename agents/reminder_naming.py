"""A reminder gets another text: "rename yoga to pilates", "it should say call dad"."""

from dataclasses import replace

from agents.agent import Turn
from agents.reminder_choice import names_a_reminder, one_meant
from agents.reminder_texts import schedule
from agents.rewording import renaming
from agents.wording import quoted
from core.models import Focus, Reply
from core.stores import UnitOfWork


async def renamed(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The answer to words that rename a reminder without calling it one; None for other words, and
    where no reminder is called so."""
    said = None if turn.request.times else renaming(turn.incoming.text)
    if said is None:
        return None
    request = replace(turn.request, route="reminder.update", verb="text")
    named = replace(turn, request=replace(request, slots=replace(request.slots, what=said[0])))
    if not await names_a_reminder(named, work):
        return None
    slots = replace(request.slots, what=said)
    reply = await reworded(replace(turn, request=replace(request, slots=slots)), work)
    return replace(reply, route="reminder.update")


async def reworded(turn: Turn, work: UnitOfWork) -> Reply:
    """Give the reminder that is meant another text; the request holds (which, new text)."""
    which, text = (*(turn.request.slots.what or ()), "", "")[:2]
    pointer = None if which else turn.request.slots.reference or "it"
    slots = replace(turn.request.slots, what=which or None, reference=pointer)
    meant = replace(turn, request=replace(turn.request, slots=slots))
    before = await one_meant(meant, work)
    if isinstance(before, Reply):
        return before
    await work.reminders.save(replace(before[0], text=text))
    focus = Focus(route="reminder.update", subject="reminder", ids=(str(before[0].id),))
    await work.people.focus(turn.conversation.id, focus)
    saved = (await work.reminders.get(before[0].id) or before[0], before[1])
    said = schedule(saved, turn.person, turn.incoming.received_at)
    return Reply(text=f"Changed: {saved[0].text}\n{said}\nIt was {quoted(before[0].text)}.")
