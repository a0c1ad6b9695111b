"""Days on which a series does not ring, said when it is set: "every monday except 20 april"."""

import re
from dataclasses import replace
from datetime import datetime

from agents.skipping import Window, window_of_days
from core.models import Person
from core.requests import Request, TimeExpression
from core.zones import wall_of
from core.zones import zone as zone_called

_BUT = r"\b(?:except|excluding|but not|apart from|other than)(?: (?:for|on))?"
_ENDS = re.compile(rf"{_BUT}\s*$", re.IGNORECASE)
_SAID = re.compile(rf"[\s,]*{_BUT}(?=\s|$)", re.IGNORECASE)


def excepted(request: Request, text: str, person: Person) -> tuple[Request, tuple[Window, ...]]:
    """The request without the days that are taken out of its rule, and these days."""
    rules = [said for said in request.times if said.kind == "recurrence"]
    off = [said for said in request.times if said.kind != "recurrence" and _is_off(said, text)]
    windows = [window_of_days(said, person.zone) for said in off]
    found = tuple(window for window in windows if window is not None)
    if not rules or not found:
        return request, ()
    times = [_with_clock(s, off, person) for s in request.times if s not in off]
    what = request.slots.what
    if isinstance(what, str):
        what = _SAID.sub("", what).strip(" ,").removeprefix("to ")
    return replace(request, times=tuple(times), slots=replace(request.slots, what=what)), found


def _is_off(said: TimeExpression, text: str) -> bool:
    place = text.lower().find(said.text.lower())
    return place > 0 and _ENDS.search(text[:place]) is not None


def _with_clock(said: TimeExpression, off: list[TimeExpression], person: Person) -> TimeExpression:
    """The hour that stands behind the day is that of the rule: "… except 20 april at 9"."""
    at = next((day.value for day in off if isinstance(day.value, datetime)), None)
    if said.kind != "recurrence" or at is None or "BYHOUR" in str(said.value):
        return said
    wall = wall_of(at, zone_called(person.zone))
    return replace(said, value=f"{said.value};BYHOUR={wall.hour};BYMINUTE={wall.minute}")
