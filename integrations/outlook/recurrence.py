"""Rules of RFC 5545, and the patterns and ranges of Graph. Pure, both ways.

Graph knows less: what it cannot say is refused. A pattern for the 29th, 30th or 31st takes the last
day of a shorter month, where a rule would skip the month: it is read as the rule that says so.
"""

from datetime import date, datetime, time, timedelta

from core.calendars import When, WholeDays
from core.errors import EventRefused, Refused
from core.recurrence import parse_rule
from integrations.outlook.fields import Json, number, text, texts

DAYS = {
    "MO": "monday",
    "TU": "tuesday",
    "WE": "wednesday",
    "TH": "thursday",
    "FR": "friday",
    "SA": "saturday",
    "SU": "sunday",
}
CODES = {name: code for code, name in DAYS.items()}
INDEXES = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
# From this day on a month can be too short.
LAST_COMMON = 28
STRANGE = "Outlook cannot repeat it like that. Try a plain rule, like “every monday” or “monthly”."
SHORT = (
    "Outlook takes the last day where a month has no such day, and the rule would skip that month."
    " Say “on the last day of the month”, or another day."
)
NOT_FIRST = "Outlook wants a series to begin with a day of its rule. Move the start to one."
LISTED = "Outlook knows no series with days that are listed one by one."
KNOWN = {
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH"},
}
COMMON = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


def told(rule: str, when: When, zone: str) -> Json:
    """The `recurrence` of Graph; `zone` is what Microsoft calls the zone of the series.

    Raises:
        EventRefused: Graph cannot say that.
    """
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    start = _start(when)
    frequency = parts.get("FREQ", "")
    if not set(parts) <= COMMON | KNOWN.get(frequency, set()) or frequency not in KNOWN:
        raise EventRefused(STRANGE)
    _check_first(rule, start)
    first = {"daily": _daily, "weekly": _weekly, "monthly": _monthly, "yearly": _monthly}
    try:
        pattern = first[frequency.lower()](parts, start.date())
        pattern["interval"] = int(parts.get("INTERVAL", "1"))
    except (ValueError, KeyError) as error:
        raise EventRefused(STRANGE) from error
    return {"pattern": pattern, "range": _range(parts, start) | {"recurrenceTimeZone": zone}}


def read(recurrence: Json, when: When) -> str | None:
    """The rule in the wall clock of `when`, as short as it can be said; None when there is none."""
    start = _start(when)
    kind = text(recurrence, "pattern", "type").lower()
    if kind not in _READERS:
        return None
    frequency, by = _READERS[kind]
    interval = number(recurrence, "pattern", "interval") or 1
    parts = [f"FREQ={frequency}"]
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    return ";".join([*parts, *_end(recurrence, when), *by(recurrence, start.date(), interval)])


def _start(when: When) -> datetime:
    return datetime.combine(when.first, time()) if isinstance(when, WholeDays) else when.start


def _check_first(rule: str, start: datetime) -> None:
    """Graph begins with the first day of the pattern, RFC 5545 with the start whatever it is."""
    try:
        first = parse_rule(rule, start).after(start - timedelta(seconds=1))
    except (Refused, ValueError, OverflowError) as error:
        raise EventRefused(STRANGE) from error
    if first != start:
        raise EventRefused(NOT_FIRST)


def _daily(parts: dict[str, str], first: date) -> Json:
    if "BYDAY" not in parts:
        return {"type": "daily"}
    if int(parts.get("INTERVAL", "1")) != 1:
        raise EventRefused(STRANGE)
    return _weekly(parts, first)


def _weekly(parts: dict[str, str], first: date) -> Json:
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else [list(DAYS)[first.weekday()]]
    week = parts.get("WKST", "MO")
    names = [DAYS[day] for day in _in_order(days)]
    return {"type": "weekly", "daysOfWeek": names, "firstDayOfWeek": DAYS[week]}


def _monthly(parts: dict[str, str], first: date) -> Json:
    yearly = parts["FREQ"] == "YEARLY"
    kind = "Yearly" if yearly else "Monthly"
    # Without a month, the days of a year are counted within the year.
    if yearly and "BYMONTH" not in parts and len(parts.keys() & {"BYDAY", "BYMONTHDAY"}) > 0:
        raise EventRefused(STRANGE)
    month: Json = {"month": int(parts.get("BYMONTH", first.month))} if yearly else {}
    if "BYDAY" in parts:
        if "BYMONTHDAY" in parts:
            raise EventRefused(STRANGE)
        return {"type": f"relative{kind}"} | _nth(parts) | month
    day = _day(parts, first, int(parts.get("BYMONTH", first.month)) if yearly else None)
    return {"type": f"absolute{kind}", "dayOfMonth": day} | month


def _nth(parts: dict[str, str]) -> Json:
    """The second Tuesday, or the last of some days."""
    days = parts["BYDAY"].split(",")
    place = int(parts.get("BYSETPOS", "0"))
    if len(days) == 1 and len(days[0]) > 2:
        if place:
            raise EventRefused(STRANGE)
        place, days = int(days[0][:-2]), [days[0][-2:]]
    if place not in INDEXES:
        raise EventRefused(STRANGE)
    names = [DAYS[day] for day in _in_order(days)]
    return {"daysOfWeek": names, "index": INDEXES[place], "firstDayOfWeek": "monday"}


def _day(parts: dict[str, str], first: date, month: int | None) -> int:
    days = sorted(int(day) for day in parts.get("BYMONTHDAY", str(first.day)).split(","))
    if days == [-1]:
        return 29 if month == 2 else _shortest(month) if month else 31
    if "BYSETPOS" in parts:
        if parts["BYSETPOS"] != "-1" or days != list(range(LAST_COMMON, days[-1] + 1)):
            raise EventRefused(STRANGE)
        return days[-1]
    if len(days) != 1 or days[0] < 1:
        raise EventRefused(STRANGE)
    if days[0] > _shortest(month):
        raise EventRefused(SHORT)
    return days[0]


def _shortest(month: int | None) -> int:
    """The days that the month always has; of any month without one."""
    if month in (None, 2):
        return LAST_COMMON
    return 30 if month in (4, 6, 9, 11) else 31


def _range(parts: dict[str, str], start: datetime) -> Json:
    made: Json = {"startDate": f"{start:%Y-%m-%d}"}
    if "COUNT" in parts:
        return made | {"type": "numbered", "numberOfOccurrences": int(parts["COUNT"])}
    if "UNTIL" not in parts:
        return made | {"type": "noEnd"}
    until = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d")  # noqa: DTZ007 - a wall clock
    clock = parts["UNTIL"][9:15]
    if clock and clock < f"{start:%H%M%S}":
        until -= timedelta(days=1)
    return made | {"type": "endDate", "endDate": f"{until:%Y-%m-%d}"}


def _end(recurrence: Json, when: When) -> list[str]:
    kind = text(recurrence, "range", "type").lower()
    if kind == "numbered":
        return [f"COUNT={number(recurrence, 'range', 'numberOfOccurrences') or 1}"]
    if kind != "enddate":
        return []
    last = text(recurrence, "range", "endDate").replace("-", "")
    return [f"UNTIL={last}" if isinstance(when, WholeDays) else f"UNTIL={last}T{when.start:%H%M%S}"]


def _read_daily(recurrence: Json, first: date, interval: int) -> list[str]:
    return []


def _read_weekly(recurrence: Json, first: date, interval: int) -> list[str]:
    days = _codes(recurrence)
    made = [] if days in ([], [list(DAYS)[first.weekday()]]) else [f"BYDAY={','.join(days)}"]
    week = CODES.get(text(recurrence, "pattern", "firstDayOfWeek").lower(), "SU")
    # Where the week begins says something only when weeks are left out.
    return [*made, *([f"WKST={week}"] if interval > 1 and week != "MO" else [])]


def _read_absolute(recurrence: Json, first: date, interval: int) -> list[str]:
    yearly = text(recurrence, "pattern", "type").lower() == "absoluteyearly"
    month = (number(recurrence, "pattern", "month") or first.month) if yearly else None
    day = number(recurrence, "pattern", "dayOfMonth") or first.day
    shortest = _shortest(month)
    if (day, month) == (first.day, first.month if yearly else None) and day <= shortest:
        return []
    made = [f"BYMONTH={month}"] if yearly else []
    if day <= shortest:
        return [*made, f"BYMONTHDAY={day}"]
    if day == 31 or month is not None:
        return [*made, "BYMONTHDAY=-1"]
    days = ",".join(str(one) for one in range(LAST_COMMON, day + 1))
    return [*made, f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def _read_relative(recurrence: Json, first: date, interval: int) -> list[str]:
    yearly = text(recurrence, "pattern", "type").lower() == "relativeyearly"
    month = number(recurrence, "pattern", "month") or first.month
    made = [f"BYMONTH={month}"] if yearly else []
    places = {name: place for place, name in INDEXES.items()}
    place = places.get(text(recurrence, "pattern", "index").lower(), 1)
    days = _codes(recurrence) or [list(DAYS)[first.weekday()]]
    if len(days) == 1:
        return [*made, f"BYDAY={place}{days[0]}"]
    return [*made, f"BYDAY={','.join(days)}", f"BYSETPOS={place}"]


def _codes(recurrence: Json) -> list[str]:
    names = texts(recurrence, "pattern", "daysOfWeek")
    return _in_order([CODES[name.lower()] for name in names if name.lower() in CODES])


def _in_order(days: list[str]) -> list[str]:
    return sorted(set(days), key=list(DAYS).index)


_READERS = {
    "daily": ("DAILY", _read_daily),
    "weekly": ("WEEKLY", _read_weekly),
    "absolutemonthly": ("MONTHLY", _read_absolute),
    "relativemonthly": ("MONTHLY", _read_relative),
    "absoluteyearly": ("YEARLY", _read_absolute),
    "relativeyearly": ("YEARLY", _read_relative),
}
