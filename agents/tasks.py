"""Tasks and lists: add, show with a button to tick each, tick, remove, change."""

from collections.abc import Sequence
from dataclasses import replace

from agents import event_details
from agents.agenda import agenda, days_of
from agents.agent import Conclusion, Pressed, Turn
from agents.cancelling import cancel as cancel_reminder
from agents.confirming import ask_which_one
from agents.days import days_asked
from agents.finding import named, numbered
from agents.reminder_choice import names_a_reminder
from agents.reminder_lists import shown_list
from agents.reminder_naming import renamed
from agents.ringing import done as done_ringing
from agents.ringing import named_rung
from agents.task_adding import add
from agents.task_changes import buttons, card_of, changed, focus_on, press_set
from agents.task_choice import (
    CARD,
    DEFAULT_LIST,
    done_task,
    found_tasks,
    known_list,
    list_in,
    shown_tasks,
    whole_list,
)
from agents.task_doing import complete, consequences, hush, reopen
from agents.task_lists import (
    ask_to_clear,
    ask_to_remove,
    clear,
    clear_done,
    clear_shopping,
    count,
    finished,
    following,
    lists,
    rename_list,
)
from agents.task_reminders import ACTION as REMIND
from agents.task_reminders import remind
from agents.task_texts import card, left
from agents.task_views import View, on_message, shown, span_of, view_of
from agents.wording import listed, quoted, shortened
from core.errors import Refused
from core.models import Reply
from core.requests import Route
from core.stores import UnitOfWork
from core.tasks import Task

# Verbs about whole lists, and about all that is open or was done.
WHOLE = {
    "next": following,
    "finished": finished,
    "count": count,
    "lists": lists,
    "clear done": clear_done,
    "clear": clear_shopping,
    "remove list": ask_to_remove,
    "rename list": rename_list,
}
# Changes that name what is new without a time, a list or a priority.
VERBS = frozenset({"note", "tag", "untag", "rename", "undue", "repeat"})


async def instead(turn: Turn, work: UnitOfWork, route: Route) -> Reply | None:
    """The answer to what was taken for an event, when it names an open task; else None."""
    slots = turn.request.slots
    what = slots.what or (slots.reference if turn.conversation.focus.subject == "task" else None)
    if not isinstance(what, str):
        return None
    await work.tasks.hold()
    is_named = named(what, await work.tasks.open(), lambda task: task.title)
    if not is_named and not numbered(what, await shown_tasks(turn, work)):
        return None
    request = replace(turn.request, route=route, verb="")
    return replace(await _answer(replace(turn, request=request), work), route=route)


class TaskAgent:
    """Answers task.* and the buttons of lists."""

    name = "tasks"
    routes: frozenset[Route] = frozenset(
        {"task.add", "task.list", "task.complete", "task.remove", "task.update"}
    )
    actions = frozenset({"tick", "untick", "drop", "clear", "page", CARD, "set", REMIND})

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            await work.tasks.hold()
            return [await event_details.instead(turn, work) or await _answer(turn, work)]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        await work.tasks.hold()
        number, _, more = argument.partition(":")
        if not number.isdecimal():
            raise Refused("I no longer know what that button was for. Tell me in words.")
        if action == "page":
            return Pressed(toast="Here.", edit=await shown(view_of(more), turn, work, int(number)))
        task = await work.tasks.get(int(number))
        if task is None:
            return await _gone(turn, more, work)
        match action:
            case "tick" | "untick":
                return await _tapped(turn, task, more, work, ticks=action == "tick")
            case "clear":
                return await clear(work, task, more)
            case _ if action == CARD:
                return Pressed(toast="Change it.", replies=(await card_of(turn, work, task),))
            case "set":
                return await press_set(turn, task, more, work)
            case "drop":
                return await _dropped(task, work)
            case _:
                return await remind(turn, task, more, work)


async def _answer(turn: Turn, work: UnitOfWork) -> Reply:
    request = turn.request
    if request.verb in WHOLE:
        return await WHOLE[request.verb](turn, work)
    match request.route:
        case "task.add":
            return await add(turn, work)
        case "task.complete":
            return await _complete(turn, work)
        case "task.remove":
            return await _remove(turn, work)
        case "task.update" if request.verb == "reopen":
            task = await done_task(turn, work)
            await focus_on(turn, work, [task])
            return Reply(text=await reopen(task, turn, work))
        case "task.update":
            if await _is_reminder(turn, work) and (said := await renamed(turn, work)):
                return said
            tasks = await found_tasks(turn, work, CARD, "Which one shall I change?")
            if isinstance(tasks, Reply):
                return await _carried(tasks, turn, work)
            return await changed(turn, work, tasks)
        case _:
            return await _list(turn, work)


async def _carried(asked: Reply, turn: Turn, work: UnitOfWork) -> Reply:
    """The question with buttons that carry out the change which the words name; without any they
    open the cards."""
    request = turn.request
    slots = request.slots
    if not (request.times or request.verb in VERBS or slots.priority or slots.list or slots.new):
        return asked
    buttons = [button for row in asked.buttons for button in row]
    choices = [(button.data.partition(":")[2], button.label) for button in buttons]
    return await ask_which_one(turn, work, asked.text, "task", choices)


async def _list(turn: Turn, work: UnitOfWork) -> Reply:
    view = await _view(turn, work)
    reply = await shown(view, turn, work)
    if view.kind == "find" and not reply.buttons:
        return await _found_elsewhere(turn, work) or reply
    if view.kind == "find" and len(reply.buttons) == 1:
        # One alone is told whole.
        (task,) = await _focused(turn, work)
        rows = reply.buttons if task.state == "done" else (*reply.buttons, *buttons(task))
        return Reply(text=card(task, turn), buttons=rows, route="task.list")
    return reply


async def _found_elsewhere(turn: Turn, work: UnitOfWork) -> Reply | None:
    """What is on no list may be a reminder."""
    return await shown_list(turn, work) if await names_a_reminder(turn, work) else None


async def _focused(turn: Turn, work: UnitOfWork) -> list[Task]:
    focus = (await work.people.conversation(turn.conversation.id)).focus
    found = [await work.tasks.get(int(number)) for number in focus.ids]
    return [task for task in found if task is not None]


async def _view(turn: Turn, work: UnitOfWork) -> View:
    """Which tasks are asked for."""
    request = turn.request
    slots = request.slots
    if request.verb == "overdue":
        return View(kind="late")
    if request.verb == "find" and isinstance(slots.what, str):
        return View(kind="find", value=slots.what)
    if slots.tags:
        names = await work.tasks.lists()
        is_list = "#" in turn.incoming.text and slots.tags[0] in names
        return View(kind="list" if is_list else "tag", value=slots.tags[0])
    wanted = slots.list or list_in(turn.incoming.text, await work.tasks.lists())
    name = DEFAULT_LIST if wanted is None else await known_list(work, wanted)
    if name != DEFAULT_LIST:
        return View(kind="list", value=name)
    if slots.priority is not None:
        return View(kind="prio", value=str(slots.priority))
    span = days_asked(request.times, turn.person.zone)
    return View() if span is None else View(kind="due", value=span_of(*span))


async def _complete(turn: Turn, work: UnitOfWork) -> Reply:
    if await named_rung(turn, work):
        return await done_ringing(turn, work)
    tasks = await found_tasks(turn, work, "tick", "Which one is done?")
    if isinstance(tasks, Reply):
        return tasks
    done = [await complete(task, turn, work) for task in tasks]
    await _keep_shown(turn, work, tasks)
    name = tasks[0].list_name
    said = f"✓ Done: {listed([shortened(task.title) for task in tasks])}."
    more = consequences(done, turn)
    remaining = left(len(await work.tasks.open(name)), name)
    return Reply(text=" ".join(part for part in (said, more, remaining) if part))


async def _remove(turn: Turn, work: UnitOfWork) -> Reply:
    slots = turn.request.slots
    meant = slots.what or ("everything" if slots.reference == "everything" else None)
    whole = whole_list(meant, await work.tasks.lists())
    if whole is not None and slots.list is None:
        return await ask_to_clear(turn, work, whole or None)
    if await _is_reminder(turn, work):
        return replace(await cancel_reminder(turn, work), route="reminder.cancel")
    tasks = await found_tasks(turn, work, "drop", "Which one shall I remove?")
    if isinstance(tasks, Reply):
        return tasks
    hushed = 0
    for task in tasks:
        hushed += await hush(task, work)
        await work.tasks.remove(task.id)
    await _keep_shown(turn, work, tasks)
    name = tasks[0].list_name
    gone = listed([shortened(task.title) for task in tasks])
    remaining = left(len(await work.tasks.open(name)), name)
    more = " Its reminder is cancelled." if hushed else ""
    return Reply(text=f"Removed {gone} from {name}.{more} {remaining}")


async def _is_reminder(turn: Turn, work: UnitOfWork) -> bool:
    """Whether what is named is a reminder and no task."""
    what = turn.request.slots.what
    if not isinstance(what, str) or turn.request.slots.list is not None:
        return False
    if named(what, await work.tasks.open(), lambda task: task.title):
        return False
    return await names_a_reminder(turn, work)


async def _keep_shown(turn: Turn, work: UnitOfWork, tasks: list[Task]) -> None:
    """ "The second one" goes on to mean the list that was shown, if what is done now was on it."""
    focus = turn.conversation.focus
    known = set(focus.ids) if focus.subject == "task" else set[str]()
    if len(known) < 2 or not known & {str(task.id) for task in tasks}:
        await focus_on(turn, work, tasks)


async def _tapped(turn: Turn, task: Task, key: str, work: UnitOfWork, *, ticks: bool) -> Pressed:
    """A tick, or its taking back, shown in place."""
    if ticks == (task.state == "done"):
        was = "done already" if ticks else "open already"
        edit = await _refreshed(turn, key, work) if key else None
        return Pressed(toast=f"{quoted(task.title)} was {was}.", edit=edit)
    if ticks:
        done = await complete(task, turn, work)
        toast = f"Done: {shortened(task.title)}"
        more = consequences([done], turn)
        if more:
            toast = f"{toast}. {more}"
    else:
        toast = await reopen(task, turn, work)
    if key:
        return Pressed(toast=toast, edit=await _refreshed(turn, key, work))
    said = f"✓ {toast}" if ticks else toast
    return Pressed(toast=toast, edit=Reply(text=said, route="task.complete"))


async def _refreshed(turn: Turn, key: str, work: UnitOfWork) -> Reply:
    """The list on the message as it is now; what is done stays on it with a tick. Of the days with
    all that is on, what is still to come."""
    days = days_of(key, turn.person.zone, turn.now)
    if days is not None:
        shown_days = await agenda(work, days)
        return Reply(text=shown_days.text, buttons=shown_days.buttons, route="calendar.query")
    return await shown(view_of(key), turn, work, again=await on_message(turn, work))


async def _gone(turn: Turn, key: str, work: UnitOfWork) -> Pressed:
    toast = "That task is not there any more."
    if not key or key in ("all", "list", "whole"):
        raise Refused(toast)
    return Pressed(toast=toast, edit=await _refreshed(turn, key, work))


async def _dropped(task: Task, work: UnitOfWork) -> Pressed:
    hushed = await hush(task, work)
    await work.tasks.remove(task.id)
    text = f"Removed {quoted(task.title)} from {task.list_name}."
    if hushed:
        text += " Its reminder is cancelled."
    return Pressed(toast=text, edit=Reply(text=text, route="task.remove"))
