"""Rules that put days and clock times together: instants, ranges of days and of hours."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from understanding.english.numerals import clock, dotted_clock
from understanding.grammar.engine import Found, Item, Layer, rule
from understanding.grammar.meaning import (
    Clock,
    ClockSpan,
    Day,
    DayPart,
    Fraction,
    Length,
    Meaning,
    Moment,
    Month,
    Number,
    Period,
    Stretch,
)
from understanding.resolution import clocks, days, periods
from understanding.resolution.lengths import after
from understanding.resolution.scene import Scene

NOT_A_CLOCK = "OTHER UNIT NUMBER FRACTION HALF % ORDDAY MONTH LENGTH SHORTUNIT one"


def clocks_in(found: Found) -> list[Clock]:
    """The clocks among the items, bare hours included."""
    said: list[Clock] = []
    for item in found.items:
        value = item.values[0] if item.values else None
        if isinstance(value, Clock):
            said.append(value)
        elif isinstance(value, Number) and "HOUR" in item.keys:
            hour = clock(int(value.value), 0, leading_zero=value.digits.startswith("0"))
            said += [hour] if hour else []
        elif isinstance(value, Number) and "COMPACT" in item.keys:
            compact = clock(int(value.digits[:-2]), int(value.digits[-2:]))
            said += [compact] if compact else []
        elif isinstance(value, Number) and "DECIMAL" in item.keys:
            dotted = dotted_clock(value.digits)
            said += [dotted] if dotted else []
    return said


def _span(found: Found) -> ClockSpan | None:
    said = clocks_in(found)
    if len(said) != 2:
        return None
    start, end = said
    return ClockSpan(start=replace(start, zone=start.zone or end.zone), end=end)


def _small_span(found: Found) -> ClockSpan | None:
    """ "at 2 - 4"; larger numbers so written are a score or a measure."""
    span = _span(found)
    small = all(n.value <= 12 for n in found.of(Number))
    return span if small else None


def _span_in_part(found: Found) -> Meaning | None:
    span = _span(found)
    part = found.one(DayPart)
    return None if span is None else clocks.span_on(span, part.day, part.name)


def _span_on_day(found: Found) -> Stretch | None:
    span = _span(found)
    return None if span is None else clocks.span_on(span, found.one(Day))


def _span_for(found: Found) -> ClockSpan | None:
    said = clocks_in(found)
    return ClockSpan(start=said[0], length=found.one(Length)) if said else None


SPANS = Layer(
    (
        rule("hours", "from|between|in|at? between? CLOCK|HOUR to|-|until|through CLOCK", _span, after="my the"),
        rule("between hours", "in? between CLOCK|HOUR and CLOCK", _span),
        rule("clock to hour", "from|between? CLOCK to|-|until|through HOUR", _span, before=NOT_A_CLOCK),
        rule("clock and hour", "between CLOCK and HOUR", _span, before=NOT_A_CLOCK),
        rule("hour to hour", "from|between HOUR|COMPACT to|-|until|and HOUR|COMPACT", _span,
             before=NOT_A_CLOCK + " DECIMAL"),
        rule("hours of a part", "from|between|at? HOUR|CLOCK to|-|until|and HOUR|CLOCK DAYPART",
             _span_in_part),
        rule("day with hours", "DAYNAME|NEARDAY HOUR to|-|until HOUR", _span_on_day,
             before=NOT_A_CLOCK + " - /"),
        rule("at hours", "at HOUR to|-|until HOUR", _small_span, before=NOT_A_CLOCK + " - /"),
        rule("clock for a length", "from|at|starting? CLOCK for LENGTH", _span_for, after="REPEAT at"),
        rule("hour for a length", "from|at HOUR for LENGTH", _span_for, after="REPEAT at"),
        rule("length from a clock", "for LENGTH ,? from|at|starting at|from? CLOCK", _span_for),
        rule("length from an hour", "for LENGTH ,? from|at HOUR", _span_for, before=NOT_A_CLOCK),
    )
)  # fmt: skip


def _days(found: Found) -> Period | Stretch | None:
    """From one day to another; parts of days at the ends count as their day."""
    ends = [
        value for item in found.items for value in item.values if isinstance(value, Day | DayPart)
    ]
    start, end = (value.day if isinstance(value, DayPart) else value for value in ends)
    return None if start is None or end is None else periods.days(start, end)


def _numbered(found: Found) -> Period | None:
    """ "13 to 15 July", "July 13-15": one month for both."""
    numbers = [int(n.value) for n in found.of(Number)]
    year = next((n for n in numbers if n > 31), None)
    first, last = [n for n in numbers if n <= 31][:2]
    month = found.one(Month).number
    start = Day(find=days.month_day(month, first, year))
    if last < first:
        return periods.days(start, Day(find=days.day_number(last)))
    end = Day(find=days.month_day(month, last, year))
    return periods.days(start, end)


def _to_number(found: Found) -> Period:
    """ "april 27 to the 3rd": the next day of that number."""
    end = Day(find=days.day_number(int(found.one(Number).value)))
    return periods.days(found.one(Day), end)


def _month_numbers(months: int) -> Callable[[Found], Meaning]:
    """ "from the 4th to the 23rd of next month"."""

    def make(found: Found) -> Meaning:
        first, last = (int(n.value) for n in found.of(Number)[:2])

        def find(scene: Scene) -> tuple[date, date] | None:
            whole = periods.months_from_now(months).find(scene)
            if whole is None:
                return None
            start = days.on(whole[0].year, whole[0].month, first)
            end = days.on(whole[0].year, whole[0].month, last)
            return None if start is None or end is None else (start, end)

        return Period(find=find)

    return make


def _pairs(found: Found) -> Period:
    """ "5/1-5/7, 2020"."""
    years = [int(n.value) for n in found.of(Number)]
    year = years[0] if years else None
    start, end = (
        Day(find=days.numeric(pair.first, pair.second, year, pair.mark))
        for pair in found.of(Fraction)
    )
    return periods.days(start, end)


def _months(found: Found) -> Period:
    """ "from december to may 2025"."""
    first, last = (month.number for month in found.of(Month))
    years = [int(n.value) for n in found.of(Number)]
    year = years[-1] if years else None

    def find(scene: Scene) -> tuple[date, date] | None:
        start_year = None if year is None else year - (first > last)
        start = periods.month(first, start_year).find(scene)
        if start is None:
            return None
        end = periods.month(last, year).find(scene.after(start[0]))
        return None if end is None else (start[0], end[1])

    return Period(find=find)


def _days_in(found: Found) -> Period | None:
    """ "next week from wednesday to friday"."""
    week = found.one(Period)
    numbers = [day.weekday for day in found.of(Day) if day.weekday is not None]
    if len(numbers) != 2:
        return None
    first, last = numbers

    def find(scene: Scene) -> tuple[date, date] | None:
        whole = week.find(scene)
        start = whole and days.moved(whole[0], days=(first - whole[0].weekday()) % 7)
        end = start and days.moved(start, days=(last - first) % 7)
        return (start, end) if start and end else None

    return Period(find=find)


def _day_and_length(found: Found) -> Period:
    return periods.from_day(found.one(Day), found.one(Length))


TO = "to|-|until|through|till"
DAY_RANGES = Layer(
    (
        rule("days of a month", f"from|between|on? MONTH the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             ",|of? YEAR?", _numbered, before="MONTH"),
        rule("days before a month", f"from|between|on? the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             "of? MONTH ,|of? YEAR|NUMBER?", _numbered, after="at @ by around about"),
        rule("numbers of next month", f"from|between? the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             "of|in next month", _month_numbers(1)),
        rule("numbers of this month", f"from|between? the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             "of|in this month", _month_numbers(0)),
        rule("pairs", f"from|between? FRACTION {TO} FRACTION ,? YEAR?", _pairs),
        rule("months", f"from|between? MONTH {TO}|and MONTH ,|of? YEAR?", _months),
    )
)  # fmt: skip
RANGES = Layer(
    (
        rule("days", f"from|between? DAY {TO} DAY|DAYPART", _days),
        rule("days between", "between DAY and DAY", _days),
        rule("days of a period", "PERIOD ,? from|between|on? DAYNAME to|-|until|through|and DAYNAME", _days_in),
        rule("days in a period", "from|between? DAYNAME to|-|until|through|and DAYNAME ,|of|in? PERIOD", _days_in),
        rule("day to number", f"from? DAY {TO} the? ORDDAY", _to_number),
        rule("length from a day", "for? LENGTH ,? starting|from|beginning from|on? DAY", _day_and_length),
        rule("day for a length", "from|starting DAY for DAYLENGTH", _day_and_length),
    )
)  # fmt: skip


def _moment(found: Found) -> Moment | None:
    """A clock on a day, or within a part of a day."""
    said = clocks_in(found)
    if not said:
        return None
    parts = found.of(DayPart)
    part = parts[0].name if parts else ""
    named = [*found.of(Day), *(p.day for p in parts if p.day is not None)]
    if not named:
        return clocks.next_time(said[0], part)
    return clocks.on_day(said[0], named[0], part)


def _spelled_in_part(found: Found) -> Moment | None:
    """ "in the evening seven thirty"."""
    part = found.one(DayPart)
    said = _two_numbers(found)
    if said is None:
        return None
    if part.day is None:
        return clocks.next_time(said, part.name)
    return clocks.on_day(said, part.day, part.name)


def _spelled_on_day(found: Found) -> Moment | None:
    """ "tomorrow seven twenty"."""
    said = _two_numbers(found)
    return None if said is None else clocks.on_day(said, found.one(Day))


def _at_lunch(found: Found) -> Moment | None:
    said = clocks_in(found)
    return clocks.next_time(said[0], "lunch") if said else None


def _two_numbers(found: Found) -> Clock | None:
    hour, minute = (int(n.value) for n in found.of(Number))
    return clock(hour, minute) if minute >= 10 else None


def _on_number(found: Found) -> Moment | None:
    """ "at seven on 15": the second number is a day."""
    number = int(found.of(Number)[-1].value)
    said = clocks_in(found)
    return clocks.on_day(said[0], Day(find=days.day_number(number))) if said else None


def _number_and_clock(found: Found) -> Moment:
    day = Day(find=days.day_number(int(found.one(Number).value)))
    return clocks.on_day(found.one(Clock), day)


def _stretch(found: Found) -> Stretch:
    parts = found.of(DayPart)
    named = [*found.of(Day), *(p.day for p in parts if p.day is not None)]
    name = parts[0].name if parts else ""
    return clocks.span_on(found.one(ClockSpan), named[0] if named else None, name)


def _between_moments(found: Found) -> Stretch | None:
    """From an instant to an instant or a clock; the clock is the next after the start."""
    start = _as_moment(found.items, 0)
    end = _as_moment(found.items, 1)
    if start is None or end is None:
        return None
    last_clock = clocks_in(found)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        first = start.find(scene)
        if first is None:
            return None
        seen = replace(scene, now=first) if last_clock else scene
        last = end.find(seen)
        return (first, last) if last is not None and last > first else None

    return Stretch(find=find)


def _as_moment(items: Sequence[Item], place: int) -> Moment | None:
    """The moment at a place among moments and clocks."""
    values = [value for item in items for value in item.values]
    ends = [value for value in values if isinstance(value, Moment | Clock)]
    if place >= len(ends):
        return None
    value = ends[place]
    return clocks.next_time(value) if isinstance(value, Clock) else value


def _moment_for(found: Found) -> Stretch:
    start, length = found.one(Moment), found.one(Length)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        first = start.find(scene)
        last = None if first is None else after(first, length)
        return None if first is None or last is None else (first, last)

    return Stretch(find=find)


def _corrected(found: Found) -> Moment | None:
    """ "tomorrow at 6, no, 6:30": the last word counts, the day stays."""
    old, *more = found.of(Moment)
    said = [moment.clock for moment in more if moment.clock] or clocks_in(found)
    if not said:
        return None
    day = more[0].day if more and more[0].day else old.day
    if day is None:
        return clocks.next_time(said[-1], old.part)
    return clocks.on_day(said[-1], day, old.part)


def _corrected_day(found: Found) -> Day:
    return found.of(Day)[-1]


CORRECT = ",|.|-? no|wait|sorry|actually|rather|scratch ,|.? that|sorry|wait|actually? ,? make|i? it|mean? at?"
AT = "at|@|around|about|by|for|from|after|before|until|starting|-"
MOMENTS = Layer(
    (
        rule("day and clock", f"DAY|DAYPART ,|(|.|:? {AT}? CLOCK )?", _moment),
        rule("day, hour and part", "DAY ,? at|@|around|about|by? HOUR|CLOCK DAYPART", _moment),
        rule("day and dotted clock", "DAY DECIMAL", _moment),
        rule("day and hour", "DAY|DAYPART ,? at|@|around|about|by HOUR|COMPACT|DECIMAL", _moment,
             before=NOT_A_CLOCK),
        rule("near day and hour", "NEARDAY|DAYNAME|DAYPART ,? HOUR", _moment,
             before=NOT_A_CLOCK + " - to and"),
        rule("part and hours", "DAYPART ,? SPELLED SPELLED", _spelled_in_part),
        rule("date and spelled hours", "DAY at? SPELLED SPELLED", _spelled_on_day, before=NOT_A_CLOCK),
        rule("clock and day", f"{AT}? CLOCK ,? on|in|of? DAY|DAYPART", _moment),
        rule("hour and day", "at|by|around|about|@ HOUR|COMPACT ,? NEARDAY|DAYPART", _moment),
        rule("bare hour and day", "HOUR ,? NEARDAY|DAYPART", _moment, after="for of OTHER GO"),
        rule("small hour and day", "DIGITS NEARDAY|DAYPART", _moment, after="for of"),
        rule("hour at lunch", "at? HOUR lunch|lunchtime", _at_lunch),
        rule("hour on a day", "at|by|around|about|@ HOUR|COMPACT on? DAY|DAYPART", _moment),
        rule("hour on a number", "at HOUR|CLOCK on DAYNUM", _on_number, before=NOT_A_CLOCK),
        rule("number and clock", "on DAYNUM ,? at? CLOCK", _number_and_clock),
        rule("clock alone", f"{AT}? CLOCK", _moment),
        rule("hour alone", "at|by|around|@|until HOUR", _moment, after="NUMBER", before=NOT_A_CLOCK + " . : - /"),
        rule("hour at the end", "at|by|around|@|until HOUR .", _moment, before="NUMBER"),
        rule("hours on a day", "DAY|DAYPART ,|:? on|at? CLOCKSPAN", _stretch),
        rule("day of hours", "CLOCKSPAN ,? on? DAY|DAYPART", _stretch),
        rule("hours alone", "CLOCKSPAN", _stretch),
        rule("length on a day", "for LENGTH ,? on DAYPART", _moment),
        rule("corrected clock", f"MOMENT {CORRECT} HOUR|CLOCK|COMPACT|MOMENT", _corrected, before=NOT_A_CLOCK),
        rule("make it", "make|change|move|push|set it|that to|for|at|by? HOUR", _moment, before=NOT_A_CLOCK),
        rule("make it", "no|actually|sorry|rather ,? HOUR", _moment, after="OTHER GO MOMENT", before=NOT_A_CLOCK),
        rule("corrected day", f"DAY {CORRECT} on? DAY", _corrected_day),
        rule("until a clock", "between|from MOMENT and|to|until|- CLOCK", _between_moments),
    ),
    passes=2,
)  # fmt: skip
STRETCHES = Layer(
    (
        rule("moments", "from|between? MOMENT to|until|through|till|-|/|and MOMENT|CLOCK",
             _between_moments, after="my the"),
        rule("moment for a length", "MOMENT for LENGTH", _moment_for),
        rule("length from a moment", "for? LENGTH ,? from|starting|beginning|at MOMENT", _moment_for),
        rule("moment and bare length", "MOMENT LENGTH", _moment_for),
    )
)  # fmt: skip
