"""How insistent a reminder may be: what happens when it is late, and when it must not sound."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from core.zones import instant_of, wall_of
from core.zones import zone as zone_called


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """What becomes of a ringing that is more than `after` late.

    It is delivered with a label, left out with a word about it, or the person is asked.
    """

    what: Literal["deliver", "skip", "ask"] = "deliver"
    after: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """The hours from the local clock time `start` up to `end`, perhaps over midnight."""

    start: time
    end: time

    def holds(self, instant: datetime, zone: str) -> bool:
        """Whether clocks at `zone` are within the hours at `instant` (aware)."""
        clock = wall_of(instant, zone_called(zone)).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def over(self, instant: datetime, zone: str) -> datetime:
        """The instant itself, or the end of the hours that hold at it."""
        if not self.holds(instant, zone):
            return instant
        place = zone_called(zone)
        wall = wall_of(instant, place)
        ends = datetime.combine(wall.date(), self.end)
        if ends <= wall:
            ends += timedelta(days=1)
        return instant_of(ends, place)
