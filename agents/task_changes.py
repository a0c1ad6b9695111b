"""Changing tasks: their words, day, priority, list, tags, note and how they repeat."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.agent import Pressed, Turn
from agents.days import today_of
from agents.task_choice import DEFAULT_LIST, label, list_name, list_to_add_to
from agents.task_reminders import remind_button
from agents.task_texts import card, due_words, extras
from agents.wording import quoted, shortened
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.requests import DateRange, Request, TimeRange
from core.stores import UnitOfWork
from core.tasks import Due, Task, first_due
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

EXAMPLE = "For example: “move rent to friday”, “make rent priority 1”, “rename rent to pay rent”."
NO_PRIORITY = 4
MOST_LISTS = 4
LEVELS = (("High", "p1"), ("Medium", "p2"), ("Low", "p3"), ("No priority", "p4"))
DAYS = (("Due today", "d0"), ("Due tomorrow", "d1"), ("In a week", "d7"), ("No date", "d"))
# "change the milk to oat milk": another name, where no time, list or level is said.
_RENAMED = re.compile(
    r"(?:please )?(?:change|edit|replace|update|turn|swap) (?:the |my )?(?:task )?.+?"
    r" (?:to|into|with|for) (?P<new>.+)",
    re.IGNORECASE | re.DOTALL,
)
Change = Callable[[Task], Task]


async def changed(turn: Turn, work: UnitOfWork, tasks: list[Task]) -> Reply:
    """The tasks as the request wants them, saved.

    Raises:
        Refused: when it does not say what to change.
    """
    change = await _change(turn, work)
    saved = [change(task) for task in tasks]
    for task in saved:
        await work.tasks.save(task, turn.now)
    await focus_on(turn, work, saved)
    if len(saved) == 1:
        return Reply(text=f"Changed: {_said(saved[0], turn)}", buttons=buttons(saved[0]))
    return Reply(text="Changed:\n" + "\n".join(_said(task, turn) for task in saved))


async def focus_on(turn: Turn, work: UnitOfWork, tasks: list[Task]) -> None:
    """Let "that" and "the second one" mean these tasks."""
    ids = tuple(str(task.id) for task in tasks)
    focus = Focus(route=turn.request.route, subject="task", ids=ids)
    await work.people.focus(turn.conversation.id, focus)


def buttons(task: Task) -> tuple[tuple[Button, ...], ...]:
    """What a tap can do with one task."""
    return ((remind_button(task), Button(label="Change", data=f"card:{task.id}")),)


def due_of(request: Request, zone: str) -> Due | None:
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


def rule_of(request: Request) -> str | None:
    """The rule by which it repeats."""
    said = (t.value for t in request.times if t.kind == "recurrence" and isinstance(t.value, str))
    return next(said, None)


async def _change(turn: Turn, work: UnitOfWork) -> Change:
    request, zone = turn.request, turn.person.zone
    match request.verb:
        case "note":
            return _noted(request.slots.new or "")
        case "tag" | "untag":
            return _tagged(request.slots.tags or (), adds=request.verb == "tag")
        case "rename":
            return _named(request.slots.new or "")
        case "undue":
            return lambda task: replace(task, due=None, rule=None)
        case _:
            pass
    if (rule := rule_of(request)) is not None:
        return _repeating(rule, turn)
    due, level = due_of(request, zone), request.slots.priority
    where = await list_to_add_to(work, request.slots.list) if request.slots.list else None
    if due is None and level is None and where is None:
        found = _RENAMED.fullmatch(turn.incoming.text.strip())
        if found is None:
            raise Refused(f"What shall I change? {EXAMPLE}")
        return _named(found["new"])
    return lambda task: replace(
        task,
        due=_moved(task, due, zone),
        priority=_level(level) if level else task.priority,
        list_name=where or task.list_name,
    )


def _moved(task: Task, due: Due | None, zone: str) -> Due | None:
    """The new day; a clock time that was kept holds there, too."""
    if due is None:
        return task.due
    if isinstance(task.due, datetime) and not isinstance(due, datetime):
        place = zone_called(zone)
        return instant_of(datetime.combine(due, wall_of(task.due, place).time()), place)
    return due


def _level(level: int) -> int | None:
    return None if level >= NO_PRIORITY else level


def _noted(note: str) -> Change:
    return lambda task: replace(task, notes=f"{task.notes}\n{note}".strip())


def _tagged(tags: tuple[str, ...], *, adds: bool) -> Change:
    def change(task: Task) -> Task:
        if adds:
            return replace(task, tags=tuple(dict.fromkeys((*task.tags, *tags))))
        if not set(tags) & set(task.tags):
            raise Refused(f"{quoted(task.title)} has no tag @{tags[0]}.")
        return replace(task, tags=tuple(tag for tag in task.tags if tag not in tags))

    return change


def _named(new: str) -> Change:
    title = new.strip().strip("“”\"'").strip()
    if not title:
        raise Refused("What shall I call it? For example: “rename milk to oat milk”.")
    return lambda task: replace(task, title=title)


def _repeating(rule: str, turn: Turn) -> Change:
    place = zone_called(turn.person.zone)

    def change(task: Task) -> Task:
        start = task.due if isinstance(task.due, date) else None
        start = wall_of(start, place).date() if isinstance(start, datetime) else start
        due = first_due(rule, start, turn.now, place)
        if due is None:
            raise Refused("That never comes round. Try “repeat it every monday”.")
        return replace(task, rule=rule, due=due, after_done=False)

    return change


def _said(task: Task, turn: Turn) -> str:
    title = f"{shortened(task.title)}{extras(task)}{due_words(task, turn)}"
    tags = "".join(f", @{tag}" for tag in task.tags)
    note = f"\nNote: {shortened(task.notes, 1000)}" if task.notes else ""
    return f"{title}{tags} (on {task.list_name}){note}"


async def card_of(turn: Turn, work: UnitOfWork, task: Task) -> Reply:
    """One task whole, with a tap for each change; words do as well."""
    await focus_on(turn, work, [task])
    rows = [tuple(Button(label=said, data=f"set:{task.id}:{key}") for said, key in LEVELS)]
    rows.append(tuple(Button(label=said, data=f"set:{task.id}:{key}") for said, key in DAYS))
    others = [n for n in (DEFAULT_LIST, *await work.tasks.lists()) if n != task.list_name]
    known = [n for n in dict.fromkeys(others) if len(n.encode()) <= 36][:MOST_LISTS]
    if known:
        rows.append(
            tuple(Button(label=f"To {name}", data=f"set:{task.id}:l:{name}") for name in known)
        )
    tick = Button(label="Tick off", data=f"tick:{task.id}")
    if task.state == "done":
        tick = Button(label="Open again", data=f"untick:{task.id}")
    rows.append((tick, remind_button(task), Button(label="Remove", data=f"drop:{task.id}")))
    hint = f"Tap, or say it: “rename {label(task)} to …”, “add a note to {label(task)}: …”"
    return Reply(text=f"{card(task, turn)}\n\n{hint}", buttons=tuple(rows), route="task.update")


async def press_set(turn: Turn, task: Task, key: str, work: UnitOfWork) -> Pressed:
    """A change by tap, shown on the card."""
    zone = turn.person.zone
    if key.startswith("l:"):
        new, toast = replace(task, list_name=list_name(key[2:])), f"Moved to {key[2:]}."
    elif key.startswith("p") and key[1:].isdecimal():
        new, toast = replace(task, priority=_level(int(key[1:]))), "Priority changed."
    elif key == "d":
        new, toast = replace(task, due=None, rule=None), "No due date any more."
    elif key.startswith("d") and key[1:].isdecimal() and len(key) < 4:
        due = _moved(task, today_of(turn) + timedelta(days=int(key[1:])), zone)
        new, toast = replace(task, due=due), "Due date changed."
    else:
        raise Refused("I no longer know what that button was for. Tell me in words.")
    if new == task:
        return Pressed(toast="It is so already.")
    await work.tasks.save(new, turn.now)
    return Pressed(toast=toast, edit=await card_of(turn, work, new))
