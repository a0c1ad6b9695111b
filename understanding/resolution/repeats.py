"""Repetitions as RFC 5545 rules."""

from dataclasses import replace
from datetime import date, timedelta

from understanding.grammar.meaning import Clock, Repeat
from understanding.resolution.clocks import part_clock, readings, usual
from understanding.resolution.scene import Scene

HALF_DAY = 12
DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_of(repeat: Repeat, scene: Scene) -> str:
    """The RFC 5545 rule; clock times without am or pm follow the custom of named days."""
    part = repeat.parts[0] if repeat.parts else ""
    times = sorted(_walls(repeat.clocks, part, scene))
    if not times:
        walls = (part_clock(scene, part) for part in repeat.parts)
        times = sorted({(wall.hour, wall.minute) for wall in walls})
    fields = [f"FREQ={repeat.frequency}"]
    fields += [f"INTERVAL={repeat.interval}"] if repeat.interval > 1 else []
    fields += [f"BYMONTH={_list(repeat.months)}"] if repeat.months else []
    fields += [f"BYMONTHDAY={_list(repeat.month_days)}"] if repeat.month_days else []
    if repeat.weekdays:
        fields.append(
            "BYDAY=" + ",".join(f"{nth or ''}{DAY_NAMES[d]}" for nth, d in repeat.weekdays)
        )
    fields += _clock_fields(times, max(1, len(repeat.weekdays)))
    if repeat.position:
        fields.append(f"BYSETPOS={_list(_positions(repeat.position, max(1, len(times))))}")
    return ";".join(fields + _end(repeat, times, scene))


def _positions(day: int, times: int) -> list[int]:
    """Where the times of that day stand among those of all days."""
    first = (day - 1) * times + 1 if day > 0 else day * times
    return list(range(first, first + times))


def _walls(clocks: tuple[Clock, ...], part: str, scene: Scene) -> set[tuple[int, int]]:
    """The clock times: "8, 12 and 18" are 24 hours, "at 8 and 8" are both halves of the day."""
    exact = any(clock.exact for clock in clocks)
    walls: set[tuple[int, int]] = set()
    for clock in clocks:
        hour, minute = _wall(replace(clock, exact=True) if exact else clock, part, scene)
        again = (hour, minute) in walls and clock.open
        walls.add(((hour + HALF_DAY) % 24 if again else hour, minute))
    return walls


def _wall(clock: Clock, part: str, scene: Scene) -> tuple[int, int]:
    options = readings(clock, part, scene.bias)
    hour = options[0][0] if len(options) == 1 else usual(clock)[0]
    return hour, clock.minute


def _clock_fields(times: list[tuple[int, int]], days: int) -> list[str]:
    """BYHOUR and BYMINUTE; BYSETPOS picks the true ones where they would multiply to more."""
    if not times:
        return []
    hours = sorted({hour for hour, _ in times})
    minutes = sorted({minute for _, minute in times})
    fields = [f"BYHOUR={_list(hours)}", f"BYMINUTE={_list(minutes)}"]
    product = [(hour, minute) for hour in hours for minute in minutes]
    if len(product) > len(times):
        places = [i for i, time in enumerate(product * days, 1) if time in times]
        fields.append(f"BYSETPOS={_list(places)}")
    return fields


def _end(repeat: Repeat, times: list[tuple[int, int]], scene: Scene) -> list[str]:
    if repeat.count:
        return [f"COUNT={repeat.count}"]
    last: date | None = repeat.until(scene) if repeat.until else None
    if last is not None and repeat.lasting and _is_today(repeat, times, scene):
        last -= timedelta(days=1)
    # The whole last day belongs to it.
    return [] if last is None else [f"UNTIL={last:%Y%m%d}T235959"]


def _is_today(repeat: Repeat, times: list[tuple[int, int]], scene: Scene) -> bool:
    """Whether a series of days or weeks begins today."""
    days = {day for _, day in repeat.weekdays}
    morning = scene.parts.morning
    latest = max(times, default=(morning.hour, morning.minute))
    ahead = latest > (scene.now.hour, scene.now.minute)
    its_day = not days or scene.today.weekday() in days
    return repeat.frequency in ("DAILY", "WEEKLY") and ahead and its_day


def _list(numbers: "tuple[int, ...] | list[int]") -> str:
    return ",".join(map(str, numbers))
