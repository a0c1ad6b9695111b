"""Rules for days and periods: weekdays, dates, numbers of days, weeks, months."""

# ruff: noqa: E501 - a table is read by rows

from dataclasses import replace

from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    Clock,
    Day,
    DayPart,
    Fraction,
    Moment,
    Month,
    Number,
    Weekday,
)
from understanding.resolution import clocks, days

YEARLESS = ("year",)
LAST_HOUR = 24


def _month_day(found: Found) -> Day | None:
    """A day of a month, with or without its year and weekday; a wrong weekday gives way."""
    numbers = [int(n.value) for n in found.of(Number)]
    year = next((n for n in numbers if n > 31), None)
    if year is None and len(numbers) > 1:
        year = numbers[1]
    day = next((n for n in numbers if n <= 31), 0)
    month = found.one(Month).number
    if missing := days.missing(month, day, year):
        return missing
    weekdays = found.of(Weekday)
    said = weekdays[0].number if weekdays else None
    if year is None and said is not None:
        return Day(find=days.agreeing(month, day, said), assumed=YEARLESS, said=said)
    return Day(find=days.month_day(month, day, year), assumed=() if year else YEARLESS, said=said)


def _short_year(found: Found) -> Day | None:
    """ "18 may 26"; a smaller number may be an hour: "18 may 10-12"."""
    number = found.of(Number)[-1]
    return _month_day(found) if number.value > LAST_HOUR else None


def _year_month_day(found: Found) -> Day | None:
    """ "2018 March 18": the year stands first."""
    year, day = (int(n.value) for n in found.of(Number))
    return Day(find=days.month_day(found.one(Month).number, day, year))


def _year_last_day(found: Found) -> Day:
    """ "september-2020-23"."""
    year, day = (int(n.value) for n in found.of(Number))
    return Day(find=days.month_day(found.one(Month).number, day, year))


def _said_day(found: Found) -> Day:
    return replace(found.one(Day), said=found.one(Weekday).number)


def _half_day(found: Found) -> DayPart | None:
    """ "feb 5 AM": the number is the day, and the half its morning."""
    said = found.one(Clock)
    tight = found.items[-1].rule != "am/pm" or said.minute or not said.half
    if tight or found.items[-1].end - found.items[-1].start < len("5 am"):
        return None
    day = Day(find=days.month_day(found.one(Month).number, said.hour), assumed=YEARLESS)
    return DayPart(name="morning" if said.half == "am" else "afternoon", day=day)


def _log_line(found: Found) -> Moment:
    """ "Thu Oct 26 10:00:09 2023"."""
    day, year = (int(n.value) for n in found.of(Number))
    find = days.month_day(found.one(Month).number, day, year)
    return clocks.on_day(found.one(Clock), Day(find=find))


def _pair(found: Found) -> Day | None:
    fraction = found.one(Fraction)
    if days.on(2000, fraction.first, fraction.second) is None and (
        days.on(2000, fraction.second, fraction.first) is None
    ):
        return None
    pair = fraction.first, fraction.second
    said = next((weekday.number for weekday in found.of(Weekday)), None)
    return replace(days.of_numbers(*pair, None, fraction.mark), assumed=YEARLESS, said=said)


def _bare_pair(found: Found) -> Day | None:
    """A pair of numbers without another word: not what reads as a fraction or a score."""
    fraction = found.one(Fraction)
    if fraction.mark == ".":
        return None
    if fraction.second <= 4 and fraction.first < fraction.second:
        return None
    return _pair(found) if (fraction.first, fraction.second) != (24, 7) else None


def _dotted_pair(found: Found) -> Day | None:
    """ "5.12" with a word that asks for a day."""
    digits = found.one(Number).digits
    first, second = (int(part) for part in digits.split("."))
    find = days.numeric(first, second, None, ".")
    return Day(find=find, assumed=YEARLESS) if 1 <= first <= 31 and 1 <= second <= 31 else None


DATES = Layer(
    (
        rule("month day year", "WEEKDAY? ,? on? the? MONTH .|-|/? the? ORDDAY|DAYNUM ,|-|/? of? YEAR",
             _month_day),
        rule("month day", "WEEKDAY? ,? on? the? MONTH .|-|/|,? the? ORDDAY|DAYNUM", _month_day,
             before="HALF oclock UNIT a p"),
        rule("month day weekday", "MONTH .|-|/|,? the? ORDDAY|DAYNUM (|,? WEEKDAY )?", _month_day),
        rule("day month year",
             "WEEKDAY? ,? on? the? ORDDAY|DAYNUM .|-|/? day? of? MONTH .|-|/|,? of? YEAR year?",
             _month_day, before="MONTH"),
        rule("day month short year",
             "WEEKDAY? ,? on? the? ORDDAY|DAYNUM .|-|/? day? of? MONTH .|-|/|,? of? TWODIGITS year?",
             _short_year, before="MONTH"),
        rule("day month short year",
             "WEEKDAY? ,? on? the? ORDDAY|DAYNUM .|-|/? day? of? MONTH .|-|/|,? of? TWODIGITS year?",
             _month_day, before="MONTH - to until : HALF a p"),
        rule("day month", "WEEKDAY? ,? on? the? ORDDAY|DAYNUM .|-|/? day? of? MONTH", _month_day),
        rule("month day half", "WEEKDAY? ,? MONTH CLOCK", _half_day),
        rule("log line", "WEEKDAY? ,? MONTH DAYNUM|ORDDAY ,? at? CLOCK ZONE? ,? YEAR", _log_line),
        rule("year month day", "YEAR -|.|/|,? MONTH -|.|/|,? ORDDAY|DAYNUM", _year_month_day),
        rule("month year day", "MONTH - YEAR - DAYNUM", _year_last_day),
        rule("weekday and date", "WEEKDAY ,? DAY", _said_day),
        rule("weekday and pair", "WEEKDAY ,? FRACTION", _pair),
        rule("on a pair", "on|by|due|until|before|from|since|in FRACTION", _pair, before="UNIT of"),
        rule("dotted pair", "FRACTION", _pair, beside="CLOCK at @ DAYPART PART", before="UNIT of"),
        rule("pair", "FRACTION", _bare_pair, before="UNIT of OTHER GO"),
        rule("on a dotted pair", "on|by|due|until|before|since|in DECIMAL", _dotted_pair,
             before="UNIT OTHER SHORTUNIT % DAY DAYPART PART HALF"),
    )
)  # fmt: skip
