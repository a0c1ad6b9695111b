"""Which task or list a person means."""

import re
from collections.abc import Sequence

from agents.agent import Turn
from agents.confirming import offer
from agents.finding import ALL, AND, named, numbered, pointed, slipped, words_of
from agents.wording import listed, quoted
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.stores import UnitOfWork
from core.tasks import Task

DEFAULT_LIST = "tasks"
# The button that shows one task with all that can be changed.
CARD = "card"
LABEL_LENGTH = 40
SAME_LIST = {"todo": "tasks", "to-do": "tasks", "to do": "tasks", "task": "tasks", "": "tasks"}
LIST_IN = re.compile(r"\b(?:my|the|our)\s+([\w'’-]+)\s+list\b", re.IGNORECASE)
EVERYTHING = frozenset({"tasks", "all tasks", "everything", "all", "lists", "all lists", "list"})


def list_name(said: str | None) -> str:
    """The name under which a list is kept: "the Shopping list" is "shopping"."""
    name = " ".join((said or "").casefold().split()).removesuffix(" list")
    return SAME_LIST.get(name, name)


def list_in(text: str, names: Sequence[str]) -> str | None:
    """The list that a question names: a known one, or whatever stands before "list"."""
    words = words_of(text)
    known = [name for name in names if all(word in words for word in words_of(name))]
    if known:
        return max(known, key=len)
    found = LIST_IN.search(text)
    return found[1] if found and found[1].casefold() not in ("do", "task", "whole") else None


async def known_list(work: UnitOfWork, wanted: str) -> str:
    """The list that is meant: the very name, or the one whose name holds the word."""
    name = list_name(wanted)
    names = await work.tasks.lists()
    if name in names:
        return name
    near = named(name, names, str)
    return near[0] if len(near) == 1 else name


async def list_to_add_to(work: UnitOfWork, said: str | None) -> str:
    """The list that is named: one that there is, also when a letter slipped, else a new one."""
    name = list_name(said)
    names = await work.tasks.lists()
    near = [] if name in names else [known for known in names if slipped(name, known)]
    return near[0] if len(near) == 1 else name


def whole_list(what: str | tuple[str, ...] | None, names: Sequence[str]) -> str | None:
    """The list that is meant whole by "shopping list"; empty for all of them, None for none."""
    if not isinstance(what, str):
        return None
    said = " ".join(what.casefold().split())
    if said in EVERYTHING:
        return ""
    name = said.removesuffix(" list")
    return name if name in names and name != said else None


async def found_tasks(
    turn: Turn, work: UnitOfWork, action: str, question: str
) -> list[Task] | Reply:
    """The open tasks that are meant; a reply that asks when several fit, with buttons for `action`.

    Raises:
        Refused: when none fits.
    """
    slots = turn.request.slots
    only = await known_list(work, slots.list) if slots.list and action != CARD else None
    open_tasks = await work.tasks.open(only)
    if not open_tasks:
        raise Refused("There is no open task." if only is None else f"{only} is empty.")
    wanted = titles(slots.what)
    shown = await shown_tasks(turn, work)
    if not wanted:
        near = _pointed(turn, shown, open_tasks)
        left = [task for task in shown if task.state == "open"]
        return near or await which(left or open_tasks, action, question, turn, work)
    found: list[Task] = []
    for title in wanted:
        each = _called(title, open_tasks, shown)
        if not each:
            known = listed([quoted(task.title, 30) for task in open_tasks[:5]])
            raise Refused(f"I find no open task like {quoted(title, 40)}. There is {known}.")
        for near in each:
            if len(near) > 1:
                return await which(near, action, question, turn, work)
            found += near
    return found


def _called(title: str, open_tasks: list[Task], shown: list[Task]) -> list[list[Task]]:
    """For each task that `title` names, by itself, by its place or as one of several, those that it
    may be."""
    near = named(title, open_tasks, lambda task: task.title)
    if near:
        return [near]
    points = ALL.fullmatch(title.lower()) is not None
    placed = _open(pointed(title, shown) if points else numbered(title, shown))
    if placed:
        return [[task] for task in placed]
    parts = [named(part, open_tasks, lambda task: task.title) for part in AND.split(title)]
    return parts if len(parts) > 1 and all(parts) else []


async def done_task(turn: Turn, work: UnitOfWork) -> Task:
    """The task that was ticked off and is meant, of several the one that was last.

    Raises:
        Refused: when there is none.
    """
    done = [task for task in await work.tasks.all() if task.completed_at is not None]
    done.sort(key=lambda task: (task.completed_at or turn.now, task.id), reverse=True)
    slots = turn.request.slots
    wanted = " ".join(titles(slots.what))
    if wanted:
        found = named(wanted, done, lambda task: task.title)
    else:
        shown = await shown_tasks(turn, work)
        found = [t for t in pointed(slots.reference or "it", shown) if t.state == "done"]
    if not found:
        raise Refused(
            f"I find no done task like {quoted(wanted, 40)}."
            if wanted
            else "I don't know which task you mean. Name it, please."
        )
    return found[0]


async def shown_tasks(turn: Turn, work: UnitOfWork) -> list[Task]:
    """What the last turn was about, as it is now, in the order in which it was shown."""
    focus = turn.conversation.focus
    if focus.subject != "task":
        return []
    found = [await work.tasks.get(int(number)) for number in focus.ids if number.isdecimal()]
    return [task for task in found if task is not None]


def titles(what: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """What is named, one by one."""
    given = (what,) if isinstance(what, str) else what or ()
    return tuple(title.strip() for title in given if title.strip())


def label(task: Task) -> str:
    """The title as it fits on a button."""
    title = " ".join(task.title.split())
    return title if len(title) <= LABEL_LENGTH else f"{title[: LABEL_LENGTH - 1]}…"


async def which(
    tasks: Sequence[Task], action: str, question: str, turn: Turn, work: UnitOfWork
) -> Reply:
    """The question, with a button for each; those of one name are told apart by their lists."""
    labels = [label(task) for task in tasks]
    buttons = [
        Button(
            label=f"{said} ({task.list_name[:20]})" if labels.count(said) > 1 else said,
            data=f"{action}:{task.id}",
        )
        for task, said in zip(tasks, labels, strict=True)
    ]
    ids = tuple(str(task.id) for task in tasks)
    return await offer(turn, work, question, buttons, Focus(subject="task", ids=ids))


def _pointed(turn: Turn, shown: list[Task], open_tasks: list[Task]) -> list[Task]:
    """The open tasks that are pointed at."""
    is_over = all(task.state != "open" for task in shown)
    if is_over and turn.conversation.focus.subject == "task":
        # What "that" was is done already: nothing else may take its place unasked.
        return []
    return _open(pointed(turn.request.slots.reference or "it", shown or open_tasks))


def _open(found: list[Task]) -> list[Task]:
    """Those of them that are open.

    Raises:
        Refused: when what is meant is done already.
    """
    still_open = [task for task in found if task.state == "open"]
    if found and not still_open:
        raise Refused(f"{quoted(found[0].title)} is done already.")
    return still_open
