"""Tasks as they are shown: which ones, in what order, page by page, each with its tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from agents.agent import Turn
from agents.days import today_of
from agents.finding import slipped, words_of
from agents.task_choice import label
from agents.task_texts import PRIORITIES, late, ticked
from agents.wording import day, days, quoted
from core.models import Button, Focus, Reply
from core.stores import UnitOfWork
from core.tasks import Task, due_day
from core.zones import zone as zone_called

PAGE = 20
# What a button carries is 64 bytes at most; a name that is longer is known by its beginning.
LONGEST_VALUE = 36
LAST = datetime.max.replace(tzinfo=UTC)
Kind = Literal["all", "list", "tag", "prio", "late", "due", "find"]
KINDS: dict[str, Kind] = {
    "a": "all", "l": "list", "t": "tag", "p": "prio", "o": "late", "d": "due", "f": "find",
}  # fmt: skip
LETTERS = {kind: letter for letter, kind in KINDS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """Some of the open tasks. `value`: the list, the tag, the priority, the words, or the first and
    the last day, as "2026-04-13/2026-04-19"."""

    kind: Kind = "all"
    value: str = ""

    @property
    def key(self) -> str:
        """As a button carries it."""
        return f"{LETTERS[self.kind]}:{_clipped(self.value)}"


def view_of(key: str) -> View:
    """The view that a button carries."""
    letter, _, value = key.partition(":")
    return View(kind=KINDS.get(letter, "all"), value=value)


async def shown(
    view: View, turn: Turn, work: UnitOfWork, page: int = 0, again: Sequence[int] = ()
) -> Reply:
    """The tasks of the view; with `again` the ones that a message shows already, as they are now,
    and what is new behind them while there is room."""
    found = await chosen(view, turn, work)
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    tasks = found[page * PAGE : (page + 1) * PAGE]
    if again:
        known = [task for i in again if (task := await work.tasks.get(i)) is not None]
        new = [t for t in found if t.id not in again and t.follows_id not in again]
        tasks = known + (new[: PAGE - len(known)] if pages == 1 else [])
    if not tasks:
        return Reply(text=_nothing(view, turn), route="task.list")
    ids = tuple(str(task.id) for task in tasks)
    focus = Focus(route="task.list", subject="task", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
    buttons: list[tuple[Button, ...]] = [(_tick(task, view),) for task in tasks]
    if pages > 1:
        buttons.append(_pages(view, page, pages))
    text = _in_words(view, tasks, turn)
    if pages > 1:
        first = page * PAGE + 1
        text += f"\n\n{first} to {first + len(tasks) - 1} of {len(found)}"
    return Reply(text=text, buttons=tuple(buttons), route="task.list")


async def chosen(view: View, turn: Turn, work: UnitOfWork) -> list[Task]:
    """The open tasks that belong to the view, in its order."""
    tasks = await work.tasks.open()
    match view.kind:
        case "list":
            return [t for t in tasks if _clipped(t.list_name) == _clipped(view.value)]
        case "tag":
            wanted = _clipped(view.value)
            return [t for t in tasks if wanted in (*map(_clipped, t.tags), _clipped(t.list_name))]
        case "prio":
            return by_due([t for t in tasks if str(t.priority) == view.value], turn)
        case "late":
            return by_due([t for t in tasks if late(t, turn)], turn)
        case "due":
            return by_due([t for t in tasks if _is_due(t, view, turn)], turn)
        case "find":
            done = [task for task in await work.tasks.all() if task.state == "done"]
            return [*_holding(view.value, tasks), *_holding(view.value, done)]
        case "all":
            return tasks


def by_due(tasks: Sequence[Task], turn: Turn) -> list[Task]:
    """The earliest first; on one day whole days, then clock times."""
    place = zone_called(turn.person.zone)

    def key(task: Task) -> tuple[date, bool, datetime, int, int]:
        on = date.max if task.due is None else due_day(task.due, place)
        at = task.due if isinstance(task.due, datetime) else LAST
        return on, at is LAST, at, task.priority or 4, task.id

    return sorted(tasks, key=key)


def span_of(first: date, last: date) -> str:
    """The value of a view of days."""
    return f"{first.isoformat()}/{last.isoformat()}"


def _bounds(view: View) -> tuple[date, date]:
    first, _, last = view.value.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last)


def _is_due(task: Task, view: View, turn: Turn) -> bool:
    """Whether it is due on the days of the view; what is overdue belongs to today."""
    if task.due is None:
        return False
    first, last = _bounds(view)
    today = today_of(turn)
    on = due_day(task.due, zone_called(turn.person.zone))
    return first <= on <= last or (first <= today <= last and on < today)


def _holding(words: str, tasks: Sequence[Task]) -> list[Task]:
    """Those in whose title, note, tags or list every word begins one; else with a slip."""
    parts = words_of(words)
    found = [t for t in tasks if all(any(w.startswith(p) for w in _words(t)) for p in parts)]
    if found:
        return found
    return [t for t in tasks if all(any(slipped(p, w) for w in _words(t)) for p in parts)]


def _words(task: Task) -> list[str]:
    return words_of(" ".join((task.title, task.notes, *task.tags, task.list_name)))


def _in_words(view: View, tasks: Sequence[Task], turn: Turn) -> str:
    lines: list[str] = []
    heading = ""
    by_day = view.kind == "due"
    for task in tasks:
        name = _heading(view, task, turn)
        if name != heading:
            heading = name
            lines += ["", name] if lines else [name]
        in_time = by_day and not late(task, turn)
        lines.append(ticked(task, turn, bare=in_time))
    return "\n".join(lines)


def _heading(view: View, task: Task, turn: Turn) -> str:
    match view.kind:
        case "all":
            return _capital(task.list_name)
        case "list":
            return _capital(task.list_name)
        case "due" if late(task, turn):
            return "Overdue"
        case "due" if task.due is not None:
            on = due_day(task.due, zone_called(turn.person.zone))
            return f"Due {day(on, today_of(turn))}"
        case _:
            return _title(view)


def _title(view: View) -> str:
    match view.kind:
        case "tag":
            return f"@{view.value}"
        case "prio":
            return f"{_level(view).capitalize()} priority"
        case "late":
            return "Overdue"
        case _:
            return f"Found for {quoted(view.value)}"


def _nothing(view: View, turn: Turn) -> str:
    match view.kind:
        case "all":
            return "There is nothing to do."
        case "list":
            return f"There is nothing on {view.value}."
        case "tag":
            return f"No open task has the tag @{view.value}."
        case "prio":
            return f"No open task has {_level(view)} priority."
        case "late":
            return "Nothing is overdue."
        case "due":
            first, last = _bounds(view)
            joined = " – " in days(first, last, today_of(turn))
            when = f"from {days(first, last, today_of(turn))}".replace(" – ", " to ")
            return f"Nothing is due {when if joined else day(first, today_of(turn))}."
        case "find":
            return f"I find no task with {quoted(view.value)}."


def _level(view: View) -> str:
    return PRIORITIES.get(int(view.value) if view.value.isdecimal() else 0, "no")


def _tick(task: Task, view: View) -> Button:
    if task.state == "done":
        return Button(label=f"✓ {label(task)}", data=f"untick:{task.id}:{view.key}")
    return Button(label=label(task), data=f"tick:{task.id}:{view.key}")


def _pages(view: View, page: int, pages: int) -> tuple[Button, ...]:
    near = [("‹ Back", page - 1), ("More ›", page + 1)]
    return tuple(
        Button(label=said, data=f"page:{number}:{view.key}")
        for said, number in near
        if 0 <= number < pages
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _clipped(value: str) -> str:
    return value.casefold().encode()[:LONGEST_VALUE].decode(errors="ignore")


async def on_message(turn: Turn, work: UnitOfWork) -> list[int]:
    """The tasks whose buttons the message shows that was pressed just now, in its order."""
    incoming = turn.incoming
    if incoming.message_id is None:
        return []
    found = await work.outbox.find(incoming.conversation_id, incoming.message_id)
    versions = [] if found is None else await work.outbox.versions(found)
    rows = versions[-1].reply.buttons if versions else ()
    data = [button.data.split(":") for row in rows for button in row]
    return [int(parts[1]) for parts in data if parts[0] in ("tick", "untick") and len(parts) > 2]


def week_of(on: date) -> tuple[date, date]:
    """Monday and Sunday of the week."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)
