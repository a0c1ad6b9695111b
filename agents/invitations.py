"""What an invitation shows: who it is from, what was answered, and the buttons that answer it.

The buttons hold no word of the invitation: those are others'.
"""

from collections.abc import Sequence
from datetime import datetime

from agents.wording import WEEKDAYS, shortened
from core.calendars import Response
from core.events import Event
from core.models import Button
from core.zones import wall_of
from core.zones import zone as zone_called

ACTION = "answer"
# How buttons carry an answer, what they are called, and what it is.
ANSWERS: dict[str, tuple[str, Response]] = {
    "y": ("Accept", "accepted"),
    "m": ("Maybe", "tentative"),
    "n": ("Decline", "declined"),
}
MOST = 3


def mark(event: Event) -> str:
    """What stands behind the name of an event that somebody else has invited to."""
    match event.answer:
        case "none":
            return f" (from {shortened(event.inviter, 40)}, not answered yet)"
        case "tentative":
            return " (maybe)"
        case "declined":
            return " (declined)"
        case _:
            return ""


def answer_buttons(
    events: Sequence[Event], now: datetime, zone: str, back: str = ""
) -> tuple[tuple[Button, ...], ...]:
    """A row for each that waits for an answer and is not over; of a series one. Of several each
    tells its time, and where that is the same, its place among them. `back` is
    what to show again afterwards, as `Days.key` has it."""
    waiting: dict[int, Event] = {}
    for event in events:
        if event.answer == "none" and not is_over(event, now, zone):
            waiting.setdefault(event.id, event)
    found = list(waiting.values())[:MOST]
    times = [_time(event, zone) for event in found]
    rows: list[tuple[Button, ...]] = []
    for number, (event, time) in enumerate(zip(found, times, strict=True)):
        which = f" {time}" if len(found) > 1 else ""
        if times.count(time) > 1:
            # Of those at the same time it tells how many-th it is.
            which += f" ({times[: number + 1].count(time)})"
        rows.append(_row(event, which, back))
    return tuple(rows)


def _row(event: Event, which: str, back: str) -> tuple[Button, ...]:
    more = f":{back}" if back else ""
    return tuple(
        Button(label=f"{label}{which}", data=f"{ACTION}:{event.key}:{letter}{more}")
        for letter, (label, _) in ANSWERS.items()
    )


def _time(event: Event, zone: str) -> str:
    if event.starts_at is None:
        return "" if event.first_day is None else WEEKDAYS[event.first_day.weekday()][:3]
    wall = wall_of(event.starts_at, zone_called(zone))
    return f"{WEEKDAYS[wall.weekday()][:3]} {wall:%H:%M}"


def is_over(event: Event, now: datetime, zone: str) -> bool:
    """Whether it has taken place already."""
    if event.starts_at is not None:
        return (event.ends_at or event.starts_at) <= now
    last = event.last_day or event.first_day
    return last is not None and last < wall_of(now, zone_called(zone)).date()
