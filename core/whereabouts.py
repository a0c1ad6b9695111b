"""Where a person is when: at home, or in another zone for a while."""

from dataclasses import dataclass
from datetime import datetime

from core.zones import instant_of, wall_of
from core.zones import zone as zone_called


@dataclass(frozen=True, kw_only=True, slots=True)
class Trip:
    """Time spent in another IANA zone, from `starts_at` until before `ends_at`; without an end it
    goes on until the person says otherwise."""

    zone: str
    starts_at: datetime
    ends_at: datetime | None = None

    def holds(self, instant: datetime) -> bool:
        """Whether the person is away at `instant`."""
        return self.starts_at <= instant and (self.ends_at is None or instant < self.ends_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Whereabouts:
    """The clock that a person lives by: that of `home`, and on a trip the one there."""

    home: str
    trip: Trip | None = None

    def zone_at(self, instant: datetime) -> str:
        """The IANA zone in which the person is at `instant`."""
        return self.trip.zone if self.trip is not None and self.trip.holds(instant) else self.home

    def wall_of(self, instant: datetime) -> datetime:
        """The naive local time that the person's clock shows at `instant`."""
        return wall_of(instant, zone_called(self.zone_at(instant)))

    def instant_of(self, wall: datetime) -> datetime:
        """The UTC instant at which the person's clock shows the naive local time `wall`.

        As with clock changes: a time that a journey repeats is the first of the two, one that it
        skips goes by the clock before.
        """
        home = instant_of(wall, zone_called(self.home))
        if self.trip is None:
            return home
        away = instant_of(wall, zone_called(self.trip.zone))
        if self.trip.holds(away) and self.trip.holds(home):
            return away
        return min(away, home) if self.trip.holds(away) else home
