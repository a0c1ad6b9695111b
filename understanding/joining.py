"""Expressions that belong together though they stand apart: a day and its clock times, a count."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from understanding.grammar.engine import Item
from understanding.grammar.meaning import (
    Clock,
    ClockSpan,
    Day,
    DayPart,
    Meaning,
    Moment,
    Repeat,
    Stretch,
)
from understanding.resolution.clocks import in_half, next_time, on_day, readings, span_on

# The hours of which a part of the day is said.
HOURS = {
    "morning": range(6, 12),
    "lunch": range(11, 15),
    "afternoon": range(12, 18),
    "evening": range(16, 24),
    "night": range(18, 24),
}
AND = frozenset({"and", "or", "&", ","})


def joined(row: list[Item]) -> list[Item]:
    """The row with clock times that stand apart from their day brought together with it.

    Only when there is one day, and one clock time or several that an "and" links.
    """
    parts = [v for v in row[0].values if isinstance(v, DayPart)] if len(row) == 1 else []
    if parts:
        return [replace(row[0], values=(parts[0],), rule=row[0].rule or "part of day")]
    row = _within_part(_counted(_sharing(row)))
    days = [item for item in row if _meaning(item, Day)]
    clocks = [item for item in row if _dayless(item)]
    repeats = [item for item in row if _meaning(item, Repeat)]
    if not clocks or len(days) + len(repeats) != 1 or not _linked(row, clocks):
        return row
    if repeats:
        return _repeating(row, repeats[0], clocks)
    day = days[0].values[0]
    assert isinstance(day, Day)  # noqa: S101 - chosen by its type above
    dated = {item.start: replace(item, values=(_on(item.values[0], day),)) for item in clocks}
    # The bare day goes behind: its clock times are what the text is about.
    rest = [dated.get(item.start, item) for item in row if item is not days[0]]
    return [*rest, days[0]]


def _repeating(row: list[Item], repeat: Item, clocks: list[Item]) -> list[Item]:
    """The row with the clock times of a repetition in it: one expression when they are neighbours.

    Otherwise the repetition comes first; it is what the text is about.
    """
    whole = _with_clocks(repeat, [item.values[0] for item in clocks])
    if whole is repeat:
        return row
    group = [item for item in row if item is repeat or item in clocks]
    if _linked(row, group):
        start, end = group[0].start, group[-1].end
        rest = [item for item in row if not start <= item.start < end]
        return sorted([*rest, replace(whole, start=start, end=end)], key=lambda item: item.start)
    return [whole, *(item for item in row if item is not repeat)]


def _linked(row: list[Item], clocks: list[Item]) -> bool:
    """Whether nothing but "and" stands between these items."""
    starts = {item.start for item in clocks}
    places = [place for place, item in enumerate(row) if item.start in starts]
    between = (row[a + 1 : b] for a, b in pairwise(places))
    return all(len(items) <= 1 and all(AND & i.keys for i in items) for items in between)


def _sharing(row: list[Item]) -> list[Item]:
    """The row where clock times that an "and" links share their day: "at 9 and 5pm tomorrow"."""
    row = list(row)
    pairs = list(_pairs(row))
    # Backwards first: the half of the day is often said but once, behind the last of them.
    for left, right in (*reversed(pairs), *pairs):
        first, second = row[left].values[0], row[right].values[0]
        if isinstance(first, Moment) and isinstance(second, Moment):
            row[left] = _shared(row[left], first, second)
            row[right] = _shared(row[right], second, first)
        elif isinstance(first, Day) and isinstance(second, Moment) and second.clock:
            # "sat and sun 9:30" is the same time on both.
            row[left] = replace(row[left], values=(on_day(second.clock, first, second.part),))
    return row


def _pairs(row: list[Item]) -> Iterator[tuple[int, int]]:
    """The places of expressions with but an "and" between them."""
    said = [place for place, item in enumerate(row) if item.values and item.rule]
    for left, right in pairwise(said):
        linked = right == left + 2 and AND & row[left + 1].keys
        if linked or (right == left + 1 and row[right].rule == "one more hour"):
            yield left, right


def _shared(item: Item, own: Moment, other: Moment) -> Item:
    """A clock time on the day of another, and in its half of the day when only that was said.

    Beside a time in 24 hours it is one, too.
    """
    clock = own.clock
    if clock is None or own.day is not None:
        return item
    if clock.open and other.clock is not None and other.clock.half == "pm":
        clock = replace(clock, half="pm")
    if clock.open and other.clock is not None and other.clock.exact:
        clock = replace(clock, exact=True)
    part = own.part or other.part
    day = other.day
    return replace(item, values=(on_day(clock, day, part) if day else next_time(clock, part),))


def _counted(row: list[Item]) -> list[Item]:
    """The row where a count that stands apart belongs to its repetition."""
    counts = [item for item in row if item.rule == "count apart"]
    rest = [item for item in row if item.rule != "count apart"]
    repeats = [item for item in rest if _meaning(item, Repeat)]
    if not counts or len(repeats) != 1:
        return rest
    repeat, count = repeats[0].values[0], counts[0].values[0]
    if not isinstance(repeat, Repeat) or not isinstance(count, Repeat):
        return rest
    whole = replace(repeats[0], values=(replace(repeat, count=repeat.count or count.count),))
    return [whole if item is repeats[0] else item for item in rest]


def _within_part(row: list[Item]) -> list[Item]:
    """The row where the one clock time that stands apart from the part of a day, and lies within
    it, is on that day: "tomorrow afternoon, call mum at 5". The part is then but its day."""
    parted = [item for item in row if _part_of_a_day(item)]
    clocks = [item for item in row if _dayless(item)]
    others = [item for item in row if _meaning(item, Day) or _meaning(item, Repeat)]
    if len(parted) != 1 or len(clocks) != 1 or others:
        return row
    part, moment = parted[0].values[0], clocks[0].values[0]
    if not (isinstance(part, DayPart) and part.day and isinstance(moment, Moment) and moment.clock):
        return row
    hour, later = readings(moment.clock, part.name, "")[0]
    if later or hour not in HOURS.get(part.name, ()):
        return row
    within = {clocks[0].start: replace(moment, part=part.name), parted[0].start: part.day}
    return [
        replace(item, values=(within[item.start],)) if item.start in within else item
        for item in row
    ]


def _part_of_a_day(item: Item) -> bool:
    part = item.values[0] if item.rule and item.values else None
    return isinstance(part, DayPart) and part.day is not None


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


def _with_clocks(item: Item, values: list[Meaning]) -> Item:
    repeat = item.values[0]
    if not isinstance(repeat, Repeat) or repeat.clocks or repeat.parts:
        return item
    # "Every hour until 5": a clock time beside it is none at which it comes round.
    if repeat.frequency in ("HOURLY", "MINUTELY"):
        return item
    clocks = tuple(
        in_half(v.clock, v.part) for v in values if isinstance(v, Moment) and v.clock is not None
    )
    parts = tuple(v.name for v in values if isinstance(v, DayPart))
    return replace(item, values=(replace(repeat, clocks=clocks, parts=parts),))
