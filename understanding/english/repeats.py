"""Rules for repetitions: "every other friday at 5", "the last day of each month", "mon wed fri"."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from understanding.english.moments import clocks_in
from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    ClockSpan,
    Day,
    DayPart,
    Fraction,
    Length,
    Meaning,
    Month,
    Number,
    Period,
    Repeat,
    Unit,
    Weekday,
)
from understanding.resolution import days
from understanding.resolution.scene import Scene

UNITS = {
    "second": ("SECONDLY", 1), "minute": ("MINUTELY", 1), "hour": ("HOURLY", 1),
    "day": ("DAILY", 1), "night": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1),
    "decade": ("YEARLY", 10),
}  # fmt: skip
WORDS = {
    "daily": ("DAILY", 1), "nightly": ("DAILY", 1), "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2), "biweekly": ("WEEKLY", 2), "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2), "quarterly": ("MONTHLY", 3), "semiannual": ("MONTHLY", 6),
    "semiannually": ("MONTHLY", 6), "biannual": ("MONTHLY", 6), "annual": ("YEARLY", 1),
    "annually": ("YEARLY", 1), "yearly": ("YEARLY", 1), "hourly": ("HOURLY", 1),
}  # fmt: skip
WORKDAYS = tuple((0, day) for day in range(5))
WEEKEND = ((0, 5), (0, 6))


def _word(found: Found) -> Repeat | None:
    pair = next((WORDS[key] for item in found.items for key in item.keys if key in WORDS), None)
    return None if pair is None else Repeat(frequency=pair[0], interval=pair[1])


def _unit(found: Found) -> Repeat | None:
    """Every unit, every other unit."""
    return _of_unit(found.one(Unit).name, 2 if found.has("other", "second", "alternate") else 1)


def _of_unit(name: str, count: int) -> Repeat | None:
    if name == "weekend":
        return Repeat(frequency="WEEKLY", interval=count, weekdays=WEEKEND)
    frequency, factor = UNITS[name]
    return Repeat(frequency=frequency, interval=count * factor)


def _length(found: Found) -> Repeat | None:
    """Every so many units of one kind."""
    length = found.one(Length)
    if length.grain not in UNITS:
        return None
    frequency = UNITS[length.grain][0]
    unit = {"MONTHLY": length.months, "YEARLY": length.months / 12, "DAILY": length.days,
            "WEEKLY": length.days / 7, "HOURLY": length.seconds / 3600,
            "MINUTELY": length.seconds / 60, "SECONDLY": length.seconds}[frequency]  # fmt: skip
    if unit == 0.5 and frequency == "HOURLY":
        return Repeat(frequency="MINUTELY", interval=30)
    if unit != int(unit) or not 0 < unit < 1000:
        return None
    return Repeat(frequency=frequency, interval=int(unit))


def _weekdays(found: Found) -> Repeat:
    """Weekly on the weekdays found; a dash or "to" between two fills what lies between."""
    numbers = [day.number for day in found.of(Weekday)]
    if len(numbers) == 2 and found.has("to", "through", "-"):
        numbers = [(numbers[0] + i) % 7 for i in range((numbers[1] - numbers[0]) % 7 + 1)]
    counts = [int(n.value) for n in found.of(Number)]
    interval = 2 if found.has("other", "alternate") else counts[0] if counts else 1
    return Repeat(
        frequency="WEEKLY",
        interval=interval,
        weekdays=tuple((0, n) for n in dict.fromkeys(numbers)),
    )


def _days(which: tuple[tuple[int, int], ...]) -> Callable[[Found], Meaning]:
    return lambda _: Repeat(frequency="WEEKLY", weekdays=which)


def _month_step(found: Found) -> int:
    """The months between two times, when "every other month" or "every 3 months" was said."""
    lengths = found.of(Length)
    if lengths:
        return int(lengths[0].months)
    return 2 if found.has("other") else 1


def _nth(found: Found) -> int:
    ordinals = [int(n.value) for n in found.of(Number) if n.ordinal]
    if found.has("last"):
        return -(ordinals[0] if ordinals else 1)
    return ordinals[0] if ordinals else 1


def _nth_weekday(found: Found) -> Repeat:
    """ "the first friday of each month"; with a month it is yearly."""
    place = ((_nth(found), found.one(Weekday).number),)
    months = tuple(month.number for month in found.of(Month))
    if months:
        return Repeat(frequency="YEARLY", weekdays=place, months=months)
    return Repeat(frequency="MONTHLY", interval=_month_step(found), weekdays=place)


def _nth_day(found: Found) -> Repeat:
    """ "the 4th of every month", "the last day of each month", "every 1 may"."""
    months = tuple(month.number for month in found.of(Month))
    if months:
        day = next(int(n.value) for n in found.of(Number))
        return Repeat(frequency="YEARLY", month_days=(day,), months=months)
    numbers = [int(n.value) for n in found.of(Number) if n.value <= 31]
    place = _nth(found) if found.has("last") else numbers[0]
    return Repeat(frequency="MONTHLY", interval=_month_step(found), month_days=(place,))


def _nth_days(found: Found) -> Repeat:
    return Repeat(frequency="MONTHLY", month_days=tuple(int(n.value) for n in found.of(Number)))


def _pair(found: Found) -> Meaning | None:
    """ "every 4/15" has one reading; another is left to the custom of the place at the due time."""
    fraction = found.one(Fraction)
    month, day = fraction.first, fraction.second
    if month > 12:
        month, day = day, month
    if days.on(2000, month, day) is None:
        return None
    return Repeat(frequency="YEARLY", month_days=(day,), months=(month,))


def _part(found: Found) -> Repeat:
    """ "every morning", "mornings"."""
    part = found.one(DayPart).name
    named = tuple((0, day.number) for day in found.of(Weekday))
    return Repeat(frequency="WEEKLY" if named else "DAILY", weekdays=named, part=part)


def _span_and_clock(found: Found) -> Repeat:
    """ "mon-fri 7am": a clock makes it a habit."""
    return replace(_weekdays(found), clocks=tuple(clocks_in(found)))


EVERY = "every|each"
HEADS = Layer(
    (
        rule("word", "on|a|an? " + "|".join(WORDS), _word, before="leave"),
        rule("every unit", f"once? {EVERY} other|second|alternate|single? UNIT", _unit),
        rule("every length", f"{EVERY} LENGTH", _length),
        rule("once a unit", "once|per LENGTH", _length),
        rule("once per unit", "once? per UNIT", _unit),
        rule("every weekday", f"on|once? {EVERY} other|alternate? WEEKDAY|WEEKDAYS", _weekdays),
        rule("every few weekdays", f"{EVERY} NUMBER WEEKDAYS|WEEKDAY", _weekdays),
        rule("weekday span", f"on|{EVERY} WEEKDAY to|through|- WEEKDAY", _weekdays, after="DAY"),
        rule("weekday span and clock", "WEEKDAY to|through|- WEEKDAY at|,? CLOCK", _span_and_clock),
        rule("weekday pair and clock", "WEEKDAY /|&? WEEKDAY at? CLOCK", _span_and_clock),
        rule("weekdays", "on? WEEKDAYS ,|and|&? WEEKDAYS?", _weekdays, after="NUMBER in"),
        rule("several weekdays", "on? WEEKDAY ,|/|and|&? WEEKDAY ,|/|and|&? and? WEEKDAY", _weekdays),
        rule("workdays", f"on|during? {EVERY}|the? weekday|weekdays|workday|workdays", _days(WORKDAYS)),
        rule("work days", f"on|{EVERY}? work|business|working days|day", _days(WORKDAYS)),
        rule("weekends", "on|at|during? the? weekends", _days(WEEKEND)),
        rule("parts", "on|in? the? PARTS", _part),
        rule("every part", f"{EVERY} single? PART", _part),
        rule("weekday parts", f"on|{EVERY}? WEEKDAY PARTS", _part),
        rule("every weekday part", f"{EVERY} WEEKDAY PART", _part),
        rule("nth weekday of each month",
             f"on? {EVERY}|the? ORD|last to|of? the? last? WEEKDAY of|in {EVERY}|the other? month", _nth_weekday),
        rule("nth weekday of months", f"on? the? ORD|last to? the? last? WEEKDAY of {EVERY} LENGTH",
             _nth_weekday),
        rule("nth weekday in a month", f"{EVERY} ORD|last WEEKDAY in|of MONTH", _nth_weekday),
        rule("nth of each month", f"on? the? ORDDAY|last|DAYNUM day? of {EVERY} other? month", _nth_day),
        rule("nth to last", f"on? the? ORDDAY to the? last day? of {EVERY} other? month", _nth_day),
        rule("nth of months", f"on? the? ORDDAY|last day? of {EVERY} LENGTH", _nth_day),
        rule("every nth of the month", f"on? {EVERY} ORDDAY|last day? of the month", _nth_day),
        rule("every nth and nth", f"{EVERY} ORDDAY and|, ORDDAY of the month", _nth_days),
        rule("every date", f"on? {EVERY} MONTH the? ORDDAY|DAYNUM", _nth_day),
        rule("every date", f"on? {EVERY} ORDDAY|DAYNUM of? MONTH", _nth_day),
        rule("date every year", f"on? the? ORDDAY|DAYNUM of? MONTH {EVERY}|a year", _nth_day),
        rule("date every year", f"on? MONTH the? ORDDAY|DAYNUM {EVERY} year", _nth_day),
        rule("every pair", f"on? {EVERY} FRACTION", _pair),
        rule("every month name", f"{EVERY} MONTH", lambda f: _yearly_in(f.one(Month).number)),
    )
)  # fmt: skip


def _yearly_in(month: int) -> Repeat:
    return Repeat(frequency="YEARLY", months=(month,))


def _and_weekdays(found: Found) -> Repeat | None:
    """ "every week on monday, wednesday": more weekdays."""
    repeat = found.one(Repeat)
    if repeat.frequency not in ("WEEKLY", "DAILY") or repeat.clocks:
        return None
    more = _weekdays(found).weekdays
    weekdays = tuple(dict.fromkeys([*repeat.weekdays, *more]))
    return replace(repeat, frequency="WEEKLY", weekdays=weekdays)


def _and_all(which: tuple[tuple[int, int], ...]) -> Callable[[Found], Meaning | None]:
    def make(found: Found) -> Meaning | None:
        repeat = found.one(Repeat)
        return replace(repeat, weekdays=which) if repeat.frequency == "WEEKLY" else None

    return make


def _on_nth_weekday(found: Found) -> Repeat | None:
    """ "every month on the 3rd tuesday", "yearly on the fourth thursday in november"."""
    repeat = found.one(Repeat)
    if repeat.frequency not in ("MONTHLY", "YEARLY"):
        return None
    months = tuple(month.number for month in found.of(Month))
    place = ((_nth(found), found.one(Weekday).number),)
    return replace(repeat, weekdays=place, months=months or repeat.months)


def _on_days(found: Found) -> Repeat | None:
    """ "monthly on the 4th", "every year on december 21st and 31st"."""
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
    """ "every 4 weeks on weekends": the second one says on which days."""
    first, second = found.of(Repeat)
    if first.frequency not in ("WEEKLY", "DAILY") or first.weekdays or not second.weekdays:
        return None
    return replace(first, frequency="WEEKLY", weekdays=second.weekdays, part=second.part)


def _times(found: Found) -> Repeat:
    numbers = found.of(Number)
    count = 2 if found.has("twice") else 1 if found.has("once") else int(numbers[-1].value)
    return replace(found.one(Repeat), count=max(1, count))


def _for_length(found: Found) -> Repeat:
    """So long from today."""
    length = found.one(Length)
    return replace(found.one(Repeat), until=days.hence(length))


BODIES = Layer(
    (
        rule("and those days", "REPEAT REPEAT", _merged),
        rule("on weekdays", "REPEAT on|,|and|&? WEEKDAY|WEEKDAYS", _and_weekdays),
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


def _clock(found: Found) -> Repeat | None:
    """A clock time, or one more."""
    repeat = found.one(Repeat)
    more = clocks_in(found)
    bare = found.has(",", "and") and not found.has("at", "@")
    if not more or (bare and not repeat.clocks):
        return None
    return replace(repeat, clocks=(*repeat.clocks, *more))


def _first_clock(found: Found) -> Repeat | None:
    more = clocks_in(found)
    repeat = found.one(Repeat)
    return replace(repeat, clocks=(*repeat.clocks, *more)) if more else None


def _from_hour(found: Found) -> Repeat | None:
    """ "every monday 10-11": it begins at the first; how long it takes is another matter."""
    said = clocks_in(found)
    return replace(found.one(Repeat), clocks=(said[0],)) if len(said) == 2 else None


def _in_part(found: Found) -> Repeat:
    return replace(found.one(Repeat), part=found.one(DayPart).name)


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


def _over(found: Found) -> Repeat:
    """Until a period is over."""
    period = found.one(Period)

    def find(scene: Scene) -> date | None:
        whole = period.find(scene)
        return None if whole is None else whole[1]

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


TAILS = Layer(
    (
        rule("at a clock", "REPEAT ,? at|@|around|about|for? CLOCK", _first_clock),
        rule("at an hour", "REPEAT ,? at|@|around HOUR|COMPACT", _first_clock,
             before="OTHER UNIT HALF : LENGTH"),
        rule("and an hour", "REPEAT ,|and and? at? HOUR|CLOCK", _clock, before="OTHER UNIT times x"),
        rule("clocks first", "at? CLOCK|HOUR ,|and CLOCK|HOUR ,? on? REPEAT", _first_clock),
        rule("clock first", "at? CLOCK ,? on? REPEAT", _first_clock),
        rule("hour first", "at HOUR ,? on? REPEAT", _first_clock),
        rule("in a part", "REPEAT ,? DAYPART|PART", _in_part),
        rule("part first", "DAYPART REPEAT", _in_part),
        rule("from hour to hour", "REPEAT ,? from|at? HOUR|CLOCK -|to|until HOUR|CLOCK", _from_hour,
             before="UNIT OTHER"),
        rule("for a length", "REPEAT ,? for up? to? the? next? LENGTH", _for_length),
        rule("between hours", "REPEAT ,? CLOCKSPAN", _between_hours),
        rule("until", "REPEAT ,? until|through|to|ending DAY|PERIOD", _until),
        rule("from and until", "REPEAT ,? from|starting|beginning? PERIOD", _over),
        rule("times", "REPEAT ,? for? up? to? NUMBER times|x|occurrences", _times),
        rule("twice", "REPEAT twice|once", _times),
    ),
    passes=5,
)  # fmt: skip
