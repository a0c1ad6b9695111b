"""Rules for what is said of a repetition: more days, clock times, its end."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from understanding.english.clocks import NOT_A_CLOCK, clocks_in
from understanding.english.ranges import DAY_RANGES, RANGES
from understanding.english.repeats import WEEKEND, WORKDAYS, nth_in, weekdays_in
from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    ClockSpan,
    Day,
    DayPart,
    Length,
    Meaning,
    Month,
    Number,
    Period,
    Repeat,
    Weekday,
)
from understanding.resolution import days
from understanding.resolution.scene import Scene

DAYS_OF_WEEK = 7
EXCEPT = "except|excluding|but|not|apart|aside"


def _and_weekdays(found: Found) -> Repeat | None:
    """ "every week on tuesday, friday": more weekdays."""
    repeat = found.one(Repeat)
    if repeat.frequency not in ("WEEKLY", "DAILY") or repeat.clocks:
        return None
    more = weekdays_in(found).weekdays
    weekdays = tuple(dict.fromkeys([*repeat.weekdays, *more]))
    return replace(repeat, frequency="WEEKLY", weekdays=weekdays)


def _weekdays_and_clock(found: Found) -> Repeat | None:
    repeat = _and_weekdays(found)
    return None if repeat is None else replace(repeat, clocks=tuple(clocks_in(found)))


def _and_all(which: tuple[tuple[int, int], ...]) -> Callable[[Found], Meaning | None]:
    def make(found: Found) -> Meaning | None:
        repeat = found.one(Repeat)
        return replace(repeat, weekdays=which) if repeat.frequency == "WEEKLY" else None

    return make


def _on_nth_weekday(found: Found) -> Repeat | None:
    """ "every month on the 2nd friday", "yearly on the first sunday in may"."""
    repeat = found.one(Repeat)
    if repeat.frequency not in ("MONTHLY", "YEARLY"):
        return None
    months = tuple(month.number for month in found.of(Month))
    place = ((nth_in(found), found.one(Weekday).number),)
    return replace(repeat, weekdays=place, months=months or repeat.months)


def _on_days(found: Found) -> Repeat | None:
    """ "monthly on the 7th", "every year on june 3rd and 13th"."""
    repeat = found.one(Repeat)
    if repeat.frequency not in ("MONTHLY", "YEARLY") or repeat.weekdays:
        return None
    numbers = tuple(int(n.value) for n in found.of(Number) if n.value <= 31)
    if found.has("last"):
        numbers = (-1,)
    elif found.has("beginning", "start", "begin"):
        numbers = (1,)
    elif found.has("end"):
        numbers = (-1,)
    months = tuple(month.number for month in found.of(Month)) or repeat.months
    if repeat.frequency == "YEARLY" and not months:
        return None
    return replace(repeat, month_days=(*repeat.month_days, *numbers), months=months)


def _merged(found: Found) -> Repeat | None:
    """ "every 3 weeks on weekends": the second one says on which days."""
    first, second = found.of(Repeat)
    if first.frequency == second.frequency == "MONTHLY" and _plain(first) and second.month_days:
        return replace(second, interval=first.interval)
    if first.weekdays and not second.weekdays and second.frequency == "WEEKLY":
        first, second = second, first
    if first.weekdays and second.weekdays and first.interval == second.interval == 1:
        return _joined(first, second)
    if first.frequency not in ("WEEKLY", "DAILY") or first.weekdays or not second.weekdays:
        return None
    return replace(second, frequency="WEEKLY", interval=first.interval)


def _plain(repeat: Repeat) -> bool:
    return not (repeat.weekdays or repeat.month_days or repeat.months or repeat.clocks)


def _joined(first: Repeat, second: Repeat) -> Repeat | None:
    """ "mondays and fridays at 7": the days of both, at the clock that one of them has."""
    if first.clocks or {first.frequency, second.frequency} != {"WEEKLY"}:
        return None
    if any(nth for nth, _ in (*first.weekdays, *second.weekdays)):
        return None
    days_of = dict.fromkeys([*first.weekdays, *second.weekdays])
    return replace(second, weekdays=tuple(days_of))


def _on_nth_day(found: Found) -> Repeat | None:
    """ "every week on the 4th day": the week begins on Monday."""
    repeat, nth = found.one(Repeat), int(found.one(Number).value)
    if repeat.frequency != "WEEKLY" or repeat.weekdays or not 1 <= nth <= DAYS_OF_WEEK:
        return None
    return replace(repeat, weekdays=((0, nth - 1),))


def _times(found: Found) -> Repeat:
    numbers = found.of(Number)
    count = 2 if found.has("twice") else 1 if found.has("once") else int(numbers[-1].value)
    return replace(found.one(Repeat), count=max(1, count))


def _count(found: Found) -> Repeat:
    """A count that stands apart from its repetition."""
    return Repeat(frequency="", count=max(1, int(found.one(Number).value)))


def _for_length(found: Found) -> Repeat:
    """So long from today."""
    length = found.one(Length)
    return replace(found.one(Repeat), until=days.hence(length), lasting=True)


def _except(found: Found) -> Repeat | None:
    """ "daily except sundays": the days that are left."""
    repeat = found.one(Repeat)
    left_out = {day for r in found.of(Repeat)[1:] for _, day in r.weekdays}
    left_out |= {day.number for day in found.of(Weekday)}
    left_out |= {day.weekday for day in found.of(Day) if day.weekday is not None}
    every = [day for _, day in repeat.weekdays] or list(range(7))
    days_of = tuple((0, day) for day in every if day not in left_out)
    plain = repeat.frequency in ("DAILY", "WEEKLY") and repeat.interval == 1
    if not plain or not left_out or not days_of:
        return None
    return replace(repeat, frequency="WEEKLY", weekdays=days_of)


BODIES = Layer(
    (
        rule("except", f"REPEAT ,? {EXCEPT} not|from? on|the? REPEAT", _except),
        rule("except a weekday", f"REPEAT ,? {EXCEPT} not|from? on? WEEKDAY|WEEKDAYS", _except),
        rule("and those days", "REPEAT ,|and|&? and? REPEAT", _merged),
        rule("weekdays and clock of each week", "on? WEEKDAY ,|and|&|/? WEEKDAY? at|@|,? CLOCK REPEAT",
             _weekdays_and_clock, after="until before from since after by"),
        rule("weekdays and hour of each week", "on? WEEKDAY ,|and|&|/? WEEKDAY? at|@ HOUR REPEAT",
             _weekdays_and_clock, after="until before from since after by"),
        rule("last of the month each month", "on? the? last day of the month ,? REPEAT", _on_days),
        rule("nth of the month each month", "on? the? ORDDAY of the month REPEAT", _on_days),
        rule("weekdays of each week", "on? WEEKDAY ,|and|&|/? WEEKDAY? REPEAT", _and_weekdays,
             after="until before from since after by"),
        rule("on weekdays", "REPEAT on|,|and|&|/? WEEKDAY|WEEKDAYS", _and_weekdays),
        rule("on a weekday span", "REPEAT on? WEEKDAY to|through|- WEEKDAY", _and_weekdays),
        rule("on workdays", "REPEAT on weekday|weekdays", _and_all(WORKDAYS)),
        rule("on weekends", "REPEAT on the? weekend|weekends", _and_all(WEEKEND)),
        rule("on nth weekday", "REPEAT on? the? ORD|last last? WEEKDAY", _on_nth_weekday),
        rule("on nth to last", "REPEAT on? the? ORD to the? last WEEKDAY", _on_nth_weekday),
        rule("on nth weekday in", "REPEAT on? the? ORD|last last? WEEKDAY in|of MONTH", _on_nth_weekday),
        rule("on nth", "REPEAT on the? ORDDAY|DAYNUM", _on_days, before="WEEKDAY MONTH"),
        rule("on day nth", "REPEAT on day|days DAYNUM", _on_days),
        rule("and nth", "REPEAT and|, the? ORDDAY|DAYNUM", _on_days, before="WEEKDAY MONTH times x"),
        rule("and nth of the month", "REPEAT and the? ORDDAY of the month", _on_days),
        rule("on the nth day", "REPEAT on the? ORD day", _on_nth_day),
        rule("on the last day", "REPEAT on? the? last day", _on_days),
        rule("at the end", "REPEAT at the? end|beginning|start|begin", _on_days),
        rule("on a date", "REPEAT on the? MONTH the? ORDDAY|DAYNUM", _on_days),
        rule("on a date", "REPEAT on the? ORDDAY|DAYNUM of? MONTH", _on_days),
        rule("times", "REPEAT ,? for? up? to? NUMBER times|x|occurrences|time", _times),
        rule("twice", "REPEAT twice|once", _times),
        rule("for a length", "REPEAT ,? for up? to? the? next? LENGTH", _for_length),
    ),
    passes=4,
)  # fmt: skip


def _on_those_days(found: Found) -> Repeat | None:
    """ "every 2 hours between 9 and 17 on weekdays"."""
    first, second = found.of(Repeat)
    free = first.frequency == "DAILY" and first.interval == 1 and not first.weekdays
    if not free or not second.weekdays or second.clocks or second.interval > 1:
        return None
    return replace(first, frequency="WEEKLY", weekdays=second.weekdays)


def _clock(found: Found) -> Repeat | None:
    """A clock time, or one more."""
    repeat = found.one(Repeat)
    more = clocks_in(found)
    bare = found.has(",", "and", "&") and not found.has("at", "@")
    if not more or (bare and not repeat.clocks):
        return None
    return replace(repeat, clocks=(*repeat.clocks, *more))


def _first_clock(found: Found) -> Repeat | None:
    more = clocks_in(found)
    repeat = found.one(Repeat)
    return replace(repeat, clocks=(*repeat.clocks, *more)) if more else None


def _bare_hour(found: Found) -> Repeat | None:
    """ "every monday 9"; "daily 2" may count."""
    return _first_clock(found) if found.one(Repeat).weekdays else None


def _from_hour(found: Found) -> Repeat | None:
    """ "every monday 10-11": it begins at the first; how long it takes is another matter."""
    said = clocks_in(found)
    return replace(found.one(Repeat), clocks=(said[0],)) if len(said) == 2 else None


def _in_part(found: Found) -> Repeat:
    repeat = found.one(Repeat)
    return replace(repeat, parts=(*repeat.parts, found.one(DayPart).name))


def _until(found: Found) -> Repeat:
    """Until a day, which belongs to it, or until a period begins."""
    ends = found.of(Day)
    if ends:
        return replace(found.one(Repeat), until=ends[0].find)
    period = found.one(Period)

    def find(scene: Scene) -> date | None:
        whole = period.find(scene)
        return None if whole is None else whole[0]

    return replace(found.one(Repeat), until=find)


RANGE_RULES = frozenset(row.name for row in (*DAY_RANGES.rules, *RANGES.rules))


def _from_until(found: Found) -> Repeat | None:
    """Until a range is over; "starting next week" is no end."""
    return _over(found) if found.items[-1].rule in RANGE_RULES else None


def _over(found: Found) -> Repeat:
    """Until a period is over; "until february" ends with its first day."""
    period, until = found.one(Period), found.items[-1].rule == "months until"

    def find(scene: Scene) -> date | None:
        whole = period.find(scene)
        return whole and (whole[1].replace(day=1) if until else whole[1])

    return replace(found.one(Repeat), until=find)


def _between_hours(found: Found) -> Repeat | None:
    """ "every 3 hours between 9 and 18": the hours of each day, said one by one."""
    repeat, span = found.one(Repeat), found.one(ClockSpan)
    if repeat.frequency != "HOURLY" or span.end is None:
        return replace(repeat, clocks=(*repeat.clocks, span.start))
    start, end = span.start, span.end
    last = end.hour + 12 if end.open and end.hour <= start.hour else end.hour
    last = last + 12 if end.half == "pm" and last < 12 else last
    first = start.hour + 12 if start.half == "pm" and start.hour < 12 else start.hour
    hours = range(first, last + 1, repeat.interval)
    clocks = tuple(replace(start, hour=hour, half="", exact=True) for hour in hours)
    return replace(repeat, frequency="DAILY", interval=1, clocks=clocks) if clocks else None


COUNTS = Layer(
    (rule("count apart", ",? for NUMBER times|occurrences|occasions|repetitions", _count),)
)
TAILS = Layer(
    (
        rule("on those days", "REPEAT ,? REPEAT", _on_those_days),
        rule("at a clock", "REPEAT ,? at|@|around|about|for? CLOCK", _first_clock),
        rule("at an hour", "REPEAT ,? at|@|around HOUR|COMPACT", _first_clock,
             before="OTHER UNIT HALF : LENGTH"),
        rule("and an hour", "REPEAT ,|and|& and? at? HOUR|CLOCK", _clock, before="OTHER UNIT times x"),
        rule("clocks first", "at? CLOCK|HOUR ,|and CLOCK|HOUR ,? on? REPEAT", _first_clock),
        rule("clocks first", "at? CLOCK|HOUR , CLOCK|HOUR ,|and and? CLOCK|HOUR ,? on? REPEAT", _first_clock),
        rule("clock first", "at? CLOCK ,? on? REPEAT", _first_clock),
        rule("hour first", "at HOUR ,? on? REPEAT", _first_clock),
        rule("in a part", "REPEAT ,? DAYPART|PART", _in_part),
        rule("part first", "DAYPART REPEAT", _in_part, after="HOUR CLOCK"),
        rule("until first", "until DAY|PERIOD ,? REPEAT", _until),
        rule("bare hour", "REPEAT HOUR", _bare_hour, before=NOT_A_CLOCK + " times x : . - / and to"),
        rule("from hour to hour", "REPEAT ,? from|at? HOUR|CLOCK -|to|until HOUR|CLOCK", _from_hour,
             before="UNIT OTHER"),
        rule("for a length", "REPEAT ,? for up? to? the? next? LENGTH", _for_length),
        rule("between hours", "REPEAT ,? CLOCKSPAN", _between_hours),
        rule("except", f"REPEAT ,? {EXCEPT} not|from? on|the? REPEAT|DAYNAME", _except),
        rule("until", "REPEAT ,? until|through|to|ending DAY|PERIOD", _until),
        rule("over a period", "REPEAT ,? PERIOD", _over),
        rule("from and until", "REPEAT ,? from|starting|beginning PERIOD", _from_until),
        rule("times", "REPEAT ,? for? up? to? NUMBER times|x|occurrences", _times),
        rule("twice", "REPEAT twice|once", _times),
    ),
    passes=5,
)  # fmt: skip
