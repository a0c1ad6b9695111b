"""What follows a ringing: done and snoozed, by button and in words. A series is never shifted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Pressed, Turn
from agents.digests import buttons, digest, settled
from agents.finding import ALL, PLACE, named, pointed
from agents.insisting import OPEN
from agents.reminder_choice import label, titled
from agents.reminder_texts import Ringing, distance, when
from agents.reminder_times import aim_of, zone_shown
from agents.task_doing import complete, consequences
from agents.wording import quoted
from core.errors import Refused
from core.models import Focus, Occurrence, OccurrenceState, Outgoing, Person, Reminder, Reply
from core.stores import UnitOfWork

# So long a ringing is what "done" without a name can mean.
RECENT = timedelta(days=1)
DEFAULT = timedelta(minutes=10)
LENGTHS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
NOTHING = "Nothing has rung that I could do that with."
EXAMPLE = "For example: “in 25 minutes”, “at 5pm” or “friday at 10”."
OVER = {
    "done": "That was done already.",
    "cancelled": "That reminder was cancelled.",
    "skipped": "That one was left out.",
    "scheduled": "That one has not rung yet.",
}


async def named_rung(turn: Turn, work: UnitOfWork) -> bool:
    """Whether what is said to be done is what has just rung, and no task."""
    title = titled(turn.request.slots.what)
    if not title or turn.request.slots.list is not None:
        return False
    if named(title, await work.tasks.open(), lambda task: task.title):
        return False
    return bool(await _named(title, turn, work))


async def done(turn: Turn, work: UnitOfWork) -> Reply:
    """In words: the one just rung is done, or the one that is named."""
    await _one_by_one(work)
    every = await _all_open(turn, work)
    if len(every) > 1:
        return await _all_done(every, turn, work)
    ringing = await _meant(turn, work)
    ahead = await _finish(ringing, work, turn)
    ticked = await _tick(ringing, work, turn)
    await _show(ringing, turn, work)
    await _focus(turn, ringing, work)
    following = f"\nNext: {_when(ringing, ahead, turn)}" if ahead else ""
    return Reply(text=f"✓ Done: {ringing[0].text}{following}" + (f"\n{ticked}" if ticked else ""))


async def _all_open(turn: Turn, work: UnitOfWork) -> list[Ringing]:
    """What has rung and waits for an answer, where the words say that all of it is done."""
    if turn.request.slots.what is not None or not ALL.search(turn.incoming.text.casefold()):
        return []
    return list(reversed(await work.reminders.rung(turn.now - RECENT)))


async def _all_done(ringings: Sequence[Ringing], turn: Turn, work: UnitOfWork) -> Reply:
    told: list[str] = []
    for ringing in ringings:
        await _finish(ringing, work, turn)
        ticked = await _tick(ringing, work, turn)
        await _show(ringing, turn, work)
        told.append(f"✓ Done: {ringing[0].text}" + (f". {ticked}" if ticked else ""))
    return Reply(text="\n".join(dict.fromkeys(told)))


async def snooze(turn: Turn, work: UnitOfWork) -> Reply:
    """In words: it rings once more, at the time that was said or in ten minutes."""
    await _one_by_one(work)
    ringing = await _meant(turn, work)
    until = _until(turn)
    await _again(ringing, until, work, turn)
    await _show(ringing, turn, work)
    await _focus(turn, ringing, work)
    said = _when(ringing, until, turn)
    heard = turn.incoming.received_at
    return Reply(text=f"Snoozed: {ringing[0].text}\n{said} ({distance(until, heard)})")


async def hush(turn: Turn, work: UnitOfWork) -> Reply:
    """In words: it stays open, and rings no more for that it was not answered."""
    await _one_by_one(work)
    ringing = await _meant(turn, work)
    await work.occurrences.hush(ringing[0].id)
    await _focus(turn, ringing, work)
    text = quoted(ringing[0].text)
    return Reply(text=f"I stop: {text} is still open, but I don't ring for it again this time.")


async def press_done(turn: Turn, occurrence_id: int, work: UnitOfWork) -> Pressed:
    """The button Done below a ringing."""
    await _one_by_one(work)
    ringing = await _rung(occurrence_id, work)
    over = await _over(ringing, work, turn)
    if over is not None:
        return Pressed(toast=over)
    await _finish(ringing, work, turn)
    ticked = await _tick(ringing, work, turn)
    toast = f"Done: {label(ringing[0].text)}" + (f". {ticked}" if ticked else "")
    return await _pressed(toast, ringing, turn, work)


async def press_snooze(turn: Turn, occurrence_id: int, length: str, work: UnitOfWork) -> Pressed:
    """A button that lets it ring again: in "10m" or "1h", "tonight" or "tomorrow"."""
    await _one_by_one(work)
    ringing = await _rung(occurrence_id, work)
    over = await _over(ringing, work, turn)
    if over is not None:
        return Pressed(toast=over)
    until = _offered(length, turn.person, turn.now)
    await _again(ringing, until, work, turn)
    said = f"It rings again {_when(ringing, until, turn)}."
    return await _pressed(said, ringing, turn, work)


async def press_other(turn: Turn, occurrence_id: int, work: UnitOfWork) -> Pressed:
    """The button Other…: the next words are the time."""
    ringing = await _rung(occurrence_id, work)
    over = await _over(ringing, work, turn)
    if over is not None:
        return Pressed(toast=over)
    focus = Focus(
        route="reminder.update",
        subject="occurrence",
        ids=(str(occurrence_id),),
        question="when",
    )
    await work.people.focus(turn.conversation.id, focus)
    asked = f"When shall {quoted(ringing[0].text)} ring again? {EXAMPLE}"
    return Pressed(toast="When?", replies=(Reply(text=asked, route="reminder.update"),))


async def press_late(turn: Turn, occurrence_id: int, answer: str, work: UnitOfWork) -> Pressed:
    """The answer to whether a late one is still wanted: "yes", or "no" and it is left out."""
    await _one_by_one(work)
    ringing = await _rung(occurrence_id, work)
    over = await _over(ringing, work, turn)
    if over is not None:
        return Pressed(toast=over)
    if answer == "no":
        await _close(ringing, "skipped", work, turn)
        return await _pressed(f"Left out: {label(ringing[0].text)}", ringing, turn, work)
    shown = Reply(text=settled(ringing, (), turn.person, turn.now), buttons=buttons(occurrence_id))
    return Pressed(toast="Here it is.", edit=shown)


async def press_all_done(turn: Turn, occurrence_id: int, work: UnitOfWork) -> Pressed:
    """The button below a digest: everything in the same message that is still open is done."""
    await _one_by_one(work)
    _, asked = await _rung(occurrence_id, work)
    told = await work.occurrences.told(asked.outbox_id or 0)
    left = [ringing for ringing in told if ringing[1].state in OPEN]
    if not left:
        return Pressed(toast="All of it was dealt with already.")
    for ringing in left:
        await _finish(ringing, work, turn)
        await _tick(ringing, work, turn)
    return await _pressed("All done.", left[0], turn, work)


async def _one_by_one(work: UnitOfWork) -> None:
    """Of two answers in one moment the second sees what the first has done. The lock is that of
    tasks, because an answer may tick one."""
    await work.tasks.hold()


async def _rung(occurrence_id: int, work: UnitOfWork) -> Ringing:
    found = await work.occurrences.get(occurrence_id)
    if found is None:
        raise Refused("I no longer know that reminder.")
    return found


async def _over(ringing: Ringing, work: UnitOfWork, turn: Turn) -> str | None:
    """What has happened to it already; None while it is open."""
    reminder, occurrence = ringing
    if occurrence.state == "snoozed":
        family = await work.occurrences.family(occurrence.root_id)
        ahead = [other for other in family if other.state == "scheduled"]
        if ahead:
            return f"It is snoozed until {_when(ringing, ahead[0].due_at, turn)}."
        return "It was snoozed, and has rung again since."
    if reminder.state == "cancelled":
        return OVER["cancelled"]
    return OVER.get(occurrence.state)


async def _meant(turn: Turn, work: UnitOfWork) -> Ringing:
    """The ringing that the words are about: by its name, else the one at hand, else the latest.

    Raises:
        Refused: when there is none, or it is over.
    """
    title = titled(turn.request.slots.what)
    recent = await work.reminders.rung(turn.now - RECENT)
    near = await _named(title, turn, work) if title else recent
    focus = turn.conversation.focus
    if focus.subject == "occurrence" and focus.ids and (not title or PLACE.fullmatch(title)):
        near = await _at_hand(turn, work, title or turn.request.slots.reference or "it")
    if not near:
        raise Refused(NOTHING)
    over = OVER.get(near[0][1].state)
    if over is not None:
        raise Refused(over)
    return near[0]


async def _named(title: str, turn: Turn, work: UnitOfWork) -> list[Ringing]:
    """What has rung and is called so: open, else snoozed."""
    recent = await work.reminders.rung(turn.now - RECENT)
    near = named(title, recent, lambda ringing: ringing[0].text)
    if near:
        return near
    ahead = await work.reminders.upcoming(turn.now)
    again = [ringing for ringing in ahead if ringing[1].parent_id is not None]
    found = named(title, again, lambda ringing: ringing[0].text)
    return [await _rung(occurrence.root_id, work) for _, occurrence in found]


async def _at_hand(turn: Turn, work: UnitOfWork, said: str) -> list[Ringing]:
    """The one that has just rung; of several that were told of together the one pointed at."""
    shown = [await _rung(int(number), work) for number in turn.conversation.focus.ids]
    found = pointed(said, shown)
    left = [ringing for ringing in shown if ringing[1].state in OPEN]
    if len(found) != 1 and len(left) > 1:
        lines = [f"{n}. {r.text}" for n, (r, o) in enumerate(shown, 1) if o.state in OPEN]
        raise Refused("Which one do you mean? Say it with its words.\n" + "\n".join(lines))
    return found[:1] or left or shown[:1]


async def _finish(ringing: Ringing, work: UnitOfWork, turn: Turn) -> datetime | None:
    """It is done, and what would ring again for it does not; when its series rings next."""
    reminder = await _close(ringing, "done", work, turn)
    left = [other.due_at for other in await _ahead(reminder.id, work, turn)]
    if not left and reminder.state == "active":
        await work.reminders.save(replace(reminder, state="done"))
    return min(left, default=None)


async def _tick(ringing: Ringing, work: UnitOfWork, turn: Turn) -> str:
    """Tick the task that the reminder was set for, and say so; a series of reminders leaves its
    task open."""
    reminder = ringing[0]
    task = None
    if reminder.rule is None:
        open_tasks = await work.tasks.open()
        task = next((task for task in open_tasks if task.reminder_id == reminder.id), None)
    if task is None:
        return ""
    more = consequences([await complete(task, turn, work)], turn)
    return f"Its task is ticked off, too. {more}".rstrip()


async def _again(ringing: Ringing, until: datetime, work: UnitOfWork, turn: Turn) -> None:
    reminder = await _close(ringing, "snoozed", work, turn)
    if reminder.state == "done":
        # The last of a series was done while this one was still open.
        await work.reminders.save(replace(reminder, state="active"))
    await work.occurrences.add(reminder.id, until, ringing[1].root_id)


async def _close(
    ringing: Ringing, state: OccurrenceState, work: UnitOfWork, turn: Turn
) -> Reminder:
    """Settle the ringing with all that rang again for it."""
    reminder, occurrence = ringing
    family = await work.occurrences.family(occurrence.root_id)
    rang = [other.id for other in family if other.state in OPEN or other.state == "snoozed"]
    await work.occurrences.settle(rang, state, turn.now)
    for other in family:
        if other.state == "scheduled":
            await work.occurrences.mark(other.id, "cancelled")
    return reminder


async def _ahead(reminder_id: int, work: UnitOfWork, turn: Turn) -> Sequence[Occurrence]:
    ahead = await work.reminders.upcoming(turn.now - RECENT)
    return [other for reminder, other in ahead if reminder.id == reminder_id]


def _when(ringing: Ringing, instant: datetime, turn: Turn) -> str:
    """In the zone where the person is then, or in the reminder's own."""
    return when(instant, turn.person, turn.now, zone_shown(ringing[0], instant, turn.person))


def _until(turn: Turn) -> datetime:
    if not turn.request.times:
        return turn.now + DEFAULT
    aim = aim_of(turn.request.times[:1], turn.person, turn.incoming.received_at)
    if aim is None or aim.rule is not None:
        raise Refused(f"Until when shall I snooze it? {EXAMPLE}")
    return aim.due_at


def _offered(length: str, person: Person, now: datetime) -> datetime:
    """The instant that a button means, where the person is then; "tonight", late at night, is in
    an hour."""
    where = person.whereabouts
    today: date = where.wall_of(now).date()
    if length == "tonight":
        tonight = where.instant_of(datetime.combine(today, person.parts.night))
        return tonight if tonight > now else now + LENGTHS["1h"]
    if length == "tomorrow":
        morning = datetime.combine(today + timedelta(days=1), person.parts.morning)
        return where.instant_of(morning)
    return now + LENGTHS.get(length, DEFAULT)


async def _now(ringing: Ringing, work: UnitOfWork) -> Ringing:
    return await _rung(ringing[1].id, work)


async def _pressed(toast: str, ringing: Ringing, turn: Turn, work: UnitOfWork) -> Pressed:
    """The toast, and the message as it looks from now on; a later one of its family, too."""
    shown = await _shown(ringing, turn, work)
    family = await work.occurrences.family(ringing[1].root_id)
    last = max((o for o in family if o.outbox_id), key=lambda o: o.id, default=ringing[1])
    if last.outbox_id != ringing[1].outbox_id:
        await _show((ringing[0], last), turn, work)
    return Pressed(toast=toast, edit=shown)


async def _shown(ringing: Ringing, turn: Turn, work: UnitOfWork) -> Reply:
    """The message that told of it, from the rows as they are now."""
    reminder, occurrence = await _now(ringing, work)
    told = await work.occurrences.told(occurrence.outbox_id or 0)
    families = {o.id: await work.occurrences.family(o.root_id) for _, o in told}
    if len(told) > 1:
        return digest(told, families, turn.person, turn.now)
    family = await work.occurrences.family(occurrence.root_id)
    return Reply(text=settled((reminder, occurrence), family, turn.person, turn.now))


async def _show(ringing: Ringing, turn: Turn, work: UnitOfWork) -> None:
    """Words have the same effect on the message as its buttons: they are gone afterwards."""
    _, occurrence = await _now(ringing, work)
    outbox_id = occurrence.outbox_id
    versions = [] if outbox_id is None else await work.outbox.versions(outbox_id)
    if not versions:
        return
    await work.outbox.put(
        Outgoing(
            key=f"edit:{turn.incoming.inbox_id}:{outbox_id}",
            conversation_id=versions[0].conversation_id,
            kind="edit",
            reply=await _shown(ringing, turn, work),
            inbox_id=turn.incoming.inbox_id,
            target_id=outbox_id,
        ),
        turn.now,
    )


async def _focus(turn: Turn, ringing: Ringing, work: UnitOfWork) -> None:
    before, number = turn.conversation.focus, str(ringing[1].id)
    # "The third one" goes on to mean what was told of together.
    is_shown = before.subject == "occurrence" and number in before.ids
    ids = before.ids if is_shown else (number,)
    focus = Focus(route="reminder.update", subject="occurrence", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
