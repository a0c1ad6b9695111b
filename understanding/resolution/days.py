"""Days: which date the words mean. Each function answers a question to a scene."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from zoneinfo import ZoneInfo

from understanding.grammar.meaning import Day, Length
from understanding.resolution.scene import Scene

Find = Callable[[Scene], date | None]

MONTHS = 12
LEAP_YEAR = 2000
YEARS_TO_TRY = 9  # 29 February can be eight years away.


def on(year: int, month: int, day: int) -> date | None:
    """That date, None when there is none."""
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def moved(start: date, *, months: float = 0, days: float = 0) -> date | None:
    """`start` moved by months, kept within its month, and days; None beyond the calendar."""
    count = start.year * 12 + start.month - 1 + int(months)
    year, month = divmod(count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    day = min(start.day, monthrange(year, month + 1)[1])
    try:
        return date(year, month + 1, day) + timedelta(days=int(days + months % 1 * 30))
    except OverflowError:
        return None


def by(start: date, length: Length, sign: int = 1) -> date | None:
    """`start` moved by a length of days or longer units."""
    return moved(start, months=sign * length.months, days=sign * length.days)


def shifted(days: int) -> Find:
    """That many days from today."""
    return lambda scene: moved(scene.today, days=days)


def hence(length: Length, sign: int = 1) -> Find:
    """A length from today."""
    return lambda scene: by(scene.today, length, sign)


def from_day(base: Day, length: Length, sign: int = 1) -> Find:
    """A length before or after another day."""

    def find(scene: Scene) -> date | None:
        start = base.find(scene)
        return None if start is None else by(start, length, sign)

    return find


def year_of(number: int) -> int:
    """The year of two or four digits."""
    return number if number >= 100 else 2000 + number if number < 70 else 1900 + number


def month_day(month: int, day: int, year: int | None = None) -> Find:
    """A day of a month; without a year the next one."""

    def find(scene: Scene) -> date | None:
        if year is not None:
            return on(year_of(year), month, day)
        start = scene.anchor.year
        dates = (on(y, month, day) for y in range(start, start + YEARS_TO_TRY))
        return next((d for d in dates if d is not None and d >= scene.anchor), None)

    return find


def missing(month: int, day: int, year: int | None = None) -> Day | None:
    """What stands for a day that its month does not have (30 February); None when it has it."""
    there = LEAP_YEAR if year is None else year_of(year)
    first = on(there, month, 1)
    if first is None or on(there, month, day) is not None:
        return None
    last = 28 if month == 2 and year is None else monthrange(there, month)[1]
    name = f"{day} {first:%B}" + ("" if year is None else f" {there}")
    return Day(find=month_day(month, last, year), missing=name)


def agreeing(month: int, day: int, number: int) -> Find:
    """The next such day; the year after when only then it is that weekday."""

    def find(scene: Scene) -> date | None:
        soon = month_day(month, day)(scene)
        if soon is None or soon.weekday() == number:
            return soon
        next_year = on(soon.year + 1, month, day)
        return next_year if next_year and next_year.weekday() == number else soon

    return find


def day_number(day: int, weekday: int | None = None) -> Find:
    """The next day of that number, also of that weekday when it is given."""

    def find(scene: Scene) -> date | None:
        first = scene.anchor.replace(day=1)
        for months in range(48):
            start = moved(first, months=months)
            found = None if start is None else on(start.year, start.month, day)
            if found is None or found < scene.anchor:
                continue
            if weekday is None or found.weekday() == weekday:
                return found
        return None

    return find


def number_before(day: int) -> Callable[[date], date | None]:
    """The last day of that number up to a day."""

    def find(end: date) -> date | None:
        return on(end.year, end.month, day) if day <= end.day else moved_number(end, day)

    return find


def moved_number(end: date, day: int) -> date | None:
    """That day of the month before."""
    before = moved(end.replace(day=1), days=-1)
    return None if before is None else on(before.year, before.month, day)


def weekday(number: int) -> Find:
    """The coming weekday, never the first day itself."""
    return lambda scene: moved(scene.anchor, days=(number - scene.anchor.weekday() - 1) % 7 + 1)


def weekday_before(number: int) -> Find:
    """The last such weekday before today."""
    return lambda scene: moved(scene.today, days=-((scene.today.weekday() - number - 1) % 7 + 1))


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def weekday_in_week(number: int, weeks: int) -> Find:
    """A weekday of the week that is `weeks` from this one."""
    return lambda scene: moved(monday(scene.today), days=7 * weeks + number)


def this_weekday(number: int) -> Find:
    """That weekday of this week, of the next one when it is over."""

    def find(scene: Scene) -> date | None:
        found = moved(monday(scene.today), days=number)
        return found if found is None or found >= scene.today else moved(found, days=7)

    return find


def weeks_after(find_day: Find, weeks: int) -> Find:
    """So many weeks after another day."""

    def find(scene: Scene) -> date | None:
        start = find_day(scene)
        return None if start is None else moved(start, days=7 * weeks)

    return find


def like(day: date, period: tuple[date, date]) -> date | None:
    """The day of a period that is to it as `day` is to its own week or month."""
    first, last = period
    if (last - first).days < 7:
        return moved(first, days=day.weekday() - first.weekday())
    return on(first.year, first.month, day.day)


def weekday_at(base: Find, number: int) -> Find:
    """That weekday in the week of another day."""

    def find(scene: Scene) -> date | None:
        start = base(scene)
        return None if start is None else moved(monday(start), days=number)

    return find


def nth_weekday(year: int, month: int, nth: int, number: int) -> date | None:
    """The nth weekday of a month; negative counts from its end."""
    length = monthrange(year, month)[1]
    days = [d for d in range(1, length + 1) if date(year, month, d).weekday() == number]
    place = nth - 1 if nth > 0 else nth
    return date(year, month, days[place]) if -len(days) <= place < len(days) else None


def of_numbers(first: int, second: int, year: int | None, mark: str) -> Day:
    """A date of two numbers, and the other one that they may mean."""
    if mark == "." or first == second or max(first, second) > MONTHS:
        return Day(find=numeric(first, second, year, mark))

    def other(scene: Scene) -> date | None:
        month_first = replace(scene, month_first=not scene.month_first)
        # Where the zone tells the country its custom is no doubt.
        return None if isinstance(scene.now.tzinfo, ZoneInfo) else find(month_first)

    find = numeric(first, second, year, mark)
    return Day(find=find, other=other)


def numeric(first: int, second: int, year: int | None, mark: str) -> Find:
    """A date of two numbers: by the custom of the place, unless only the other reading exists."""

    def find(scene: Scene) -> date | None:
        month_first = scene.month_first and mark != "."
        pairs = [(first, second), (second, first)]
        for month, day in pairs if month_first else reversed(pairs):
            found = month_day(month, day, year)(scene)
            if found is not None:
                return found
        return None

    return find
