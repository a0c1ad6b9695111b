"""Where and when a text is read: what "today", "5/6" and "at 9" depend on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.requests import PartsOfDay

UNITED_STATES = frozenset(
    "America/" + city
    for city in (
        *("New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Anchorage", "Detroit"),
        *("Boise", "Juneau", "Sitka", "Nome", "Adak", "Menominee", "Metlakatla", "Yakutat"),
    )
) | {"Pacific/Honolulu", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"}
UNITED_STATES_GROUPS = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """The moment and place of a text.

    `now` is aware, in the person's zone. `anchor` is the first day that a date without a year may
    mean: today, or for the end of a range its start. `bias` is the half of the day that other words
    of the text ask for ("am" for waking up, "pm" for dinner, "" when none does).
    """

    now: datetime
    parts: PartsOfDay
    month_first: bool
    anchor: date
    bias: str = ""

    @property
    def today(self) -> date:
        """The person's day."""
        return self.now.date()

    def after(self, day: date) -> "Scene":
        """The same scene for the end of a range that begins on `day`."""
        return replace(self, anchor=day)

    def instant(self, day: date, clock: time, zone: tzinfo | None = None) -> datetime:
        """The moment of a wall clock in `zone` (the person's without one), in the person's zone.

        A skipped wall clock is read with the offset before the gap, a repeated one is its first.
        """
        wall = datetime.combine(day, clock).replace(tzinfo=zone or self.now.tzinfo, fold=0)
        return wall.astimezone(UTC).astimezone(self.now.tzinfo)

    def elapsed(self, seconds: float) -> datetime:
        """The moment `seconds` of real time from now."""
        return later(self.now, seconds)


def later(moment: datetime, seconds: float) -> datetime:
    """`moment` moved by `seconds` of real time, in its own zone."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def scene_of(now: datetime, zone: ZoneInfo | None, parts: PartsOfDay) -> Scene:
    """The scene for `now` (aware) seen from `zone`, or by its own offset without one.

    An offset alone names no country; dates like 5/6 are then read month first.
    """
    local = now if zone is None else now.astimezone(zone)
    place = local.tzinfo
    return Scene(
        now=local,
        parts=parts,
        month_first=not isinstance(place, ZoneInfo) or _in_united_states(place.key),
        anchor=local.date(),
    )


def _in_united_states(name: str) -> bool:
    return name in UNITED_STATES or name.startswith(UNITED_STATES_GROUPS)
