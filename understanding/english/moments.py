"""Rules that put days and clock times together into instants and stretches of time."""

# ruff: noqa: E501 - a table is read by rows

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from understanding.english.clocks import NOT_A_CLOCK, clocks_in
from understanding.english.dates import DATES
from understanding.english.numerals import clock
from understanding.grammar.engine import Found, Item, Layer, rule
from understanding.grammar.meaning import (
    Clock,
    ClockSpan,
    Day,
    DayPart,
    Length,
    Moment,
    Number,
    Stretch,
    Zone,
)
from understanding.resolution import clocks, days
from understanding.resolution.lengths import after
from understanding.resolution.scene import Scene


def _moment(found: Found) -> Moment | None:
    """A clock on a day, or within a part of a day."""
    said = clocks_in(found)
    if not said:
        return None
    parts = found.of(DayPart)
    part = parts[0].name if parts else ""
    named = [*found.of(Day), *(p.day for p in parts if p.day is not None)]
    if not named:
        return clocks.next_time(said[0], part)
    return clocks.on_day(said[0], named[0], part)


def _spelled_in_part(found: Found) -> Moment | None:
    """ "in the evening seven thirty"."""
    part = found.one(DayPart)
    said = _two_numbers(found)
    if said is None:
        return None
    if part.day is None:
        return clocks.next_time(said, part.name)
    return clocks.on_day(said, part.day, part.name)


def _spelled_on_day(found: Found) -> Moment | None:
    """ "tomorrow seven twenty"."""
    said = _two_numbers(found)
    return None if said is None else clocks.on_day(said, found.one(Day))


def _digits_in_part(found: Found) -> Moment | None:
    """ "7 15 tonight", "tomorrow at 7 15"."""
    days_named = found.of(Day)
    return _spelled_on_day(found) if days_named else _spelled_in_part(found)


def _digits_alone(found: Found) -> Moment | None:
    """ "at 7 15"."""
    said = _two_numbers(found)
    return None if said is None else clocks.next_time(said)


def _at_lunch(found: Found) -> Moment | None:
    said = clocks_in(found)
    return clocks.next_time(said[0], "lunch") if said else None


def _two_numbers(found: Found) -> Clock | None:
    hour, minute = (int(n.value) for n in found.of(Number))
    return clock(hour, minute) if minute >= 10 else None


def _on_number(found: Found) -> Moment | None:
    """ "at seven on 15": the second number is a day."""
    number = int(found.of(Number)[-1].value)
    said = clocks_in(found)
    return clocks.on_day(said[0], Day(find=days.day_number(number))) if said else None


def _number_and_clock(found: Found) -> Moment:
    day = Day(find=days.day_number(int(found.one(Number).value)))
    return clocks.on_day(found.one(Clock), day)


def _hours_of(found: Found) -> Stretch | None:
    """ "9 to 5 tomorrow"."""
    said = clocks_in(found)
    if len(said) != 2 or (found.has("and") and not found.has("between")):
        return None
    if found.has("FARDAY") and not found.has("DAYNAME") and found.items[-1].rule not in DATE_RULES:
        return None
    start, end = said
    span = ClockSpan(start=replace(start, zone=start.zone or end.zone), end=end)
    parts = found.of(DayPart)
    named = [*found.of(Day), *(p.day for p in parts if p.day is not None)]
    return clocks.span_on(span, named[0] if named else None, parts[0].name if parts else "")


def _stretch(found: Found) -> Stretch:
    parts = found.of(DayPart)
    named = [*found.of(Day), *(p.day for p in parts if p.day is not None)]
    name = parts[0].name if parts else ""
    return clocks.span_on(found.one(ClockSpan), named[0] if named else None, name)


def _in_year(found: Found) -> Stretch:
    """ "oct 26, 10:00 - 11:00 2023"."""
    day, year = found.one(Day), int(found.one(Number).value)

    def find(scene: Scene) -> date | None:
        return day.find(scene.after(date(year, 1, 1)))

    return clocks.span_on(found.one(ClockSpan), Day(find=find))


def _between_moments(found: Found) -> Stretch | None:
    """From an instant to an instant or a clock; the clock is the next after the start."""
    start = _as_moment(found.items, 0)
    end = _as_moment(found.items, 1)
    if start is None or end is None:
        return None
    last_clock = clocks_in(found)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        first = start.find(scene)
        if first is None:
            return None
        seen = replace(scene, now=first) if last_clock else scene
        last = end.find(seen)
        return (first, last) if last is not None and last > first else None

    return Stretch(find=find)


def _as_moment(items: Sequence[Item], place: int) -> Moment | None:
    """The moment at a place among moments and clocks."""
    values = [value for item in items for value in item.values]
    ends = [value for value in values if isinstance(value, Moment | Clock)]
    if place >= len(ends):
        return None
    value = ends[place]
    return clocks.next_time(value) if isinstance(value, Clock) else value


def _moment_for(found: Found) -> Stretch:
    start, length = found.one(Moment), found.one(Length)

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        first = start.find(scene)
        last = None if first is None else after(first, length)
        return None if first is None or last is None else (first, last)

    return Stretch(find=find)


# Of these zones only "time" behind them tells that they are meant.
PLACED = ("eastern", "pacific", "mountain", "central")


def _in_zone(found: Found) -> Moment | None:
    """ "At 9 tomorrow Berlin time"; "at 9 tomorrow central park" names a place."""
    said = found.one(Moment)
    if not found.has("time") and any(found.has(word) for word in PLACED):
        return None
    if said.clock is None or said.clock.zone is not None or said.day is None:
        return None
    return clocks.on_day(replace(said.clock, zone=found.one(Zone).place), said.day, said.part)


def _corrected(found: Found) -> Moment | None:
    """ "tomorrow at 6, no, 6:30": the last word counts, the day stays."""
    old, *more = found.of(Moment)
    said = [moment.clock for moment in more if moment.clock] or clocks_in(found)
    if not said:
        return None
    day = more[0].day if more and more[0].day else old.day
    if day is None:
        return clocks.next_time(said[-1], old.part)
    return clocks.on_day(said[-1], day, old.part)


def _corrected_day(found: Found) -> Day:
    return found.of(Day)[-1]


DATE_RULES = frozenset(row.name for row in DATES.rules)
CORRECT = ",|.|-? no|wait|sorry|actually|rather|scratch ,|.? that|sorry|wait|actually? ,? make|i? it|mean? at?"
AT = "at|@|around|about|by|for|from|after|before|until|starting|-"
MOMENTS = Layer(
    (
        rule("day and clock", f"DAY|DAYPART ,|(|.|:? {AT}? CLOCK )?", _moment),
        rule("day, hour and part", "DAY ,? at|@|around|about|by? HOUR|CLOCK DAYPART", _moment),
        rule("day and dotted clock", "DAY DECIMAL", _moment),
        rule("day and hour", "DAY|DAYPART ,? at|@|around|about|by|before|after HOUR|COMPACT|DECIMAL", _moment,
             before=NOT_A_CLOCK),
        rule("near day and hour", "NEARDAY|DAYNAME|DAYPART ,? HOUR|COMPACT", _moment,
             before=NOT_A_CLOCK + " - to and"),
        rule("spelled hours and part", "SPELLED SPELLED ,? DAYPART", _spelled_in_part),
        rule("spelled hours on a day", "SPELLED SPELLED NEARDAY|DAYNAME", _spelled_on_day, after="NUMBER"),
        rule("hour, minutes and part", "at|by? HOUR MINUTE10 ,? DAYPART|NEARDAY", _digits_in_part, after="NUMBER"),
        rule("part, hour and minutes", "DAYPART|NEARDAY|DAYNAME ,? at|by? HOUR MINUTE10", _digits_in_part, before=NOT_A_CLOCK),
        rule("hour and minutes", "at|by|around HOUR MINUTE10", _digits_alone, before=NOT_A_CLOCK + " : . - / GO"),
        rule("dotted clock and part", "DECIMAL DAYPART", _moment),
        rule("hour and part", "HOUR , DAYPART", _moment, after="for of NUMBER"),
        rule("hours of a day", "from|between? HOUR|CLOCK to|-|until|and HOUR|CLOCK ,? on? DAY|DAYPART",
             _hours_of, after="NUMBER"),
        rule("part and hours", "DAYPART ,? SPELLED SPELLED", _spelled_in_part),
        rule("date and spelled hours", "DAY at? SPELLED SPELLED", _spelled_on_day, before=NOT_A_CLOCK),
        rule("clock and day", f"{AT}? CLOCK ,? on|in|of? DAY|DAYPART", _moment),
        rule("hour and day", "at|by|around|about|before|after|@ HOUR|COMPACT ,? NEARDAY|DAYPART", _moment),
        rule("bare hour and day", "HOUR ,? NEARDAY|DAYPART", _moment, after="for of OTHER GO"),
        rule("small hour and day", "DIGITS NEARDAY|DAYPART", _moment, after="for of"),
        rule("hour at lunch", "at? HOUR lunch|lunchtime", _at_lunch),
        rule("hour on a day", "at|by|around|about|before|after|@ HOUR|COMPACT on? DAY|DAYPART", _moment),
        rule("hour of an alarm", "for HOUR", _moment, beside="alarm alarms", before=NOT_A_CLOCK + " . : - / or and"),
        rule("hour of an alarm", "HOUR", _moment, beside="alarm", before=NOT_A_CLOCK + " . : - / or and"),
        rule("hour of an alarm", "for HOUR ,? on? NEARDAY|DAYPART|DAYNAME", _moment, beside="alarm alarms"),
        rule("hour of an alarm", "for? DAY|DAYPART for HOUR", _moment, beside="alarm alarms", before=NOT_A_CLOCK),
        rule("one more hour", ", HOUR|COMPACT", _moment, beside="MOMENT", before=NOT_A_CLOCK + " : . - / times DAYPART NEARDAY GO"),
        rule("one more hour", "and|or|& HOUR|COMPACT", _moment, beside="MOMENT", before=NOT_A_CLOCK + " : . - / and times DAYPART NEARDAY"),
        rule("hour on a number", "at HOUR|CLOCK on DAYNUM", _on_number, before=NOT_A_CLOCK),
        rule("number and clock", "on DAYNUM ,? at? CLOCK", _number_and_clock),
        rule("nth and clock", "on? the? ORDDAY ,? at|@? CLOCK", _number_and_clock),
        rule("part and span", "DAYPART ,? from|between? HOUR|CLOCK to|-|until HOUR|CLOCK", _hours_of,
             before=NOT_A_CLOCK),
        rule("clock alone", f"{AT}? CLOCK", _moment),
        rule("hour alone", "at|by|around|@|until|before|after HOUR", _moment, after="NUMBER", before=NOT_A_CLOCK + " . : - /"),
        rule("hour at the end", "at|by|around|@|until HOUR .", _moment, before="NUMBER"),
        rule("hours on a day", "DAY|DAYPART ,|:? on|at? CLOCKSPAN", _stretch),
        rule("day with hours and year", "DAY ,? CLOCKSPAN YEAR", _in_year),
        rule("day of hours", "CLOCKSPAN ,? on? DAY|DAYPART", _stretch),
        rule("hours alone", "CLOCKSPAN", _stretch),
        rule("length on a day", "for LENGTH ,? on DAYPART", _moment),
        rule("corrected clock", f"MOMENT {CORRECT} HOUR|CLOCK|COMPACT|MOMENT", _corrected, before=NOT_A_CLOCK),
        rule("make it hours", "make|change|move|push|set it|that to|for|at|from? HOUR to|-|until|till HOUR", _hours_of,
             before=NOT_A_CLOCK + " - /"),
        rule("make it", "make|change|move|push|set it|that to|for|at|by? HOUR", _moment, before=NOT_A_CLOCK),
        rule("make it", "no|actually|sorry|rather ,? HOUR", _moment, after="OTHER GO MOMENT ,", before=NOT_A_CLOCK),
        rule("corrected day", f"DAY {CORRECT} on? DAY", _corrected_day),
        rule("zone behind a day", "MOMENT ZONE time?", _in_zone),
        rule("zone behind a day", "MOMENT in? new|los|san|hong? CITY time", _in_zone),
        rule("until a clock", "between|from MOMENT and|to|until|- CLOCK", _between_moments),
    ),
    # Of hours one after the other each pass finds one more.
    passes=24,
)  # fmt: skip
STRETCHES = Layer(
    (
        rule("moments", "from|between? MOMENT to|until|through|till|-|/ MOMENT|CLOCK",
             _between_moments, after="my the"),
        rule("between moments", "between MOMENT and MOMENT|CLOCK", _between_moments),
        rule("moment for a length", "MOMENT for LENGTH", _moment_for),
        rule("length from a moment", "for? LENGTH ,? from|starting|beginning|at MOMENT", _moment_for),
        rule("moment and bare length", "MOMENT LENGTH", _moment_for),
    )
)  # fmt: skip
