"""Holidays by rule: fixed days, weekdays of a month, days that move."""

from dataclasses import dataclass
from datetime import date, timedelta

from understanding.grammar.engine import Found, Layer, Rule, rule
from understanding.grammar.meaning import Day, Number, Repeat
from understanding.resolution import days
from understanding.resolution.calendars import (
    DIWALIS,
    LUNAR_NEW_YEARS,
    OfYear,
    advent,
    from_easter,
    from_rosh_hashanah,
    hanukkah,
    islamic,
    orthodox_easter,
    parsi_new_year,
    rosh_hashanah,
    table,
)
from understanding.resolution.scene import Scene

# Within so many years each comes round, 29 February too.
LEAP_YEARS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """The day of each year, and the rule that repeats it when RFC 5545 has one."""

    of_year: OfYear
    repeat: Repeat | None = None


def _fixed(month: int, day: int) -> Holiday:
    repeat = Repeat(frequency="YEARLY", months=(month,), month_days=(day,))
    return Holiday(of_year=lambda year: days.on(year, month, day), repeat=repeat)


def _nth(month: int, nth: int, weekday: int, plus: int = 0) -> Holiday:
    def find(year: int) -> date | None:
        found = days.nth_weekday(year, month, nth, weekday)
        return None if found is None else found + timedelta(days=plus)

    repeat = Repeat(frequency="YEARLY", weekdays=((nth, weekday),), months=(month,))
    return Holiday(of_year=find, repeat=None if plus else repeat)


def _moving(of_year: OfYear) -> Holiday:
    return Holiday(of_year=of_year)


# The names as the rules read them, without apostrophes; alternatives are separated by commas.
HOLIDAYS: tuple[tuple[str, Holiday], ...] = (
    ("new year|years day?", _fixed(1, 1)),
    ("islamic|muslim|hijri new year", _moving(islamic(1, 1))),
    ("jewish new year, rosh hashanah, rosh hashana", _moving(rosh_hashanah)),
    ("parsi new year", _moving(parsi_new_year)),
    ("yom kippur", _moving(from_rosh_hashanah(9))),
    ("sukkot", _moving(from_rosh_hashanah(14))),
    ("hanukkah, chanukah, hanukah", _moving(hanukkah)),
    ("purim", _moving(from_rosh_hashanah(-193))),
    ("passover, pesach", _moving(from_rosh_hashanah(-163))),
    ("shavuot", _moving(from_rosh_hashanah(-113))),
    ("ramadan", _moving(islamic(9, 1))),
    ("eid al? -? fitr", _moving(islamic(10, 1))),
    ("eid al? -? adha", _moving(islamic(12, 10))),
    ("diwali, deepavali", _moving(table(DIWALIS))),
    ("burns night", _fixed(1, 25)),
    ("australia day", _fixed(1, 26)),
    ("candlemas", _fixed(2, 2)),
    ("st .? georges|george day", _fixed(4, 23)),
    ("anzac day", _fixed(4, 25)),
    ("early may bank holiday", _nth(5, 1, 0)),
    ("late? spring bank holiday", _nth(5, -1, 0)),
    ("august|summer bank holiday", _nth(8, -1, 0)),
    ("canada day", _fixed(7, 1)),
    ("swiss national day", _fixed(8, 1)),
    ("assumption day?", _fixed(8, 15)),
    ("st .? martins|martin day", _fixed(11, 11)),
    ("st .? andrews|andrew day", _fixed(11, 30)),
    ("rose monday, carnival monday", _moving(from_easter(-48))),
    ("mothering sunday", _moving(from_easter(-21))),
    ("holy saturday, easter saturday", _moving(from_easter(-1))),
    ("trinity sunday", _moving(from_easter(56))),
    ("first|1st sunday? of|in? advent", _moving(advent(1))),
    ("second|2nd sunday? of|in? advent", _moving(advent(2))),
    ("third|3rd sunday? of|in? advent", _moving(advent(3))),
    ("fourth|4th sunday? of|in? advent", _moving(advent(4))),
    ("new year|years eve, nye, silvester", _fixed(12, 31)),
    ("epiphany, three kings day", _fixed(1, 6)),
    ("mlk|king|kings day, martin luther king|kings jr? .? day", _nth(1, 3, 0)),
    ("groundhog day", _fixed(2, 2)),
    ("valentine|valentines day?", _fixed(2, 14)),
    ("leap day", _fixed(2, 29)),
    ("president|presidents day, washingtons birthday", _nth(2, 3, 0)),
    ("st|saint|saints .? patrick|patricks day, paddys day", _fixed(3, 17)),
    ("international? women|womens day", _fixed(3, 8)),
    ("april fool|fools day?", _fixed(4, 1)),
    ("pi day", _fixed(3, 14)),
    ("earth day", _fixed(4, 22)),
    ("shrove tuesday, pancake day, mardi gras", _moving(from_easter(-47))),
    ("ash wednesday", _moving(from_easter(-46))),
    ("palm sunday", _moving(from_easter(-7))),
    ("maundy thursday", _moving(from_easter(-3))),
    ("good friday, easter friday", _moving(from_easter(-2))),
    ("easter sunday?, easter sun, easter day", _moving(from_easter(0))),
    ("easter monday, easter mon", _moving(from_easter(1))),
    ("ascension day?", _moving(from_easter(39))),
    ("pentecost, whit sunday, whitsun", _moving(from_easter(49))),
    ("whit monday, pentecost monday", _moving(from_easter(50))),
    ("corpus christi", _moving(from_easter(60))),
    ("orthodox easter", _moving(orthodox_easter)),
    ("chinese|lunar lunar? new year|years day?", _moving(table(LUNAR_NEW_YEARS))),
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
    ("veteran|veterans day, armistice day, remembrance day", _fixed(11, 11)),
    ("thanksgiving day?", _nth(11, 4, 3)),
    ("black friday", _nth(11, 4, 3, plus=1)),
    ("cyber monday", _nth(11, 4, 3, plus=4)),
    ("st .? nicholas day", _fixed(12, 6)),
    ("christmas eve", _fixed(12, 24)),
    ("christmas day?", _fixed(12, 25)),
    ("boxing day, st|saint .? stephens|stephen day", _fixed(12, 26)),
)


def _find(of_year: OfYear, year: int | None) -> days.Find:
    def find(scene: Scene) -> date | None:
        if year is not None:
            return of_year(year)
        first = scene.anchor.year
        found = (of_year(year) for year in range(first, first + LEAP_YEARS))
        return next((day for day in found if day is not None and day >= scene.anchor), None)

    return find


def _before(of_year: OfYear) -> days.Find:
    """The last one before today."""

    def find(scene: Scene) -> date | None:
        found = (of_year(scene.today.year - back) for back in range(LEAP_YEARS))
        return next((day for day in found if day is not None and day < scene.today), None)

    return find


def _of_year(of_year: OfYear, shift: int) -> days.Find:
    return lambda scene: of_year(scene.today.year + shift)


def _rules(names: str, holiday: Holiday) -> list[Rule]:
    """The rows for one holiday: alone, with a year, and of this or the next year."""

    of_year, repeat = holiday.of_year, holiday.repeat

    def plain(found: Found) -> Day:
        numbers = [int(n.value) for n in found.of(Number) if n.value > 31]
        return Day(find=_find(of_year, numbers[0] if numbers else None))

    rows: list[Rule] = []
    for pattern in names.split(", "):
        title = pattern.replace("?", "").split("|")[0]
        rows += [
            rule(title, f"on? this|next|the|coming? {pattern}", plain),
            rule(title, f"on? {pattern} ,|of|in? YEAR", plain),
            rule(title, f"last {pattern}", lambda _: Day(find=_before(of_year))),
            rule(title, f"{pattern} of? this year", lambda _: Day(find=_of_year(of_year, 0))),
            rule(title, f"{pattern} of? next year", lambda _: Day(find=_of_year(of_year, 1))),
        ]
        if repeat is not None:
            rows.append(rule(title, f"on? every|each {pattern}", lambda _: repeat))
    return rows


HOLIDAY_DAYS = Layer([row for names, holiday in HOLIDAYS for row in _rules(names, holiday)])
