"""From the times in a request to those of an event; what is not said of one that exists stays."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agents.agent import Turn
from agents.days import days_of, today_of
from agents.reminder_times import at_clock, is_bare_clock
from core.errors import Refused
from core.events import Event
from core.recurrence import check_rule, counts_elapsed, next_instant
from core.requests import DateRange, TimeExpression, TimeRange
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

_SHIFT = re.compile(r"\b(later|earlier)\b", re.IGNORECASE)
_END = re.compile(r"\s*(?:until|till|to)\b", re.IGNORECASE)
_RANGE = re.compile(
    r"\s*(?:from|between)?\s*(.+?)\s*(?:\bto\b|\buntil\b|\band\b|[-–])\s*(.+)", re.I
)
_CLOCK = re.compile(r"(?:\d{1,2}(?:[:.]\d\d)?|noon|midnight|[a-z]+)\s*(?:am|pm)?", re.IGNORECASE)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# By how much it gets longer or shorter, unless the words tell how long it is then.
_MORE = re.compile(r"\b(?:longer|(?:extend|lengthen|prolong)\b(?!.*\bto\b))", re.IGNORECASE)
_LESS = re.compile(r"\b(?:shorter|shorten\b(?!.*\bto\b))", re.IGNORECASE)
# What puts it off by the length that is said, unless that is what it is to last.
_OFF = re.compile(
    r"\b(?:postpone|delay|defer|put off|push|shift|move|bring|pull|reschedule)\b", re.IGNORECASE
)
_TO_LENGTH = re.compile(r"\bto (?:an?|half an|\d+|one|two|three)\b", re.IGNORECASE)
_SOONER = re.compile(r"\b(?:earlier|forwards?)\b|(?<!-)\bup\b(?!-)", re.IGNORECASE)
_EACH = re.compile(r"\bfor (\d{1,3}|an?|half an) (min|hour)", re.IGNORECASE)
_FROM = re.compile(r"\b(?:starting|beginning|from|as of)(?: on| from| in)? $", re.IGNORECASE)
_ENDING = re.compile(r"\b(?:until|till?|through|for) \S", re.IGNORECASE)
TOO_OFTEN = "An event can't repeat like that. For example: “team sync every monday at 9”."
NO_TIME = "I can't tell when that is. For example: “move the dentist to friday at 4pm”."


def timed(turn: Turn) -> Event | None:
    """An event without a title at the time that is said; None when none is.

    Raises:
        Refused: when it repeats in a way that no event does.
    """
    request, zone = turn.request, turn.person.zone
    event = Event(title="", zone=zone)
    for expression in request.times:
        match expression.value:
            case datetime() as start:
                length = request.slots.duration or _length(turn)
                ends = start + timedelta(seconds=length) if length else None
                return replace(event, starts_at=start, ends_at=ends)
            case date() as on:
                return replace(event, first_day=on, last_day=on)
            case TimeRange() as span:
                return replace(event, starts_at=span.start, ends_at=span.end)
            case DateRange() as span:
                return replace(event, first_day=span.start, last_day=span.end)
            case str():
                rules = [said for said in request.times if isinstance(said.value, str)]
                best = max(rules, key=lambda said: ("BYHOUR" in str(said.value), len(said.text)))
                rule, lasting = _lasting(str(best.value), best.text)
                return repeating(event, rule, lasting, turn)
            case _:
                continue
    return None


def repeating(event: Event, rule: str, seconds: float | None, turn: Turn) -> Event:
    """The series that the rule makes of an event: from its first time on, or whole days where no
    hour is said.

    Raises:
        Refused: the rule never comes round, or counts hours.
    """
    zone = turn.person.zone
    start = datetime.combine(_first_day(turn) or today_of(turn), time())
    check_rule(rule, start)
    if counts_elapsed(rule):
        raise Refused(TOO_OFTEN)
    found = next_instant(rule, start, zone_called(zone), turn.now - DAY)
    if found is not None and "BYHOUR" in rule and found[1] <= turn.now:
        found = next_instant(rule, start, zone_called(zone), turn.now)
    if found is None:
        raise Refused(TOO_OFTEN)
    wall, instant = found
    if "BYHOUR" not in rule:
        return replace(event, first_day=wall.date(), last_day=wall.date(), rule=rule)
    if "," not in rule.partition("BYHOUR=")[2].partition(";")[0]:
        rule = re.sub(r";BY(?:HOUR|MINUTE)=\d+", "", rule)
    length = seconds or turn.request.slots.duration or _length(turn)
    ends = instant + timedelta(seconds=length) if length else None
    return replace(event, starts_at=instant, ends_at=ends, rule=rule)


def _first_day(turn: Turn) -> date | None:
    """From when on it is to repeat: "starting next week", where that is to come."""
    text = turn.incoming.text
    for said in turn.request.times:
        days = days_of(said, turn.person.zone)
        before = text[: max(text.find(said.text), 0)]
        if days is not None and _FROM.search(before) and days[0] > today_of(turn):
            return days[0]
    return None


def _lasting(rule: str, text: str) -> tuple[str, float | None]:
    """The rule, and how long each time lasts: "every monday at 9 for 30 minutes" names no end,
    unless one is said besides."""
    found = _EACH.search(text)
    if found is None:
        return rule, None
    number = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(found[1].lower()) or float(found[1])
    unit = 60 if found[2].lower().startswith("m") else 3600
    if _ENDING.search(_EACH.sub("", text, count=1)):
        return rule, number * unit
    return re.sub(r";UNTIL=[^;]*", "", rule), number * unit


def changed(event: Event, turn: Turn) -> Event:
    """The event at its new time, length and place.

    Raises:
        Refused: when it is to come again and again, or would end before it starts.
    """
    slots = turn.request.slots
    moved = replace(event, place=slots.place or event.place)
    said = next((t for t in turn.request.times if t.kind != "duration"), None)
    length = slots.duration or _length(turn)
    if said is not None and isinstance(said.value, str):
        moved = _again(moved, said.value, turn)
    elif said is not None:
        moved = _at(moved, said, turn)
    words = _beside_name(turn.incoming.text, event)
    if length and said is None and (by := _by(words, length)) is not None:
        moved = _shifted(moved, by)
    elif length and moved.starts_at is not None:
        ends = _ending(moved, moved.starts_at, timedelta(seconds=length), turn.incoming.text)
        moved = replace(moved, ends_at=ends)
    elif length and said is None:
        moved = _lasting_days(moved, length, turn.incoming.text)
    if moved.starts_at and moved.ends_at and moved.ends_at <= moved.starts_at:
        raise Refused("It would end before it starts. Tell me both, like “from 3 to 5”.")
    return moved


def with_clock(turn: Turn) -> Turn:
    """The turn with the new day and the clock time behind it as one: "to 25 april at 8am", where
    words between have kept them apart."""
    times, zone = turn.request.times, turn.person.zone
    day = times[0] if times else None
    on = None if day is None else days_of(day, zone)
    if day is None or on is None or on[0] != on[1] or isinstance(day.value, datetime | TimeRange):
        return turn
    near = (t for t in times if is_bare_clock(t) and 0 <= t.span[0] - day.span[1] <= 2)
    clock = next(near, None)
    if clock is None or not isinstance(clock.value, datetime):
        return turn
    place = zone_called(zone)
    at = wall_of(clock.value, place).time()
    if "am/pm" in clock.assumed:
        # It was read as the next from now, and the day is another one.
        at = at.replace(hour=at.hour % 12 + (0 if 7 <= at.hour % 12 <= 11 else 12))
    wall = datetime.combine(on[0], at)
    one = replace(
        day, text=f"{day.text} {clock.text}", kind="instant", value=instant_of(wall, place)
    )
    rest = (said for said in times[1:] if said is not clock)
    return replace(turn, request=replace(turn.request, times=(one, *rest)))


def _beside_name(text: str, event: Event) -> str:
    """The text without the words of the event's name: a catch up is not to be sooner."""
    for word in re.findall(r"[\w'-]+", event.title):
        text = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", " ", text, count=1, flags=re.I)
    return text


def _by(text: str, length: float) -> timedelta | None:
    """How far the words put it off, "postpone it by a week"; None where they tell a length."""
    if _MORE.search(text) or _LESS.search(text):
        return None
    if not _SHIFT.search(text) and (not _OFF.search(text) or _TO_LENGTH.search(text)):
        return None
    by = timedelta(seconds=length)
    return -by if _SOONER.search(text) else by


def _shifted(event: Event, by: timedelta) -> Event:
    """The event so much later. Days are those of the calendar, shorter lengths are real time.

    Raises:
        Refused: it has days alone, and it is to move by less than one.
    """
    whole = by % DAY == timedelta(0)
    if event.starts_at is None:
        if not whole:
            raise Refused(NO_TIME)
        first, last = event.first_day or date.min, event.last_day or event.first_day or date.min
        return replace(event, first_day=first + by, last_day=last + by)
    if not whole:
        return _starting(event, event.starts_at + by)
    place = zone_called(event.zone)
    return _starting(event, instant_of(wall_of(event.starts_at, place) + by, place))


def _ending(event: Event, start: datetime, length: timedelta, text: str) -> datetime:
    """The end of the event that lasts `length`, or that much longer or shorter than now."""
    now = event.ends_at or start + HOUR
    if _MORE.search(text):
        return now + length
    return now - length if _LESS.search(text) else start + length


def _lasting_days(event: Event, length: float, text: str) -> Event:
    """An event of whole days that lasts so long, or that much longer or shorter than now.

    Raises:
        Refused: that is no number of days, or none would be left.
    """
    first, days = event.first_day or date.min, timedelta(seconds=length)
    now = (event.last_day or first) - first + DAY
    lasting = now + days if _MORE.search(text) else now - days if _LESS.search(text) else days
    if lasting % DAY or lasting < DAY:
        raise Refused(NO_TIME)
    return replace(event, last_day=first + lasting - DAY)


def _again(event: Event, rule: str, turn: Turn) -> Event:
    """The event, repeating by the rule from its own day on; at its own clock time where the rule
    names none.

    Raises:
        Refused: the rule never comes round, or counts hours.
    """
    zone = turn.person.zone
    place = zone_called(zone)
    first = wall_of(start_of(event, zone), place)
    if "BYHOUR" in rule:
        clock, first = first.time(), datetime.combine(first.date(), time())
    else:
        clock = first.time()
    check_rule(rule, first)
    found = (
        None
        if counts_elapsed(rule)
        else next_instant(rule, first, place, _just_before(first, place))
    )
    if found is None:
        raise Refused(TOO_OFTEN)
    wall = found[0] if "BYHOUR" in rule else datetime.combine(found[0].date(), clock)
    bare = re.sub(r";BY(?:HOUR|MINUTE)=\d+", "", rule)
    moved = _on(event, wall.date()) if event.starts_at is None else None
    return replace(moved or _starting(event, instant_of(wall, place)), rule=bare)


def _just_before(wall: datetime, place: ZoneInfo) -> datetime:
    return instant_of(wall, place) - timedelta(seconds=1)


def start_of(event: Event, zone: str) -> datetime:
    """The instant at which the event begins; of whole days, midnight at `zone`."""
    if event.starts_at is not None:
        return event.starts_at
    return instant_of(datetime.combine(event.first_day or date.min, time()), zone_called(zone))


def _length(turn: Turn) -> float | None:
    """The length that is said beside, or instead of, a time: "make it an hour"."""
    for expression in turn.request.times:
        if expression.kind == "duration" and isinstance(expression.value, float | int):
            return float(expression.value)
    return None


def _at(event: Event, said: TimeExpression, turn: Turn) -> Event:
    match said.value:
        case datetime() as instant if event.starts_at is not None and _SHIFT.search(said.text):
            return _starting(event, event.starts_at + (instant - turn.incoming.received_at))
        case datetime() as instant if _END.match(said.text) and event.starts_at is not None:
            return replace(event, ends_at=_on_its_day(event, said, instant, turn))
        case datetime() as instant:
            return _starting(event, _on_its_day(event, said, instant, turn))
        case TimeRange(start=start, end=end) if _bare(said.text):
            first = _on_its_day(event, said, start, turn)
            return replace(_starting(event, first), ends_at=first + (end - start))
        case TimeRange(start=start, end=end):
            return replace(_starting(event, start), ends_at=end)
        case DateRange(start=first_day, end=last_day) if first_day != last_day:
            return replace(
                event, starts_at=None, ends_at=None, first_day=first_day, last_day=last_day
            )
        case DateRange(start=day):
            return _on(event, day)
        case date() as day:
            return _on(event, day)
        case _:
            raise Refused(NO_TIME)


def _starting(event: Event, start: datetime) -> Event:
    """The event from `start` on, as long as before."""
    ends = None
    if event.starts_at is not None and event.ends_at is not None:
        ends = start + (event.ends_at - event.starts_at)
    return replace(event, starts_at=start, ends_at=ends, first_day=None, last_day=None)


def _on(event: Event, day: date) -> Event:
    """The event on that day, at its clock time where it has one, else as many days as before."""
    if event.starts_at is None:
        first, last = event.first_day or day, event.last_day or event.first_day or day
        return replace(event, first_day=day, last_day=day + (last - first))
    place = zone_called(event.zone)
    clock = wall_of(event.starts_at, place).time()
    return _starting(event, instant_of(datetime.combine(day, clock), place))


def _on_its_day(event: Event, said: TimeExpression, instant: datetime, turn: Turn) -> datetime:
    """The instant that is said; of a bare clock time, on the event's own day."""
    if not is_bare_clock(replace(said, value=instant)) and not _bare(said.text):
        return instant
    zone = turn.person.zone
    begins = start_of(event, zone)
    if wall_of(begins, zone_called(zone)).date() == today_of(turn):
        return instant
    return at_clock(instant, begins, zone, assumed_half="am/pm" in said.assumed)


def _bare(text: str) -> bool:
    """Whether the words are an end or two ends of a time of day, without a day."""
    if _END.match(text):
        return _CLOCK.fullmatch(_END.sub("", text, count=1).strip()) is not None
    found = _RANGE.fullmatch(text)
    return found is not None and all(_CLOCK.fullmatch(part.strip()) for part in found.groups())
