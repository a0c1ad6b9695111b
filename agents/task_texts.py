"""How Jenny says tasks: on a line, whole, and when they come back."""

from datetime import date, datetime

from agents.agent import Turn
from agents.days import today_of
from agents.wording import amount, day, moment, rule_in_words, shortened
from core.tasks import Task, is_overdue
from core.zones import zone as zone_called

PRIORITIES = {1: "high", 2: "medium", 3: "low"}
LONGEST_LINE = 120
LONGEST_TITLE = 300


def line(task: Task, turn: Turn, *, bare: bool = False) -> str:
    """ "milk (high priority), due tomorrow, Tue 14 Apr, @shop"; a `bare` one without its day."""
    due = "" if bare and not isinstance(task.due, datetime) else due_words(task, turn)
    return f"{shortened(task.title, LONGEST_LINE)}{extras(task)}{due}{_tags(task)}"


def ticked(task: Task, turn: Turn, *, bare: bool = False) -> str:
    """The line with a box before it, ticked when it is done."""
    box = "☑" if task.state == "done" else "☐"
    return f"{box} {line(task, turn, bare=bare and task.state == 'open')}"


def extras(task: Task) -> str:
    """ " (high priority)", or nothing."""
    level = PRIORITIES.get(task.priority or 0)
    return f" ({level} priority)" if level else ""


def due_words(task: Task, turn: Turn) -> str:
    """ ", due tomorrow, Tue 14 Apr"; of one that repeats how, and when next."""
    rule = ""
    if task.rule is not None and task.state == "open":
        rule = f", {repetition(task)}"
    if task.due is None or task.state == "done":
        return rule
    verb = "overdue since" if late(task, turn) else "next" if rule else "due"
    return f"{rule}, {verb} {when(task, turn)}"


def late(task: Task, turn: Turn) -> bool:
    """Whether it is open and overdue."""
    return task.state == "open" and is_overdue(task, turn.now, zone_called(turn.person.zone))


def when(task: Task, turn: Turn) -> str:
    """The day or the moment when it is due."""
    match task.due:
        case None:
            return ""
        case datetime():
            return moment(task.due, turn.person.zone, turn.now)
        case date():
            return day(task.due, today_of(turn))


def repetition(task: Task) -> str:
    """ "every Monday", or "3 days after it is done"."""
    if task.rule is None:
        return ""
    wall = None
    if task.due is not None and not isinstance(task.due, datetime):
        wall = datetime.combine(task.due, datetime.min.time())
    said = rule_in_words(task.rule, wall).removesuffix(" at 00:00")
    return f"{said} after it is done" if task.after_done else said


def card(task: Task, turn: Turn) -> str:
    """All that is known of one task."""
    state = "✓ " if task.state == "done" else ""
    lines = [f"{state}{shortened(task.title, LONGEST_TITLE)}{extras(task)} (on {task.list_name})"]
    due = due_words(task, turn).removeprefix(", ")
    if due:
        lines.append(due[0].upper() + due[1:])
    if task.notes:
        lines.append(f"Note: {shortened(task.notes, 1000)}")
    if task.tags:
        lines.append(" ".join(f"@{tag}" for tag in task.tags))
    if task.reminder_id is not None and task.state == "open":
        lines.append("⏰ A reminder is set for it.")
    return "\n".join(lines)


def left(number: int, name: str) -> str:
    """ "2 items left on shopping."."""
    return f"{amount(number, 'item').capitalize()} left on {name}."


def _tags(task: Task) -> str:
    return "".join(f", @{tag}" for tag in task.tags)
