"""What is on: events, reminders and tasks of some days in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from agents.wording import clock, day
from core.events import Event
from core.models import Occurrence, Reminder
from core.stores import UnitOfWork
from core.tasks import Task
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

MOST_LINES = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One entry of a local day; without `at` it has no clock time and stands first."""

    on: date
    at: datetime | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """Local days, both included, at `zone`; `today` is the present one there."""

    first: date
    last: date
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        return wall_of(self.now, zone_called(self.zone)).date()

    def bounds(self) -> tuple[datetime, datetime]:
        """The instants at which the first day begins and the last one has ended."""
        place = zone_called(self.zone)
        after = self.last + timedelta(days=1)
        return (
            instant_of(datetime.combine(self.first, time()), place),
            instant_of(datetime.combine(after, time()), place),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Agenda:
    """The days in words, and what "that" may mean after them: events, else reminders.

    `busy` tells whether there is anything but tasks.
    """

    text: str
    busy: bool
    subject: Literal["event", "reminder"] | None
    ids: tuple[str, ...]


async def agenda(work: UnitOfWork, days: Days) -> Agenda:
    """What is on during the days."""
    events = await work.events.between(days.first, days.last, days.zone)
    since, until = days.bounds()
    coming = await work.reminders.upcoming(max(since, days.now) - timedelta(seconds=1), until)
    reminders = [pair for pair in coming if since <= pair[1].due_at < until]
    tasks = await work.tasks.open()
    lines = [
        *(line for event in events for line in _of_event(event, days)),
        *(_of_reminder(reminder, ringing, days) for reminder, ringing in reminders),
        *_of_tasks(tasks, days),
    ]
    ids = [event.id for event in events] or [reminder.id for reminder, _ in reminders]
    kind: Literal["event", "reminder"] = "event" if events else "reminder"
    return Agenda(
        text=_in_words(lines, days),
        busy=bool(ids),
        subject=kind if ids else None,
        ids=tuple(str(number) for number in ids),
    )


def _in_words(lines: Sequence[Line], days: Days) -> str:
    if not lines:
        return f"Nothing is on {_span(days)}."
    last = datetime.max.replace(tzinfo=days.now.tzinfo)
    ordered = sorted(lines, key=lambda line: (line.on, line.at is not None, line.at or last))
    said: list[str] = []
    heading: date | None = None
    for line in ordered[:MOST_LINES]:
        if line.on != heading:
            heading = line.on
            name = day(heading, days.today)
            said += ["", _heading(name)] if said else [_heading(name)]
        said.append(line.text)
    if len(ordered) > MOST_LINES:
        said.append(f"… and {len(ordered) - MOST_LINES} more")
    return "\n".join(said)


def _heading(name: str) -> str:
    return name[0].upper() + name[1:]


def _span(days: Days) -> str:
    if days.first == days.last:
        return day(days.first, days.today)
    return f"from {day(days.first, days.today)} to {day(days.last, days.today)}"


def _of_event(event: Event, days: Days) -> list[Line]:
    place = f" ({event.place})" if event.place else ""
    if event.starts_at is None:
        first = max(event.first_day or days.first, days.first)
        last = min(event.last_day or first, days.last)
        whole = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [Line(on=on, at=None, text=f"📅 {event.title}{place}") for on in whole]
    at = clock(event.starts_at, days.zone)
    ending = f"–{clock(event.ends_at, days.zone)}" if event.ends_at else ""
    on = max(wall_of(event.starts_at, zone_called(days.zone)).date(), days.first)
    return [Line(on=on, at=event.starts_at, text=f"{at}{ending} 📅 {event.title}{place}")]


def _of_reminder(reminder: Reminder, ringing: Occurrence, days: Days) -> Line:
    on = wall_of(ringing.due_at, zone_called(days.zone)).date()
    text = f"{clock(ringing.due_at, days.zone)} ⏰ {reminder.text}"
    return Line(on=on, at=ringing.due_at, text=text)


def _of_tasks(tasks: Sequence[Task], days: Days) -> list[Line]:
    """Tasks that are due on the days; what is overdue belongs to today."""
    lines: list[Line] = []
    for task in tasks:
        match task.due:
            case None:
                continue
            case datetime():
                due, at = wall_of(task.due, zone_called(days.zone)).date(), task.due
            case date():
                due, at = task.due, None
        late = due < days.today
        on = days.today if late else due
        if days.first <= on <= days.last:
            said = f" (was due {day(due, days.today)})" if late else ""
            when = f"{clock(at, days.zone)} " if at is not None and not late else ""
            text = f"{when}☐ {task.title}{said}"
            lines.append(Line(on=on, at=None if late else at, text=text))
    return lines
