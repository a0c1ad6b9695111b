"""Periods: weeks, months, quarters, years and ranges of days, both ends included."""

from collections.abc import Callable
from datetime import date

from understanding.grammar.meaning import Day, Length, Period
from understanding.resolution.days import by, monday, moved, on, year_of
from understanding.resolution.scene import Scene

THURSDAY = 3
LONGEST_RANGE = 183  # A range without years is rarely longer than half a year.
Days = tuple[date, date]


def _span(start: date | None, *, months: int = 0, days: int = 0) -> Days | None:
    """The days from `start` for so many months and days."""
    end = None if start is None else moved(start, months=months, days=days - 1)
    return None if start is None or end is None else (start, end)


def week_of(day: date) -> Days | None:
    """The week (Monday to Sunday) around a day."""
    return _span(monday(day), days=7)


def weeks_from_now(weeks: int) -> Period:
    """The week that is so many weeks from this one."""

    def find(scene: Scene) -> Days | None:
        start = moved(monday(scene.today), days=7 * weeks)
        return _span(start, days=7)

    return Period(find=find)


def months_from_now(months: int, count: int = 1) -> Period:
    """`count` whole months, from the one that is so many months from this one."""

    def find(scene: Scene) -> Days | None:
        return _span(moved(scene.today.replace(day=1), months=months), months=count)

    return Period(find=find)


def quarters_from_now(quarters: int) -> Period:
    """The quarter of a year that is so many quarters from this one."""

    def find(scene: Scene) -> Days | None:
        this = scene.today.replace(month=(scene.today.month - 1) // 3 * 3 + 1, day=1)
        return _span(moved(this, months=3 * quarters), months=3)

    return Period(find=find)


def years_from_now(years: int) -> Period:
    """The year that is so many years from this one."""

    def find(scene: Scene) -> Days | None:
        return _span(on(scene.today.year + years, 1, 1), months=12)

    return Period(find=find)


def weekend(weeks: int) -> Period:
    """The Saturday and Sunday of the week that is so many weeks from this one."""

    def find(scene: Scene) -> Days | None:
        return _span(moved(monday(scene.today), days=7 * weeks + 5), days=2)

    return Period(find=find)


def month(number: int, year: int | None = None) -> Period:
    """A month of a year; without one this month or the next of that name."""

    def find(scene: Scene) -> Days | None:
        if year is not None:
            return _span(on(year_of(year), number, 1), months=1)
        start = scene.anchor.year + (number < scene.anchor.month)
        return _span(on(start, number, 1), months=1)

    return Period(find=find)


def year(number: int) -> Period:
    """A whole year."""
    return Period(find=lambda _: _span(on(number, 1, 1), months=12))


def quarter(number: int, year_number: int | None = None) -> Period:
    """A quarter of a year, the present one without a year."""

    def find(scene: Scene) -> Days | None:
        there = scene.today.year if year_number is None else year_number
        return _span(on(there, 3 * number - 2, 1), months=3) if 1 <= number <= 4 else None

    return Period(find=find)


def around(day: Day) -> Period:
    """The week around a day."""

    def find(scene: Scene) -> Days | None:
        there = day.find(scene)
        return None if there is None else week_of(there)

    return Period(find=find)


def weekend_around(day: Day) -> Period:
    """The weekend at a day, a Friday or Monday that makes it long included."""

    def find(scene: Scene) -> Days | None:
        there = day.find(scene)
        if there is None:
            return None
        saturday = moved(there, days=-2 if there.weekday() == 0 else (5 - there.weekday()) % 7)
        saturday = moved(there, days=-1) if there.weekday() == 6 else saturday
        return _span(saturday, days=3 if there.weekday() == 0 else 2)

    return Period(find=find)


def days(start: Day, end: Day) -> Period:
    """From one day to another, the end read as the next such day after the start."""

    def find(scene: Scene) -> Days | None:
        first = start.find(scene)
        last = None if first is None else end.find(scene if end.near else scene.after(first))
        if first is None or last is None or last < first:
            return None
        if "year" in start.assumed and (now := _running(start, end, scene)):
            return now
        return first, last

    return Period(find=find)


def up_to(start: Callable[[date], date | None], end: Day) -> Period:
    """The days up to `end` from the one that `start` counts back to."""

    def find(scene: Scene) -> Days | None:
        last = end.find(scene)
        first = None if last is None else start(last)
        return None if first is None or last is None else (first, last)

    return Period(find=find)


def _running(start: Day, end: Day, scene: Scene) -> Days | None:
    """The range that has begun and is not over: "from 1 to 10 march", said on the 4th."""
    back = moved(scene.today, months=-12)
    first = None if back is None else start.find(scene.after(back))
    last = None if first is None else end.find(scene if end.near else scene.after(first))
    if first is None or last is None or not first < scene.today <= last:
        return None
    return (first, last) if (last - first).days < LONGEST_RANGE else None


def following(length: Length) -> Period:
    """The next days, or whole weeks, months or years."""

    def find(scene: Scene) -> Days | None:
        start: date | None
        match length.grain:
            case "week" | "fortnight":
                start = moved(monday(scene.today), days=7)
            case "month" | "quarter":
                start = moved(scene.today.replace(day=1), months=1)
            case "year" | "decade":
                start = on(scene.today.year + 1, 1, 1)
            case _:
                start = moved(scene.today, days=1)
        return _until(start, length)

    return Period(find=find)


def from_day(start: Day, length: Length) -> Period:
    """A length of days that begins on a day."""

    def find(scene: Scene) -> Days | None:
        return _until(start.find(scene), length)

    return Period(find=find)


def _until(start: date | None, length: Length) -> Days | None:
    end = None if start is None else by(start, length)
    last = None if end is None else moved(end, days=-1)
    return None if start is None or last is None else (start, last)


def rest(period: Period) -> Period:
    """What is left of a period, from today."""

    def find(scene: Scene) -> Days | None:
        whole = period.find(scene)
        return None if whole is None else (max(whole[0], scene.today), whole[1])

    return Period(find=find)


def part(period: Period, choose: Callable[[Days], Days | None]) -> Period:
    """Some days of a period."""

    def find(scene: Scene) -> Days | None:
        whole = period.find(scene)
        return None if whole is None else choose(whole)

    return Period(find=find)


def nth_week(period: Period, nth: int) -> Period:
    """The nth week of a period by its Thursdays; negative counts from its end."""

    def choose(whole: Days) -> Days | None:
        if nth > 0:
            # As in ISO 8601 the first week is the one with the first Thursday.
            first = moved(whole[0], days=(THURSDAY - whole[0].weekday()) % 7 - THURSDAY)
            return _span(None if first is None else moved(first, days=7 * (nth - 1)), days=7)
        last = moved(whole[1], days=-((whole[1].weekday() - 6) % 7))
        return None if last is None else _span(moved(last, days=7 * (nth + 1) - 6), days=7)

    return part(period, choose)


def numbered_week(number: int) -> Period:
    """The next calendar week of that number, or the present."""

    def find(scene: Scene) -> Days | None:
        years = (scene.today.year, scene.today.year + 1)
        found = (nth_week(year(one), number).find(scene) for one in years)
        return next((week for week in found if week and week[1] >= scene.today), None)

    return Period(find=find)


def ends(period: Period, *, last: bool) -> Day:
    """The first or the last day of a period."""

    def find(scene: Scene) -> date | None:
        whole = period.find(scene)
        return None if whole is None else whole[last]

    return Day(find=find)
