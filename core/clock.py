"""Time as a port: live, or simulated and moved by hand."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SimulatedClock:
    """Stands still until it is moved, forwards only.

    Raises:
        ValueError: when an instant is naive, or lies before the present one.
    """

    def __init__(self, start: datetime) -> None:
        self._now = aware(start).astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Move forwards to `instant` (aware)."""
        target = aware(instant).astimezone(UTC)
        if target < self._now:
            raise ValueError("a simulated clock only moves forwards")
        self._now = target


def aware(instant: datetime) -> datetime:
    """`instant` itself; a naive one raises ValueError."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("an instant needs a zone or an offset")
    return instant
