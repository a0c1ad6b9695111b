"""How Jenny says days, times, rules and lists. Pure functions; English.

A `zone` is an IANA name; an instant is aware; clocks have 24 hours.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.zones import is_repeated, skipped, wall_of
from core.zones import zone as zone_called

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
GROUPS: dict[frozenset[str], str] = {frozenset(CODES): "day", frozenset(CODES[:5]): "weekday"}
UNITS = {
    "YEARLY": "year", "MONTHLY": "month", "WEEKLY": "week", "DAILY": "day",
    "HOURLY": "hour", "MINUTELY": "minute", "SECONDLY": "second",
}  # fmt: skip
PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
LENGTHS = ((86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))


def clock(instant: datetime, zone: str) -> str:
    """The clock time at `zone`: "09:00"."""
    return f"{wall_of(instant, zone_called(zone)):%H:%M}"


def plain_day(of: date, today: date) -> str:
    """ "Tue 14 Apr", with the year when it is not that of `today`."""
    text = f"{WEEKDAYS[of.weekday()][:3]} {of.day} {MONTHS[of.month - 1][:3]}"
    return text if of.year == today.year else f"{text} {of.year}"


def day(of: date, today: date) -> str:
    """ "today", "tomorrow, Tue 14 Apr", "Thu 16 Apr", "Sat 2 Jan 2027"."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((of - today).days)
    if near is None:
        return plain_day(of, today)
    return near if near == "today" else f"{near}, {plain_day(of, today)}"


def moment(instant: datetime, zone: str, now: datetime, *, named: bool = False) -> str:
    """ "tomorrow, Tue 14 Apr at 09:00"; `named` adds the zone: "… (Europe/Berlin)"."""
    place = zone_called(zone)
    wall = wall_of(instant, place)
    text = f"{day(wall.date(), wall_of(now, place).date())} at {wall:%H:%M}"
    return f"{text} ({zone})" if named else text


def clock_change(instant: datetime, zone: str, words: str) -> str:
    """What to add when the local time in `words`, which mean `instant`, is skipped or repeated by
    a clock change; else empty."""
    place = zone_called(zone)
    if is_repeated(instant, place) and _says(wall_of(instant, place), words):
        return f"(the first {clock(instant, zone)}: the clock goes back that night)"
    left_out = skipped(instant, place)
    if left_out is not None and _says(left_out, words):
        return f"({left_out:%H:%M} does not exist that night: the clock goes forward)"
    return ""


def _says(wall: datetime, words: str) -> bool:
    """Whether `words` hold that clock time in figures."""
    minutes = f"(?:[:.h]?{wall:%M})" + ("?" if wall.minute == 0 else "")
    hours = {wall.hour, wall.hour % 12 or 12}
    return any(re.search(rf"(?<![\d:.])0?{hour}{minutes}(?![\d:])", words) for hour in hours)


def period(start: datetime, end: datetime, zone: str, now: datetime) -> str:
    """ "today at 15:00–16:30"; the day of the end is named when it is another one."""
    place = zone_called(zone)
    first = moment(start, zone, now)
    if wall_of(start, place).date() == wall_of(end, place).date():
        return f"{first}–{clock(end, zone)}"
    return f"{first} – {moment(end, zone, now)}"


def days(first: date, last: date, today: date) -> str:
    """One day as `day` says it, or "Tue 14 Apr – Thu 16 Apr"."""
    if first == last:
        return day(first, today)
    return f"{plain_day(first, today)} – {plain_day(last, today)}"


def span(seconds: float) -> str:
    """A length of time in at most its two largest units: "18 h", "2 h 35 min", "3 days"."""
    rest = max(0, round(seconds))
    said: list[str] = []
    for length, unit in LENGTHS:
        number, left = divmod(rest, length)
        if not number:
            if said:
                break
            continue
        said.append(amount(number, unit) if unit == "day" else f"{number} {unit}")
        rest = left
        if len(said) == 2:
            break
    return " ".join(said) or "0 s"


def amount(number: int, noun: str) -> str:
    """ "1 task", "2 tasks", "no tasks"."""
    return f"{number or 'no'} {noun if number == 1 else f'{noun}s'}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def shortened(text: str, most: int = 200) -> str:
    """The text on one line, cut to `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def quoted(text: str, most: int = 80) -> str:
    """As `shortened`, in quotes."""
    return f"“{shortened(text, most)}”"


def ordinal(number: int) -> str:
    """ "1st", "2nd", "3rd", "11th"; -1 is "last day", -2 "2nd to last day"."""
    if number < 0:
        return "last day" if number == -1 else f"{ordinal(-number)} to last day"
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def rule_in_words(rule: str, wall: datetime | None = None) -> str:
    """An RFC 5545 rule as one says it: "every Monday at 09:00".

    `wall`, the series' first local time, tells what the rule leaves open. Parts of a rule that
    have no everyday words are left out.
    """
    parts = dict(
        part.split("=", 1) for part in rule.removeprefix("RRULE:").upper().split(";") if "=" in part
    )
    frequency = parts.get("FREQ", "")
    said = _round(parts, frequency, wall)
    if frequency not in ("HOURLY", "MINUTELY", "SECONDLY"):
        said += _at(parts, wall)
    return said + _until(parts)


def _round(parts: dict[str, str], frequency: str, wall: datetime | None) -> str:
    """ "every day", "every 2 weeks on Monday", "every month on the 1st" …"""
    unit = UNITS.get(frequency, "time")
    every = int(parts.get("INTERVAL", "1"))
    base = {1: f"every {unit}", 2: f"every other {unit}"}.get(every, f"every {every} {unit}s")
    names = _days_of_week(parts.get("BYDAY", ""), parts.get("BYSETPOS", ""))
    if names and every == 1 and frequency in ("WEEKLY", "DAILY"):
        return f"every {names}"
    if names:
        return base + f" on {names}" + _in_months(parts)
    days, months = parts.get("BYMONTHDAY", ""), parts.get("BYMONTH", "")
    if frequency == "YEARLY" and days.isdecimal() and months.isdecimal():
        return f"{base} on {days} {MONTHS[int(months) - 1]}"
    if days:
        numbers = [ordinal(int(number)) for number in days.split(",")]
        return base + f" on the {listed(numbers)}" + _in_months(parts)
    return _by_start(base, frequency, every, wall) + _in_months(parts)


def _by_start(base: str, frequency: str, every: int, wall: datetime | None) -> str:
    if wall is None:
        return base
    if frequency == "WEEKLY":
        name = WEEKDAYS[wall.weekday()]
        return f"every {name}" if every == 1 else f"{base} on {name}"
    if frequency == "MONTHLY":
        return f"{base} on the {ordinal(wall.day)}"
    if frequency == "YEARLY":
        return f"{base} on {wall.day} {MONTHS[wall.month - 1]}"
    return base


def _days_of_week(value: str, position: str) -> str:
    codes = [code for code in value.split(",") if code[-2:] in CODES]
    if not codes:
        return ""
    named = GROUPS.get(frozenset(codes)) or listed([_day_of_week(code) for code in codes])
    if position:
        place = PLACES.get(int(position.split(",")[0]), f"{position}.")
        return f"the {place} {named}"
    return named


def _day_of_week(code: str) -> str:
    name = WEEKDAYS[CODES.index(code[-2:])]
    number = code[:-2]
    return f"the {PLACES.get(int(number), f'{number}.')} {name}" if number else name


def _in_months(parts: dict[str, str]) -> str:
    if "BYMONTH" not in parts:
        return ""
    return " in " + listed([MONTHS[int(number) - 1] for number in parts["BYMONTH"].split(",")])


def _at(parts: dict[str, str], wall: datetime | None) -> str:
    hours = parts.get("BYHOUR", "" if wall is None else str(wall.hour))
    minutes = parts.get("BYMINUTE", "0" if wall is None or "BYHOUR" in parts else str(wall.minute))
    times = [
        f"{int(hour):02}:{int(minute):02}"
        for hour in hours.split(",")
        for minute in minutes.split(",")
        if hour
    ]
    return f" at {listed(times)}" if times else ""


def _until(parts: dict[str, str]) -> str:
    if "COUNT" in parts:
        number = int(parts["COUNT"])
        return ", once" if number == 1 else f", {number} times"
    if "UNTIL" in parts:
        text = parts["UNTIL"][:8]
        last = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        at = parts["UNTIL"][9:13]
        hour = f" at {at[:2]}:{at[2:]}" if at not in ("", "2359") else ""
        return f", until {last.day} {MONTHS[last.month - 1][:3]} {last.year}{hour}"
    return ""


def ago(instant: datetime, now: datetime) -> str:
    """ "just now", "5 min ago", "3 days ago"."""
    passed = now - instant
    if passed < timedelta(minutes=1):
        return "just now"
    seconds = passed.total_seconds()
    length = next(length for length, _ in LENGTHS if seconds >= length)
    return f"{span(seconds // length * length)} ago"
