"""Tasks and lists: add, show with a button to tick each, tick, remove, change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from agents.agent import Conclusion, Pressed, Turn
from agents.confirming import KEEP, ask
from agents.task_choice import (
    DEFAULT_LIST,
    MOST_BUTTONS,
    found_tasks,
    known_list,
    label,
    list_in,
    list_name,
    list_to_add_to,
    titles,
    whole_list,
)
from agents.wording import amount, day, listed, moment, quoted
from core.clock import Clock
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.requests import DateRange, Request, Route, TimeRange
from core.stores import UnitOfWork
from core.tasks import Task
from core.zones import wall_of
from core.zones import zone as zone_called

MOST_LINES = 60
PRIORITIES = {1: "high", 2: "medium", 3: "low"}


class TaskAgent:
    """Answers task.* and the buttons of lists."""

    name = "tasks"
    routes: frozenset[Route] = frozenset(
        {"task.add", "task.list", "task.complete", "task.remove", "task.update"}
    )
    actions = frozenset({"tick", "drop", "clear"})

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            match turn.request.route:
                case "task.add":
                    return [await self._add(turn, work)]
                case "task.complete":
                    return [await self._complete(turn, work)]
                case "task.remove":
                    return [await self._remove(turn, work)]
                case "task.update":
                    return [await self._update(turn, work)]
                case _:
                    return [await self._list(turn, work)]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        number, _, scope = argument.partition(":")
        task = await work.tasks.get(int(number)) if number.isdecimal() else None
        if task is None:
            raise Refused("That task is not there any more.")
        if action == "clear":
            return await _clear(work, None if scope == "all" else task.list_name)
        if action == "drop":
            await work.tasks.remove(task.id)
            text = f"Removed {quoted(task.title)} from {task.list_name}."
            return Pressed(toast=text, edit=Reply(text=text, route="task.remove"))
        if task.state == "done":
            return Pressed(toast=f"{quoted(task.title)} was done already.")
        await work.tasks.save(replace(task, state="done"), turn.now)
        done = f"Done: {task.title}"
        if scope not in ("list", "all"):
            return Pressed(toast=done, edit=Reply(text=f"✓ {done}", route="task.complete"))
        only = task.list_name if scope == "list" else None
        return Pressed(toast=done, edit=await _overview(turn, work, only))

    async def _add(self, turn: Turn, work: UnitOfWork) -> Reply:
        slots = turn.request.slots
        name = await list_to_add_to(work, slots.list)
        wanted = titles(slots.what)
        if not wanted:
            if slots.list is not None:
                return Reply(text=f"What shall I put on {name}? For example: “add milk to {name}”.")
            raise Refused("What is the task? For example: “add milk and bread to shopping”.")
        due = due_of(turn.request, turn.person.zone)
        known = {task.title.casefold() for task in await work.tasks.open(name) if task.due == due}
        there = [title for title in wanted if title.casefold() in known]
        wanted = tuple(title for title in wanted if title.casefold() not in known)
        already = f"Already on {name}: {listed(there)}."
        if not wanted:
            return Reply(text=already)
        tasks = [
            await work.tasks.add(
                Task(
                    title=title,
                    list_name=name,
                    due=due,
                    priority=slots.priority,
                    inbox_id=turn.incoming.inbox_id,
                ),
                self._clock.now(),
            )
            for title in wanted
        ]
        await _focus(turn, work, tasks)
        added = listed([task.title for task in tasks])
        text = f"Added {added} to {name}{_due_words(tasks[0], turn)}."
        return Reply(text=f"{text} {already}" if there else text)

    async def _list(self, turn: Turn, work: UnitOfWork) -> Reply:
        wanted = turn.request.slots.list or list_in(turn.incoming.text, await work.tasks.lists())
        name = None if wanted is None else await known_list(work, wanted)
        if name == DEFAULT_LIST:
            name = None
        return await _overview(turn, work, name)

    async def _complete(self, turn: Turn, work: UnitOfWork) -> Reply:
        tasks = await found_tasks(turn, work, "tick", "Which one is done?")
        if isinstance(tasks, Reply):
            return tasks
        for task in tasks:
            await work.tasks.save(replace(task, state="done"), turn.now)
        await _focus(turn, work, tasks)
        left = len(await work.tasks.open(tasks[0].list_name))
        done = listed([task.title for task in tasks])
        return Reply(text=f"✓ Done: {done}. {_left(left, tasks[0].list_name)}")

    async def _remove(self, turn: Turn, work: UnitOfWork) -> Reply:
        slots = turn.request.slots
        meant = slots.what or ("everything" if slots.reference == "everything" else None)
        whole = whole_list(meant, await work.tasks.lists())
        if whole is not None and slots.list is None:
            return await _ask_to_clear(turn, work, whole or None)
        tasks = await found_tasks(turn, work, "drop", "Which one shall I remove?")
        if isinstance(tasks, Reply):
            return tasks
        for task in tasks:
            await work.tasks.remove(task.id)
        gone = listed([task.title for task in tasks])
        left = len(await work.tasks.open(tasks[0].list_name))
        name = tasks[0].list_name
        return Reply(text=f"Removed {gone} from {name}. {_left(left, name)}")

    async def _update(self, turn: Turn, work: UnitOfWork) -> Reply:
        tasks = await found_tasks(turn, work, "", "Which one shall I change?")
        if isinstance(tasks, Reply):
            return tasks
        slots = turn.request.slots
        due = due_of(turn.request, turn.person.zone)
        if due is None and slots.priority is None and slots.list is None:
            raise Refused("What shall I change? For example: “move the milk task to friday”.")
        changed = [
            replace(
                task,
                due=due or task.due,
                priority=slots.priority or task.priority,
                list_name=list_name(slots.list) if slots.list else task.list_name,
            )
            for task in tasks
        ]
        for task in changed:
            await work.tasks.save(task, turn.now)
        await _focus(turn, work, changed)
        lines = [f"{_line(task, turn)} (on {task.list_name})" for task in changed]
        return Reply(text="Changed: " + "\n".join(lines))


def due_of(request: Request, zone: str) -> date | datetime | None:
    """When a task is due: an instant with its clock time, else a local day; of a range the end."""
    for expression in request.times:
        match expression.value:
            case datetime() | date():
                return expression.value
            case DateRange():
                return expression.value.end
            case TimeRange():
                return wall_of(expression.value.end, zone_called(zone)).date()
            case _:
                continue
    return None


async def _ask_to_clear(turn: Turn, work: UnitOfWork, only: str | None) -> Reply:
    tasks = await work.tasks.open(only)
    if not tasks:
        raise Refused("There is no open task." if only is None else f"{only} is empty.")
    scope = "all" if only is None else "list"
    text = f"Shall I remove {amount(len(tasks), 'item')} from {only or 'all lists'}?"
    delete = Button(label="Delete", data=f"clear:{tasks[0].id}:{scope}")
    return await ask(turn, work, text, delete, KEEP)


async def _clear(work: UnitOfWork, only: str | None) -> Pressed:
    tasks = await work.tasks.open(only)
    for task in tasks:
        await work.tasks.remove(task.id)
    text = f"Removed {amount(len(tasks), 'item')} from {only or 'all lists'}."
    return Pressed(toast=text, edit=Reply(text=text, route="task.remove"))


async def _overview(turn: Turn, work: UnitOfWork, only: str | None) -> Reply:
    """Open tasks, list by list, each with a button that ticks it."""
    tasks = await work.tasks.open(only)
    if not tasks:
        if only is None:
            return Reply(text="There is nothing to do.", route="task.list")
        return Reply(text=f"There is nothing on {only}.", route="task.list")
    await _focus(turn, work, tasks)
    lines: list[str] = []
    heading = ""
    for task in tasks[:MOST_LINES]:
        if task.list_name != heading:
            heading = task.list_name
            lines += ["", heading.capitalize()] if lines else [heading.capitalize()]
        lines.append(f"☐ {_line(task, turn)}")
    if len(tasks) > MOST_LINES:
        lines.append(f"… and {len(tasks) - MOST_LINES} more")
    scope = "all" if only is None else "list"
    buttons = tuple(
        (Button(label=label(task), data=f"tick:{task.id}:{scope}"),)
        for task in tasks[:MOST_BUTTONS]
    )
    return Reply(text="\n".join(lines), buttons=buttons, route="task.list")


def _line(task: Task, turn: Turn) -> str:
    priority = f" ({PRIORITIES.get(task.priority, '')} priority)" if task.priority else ""
    return f"{task.title}{priority}{_due_words(task, turn)}"


def _due_words(task: Task, turn: Turn) -> str:
    zone = turn.person.zone
    match task.due:
        case None:
            return ""
        case datetime():
            return f", due {moment(task.due, zone, turn.now)}"
        case date():
            return f", due {day(task.due, wall_of(turn.now, zone_called(zone)).date())}"


def _left(number: int, name: str) -> str:
    return f"{amount(number, 'item').capitalize()} left on {name}."


async def _focus(turn: Turn, work: UnitOfWork, tasks: Sequence[Task]) -> None:
    ids = tuple(str(task.id) for task in tasks)
    focus = Focus(route=turn.request.route, subject="task", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
