"""Bare numbers that only their request makes a time: "move swim to 10", "snooze 10"."""

import re
from dataclasses import replace
from datetime import datetime

from core.requests import Route, TimeExpression
from understanding.clauses import Clause, Span
from understanding.resolution.scene import Scene
from understanding.times import times_in

TO_HOUR = re.compile(r"\b(?:to|till|until|for|at) (?P<hour>\d{1,2}(?:[:.]\d\d)?)(?![\w:.])")
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
    day = next((t.text for t in clause.times if t.kind == "date"), "")
    read = times_in(f"{day} at {found['hour']}", scene)
    instants = [t for t in read if isinstance(t.value, datetime)]
    if not instants:
        return clause.times
    span = clause.in_text(found.span("hour"))
    said = replace(instants[0], text=clause.text[slice(*span)], span=span)
    return (said, *clause.times)


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
