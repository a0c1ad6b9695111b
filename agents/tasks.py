"""Tasks and lists: add, show with a button to tick each, tick, remove, change."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from agents.agent import Conclusion, Pressed, Turn
from agents.finding import named, numbered, pointed, words_of
from agents.wording import amount, day, listed, moment, quoted
from core.clock import Clock
from core.errors import Refused
from core.models import Button, Focus, Reply, Task
from core.requests import DateRange, Request, Route, TimeRange
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

DEFAULT_LIST = "tasks"
LIST_IN = re.compile(r"\b(?:my|the|our)\s+([\w'’-]+)\s+list\b", re.IGNORECASE)
MOST_BUTTONS = 20
MOST_LINES = 60
LABEL_LENGTH = 40
SAME_LIST = {"todo": "tasks", "to-do": "tasks", "to do": "tasks", "task": "tasks", "": "tasks"}
PRIORITIES = {1: "high", 2: "medium", 3: "low"}


class TaskAgent:
    """Answers task.* and the buttons of lists."""

    name = "tasks"
    routes: frozenset[Route] = frozenset(
        {"task.add", "task.list", "task.complete", "task.remove", "task.update"}
    )
    actions = frozenset({"tick", "drop"})

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
        name = list_name(slots.list)
        titles = _titles(slots.what)
        if not titles:
            if slots.list is not None:
                return Reply(text=f"What shall I put on {name}? For example: “add milk to {name}”.")
            raise Refused("What is the task? For example: “add milk and bread to shopping”.")
        due = due_of(turn.request, turn.person.zone)
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
            for title in titles
        ]
        await _focus(turn, work, tasks)
        added = listed([task.title for task in tasks])
        return Reply(text=f"Added {added} to {name}{_due_words(tasks[0], turn)}.")

    async def _list(self, turn: Turn, work: UnitOfWork) -> Reply:
        wanted = turn.request.slots.list or _list_in(turn.incoming.text, await work.tasks.lists())
        name = None if wanted is None else await _known_list(work, wanted)
        if name == DEFAULT_LIST:
            name = None
        return await _overview(turn, work, name)

    async def _complete(self, turn: Turn, work: UnitOfWork) -> Reply:
        tasks = await _found(turn, work, "tick", "Which one is done?")
        if isinstance(tasks, Reply):
            return tasks
        for task in tasks:
            await work.tasks.save(replace(task, state="done"), turn.now)
        await _focus(turn, work, tasks)
        left = len(await work.tasks.open(tasks[0].list_name))
        done = listed([task.title for task in tasks])
        return Reply(text=f"✓ Done: {done}. {_left(left, tasks[0].list_name)}")

    async def _remove(self, turn: Turn, work: UnitOfWork) -> Reply:
        tasks = await _found(turn, work, "drop", "Which one shall I remove?")
        if isinstance(tasks, Reply):
            return tasks
        for task in tasks:
            await work.tasks.remove(task.id)
        gone = listed([task.title for task in tasks])
        left = len(await work.tasks.open(tasks[0].list_name))
        name = tasks[0].list_name
        return Reply(text=f"Removed {gone} from {name}. {_left(left, name)}")

    async def _update(self, turn: Turn, work: UnitOfWork) -> Reply:
        tasks = await _found(turn, work, "", "Which one shall I change?")
        if isinstance(tasks, Reply):
            return tasks
        slots = turn.request.slots
        due = due_of(turn.request, turn.person.zone)
        if due is None and slots.priority is None and slots.list is None:
            raise Refused("What shall I change? For example: “milk is due on friday”.")
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


def list_name(said: str | None) -> str:
    """The name under which a list is kept: "the Shopping list" is "shopping"."""
    name = " ".join((said or "").casefold().split()).removesuffix(" list")
    return SAME_LIST.get(name, name)


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


def _list_in(text: str, names: Sequence[str]) -> str | None:
    """The list that a question names: a known one, or whatever stands before "list"."""
    words = words_of(text)
    known = [name for name in names if all(word in words for word in words_of(name))]
    if known:
        return max(known, key=len)
    found = LIST_IN.search(text)
    return found[1] if found and found[1].casefold() not in ("do", "task", "whole") else None


async def _known_list(work: UnitOfWork, wanted: str) -> str:
    """The list that is meant: the very name, or the one whose name holds the word."""
    name = list_name(wanted)
    names = await work.tasks.lists()
    if name in names:
        return name
    near = named(name, names, str)
    return near[0] if len(near) == 1 else name


async def _found(turn: Turn, work: UnitOfWork, action: str, question: str) -> list[Task] | Reply:
    """The tasks that are meant; a reply that asks when several fit.

    Raises:
        Refused: when none fits.
    """
    slots = turn.request.slots
    only = await _known_list(work, slots.list) if slots.list and action else None
    open_tasks = await work.tasks.open(only)
    if not open_tasks:
        raise Refused("There is no open task." if only is None else f"{only} is empty.")
    wanted = _titles(slots.what)
    if not wanted:
        return _by_pointing(turn, open_tasks, action, question)
    found: list[Task] = []
    shown = _shown(turn, open_tasks)
    for title in wanted:
        near = named(title, open_tasks, lambda task: task.title) or numbered(title, shown)
        if not near:
            known = listed([quoted(task.title, 30) for task in open_tasks[:5]])
            raise Refused(f"I find no open task like {quoted(title, 40)}. There is {known}.")
        if len(near) > 1:
            return _which(near, action, question)
        found += near
    return found


def _by_pointing(
    turn: Turn, open_tasks: list[Task], action: str, question: str
) -> list[Task] | Reply:
    shown = _shown(turn, open_tasks) or open_tasks
    found = pointed(turn.request.slots.reference or "it", shown)
    return found or _which(shown, action, question)


def _shown(turn: Turn, open_tasks: list[Task]) -> list[Task]:
    """The open tasks that the last turn was about, in the order in which they were shown."""
    focus = turn.conversation.focus
    by_id = {str(task.id): task for task in open_tasks}
    return [by_id[i] for i in focus.ids if i in by_id] if focus.subject == "task" else []


def _which(tasks: list[Task], action: str, question: str) -> Reply:
    if not action:
        names = listed([quoted(task.title, 30) for task in tasks[:5]], "or")
        return Reply(text=f"{question} {names}?")
    buttons = tuple(
        (Button(label=_label(task), data=f"{action}:{task.id}"),) for task in tasks[:MOST_BUTTONS]
    )
    return Reply(text=question, buttons=buttons)


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
        (Button(label=_label(task), data=f"tick:{task.id}:{scope}"),)
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


def _label(task: Task) -> str:
    title = " ".join(task.title.split())
    return title if len(title) <= LABEL_LENGTH else f"{title[: LABEL_LENGTH - 1]}…"


def _titles(what: str | tuple[str, ...] | None) -> tuple[str, ...]:
    given = (what,) if isinstance(what, str) else what or ()
    return tuple(title.strip() for title in given if title.strip())


async def _focus(turn: Turn, work: UnitOfWork, tasks: Sequence[Task]) -> None:
    ids = tuple(str(task.id) for task in tasks)
    focus = Focus(route=turn.request.route, subject="task", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
