"""What bounds a series and stands apart from its rule: the days on which it does not ring ("every
monday except 20 april"), and its end ("every day at 9 to take pills until friday")."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agents.days import days_of
from agents.reminder_times import is_bare_clock
from agents.windows import Window, window_of_days
from agents.wording import CODES, quoted
from core.errors import Refused
from core.models import Person
from core.recurrence import counts_elapsed, next_instant
from core.requests import DateRange, Request, TimeExpression, TimeRange
from core.zones import wall_of
from core.zones import zone as zone_called

_BUT = r"\b(?:except|excluding|but not|apart from|other than)(?: (?:for|on))?"
_BUT_ENDS = re.compile(rf"{_BUT}\s*$", re.IGNORECASE)
_BUT_SAID = re.compile(rf"[\s,]*{_BUT}(?=\s|$)", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through|ending)(?: on)?\s*$", re.IGNORECASE)
_FOR = re.compile(r"\bfor(?: the next)?\s*$", re.IGNORECASE)
_EARLY = re.compile(r"\b(?:wak(?:e|ing)|alarm|get up)\b", re.IGNORECASE)
# "Set a reminder for 2 weeks to renew the visa" is in 2 weeks.
_SET_FOR = re.compile(r"\b(?:reminder|alarm|timer)s? for\s*$", re.IGNORECASE)
_LASTING = re.compile(r"\bfor\b", re.IGNORECASE)
_NEXT = re.compile(r"^(?:for )?(?:the )?next (?!week|month|year|weekend)\w+ \w+", re.IGNORECASE)
_LED_TO = re.compile(r"\s+(?:starting|beginning|from|through|ending|for)$", re.IGNORECASE)
_UNTIL_AT = re.compile(r"^(?:until|till)\s+", re.IGNORECASE)
_WEEKS = re.compile(r"\b(?P<week>this|next)(?: coming)?\s*$", re.IGNORECASE)
_WEEK = re.compile(
    r"^(?:on )?(?:this|next)(?: coming)?\b\s*|\s+(?:on )?(?:this|next)$", re.IGNORECASE
)
Times = Sequence[TimeExpression]
# A day that no calendar knows; "before dinner", "on the way to work" say what else is then.
_DAY_FIRST = re.compile(
    r"(?:on|after|before|during) [^\n]*?\b\w*"
    r"(?:day|eve|anniversary|moon|solstice|equinox|holiday|vacation|wedding)s?\b",
    re.IGNORECASE,
)
# How often, in words that no rule has: "every payday to save", "save every full moon".
_OFTEN = re.compile(
    r"(?P<first>(?:every|each) (?!one\b|of\b)(?:time [^\n]{1,40}?|\S+(?: \S+)?))"
    r"(?= to | that | about |$)|.*\b"
    r"(?P<last>(?:every|each) (?:(?:\w+ )?(?:\w*day|moon|shift|solstice|equinox)|time\b.{0,40}))",
    re.IGNORECASE,
)


def bounded(
    request: Request, text: str, person: Person, now: datetime
) -> tuple[Request, tuple[Window, ...]]:
    """The request with the end in its rule and without the days that are taken out of it; and
    these days."""
    request = _lasting(request, text, person, now)
    request = _but_for(request, text)
    rules = [said for said in request.times if said.kind == "recurrence"]
    if len(rules) != 1:
        return request, ()
    others = [said for said in request.times if said is not rules[0]]
    off = [said for said in others if _led_by(_BUT_ENDS, said, text)]
    clocked = _with_clock(rules[0], [said for said in others if is_bare_clock(said)], person)
    ends = {said: last for said in others if (last := _last(said, text, person, now, clocked))}
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


def _on_a_day(what: str, text: str) -> str | None:
    """The words for a day that were taken for the beginning of the thing."""
    head, _, rest = what.partition(" to ")
    if not rest:
        return None
    led = re.search(
        r"\bremind me\b(?:(?! to | about | of ).)*?"
        rf"\b((?:on|after|before|during) {re.escape(head)})\b",
        text,
        re.IGNORECASE,
    )
    day = head if led is None else led[1]
    return day if _DAY_FIRST.match(day) else None


def _but_for(request: Request, text: str) -> Request:
    """The request with the weekdays out of its rule that are excepted apart from it: "every
    weekday at 9 to stretch, except on fridays"."""
    rules = [said for said in request.times if said.kind == "recurrence"]
    off = [said for said in rules[1:] if _led_by(_BUT_ENDS, said, text)]
    what = request.slots.what
    if len(rules) != 2 or not off or not isinstance(what, str):
        return request
    parts, but = (dict(part.split("=", 1) for part in f"{r.value}".split(";")) for r in rules)
    days = parts.get("BYDAY", ",".join(CODES)).split(",")
    left = [day for day in days if day not in but.get("BYDAY", "").split(",")]
    if not left or parts["FREQ"] not in ("DAILY", "WEEKLY") or "INTERVAL" in parts:
        return request
    parts |= {"FREQ": "WEEKLY", "BYDAY": ",".join(left)}
    rule = replace(rules[0], value=";".join(f"{name}={value}" for name, value in parts.items()))
    times = tuple(rule if said is rules[0] else said for said in request.times if said not in off)
    slots = replace(request.slots, what=_BUT_SAID.sub("", what).strip(" ,"))
    return replace(request, times=times, slots=slots)


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
    said: TimeExpression, text: str, person: Person, now: datetime, series: TimeExpression
) -> datetime | None:
    """When the series ends by the clock, where the expression is its end: with a day, or, of one
    that counts hours, at a clock time. "For 2 days" are two, from its first on."""
    zone, rule = person.zone, str(series.value)
    counts = counts_elapsed(rule)
    if isinstance(said.value, float | int):
        last = wall_of(now + timedelta(seconds=said.value), zone_called(zone))
        long = said.value >= timedelta(days=1).total_seconds()
        ends = (long or counts) and _led_by(_FOR, said, text)
        if ends and long and _begins_today(rule, person, now):
            last -= timedelta(days=1)
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


def _begins_today(rule: str, person: Person, now: datetime) -> bool:
    place = zone_called(person.zone)
    today = wall_of(now, place).date()
    first = next_instant(rule, datetime.combine(today, person.parts.morning), place, now)
    return not counts_elapsed(rule) and first is not None and first[0].date() == today


def check_understood(request: Request, text: str) -> None:
    """Refuse what is to come round in a way that was not understood, and would ring but once; and
    an hour on a day that was not: "on my birthday at 8".

    Raises:
        Refused: with the words, and nothing is set.
    """
    what = request.slots.what
    rules = any(t.kind == "recurrence" for t in request.times)
    said = what.strip() if isinstance(what, str) else ""
    found = None if rules else _OFTEN.match(said)
    if found and request.times and (found["last"] or "").lower().startswith("every time"):
        # "… at 6 to ask why it jams every time we use it".
        return
    if found is None or (found["last"] and found.end() != len(said)):
        day = _on_a_day(said, text) if request.times else None
        if day is not None:
            raise Refused(
                f"I can't tell when {quoted(day)} is, so I have set nothing. Tell me the date, for"
                " example: “remind me on 24 may at 9 to buy flowers”."
            )
        return
    raise Refused(
        f"I can't tell when {quoted(found['first'] or found['last'])} is, so I have set nothing."
        " Say it by days, like “every month on the 25th at 9” or “every monday at 9”."
    )


def _lasting(request: Request, text: str, person: Person, now: datetime) -> Request:
    """ "For 2 days at 9" rings on two days. A length behind what there is to do belongs to that:
    "book a room for 2 nights"."""
    if any(said.kind == "recurrence" for said in request.times):
        return request
    spans = {said: days for said in request.times if (days := _days_of(said, text)) > 1}
    span = next(iter(spans), None)
    if span is None or not _lasts(span, request, text):
        return request
    daily = replace(span, kind="recurrence", value=f"FREQ=DAILY;COUNT={spans[span]}")
    clocks = [said for said in request.times if is_bare_clock(said)]
    early = _EARLY.search(text) is not None
    if early:
        # The hour was read as one of the morning.
        clocks = [replace(said, assumed=()) for said in clocks]
    left = tuple(said for said in request.times if said is not span and not is_bare_clock(said))
    daily = _with_clock(daily, clocks, person)
    match span.value:
        case TimeRange(start=start):
            wall = wall_of(start, zone_called(person.zone))
            daily = _at_wall(daily, wall, is_open="am/pm" in span.assumed and not early)
            left = (_from(wall.date()), *left)
        case DateRange(start=first):
            # "For the next 2 weeks" does not wait until monday.
            tomorrow = wall_of(now, zone_called(person.zone)).date() + timedelta(days=1)
            left = (_from(min(first, tomorrow)), *left)
        case _:
            pass
    return replace(request, times=(daily, *left))


def _lasts(span: TimeExpression, request: Request, text: str) -> bool:
    """Whether the length is that of the ringing, and not of what there is to do."""
    if isinstance(span.value, float | int) and _led_by(_SET_FOR, span, text):
        return False
    if _leads(span, request, text) or isinstance(span.value, TimeRange):
        return True
    others = [said for said in request.times if said is not span]
    told = any(_leads(said, request, text) or not is_bare_clock(said) for said in others)
    return isinstance(span.value, DateRange) and not told


def _leads(said: TimeExpression, request: Request, text: str) -> bool:
    """Whether it stands before what there is to do."""
    what, low = request.slots.what, text.lower()
    return isinstance(what, str) and low.find(said.text.lower()) < low.find(what.lower())


def _days_of(said: TimeExpression, text: str) -> int:
    """So many days it lasts, where the words say "for so long"; else 0."""
    match said.value:
        case TimeRange(start=start, end=end) if _LASTING.search(said.text):
            return (end.date() - start.date()).days if start.time() == end.time() else 0
        case DateRange(start=first, end=last) if _NEXT.search(said.text):
            return (last - first).days + 1
        case float() | int() as seconds if _led_by(_FOR, said, text):
            return int(seconds // timedelta(days=1).total_seconds())
        case _:
            return 0


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
    return _at_wall(rule, wall, is_open="am/pm" in at.assumed and is_bare_clock(at))


def _at_wall(rule: TimeExpression, wall: datetime, *, is_open: bool) -> TimeExpression:
    """The rule at a clock time, of which am or pm may be open."""
    hour = wall.hour
    if is_open:
        hour = hour % 12 if 7 <= hour % 12 <= 11 else hour % 12 + 12
    return replace(rule, value=f"{rule.value};BYHOUR={hour};BYMINUTE={wall.minute}")
