"""What Jenny says of reminders, always from the rows as they were saved."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import islice

from agents.insisting import told
from agents.reminder_times import place_of, zone_shown
from agents.wording import clock, clock_change, day, moment, plain_day, rule_in_words, span
from core.errors import Refused
from core.models import Occurrence, Person, Reminder
from core.recurrence import instants
from core.zones import wall_of
from core.zones import zone as zone_called

Ringing = tuple[Reminder, Occurrence]
NEXT = 3
EACH = "before each time"


def when(instant: datetime, person: Person, now: datetime, zone: str | None = None) -> str:
    """ "today, Tue 14 Apr at 15:00"; the zone is named when it is not that of the person."""
    zone = zone or person.zone
    text = moment(instant, zone, now, named=zone != person.zone)
    if not text.startswith("today"):
        return text
    today = wall_of(now, zone_called(zone)).date()
    return text.replace("today", f"today, {plain_day(today, today)}", 1)


def distance(instant: datetime, now: datetime) -> str:
    """ "in 18 h", to the minute when it is further than two."""
    seconds = (instant - now).total_seconds()
    if seconds <= 0:
        return "now"
    return f"in {span(round(seconds / 60) * 60 if seconds > 120 else seconds)}"


def schedule(
    ringing: Ringing,
    person: Person,
    now: datetime,
    words: str = "",
    off: Collection[tuple[datetime, datetime]] = (),
) -> str:
    """When it rings: the moment and how far off it is, or the rule and its next three times but
    for those that are `off`; what a clock change makes of the time in `words`; and how insistent
    it is."""
    reminder, occurrence = ringing
    due_at = occurrence.due_at
    change = clock_change(due_at, zone_shown(reminder, due_at, person), words)
    said = [_times(ringing, person, now, off), change, *told(reminder, due_at, person)]
    return "\n".join(line for line in said if line)


def _times(
    ringing: Ringing, person: Person, now: datetime, off: Collection[tuple[datetime, datetime]]
) -> str:
    reminder, occurrence = ringing
    first = when(occurrence.due_at, person, now, zone_shown(reminder, occurrence.due_at, person))
    first += f" ({distance(occurrence.due_at, now)})"
    if reminder.every and occurrence.parent_id is None:
        return f"{EACH}. Next: {first}"
    if reminder.rule is None or occurrence.parent_id is not None:
        return first
    further = [
        moment(instant, zone_shown(reminder, instant, person), now)
        for instant in _following(reminder, person, occurrence.due_at, off)
    ]
    text = f"{rule_in_words(reminder.rule, reminder.wall)}. Next: {first}"
    return "; ".join([text, *further])


def line(ringing: Ringing, person: Person, now: datetime) -> str:
    """One line of a list: "call mum, tomorrow, Wed 15 Apr at 09:00"."""
    reminder, occurrence = ringing
    at = when(occurrence.due_at, person, now, zone_shown(reminder, occurrence.due_at, person))
    if occurrence.parent_id is not None:
        return f"{reminder.text}, {_again(ringing)} {at}"
    if reminder.every:
        return f"{reminder.text}, {EACH}, next {at}"
    if reminder.rule is None:
        return f"{reminder.text}, {at}"
    return f"{reminder.text}, {rule_in_words(reminder.rule, reminder.wall)}, next {at}"


def _again(ringing: Ringing) -> str:
    reminder, occurrence = ringing
    if occurrence.moved:
        return "moved to"
    return "snoozed until" if reminder.nag is None else "again"


def brief(ringing: Ringing, person: Person, now: datetime) -> str:
    """Its next time, as short as can be: "Tue 14 Apr at 09:00"."""
    reminder, occurrence = ringing
    zone = zone_shown(reminder, occurrence.due_at, person)
    on = wall_of(occurrence.due_at, zone_called(zone)).date()
    today = wall_of(now, zone_called(zone)).date()
    return f"{plain_day(on, today)} at {clock(occurrence.due_at, zone)}"


def in_day(ringing: Ringing, person: Person, now: datetime) -> str:
    """The line below the heading of its day: "stretch, 09:00 (every weekday at 09:00)"."""
    reminder, occurrence = ringing
    due_at = occurrence.due_at
    zone, here = zone_shown(reminder, due_at, person), person.whereabouts.zone_at(due_at)
    at = clock(due_at, zone) + (f" ({zone})" if zone not in (here, person.zone) else "")
    if wall_of(due_at, zone_called(zone)).date() != wall_of(due_at, zone_called(here)).date():
        at = when(due_at, person, now, zone)
    if occurrence.parent_id is not None:
        return f"{reminder.text}, {_again(ringing)} {at}"
    if reminder.every:
        return f"{reminder.text}, {at} ({EACH})"
    if reminder.rule is None:
        return f"{reminder.text}, {at}"
    return f"{reminder.text}, {at} ({rule_in_words(reminder.rule, reminder.wall)})"


def heading(instant: datetime, person: Person, now: datetime) -> str:
    """The local day: "Today, Mon 13 Apr", with the zone of a trip."""
    zone = person.whereabouts.zone_at(instant)
    place = zone_called(zone)
    on, today = wall_of(instant, place).date(), wall_of(now, place).date()
    said = day(on, today)
    text = f"today, {plain_day(on, today)}" if said == "today" else said
    return f"{text[0].upper()}{text[1:]}" + (f" ({zone})" if zone != person.zone else "")


def numbered(ringings: Sequence[Ringing], person: Person, now: datetime) -> str:
    """The lines, one below the other, with numbers when there are several."""
    lines = [line(ringing, person, now) for ringing in ringings]
    if len(lines) == 1:
        return lines[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(lines, 1))


def lateness(due_at: datetime, now: datetime, zone: str, left_out: int = 0) -> str:
    """ "(due 09:00, 2 h late)"; with the day when it is another, and how many earlier ones."""
    place = zone_called(zone)
    same_day = wall_of(due_at, place).date() == wall_of(now, place).date()
    due = f"{wall_of(due_at, place):%H:%M}" if same_day else moment(due_at, zone, now)
    late = span((now - due_at) // timedelta(minutes=1) * 60)
    more = f"; {left_out} earlier, too" if left_out else ""
    return f"(due {due}, {late} late{more})"


def _following(
    reminder: Reminder,
    person: Person,
    after: datetime,
    off: Collection[tuple[datetime, datetime]],
) -> list[datetime]:
    try:
        found = instants(reminder.rule or "", reminder.wall, place_of(reminder, person), after)
        rings = (at for _, at in found if not any(first <= at < end for first, end in off))
        return list(islice(rings, NEXT - 1))
    except Refused:
        return []
