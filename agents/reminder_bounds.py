"""What bounds a series and stands apart from its rule: the days on which it does not ring ("every
monday except 20 april"), and its end ("every day at 9 to take pills until friday")."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agents.days import days_of
from agents.reminder_times import is_bare_clock
from agents.windows import Window, window_of_days
from core.models import Person
from core.recurrence import counts_elapsed
from core.requests import DateRange, Request, TimeExpression
from core.zones import wall_of
from core.zones import zone as zone_called

_BUT = r"\b(?:except|excluding|but not|apart from|other than)(?: (?:for|on))?"
_BUT_ENDS = re.compile(rf"{_BUT}\s*$", re.IGNORECASE)
_BUT_SAID = re.compile(rf"[\s,]*{_BUT}(?=\s|$)", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through|ending)(?: on)?\s*$", re.IGNORECASE)
_FOR = re.compile(r"\bfor(?: the next)?\s*$", re.IGNORECASE)
_LED_TO = re.compile(r"\s+(?:starting|beginning|from|through|ending|for)$", re.IGNORECASE)
_UNTIL_AT = re.compile(r"^(?:until|till)\s+", re.IGNORECASE)
_WEEKS = re.compile(r"\b(?P<week>this|next)(?: coming)?\s*$", re.IGNORECASE)
_WEEK = re.compile(
    r"^(?:on )?(?:this|next)(?: coming)?\b\s*|\s+(?:on )?(?:this|next)$", re.IGNORECASE
)
Times = Sequence[TimeExpression]


def bounded(
    request: Request, text: str, person: Person, now: datetime
) -> tuple[Request, tuple[Window, ...]]:
    """The request with the end in its rule and without the days that are taken out of it; and
    these days."""
    rules = [said for said in request.times if said.kind == "recurrence"]
    if len(rules) != 1:
        return request, ()
    others = [said for said in request.times if said is not rules[0]]
    off = [said for said in others if _led_by(_BUT_ENDS, said, text)]
    counts = counts_elapsed(str(rules[0].value))
    ends = {said: last for said in others if (last := _last(said, text, person, now, counts))}
    windows = (window_of_days(said, person.zone) for said in off)
    rule = _with_clock(rules[0], off, person)
    bounds = [*off, *ends]
    if ends:
        clocks = [said for said in others if is_bare_clock(said) and said not in ends]
        rule = _until(_with_clock(rule, clocks, person), min(ends.values()))
        bounds += clocks
    week = None if bounds else _week_of(rule, text, person, now)
    if week is not None:
        rule, others = _until(rule, _end_of(week.end)), [_from(week.start), *others]
    elif not bounds:
        return request, ()
    left = tuple(said for said in others if said not in bounds)
    what = request.slots.what
    if isinstance(what, str):
        what = _LED_TO.sub("", _BUT_SAID.sub("", what) if off else what).strip(" ,")
        what = _WEEK.sub("", what) if week is not None else what
        what = what.removeprefix("to ")
    slots = replace(request.slots, what=what)
    found = tuple(window for window in windows if window is not None)
    return replace(request, times=(rule, *left), slots=slots), found


def _week_of(rule: TimeExpression, text: str, person: Person, now: datetime) -> DateRange | None:
    """The week of "next monday, wednesday and friday", which are no days of every week."""
    place = text.lower().find(rule.text.lower())
    found = _WEEKS.search(text[:place]) if place > 0 else None
    if found is None or "BYDAY" not in str(rule.value):
        return None
    today = wall_of(now, zone_called(person.zone)).date()
    monday = today - timedelta(days=today.weekday())
    if found["week"].lower() == "next":
        monday += timedelta(weeks=1)
    return DateRange(start=max(monday, today), end=monday + timedelta(days=6))


def _from(day: date) -> TimeExpression:
    return TimeExpression(text="", span=(0, 0), kind="date", value=day)


def _led_by(words: re.Pattern[str], said: TimeExpression, text: str) -> bool:
    place = text.lower().find(said.text.lower())
    return place > 0 and words.search(text[:place]) is not None


def _last(
    said: TimeExpression, text: str, person: Person, now: datetime, counts: bool
) -> datetime | None:
    """When the series ends by the clock, where the expression is its end: with a day, or, of one
    that `counts` hours, at a clock time."""
    zone = person.zone
    if isinstance(said.value, float | int):
        last = wall_of(now + timedelta(seconds=said.value), zone_called(zone))
        long = said.value >= timedelta(days=1).total_seconds()
        ends = (long or counts) and _led_by(_FOR, said, text)
        return None if not ends else last if not long else _end_of(last.date())
    if not said.text.lower().startswith(("until ", "till ")) and not _led_by(_UNTIL, said, text):
        return None
    if isinstance(said.value, datetime) and counts:
        return wall_of(said.value, zone_called(zone))
    # "To fast until 5pm" is what there is to do each day.
    if is_bare_clock(replace(said, text=_UNTIL_AT.sub("", said.text))):
        return None
    days = days_of(said, zone)
    # "Until june" ends with its first day, "until friday" with Friday.
    return days and _end_of(days[0] if isinstance(said.value, DateRange) else days[1])


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def _until(rule: TimeExpression, last: datetime) -> TimeExpression:
    said = str(rule.value)
    ends = "UNTIL" in said or "COUNT" in said
    return rule if ends else replace(rule, value=f"{said};UNTIL={last:%Y%m%dT%H%M%S}")


def _with_clock(rule: TimeExpression, others: Times, person: Person) -> TimeExpression:
    """The hour that stands apart is that of the rule: "… except 20 april at 9"."""
    at = next((said for said in others if isinstance(said.value, datetime)), None)
    if at is None or "BYHOUR" in str(rule.value) or not isinstance(at.value, datetime):
        return rule
    wall = wall_of(at.value, zone_called(person.zone))
    hour = wall.hour
    if "am/pm" in at.assumed and is_bare_clock(at):
        hour = hour % 12 if 7 <= hour % 12 <= 11 else hour % 12 + 12
    return replace(rule, value=f"{rule.value};BYHOUR={hour};BYMINUTE={wall.minute}")
