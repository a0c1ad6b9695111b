"""Tasks: what is to be done, and when one that repeats is due again."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from core.recurrence import next_instant
from core.zones import instant_of, wall_of

Due = date | datetime
TICK = timedelta(seconds=1)
UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Something to do on a list. `due` is a local day, or an aware instant when a time was said.

    `rule` is RFC 5545: once done, the task comes back as another that `follows_id` it, due at the
    rule's next day or, with `after_done`, that long after the day on which it was done.
    `reminder_id` is the reminder that was set for it; `priority` goes from 1, the highest, to 3.
    The store keeps `created_at` and `completed_at`.
    """

    id: int = 0
    title: str
    list_name: str = "tasks"
    due: Due | None = None
    priority: int | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    rule: str | None = None
    after_done: bool = False
    follows_id: int | None = None
    reminder_id: int | None = None
    state: Literal["open", "done"] = "open"
    inbox_id: int | None = None
    created_at: datetime | None = None
    completed_at: datetime | None = None


def due_day(due: Due, place: ZoneInfo) -> date:
    """The local day on which it is due."""
    return wall_of(due, place).date() if isinstance(due, datetime) else due


def is_overdue(task: Task, now: datetime, place: ZoneInfo) -> bool:
    """Whether its instant, or its whole day, is over."""
    match task.due:
        case None:
            return False
        case datetime():
            return task.due < now
        case date():
            return task.due < wall_of(now, place).date()


def first_due(rule: str, start: Due | None, now: datetime, place: ZoneInfo) -> Due | None:
    """When a task that repeats is due first, from `start` or today on; None when it never is."""
    if isinstance(start, datetime):
        return start
    today = wall_of(now, place).date()
    begins = start or today
    wall = datetime.combine(begins, time())
    if _is_timed(rule):
        after = now if begins <= today else instant_of(wall, place) - TICK
        found = next_instant(rule, wall, place, after)
        return found and found[1]
    # The first one anchors the pause: "every other Monday" begins with the coming Monday.
    probe = ";".join(part for part in rule.split(";") if not part.startswith("INTERVAL="))
    return _day_after(probe, begins, begins - timedelta(days=1))


def successor(task: Task, now: datetime, place: ZoneInfo) -> Task | None:
    """The task that comes back when `task` is done at `now`; None when it does not, or no more.

    One by the calendar leaves out what has passed meanwhile.
    """
    rule = task.rule
    if rule is None or (left := _one_less(rule)) is None:
        return None
    today = wall_of(now, place).date()
    due = _after_done(rule, task, today, place) if task.after_done else None
    if due is None:
        due = _by_calendar(rule, task.due or today, now, place)
    if due is None:
        return None
    return replace(
        task,
        id=0,
        due=due,
        rule=left,
        state="open",
        follows_id=task.id,
        reminder_id=None,
        completed_at=None,
    )


def _by_calendar(rule: str, due: Due, now: datetime, place: ZoneInfo) -> Due | None:
    if isinstance(due, datetime):
        found = next_instant(rule, wall_of(due, place), place, max(due, now))
        return found and found[1]
    return _day_after(rule, due, max(due, wall_of(now, place).date()))


def _after_done(rule: str, task: Task, today: date, place: ZoneInfo) -> Due | None:
    """So long after today, at the clock time that it had; the 31st becomes a shorter month's last.
    None when the rule is more than a length of time."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    unit = UNITS.get(parts["FREQ"])
    if unit is None or set(parts) - {"FREQ", "INTERVAL", "COUNT"}:
        return None
    day = today + relativedelta(**{unit: int(parts.get("INTERVAL", "1"))})  # type: ignore[arg-type]
    if isinstance(task.due, datetime):
        at = wall_of(task.due, place).time()
        return instant_of(datetime.combine(day, at), place)
    return day


def _day_after(rule: str, start: date, after: date) -> date | None:
    """Whole days know no clock changes, so they are counted in UTC."""
    end = datetime.combine(after, time(23, 59), UTC)
    found = next_instant(rule, datetime.combine(start, time()), _UTC, end)
    return found and found[0].date()


def _is_timed(rule: str) -> bool:
    return "BYHOUR" in rule or "HOURLY" in rule or "MINUTELY" in rule


def _one_less(rule: str) -> str | None:
    """The rule after one of its times; None when that was the last that it counts."""
    parts = rule.split(";")
    for index, part in enumerate(parts):
        if part.startswith("COUNT="):
            left = int(part.removeprefix("COUNT=")) - 1
            if left < 1:
                return None
            parts[index] = f"COUNT={left}"
    return ";".join(parts)
