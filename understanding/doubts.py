"""Where the words leave a doubt: a second likely reading, and a weekday that is not the date's."""

from calendar import day_name
from datetime import date, datetime, timedelta

from core.requests import TimeValue
from understanding.grammar.meaning import Day, DayPart, Meaning, Moment
from understanding.resolution.scene import Scene

# On a named day these hours are said of the morning about as often as of the evening.
EITHER_HALF = (6, 7, 8)
HALF_DAY = 12


def alternatives(meaning: Meaning, value: TimeValue, scene: Scene) -> tuple[TimeValue, ...]:
    """Other likely readings of `meaning`, whose likeliest is `value`; none when it is plain."""
    match meaning:
        case Day(other=other) if other is not None:
            found = other(scene)
            return () if found is None or found == value else (found,)
        case Moment() if isinstance(value, datetime):
            return _other_moments(meaning, value, scene)
        case _:
            return ()


def _other_moments(moment: Moment, value: datetime, scene: Scene) -> tuple[TimeValue, ...]:
    day, clock = moment.day, moment.clock
    if day is None or clock is None:
        return ()
    found: list[TimeValue] = []
    open_half = clock.open and not moment.part and not scene.bias and clock.zone is None
    if open_half and clock.hour in EITHER_HALF:
        wall = value.replace(tzinfo=None) + timedelta(hours=_turn(value))
        other = scene.instant(wall.date(), wall.time())
        found += [other] if other > scene.now else []
    if day.other is not None and (there := day.other(scene)) not in (None, value.date()):
        assert there is not None  # noqa: S101 - asked in the line above
        found.append(scene.instant(there, value.time()))
    return tuple(found)


def _turn(value: datetime) -> int:
    """The hours to the same reading in the other half of the day."""
    return HALF_DAY if value.hour < HALF_DAY else -HALF_DAY


def conflict(meaning: Meaning, scene: Scene) -> str:
    """What is wrong with the weekday that was said beside a date; empty when it fits."""
    day = meaning if isinstance(meaning, Day) else None
    if isinstance(meaning, Moment | DayPart):
        day = meaning.day
    if day is None or day.said is None:
        return ""
    found = day.find(scene)
    if found is None or found.weekday() == day.said:
        return ""
    return f"{_written(found)} is a {day_name[found.weekday()]}, not a {day_name[day.said]}"


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
