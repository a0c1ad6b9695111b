"""Rules for days seen from today, weekdays, day numbers and parts of days."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    Day,
    DayPart,
    Meaning,
    Number,
    Weekday,
)
from understanding.resolution import days, periods
from understanding.resolution.scene import Scene

# Days that a weekday beside them can only confirm.
COUNTED = (
    "today",
    "tomorrow",
    "day after tomorrow",
    "yesterday",
    "the nth",
    "bare nth",
    "on the nth",
)
SHY_NEIGHBOURS = "the a an my your his her he she it we they you who in of"


def _near(shift: int) -> Callable[[Found], Meaning]:
    return lambda _: Day(find=days.shifted(shift), near=True)


def _weekday(find: Callable[[int], days.Find]) -> Callable[[Found], Meaning]:
    """A rule's maker for one weekday."""
    return lambda found: Day(find=find(found.one(Weekday).number), near=True)


def _plain_weekday(found: Found) -> Day:
    number = found.one(Weekday).number
    return Day(find=days.weekday(number), weekday=number)


def _in_week(weeks: int) -> Callable[[Found], Meaning]:
    return _weekday(lambda number: days.weekday_in_week(number, weeks))


def _coming_and(weeks: int) -> Callable[[Found], Meaning]:
    return _weekday(lambda number: days.weeks_after(days.weekday(number), weeks))


def _next_weekday(found: Found) -> Day:
    """Of next week; some mean the coming one."""
    number = found.one(Weekday).number
    return Day(find=days.weekday_in_week(number, 1), near=True, other=days.weekday(number))


def _after_next(found: Found) -> Day:
    """A week after next week's; some mean the second one that comes."""
    number = found.one(Weekday).number
    second = days.weeks_after(days.weekday(number), 1)
    return Day(find=days.weekday_in_week(number, 2), near=True, other=second)


def _weekdays_from_now(found: Found) -> Day:
    """ "4 tuesdays from now": the fourth one that comes."""
    weeks = int(found.one(Number).value) - 1
    return Day(find=days.weeks_after(days.weekday(found.one(Weekday).number), weeks), near=True)


def _day_number(found: Found) -> Day:
    return Day(find=days.day_number(int(found.one(Number).value)))


def _plain_day_number(found: Found) -> Day | None:
    """ "the 3rd"; "the third" alone is rather the third of a list."""
    number = found.one(Number)
    return _day_number(found) if number.digits or number.value > 10 else None


def _weekday_number(found: Found) -> Day | None:
    """ "friday the 13th"; in "friday 10" the small number is an hour."""
    said = found.one(Number)
    number = int(said.value)
    if number <= 12 and not said.ordinal:
        return None
    return Day(find=days.day_number(number, found.one(Weekday).number))


def _of_month(months: int) -> Callable[[Found], Meaning]:
    """A day number of this month or the next."""

    def make(found: Found) -> Meaning:
        number = int(found.one(Number).value)
        month = periods.months_from_now(months)

        def find(scene: Scene) -> date | None:
            whole = month.find(scene)
            return None if whole is None else days.on(whole[0].year, whole[0].month, number)

        return Day(find=find)

    return make


WEEKDAYS = Layer(
    (
        rule("today", "today", _near(0)),
        rule("tomorrow", "tomorrow", _near(1)),
        rule("yesterday", "yesterday", _near(-1)),
        rule("day after tomorrow", "the? day after tomorrow", _near(2)),
        rule("overmorrow", "overmorrow", _near(2)),
        rule("day before yesterday", "the? day before yesterday", _near(-2)),
        rule("this day", "this|same day", _near(0)),
        rule("for the day", "for the day", _near(0), before="of OTHER GO before after"),
        rule("next day", "the? next|following day", _near(1)),
        rule("weekday", "on|this|coming BOLDDAY", _plain_weekday),
        rule("bold weekday", "BOLDDAY", _plain_weekday),
        rule("shy weekday", "on|this|coming|by|until|before|since|from SHYDAY",
             _plain_weekday),
        rule("shy weekday", "SHYDAY .?", _plain_weekday,
             after=SHY_NEIGHBOURS, before="OTHER GO her his he she it the a an my your on down"),
        rule("this weekday", "on? this WEEKDAY", _weekday(days.this_weekday)),
        rule("next weekday", "on? next|following WEEKDAY", _next_weekday),
        rule("coming weekday", "on? the? coming|upcoming WEEKDAY", _weekday(days.weekday)),
        rule("weekday next week", "on? WEEKDAY of|,? next week", _in_week(1)),
        rule("next week weekday", "next week ,? on? WEEKDAY", _in_week(1)),
        rule("weekday of this week", "on? WEEKDAY of|,? this week", _in_week(0)),
        rule("weekday after next", "on? the? WEEKDAY after next", _after_next, before="WEEKDAY MONTH"),
        rule("last weekday", "last|past|previous WEEKDAY", _weekday(days.weekday_before)),
        rule("weekday week", "on? WEEKDAY week", _coming_and(1)),
        rule("weekdays from now", "NUMBER WEEKDAY|WEEKDAYS from now", _weekdays_from_now),
        rule("in weekdays", "in NUMBER WEEKDAYS", _weekdays_from_now),
        rule("weekday the nth", "on? WEEKDAY ,? the? ORDDAY", _weekday_number, before="WEEKDAY"),
        rule("weekday number", "on? WEEKDAY DAYNUM", _weekday_number,
             before=": - to HALF oclock OTHER GO UNIT NUMBER until and in CLOCK ZONE + DAYPART PART"),
        rule("bare nth", "the ORDDAY", _plain_day_number,
             after="delete remove tick off mark done complete cancel show move finish check cross open rename first",
             before="OTHER GO WEEKDAY WEEKDAYS UNIT - to and of A_WEEKEND MONTH time one half PERIOD NUMBER"),
        rule("at the nth", "at ORDDAY", _day_number, before="OTHER GO UNIT - to and of NUMBER MONTH"),
        rule("the nth", "on|by|due|until|before|from|at the ORDDAY", _day_number,
             before="OTHER WEEKDAY WEEKDAYS UNIT - to and of A_WEEKEND MONTH time one half PERIOD"),
        rule("on the nth", "on|by|until|before ORDDAY", _day_number,
             before="OTHER GO WEEKDAY UNIT - to and of NUMBER"),
        rule("day number of this month", "on? the? ORDDAY|DAYNUM of this month", _of_month(0)),
        rule("day number of the month", "on? the? ORDDAY|DAYNUM of the month", _day_number),
        rule("day number of next month", "on? the? ORDDAY|DAYNUM of next month", _of_month(1)),
    )
)  # fmt: skip


def _weekday_and_day(found: Found) -> Day | None:
    """ "monday two weeks from now", "in 3 days on friday": that weekday, from the other day on."""
    named = next((day for day in found.of(Day) if day.weekday is not None), None)
    other = next((day for day in found.of(Day) if day is not named), None)
    if named is None or named.weekday is None or other is None or other.weekday is not None:
        return None
    if any(item.rule in COUNTED for item in found.items):
        return replace(other, said=named.weekday)
    return Day(find=days.weekday_at(other.find, named.weekday), assumed=other.assumed)


def _part_of(shift: int, *, name: str = "") -> Callable[[Found], Meaning]:
    """A part of today or of another near day."""

    def make(found: Found) -> Meaning:
        part = name or found.one(DayPart).name
        return DayPart(name=part, day=Day(find=days.shifted(shift), near=True))

    return make


def _part_of_day(found: Found) -> DayPart | None:
    part = found.one(DayPart)
    return None if part.day is not None else replace(part, day=found.one(Day))


JOINED = Layer(
    (
        rule("weekday and day", "on? DAYNAME ,? DAY", _weekday_and_day),
        rule("day and weekday", "DAY ,|(? on? DAYNAME )?", _weekday_and_day),
    )
)
DAYPARTS = Layer(
    (
        rule("tonight", "later|late? tonight", _part_of(0, name="night")),
        rule("this part", "later|early|late? this early|late? morning|afternoon|evening|night|lunchtime", _part_of(0)),
        rule("today part", "today in|this? the? PART", _part_of(0)),
        rule("last night", "last night", _part_of(-1)),
        rule("next part", "the? next morning|evening|afternoon", _part_of(1)),
        rule("in the part", "in|during|for|by the early|late? PART", lambda f: f.one(DayPart)),
        rule("at night", "at night|lunch", lambda f: f.one(DayPart)),
        rule("over lunch", "over|during lunch", lambda f: f.one(DayPart)),
        rule("first thing", "first thing in? the? morning?", lambda _: DayPart(name="morning")),
        rule("lunch time", "at|around? lunch time", lambda f: f.one(DayPart)),
    )
)  # fmt: skip
PARTED = Layer(
    (
        rule("day part", "DAY ,|'? early|late|at? PART|DAYPART ish?", _part_of_day, before="with"),
        rule("part of day", "on|in? the? PART|DAYPART of|on|,? the? DAY", _part_of_day),
    )
)  # fmt: skip
