"""Rules for ranges of days and of hours: "2 to 4pm", "from monday to friday", "13-15 july"."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from understanding.english.clocks import NOT_A_CLOCK, clocks_in
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
    Stretch,
)
from understanding.resolution import clocks, days, periods
from understanding.resolution.scene import Scene


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
    """ "between 7 and 9 in the morning": of no day yet when the part names none."""
    span, part = _span(found), found.one(DayPart)
    if span is None or part.day is not None:
        return None if span is None else clocks.span_on(span, part.day, part.name)
    ends = (clocks.in_half(clock, part.name) for clock in (span.start, span.end) if clock)
    start, end = ends
    return ClockSpan(start=start, end=end)


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
        rule("dotted hours", "from|between|at? DECIMAL to|-|until|and DECIMAL", _span,
             beside="DAY DAYPART", before=NOT_A_CLOCK),
        rule("day with hours", "DAY HOUR to|-|until HOUR", _span_on_day,
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
    if last < first and "MONTH" in found.items[-1].keys | found.items[-2].keys:
        # "from the 27th to the 3rd of april": the month is that of the end.
        return periods.up_to(days.number_before(first), Day(find=days.month_day(month, last, year)))
    if last < first:
        return periods.days(start, Day(find=days.day_number(last)))
    end = Day(find=days.month_day(month, last, year))
    return periods.days(start, end)


def _to_number(found: Found) -> Period:
    """ "april 27 to the 3rd": the next day of that number."""
    end = Day(find=days.day_number(int(found.one(Number).value)))
    return periods.days(found.one(Day), end)


def _days_until(found: Found) -> Period | Stretch | None:
    """ "from 3 august until the 17th"; another day behind a day is no end."""
    return _days(found) if found.items[-1].rule in ("the nth", "on the nth") else None


def _from_number(found: Found) -> Period | None:
    """ "from 2 to april 7": the last day of that number before the end."""
    number, end = int(found.one(Number).value), found.one(Day)
    if end.weekday is not None:
        return None
    return periods.up_to(days.number_before(number), end)


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
        replace(
            days.of_numbers(pair.first, pair.second, year, pair.mark),
            assumed=() if year else ("year",),
        )
        for pair in found.of(Fraction)
    )
    return periods.days(start, end)


def _months(found: Found) -> Period:
    """ "from november to april 2027"."""
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
             ",|of? YEAR?", _numbered, before="MONTH", after="DAYNUM ORDDAY"),
        rule("days before a month", f"from|between|on? the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             "of? MONTH ,|of? YEAR|NUMBER?", _numbered, after="at @ by around about"),
        rule("numbers of next month", f"from|between? the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             "of|in next month", _month_numbers(1)),
        rule("numbers of this month", f"from|between? the? ORDDAY|DAYNUM {TO}|and the? ORDDAY|DAYNUM "
             "of|in this month", _month_numbers(0)),
        rule("pairs", f"from|between? FRACTION {TO} FRACTION ,? YEAR?", _pairs),
        rule("months until", "from? MONTH until|till MONTH ,|of? YEAR?", _months),
        rule("months", f"from? MONTH {TO} MONTH ,|of? YEAR?", _months),
        rule("months between", "between MONTH and MONTH ,|of? YEAR?", _months),
    )
)  # fmt: skip
RANGES = Layer(
    (
        rule("days", f"from|between? DAY {TO} DAY|DAYPART", _days),
        rule("days until", "from DAY DAY", _days_until),
        rule("days between", "between DAY and DAY", _days),
        rule("days of a period", "PERIOD ,? from|between|on? DAYNAME to|-|until|through|and DAYNAME", _days_in),
        rule("days in a period", "from|between? DAYNAME to|-|until|through|and DAYNAME ,|of|in? PERIOD", _days_in),
        rule("number to day", "from ORDDAY|DAYNUM to|until|through|- DAY", _from_number, before="NUMBER"),
        rule("number to day", "from the ORDDAY to|until|through|- DAY", _from_number),
        rule("day to number", f"from? DAY {TO} the? ORDDAY", _to_number),
        rule("length from a day", "for? DAYLENGTH ,? starting|from|beginning from|on? DAY", _day_and_length),
        rule("day for a length", "from|starting DAY for DAYLENGTH", _day_and_length),
    )
)  # fmt: skip
