"""What is doubtful about a time that was said: told with the answer, so that nothing is guessed
silently."""

from collections.abc import Sequence
from datetime import date, datetime

from agents.reminder_texts import when
from agents.wording import day
from core.models import Button, Person
from core.requests import Request, TimeExpression, TimeValue
from core.zones import instant_of
from core.zones import zone as zone_called


def lacking(request: Request) -> str:
    """Why the time that was said is none, as the beginning of a question; empty when it is one."""
    return f"{_sentence(request.conflict)} " if request.conflict else ""


def remarks(times: Sequence[TimeExpression], person: Person, now: datetime) -> list[str]:
    """What the calendar has against the time, and what else may be meant; a line each."""
    said = _doubtful(times)
    if said is None:
        return []
    lines = [f"Mind: {said.conflict}."] if said.conflict else []
    others = [_shown(value, person, now) for value in said.alternatives]
    return lines + [f"Or did you mean {other}?" for other in others if other]


def readings(
    reminder_id: int, times: Sequence[TimeExpression], person: Person, now: datetime
) -> tuple[tuple[Button, ...], ...]:
    """A button for each other reading: the reminder rings then instead."""
    said = _doubtful(times)
    instants = [_instant(value, person) for value in said.alternatives] if said else []
    return tuple(
        (Button(label=when(i, person, now), data=f"instead:{reminder_id}:{int(i.timestamp())}"),)
        for i in instants
        if i is not None and i > now
    )


def _doubtful(times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The time that the request is about, when something speaks against it."""
    first = next(iter(times), None)
    return first if first is not None and (first.conflict or first.alternatives) else None


def _instant(value: TimeValue, person: Person) -> datetime | None:
    """When a reminder of that reading rings: of a bare day, in the person's morning."""
    match value:
        case datetime():
            return value
        case date():
            wall = datetime.combine(value, person.parts.morning)
            return instant_of(wall, zone_called(person.zone))
        case _:
            return None


def _shown(value: TimeValue, person: Person, now: datetime) -> str:
    match value:
        case datetime():
            return when(value, person, now)
        case date():
            return day(value, now.astimezone(zone_called(person.zone)).date())
        case _:
            return ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
