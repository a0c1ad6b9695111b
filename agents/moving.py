"""Another time zone, for good or for a trip: which one is named, and when reminders ring then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agents.places import zone_named
from agents.reminder_texts import Ringing
from agents.reminder_times import place_of
from agents.wording import amount, clock, plain_day
from core.errors import Refused
from core.models import Person
from core.recurrence import next_instant
from core.requests import DateRange, TimeExpression
from core.stores import UnitOfWork
from core.whereabouts import Trip, Whereabouts
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called


async def move(work: UnitOfWork, zone: str, now: datetime) -> str:
    """Let the person live in `zone` from now on; how their clock stands and what rings elsewhen."""
    person = await work.people.get()
    moved = replace(person, zone=zone, trip=None)
    said = f"Your time zone is {zone}, where it is {clock(now, zone)}."
    return said + await _take_along(work, person, moved, now)


async def travel(work: UnitOfWork, trip: Trip | None, now: datetime) -> str:
    """Let the person be away, or back home without a `trip`; what there is to say of it."""
    person = await work.people.get()
    home = person.whereabouts.home
    if trip is not None and trip.zone == home:
        trip = None
    away = replace(person, trip=trip, home=home)
    if trip is None:
        away = replace(away, zone=home)
    along = await _take_along(work, person, away, now)
    if trip is None:
        return f"Welcome back: your time zone is {home}, where it is {clock(now, home)}.{along}"
    return f"{trip_in_words(trip, person, now)}, where it is {clock(now, trip.zone)} now.{along}"


def trip_in_words(trip: Trip, person: Person, now: datetime) -> str:
    """ "You are in Asia/Tokyo until Fri 17 Apr"."""
    today = wall_of(now, zone_called(trip.zone)).date()
    if trip.ends_at is None:
        ends = " until you tell me that you are back"
    else:
        last = wall_of(trip.ends_at - timedelta(seconds=1), zone_called(trip.zone))
        ends = f" until {plain_day(last.date(), today)}"
        if last.time() < time(23, 59):
            ends += f" at {clock(trip.ends_at, trip.zone)}"
    if trip.starts_at <= now:
        return f"You are in {trip.zone}{ends}"
    first = wall_of(trip.starts_at, zone_called(person.whereabouts.home)).date()
    return f"You will be in {trip.zone} from {plain_day(first, today)}{ends}"


def trip_of(
    place: str, words: str, times: Sequence[TimeExpression], person: Person, now: datetime
) -> Trip:
    """The trip to `place` at the `times` that `words` hold ("until friday"); days count whole.

    Raises:
        Refused: it would be over already.
    """
    zone = zone_named(place)
    starts, ends = now, None
    match times[0].value if times else None:
        case DateRange(start=first, end=last):
            starts, ends = _begin(first, person), _midnight(last + timedelta(days=1), zone)
        case datetime() as instant:
            wall = wall_of(instant, zone_called(person.zone))
            ends = instant_of(wall, zone_called(zone))
        case date() as day:
            if not words.lower().startswith(("until", "till", "through", "to ")):
                starts = _begin(day, person)
            if not words.lower().startswith(("from", "starting")):
                ends = _midnight(day + timedelta(days=1), zone)
        case float() | int() as seconds:
            ends = now + timedelta(seconds=seconds)
        case _:
            pass
    if ends is not None and ends <= now:
        raise Refused("That is over already, so I have changed nothing. Until when are you away?")
    return Trip(zone=zone, starts_at=max(starts, now), ends_at=ends)


def _begin(day: date, person: Person) -> datetime:
    return _midnight(day, person.whereabouts.home)


def _midnight(day: date, zone: str) -> datetime:
    return instant_of(datetime.combine(day, time()), zone_called(zone))


async def _take_along(work: UnitOfWork, before: Person, after: Person, now: datetime) -> str:
    """Save the person and let floating reminders keep their clock time; what to say of them.

    Snoozed ringings stay: "in 10 minutes" is the same everywhere. What was moved to a clock time
    does not.
    """
    await work.people.save(after)
    moved = 0
    for reminder, occurrence in await work.reminders.upcoming(now):
        follows = isinstance(place_of(reminder, after), Whereabouts)
        if not follows or (occurrence.parent_id is not None and not occurrence.moved):
            continue
        due_at = after.whereabouts.instant_of(_wall((reminder, occurrence), before))
        if due_at != occurrence.due_at:
            await work.occurrences.mark(occurrence.id, "cancelled")
            await work.occurrences.add(reminder.id, due_at, occurrence.parent_id)
            moved += 1
    if not moved:
        return ""
    kept = "keeps its" if moved == 1 else "keep their"
    return f" {amount(moved, 'reminder')} {kept} clock time there."


def _wall(ringing: Ringing, person: Person) -> datetime:
    """The clock time that it was set for; where a journey has skipped that, no clock showed it."""
    reminder, occurrence = ringing
    if occurrence.moved:
        return person.whereabouts.wall_of(occurrence.due_at)
    if reminder.rule is None:
        return reminder.wall
    since = occurrence.due_at - timedelta(microseconds=1)
    found = next_instant(reminder.rule, reminder.wall, person.whereabouts, since)
    if found is None or found[1] != occurrence.due_at:
        return person.whereabouts.wall_of(occurrence.due_at)
    return found[0]
