"""Where the words leave a doubt: a second likely reading, or what no calendar or clock has."""

from calendar import day_name
from datetime import date, datetime, time, timedelta

from core.requests import TimeValue
from understanding.grammar.meaning import Day, DayPart, Meaning, Moment
from understanding.resolution.clocks import readings
from understanding.resolution.scene import Scene

# On a named day these hours are said of the morning about as often as of the evening.
EITHER_HALF = (6, 7, 8)
HALF_DAY = 12
LIFETIME = 100  # years


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


def missing(meaning: Meaning) -> str:
    """Why there is no such day; empty when there is."""
    day = _day_of(meaning)
    return f"there is no {day.missing}" if day is not None and day.missing else ""


def conflict(meaning: Meaning, value: TimeValue, scene: Scene) -> str:
    """How what was said contradicts the calendar, the clocks or a life; empty when it does not."""
    return _wrong_weekday(meaning, scene) or _skipped(meaning, value, scene) or _far(value, scene)


def _far(value: TimeValue, scene: Scene) -> str:
    years = value.year - scene.today.year if isinstance(value, date) else 0
    if abs(years) <= LIFETIME:
        return ""
    return f"that is {abs(years)} years {'away' if years > 0 else 'ago'}"


def _day_of(meaning: Meaning) -> Day | None:
    if isinstance(meaning, Moment | DayPart):
        return meaning.day
    return meaning if isinstance(meaning, Day) else None


def _skipped(meaning: Meaning, value: TimeValue, scene: Scene) -> str:
    """What is wrong with a clock time that a clock change skips."""
    clock = meaning.clock if isinstance(meaning, Moment) else None
    if not isinstance(meaning, Moment) or clock is None or not isinstance(value, datetime):
        return ""
    hours = [hour for hour, _ in readings(clock, meaning.part, scene.bias)]
    if clock.zone is not None or (value.minute == clock.minute and value.hour in hours):
        return ""
    days = (value.date(), value.date() - timedelta(days=1))
    walls = (datetime.combine(d, time(h, clock.minute, clock.second)) for d in days for h in hours)
    said = next((wall for wall in walls if scene.instant(wall.date(), wall.time()) == value), None)
    if said is None:
        return ""
    return f"clocks skip {said:%H:%M} on {_written(said)}, it is {value:%H:%M} then"


def _wrong_weekday(meaning: Meaning, scene: Scene) -> str:
    """What is wrong with the weekday that was said beside a date."""
    day = _day_of(meaning)
    if day is None or day.said is None:
        return ""
    found = day.find(scene)
    if found is None or found.weekday() == day.said:
        return ""
    return f"{_written(found)} is a {day_name[found.weekday()]}, not a {day_name[day.said]}"


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
