"""Rules for days seen from today, weekdays, and lengths counted from somewhere."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    Clock,
    Day,
    DayPart,
    Length,
    Meaning,
    Moment,
    Number,
    Stretch,
    Weekday,
)
from understanding.resolution import clocks, days, periods
from understanding.resolution.lengths import after
from understanding.resolution.scene import Scene

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


def _weekdays_from_now(found: Found) -> Day:
    """ "3 fridays from now": the third one that comes."""
    weeks = int(found.one(Number).value) - 1
    return Day(find=days.weeks_after(days.weekday(found.one(Weekday).number), weeks), near=True)


def _day_number(found: Found) -> Day:
    return Day(find=days.day_number(int(found.one(Number).value)))


def _weekday_number(found: Found) -> Day:
    number = int(found.one(Number).value)
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
        rule("next day", "the? next|following day", _near(1)),
        rule("weekday", "on|this|coming BOLDDAY", _plain_weekday),
        rule("bold weekday", "BOLDDAY", _plain_weekday),
        rule("shy weekday", "on|this|coming|by|until|before|since|from SHYDAY",
             _plain_weekday),
        rule("shy weekday", "SHYDAY .?", _plain_weekday,
             after=SHY_NEIGHBOURS, before="OTHER GO her his he she it the a an my your"),
        rule("this weekday", "on? this WEEKDAY", _weekday(days.this_weekday)),
        rule("next weekday", "on? next|following WEEKDAY", _in_week(1)),
        rule("coming weekday", "on? the? coming|upcoming WEEKDAY", _weekday(days.weekday)),
        rule("weekday next week", "on? WEEKDAY of|,? next week", _in_week(1)),
        rule("next week weekday", "next week ,? on? WEEKDAY", _in_week(1)),
        rule("weekday of this week", "on? WEEKDAY of|,? this week", _in_week(0)),
        rule("weekday after next", "on? the? WEEKDAY after next", _in_week(2)),
        rule("last weekday", "last|past|previous WEEKDAY", _weekday(days.weekday_before)),
        rule("weekday week", "on? WEEKDAY week", _coming_and(1)),
        rule("weekdays from now", "NUMBER WEEKDAY|WEEKDAYS from now", _weekdays_from_now),
        rule("in weekdays", "in NUMBER WEEKDAYS", _weekdays_from_now),
        rule("weekday the nth", "on? WEEKDAY ,? the? ORDDAY", _weekday_number, before="WEEKDAY"),
        rule("weekday number", "on? WEEKDAY DAYNUM", _weekday_number,
             before=": - to HALF oclock OTHER GO UNIT NUMBER until and in CLOCK ZONE + DAYPART PART"),
        rule("the nth", "on|by|due|until|before|from|at? the ORDDAY", _day_number,
             before="OTHER GO WEEKDAY WEEKDAYS UNIT - to and of A_WEEKEND MONTH time one half PERIOD"),
        rule("on the nth", "on|by|until|before ORDDAY", _day_number,
             before="OTHER GO WEEKDAY UNIT - to and of NUMBER"),
        rule("day number of this month", "on? the? ORDDAY|DAYNUM of this month", _of_month(0)),
        rule("day number of the month", "on? the? ORDDAY|DAYNUM of the month", _day_number),
        rule("day number of next month", "on? the? ORDDAY|DAYNUM of next month", _of_month(1)),
    )
)  # fmt: skip


def _in_length(found: Found) -> Meaning | None:
    """A length from now: an instant when it has hours or less, a day when it has not."""
    length = found.one(Length)
    sign = -1 if found.has("ago") else 1
    if length.seconds or length.days != int(length.days) or length.months != int(length.months):
        return Moment(find=lambda scene: after(scene.now, length, sign))
    return Day(find=days.hence(length, sign), near=True)


def _from_day(found: Found) -> Meaning | None:
    """A length before or after a day: a day, or an instant when it has hours."""
    base, length = found.one(Day), found.one(Length)
    sign = -1 if found.has("before", "ahead", "prior") else 1
    if length.seconds:
        midnight = Clock(hour=0, exact=True)
        return _from_moment(clocks.on_day(midnight, base), length, sign)
    return Day(find=days.from_day(base, length, sign), assumed=base.assumed)


def _weeks_on(found: Found) -> Day | None:
    """ "a week on tuesday"; other lengths do not speak so."""
    length = found.one(Length)
    if length.months or length.days % 7:
        return None
    return Day(find=days.from_day(found.one(Day), length))


def _from_moment(base: Moment, length: Length, sign: int) -> Moment:
    def find(scene: Scene) -> datetime | None:
        start = base.find(scene)
        return None if start is None else after(start, length, sign)

    return Moment(find=find, assumed=base.assumed)


def _from_clock(found: Found) -> Moment:
    sign = -1 if found.has("before", "ahead", "prior", "-") else 1
    moments = found.of(Moment)
    base = moments[0] if moments else clocks.next_time(found.one(Clock))
    return _from_moment(base, found.one(Length), sign)


def _weekday_and_day(found: Found) -> Day | None:
    """ "monday two weeks from now", "in 3 days on friday": that weekday, from the other day on."""
    named = next((day for day in found.of(Day) if day.weekday is not None), None)
    other = next((day for day in found.of(Day) if day is not named), None)
    if named is None or named.weekday is None or other is None or other.weekday is not None:
        return None
    return Day(find=days.weekday_at(other.find, named.weekday), assumed=other.assumed)


def _holiday_in(found: Found) -> Day | None:
    """ "thanksgiving in 3 years": the next one from then."""
    day, length = found.one(Day), found.one(Length)
    if day.weekday is not None or length.seconds:
        return None

    def find(scene: Scene) -> date | None:
        start = days.by(scene.today, length)
        return None if start is None else day.find(scene.after(start))

    return Day(find=find)


def _nth_after(found: Found) -> Day | None:
    """ "the third tuesday after christmas"."""
    named, base = found.of(Day)
    weekday, weeks = named.weekday, int(found.one(Number).value) - 1
    if weekday is None:
        return None

    def find(scene: Scene) -> date | None:
        start = base.find(scene)
        first = None if start is None else days.weekday(weekday)(scene.after(start))
        return None if first is None else days.moved(first, days=7 * weeks)

    return Day(find=find)


def _within(found: Found) -> Stretch:
    """The time from now until a length is over."""
    length = found.one(Length)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        end = after(scene.now, length)
        return None if end is None else (scene.now, end)

    return Stretch(find=find)


def _now(found: Found) -> Moment:
    return Moment(find=lambda scene: scene.now)


END_OF_DAY = replace(
    clocks.on_day(Clock(hour=17, exact=True), Day(find=days.shifted(0))), assumed=("hour",)
)
OFFSETS = Layer(
    (
        rule("in a length", "in|after about|around|another|exactly? LENGTH time?", _in_length),
        rule("length from now", "LENGTH from now|today", _in_length),
        rule("length hence", "LENGTH hence|ago", _in_length),
        rule("length later", "LENGTH later", _in_length),
        rule("holiday in a length", "FARDAY in LENGTH", _holiday_in),
        rule("holiday from now", "FARDAY LENGTH from now", _holiday_in),
        rule("nth weekday after", "the? ORD DAYNAME after DAY", _nth_after),
        rule("plus length", "+ LENGTH", _in_length),
        rule("now plus length", "now|today + LENGTH", _in_length),
        rule("now", "right|just? now", _now, before="that and OTHER GO"),
        rule("now alone", "now", _now, after="OTHER GO from every until", before="OTHER GO that"),
        rule("now at the end", "right|just now", _now),
        rule("soonest", "asap", _now),
        rule("as soon as", "as soon as possible", _now),
        rule("within", "within the? next? LENGTH", _within),
        rule("next hours", "in|for|over? the? next|coming TIMELENGTH", _within),
        rule("weeks on a weekday", "DAYLENGTH on? DAYNAME", _weeks_on),
        rule("from a day", "LENGTH from|after|before|past|prior to? DAY", _from_day),
        rule("day plus length", "DAY + LENGTH", _from_day),
        rule("from a clock", "LENGTH from|after|before at|the|my|our? CLOCK|MOMENT", _from_clock),
        rule("clock plus length", "CLOCK|MOMENT +|- LENGTH", _from_clock),
        rule("end of day", "by|at|before? the? end of the? day", lambda _: END_OF_DAY),
        rule("eod", "by|at|before? eod|cob", lambda _: END_OF_DAY),
        rule("eow", "by|at|before? eow", lambda _: periods.ends(periods.weeks_from_now(0), last=True)),
        rule("eom", "by|at|before? eom", lambda _: periods.ends(periods.months_from_now(0), last=True)),
    ),
    passes=2,
)  # fmt: skip


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
