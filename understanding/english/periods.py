"""Rules for periods and for days counted within them: "next month", "the last monday of march"."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from datetime import date

from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    Day,
    DayPart,
    Length,
    Meaning,
    Month,
    Number,
    Period,
    Unit,
    Weekday,
)
from understanding.resolution import days, periods
from understanding.resolution.scene import Scene

WEEKS = 53


def _year(found: Found) -> int | None:
    """The year of four digits among the items."""
    for item in reversed(found.items):
        if "YEAR" in item.keys:
            return int(next(v.value for v in item.values if isinstance(v, Number)))
    return None


def _nth(found: Found) -> int:
    """The place that an ordinal or "last" asks for; "2nd to last" counts from the end."""
    numbers = [int(n.value) for n in found.of(Number) if n.ordinal]
    if found.has("last"):
        return -(numbers[0] if numbers else 1)
    return numbers[0] if numbers else 1


def _nth_day_of_month(month: int, year: int | None, nth: int, weekday: int) -> days.Find:
    """The nth weekday of a month; without a year the next one."""

    def find(scene: Scene) -> date | None:
        if year:
            return days.nth_weekday(year, month, nth, weekday)
        years = (scene.today.year, scene.today.year + 1)
        found = (days.nth_weekday(y, month, nth, weekday) for y in years)
        return next((d for d in found if d and d >= scene.today), None)

    return find


def _nth_weekday(found: Found) -> Day:
    """ "the last monday of march", "first friday of next month"."""
    nth, number = _nth(found), found.one(Weekday).number
    if found.of(Month):
        return Day(find=_nth_day_of_month(found.one(Month).number, _year(found), nth, number))

    def find(scene: Scene) -> date | None:
        whole = found.one(Period).find(scene)
        first = None if whole is None else whole[0]
        return None if first is None else days.nth_weekday(first.year, first.month, nth, number)

    return Day(find=find)


def _nth_part(found: Found) -> DayPart:
    """ "the first monday evening of next month"."""
    return DayPart(name=found.one(DayPart).name, day=_nth_weekday(found))


def _nth_day(found: Found) -> Day | None:
    """ "the last day of march", "the 35th day of 2010"."""
    nth = _nth(found)
    months = found.of(Month)
    year = _year(found)
    whole = periods.month(months[0].number, year) if months else None
    if whole is None:
        whole = periods.year(year) if year else found.of(Period)[0] if found.of(Period) else None
    if whole is None:
        return None

    def find(scene: Scene) -> date | None:
        span = whole.find(scene)
        if span is None:
            return None
        return days.moved(span[0], days=nth - 1) if nth > 0 else days.moved(span[1], days=nth + 1)

    return Day(find=find)


def _nth_day_of_this(found: Found) -> Day:
    """ "the last day of the month": of this one, of the next when it is over."""
    nth, steps = _nth(found), PERIOD_STEPS[found.of(Unit)[-1].name]

    def find(scene: Scene) -> date | None:
        for step in (0, 1):
            whole = steps(step).find(scene)
            base = whole and (whole[0] if nth > 0 else whole[1])
            day = base and days.moved(base, days=nth - 1 if nth > 0 else nth + 1)
            if day and day >= scene.today:
                return day
        return None

    return Day(find=find)


def _weekday_of(found: Found) -> Day:
    """The first such weekday of a period."""
    period, number = found.one(Period), found.one(Weekday).number

    def find(scene: Scene) -> date | None:
        whole = period.find(scene)
        return whole and days.moved(whole[0], days=(number - whole[0].weekday()) % 7)

    return Day(find=find, near=True)


def _number_of(found: Found) -> Day | None:
    """ "the 20th of next month"; a period that is no month has no such day."""
    period, number = found.one(Period), int(found.one(Number).value)

    def find(scene: Scene) -> date | None:
        whole = period.find(scene)
        if whole is None or whole[0].day != 1:
            return None
        return days.on(whole[0].year, whole[0].month, number)

    return Day(find=find)


def _ended(found: Found) -> Day | None:
    """The first or last day of a period, of this one when none is said."""
    if found.of(Period):
        whole = found.one(Period)
    elif found.of(Month):
        whole = periods.month(found.one(Month).number)
    else:
        whole = PERIOD_STEPS[found.one(Unit).name](0)
    return periods.ends(whole, last=found.has("end"))


PERIOD_STEPS = {"week": periods.weeks_from_now, "month": periods.months_from_now,
                "year": periods.years_from_now, "quarter": periods.quarters_from_now,
                "weekend": periods.weekend}  # fmt: skip


def _period(step: int) -> Callable[[Found], Meaning | None]:
    """This, next or last week, month, quarter, year or weekend."""

    def make(found: Found) -> Meaning | None:
        name = found.one(Unit).name
        if name == "fortnight" and step == 1:
            return periods.following(Length(days=14, grain=name))
        steps = PERIOD_STEPS.get(name)
        return None if steps is None else steps(step)

    return make


def _month(found: Found) -> Period:
    return periods.month(found.one(Month).number, _year(found))


def _month_of_year(years: int) -> Callable[[Found], Meaning]:
    def make(found: Found) -> Meaning:
        number = found.one(Month).number

        def find(scene: Scene) -> tuple[date, date] | None:
            return periods.month(number, scene.today.year + years).find(scene)

        return Period(find=find)

    return make


def _nth_week(found: Found) -> Period | None:
    year = _year(found)
    months = found.of(Month)
    if months:
        whole = periods.month(months[0].number, year)
    elif year:
        whole = periods.year(year)
    else:
        whole = found.one(Period)
    return periods.nth_week(whole, _nth(found))


def _numbered_week(found: Found) -> Period | None:
    """ "in week 20"."""
    number = int(next(n.value for n in found.of(Number) if not n.ordinal))
    if not 1 <= number <= WEEKS:
        return None
    years = found.of(Period)
    return periods.nth_week(years[0], number) if years else periods.numbered_week(number)


def _quarter(found: Found) -> Period | None:
    number = next(n for n in found.of(Number) if n.ordinal)
    return periods.quarter(int(number.value), _year(found))


def _around(found: Found) -> Period | None:
    """ "the week of the 18th"; a bare weekday names no week."""
    numbers = found.of(Number)
    day = found.of(Day)[0] if found.of(Day) else Day(find=days.day_number(int(numbers[0].value)))
    return periods.around(day)


def _nth_weekend(found: Found) -> Period:
    """The nth weekend of a month: by its Saturday."""
    saturday = _nth_day_of_month(found.one(Month).number, _year(found), _nth(found), 5)
    return periods.weekend_around(Day(find=saturday))


def _day_weekend(found: Found) -> Period:
    return periods.weekend_around(found.one(Day))


def _next_lengths(found: Found) -> Period | None:
    """ "the next three weeks"; a single unit is "next week"."""
    length = found.one(Length)
    return None if length.seconds else periods.following(length)


def _rest(found: Found) -> Period | None:
    steps = PERIOD_STEPS.get(found.one(Unit).name)
    return None if steps is None else periods.rest(steps(0))


PERIODS = Layer(
    (
        rule("this period", "in|for|on|during|over? this|current UNIT", _period(0)),
        rule("the period", "for|during|over|all|on the|my A_WEEK|A_MONTH|A_WEEKEND", _period(0),
             before="of after before starting commencing beginning"),
        rule("whole text the period", "the|my A_WEEK|A_WEEKEND|A_FORTNIGHT", _period(0),
             after="OTHER GO all of in ORD",
             before="of after before commencing starting beginning OTHER GO"),
        rule("all week", "all A_WEEK|A_MONTH|A_YEAR", _period(0)),
        rule("rest of", "the? rest of? the|this|my|current? UNIT", _rest),
        rule("next period", "in|on|for|during? the? next|coming|following UNIT", _period(1)),
        rule("last period", "last|past|previous A_WEEK|A_MONTH|A_YEAR|A_WEEKEND|A_QUARTER", _period(-1),
             after="ORD DAYNUM the", before="of in"),
        rule("period before last", "the? UNIT before last", _period(-2)),
        rule("the year", "the? year YEAR", lambda f: periods.year(_year(f) or 0)),
        rule("period after next", "the? UNIT after the? next", _period(2)),
        rule("weekend", "on|over|at|the? A_WEEKEND", lambda _: periods.weekend(0), before="of after PERIOD",
             after="DAY MONTH"),
        rule("next lengths", "in|over|for|during? the? next|coming LENGTH", _next_lengths),
        rule("in a month", "in|during|through|since|until|by|before|mid|early|late|all -? MONTH", _month,
             before="DAYNUM ORD"),
        rule("month and year", "in|during? MONTH ,|-|/? of? YEAR", _month),
        rule("year and month", "in? YEAR ,|-|/? MONTH", _month),
        rule("named month", "in? next|coming MONTH", _month, before="DAYNUM ORD"),
        rule("this month", "in? this MONTH", _month, before="DAYNUM ORD OTHER GO"),
        rule("month of", "the? month of MONTH", _month),
        rule("month next year", "in? MONTH of? next year", _month_of_year(1)),
        rule("in a year", "in|during|of YEAR ad?", lambda f: periods.year(_year(f) or 0)),
        rule("short quarter", "in|of|for? the? QUARTERNUM of|,|-|/? YEAR?", _quarter),
        rule("quarter", "in? the? ORD quarter|qtr of|in? YEAR?", _quarter),
    )
)  # fmt: skip
NTHS = Layer(
    (
        rule("weekday of period", "on? WEEKDAY of|,|in? PERIOD", _weekday_of),
        rule("period and weekday", "PERIOD ,? on? WEEKDAY", _weekday_of),
        rule("number of period", "on? the? ORDDAY of|in? PERIOD", _number_of),
        rule("number of period", "on? the? DAYNUM of PERIOD", _number_of),
        rule("part of an nth weekday", "on? the? ORD|last last? WEEKDAY PART of|in PERIOD|MONTH", _nth_part),
        rule("nth weekday", "on? the? ORD|last last? WEEKDAY of|in MONTH of? YEAR?", _nth_weekday),
        rule("nth to last", "on? the? ORD to the? last WEEKDAY of|in? MONTH|PERIOD", _nth_weekday),
        rule("nth weekday of period", "on? the? ORD|last last? WEEKDAY of|in? PERIOD", _nth_weekday),
        rule("nth day", "on? the? ORD|last last? day of|in MONTH|YEAR of? YEAR?", _nth_day),
        rule("nth day of period", "on? the? ORD|last last? day of|in? PERIOD", _nth_day),
        rule("nth day of the month", "on? the? ORD|last last? day of the A_MONTH|A_YEAR|A_WEEK", _nth_day_of_this),
        rule("nth week", "the? ORD|last last? week of|in MONTH|PERIOD YEAR?", _nth_week),
        rule("nth week of year", "the? ORD|last last? week of|in YEAR", _nth_week),
        rule("nth week of a period", "the? ORD|last last? week of? PERIOD", _nth_week),
        rule("numbered week", "in|during|by|from|until calendar? week number? MINUTE of|in? PERIOD", _numbered_week),
        rule("numbered week", "in|during|by|from|until calendar? week number? MINUTE", _numbered_week, before="of"),
        rule("numbered week", "calendar week number? MINUTE", _numbered_week, before="of"),
        rule("end of", "by|at? the? end|start|beginning of the? PERIOD|MONTH", _ended),
        rule("end of the", "by|at? the? end|start|beginning of the? A_WEEK|A_MONTH|A_YEAR|A_QUARTER",
             _ended),
        rule("week of", "the? week of|commencing|starting|beginning the? DAY|ORDDAY", _around),
        rule("w/c", "w / c the? DAY|ORDDAY", _around),
        rule("nth weekend of", "on? the? last|ORD A_WEEKEND of|in MONTH YEAR?", _nth_weekend),
        rule("holiday weekend", "the? A_WEEKEND of DAY", _day_weekend),
        rule("day weekend", "DAY A_WEEKEND", _day_weekend),
    )
)  # fmt: skip
