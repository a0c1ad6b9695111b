"""Rules for repetitions: "every other friday at 5", "the last day of each month", "mon wed fri"."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from dataclasses import replace

from understanding.english.clocks import NOT_A_CLOCK, clocks_in
from understanding.english.words import FREQUENCIES
from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    DayPart,
    Fraction,
    Length,
    Meaning,
    Month,
    Number,
    Repeat,
    Unit,
    Weekday,
)
from understanding.resolution import days

UNITS = {
    "second": ("SECONDLY", 1), "minute": ("MINUTELY", 1), "hour": ("HOURLY", 1),
    "day": ("DAILY", 1), "night": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1),
    "decade": ("YEARLY", 10),
}  # fmt: skip
MOST_WEEKS = 8
YEAR = 12  # months
WORKDAYS = tuple((0, day) for day in range(5))
WEEKEND = ((0, 5), (0, 6))


def _word(found: Found) -> Repeat | None:
    pair = next(
        (FREQUENCIES[key] for item in found.items for key in item.keys if key in FREQUENCIES), None
    )
    if pair is None:
        return None
    parts = ("night",) if found.has("nightly") else ()
    return Repeat(frequency=pair[0], interval=pair[1], parts=parts)


def _unit(found: Found) -> Repeat | None:
    """Every unit, every other unit."""
    units = found.of(Unit)
    second = len(units) > 1 and found.has("second")
    return _of_unit(
        units[-1].name, 2 if second or found.has("other", "alternate", "alternating") else 1
    )


def _nth_unit(found: Found) -> Repeat | None:
    """ "every third day"."""
    unit = found.of(Unit)[-1]
    nth = int(found.one(Number).value)
    plain = unit.name in ("day", "week", "month", "year", "hour", "weekend") and 1 < nth < 100
    return _of_unit(unit.name, nth) if plain else None


def _half_more(found: Found) -> Repeat | None:
    """ "every hour and a half"."""
    return Repeat(frequency="MINUTELY", interval=90) if found.one(Unit).name == "hour" else None


def _of_unit(name: str, count: int) -> Repeat | None:
    if name == "night":
        return Repeat(frequency="DAILY", interval=count, parts=("night",))
    if name == "weekend":
        return Repeat(frequency="WEEKLY", interval=count, weekdays=WEEKEND)
    frequency, factor = UNITS[name]
    return Repeat(frequency=frequency, interval=count * factor)


def _length(found: Found) -> Repeat | None:
    """Every so many units of one kind."""
    length = found.one(Length)
    if length.grain not in UNITS:
        return None
    frequency = UNITS[length.grain][0]
    unit = {"MONTHLY": length.months, "YEARLY": length.months / 12, "DAILY": length.days,
            "WEEKLY": length.days / 7, "HOURLY": length.seconds / 3600,
            "MINUTELY": length.seconds / 60, "SECONDLY": length.seconds}[frequency]  # fmt: skip
    if unit != int(unit) and frequency == "HOURLY":
        frequency, unit = "MINUTELY", length.seconds / 60
    if unit != int(unit) or not 0 < unit < 1000:
        return None
    return Repeat(frequency=frequency, interval=int(unit))


def _times_a_unit(found: Found) -> Repeat | None:
    """ "twice a day": the times themselves are said apart, or asked for."""
    counts = [int(n.value) for n in found.of(Number)]
    times = counts[0] if counts else 2 if found.has("twice") else 3 if found.has("thrice") else 1
    yearly = found.one(Length).months == YEAR and times > 1
    if yearly and YEAR % times == 0:
        return Repeat(frequency="MONTHLY", interval=YEAR // times)
    return _length(found)


def weekdays_in(found: Found) -> Repeat:
    """Weekly on the weekdays found; a dash or "to" between two fills what lies between."""
    numbers = [day.number for day in found.of(Weekday)]
    if len(numbers) == 2 and found.has("to", "through", "-"):
        numbers = [(numbers[0] + i) % 7 for i in range((numbers[1] - numbers[0]) % 7 + 1)]
    counts = [int(n.value) for n in found.of(Number) if not n.ordinal]
    interval = (
        2
        if found.has("other", "alternate", "alternating", "second", "2nd")
        else counts[0]
        if counts
        else 1
    )
    return Repeat(
        frequency="WEEKLY",
        interval=interval,
        weekdays=tuple((0, n) for n in dict.fromkeys(numbers)),
    )


def _next_weekdays(found: Found) -> Repeat:
    """ "the next three fridays"."""
    count = int(found.one(Number).value)
    return replace(weekdays_in(found), interval=1, count=max(1, count))


def _nth_weekdays(found: Found) -> Repeat | None:
    """ "every 2nd wednesday" is every other one."""
    nth = int(found.one(Number).value)
    if nth == 1:
        return Repeat(frequency="MONTHLY", weekdays=((1, found.one(Weekday).number),))
    return replace(weekdays_in(found), interval=nth) if nth <= MOST_WEEKS else None


def _every_nth(found: Found) -> Repeat | None:
    """ "every 1st": of the month; "every first" may be of anything."""
    number = found.one(Number)
    return Repeat(frequency="MONTHLY", month_days=(int(number.value),)) if number.digits else None


def _days(which: tuple[tuple[int, int], ...]) -> Callable[[Found], Meaning]:
    return lambda _: Repeat(frequency="WEEKLY", weekdays=which)


def _month_step(found: Found) -> int:
    """The months between two times, when "every other month" or "every 3 months" was said."""
    lengths = found.of(Length)
    if lengths:
        return int(lengths[0].months)
    return 2 if found.has("other") else 1


def nth_in(found: Found) -> int:
    ordinals = [int(n.value) for n in found.of(Number) if n.ordinal]
    if found.has("last"):
        return -(ordinals[0] if ordinals else 1)
    return ordinals[0] if ordinals else 1


def _nth_weekday(found: Found) -> Repeat:
    """ "the first friday of each month"; with a month it is yearly."""
    place = ((nth_in(found), found.one(Weekday).number),)
    months = tuple(month.number for month in found.of(Month))
    if months:
        return Repeat(frequency="YEARLY", weekdays=place, months=months)
    return Repeat(frequency="MONTHLY", interval=_month_step(found), weekdays=place)


def _nth_workday(found: Found) -> Repeat:
    """ "the last working day of every month"."""
    return Repeat(frequency="MONTHLY", weekdays=WORKDAYS, position=nth_in(found))


def _several_nths(found: Found) -> Repeat:
    """ "the 1st and 3rd monday of the month"."""
    number = found.one(Weekday).number
    nths = [int(n.value) for n in found.of(Number)] + ([-1] if found.has("last") else [])
    return Repeat(frequency="MONTHLY", weekdays=tuple((nth, number) for nth in nths))


def _nth_day(found: Found) -> Repeat:
    """ "the 4th of every month", "the last day of each month", "every 1 may"."""
    months = tuple(month.number for month in found.of(Month))
    if months:
        day = next(int(n.value) for n in found.of(Number))
        return Repeat(frequency="YEARLY", month_days=(day,), months=months)
    numbers = [int(n.value) for n in found.of(Number) if n.value <= 31]
    place = nth_in(found) if found.has("last") else numbers[0]
    return Repeat(frequency="MONTHLY", interval=_month_step(found), month_days=(place,))


def _nth_days(found: Found) -> Repeat:
    return Repeat(frequency="MONTHLY", month_days=tuple(int(n.value) for n in found.of(Number)))


def _turn_of(found: Found) -> Repeat:
    """ "at the end of every month"."""
    yearly = found.one(Unit).name == "year"
    place = -1 if found.has("end") else 1
    if yearly:
        months = (12,) if found.has("end") else (1,)
        days_of = (31,) if found.has("end") else (1,)
        return Repeat(frequency="YEARLY", months=months, month_days=days_of)
    return Repeat(frequency="MONTHLY", month_days=(place,))


def _pair(found: Found) -> Meaning | None:
    """ "every 4/15" has one reading; another is left to the custom of the place at the due time."""
    fraction = found.one(Fraction)
    month, day = fraction.first, fraction.second
    if month > 12:
        month, day = day, month
    if days.on(2000, month, day) is None:
        return None
    return Repeat(frequency="YEARLY", month_days=(day,), months=(month,))


def _part(found: Found) -> Repeat:
    """ "every morning", "mornings"."""
    parts = tuple(part.name for part in found.of(DayPart))
    named = tuple((0, day.number) for day in found.of(Weekday))
    return Repeat(frequency="WEEKLY" if named else "DAILY", weekdays=named, parts=parts)


def _part_of(which: tuple[tuple[int, int], ...]) -> Callable[[Found], Meaning]:
    """ "weekend mornings"."""

    def make(found: Found) -> Meaning:
        name = found.one(DayPart).name
        return Repeat(frequency="WEEKLY", weekdays=which, parts=(name,))

    return make


def _span_and_clock(found: Found) -> Repeat:
    """ "mon-fri 7am": a clock makes it a habit."""
    return replace(weekdays_in(found), interval=1, clocks=tuple(clocks_in(found)))


EVERY = "every|each"
HEADS = Layer(
    (
        rule("word", "on|a|an? " + "|".join(FREQUENCIES), _word, before="leave"),
        rule("every unit", f"once? {EVERY} other|second|alternate|single? UNIT", _unit),
        rule("every nth unit", f"{EVERY} ORD UNIT", _nth_unit, before="of in"),
        rule("every hour and a half", f"{EVERY} A_HOUR and a? half", _half_more),
        rule("every length", f"once? {EVERY} LENGTH", _length),
        rule("once a unit", "once|twice|thrice|per LENGTH", _times_a_unit),
        rule("times a unit", "NUMBER times LENGTH", _times_a_unit),
        rule("times per unit", "NUMBER times per|every|each UNIT", _unit),
        rule("once per unit", "once? per UNIT", _unit),
        rule("every weekday", f"on|once? {EVERY} other|alternate|second? WEEKDAY|WEEKDAYS", weekdays_in),
        rule("alternate weekdays", "on? alternate|alternating WEEKDAY|WEEKDAYS", weekdays_in),
        rule("alternate units", "on? alternate|alternating UNIT", _unit),
        rule("every nth weekday", f"{EVERY} ORD WEEKDAY", _nth_weekdays, before="of in"),
        rule("every pair of weekdays", f"{EVERY} WEEKDAY /|,|and|& WEEKDAY", weekdays_in),
        rule("next few weekdays", "on|for? the? next NUMBER WEEKDAYS|WEEKDAY", _next_weekdays),
        rule("every few weekdays", f"{EVERY} NUMBER WEEKDAYS|WEEKDAY", weekdays_in),
        rule("weekday span", f"on|{EVERY} WEEKDAY to|through|- WEEKDAY", weekdays_in, after="DAY"),
        rule("weekday span and clock", "WEEKDAY to|through|- WEEKDAY at|,? CLOCK", _span_and_clock),
        rule("weekday span and clock", "WEEKDAY to|through|- WEEKDAY at|@ HOUR", _span_and_clock, before=NOT_A_CLOCK),
        rule("clock and weekday span", "CLOCK ,? on? WEEKDAY to|through|- WEEKDAY", _span_and_clock),
        rule("weekday pair and clock", "WEEKDAY /|&? WEEKDAY at? CLOCK", _span_and_clock),
        rule("weekdays", "on? WEEKDAYS ,|and|&? WEEKDAYS?", weekdays_in, after="NUMBER in"),
        rule("several weekdays", "on? WEEKDAY ,|/|and|&? WEEKDAY ,|/|and|&? and? WEEKDAY", weekdays_in),
        rule("workdays", f"on|during? {EVERY}|the? weekday|weekdays|workday|workdays", _days(WORKDAYS)),
        rule("nth work day", "on|by? the? ORD|ORDDAY|last work|business|working day of|in"
             f" {EVERY}|the month", _nth_workday),
        rule("nth workday", f"on|by? the? ORD|ORDDAY|last weekday|workday of|in {EVERY}|the month",
             _nth_workday),
        rule("work days", f"on|{EVERY}? work|business|working days|day", _days(WORKDAYS)),
        rule("m-f", "m - f", _days(WORKDAYS), beside="CLOCK at @"),
        rule("mwf", "mwf", _days(((0, 0), (0, 2), (0, 4)))),
        rule("weekends", "on|at|during? the? weekends", _days(WEEKEND)),
        rule("parts", "on|in? the? PARTS", _part),
        rule("weekday parts", f"on|{EVERY}? weekday|weekdays PARTS", _part_of(WORKDAYS)),
        rule("weekend parts", f"on|{EVERY}? weekend|weekends PARTS", _part_of(WEEKEND)),
        rule("every part", f"{EVERY} single? PART , PART ,|and and? PART", _part),
        rule("every part", f"{EVERY} single? PART and|,|& PART", _part),
        rule("every part", f"{EVERY} single? PART", _part),
        rule("every part of a day", f"{EVERY} day in? PART", _part),
        rule("weekday parts", f"on|{EVERY}? WEEKDAY PARTS", _part),
        rule("every weekday part", f"{EVERY} WEEKDAY PART", _part),
        rule("nth weekday of each month",
             f"on? {EVERY}|the? ORD|last to|of? the? last? WEEKDAY of|in {EVERY}|the other? month", _nth_weekday),
        rule("nth weekday each month", f"on? the? ORD|last WEEKDAY {EVERY} month", _nth_weekday),
        rule("nth weekday of months", f"on? the? ORD|last to? the? last? WEEKDAY of {EVERY} LENGTH",
             _nth_weekday),
        rule("nth weekday in a month", f"{EVERY} ORD|last WEEKDAY in|of MONTH", _nth_weekday),
        rule("nth of each month", f"on? the? ORDDAY|last|DAYNUM day? of {EVERY} other? month", _nth_day),
        rule("nth to last", f"on? the? ORDDAY to the? last day? of {EVERY} other? month", _nth_day),
        rule("nth of months", f"on? the? ORDDAY|last day? of {EVERY} LENGTH", _nth_day),
        rule("every nth of the month", f"on? {EVERY} ORDDAY|last day? of the month", _nth_day),
        rule("every nth", f"{EVERY} ORDDAY", _every_nth, before="OTHER GO UNIT WEEKDAY of MONTH one and"),
        rule("nth and nth of each month",
             f"on|{EVERY}? the? ORDDAY ,|and|& the? ORDDAY of|in {EVERY}|the month", _nth_days),
        rule("nth and nth of each month",
             f"on|{EVERY}? the? ORDDAY , the? ORDDAY ,? and the? ORDDAY of|in {EVERY}|the month", _nth_days),
        rule("every nth and nth", f"{EVERY} ORDDAY and|, the? ORDDAY", _nth_days, before="of WEEKDAY UNIT OTHER GO"),
        rule("several nth weekdays",
             f"on|{EVERY}? the? ORD and|,|& the? ORD|last WEEKDAY of|in {EVERY}|the month", _several_nths),
        rule("the nth and nth", "on the? ORDDAY and|& the? ORDDAY", _nth_days, before="of MONTH OTHER - UNIT"),
        rule("the nth, nth and nth", "on the? ORDDAY , the? ORDDAY ,? and|& the? ORDDAY", _nth_days,
             before="of MONTH OTHER - UNIT"),
        rule("end of each month", f"on|at|by? the? end|beginning|start of {EVERY} A_MONTH|A_YEAR", _turn_of),
        rule("every nth and nth", f"{EVERY} ORDDAY and|, ORDDAY of the month", _nth_days),
        rule("every date", f"on? {EVERY} MONTH the? ORDDAY|DAYNUM", _nth_day),
        rule("every date", f"on? {EVERY} ORDDAY|DAYNUM of? MONTH", _nth_day),
        rule("date every year", f"on? the? ORDDAY|DAYNUM of? MONTH {EVERY}|a year", _nth_day),
        rule("date every year", f"on? MONTH the? ORDDAY|DAYNUM {EVERY} year", _nth_day),
        rule("every pair", f"on? {EVERY} FRACTION", _pair),
        rule("every month name", f"{EVERY} MONTH", lambda f: _yearly_in(f.one(Month).number)),
    )
)  # fmt: skip


def _yearly_in(month: int) -> Repeat:
    return Repeat(frequency="YEARLY", months=(month,))
