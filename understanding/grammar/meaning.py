"""What words can mean: the values that rules fold into one another.

Numbers, units, clocks, lengths and repetitions are data, because rules look inside them. Days,
periods, moments and stretches are questions to a scene: their `find` answers None when there is no
such day (31 April), and the words then hold no time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from understanding.resolution.scene import Scene


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A quantity. `digits` is its text when it was written in digits.

    `vague` when it only means some ("a few"): then it counts units, and nothing else.
    """

    value: float
    digits: str = ""
    ordinal: bool = False
    vague: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fraction:
    """Two numbers around a slash, dash or dot: a date ("5/6") or a fraction ("1/2")."""

    first: int
    second: int
    mark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit of time as a length of calendar months, days or seconds; `name` is its singular."""

    name: str
    months: int = 0
    days: float = 0
    seconds: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Weekday:
    """A day of the week, Monday is 0. `plural` when the word says every one ("mondays")."""

    number: int
    plural: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A month, 1 to 12."""

    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """A time zone said beside a clock time."""

    place: tzinfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """A length of time. `grain` is its finest unit."""

    months: float = 0
    days: float = 0
    seconds: float = 0
    grain: str = ""

    def plus(self, other: "Length") -> "Length":
        """Both together."""
        return Length(
            months=self.months + other.months,
            days=self.days + other.days,
            seconds=self.seconds + other.seconds,
            grain=other.grain,
        )

    def times(self, factor: float) -> "Length":
        """This length `factor` times."""
        return Length(
            months=self.months * factor,
            days=self.days * factor,
            seconds=self.seconds * factor,
            grain=self.grain,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A clock time as said. `half` is "am", "pm" or "" when it was not said.

    `exact` when it was said in 24 hours; `midnight` when it is the end of its day.
    """

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    exact: bool = False
    midnight: bool = False
    zone: tzinfo | None = None

    @property
    def open(self) -> bool:
        """Whether either half of the day may be meant."""
        return not self.half and not self.exact and not self.midnight and 1 <= self.hour <= 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """One day. `near` when it is counted from today (tomorrow, in 3 days, next friday).

    `weekday` is set when nothing but a weekday was said (Monday is 0), `said` when one was said
    beside a date. `other` is a second likely reading. `missing` is the day that was said when no
    month has it ("30 February"); `find` is then the last one that is there.
    """

    find: Callable[[Scene], date | None]
    near: bool = False
    weekday: int | None = None
    assumed: tuple[str, ...] = ()
    said: int | None = None
    other: Callable[[Scene], date | None] | None = None
    missing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DayPart:
    """A part of a day, of none in particular without `day`; `name` is a field of PartsOfDay."""

    name: str
    day: Day | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    find: Callable[[Scene], tuple[date, date] | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One instant. `clock` and `day` are what was said, when it was said so."""

    find: Callable[[Scene], datetime | None]
    assumed: tuple[str, ...] = ()
    clock: Clock | None = None
    day: Day | None = None
    part: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockSpan:
    """A time of day from a clock to a clock, or from a clock for a length; of no day yet."""

    start: Clock
    end: Clock | None = None
    length: Length | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """The time from one instant to another. `hours` when they were said without a day."""

    find: Callable[[Scene], tuple[datetime, datetime] | None]
    assumed: tuple[str, ...] = ()
    hours: ClockSpan | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """A repetition. `parts` are fields of PartsOfDay; without `frequency` it only says how often.

    `weekdays` are (ordinal, weekday), the ordinal 0 for every one; of all that it names in a month
    only the one at `position` counts, -1 for the last, 0 for all. With `lasting` the end is so long
    from the first day, which is not over: "for 3 days" are three."""

    frequency: str
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    clocks: tuple[Clock, ...] = ()
    parts: tuple[str, ...] = ()
    count: int = 0
    position: int = 0
    until: Callable[[Scene], date | None] | None = None
    lasting: bool = False


Meaning = (
    Number
    | Fraction
    | Unit
    | Weekday
    | Month
    | Zone
    | Length
    | Clock
    | Day
    | DayPart
    | Period
    | Moment
    | ClockSpan
    | Stretch
    | Repeat
)
