"""Times in words, one table a kind. The present is Wednesday, 4 March 2026, 10:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.requests import PartsOfDay, TimeExpression
from understanding import understand
from understanding.resolution.scene import scene_of
from understanding.times import times_in

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 4, 10, tzinfo=BERLIN)


def first(text: str, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> TimeExpression:
    return times_in(text, scene_of(now, zone, PartsOfDay()))[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow at 9", "2026-03-05T09:00:00+01:00"),
        ("tmrw 3p", "2026-03-05T15:00:00+01:00"),
        ("at 9", "2026-03-04T21:00:00+01:00"),
        ("at 11", "2026-03-04T11:00:00+01:00"),
        ("09:30", "2026-03-05T09:30:00+01:00"),
        ("half past eight tonight", "2026-03-04T20:30:00+01:00"),
        ("quarter to nine tomorrow", "2026-03-05T08:45:00+01:00"),
        ("friday at 4", "2026-03-06T16:00:00+01:00"),
        ("friday at 8", "2026-03-06T08:00:00+01:00"),
        ("tomorrow at 12", "2026-03-05T12:00:00+01:00"),
        ("tonight at 12", "2026-03-05T00:00:00+01:00"),
        ("tonight at 1", "2026-03-05T01:00:00+01:00"),
        ("midnight", "2026-03-05T00:00:00+01:00"),
        ("in 20 minutes", "2026-03-04T10:20:00+01:00"),
        ("in an hour and a half", "2026-03-04T11:30:00+01:00"),
        ("in half an hour", "2026-03-04T10:30:00+01:00"),
        ("tomorrow morning", "2026-03-05T09:00:00+01:00"),
        ("this evening", "2026-03-04T19:00:00+01:00"),
        ("9am ET tomorrow", "2026-03-05T15:00:00+01:00"),
        ("3pm tokyo time", "2026-03-05T07:00:00+01:00"),
        ("2026-05-01T08:00Z", "2026-05-01T10:00:00+02:00"),
        ("30 minutes before 19:00", "2026-03-04T18:30:00+01:00"),
        ("45 minutes before 7pm on friday", "2026-03-06T18:15:00+01:00"),
        ("tomorrow at 6, no, 6:30", "2026-03-05T18:30:00+01:00"),
        ("0730 tomorrow", "2026-03-05T07:30:00+01:00"),
        ("at 15h30", "2026-03-04T15:30:00+01:00"),
        ("eight forty five pm", "2026-03-04T20:45:00+01:00"),
        ("the 20th at noon", "2026-03-20T12:00:00+01:00"),
        ("now", "2026-03-04T10:00:00+01:00"),
    ],
)
def test_instants(text: str, expected: str) -> None:
    found = first(text)
    assert (found.kind, found.to_json()["value"]) == ("instant", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow", "2026-03-05"),
        ("wednesday", "2026-03-11"),
        ("next tuesday", "2026-03-10"),
        ("tuesday week", "2026-03-17"),
        ("a week on tuesday", "2026-03-17"),
        ("thursday of next week", "2026-03-12"),
        ("the day after tomorrow", "2026-03-06"),
        ("in 3 days", "2026-03-07"),
        ("in a fortnight", "2026-03-18"),
        ("the 3rd", "2026-04-03"),
        ("the 4th", "2026-03-04"),
        ("1 march", "2027-03-01"),
        ("march 20th 2027", "2027-03-20"),
        ("29 feb", "2028-02-29"),
        ("5/6", "2026-06-05"),
        ("on 22/04", "2026-04-22"),
        ("on 04/22", "2026-04-22"),
        ("16. Nov. 2026", "2026-11-16"),
        ("end of the month", "2026-03-31"),
        ("the last friday of march", "2026-03-27"),
        ("first monday of next month", "2026-04-06"),
        ("2 days before 5 june", "2026-06-03"),
        ("good friday", "2026-04-03"),
        ("christmas eve", "2026-12-24"),
        ("easter monday 2027", "2027-03-29"),
        ("wensday", "2026-03-11"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    found = first(text)
    assert (found.kind, found.to_json()["value"]) == ("date", expected)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("this week", "2026-03-02", "2026-03-08"),
        ("next week", "2026-03-09", "2026-03-15"),
        ("this weekend", "2026-03-07", "2026-03-08"),
        ("in april", "2026-04-01", "2026-04-30"),
        ("next month", "2026-04-01", "2026-04-30"),
        ("from monday to friday", "2026-03-09", "2026-03-13"),
        ("13 to 15 july", "2026-07-13", "2026-07-15"),
        ("next 3 days", "2026-03-05", "2026-03-07"),
        ("third quarter", "2026-07-01", "2026-09-30"),
        ("from 2pm for 3 hours", "2026-03-04T14:00:00+01:00", "2026-03-04T17:00:00+01:00"),
        ("between 5 and 7pm", "2026-03-04T17:00:00+01:00", "2026-03-04T19:00:00+01:00"),
        ("friday 9-11am", "2026-03-06T09:00:00+01:00", "2026-03-06T11:00:00+01:00"),
        ("friday 11 to 1pm", "2026-03-06T11:00:00+01:00", "2026-03-06T13:00:00+01:00"),
        ("tomorrow 10pm to 2am", "2026-03-05T22:00:00+01:00", "2026-03-06T02:00:00+01:00"),
    ],
)
def test_ranges(text: str, start: str, end: str) -> None:
    found = first(text)
    grain = "time" if "T" in start else "date"
    assert found.to_json()["value"] == {"start": start, "end": end, "grain": grain}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10 min", 600),
        ("an hour and a half", 5400),
        ("2 and a half hours", 9000),
        ("1h", 3600),
        ("three quarters of an hour", 2700),
        ("2 hours and 15 minutes", 8100),
        ("a fortnight", 14 * 86400),
        ("½ hour", 1800),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    found = first(text)
    assert (found.kind, found.value) == ("duration", seconds)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every monday at 9", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("every other friday at 5", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=17;BYMINUTE=0"),
        ("mon wed fri 7:30", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=7;BYMINUTE=30"),
        ("every morning", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"),
        ("weekdays at 8", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0"),
        ("on the last day of every month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("the last friday of each month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("every 3 hours between 9 and 18", "FREQ=DAILY;BYHOUR=9,12,15,18;BYMINUTE=0"),
        ("daily at 8 until 14 june", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0;UNTIL=20260614T235959"),
        ("every day at 8am and 8pm", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0"),
        ("every day for 5 times", "FREQ=DAILY;COUNT=5"),
        ("every 14 february", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=14"),
        ("at 7:30 and 9 every day", "FREQ=DAILY;BYHOUR=7,9;BYMINUTE=0,30;BYSETPOS=2,3"),
    ],
)
def test_recurrences(text: str, rule: str) -> None:
    found = first(text)
    assert (found.kind, found.value) == ("recurrence", rule)


@pytest.mark.parametrize(
    "text",
    [
        "it may be wrong",
        "wait a second... the sun is out",
        "we march on",
        "meet me at 5 Main Street",
        "that costs $5 or 12 euros",
        "the score was 3-2",
        "version 1.10.3 is out",
        "call +49 170 1234567",
        "see https://example.org/2026-01-01/at-5pm",
        "april is my sister, may is my aunt",
        "the second task",
        "a table for four",
        "he said 'tomorrow at five' to me",
    ],
)
def test_ordinary_words_hold_no_time(text: str) -> None:
    assert times_in(text, scene_of(NOW, BERLIN, PartsOfDay())) == ()


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        # The clocks skip 02:00 to 03:00 on 29 March and repeat it on 25 October.
        ("tomorrow at 2:30am", "2026-03-28T21:00:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("in 2 hours", "2026-03-29T01:30:00+01:00", "2026-03-29T04:30:00+02:00"),
        ("tomorrow at 2:30am", "2026-10-24T21:00:00+02:00", "2026-10-25T02:30:00+02:00"),
        ("in 2 hours", "2026-10-25T01:30:00+02:00", "2026-10-25T02:30:00+01:00"),
        ("tomorrow at 9", "2026-03-28T21:00:00+01:00", "2026-03-29T09:00:00+02:00"),
    ],
)
def test_clock_changes(text: str, now: str, expected: str) -> None:
    found = first(text, datetime.fromisoformat(now))
    assert found.to_json()["value"] == expected


def test_a_slash_is_month_first_in_the_united_states_alone() -> None:
    assert first("5/6", NOW, NEW_YORK).to_json()["value"] == "2026-05-06"
    assert first("5/6", NOW, BERLIN).to_json()["value"] == "2026-06-05"


def test_without_a_zone_the_offset_of_now_holds() -> None:
    now = datetime.fromisoformat("2013-02-12T04:30:00-02:00")
    found = understand("tomorrow at 9", now=now).times[0]
    assert found.to_json()["value"] == "2013-02-13T09:00:00-02:00"


def test_the_half_of_the_day_that_was_not_said_is_told() -> None:
    assert "am/pm" in first("friday at 4").assumed
    assert first("friday at 4pm").assumed == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wake me up at 6 tomorrow", "2026-03-05T06:00:00+01:00"),
        ("dinner at 8 tomorrow", "2026-03-05T20:00:00+01:00"),
        ("meeting at 8 tomorrow", "2026-03-05T08:00:00+01:00"),
    ],
)
def test_words_decide_the_half_of_the_day(text: str, expected: str) -> None:
    assert understand(text, now=NOW, zone=BERLIN).times[0].to_json()["value"] == expected


def test_parts_of_day_are_the_persons() -> None:
    parts = PartsOfDay(morning=PartsOfDay().lunch)
    found = understand("gym tomorrow morning", now=NOW, zone=BERLIN, parts=parts).times[0]
    assert found.to_json()["value"] == "2026-03-05T12:30:00+01:00"
