"""Rules for lengths counted from somewhere, and for the moments that have names of their own."""

# ruff: noqa: E501 - a table is read by rows

from dataclasses import replace
from datetime import date, datetime

from understanding.english.clocks import NOT_A_CLOCK, clocks_in
from understanding.english.numbers import UNIT_LENGTHS
from understanding.grammar.engine import Found, Layer, rule
from understanding.grammar.meaning import (
    Clock,
    Day,
    DayPart,
    Length,
    Meaning,
    Moment,
    Number,
    Period,
    Stretch,
    Unit,
)
from understanding.resolution import clocks, days, periods
from understanding.resolution.lengths import after
from understanding.resolution.scene import Scene

# Minutes that people leave out when they count from now: "in 20".
USUAL_MINUTES = frozenset({2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 90})
MOST_MINUTES = 180
MOST_NEAR = 4


def _in_length(found: Found) -> Meaning | None:
    """A length from now: an instant when it has hours or less, a day when it has not."""
    length = found.one(Length)
    sign = -1 if found.has("ago", "-", "minus") else 1
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
    """ "a week on tuesday", "a month today"; other lengths do not speak so."""
    length = found.one(Length)
    if length.days % 7 or (length.months and found.has("DAYNAME")):
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


def _holiday_in(found: Found) -> Day | None:
    """ "easter in 4 years": the next one from then."""
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


def _weekday_beside(found: Found) -> Day | None:
    """ "the tuesday after easter", "the friday before christmas"."""
    named, base = found.of(Day)
    number = named.weekday
    if number is None:
        return None
    before = found.has("before")

    def find(scene: Scene) -> date | None:
        start = base.find(scene)
        if start is None or not before:
            return start and days.weekday(number)(scene.after(start))
        return days.moved(start, days=-((start.weekday() - number - 1) % 7 + 1))

    return Day(find=find)


def _within(found: Found) -> Stretch:
    """The time from now until a length is over."""
    length = found.one(Length)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        end = after(scene.now, length)
        return None if end is None else (scene.now, end)

    return Stretch(find=find)


def _in_minutes(found: Found) -> Moment | None:
    """ "in 10": minutes that people say so."""
    number = found.one(Number)
    if number.ordinal or number.vague or number.value not in USUAL_MINUTES:
        return None
    return _minutes_from_now(number)


def _any_minutes(found: Found) -> Moment | None:
    """ "remind me in 7"."""
    number = found.one(Number)
    usual = not number.ordinal and not number.vague and 1 <= number.value <= MOST_MINUTES
    return _minutes_from_now(number) if usual else None


def _minutes_from_now(number: Number) -> Moment:
    length = Length(seconds=60 * number.value, grain="minute")
    return Moment(find=lambda scene: after(scene.now, length), assumed=("unit",))


def _in_lengths(found: Found) -> Meaning | None:
    """ "in 2 to 3 hours": what lies between; only of one unit."""
    length, first = found.one(Length), found.one(Number)
    unit = UNIT_LENGTHS.get(length.grain)
    if unit is None or not length.seconds or length.grain not in ("hour", "minute"):
        return None
    start = unit.times(first.value)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        ends = after(scene.now, start), after(scene.now, length)
        return (ends[0], ends[1]) if ends[0] and ends[1] and ends[0] < ends[1] else None

    return Stretch(find=find)


def _next_unit(found: Found) -> Stretch:
    unit = UNIT_LENGTHS[found.of(Unit)[-1].name]
    return Stretch(find=lambda scene: _until(scene.now, after(scene.now, unit)))


def _until(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime] | None:
    return None if start is None or end is None else (start, end)


def _last_length(found: Found) -> Meaning:
    """The days before today, or the hours before now."""
    length = found.one(Length)
    if length.seconds:
        return Stretch(find=lambda scene: _until(after(scene.now, length, -1), scene.now))

    def find(scene: Scene) -> tuple[date, date] | None:
        start, end = days.by(scene.today, length, -1), days.moved(scene.today, days=-1)
        return None if start is None or end is None or start > end else (start, end)

    return Period(find=find)


def _beside_day(found: Found) -> Day:
    """The day before or after another."""
    base = found.one(Day)
    return Day(find=days.from_day(base, Length(days=1), -1 if found.has("before") else 1))


def _night_before(found: Found) -> DayPart:
    part = next((p.name for p in found.of(DayPart)), "night")
    return DayPart(name=part, day=Day(find=days.from_day(found.one(Day), Length(days=1), -1)))


def _this_time(found: Found) -> Moment:
    """The clock time of now, on another day or on this weekday of another week."""
    named = found.of(Day)

    def find(scene: Scene) -> datetime | None:
        if named:
            day = named[0].find(scene)
        else:
            whole = found.one(Period).find(scene)
            day = whole and days.like(scene.today, whole)
        return None if day is None else scene.instant(day, scene.now.time())

    return Moment(find=find)


def _closest(found: Found) -> Day | None:
    """The weekday or feast nearest to another day, or the nth nearest."""
    named, base = found.of(Day)
    numbers = found.of(Number)
    nth = int(numbers[0].value) if numbers else 1

    def find(scene: Scene) -> date | None:
        start = base.find(scene)
        if start is None or not 1 <= nth <= MOST_NEAR:
            return None
        step = 366 if named.weekday is None else 7
        starts = (days.moved(start, days=step * i - 1) for i in range(-MOST_NEAR, MOST_NEAR + 1))
        there = {day for s in starts if s and (day := named.find(scene.after(s)))}
        ranked = sorted(there, key=lambda day: (abs((day - start).days), day))
        return ranked[nth - 1] if nth <= len(ranked) else None

    return Day(find=find)


def _from_clock_on_day(found: Found) -> Moment | None:
    """ "an hour before 2pm tomorrow"."""
    said = clocks_in(found)
    if not said:
        return None
    named = found.of(Day)
    base = clocks.on_day(said[0], named[0]) if named else clocks.next_time(said[0])
    return _from_moment(base, found.one(Length), -1 if found.has("before") else 1)


def _now(found: Found) -> Moment:
    return Moment(find=lambda scene: scene.now)


def _end_of(day: Day) -> Moment:
    """Five in the afternoon, which nobody said."""
    return replace(clocks.on_day(Clock(hour=17, exact=True), day), assumed=("hour",))


def _end_of_day(found: Found) -> Moment:
    return _end_of(found.one(Day))


END_OF_DAY = _end_of(Day(find=days.shifted(0)))
OFFSETS = Layer(
    (
        rule("in a length", "in|after about|around|another|exactly? LENGTH|HLENGTH time?", _in_length),
        rule("minus a length", "in -|minus LENGTH", _in_length),
        rule("in minutes", "in NUMBER", _in_minutes, after="NUMBER ORD",
             before="OTHER UNIT SHORTUNIT MONTH YEAR NUMBER LENGTH DAY - / : . % of and or the a my"),
        rule("in some", "in NUMBER to|or|- NUMBER", lambda f: f.one(Number)),
        rule("in minutes for me", "in NUMBER", _any_minutes, beside="me",
             before="UNIT SHORTUNIT MONTH YEAR NUMBER LENGTH DAY - / : . % of"),
        rule("in minutes at the end", "in NUMBER .", _in_minutes, after="NUMBER ORD", before="NUMBER OTHER"),
        rule("in a length or more", "in about? NUMBER to|-|or LENGTH", _in_lengths),
        rule("length from now", "LENGTH from now|today", _in_length),
        rule("length hence", "LENGTH hence|ago", _in_length),
        rule("length later", "LENGTH later", _in_length),
        rule("holiday in a length", "FARDAY in LENGTH", _holiday_in),
        rule("holiday from now", "FARDAY LENGTH from now", _holiday_in),
        rule("nth weekday after", "the? ORD DAYNAME after DAY", _nth_after),
        rule("weekday beside a day", "on? the? DAYNAME after|before|following DAY", _weekday_beside),
        rule("plus length", "+ LENGTH", _in_length),
        rule("now plus length", "now|today + LENGTH", _in_length),
        rule("now", "right|just? now", _now, before="that and OTHER GO"),
        rule("now alone", "now", _now, after="OTHER GO from every until", before="OTHER GO that"),
        rule("now at the end", "right|just now", _now),
        rule("soonest", "asap", _now),
        rule("as soon as", "as soon as possible", _now),
        rule("within", "within the? next? LENGTH|HLENGTH", _within),
        rule("next hour", "within|in|over|for|during the? next|coming A_HOUR|A_MINUTE", _next_unit),
        rule("last lengths", "in|over|for|during|the the? last|past LENGTH", _last_length, before="of"),
        rule("last lengths", "last|past LENGTH", _last_length, after="OTHER GO to will it they", before="of"),
        rule("next hours", "in|for|over? the? next|coming TIMELENGTH", _within),
        rule("weeks on a weekday", "DAYLENGTH on? DAYNAME", _weeks_on),
        rule("weeks from today", "DAYLENGTH NEARDAY", _weeks_on, after="for in within over"),
        rule("day before a day", "the? day before|after DAY", _beside_day),
        rule("night before a day", "the? A_NIGHT|night|evening before DAY", _night_before),
        rule("this time", "at? this time on? DAY", _this_time),
        rule("day at this time", "DAY at? this time", _this_time),
        rule("this time in a period", "at? this time PERIOD", _this_time),
        rule("closest day", "the? ORD? closest|nearest DAYNAME|FARDAY to DAY", _closest),
        rule("from a day", "LENGTH from|after|before|past|prior to? DAY", _from_day, after="for"),
        rule("day plus length", "DAY + LENGTH", _from_day),
        rule("from a clock", "LENGTH from|after|before at|the|my|our? CLOCK|MOMENT", _from_clock),
        rule("from an hour", "LENGTH from|after|before at|the|my|our? HOUR|CLOCK on? DAY", _from_clock_on_day,
             before=NOT_A_CLOCK),
        rule("from an hour", "LENGTH from|after|before HOUR", _from_clock_on_day, before=NOT_A_CLOCK + " : . - / to"),
        rule("day and length from", "DAY ,? LENGTH from|after|before at? HOUR|CLOCK", _from_clock_on_day,
             before=NOT_A_CLOCK),
        rule("clock plus length", "CLOCK|MOMENT +|- LENGTH", _from_clock),
        rule("end of day", "by|at|before? the? end of the? day", lambda _: END_OF_DAY),
        rule("end of a day", "by|at|before? the? end|close of the? day|business ,|on? DAY", _end_of_day),
        rule("eod", "by|at|before? eod|cob", lambda _: END_OF_DAY),
        rule("eod of a day", "by|at|before? eod|cob ,|on? DAY", _end_of_day),
        rule("day and eod", "DAY ,? by|at|before? eod|cob", _end_of_day),
        rule("end of business", "by|at|before? the? end|close of business", lambda _: END_OF_DAY),
        rule("eow", "by|at|before? eow", lambda _: periods.ends(periods.weeks_from_now(0), last=True)),
        rule("eom", "by|at|before? eom", lambda _: periods.ends(periods.months_from_now(0), last=True)),
    ),
    passes=2,
)  # fmt: skip
