"""Whole lists: emptied, removed, renamed, told; and how much is open, next, or was done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agents.agent import Pressed, Turn
from agents.confirming import KEEP, ask
from agents.days import days_of, today_of
from agents.task_changes import buttons
from agents.task_choice import DEFAULT_LIST, known_list, list_name
from agents.task_doing import hush
from agents.task_reminders import remind_button
from agents.task_texts import due_words, extras, late, line, when
from agents.task_views import View, week_of
from agents.task_words import SHOPPING
from agents.wording import amount, day, days, listed, plain_day, shortened
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.requests import DateRange
from core.stores import UnitOfWork
from core.tasks import Task, due_day
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

MOST_LINES = 40
MOST_LISTS = 20
FURTHER = 3


async def ask_to_clear(turn: Turn, work: UnitOfWork, only: str | None) -> Reply:
    """Ask whether the open tasks of the list, or of all, are to go."""
    tasks = await work.tasks.open(only)
    if not tasks:
        raise Refused("There is no open task." if only is None else f"{only} is empty.")
    scope = "all" if only is None else "list"
    text = f"Shall I remove {amount(len(tasks), 'item')} from {only or 'all lists'}?"
    delete = Button(label="Delete", data=f"clear:{tasks[0].id}:{scope}")
    return await ask(turn, work, text, delete, KEEP)


async def clear_shopping(turn: Turn, work: UnitOfWork) -> Reply:
    """Ask whether everything that is to be bought is to go."""
    return await ask_to_clear(turn, work, SHOPPING)


async def ask_to_remove(turn: Turn, work: UnitOfWork) -> Reply:
    """Ask whether the list is to go, with what is done on it."""
    name = await known_list(work, turn.request.slots.list or "")
    tasks = [task for task in await work.tasks.all() if task.list_name == name]
    if not tasks:
        raise Refused(f"There is no list {name}.{await _known(work)}")
    count = sum(task.state == "open" for task in tasks)
    text = f"Shall I remove the list {name}, {amount(count, 'open item')} and all?"
    delete = Button(label="Delete", data=f"clear:{tasks[0].id}:whole")
    return await ask(turn, work, text, delete, KEEP)


async def clear(work: UnitOfWork, task: Task, scope: str) -> Pressed:
    """Remove the tasks of its list: the open ones, or with it "whole"; or all open ones."""
    only = None if scope == "all" else task.list_name
    if scope == "whole":
        tasks = [other for other in await work.tasks.all() if other.list_name == only]
    else:
        tasks = await work.tasks.open(only)
    for other in tasks:
        await hush(other, work)
        await work.tasks.remove(other.id)
    text = f"Removed {amount(len(tasks), 'item')} from {only or 'all lists'}."
    if scope == "whole":
        text = f"Removed the list {only} with {amount(len(tasks), 'item')}."
    return Pressed(toast=text, edit=Reply(text=text, route="task.remove"))


async def clear_done(turn: Turn, work: UnitOfWork) -> Reply:
    """Remove what is ticked off; it is undone by one tap, so nobody is asked."""
    said = turn.request.slots.list
    only = None if said is None else await known_list(work, said)
    done = [
        task
        for task in await work.tasks.all()
        if task.state == "done" and only in (None, task.list_name)
    ]
    where = only or "all lists"
    if not done:
        raise Refused(f"Nothing on {where} is ticked off.")
    for task in done:
        await work.tasks.remove(task.id)
    return Reply(text=f"Removed {amount(len(done), 'done item')} from {where}.")


async def rename_list(turn: Turn, work: UnitOfWork) -> Reply:
    """Give the list another name; one of that name takes up what is on it."""
    old = await known_list(work, turn.request.slots.list or "")
    new = list_name(turn.request.slots.new)
    tasks = [task for task in await work.tasks.all() if task.list_name == old]
    if not tasks:
        raise Refused(f"There is no list {old}.{await _known(work)}")
    joined = new in await work.tasks.lists()
    for task in tasks:
        await work.tasks.save(replace(task, list_name=new), turn.now)
    if joined:
        return Reply(text=f"{old} is now part of {new}.")
    return Reply(text=f"The list {old} is now called {new}.")


async def lists(turn: Turn, work: UnitOfWork) -> Reply:
    """All lists with their counts, each by one tap."""
    tasks = await work.tasks.all()
    names = await work.tasks.lists()
    if not names:
        return Reply(text="There is no list yet. For example: “add milk to shopping”.")
    lines: list[str] = []
    for name in names:
        mine = [task for task in tasks if task.list_name == name]
        count = sum(task.state == "open" for task in mine)
        done = f", {len(mine) - count} done" if len(mine) > count else ""
        lines.append(f"• {name}: {count} open{done}")
    rows = tuple(
        (Button(label=shortened(name, 40), data=f"page:0:{View(kind='list', value=name).key}"),)
        for name in names[:MOST_LISTS]
    )
    return Reply(text="\n".join(["Your lists:", *lines[:MOST_LINES]]), buttons=rows)


async def count(turn: Turn, work: UnitOfWork) -> Reply:
    """How many are open, by list, and how many of them press."""
    tasks = await work.tasks.open()
    if not tasks:
        return Reply(text="There is no open task.")
    names = [task.list_name for task in tasks]
    by_list = listed([f"{names.count(n)} on {n}" for n in dict.fromkeys(names)])
    overdue = sum(late(task, turn) for task in tasks)
    today = sum(_on(task, turn) == today_of(turn) and not late(task, turn) for task in tasks)
    text = f"You have {amount(len(tasks), 'open task')}: {by_list}."
    if overdue or today:
        text += f" {overdue} overdue, {today} due today."
    return Reply(text=text)


async def following(turn: Turn, work: UnitOfWork) -> Reply:
    """The one to do next, why, and what comes then."""
    tasks = sorted(await work.tasks.open(), key=lambda task: _urgency(task, turn))
    if not tasks:
        return Reply(text="There is nothing to do.")
    first, *rest = tasks
    ids = tuple(str(task.id) for task in tasks[: FURTHER + 1])
    focus = Focus(route=turn.request.route, subject="task", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
    said = [f"Next: {line(first, turn)}", f"Why: {_reason(first, turn)}."]
    said += [f"Then: {line(task, turn)}" for task in rest[:FURTHER]]
    if len(rest) > FURTHER:
        said.append(f"and {len(rest) - FURTHER} more")
    said.append("I go by what is overdue, then due today, then priority, then age.")
    tick = Button(label="Tick off", data=f"tick:{first.id}")
    return Reply(text="\n".join(said), buttons=((tick, remind_button(first)),))


async def finished(turn: Turn, work: UnitOfWork) -> Reply:
    """What was ticked off in the time that is asked for, this week unless one is said."""
    first, last = _span(turn)
    place = zone_called(turn.person.zone)
    since = instant_of(datetime.combine(first, time()), place)
    until = instant_of(datetime.combine(last + timedelta(days=1), time()), place)
    done = await work.tasks.done(since, until)
    today = today_of(turn)
    span = "today" if first == last == today else days(first, last, today)
    if not done:
        return Reply(text=f"Nothing was ticked off ({span}).")
    lines = [
        f"☑ {shortened(task.title, 120)} ({task.list_name})"
        f", {plain_day(wall_of(task.completed_at or turn.now, place).date(), today)}"
        for task in done
    ]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"… and {len(done) - MOST_LINES} more"]
    return Reply(text="\n".join([f"Done ({span}): {amount(len(done), 'task')}", *lines]))


def added(turn: Turn, tasks: Sequence[Task], there: Sequence[str]) -> Reply:
    """What was put on lists, and what was there already."""
    said: list[str] = []
    for name in dict.fromkeys(task.list_name for task in tasks):
        mine = [task for task in tasks if task.list_name == name]
        said.append(f"Added {_names(mine, turn)} to {name}{_shared(mine, turn)}.")
    if there:
        said.append(f"Already on {listed(there)}.")
    if any(late(task, turn) for task in tasks):
        said.append("That is past, so it is overdue.")
    # What is to be bought needs no more than its line.
    is_item = len(tasks) == 1 and tasks[0].due is None and tasks[0].list_name != DEFAULT_LIST
    rows = buttons(tasks[0]) if len(tasks) == 1 and not is_item else ()
    return Reply(text=" ".join(said), buttons=rows)


def _names(tasks: Sequence[Task], turn: Turn) -> str:
    same = len({(task.due, task.rule) for task in tasks}) == 1
    return listed(
        [
            f"{shortened(task.title)}{extras(task)}{'' if same else due_words(task, turn)}"
            for task in tasks
        ]
    )


def _shared(tasks: Sequence[Task], turn: Turn) -> str:
    tags = "".join(f", @{tag}" for tag in tasks[0].tags)
    same = len({(task.due, task.rule) for task in tasks}) == 1
    return f"{due_words(tasks[0], turn)}{tags}" if same else ""


def _urgency(task: Task, turn: Turn) -> tuple[bool, bool, int, date, datetime, int]:
    on = _on(task, turn)
    today = today_of(turn)
    is_late = late(task, turn)
    due = on if on is not None and (is_late or on <= today) else date.max
    since = (task.created_at or turn.now).replace(tzinfo=None)
    return not is_late, on != today, task.priority or 4, due, since, task.id


def _reason(task: Task, turn: Turn) -> str:
    if late(task, turn):
        return f"it is overdue since {when(task, turn)}"
    if _on(task, turn) == today_of(turn):
        return "it is due today"
    if task.priority is not None:
        return f"nothing is due today, and it has{extras(task).replace('(', '').replace(')', '')}"
    since = wall_of(task.created_at or turn.now, zone_called(turn.person.zone)).date()
    return f"nothing presses, and it waits longest (since {day(since, today_of(turn))})"


def _on(task: Task, turn: Turn) -> date | None:
    return None if task.due is None else due_day(task.due, zone_called(turn.person.zone))


def _span(turn: Turn) -> tuple[date, date]:
    now = today_of(turn)
    for said in turn.request.times:
        days = days_of(said, turn.person.zone)
        if days is None:
            continue
        # "this week" may be what is left of it: what was done lies before.
        here = isinstance(said.value, DateRange) and days[0] <= now <= days[1]
        return week_of(now) if here and "week" in said.text else days
    return week_of(now)


async def _known(work: UnitOfWork) -> str:
    names = await work.tasks.lists()
    return f" There is {listed(names[:5])}." if names else ""
