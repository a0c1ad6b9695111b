"""Bare numbers that only their request makes a time: "move swim to 10", "snooze 10"."""

import re
from dataclasses import replace
from datetime import datetime

from core.requests import Route, TimeExpression, TimeRange
from understanding.clauses import Clause
from understanding.forms import Span
from understanding.resolution.scene import Scene
from understanding.times import times_in

_HOUR = r"\d{1,2}(?:[:.]\d\d)?"
# "to 10", "to 10 to 11", "to 10-11".
TO_HOUR = re.compile(
    rf"\b(?:to|till|until|for|at) (?P<hour>{_HOUR}(?: ?(?:to|until|till|-|–) ?{_HOUR})?)(?![\w:.-])"
)
MEALS = re.compile(r"(?:lunch|dinner|breakfast|brunch|supper)\b", re.IGNORECASE)


def with_bare_numbers(
    clause: Clause, route: Route, groups: dict[str, Span], scene: Scene
) -> tuple[TimeExpression, ...]:
    """The times of the clause with what the number of a snooze or of an update adds.

    `groups` are spans in the clause's masked text.
    """
    if "minutes" in groups:
        return (_minutes(clause, groups["minutes"]), *clause.times)
    found = TO_HOUR.search(clause.masked, groups["new"][0]) if "new" in groups else None
    if found is None or not route.endswith(".update"):
        return clause.times
    # "move yoga on friday to 6": the day that was said holds for the new hour, too.
    day = next((f"{t.value}" for t in clause.times if t.kind == "date"), "")
    read = times_in(f"{day} at {found['hour']}", scene)
    clocks = [t for t in read if isinstance(t.value, datetime | TimeRange)]
    if not clocks:
        return clause.times
    span = clause.in_text(found.span("hour"))
    said = replace(clocks[0], text=clause.text[slice(*span)], span=span)
    return (said, *clause.times)


MOVES = re.compile(
    r"\b(?:move|shift|reschedule|push|postpone|change|switch|bring|swap)\b[^.!?\n]{0,60}"
    r"(?<!\bto )(?<! for )(?<! until )(?<! till )$"
)
ENDS = re.compile(r"\W*(?:please)?\W*")
REMIND = re.compile(r"\bremind\b")
FROM_TO = re.compile(r"(?:from )?(?P<old>.+?) (?:to|till|until) (?P<new>.+)", re.IGNORECASE)


def moved_apart(
    low: str, times: tuple[TimeExpression, ...], scene: Scene
) -> tuple[TimeExpression, ...]:
    """The times of the text `low` with both ends of a move: "move my 4 o'clock to 5"."""
    parts = [_old_and_new(t, scene) if _is_moved(t, low) else (t,) for t in times]
    return tuple(t for part in parts for t in part)


def _is_moved(said: TimeExpression, low: str) -> bool:
    """Whether its ends are the old and the new time. "Move lunch on friday to saturday" makes no
    series; "move the alarm monday to friday to 7" has its new time behind it."""
    start, end = said.span
    last = said.kind == "recurrence" and ENDS.fullmatch(low, end) and not REMIND.search(low)
    return bool(said.kind == "range" or last) and bool(
        MOVES.search(low[max(0, start - 80) : start])
    )


def _old_and_new(expression: TimeExpression, scene: Scene) -> tuple[TimeExpression, ...]:
    found = FROM_TO.fullmatch(expression.text)
    if found is None:
        return (expression,)
    ends: list[TimeExpression] = []
    for name in ("new", "old"):
        said = times_in(f"at {found[name]}", scene) or times_in(found[name], scene)
        if len(said) != 1 or said[0].kind not in ("instant", "date"):
            return (expression,)
        first = expression.span[0] + found.start(name)
        span = (first, first + len(found[name]))
        ends.append(replace(said[0], text=found[name], span=span))
    return tuple(ends)


def _minutes(clause: Clause, place: Span) -> TimeExpression:
    span = clause.in_text(place)
    text = clause.text[slice(*span)]
    return TimeExpression(
        text=text, span=span, kind="duration", value=float(text) * 60, rule="bare minutes"
    )


def meal_in(times: tuple[TimeExpression, ...]) -> str | None:
    """The meal that a time is named after: of "lunch friday" nothing else names the event."""
    found = (MEALS.search(t.text) for t in times)
    return next((match[0] for match in found if match), None)
