"""Questions about time: what is free, what overlaps, how busy it is. Code decides, no model."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from agents.agenda import Days
from agents.agent import Turn
from agents.coming_birthdays import BIRTHDAYS, coming_birthdays, named_days
from agents.days import whole_part
from agents.event_choice import focus_on
from agents.event_texts import UNSAID, said
from agents.event_times import start_of
from agents.invitations import answer_buttons
from agents.wording import amount, day, period, quoted, span
from core.events import Event
from core.models import Reply
from core.requests import PartsOfDay, TimeRange
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

WORK = (time(9), time(18))
# The shortest time worth naming when no length is said.
SHORTEST = timedelta(minutes=30)
MOST_SLOTS, MOST_CONFLICTS = 12, 10
SLOTS = re.compile(
    r"\bwhen (?:am|are) (?:i|we) (?:\w+ )?free\b|\b(?:find|any|is there|got|a|an)\b.{0,40}\bfree\b"
    r"|\bfree (?:slots?|time|hours?)\b|\bslots?\b|\b(?:find|look for) (?:me )?time\b",
    re.IGNORECASE,
)
CONFLICTS = re.compile(r"\b(?:conflicts?|clash(?:es)?|overlaps?|double[- ]?booked)\b", re.I)
BUSY = re.compile(r"\bhow (?:busy|full|packed)\b", re.IGNORECASE)
ABOUT_TIME = re.compile("|".join((SLOTS.pattern, CONFLICTS.pattern, BUSY.pattern)), re.I)
_SIDE = re.compile(
    r"\b(?P<side>after|before|until) (?:(?P<part>breakfast|lunch|noon|dinner|work)"
    r"|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?(?P<half>am|pm)?(?!\w))",
    re.IGNORECASE,
)
_AGAIN = re.compile(r" (?:next|again)$", re.IGNORECASE)
# What sounds like an event and looks for time: "find a time for a meeting next week".
_FINDING = re.compile(
    r"(?:please )?(?:find|look for|suggest) (?:me )?(?:an? |some )?(?:free )?"
    r"(?:time|slots?|hour"
    r"|(?:\d{1,3}|half an|an?|one|two|three|four) ?(?:hours?|minutes?|mins?|h))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """From one instant to another."""

    start: datetime
    end: datetime


def asks(text: str) -> bool:
    """Whether words that sound like an event are a question: "conflicts this week?"."""
    plain = text.strip()
    return (plain.endswith("?") and CONFLICTS.match(plain) is not None) or is_finding(plain)


def is_finding(text: str) -> bool:
    """Whether free time is to be found: "find me 2 hours on thursday"."""
    return _FINDING.match(text.strip()) is not None


async def answer(turn: Turn, days: Days, work: UnitOfWork) -> Reply | None:
    """The answer to a question about time; None when it is another question."""
    text = turn.incoming.text
    if not turn.request.times and ABOUT_TIME.search(text):
        days = replace(days, last=_end(text, days))
    if CONFLICTS.search(text):
        return await _conflicts(turn, days, work)
    if BUSY.search(text):
        return await _busy(turn, days, work)
    if BIRTHDAYS.search(text):
        return await coming_birthdays(turn, days, work)
    if SLOTS.search(text) or is_finding(text):
        return await _slots(turn, days, work)
    if turn.request.verb == "free" and (wanted := _wanted(turn)) is not None:
        return await _at(wanted, turn, days, work)
    if turn.request.slots.person is not None or _SIDE.search(text):
        return await _some(turn, days, work)
    return None


def _end(text: str, days: Days) -> date:
    """How far a question looks that names no day: to the end of the week, or seven days."""
    if re.search(r"\bweek\b", text, re.IGNORECASE):
        return days.first + timedelta(days=6 - days.first.weekday())
    return days.first + timedelta(days=6)


def part_of_day(turn: Turn) -> Stretch | None:
    """The hours that are asked for: "tomorrow morning", "between 10 and 12"."""
    for asked in turn.request.times:
        match whole_part(asked, turn.person.zone).value:
            case TimeRange(start=start, end=end):
                return Stretch(start=start, end=end)
            case _:
                continue
    return None


def _wanted(turn: Turn) -> Stretch | None:
    """The time that is to be free: a part of a day, or from a moment on as long as is said."""
    found = (t.value for t in turn.request.times if t.kind == "instant")
    at = next((value for value in found if isinstance(value, datetime)), None)
    length = timedelta(seconds=turn.request.slots.duration or UNSAID.total_seconds())
    part = part_of_day(turn)
    return part or (None if at is None else Stretch(start=at, end=at + length))


async def _at(wanted: Stretch, turn: Turn, days: Days, work: UnitOfWork) -> Reply:
    """Whether that time is free."""
    events = await work.events.between(days.first, days.last, days.zone)
    taken = [event for event in events if _meets(event, wanted)]
    named = _span(wanted, days)
    if not taken:
        whole = [f"All day: {event.title}." for event in events if event.starts_at is None]
        return Reply(text="\n".join([f"You are free {named}.", *whole]))
    lines = [f"• {said(event, turn)}" for event in taken]
    return Reply(text="\n".join([f"You are not free {named}:", *lines]))


def _meets(event: Event, wanted: Stretch) -> bool:
    if event.starts_at is None or not event.busy:
        return False
    end = event.ends_at or event.starts_at + UNSAID
    return event.starts_at < wanted.end and end > wanted.start


async def _some(turn: Turn, days: Days, work: UnitOfWork) -> Reply:
    """The events with somebody, or on one side of the day."""
    person = turn.request.slots.person
    if person is not None and not turn.request.times:
        days = replace(days, last=days.first + timedelta(days=90))
    events = within(
        await work.events.between(days.first, days.last, days.zone), turn.incoming.text, turn
    )
    if person is not None:
        person = _AGAIN.sub("", person)
        events = [event for event in events if _with(event, person)]
        # "When do I meet Anna next?" is about one.
        events = events[:1] if _AGAIN.search(turn.incoming.text.rstrip("?!. ")) else events
    company = "" if person is None else f" with {person}"
    if not events:
        side = _SIDE.search(turn.incoming.text)
        when = f" {side[0].lower()}" if side is not None else ""
        return Reply(text=f"Nothing{company} is on {named_days(days)}{when}.")
    await focus_on(turn, work, events)
    text = "\n".join(f"📅 {said(event, turn)}" for event in events[:20])
    return Reply(text=text, buttons=answer_buttons(events[:20], turn.now, days.zone))


def _with(event: Event, person: str) -> bool:
    names = " ".join([event.title, *(f"{who.name} {who.address}" for who in event.attendees)])
    return person.casefold() in names.casefold()


def stretches(events: Sequence[Event]) -> list[Stretch]:
    """The times that are taken, in order and joined where they touch. Whole days take nothing."""
    return joined((e.starts_at, e.ends_at) for e in events if e.starts_at is not None and e.busy)


def joined(taken: Iterable[tuple[datetime, datetime | None]]) -> list[Stretch]:
    """Spans of time in order and joined where they touch; what has no end takes an hour."""
    found: list[list[datetime]] = []
    for start, end in sorted((start, end or start + UNSAID) for start, end in taken):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [Stretch(start=start, end=end) for start, end in found]


def gaps(taken: Sequence[Stretch], window: Stretch, shortest: timedelta) -> list[Stretch]:
    """What is left of `window` between `taken` (in order, joined), if it is long enough."""
    found: list[Stretch] = []
    start = window.start
    for stretch in taken:
        if stretch.end <= start or stretch.start >= window.end:
            continue
        if stretch.start - start >= shortest:
            found.append(Stretch(start=start, end=stretch.start))
        start = max(start, stretch.end)
    if window.end - start >= shortest:
        found.append(Stretch(start=start, end=window.end))
    return found


def overlaps(events: Sequence[Event]) -> list[tuple[Event, Event, Stretch]]:
    """Every two events that are at the same time, with what they have in common."""
    timed = [event for event in events if event.starts_at is not None and event.busy]
    timed.sort(key=lambda event: start_of(event, event.zone))
    found: list[tuple[Event, Event, Stretch]] = []
    for number, one in enumerate(timed):
        begins = start_of(one, one.zone)
        ends = one.ends_at or begins + UNSAID
        for other in timed[number + 1 :]:
            start = start_of(other, other.zone)
            if start >= ends:
                break
            end = min(ends, other.ends_at or start + UNSAID)
            if end > start:
                found.append((one, other, Stretch(start=start, end=end)))
    return found


def side_of_day(text: str, parts: PartsOfDay) -> tuple[time | None, time | None]:
    """From when, and until when: "after lunch", "before 3"."""
    found = _SIDE.search(text)
    if found is None:
        return None, None
    if found["part"]:
        after = found["side"].lower() == "after"
        at = _part(found["part"].lower(), parts, after=after)
    else:
        hour = int(found["hour"])
        half = (found["half"] or "").lower()
        if half == "pm" or (not half and 0 < hour < 7):
            hour = hour % 12 + 12
        if hour > 23:
            return None, None
        at = time(hour, min(int(found["minute"] or 0), 59))
    return (at, None) if found["side"].lower() == "after" else (None, at)


def within(events: Sequence[Event], text: str, turn: Turn) -> list[Event]:
    """Those that take place on that side of their day; whole days do."""
    first, last = side_of_day(text, turn.person.parts)
    if first is None and last is None:
        return list(events)
    place = zone_called(turn.person.zone)
    kept: list[Event] = []
    for event in events:
        if event.starts_at is None:
            continue
        start = wall_of(event.starts_at, place)
        end = wall_of(event.ends_at or event.starts_at, place)
        over = first is not None and end <= datetime.combine(start.date(), first)
        late = last is not None and start.time() >= last
        if not over and not late:
            kept.append(event)
    return kept


def _part(name: str, parts: PartsOfDay, *, after: bool) -> time:
    match name:
        case "breakfast":
            return parts.morning
        case "lunch":
            # Lunch takes an hour.
            return _later(parts.lunch) if after else parts.lunch
        case "noon":
            return time(12)
        case "work":
            return WORK[1] if after else WORK[0]
        case _:
            return _later(parts.evening) if after else parts.evening


def _later(at: time) -> time:
    return at.replace(hour=min(at.hour + 1, 23))


async def _slots(turn: Turn, days: Days, work: UnitOfWork) -> Reply:
    lengths = (t.value for t in turn.request.times if isinstance(t.value, int | float))
    seconds = turn.request.slots.duration or next(lengths, None)
    shortest = timedelta(seconds=seconds) if seconds else SHORTEST
    taken = joined(await work.events.busy(days.first, days.last, days.zone))
    side = side_of_day(turn.incoming.text, turn.person.parts)
    if (part := part_of_day(turn)) is not None:
        place = zone_called(days.zone)
        opens, closes = (wall_of(at, place).time() for at in (part.start, part.end))
        side = (opens, time(23, 59) if closes == time() else closes)
    lines: list[str] = []
    for on in _each(days):
        for gap in _on_day(on, days, taken, shortest, side):
            lines.append(f"• {_span(gap, days)}")
    much = f" of {span(seconds)}" if seconds else ""
    hours = f"{side[0] or WORK[0]:%H:%M}–{side[1] or WORK[1]:%H:%M}"
    if not lines:
        return Reply(
            text=f"I find no free time{much} {named_days(days)} ({hours}, without weekends)."
        )
    more = [f"… and {len(lines) - MOST_SLOTS} more"] if len(lines) > MOST_SLOTS else []
    head = f"Free{much} {named_days(days)} ({hours}):"
    return Reply(text="\n".join([head, *lines[:MOST_SLOTS], *more]))


def _on_day(
    on: date,
    days: Days,
    taken: Sequence[Stretch],
    shortest: timedelta,
    side: tuple[time | None, time | None],
) -> list[Stretch]:
    """The gaps of one day within working hours; weekends only when they alone are asked for."""
    if on.weekday() > 4 and days.first.weekday() <= 4:
        return []
    place = zone_called(days.zone)
    opens = instant_of(datetime.combine(on, side[0] or WORK[0]), place)
    closes = instant_of(datetime.combine(on, side[1] or WORK[1]), place)
    window = Stretch(start=max(opens, next_quarter(days.now)), end=closes)
    return gaps(taken, window, shortest) if window.start < window.end else []


async def _conflicts(turn: Turn, days: Days, work: UnitOfWork) -> Reply:
    events = await work.events.between(days.first, days.last, days.zone)
    found = overlaps(events)
    if not found:
        return Reply(text=f"Nothing overlaps {named_days(days)}.")
    lines = [
        f"• {quoted(one.title, 40)} and {quoted(other.title, 40)}: {_span(common, days)}"
        f" ({span((common.end - common.start).total_seconds())})"
        for one, other, common in found[:MOST_CONFLICTS]
    ]
    more = [f"… and {len(found) - MOST_CONFLICTS} more"] if len(found) > MOST_CONFLICTS else []
    return Reply(text="\n".join([f"These overlap {named_days(days)}:", *lines, *more]))


async def _busy(turn: Turn, days: Days, work: UnitOfWork) -> Reply:
    lines: list[str] = []
    total = timedelta(0)
    for on in _each(days):
        events = await work.events.between(on, on, days.zone)
        since, until = replace(days, first=on, last=on).bounds()
        taken = [s for s in stretches(events) if s.end > since and s.start < until]
        length = sum((min(s.end, until) - max(s.start, since) for s in taken), timedelta(0))
        total += length
        if events:
            hours = f", {span(length.total_seconds())}" if length else ""
            lines.append(f"• {day(on, days.today)}: {amount(len(events), 'event')}{hours}")
    if not lines:
        return Reply(text=f"Nothing is on {named_days(days)}.")
    taken = f"{span(total.total_seconds())} taken" if total else "No hours taken"
    return Reply(text="\n".join([f"{taken} {named_days(days)}:", *lines]))


def _each(days: Days) -> list[date]:
    first = max(days.first, days.today)
    return [first + timedelta(days=n) for n in range(min((days.last - first).days + 1, 62))]


def _span(stretch: Stretch, days: Days) -> str:
    return period(stretch.start, stretch.end, days.zone, days.now)


def next_quarter(now: datetime) -> datetime:
    """Nobody meets at 10:07."""
    rest = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    return now if not rest else now - rest + timedelta(minutes=15)
