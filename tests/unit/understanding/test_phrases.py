"""Phrases and ordinary texts as people type them, from the tables in `phrases/`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.requests import DateRange, TimeExpression, TimeRange
from understanding import understand

FOLDER = Path(__file__).parent / "phrases"
BERLIN = ZoneInfo("Europe/Berlin")
AUTUMN, WINTER = datetime(2026, 9, 24, 11, 20), datetime(2027, 1, 11, 21, 40)
SPRING = datetime(2026, 4, 13, 10)
# Each table and the moment and place that it is seen from.
TABLES = {
    "berlin.txt": AUTUMN.replace(tzinfo=BERLIN),
    "new_york.txt": AUTUMN.replace(tzinfo=ZoneInfo("America/New_York")),
    "london.txt": WINTER.replace(tzinfo=ZoneInfo("Europe/London")),
    "vienna.txt": SPRING.replace(tzinfo=ZoneInfo("Europe/Vienna")),
    "chicago.txt": SPRING.replace(tzinfo=ZoneInfo("America/Chicago")),
    "dublin.txt": SPRING.replace(tzinfo=ZoneInfo("Europe/Dublin")),
}


def lines(name: str) -> Iterator[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if line and not line.startswith("#"))


def phrases() -> Iterator[tuple[str, str, datetime]]:
    for name, now in TABLES.items():
        for line in lines(name):
            value, _, text = line.partition(" | ")
            yield text, value, now


def shown(expression: TimeExpression) -> str:
    """The value as the tables write it: local, without offset, seconds only when there are any."""
    match expression.value:
        case DateRange(start=start, end=end):
            return f"{start}..{end}"
        case TimeRange(start=start, end=end):
            return f"{minute(start)}..{minute(end)}"
        case datetime() as moment:
            return minute(moment)
        case float() | int() as seconds:
            return f"{seconds:.0f}s"
        case value:
            return str(value)


def minute(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat().removesuffix(":00")


@pytest.mark.parametrize(("text", "value", "now"), [*phrases()])
def test_a_phrase_has_its_value(text: str, value: str, now: datetime) -> None:
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    values = value.split(" + ")
    found = understand(text, now=now, zone=zone).times
    assert [shown(expression) for expression in found[: len(values)]] == values


# Only what the words mean tells these from a time.
FALSE_ALARMS = {
    "Friday is my dog's name",
    "Robinson and Friday",
    "noon is a palindrome",
    "half hour drama",
    "one minute manager",
    "one hour photo shop",
    "john 3:16",
    "watch independence day",
    "I love friday the cat",
    "yearly subscription",
}


def test_ordinary_texts_hold_no_time() -> None:
    moment = TABLES["berlin.txt"]
    texts = [*lines("ordinary.txt"), *lines("ordinary_talk.txt")]
    fired = {text for text in texts if understand(text, now=moment, zone=BERLIN).times}
    assert fired == FALSE_ALARMS
