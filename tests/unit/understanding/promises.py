"""What holds for the answer to any text; the gate and the fuzz ring both look."""

import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from types import FrameType
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.requests import ROUTES, DateRange, Request, TimeExpression, TimeRange
from understanding import understand

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, tzinfo=BERLIN)
# What the grammar is made of, to be thrown together.
WORDS = tuple(
    re.split(
        " ",
        "remind me to call mum tomorrow at 9 , . every other friday monday in an hour and a half"
        " until june 31 14 2026 5/6 3pm the last of next week from 2 to - between no make it add"
        " milk list cancel that forget 'quoted at 5' i like for 10 times noon may second 15h30"
        " q3 2moro ½ 1h30 8a easter advent closest this time night before 20.10. code 7 year ago"
        " half past quarter minutes days evening weekdays morning first 15th each month eod 0730"
        " alarm feb 30 except alternate before me & - snooze 18.00 nearest"
        " 2026-05-01T08:00Z ET 99:99 9999999999 12/31/9999 -1 0 am",
    )
)


def every(request: Request) -> Iterator[Request]:
    """A request and those beside it."""
    yield request
    for further in request.also:
        yield from every(further)


def kept(text: str) -> None:
    """Assert every promise for `text`."""
    request = understand(text, now=NOW, zone=BERLIN)
    for each in every(request):
        assert each.route in ROUTES
        assert 0 <= each.confidence <= 1
        for expression in each.times:
            start, end = expression.span
            assert 0 <= start < end <= len(text)
            assert text[start:end] == expression.text
            assert 0 <= expression.confidence <= 1
            within_contract(expression)
    assert understand(text, now=NOW, zone=BERLIN) == request
    assert request.to_json()["route"] == request.route


def within_contract(expression: TimeExpression) -> None:
    """Assert that the value is one of its kind."""
    value = expression.value
    match expression.kind:
        case "instant":
            assert isinstance(value, datetime)
            assert value.tzinfo is not None
        case "date":
            assert isinstance(value, date)
            assert not isinstance(value, datetime)
        case "range":
            assert isinstance(value, DateRange | TimeRange)
            assert value.start <= value.end
        case "duration":
            assert isinstance(value, float | int)
            assert 0 <= value < 1e15
        case "recurrence":
            assert isinstance(value, str)
            rrulestr(value, dtstart=datetime(2026, 1, 1))


def steps(text: str) -> int:
    """How many calls the answer to `text` takes: work that no busy machine changes."""
    count = 0

    def step(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        understand(text, now=NOW, zone=BERLIN)
    finally:
        sys.setprofile(before)
    return count
