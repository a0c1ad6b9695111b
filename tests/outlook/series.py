"""On which days a recurrence of Graph takes place. Knows nothing of Jenny's own reading."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

Json = dict[str, Any]
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
INDEX = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
DAY = timedelta(days=1)


def dates(recurrence: Json, until: date) -> list[date]:
    """All days up to `until`, the first of them the first day of the pattern."""
    limits = recurrence["range"]
    last = date.fromisoformat(limits["endDate"]) if limits["type"] == "endDate" else until
    most = limits["numberOfOccurrences"] if limits["type"] == "numbered" else None
    first = date.fromisoformat(limits["startDate"])
    found: list[date] = []
    for day in _endless(recurrence["pattern"], first):
        if day > min(last, until) or (most is not None and len(found) == most):
            break
        if day >= first:
            found.append(day)
    return found


def _endless(pattern: Json, first: date) -> Iterator[date]:
    step = pattern.get("interval", 1)
    kind = pattern["type"]
    if kind == "daily":
        yield from (first + n * step * DAY for n in count())
    elif kind == "weekly":
        yield from _weeks(pattern, first, step)
    else:
        months = step * (12 if kind.endswith("Yearly") else 1)
        month = pattern["month"] if kind.endswith("Yearly") else first.month
        for n in count():
            years, rest = divmod(month - 1 + n * months, 12)
            yield _in_month(pattern, first.year + years, rest + 1)


def _weeks(pattern: Json, first: date, step: int) -> Iterator[date]:
    begins = WEEK.index(pattern.get("firstDayOfWeek", "sunday"))
    monday = first - (first.weekday() - begins) % 7 * DAY
    days = sorted((WEEK.index(name) - begins) % 7 for name in pattern["daysOfWeek"])
    for n in count():
        yield from (monday + (n * step * 7 + day) * DAY for day in days)


def _in_month(pattern: Json, year: int, month: int) -> date:
    length = calendar.monthrange(year, month)[1]
    if pattern["type"].startswith("absolute"):
        return date(year, month, min(pattern["dayOfMonth"], length))
    wanted = {WEEK.index(name) for name in pattern["daysOfWeek"]}
    days = [d for n in range(1, length + 1) if (d := date(year, month, n)).weekday() in wanted]
    return days[INDEX[pattern.get("index", "first")]]
