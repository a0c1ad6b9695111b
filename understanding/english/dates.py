"""Rules for days and periods: weekdays, dates, numbers of days, weeks, months."""

from collections.abc import Callable

from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    Clock,
    Day,
    Fraction,
    Length,
    Meaning,
    Moment,
    Month,
    Number,
    Period,
    Unit,
    Weekday,
)
from understanding.resolution import days, periods
from understanding.resolution.lengths import after, seconds_of
from understanding.resolution.scene import Scene

YEARLESS = ("year",)


def _year(found: Found) -> int | None:
    """The year among the numbers: four digits, or two digits behind a day."""
    for item in reversed(found.items):
        if item.keys & {"YEAR", "TWODIGITS", "YEARNUM"}:
            number = next(v for v in item.values if isinstance(v, Number))
            return int(number.value)
    return None


def _day_number(found: Found) -> int:
    return int(found.of(Number)[0].value)


def _month_day(found: Found) -> Day | None:
    """A day of a month, with or without its year and weekday; a wrong weekday gives way."""
    numbers = [int(n.value) for n in found.of(Number)]
    year = next((n for n in numbers if n > 31), None)
    if year is None and len(numbers) > 1:
        year = numbers[1]
    day = next((n for n in numbers if n <= 31), 0)
    month = found.one(Month).number
    weekdays = found.of(Weekday)
    if year is None and weekdays:
        return Day(find=days.agreeing(month, day, weekdays[0].number), assumed=YEARLESS)
    return Day(find=days.month_day(month, day, year), assumed=() if year else YEARLESS)


def _year_month_day(found: Found) -> Day | None:
    """"2018 March 18": the year stands first."""
    year, day = (int(n.value) for n in found.of(Number))
    return Day(find=days.month_day(found.one(Month).number, day, year))


def _year_last_day(found: Found) -> Day:
    """"september-2020-23"."""
    year, day = (int(n.value) for n in found.of(Number))
    return Day(find=days.month_day(found.one(Month).number, day, year))


def _pair(found: Found) -> Day | None:
    fraction = found.one(Fraction)
    if days.on(2000, fraction.first, fraction.second) is None and (
        days.on(2000, fraction.second, fraction.first) is None
    ):
        return None
    find = days.numeric(fraction.first, fraction.second, None, fraction.mark)
    return Day(find=find, assumed=YEARLESS)


def _bare_pair(found: Found) -> Day | None:
    """A pair of numbers without another word: not what reads as a fraction or a score."""
    fraction = found.one(Fraction)
    if fraction.second <= 4 and fraction.first < fraction.second:
        return None
    return _pair(found) if (fraction.first, fraction.second) != (24, 7) else None


def _dotted_pair(found: Found) -> Day | None:
    """"5.12" with a word that asks for a day."""
    digits = found.one(Number).digits
    first, second = (int(part) for part in digits.split("."))
    find = days.numeric(first, second, None, ".")
    return Day(find=find, assumed=YEARLESS) if 1 <= first <= 31 and 1 <= second <= 31 else None


def _number_day(found: Found) -> Day:
    return Day(find=days.day_number(_day_number(found)))


def _weekday_number(found: Found) -> Day:
    return Day(find=days.day_number(_day_number(found), found.one(Weekday).number))


def _weekday(find: Callable[[int], days.Find], *, near: bool = True) -> Callable[[Found], Meaning]:
    """A rule's maker for one weekday."""
    return lambda found: Day(find=find(found.one(Weekday).number), near=near)


def _week_of_weekday(weeks: int) -> Callable[[Found], Meaning]:
    return _weekday(lambda number: days.weekday_in_week(number, weeks))


def _of_month(months: int) -> Callable[[Found], Meaning]:
    """A day number of this month or the next."""

    def make(found: Found) -> Meaning:
        number = _day_number(found)
        month = periods.months_from_now(months)

        def find(scene: Scene) -> "days.date | None":
            whole = month.find(scene)
            return None if whole is None else days.on(whole[0].year, whole[0].month, number)

        return Day(find=find)

    return make


def _relative(shift: int) -> Callable[[Found], Meaning]:
    return lambda _: Day(find=days.shifted(shift), near=True)


DATES = Layer(
    (
        rule("month day year", "WEEKDAY? ,? MONTH .|-|/? the? ORDDAY|DAYNUM ,|-|/? of? YEAR",
             _month_day),
        rule("month day", "WEEKDAY? ,? on? the? MONTH .|-|/|,? the? ORDDAY|DAYNUM", _month_day,
             before="HALF oclock UNIT a p"),
        rule("month day weekday", "MONTH .|-|/|,? the? ORDDAY|DAYNUM (|,? WEEKDAY )?", _month_day),
        rule("day month year",
             "WEEKDAY? ,? the? ORDDAY|DAYNUM .|-|/? day? of? MONTH .|-|/|,? of? YEAR|TWODIGITS year?",
             _month_day),
        rule("day month", "WEEKDAY? ,? the? ORDDAY|DAYNUM .|-|/? day? of? MONTH", _month_day),
        rule("year month day", "YEAR -|.|/|,? MONTH -|.|/|,? ORDDAY|DAYNUM", _year_month_day),
        rule("month year day", "MONTH - YEAR - DAYNUM", _year_last_day),
        rule("weekday and date", "WEEKDAY ,? DAY", lambda f: f.one(Day)),
        rule("weekday and pair", "WEEKDAY ,? FRACTION", _pair),
        rule("on a pair", "on|by|due|until|before|from|since|in FRACTION", _pair, before="UNIT of"),
        rule("pair", "FRACTION", _bare_pair, before="UNIT of OTHER GO"),
        rule("on a dotted pair", "on|by|due DECIMAL", _dotted_pair, before="UNIT"),
    )
)  # fmt: skip


