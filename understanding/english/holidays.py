"""Holidays by rule: fixed days, weekdays of a month, days around Easter, the moon by table."""

from collections.abc import Callable
from datetime import date, timedelta

from understanding.grammar.engine import Found, Layer, Rule, rule
from understanding.grammar.meaning import Day, Number
from understanding.resolution import days
from understanding.resolution.scene import Scene

OfYear = Callable[[int], date | None]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    century, golden = year // 100, year % 19
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (skipped + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    sunday = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (sunday + 40) // 44
    return date(year, month, sunday + 28 - 31 * (month // 4))


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Orthodox churches, in the Gregorian calendar."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    julian_lag = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=julian_lag)


def _fixed(month: int, day: int) -> OfYear:
    return lambda year: days.on(year, month, day)


def _nth(month: int, nth: int, weekday: int, plus: int = 0) -> OfYear:
    def find(year: int) -> date | None:
        found = days.nth_weekday(year, month, nth, weekday)
        return None if found is None else found + timedelta(days=plus)

    return find


def _from_easter(shift: int) -> OfYear:
    return lambda year: easter(year) + timedelta(days=shift)


LUNAR_NEW_YEARS = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19),
    2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6),
    2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31),
    2034: (2, 19), 2035: (2, 8),
}  # fmt: skip


def _lunar_new_year(year: int) -> date | None:
    known = LUNAR_NEW_YEARS.get(year)
    return None if known is None else date(year, *known)


# The names as the rules read them, without apostrophes; alternatives are separated by commas.
HOLIDAYS: tuple[tuple[str, OfYear], ...] = (
    ("new year|years day?", _fixed(1, 1)),
    ("new year|years eve, nye, silvester", _fixed(12, 31)),
    ("epiphany, three kings day", _fixed(1, 6)),
    ("mlk|king|kings day, martin luther king|kings jr? .? day", _nth(1, 3, 0)),
    ("groundhog day", _fixed(2, 2)),
    ("valentine|valentines day?", _fixed(2, 14)),
    ("president|presidents day, washingtons birthday", _nth(2, 3, 0)),
    ("st|saint|saints .? patrick|patricks day, paddys day", _fixed(3, 17)),
    ("international? women|womens day", _fixed(3, 8)),
    ("april fool|fools day?", _fixed(4, 1)),
    ("pi day", _fixed(3, 14)),
    ("earth day", _fixed(4, 22)),
    ("shrove tuesday, pancake day, mardi gras", _from_easter(-47)),
    ("ash wednesday", _from_easter(-46)),
    ("palm sunday", _from_easter(-7)),
    ("maundy thursday", _from_easter(-3)),
    ("good friday", _from_easter(-2)),
    ("easter sunday?, easter sun, easter day", _from_easter(0)),
    ("easter monday, easter mon", _from_easter(1)),
    ("ascension day?", _from_easter(39)),
    ("pentecost, whit sunday, whitsun", _from_easter(49)),
    ("whit monday, pentecost monday", _from_easter(50)),
    ("corpus christi", _from_easter(60)),
    ("orthodox easter", orthodox_easter),
    ("chinese|lunar lunar? new year|years day?", _lunar_new_year),
    ("may day, international? workers day, labour day", _fixed(5, 1)),
    ("star wars day", _fixed(5, 4)),
    ("cinco de mayo", _fixed(5, 5)),
    ("mother|mothers day", _nth(5, 2, 6)),
    ("memorial day", _nth(5, -1, 0)),
    ("juneteenth", _fixed(6, 19)),
    ("father|fathers day", _nth(6, 3, 6)),
    ("independence day", _fixed(7, 4)),
    ("bastille day", _fixed(7, 14)),
    ("labor day", _nth(9, 1, 0)),
    ("german unity day", _fixed(10, 3)),
    ("columbus day, indigenous peoples day", _nth(10, 2, 0)),
    ("halloween, hallowe en", _fixed(10, 31)),
    ("reformation day", _fixed(10, 31)),
    ("all saints day", _fixed(11, 1)),
    ("all souls day", _fixed(11, 2)),
    ("guy fawkes night|day, bonfire night", _fixed(11, 5)),
    ("veteran|veterans day, armistice day", _fixed(11, 11)),
    ("thanksgiving day?", _nth(11, 4, 3)),
    ("black friday", _nth(11, 4, 3, plus=1)),
    ("cyber monday", _nth(11, 4, 3, plus=4)),
    ("st .? nicholas day", _fixed(12, 6)),
    ("christmas eve", _fixed(12, 24)),
    ("christmas day?", _fixed(12, 25)),
    ("boxing day", _fixed(12, 26)),
)


def _find(of_year: OfYear, year: int | None) -> days.Find:
    def find(scene: Scene) -> date | None:
        if year is not None:
            return of_year(year)
        years = (of_year(scene.anchor.year), of_year(scene.anchor.year + 1))
        return next((day for day in years if day is not None and day >= scene.anchor), None)

    return find


def _of_year(of_year: OfYear, shift: int) -> days.Find:
    return lambda scene: of_year(scene.today.year + shift)


def _rules(names: str, of_year: OfYear) -> list[Rule]:
    """The rows for one holiday: alone, with a year, and of this or the next year."""

    def plain(found: Found) -> Day:
        numbers = [int(n.value) for n in found.of(Number) if n.value > 31]
        return Day(find=_find(of_year, numbers[0] if numbers else None))

    rows: list[Rule] = []
    for pattern in names.split(", "):
        title = pattern.replace("?", "").split("|")[0]
        rows += [
            rule(title, f"on? this|next|the|coming? {pattern}", plain),
            rule(title, f"on? {pattern} ,|of|in? YEAR", plain),
            rule(title, f"{pattern} of? this year", lambda _: Day(find=_of_year(of_year, 0))),
            rule(title, f"{pattern} of? next year", lambda _: Day(find=_of_year(of_year, 1))),
        ]
    return rows


HOLIDAY_DAYS = Layer([row for names, of_year in HOLIDAYS for row in _rules(names, of_year)])
