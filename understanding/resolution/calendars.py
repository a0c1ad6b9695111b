"""Feasts that move: by the computus, by the arithmetic of their calendars, or by table."""

from collections.abc import Callable
from datetime import date, timedelta

OfYear = Callable[[int], date | None]

HEBREW_EPOCH = -1373427
ISLAMIC_EPOCH = 227015


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


def from_easter(shift: int) -> OfYear:
    """So many days after Easter Sunday."""
    return lambda year: easter(year) + timedelta(days=shift)


def advent(nth: int) -> OfYear:
    """The nth Sunday of Advent; the fourth is the last Sunday before Christmas."""

    def find(year: int) -> date:
        eve = date(year, 12, 24)
        return eve - timedelta(days=(eve.weekday() + 1) % 7 + 7 * (4 - nth))

    return find


def _molad_days(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    days = 29 * months + parts // 25920
    return days + (3 * (days + 1) % 7 < 3)


def rosh_hashanah(year: int) -> date:
    """The first day of the Jewish year that begins in this year."""
    hebrew = year + 3761
    before, this, behind = (_molad_days(hebrew + shift) for shift in (-1, 0, 1))
    delay = 2 if behind - this == 356 else this - before == 382
    return date.fromordinal(HEBREW_EPOCH + this + delay)


def from_rosh_hashanah(shift: int) -> OfYear:
    """So many days after the Jewish new year; Passover lies 163 days before it."""
    return lambda year: rosh_hashanah(year) + timedelta(days=shift)


def hanukkah(year: int) -> date:
    """The first day of Hanukkah: 25 Kislev."""
    start = rosh_hashanah(year)
    long_heshvan = (rosh_hashanah(year + 1) - start).days % 10 == 5
    return start + timedelta(days=83 + long_heshvan)


def islamic(month: int, day: int) -> OfYear:
    """The first such day of the tabular Islamic calendar; by sight it may be a day off."""

    def find(year: int) -> date | None:
        hijri = (year - 622) * 33 // 32
        found = (date.fromordinal(_islamic_days(y, month, day)) for y in range(hijri, hijri + 3))
        return next((d for d in found if d.year == year), None) if hijri > 0 else None

    return find


def _islamic_days(year: int, month: int, day: int) -> int:
    months = 29 * (month - 1) + month // 2
    return ISLAMIC_EPOCH - 1 + (year - 1) * 354 + (3 + 11 * year) // 30 + months + day


def parsi_new_year(year: int) -> date | None:
    """The new year of the Shahenshahi calendar, whose years have 365 days."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    day = last - (last - date(2018, 8, 17).toordinal()) % 365
    return date.fromordinal(day) if day >= first else None


def table(days: dict[int, tuple[int, int]]) -> OfYear:
    """The day that a table names, None beyond it."""

    def find(year: int) -> date | None:
        known = days.get(year)
        return None if known is None else date(year, *known)

    return find


LUNAR_NEW_YEARS = {
    2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19),
    2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6),
    2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31),
    2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
DIWALIS = {
    2024: (11, 1), 2025: (10, 20), 2026: (11, 8), 2027: (10, 29), 2028: (10, 17), 2029: (11, 5),
    2030: (10, 26), 2031: (11, 14), 2032: (11, 2), 2033: (10, 22), 2034: (11, 10), 2035: (10, 30),
}  # fmt: skip
