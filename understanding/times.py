"""The expressions of time in a text, resolved for a scene."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.requests import DateRange, TimeExpression, TimeKind, TimeRange, TimeValue
from understanding.english.grammar import parsed
from understanding.english.ordinary import only_measures
from understanding.grammar.engine import Item
from understanding.grammar.meaning import (
    Clock,
    ClockSpan,
    Day,
    DayPart,
    Length,
    Meaning,
    Moment,
    Period,
    Repeat,
    Stretch,
)
from understanding.resolution.clocks import of_part, on_day, span_on
from understanding.resolution.lengths import seconds_of
from understanding.resolution.repeats import rule_of
from understanding.resolution.scene import Scene


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What an item says at a scene."""

    kind: TimeKind
    value: TimeValue
    assumed: tuple[str, ...] = ()


def times_in(text: str, scene: Scene) -> tuple[TimeExpression, ...]:
    """Every expression of time in `text`, in text order."""
    return tuple(_expressions(text, scene))


def _expressions(text: str, scene: Scene) -> Iterator[TimeExpression]:
    for item in joined(parsed(text)):
        reading = _read(item, scene)
        if item.rule == "length" and only_measures(text, (item.start, item.end)):
            continue
        if reading is not None:
            # Of "make it 7" only the 7 is the time.
            words = text[item.start : item.end].split() if item.rule == "make it" else [""]
            start = item.end - len(words[-1]) if words[-1] else item.start
            yield TimeExpression(
                text=text[start : item.end],
                span=(start, item.end),
                kind=reading.kind,
                value=reading.value,
                assumed=reading.assumed,
                rule=item.rule,
            )


def joined(row: list[Item]) -> list[Item]:
    """The row with a clock time that stands apart from its day brought together with it.

    Only when there is one of each: "tomorrow I need an alarm at 7".
    """
    parts = [v for v in row[0].values if isinstance(v, DayPart)] if len(row) == 1 else []
    if parts:
        return [replace(row[0], values=(parts[0],), rule=row[0].rule or "part of day")]
    days = [item for item in row if _meaning(item, Day)]
    clocks = [item for item in row if _dayless(item)]
    repeats = [item for item in row if _meaning(item, Repeat)]
    if len(clocks) != 1 or len(days) + len(repeats) != 1:
        return row
    value = clocks[0].values[0]
    if repeats:
        return [_with_clock(item, value) if item is repeats[0] else item for item in row]
    day = days[0].values[0]
    assert isinstance(day, Day)  # noqa: S101 - chosen by its type above
    return [replace(item, values=(_on(value, day),)) if item is clocks[0] else item for item in row]


def _meaning(item: Item, kind: type[Day] | type[Repeat]) -> bool:
    return bool(item.rule) and bool(item.values) and isinstance(item.values[0], kind)


def _dayless(item: Item) -> bool:
    if not item.rule or not item.values:
        return False
    match item.values[0]:
        case Moment() as moment:
            return moment.clock is not None and moment.day is None
        case Stretch() as stretch:
            return stretch.hours is not None
        case DayPart() as part:
            return part.day is None
        case _:
            return False


def _on(value: Meaning, day: Day) -> Meaning:
    """A clock time, hours or a part of a day on that day."""
    match value:
        case Moment(clock=Clock() as clock):
            return on_day(clock, day, value.part)
        case Stretch(hours=ClockSpan() as hours):
            return span_on(hours, day)
        case DayPart():
            return replace(value, day=day)
        case _:
            return value


def _with_clock(item: Item, value: Meaning) -> Item:
    repeat = item.values[0]
    if not isinstance(repeat, Repeat) or repeat.clocks or repeat.parts:
        return item
    match value:
        case Moment(clock=Clock() as clock):
            return replace(item, values=(replace(repeat, clocks=(clock,)),))
        case DayPart():
            return replace(item, values=(replace(repeat, parts=(value.name,)),))
        case _:
            return item


def _read(item: Item, scene: Scene) -> Reading | None:
    """The reading of an item; None when it is no expression, or means no existing time."""
    if not item.values or not item.rule:
        return None
    meaning = item.values[0]
    try:
        return _reading(meaning, scene)
    except (OverflowError, ValueError):
        # Beyond the calendar: the year 10000, or an offset that leaves it.
        return None


def _reading(meaning: Meaning, scene: Scene) -> Reading | None:
    match meaning:
        case Length():
            return Reading(kind="duration", value=seconds_of(meaning))
        case Repeat():
            return Reading(kind="recurrence", value=rule_of(meaning, scene))
        case Period():
            days = meaning.find(scene)
            return days and Reading(kind="range", value=DateRange(start=days[0], end=days[1]))
        case Stretch():
            ends = meaning.find(scene)
            value = ends and TimeRange(start=ends[0], end=ends[1])
            return value and Reading(kind="range", value=value, assumed=meaning.assumed)
        case Moment():
            return _instant(meaning, scene)
        case DayPart():
            return _instant(of_part(meaning), scene)
        case Day():
            day = meaning.find(scene)
            return day and Reading(kind="date", value=day, assumed=meaning.assumed)
        case _:
            return None


def _instant(moment: Moment, scene: Scene) -> Reading | None:
    found = moment.find(scene)
    return found and Reading(kind="instant", value=found, assumed=moment.assumed)
