"""What follows a ringing: done and snoozed, by button and in words. A series is never shifted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Pressed, Turn
from agents.finding import named
from agents.reminder_choice import label, titled
from agents.reminder_texts import Ringing, distance, when
from agents.reminder_times import aim_of
from agents.wording import clock, plain_day
from core.errors import Refused
from core.models import Button, Focus, Occurrence, Outgoing, Person, Reply
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

# So long a ringing is what "done" without a name can mean.
RECENT = timedelta(days=1)
DEFAULT = timedelta(minutes=10)
LENGTHS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
NOTHING = "Nothing has rung that I could do that with."
OVER = {
    "done": "That was done already.",
    "cancelled": "That reminder was cancelled.",
    "skipped": "That one was left out.",
}


def buttons(occurrence_id: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons below a ringing."""
    number = occurrence_id
    return (
        (
            Button(label="Done", data=f"done:{number}"),
            Button(label="10 min", data=f"snooze:{number}:10m"),
            Button(label="1 h", data=f"snooze:{number}:1h"),
        ),
        (
            Button(label="Tonight", data=f"snooze:{number}:tonight"),
            Button(label="Tomorrow", data=f"snooze:{number}:tomorrow"),
        ),
    )


async def done(turn: Turn, work: UnitOfWork) -> Reply:
    """In words: the one just rung is done, or the one that is named."""
    ringing = await _meant(turn, work)
    ahead = await _finish(ringing, work, turn)
    await _show_on_message(ringing, _outcome(ringing, "✓ Done", turn), turn, work)
    await _focus(turn, ringing, work)
    following = f"\nNext: {when(ahead, turn.person, turn.now)}" if ahead else ""
    return Reply(text=f"✓ Done: {ringing[0].text}{following}")


async def snooze(turn: Turn, work: UnitOfWork) -> Reply:
    """In words: it rings once more, at the time that was said or in ten minutes."""
    ringing = await _meant(turn, work)
    until = _until(turn)
    await _again(ringing, until, work, turn)
    said = when(until, turn.person, turn.now)
    await _show_on_message(ringing, _outcome(ringing, f"💤 Snoozed until {said}", turn), turn, work)
    await _focus(turn, ringing, work)
    heard = turn.incoming.received_at
    return Reply(text=f"Snoozed: {ringing[0].text}\n{said} ({distance(until, heard)})")


async def press_done(turn: Turn, occurrence_id: int, work: UnitOfWork) -> Pressed:
    """The button Done below a ringing."""
    ringing = await _rung(occurrence_id, work)
    over = await _over(ringing, work, turn)
    if over is not None:
        return Pressed(toast=over)
    await _finish(ringing, work, turn)
    return Pressed(toast=f"Done: {label(ringing[0].text)}", edit=_outcome(ringing, "✓ Done", turn))


async def press_snooze(turn: Turn, occurrence_id: int, length: str, work: UnitOfWork) -> Pressed:
    """A button that lets it ring again: in "10m" or "1h", "tonight" or "tomorrow"."""
    ringing = await _rung(occurrence_id, work)
    over = await _over(ringing, work, turn)
    if over is not None:
        return Pressed(toast=over)
    until = _offered(length, turn.person, turn.now)
    await _again(ringing, until, work, turn)
    said = when(until, turn.person, turn.now)
    return Pressed(
        toast=f"It rings again {said}.",
        edit=_outcome(ringing, f"💤 Snoozed until {said}", turn),
    )


async def _rung(occurrence_id: int, work: UnitOfWork) -> Ringing:
    found = await work.occurrences.get(occurrence_id)
    if found is None:
        raise Refused("I no longer know that reminder.")
    return found


async def _over(ringing: Ringing, work: UnitOfWork, turn: Turn) -> str | None:
    """What has happened to it already; None while it is open."""
    reminder, occurrence = ringing
    if occurrence.state == "snoozed":
        children = [o for o in await _ahead(ringing, work, turn) if o.parent_id == occurrence.id]
        if children:
            return f"It is snoozed until {when(children[0].due_at, turn.person, turn.now)}."
        return "It was snoozed, and has rung again since."
    if reminder.state == "cancelled":
        return OVER["cancelled"]
    return OVER.get(occurrence.state)


async def _meant(turn: Turn, work: UnitOfWork) -> Ringing:
    """The ringing that the words are about: by its name, else the one at hand, else the latest.

    Raises:
        Refused: when there is none, or it is over.
    """
    recent = await work.reminders.rung(turn.now - RECENT)
    title = titled(turn.request.slots.what)
    near = named(title, recent, lambda ringing: ringing[0].text) if title else recent
    focus = turn.conversation.focus
    if focus.subject == "occurrence" and focus.ids and not title:
        near = [await _rung(int(focus.ids[0]), work)]
    if not near:
        raise Refused(NOTHING)
    over = OVER.get(near[0][1].state)
    if over is not None:
        raise Refused(over)
    return near[0]


async def _finish(ringing: Ringing, work: UnitOfWork, turn: Turn) -> datetime | None:
    """Mark it done; when its series rings next."""
    reminder, occurrence = ringing
    ahead = await _ahead(ringing, work, turn)
    await work.occurrences.mark(occurrence.id, "done")
    for snoozed in ahead:
        if snoozed.parent_id == occurrence.id:
            await work.occurrences.mark(snoozed.id, "cancelled")
    left = [other.due_at for other in ahead if other.parent_id != occurrence.id]
    if not left and reminder.state == "active":
        await work.reminders.save(replace(reminder, state="done"))
    return min(left, default=None)


async def _again(ringing: Ringing, until: datetime, work: UnitOfWork, turn: Turn) -> None:
    reminder, occurrence = ringing
    for snoozed in await _ahead(ringing, work, turn):
        if snoozed.parent_id == occurrence.id:
            await work.occurrences.mark(snoozed.id, "cancelled")
    await work.occurrences.mark(occurrence.id, "snoozed")
    await work.occurrences.add(reminder.id, until, occurrence.id)


async def _ahead(ringing: Ringing, work: UnitOfWork, turn: Turn) -> Sequence[Occurrence]:
    ahead = await work.reminders.upcoming(turn.now - RECENT)
    return [other for reminder, other in ahead if reminder.id == ringing[0].id]


def _until(turn: Turn) -> datetime:
    if not turn.request.times:
        return turn.now + DEFAULT
    aim = aim_of(turn.request.times[:1], turn.person, turn.incoming.received_at)
    if aim is None or aim.rule is not None:
        raise Refused("Until when? For example: “snooze 10 min” or “snooze until 5pm”.")
    return aim.due_at


def _offered(length: str, person: Person, now: datetime) -> datetime:
    """The instant that a button means; "tonight", late at night, is in an hour."""
    place = zone_called(person.zone)
    today: date = wall_of(now, place).date()
    if length == "tonight":
        tonight = instant_of(datetime.combine(today, person.parts.night), place)
        return tonight if tonight > now else now + LENGTHS["1h"]
    if length == "tomorrow":
        morning = datetime.combine(today + timedelta(days=1), person.parts.morning)
        return instant_of(morning, place)
    return now + LENGTHS.get(length, DEFAULT)


def _outcome(ringing: Ringing, what: str, turn: Turn) -> Reply:
    """The ringing's message as it looks from now on: its text, and what became of it when."""
    today = wall_of(turn.now, zone_called(turn.person.zone)).date()
    at = f"{plain_day(today, today)} at {clock(turn.now, turn.person.zone)}"
    return Reply(text=f"{ringing[0].text}\n{what} ({at})")


async def _show_on_message(ringing: Ringing, shown: Reply, turn: Turn, work: UnitOfWork) -> None:
    """Words have the same effect on the message as its buttons: they are gone afterwards."""
    outbox_id = await work.occurrences.message(ringing[1].id)
    versions = [] if outbox_id is None else await work.outbox.versions(outbox_id)
    if not versions:
        return
    await work.outbox.put(
        Outgoing(
            key=f"edit:{turn.incoming.inbox_id}:{outbox_id}",
            conversation_id=versions[0].conversation_id,
            kind="edit",
            reply=shown,
            inbox_id=turn.incoming.inbox_id,
            target_id=outbox_id,
        ),
        turn.now,
    )


async def _focus(turn: Turn, ringing: Ringing, work: UnitOfWork) -> None:
    focus = Focus(route="reminder.update", subject="occurrence", ids=(str(ringing[1].id),))
    await work.people.focus(turn.conversation.id, focus)
