"""Doubts are said: a second likely reading, a weekday that is not the date's."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.requests import TimeExpression
from understanding import understand

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 24, 11, 20, tzinfo=BERLIN)


def times(text: str) -> tuple[TimeExpression, ...]:
    return understand(text, now=NOW, zone=BERLIN).times


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        ("monday 20 october at 9", "20 October 2026 is a Tuesday, not a Monday"),
        ("friday, 2026-10-20", "20 October 2026 is a Tuesday, not a Friday"),
        ("tomorrow, monday", "25 September 2026 is a Friday, not a Monday"),
        ("remind me in 500 years to eat", "that is 500 years away"),
        ("tuesday 20 october", ""),
        ("tomorrow, friday", ""),
    ],
)
def test_a_weekday_that_contradicts_its_date_is_told(text: str, conflict: str) -> None:
    [found] = times(text)
    assert found.conflict == conflict
    assert ("conflict" in found.to_json()) == bool(conflict)


@pytest.mark.parametrize(
    ("text", "conflict"),
    [
        ("remind me on feb 30 to pay", "there is no 30 February"),
        ("meeting on the 31st of june at 9", "there is no 31 June"),
        ("dentist 29 feb 2027, 9am", "there is no 29 February 2027"),
    ],
)
def test_a_day_that_no_month_has_is_no_time_but_is_told(text: str, conflict: str) -> None:
    request = understand(text, now=NOW, zone=BERLIN)
    assert request.times == ()
    assert request.to_json()["conflict"] == conflict
    assert request.slots.what in ("pay", "meeting", "dentist")


def test_a_clock_time_that_is_skipped_is_told() -> None:
    now = datetime(2026, 3, 28, 21, tzinfo=BERLIN)
    [found] = understand("tomorrow at 2:30am", now=now, zone=BERLIN).times
    assert found.to_json()["value"] == "2026-03-29T03:30:00+02:00"
    assert found.conflict == "clocks skip 02:30 on 29 March 2026, it is 03:30 then"


def test_the_29th_of_february_is_there_in_leap_years() -> None:
    [found] = times("on 29 february")
    assert (found.to_json()["value"], found.conflict) == ("2028-02-29", "")


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("tomorrow at 7", ["2026-09-25T19:00:00+02:00"]),
        ("next friday", ["2026-09-25"]),
        ("next friday at 10", ["2026-09-25T10:00:00+02:00"]),
        ("tomorrow at 7am", []),
        ("tomorrow at 10", []),
        ("wake me tomorrow at 7", []),
        ("6/5", []),
    ],
)
def test_a_second_likely_reading_is_offered(text: str, others: list[str]) -> None:
    [found] = times(text)
    assert found.to_json().get("alternatives", []) == others
    assert (found.confidence < 0.8) == bool(others)


def test_without_a_country_a_slash_has_two_readings() -> None:
    now = datetime.fromisoformat("2026-09-24T11:20:00+02:00")
    [found] = understand("5/6", now=now).times
    assert found.to_json()["value"] == "2027-05-06"
    assert found.to_json()["alternatives"] == ["2027-06-05"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("take pills at 8am and 8pm", ["2026-09-25T08:00:00+02:00", "2026-09-24T20:00:00+02:00"]),
        ("at 9am and 5pm tomorrow", ["2026-09-25T09:00:00+02:00", "2026-09-25T17:00:00+02:00"]),
        ("tomorrow at 9 and 5", ["2026-09-25T09:00:00+02:00", "2026-09-25T17:00:00+02:00"]),
        ("call bob at 8 and 9pm", ["2026-09-24T20:00:00+02:00", "2026-09-24T21:00:00+02:00"]),
    ],
)
def test_two_clock_times_are_two(text: str, values: list[str]) -> None:
    assert [found.to_json()["value"] for found in times(text)] == values


def test_a_repetition_takes_the_clock_times_that_stand_apart() -> None:
    found = times("every day take pills at 8am and 8pm")
    assert found[0].value == "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0"


def test_a_count_behind_a_start_belongs_to_the_repetition() -> None:
    found = times("on the 12th of each month beginning next tuesday for 5 times")
    assert [f.to_json()["value"] for f in found] == [
        "FREQ=MONTHLY;BYMONTHDAY=12;COUNT=5",
        "2026-09-29",
    ]
