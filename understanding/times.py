"""The expressions of time in a text, resolved for a scene."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.requests import DateRange, TimeExpression, TimeKind, TimeRange, TimeValue
from understanding import doubts
from understanding.english.grammar import parsed
from understanding.english.ordinary import only_describes, only_measures
from understanding.grammar.engine import Item
from understanding.grammar.meaning import (
    Day,
    DayPart,
    Length,
    Meaning,
    Moment,
    Period,
    Repeat,
    Stretch,
)
from understanding.joining import joined
from understanding.resolution.clocks import of_part
from understanding.resolution.lengths import seconds_of
from understanding.resolution.repeats import rule_of
from understanding.resolution.scene import Scene

DOUBTFUL = 0.6
# There is no such day; its words belong to no slot, but it is no time.
MISSING = 0.0
TO = re.compile(r"to\s+(?=\d)", re.IGNORECASE)
# Of these only the last word is the time: "make it 7".
LED_TO = ("make it", "one more hour")
# "Make it 2 to 3".
MADE = re.compile(r"\w+\s+(?:it|that)\s+(?:(?:to|for|at|from)\s+)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What an item says at a scene."""

    kind: TimeKind
    value: TimeValue
    assumed: tuple[str, ...] = ()
    alternatives: tuple[TimeValue, ...] = ()
    conflict: str = ""
    confidence: float = 1.0


def times_in(text: str, scene: Scene) -> tuple[TimeExpression, ...]:
    """Every expression of time in `text`, in text order; one that says more before its parts.

    One at a confidence of 0 is a day that does not exist: `conflict` says so.
    """
    return tuple(_expressions(text, scene))


def _expressions(text: str, scene: Scene) -> Iterator[TimeExpression]:
    for item in joined(parsed(text)):
        reading = _read(item, scene)
        if _ordinary(text, item):
            continue
        if reading is not None:
            words = text[item.start : item.end].split() if item.rule in LED_TO else [""]
            start = item.end - len(words[-1]) if words[-1] else item.start
            # "Move the plants to 10 to 8": the first "to" leads to the time.
            leading = MADE if item.rule == "make it hours" else TO
            start += len(led[0]) if (led := leading.match(text, start, item.end)) else 0
            yield TimeExpression(
                text=text[start : item.end],
                span=(start, item.end),
                kind=reading.kind,
                value=reading.value,
                assumed=reading.assumed,
                rule=item.rule,
                confidence=reading.confidence,
                alternatives=reading.alternatives,
                conflict=reading.conflict,
            )


def _ordinary(text: str, item: Item) -> bool:
    """Whether the item belongs to the noun behind it."""
    span = (item.start, item.end)
    if item.rule == "length":
        return only_measures(text, span)
    return item.rule == "word" and only_describes(text, span)


def _read(item: Item, scene: Scene) -> Reading | None:
    """The reading of an item; None when it is no expression, or means no existing time."""
    if not item.values or not item.rule:
        return None
    meaning = item.values[0]
    try:
        reading = _reading(meaning, scene)
        if reading is None:
            return None
        return _doubted(reading, meaning, scene)
    except (OverflowError, ValueError):
        # Beyond the calendar: the year 10000, or an offset that leaves it.
        return None


def _doubted(reading: Reading, meaning: Meaning, scene: Scene) -> Reading:
    """The reading with all that speaks against it."""
    if missing := doubts.missing(meaning):
        return replace(reading, conflict=missing, confidence=MISSING)
    others = doubts.alternatives(meaning, reading.value, scene)
    conflict = doubts.conflict(meaning, reading.value, scene)
    if not others and not conflict:
        return reading
    return replace(reading, alternatives=others, conflict=conflict, confidence=DOUBTFUL)


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
