"""What is on: events, reminders and tasks of some days in one message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from agents.invitations import answer_buttons, mark
from agents.reminder_days import ringings_within
from agents.reminder_texts import Ringing
from agents.task_choice import label
from agents.wording import clock, day, period, rule_in_words, shortened
from core.events import Event
from core.models import Button, Occurrence, Person, Reminder
from core.stores import UnitOfWork
from core.tasks import Task, due_day
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

# What a message of Telegram's holds, with some room.
MOST_CHARACTERS = 3600
MOST_LINES = 60
# Of a series that rings more often the rule is told.
MOST_RINGS = 3
TICK = timedelta(microseconds=1)
LONGEST_LINE = 160
LONGEST_TITLE = 120
MOST_TICKS = 10
KEY = "day:"
Subject = Literal["event", "reminder", "task"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One entry of a local day; without `at` it has no clock time and stands first. What is
    `overdue` belongs to no day any more."""

    on: date
    at: datetime | None
    text: str
    overdue: bool = False


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

    @property
    def key(self) -> str:
        """As a button carries them."""
        return f"{KEY}{self.first}/{self.last}"

    def bounds(self) -> tuple[datetime, datetime]:
        """The instants at which the first day begins and the last one has ended."""
        place = zone_called(self.zone)
        after = self.last + timedelta(days=1)
        return (
            instant_of(datetime.combine(self.first, time()), place),
            instant_of(datetime.combine(after, time()), place),
        )


def days_of(key: str, zone: str, now: datetime) -> Days | None:
    """The days that a button carries; None when it carries something else."""
    if not key.startswith(KEY):
        return None
    first, _, last = key.removeprefix(KEY).partition("/")
    return Days(first=date.fromisoformat(first), last=date.fromisoformat(last), zone=zone, now=now)


@dataclass(frozen=True, kw_only=True, slots=True)
class Agenda:
    """The days in words, and what "that" may mean after them: events, else reminders, else tasks.

    `busy` tells whether there is anything that takes time; `buttons` answer invitations and tick
    tasks.
    """

    text: str
    busy: bool
    buttons: tuple[tuple[Button, ...], ...]
    subject: Subject | None
    ids: tuple[str, ...]


async def agenda(
    work: UnitOfWork,
    days: Days,
    calendar_id: int | None = None,
    hours: tuple[datetime, datetime] | None = None,
) -> Agenda:
    """What is on during the days; of today also what is over, and apart what is overdue. With
    `calendar_id` the events of that calendar alone; with `hours` what has its time within them, or
    none of its own."""
    events = await work.events.between(days.first, days.last, days.zone)
    since, until = hours or days.bounds()
    if hours is not None:
        events = [one for one in events if one.starts_at is None or _meets(one, since, until)]
    if calendar_id is not None:
        return _events_alone([one for one in events if one.calendar_id == calendar_id], days)
    rung = [pair for pair in await work.reminders.rung(since) if pair[1].due_at < until]
    tasks = [task for task in await work.tasks.open() if _belongs(task, days)]
    person = await work.people.get()
    after = max(since, days.now) - timedelta(seconds=1)
    coming = await ringings_within(after, until - TICK, days.now, person, work)
    lines = [
        *(line for event in events for line in _of_event(event, days)),
        *(_of_reminder(pair, days, person) for pair in rung),
        *(line for rings in coming for line in _of_series(rings, days, person)),
        *(_of_task(task, days) for task in tasks),
    ]
    subject, ids = _shown(events, [str(rings[0][0].id) for rings in coming], tasks)
    return Agenda(
        text=_in_words(lines, days, hours),
        busy=bool(coming) or any(event.busy for event in events),
        buttons=(*_answers(events, days), *((_tick(task, days),) for task in tasks[:MOST_TICKS])),
        subject=subject,
        ids=tuple(ids),
    )


def _meets(event: Event, since: datetime, until: datetime) -> bool:
    start = event.starts_at or since
    return start < until and (start >= since or (event.ends_at or start) > since)


def _events_alone(events: Sequence[Event], days: Days) -> Agenda:
    subject, ids = _shown(events, (), ())
    text = _in_words([line for event in events for line in _of_event(event, days)], days)
    return Agenda(
        text=text,
        busy=any(event.busy for event in events),
        buttons=_answers(events, days),
        subject=subject,
        ids=tuple(ids),
    )


def _answers(events: Sequence[Event], days: Days) -> tuple[tuple[Button, ...], ...]:
    return answer_buttons(events, days.now, days.zone, days.key)


def _tick(task: Task, days: Days) -> Button:
    return Button(label=label(task), data=f"tick:{task.id}:{days.key}")


def _shown(
    events: Sequence[Event], reminders: Sequence[str], tasks: Sequence[Task]
) -> tuple[Subject | None, Sequence[str]]:
    """What "that" and "the second one" mean after it."""
    if events:
        return "event", [event.key for event in events]
    if reminders:
        return "reminder", reminders
    return ("task", [str(task.id) for task in tasks]) if tasks else (None, [])


def _in_words(
    lines: Sequence[Line], days: Days, hours: tuple[datetime, datetime] | None = None
) -> str:
    if not lines and hours is not None:
        return f"Nothing is on {period(*hours, days.zone, days.now)}."
    if not lines:
        return f"Nothing is on {_span(days)}."
    last = datetime.max.replace(tzinfo=days.now.tzinfo)
    ordered = sorted(
        lines, key=lambda line: (line.overdue, line.on, line.at is not None, line.at or last)
    )
    said: list[str] = []
    if ordered[0].overdue:
        said.append(f"Nothing is on {_span(days)}.")
    heading = ""
    for number, line in enumerate(ordered):
        name = "Overdue" if line.overdue else _heading(day(line.on, days.today))
        block = ([""] if said else []) + [name] if name != heading else []
        block.append(shortened(line.text, LONGEST_LINE))
        size = sum(len(one) + 1 for one in (*said, *block))
        if number >= MOST_LINES or size > MOST_CHARACTERS:
            return "\n".join([*said, f"… and {len(ordered) - number} more"])
        heading = name
        said += block
    return "\n".join(said)


def _heading(name: str) -> str:
    return name[0].upper() + name[1:]


def _span(days: Days) -> str:
    if days.first == days.last:
        return day(days.first, days.today)
    return f"from {day(days.first, days.today)} to {day(days.last, days.today)}"


def _of_event(event: Event, days: Days) -> list[Line]:
    place = (f" ({event.place})" if event.place else "") + mark(event)
    if event.strange_zone:
        place += f" (by a clock “{event.strange_zone}” that I don't know)"
    if event.starts_at is None:
        first = max(event.first_day or days.first, days.first)
        last = min(event.last_day or first, days.last)
        whole = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [Line(on=on, at=None, text=f"📅 {event.title}{place}") for on in whole]
    start, end = (
        wall_of(instant, zone_called(days.zone))
        for instant in (event.starts_at, event.ends_at or event.starts_at)
    )
    # What ends at midnight ends the day before.
    last = (end - timedelta(microseconds=1) if end > start else end).date()
    first = max(start.date(), days.first)
    if end - start < timedelta(days=1):
        last = max(first, start.date())
    over = " (over)" if (event.ends_at or event.starts_at) < days.now else ""
    title = f"📅 {shortened(event.title + place, LONGEST_TITLE)}{over}"
    whole = [first + timedelta(days=n) for n in range((min(last, days.last) - first).days + 1)]
    return [
        Line(
            on=on,
            at=event.starts_at if on == start.date() else None,
            text=f"{_hours(start, end if event.ends_at else None, on)} {title}".lstrip(),
        )
        for on in whole
    ]


def _hours(start: datetime, end: datetime | None, on: date) -> str:
    """When on that day; empty when all day. A night is told on the day on which it begins."""
    ends_on = end is not None and end <= datetime.combine(on + timedelta(days=1), time())
    if start.date() == on:
        if end is None or ends_on or end - start < timedelta(days=1):
            return f"{start:%H:%M}" + (f"–{end:%H:%M}" if end is not None else "")
        return f"from {start:%H:%M}"
    return f"until {end:%H:%M}" if end is not None and ends_on and end.time() != time() else ""


def _of_reminder(ringing: tuple[Reminder, Occurrence], days: Days, person: Person) -> Line:
    reminder, occurrence = ringing
    on = wall_of(occurrence.due_at, zone_called(days.zone)).date()
    # By the clock that the person lives by then.
    zone = person.whereabouts.zone_at(occurrence.due_at)
    at = clock(occurrence.due_at, zone) + ("" if zone == days.zone else f" ({zone})")
    rang = "" if occurrence.state == "scheduled" else " (rang)"
    text = f"{at} ⏰ {shortened(reminder.text, LONGEST_TITLE)}{rang}"
    return Line(on=on, at=occurrence.due_at, text=text)


def _of_series(rings: Sequence[Ringing], days: Days, person: Person) -> list[Line]:
    """Each of its ringings, or where they are many the first and how it comes round."""
    reminder, _ = rings[0]
    if len(rings) <= MOST_RINGS or reminder.rule is None:
        return [_of_reminder(ringing, days, person) for ringing in rings]
    line = _of_reminder(rings[0], days, person)
    return [replace(line, text=f"{line.text} ({rule_in_words(reminder.rule, reminder.wall)})")]


def _belongs(task: Task, days: Days) -> bool:
    """Whether it is due on the days; what is overdue belongs to today."""
    if task.due is None:
        return False
    due = due_day(task.due, zone_called(days.zone))
    return days.first <= due <= days.last or (
        due < days.today and days.first <= days.today <= days.last
    )


def _of_task(task: Task, days: Days) -> Line:
    due = due_day(task.due or days.today, zone_called(days.zone))
    title = f"☐ {shortened(task.title, LONGEST_TITLE)}"
    if due < days.today:
        text = f"{title} (was due {day(due, days.today)})"
        return Line(on=due, at=None, text=text, overdue=True)
    if not isinstance(task.due, datetime):
        return Line(on=due, at=None, text=title)
    late = " (overdue)" if task.due < days.now else ""
    return Line(on=due, at=task.due, text=f"{clock(task.due, days.zone)} {title}{late}")
