"""Which task or list a person means."""

import re
from collections.abc import Sequence

from agents.agent import Turn
from agents.finding import named, numbered, pointed, slipped, words_of
from agents.wording import listed, quoted
from core.errors import Refused
from core.models import Button, Reply
from core.stores import UnitOfWork
from core.tasks import Task

DEFAULT_LIST = "tasks"
MOST_BUTTONS = 20
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
    """The tasks that are meant; a reply that asks when several fit, with buttons for `action`.

    Raises:
        Refused: when none fits.
    """
    slots = turn.request.slots
    only = await known_list(work, slots.list) if slots.list and action else None
    open_tasks = await work.tasks.open(only)
    if not open_tasks:
        raise Refused("There is no open task." if only is None else f"{only} is empty.")
    wanted = titles(slots.what)
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


def titles(what: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """What is named, one by one."""
    given = (what,) if isinstance(what, str) else what or ()
    return tuple(title.strip() for title in given if title.strip())


def label(task: Task) -> str:
    """The title as it fits on a button."""
    title = " ".join(task.title.split())
    return title if len(title) <= LABEL_LENGTH else f"{title[: LABEL_LENGTH - 1]}…"


def _by_pointing(
    turn: Turn, open_tasks: list[Task], action: str, question: str
) -> list[Task] | Reply:
    shown = _shown(turn, open_tasks)
    if not shown and turn.conversation.focus.subject == "task":
        # What "that" was is done already: nothing else may take its place unasked.
        return _which(open_tasks, action, question)
    shown = shown or open_tasks
    return pointed(turn.request.slots.reference or "it", shown) or _which(shown, action, question)


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
        (Button(label=label(task), data=f"{action}:{task.id}"),) for task in tasks[:MOST_BUTTONS]
    )
    return Reply(text=question, buttons=buttons)
