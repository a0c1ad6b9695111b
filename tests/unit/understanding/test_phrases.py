"""Phrases and ordinary texts as people type them, from the tables in `phrases/`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.requests import DateRange, TimeExpression, TimeRange
from understanding import understand

FOLDER = Path(__file__).parent / "phrases"
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LONDON, VIENNA = ZoneInfo("Europe/London"), ZoneInfo("Europe/Vienna")


def now(zone: ZoneInfo) -> datetime:
    if zone == VIENNA:
        return datetime(2026, 4, 13, 10, 0, tzinfo=zone)
    if zone == LONDON:
        return datetime(2027, 1, 11, 21, 40, tzinfo=zone)
    return datetime(2026, 9, 24, 11, 20, tzinfo=zone)


def lines(name: str) -> Iterator[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if line and not line.startswith("#"))


def phrases(name: str, zone: ZoneInfo) -> Iterator[tuple[str, str, ZoneInfo]]:
    for line in lines(name):
        value, _, text = line.partition(" | ")
        yield text, value, zone


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


@pytest.mark.parametrize(
    ("text", "value", "zone"),
    [
        *phrases("berlin.txt", BERLIN),
        *phrases("new_york.txt", NEW_YORK),
        *phrases("london.txt", LONDON),
        *phrases("vienna.txt", VIENNA),
    ],
)
def test_a_phrase_has_its_value(text: str, value: str, zone: ZoneInfo) -> None:
    values = value.split(" + ")
    found = understand(text, now=now(zone), zone=zone).times
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
    moment = now(BERLIN)
    texts = [*lines("ordinary.txt"), *lines("ordinary_talk.txt")]
    fired = {text for text in texts if understand(text, now=moment, zone=BERLIN).times}
    assert fired == FALSE_ALARMS
