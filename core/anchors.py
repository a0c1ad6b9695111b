"""Reminders that follow something else: how long before it they ring, and when that is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """What a reminder follows: an event with its occasion, or the birthday of `whose`.

    It rings `length` before that, and at the time of the day `clock` where one is named. Before
    every event of a `title` the event is the one that is next.
    """

    event_id: int | None = None
    occasion: str = ""
    whose: str | None = None
    title: str | None = None
    length: timedelta
    clock: time | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """When something is: an instant, or for whole days the first."""

    starts_at: datetime | None = None
    day: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchored:
    """A reminder that follows. `spot` is where it was reckoned from and `due_at` what came of it;
    `lost` tells that it was cancelled because what it follows is gone."""

    reminder_id: int
    tie: Tie
    spot: Spot
    due_at: datetime
    lost: bool = False


def start_of(spot: Spot, morning: time, zone: str) -> datetime:
    """The instant at which it begins; of whole days the `morning` at `zone` counts."""
    if spot.starts_at is not None:
        return spot.starts_at
    return instant_of(datetime.combine(spot.day or date.min, morning), zone_called(zone))


def ringing_of(tie: Tie, spot: Spot, morning: time, zone: str) -> datetime:
    """When to ring. Whole days count on the calendar of `zone`, shorter lengths are real time."""
    start, place = start_of(spot, morning, zone), zone_called(zone)
    if tie.clock is not None:
        day = wall_of(start, place).date() - timedelta(days=tie.length // DAY)
        return instant_of(datetime.combine(day, tie.clock), place)
    if tie.length % DAY == timedelta(0):
        return instant_of(wall_of(start, place) - tie.length, place)
    return start - tie.length


class Anchors(Protocol):
    """What the reminders of one person follow."""

    async def keep(self, anchored: Anchored) -> None:
        """Let the reminder follow from now on, in place of what it has followed before."""
        ...

    async def get(self, reminder_id: int) -> Anchored | None:
        """What that reminder follows."""
        ...

    async def drop(self, reminder_id: int) -> None:
        """Let it follow no more."""
        ...

    async def moved(self, event_id: int, to_id: int) -> None:
        """What has followed the one event follows the other: it is the same under a new id."""
        ...

    async def following(self) -> set[int]:
        """The ids of all reminders that follow something."""
        ...

    async def stale(self) -> list[int]:
        """The ids of the reminders whose event or birthday has changed in some way, the next to
        ring first."""
        ...

    async def take(self, reminder_id: int) -> Anchored | None:
        """One of those: nobody else has it until the transaction ends, and it is not told of
        again. None when another was quicker."""
        ...


class AnchorBoard(Protocol):
    """Whose reminders have something to follow, across people."""

    async def stale_anchors(self) -> list[int]:
        """Owner ids."""
        ...
