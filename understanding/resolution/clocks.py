"""Clock times: which half of the day, which day, and the instant that follows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from understanding.grammar.meaning import Clock, ClockSpan, Day, DayPart, Moment, Stretch
from understanding.resolution.days import moved
from understanding.resolution.lengths import after
from understanding.resolution.scene import Scene

NOON = 12
AMBIGUOUS = ("am/pm",)

# A reading is the hour of the day and the days that it lies after the named one.
Reading = tuple[int, int]


def readings(clock: Clock, part: str, bias: str) -> list[Reading]:
    """Every hour that the clock may mean; two when neither words nor digits decide."""
    if clock.midnight:
        return [(0, 1)]
    if not clock.open:
        return [(_of_half(clock), 0)]
    if part:
        return [_in_part(clock.hour, part)]
    if bias:
        return [_biased(clock.hour, bias)]
    return [(clock.hour % NOON, 0), (clock.hour % NOON + NOON, 0)]


def _of_half(clock: Clock) -> int:
    if clock.half == "am":
        return clock.hour % NOON if clock.hour <= NOON else clock.hour
    if clock.half == "pm":
        return clock.hour % NOON + NOON if clock.hour <= NOON else clock.hour
    return clock.hour


def _in_part(hour: int, part: str) -> Reading:
    """A bare hour within a part of the day; small hours of a night are the next day's."""
    if part == "morning":
        return hour % NOON, 0
    if part in ("night", "evening"):
        if hour == NOON:
            return 0, 1
        return (hour, 1) if part == "night" and hour < 4 else (hour + NOON, 0)
    if part == "lunch" and hour in (10, 11):
        return hour, 0
    return hour % NOON + NOON, 0


def _biased(hour: int, bias: str) -> Reading:
    return hour % NOON + (NOON if bias == "pm" else 0), 0


def in_half(clock: Clock, part: str) -> Clock:
    """An open clock in the half of the day that a part of it belongs to."""
    if not clock.open or not part:
        return clock
    return replace(clock, half="am" if part == "morning" else "pm")


def usual(clock: Clock) -> Reading:
    """The half that people mean on a named day: 7 to 11 morning, 12 noon, 1 to 6 afternoon."""
    return (clock.hour, 0) if 7 <= clock.hour <= NOON else (clock.hour + NOON, 0)


def _instant(scene: Scene, day: date, reading: Reading, clock: Clock) -> datetime | None:
    there = moved(day, days=reading[1])
    if there is None:
        return None
    wall = time(reading[0], clock.minute, clock.second)
    try:
        return scene.instant(there, wall, clock.zone)
    except OverflowError:
        return None


def on_day(clock: Clock, day: Day, part: str = "") -> Moment:
    """The instant of a clock on a day, within a part of it when one was said."""

    def find(scene: Scene) -> datetime | None:
        there = day.find(scene)
        if there is None:
            return None
        options = readings(clock, part, scene.bias)
        if len(options) == 1:
            return _small_hours(scene, there, options[0], clock)
        chosen = _instant(scene, there, usual(clock), clock)
        other = next(r for r in options if r != usual(clock))
        if chosen is not None and chosen <= scene.now and there == scene.today:
            second = _instant(scene, there, other, clock)
            return second if second is not None and second > scene.now else chosen
        return chosen

    open_half = clock.open and not part
    assumed = (AMBIGUOUS if open_half else ()) + day.assumed
    return Moment(find=find, assumed=assumed, clock=clock, day=day, part=part)


def _small_hours(scene: Scene, day: date, reading: Reading, clock: Clock) -> datetime | None:
    """Past midnight "tonight at 1" is still to come today; before, it is tomorrow's."""
    if reading[1] and day == scene.today and scene.now.hour < 4:
        soon = _instant(scene, day, (reading[0], 0), clock)
        if soon is not None and soon > scene.now:
            return soon
    return _instant(scene, day, reading, clock)


def next_time(clock: Clock, part: str = "") -> Moment:
    """The next occurrence of a clock that names no day."""

    def find(scene: Scene) -> datetime | None:
        return min(_coming(scene, clock, part), default=None)

    assumed = AMBIGUOUS if clock.open and not part else ()
    return Moment(find=find, assumed=assumed, clock=clock, part=part)


def _coming(scene: Scene, clock: Clock, part: str) -> Iterator[datetime]:
    here = today_in(scene, clock.zone)
    for reading in readings(clock, part, scene.bias):
        for days in (-1, 0, 1):
            day = moved(here, days=days)
            found = None if day is None else _instant(scene, day, reading, clock)
            if found is not None and found > scene.now:
                yield found


def today_in(scene: Scene, zone: tzinfo | None) -> date:
    """The day that it is now in `zone` (the person's without one)."""
    return scene.now.astimezone(zone).date() if zone else scene.today


def part_clock(scene: Scene, part: str) -> time:
    """The clock time that this person means by a part of the day."""
    match part:
        case "morning":
            return scene.parts.morning
        case "lunch":
            return scene.parts.lunch
        case "afternoon":
            return scene.parts.afternoon
        case "evening":
            return scene.parts.evening
        case _:
            return scene.parts.night


def of_part(part: DayPart) -> Moment:
    """The instant of a part of a day; of the next one when no day is named."""

    def find(scene: Scene) -> datetime | None:
        wall = part_clock(scene, part.name)
        if part.day is not None:
            day = part.day.find(scene)
            return None if day is None else scene.instant(day, wall)
        today = scene.instant(scene.today, wall)
        return today if today > scene.now else scene.instant(scene.today + timedelta(days=1), wall)

    return Moment(find=find)


def span_on(span: ClockSpan, day: Day | None, part: str = "") -> Stretch:
    """The stretch of a clock range, on a day or at its next occurrence; am/pm carries over."""

    def find(scene: Scene) -> tuple[datetime, datetime] | None:
        start = _span_start(span, day, part).find(scene)
        if start is None:
            return None
        if span.end is None:
            end = after(start, span.length) if span.length else None
        else:
            end = _first_after(scene, start, span.end)
        return None if end is None else (start, end)

    assumed = AMBIGUOUS if span.start.open and (span.end is None or span.end.open) else ()
    hours = span if day is None else None
    return Stretch(find=find, assumed=assumed if not part else (), hours=hours)


def _span_start(span: ClockSpan, day: Day | None, part: str) -> Moment:
    start = span.start
    if start.open and span.end is not None and not span.end.open:
        start = _carried(start, span.end)
    return next_time(start, part) if day is None else on_day(start, day, part)


def _carried(start: Clock, end: Clock) -> Clock:
    """The start in the half of the day that makes the shorter range."""
    goal = _of_half(end) * 60 + end.minute

    def length(hour: int) -> int:
        return (goal - hour * 60 - start.minute - 1) % (24 * 60)

    hour = min((start.hour % NOON, start.hour % NOON + NOON), key=length)
    return Clock(
        hour=hour, minute=start.minute, second=start.second, exact=True, zone=start.zone or end.zone
    )


def _first_after(scene: Scene, start: datetime, end: Clock) -> datetime | None:
    day = start.astimezone(end.zone).date() if end.zone else start.date()
    found: list[datetime] = []
    for hour, _ in readings(end, "", ""):
        for days in (0, 1):
            there = moved(day, days=days)
            instant = None if there is None else _instant(scene, there, (hour, 0), end)
            if instant is not None and instant > start:
                found.append(instant)
    return min(found, default=None)
