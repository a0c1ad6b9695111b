"""What Jenny says of events, and of others that they overlap."""

from datetime import datetime, timedelta

from agents.agent import Turn
from agents.days import today_of
from agents.doubts import remarks as doubts_of
from agents.event_times import start_of
from agents.invitations import mark
from agents.wording import days as days_said
from agents.wording import listed, moment, period, plain_day, quoted, rule_in_words, span
from core.events import Event
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

LABEL_LENGTH = 40
# So long an event is taken to last whose end nobody has said.
UNSAID, DAY = timedelta(hours=1), timedelta(days=1)
MOST_CONFLICTS = 3


def said(event: Event, turn: Turn) -> str:
    """The event as the calendar holds it: "dentist, tomorrow, Tue 14 Apr at 15:00, at …"."""
    place = f", at {event.place}" if event.place else ""
    zone = f" (by a clock “{event.strange_zone}” that I don't know)" if event.strange_zone else ""
    return f"{event.title}, {when(event, turn)}{zone}{place}{repeats(event)}{mark(event)}"


def when(event: Event, turn: Turn) -> str:
    """Its days, or its day and clock times."""
    if event.starts_at is None:
        first = event.first_day or today_of(turn)
        return days_said(first, event.last_day or first, today_of(turn))
    if event.ends_at is None:
        return moment(event.starts_at, turn.person.zone, turn.now)
    return period(event.starts_at, event.ends_at, turn.person.zone, turn.now)


def proposed(event: Event, turn: Turn) -> str:
    """The event with all that was made out of the words: weekday, date, zone and place."""
    text = when(event, turn)
    if text.startswith("today"):
        on = today_of(turn)
        text = text.replace("today", f"today, {plain_day(on, on)}", 1)
    zone = f" ({turn.person.zone})" if event.starts_at is not None else ""
    place = f", at {event.place}" if event.place else ""
    guests = listed([who.name or who.address for who in event.attendees])
    invited = f", with {guests}" if guests else ""
    return f"{event.title}, {text}{zone}{place}{invited}{repeats(event)}"


def news(before: Event, event: Event) -> list[str]:
    """What `said` does not tell of a change: notes, link and privacy."""
    lines: list[str] = []
    if event.notes != before.notes:
        lines.append(f"Note: {quoted(event.notes or '', 300)}.")
    if event.link != before.link:
        lines.append(f"Link: {event.link}")
    if event.private != before.private:
        lines.append("It is private." if event.private else "It is no longer private.")
    return lines


def repeats(event: Event) -> str:
    """How a series repeats: ", every Monday"."""
    if event.rule is None:
        return ""
    try:
        return f", {rule_in_words(event.rule)}"
    except (ValueError, LookupError):
        # Other programs know rules that have no words here.
        return ", repeating"


async def remarks(event: Event, turn: Turn, work: UnitOfWork) -> list[str]:
    """What to consider before it is put there: that it is over or may be meant otherwise, and what
    it overlaps, exactly."""
    zone = turn.person.zone
    first = wall_of(start_of(event, zone), zone_called(zone)).date()
    last = event.last_day or first
    if event.ends_at is not None:
        last = wall_of(event.ends_at, zone_called(zone)).date()
    others = [
        e for e in await work.events.between(first, last, zone) if e.id != event.id and e.busy
    ]
    found = [line for other in others if (line := _overlap(event, other, turn))]
    doubts = doubts_of(turn.request.times, turn.person, turn.now)
    lines = doubts + [f"⚠ {line}" for line in found[:MOST_CONFLICTS]]
    if len(found) > MOST_CONFLICTS:
        lines.append(f"⚠ … and {len(found) - MOST_CONFLICTS} more")
    is_over = start_of(event, zone) < turn.now if event.starts_at else first < today_of(turn)
    return ["⚠ That is in the past.", *lines] if is_over else lines


def label(event: Event, turn: Turn) -> str:
    """The event as it fits on a button."""
    text = f"{event.title} {when(event, turn)}"
    return text if len(text) <= LABEL_LENGTH else f"{text[: LABEL_LENGTH - 1]}…"


def _overlap(event: Event, other: Event, turn: Turn) -> str:
    """What the two have in common, in words; empty when nothing."""
    if event.starts_at is None or other.starts_at is None:
        if other.starts_at is not None:
            return ""
        return f"On the same day: {said(other, turn)}"
    (starts, ends), (begins, stops) = _bounds(event), _bounds(other)
    start, end = max(starts, begins), min(ends, stops)
    if start >= end:
        return ""
    common = period(start, end, turn.person.zone, turn.now)
    # The day goes without saying, unless there is more than one.
    if ends - starts < DAY and " – " not in common:
        common = common.rpartition(" at ")[2]
    length = span((end - start).total_seconds())
    assumed = ", if one without an end takes an hour" if _is_open(event, other) else ""
    return f"It overlaps {quoted(other.title, 40)}: {common} ({length}{assumed})."


def _bounds(event: Event) -> tuple[datetime, datetime]:
    start = start_of(event, event.zone)
    return start, event.ends_at or start + UNSAID


def _is_open(*events: Event) -> bool:
    return any(event.ends_at is None for event in events)
