"""A reminder for a task, by one tap: at its due time, or when the person says."""

from dataclasses import replace
from datetime import date, datetime

from agents.agent import Pressed, Turn
from agents.days import today_of
from agents.reminder_texts import schedule
from agents.wording import clock, day, quoted
from core.errors import Refused
from core.models import Button, Focus, Reminder, Reply
from core.stores import UnitOfWork
from core.tasks import Task
from core.zones import wall_of
from core.zones import zone as zone_called

ACTION = "remindme"
CHOICES = (("In 1 hour", "1h"), ("Tonight", "tonight"), ("Tomorrow", "tomorrow"))


def remind_button(task: Task) -> Button:
    """The tap that leads to a reminder."""
    return Button(label="Remind me", data=f"{ACTION}:{task.id}")


async def remind(turn: Turn, task: Task, choice: str, work: UnitOfWork) -> Pressed:
    """At the due time, when that is an instant to come or was chosen; else ask when.

    The answer in words and the other buttons are those of any reminder.
    """
    known = None if task.reminder_id is None else await work.reminders.get(task.reminder_id)
    ahead = [] if known is None else await work.reminders.upcoming(turn.now)
    ringing = next((pair for pair in ahead if known and pair[0].id == known.id), None)
    if ringing is not None:
        said = schedule(ringing, turn.person, turn.now)
        return Pressed(toast=f"There is a reminder for it already: {said}")
    if task.state == "done":
        return Pressed(toast=f"{quoted(task.title)} is done.")
    at = _due_instant(task, turn)
    if at is not None and (choice == "due" or isinstance(task.due, datetime)):
        return await _set(turn, task, at, work)
    focus = Focus(
        route="reminder.set",
        subject="task",
        ids=(str(task.id),),
        question="when",
        pending=task.title,
        asked_at=turn.now,
    )
    await work.people.focus(turn.conversation.id, focus)
    buttons = tuple(Button(label=said, data=f"when:{task.id}:{key}") for said, key in CHOICES)
    rows = [buttons]
    if at is not None:
        due = f"{day(wall_of(at, zone_called(turn.person.zone)).date(), today_of(turn))}"
        label = f"{due[0].upper()}{due[1:]} at {clock(at, turn.person.zone)}"
        rows.insert(0, (Button(label=label, data=f"{ACTION}:{task.id}:due"),))
    question = Reply(text=f"When shall I remind you of {quoted(task.title)}?", buttons=tuple(rows))
    return Pressed(toast="When?", replies=(question,))


async def link(turn: Turn, reminder: Reminder, work: UnitOfWork) -> None:
    """Note that the reminder was set for the task that the talk was about, if it says the same."""
    focus = turn.conversation.focus
    if focus.subject != "task" or len(focus.ids) != 1:
        return
    task = await work.tasks.get(int(focus.ids[0]))
    if task is not None and task.title == reminder.text and task.state == "open":
        await work.tasks.save(replace(task, reminder_id=reminder.id), turn.now)


async def _set(turn: Turn, task: Task, at: datetime, work: UnitOfWork) -> Pressed:
    zone = turn.person.zone
    wall = wall_of(at, zone_called(zone))
    reminder = Reminder(text=task.title, wall=wall, zone=zone, inbox_id=turn.incoming.inbox_id)
    saved = await work.reminders.add(reminder, at, turn.now)
    await work.tasks.save(replace(task, reminder_id=saved.id), turn.now)
    found = [pair for pair in await work.reminders.upcoming(turn.now) if pair[0].id == saved.id]
    if not found:
        raise Refused("I could not save that reminder: nothing is set. Please tell me once more.")
    focus = Focus(route="reminder.set", subject="reminder", ids=(str(saved.id),))
    await work.people.focus(turn.conversation.id, focus)
    said = schedule(found[0], turn.person, turn.now)
    change = Button(label="Change", data=f"change:{saved.id}")
    text = f"Reminder set: {saved.text}\n{said}"
    reply = Reply(text=text, buttons=((change,),), route="reminder.set")
    return Pressed(toast="Reminder set.", replies=(reply,))


def _due_instant(task: Task, turn: Turn) -> datetime | None:
    """When it is due, of a day the person's morning; None when there is none or it is past."""
    match task.due:
        case None:
            return None
        case datetime():
            at = task.due
        case date():
            morning = datetime.combine(task.due, turn.person.parts.morning)
            at = turn.person.whereabouts.instant_of(morning)
    return at if at > turn.now else None
