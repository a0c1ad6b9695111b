"""Putting tasks on lists: one or several, each once."""

from collections.abc import Sequence
from datetime import date, datetime

from agents.agent import Turn
from agents.quick_add import SEVERAL
from agents.task_changes import NO_PRIORITY, due_of, focus_on, rule_of
from agents.task_choice import list_to_add_to, titles
from agents.task_lists import added
from core.errors import Refused
from core.models import Reply
from core.requests import Request
from core.stores import UnitOfWork
from core.tasks import Due, Task, first_due
from core.zones import zone as zone_called


async def add(turn: Turn, work: UnitOfWork) -> Reply:
    """Put what the request names on its list, or on several each on its own.

    Raises:
        Refused: when nothing is named.
    """
    requests = turn.request.also if turn.request.verb == SEVERAL else (turn.request,)
    tasks: list[Task] = []
    there: dict[str, list[str]] = {}
    for request in requests:
        name = await list_to_add_to(work, request.slots.list)
        wanted = titles(request.slots.what)
        if not wanted and request.slots.list is not None and request is turn.request:
            return Reply(text=f"What shall I put on {name}? For example: “add milk to {name}”.")
        if not wanted:
            raise Refused("What is the task? For example: “add milk and bread to shopping”.")
        for title in wanted:
            task = _task(title, name, request, turn)
            if await _is_there(task, work):
                there.setdefault(name, []).append(title)
            else:
                tasks.append(await work.tasks.add(task, turn.now))
    if tasks:
        await focus_on(turn, work, tasks)
    return added(turn, tasks, [f"{name}: {_joined(names)}" for name, names in there.items()])


def _task(title: str, name: str, request: Request, turn: Turn) -> Task:
    rule, slots = rule_of(request), request.slots
    due: Due | None = due_of(request, turn.person.zone)
    if rule is not None:
        due = _first(rule, due, turn, after_done=bool(slots.after_done))
    level = slots.priority
    return Task(
        title=title,
        list_name=name,
        due=due,
        priority=None if level is None or level >= NO_PRIORITY else level,
        tags=slots.tags or (),
        rule=rule,
        after_done=bool(slots.after_done) and rule is not None,
        inbox_id=turn.incoming.inbox_id,
    )


def _first(rule: str, start: Due | None, turn: Turn, *, after_done: bool) -> Due:
    place = zone_called(turn.person.zone)
    simple = set(part.split("=")[0] for part in rule.split(";")) <= {"FREQ", "INTERVAL", "COUNT"}
    if after_done and simple and isinstance(start, date) and not isinstance(start, datetime):
        return start
    due = first_due(rule, start, turn.now, place)
    if due is None:
        raise Refused("That never comes round, so I have added nothing. Try “every monday”.")
    return due


async def _is_there(task: Task, work: UnitOfWork) -> bool:
    """Whether an open one of that name and day is on the list."""
    same = await work.tasks.namesakes(task.list_name, task.title)
    return any(one.due == task.due or (task.due is None and one.rule is None) for one in same)


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
