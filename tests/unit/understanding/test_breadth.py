"""The breadth of what people say about time, seen from Tuesday 14 April 2026, 15:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from understanding import understand

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 4, 14, 15, tzinfo=BERLIN)


def days(first: str, last: str) -> dict[str, str]:
    return {"start": first, "end": last, "grain": "date"}


def hours(first: str, last: str) -> dict[str, str]:
    return {"start": f"{first}:00+02:00", "end": f"{last}:00+02:00", "grain": "time"}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("the first monday of may", "2026-05-04"),
        ("every last friday of the month at 5pm", "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17;BYMINUTE=0"),
        ("every other tuesday at 8", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=8;BYMINUTE=0"),
        ("two weeks from friday", "2026-05-01"),
        ("3 days after christmas", "2026-12-28"),
        ("the weekend after next", days("2026-05-02", "2026-05-03")),
        ("between 5 and 7pm tomorrow", hours("2026-04-15T17:00", "2026-04-15T19:00")),
        ("from 2pm for 3 hours on friday", hours("2026-04-17T14:00", "2026-04-17T17:00")),
        ("from monday to thursday", days("2026-04-20", "2026-04-23")),
        ("next month", days("2026-05-01", "2026-05-31")),
        ("in the second week of june", days("2026-06-08", "2026-06-14")),
        ("end of the month", "2026-04-30"),
        ("quarter to nine tomorrow evening", "2026-04-15T20:45:00+02:00"),
        ("half past eight tonight", "2026-04-14T20:30:00+02:00"),
        ("noon on saturday", "2026-04-18T12:00:00+02:00"),
        ("every 3 hours between 9 and 18", "FREQ=DAILY;BYHOUR=9,12,15,18;BYMINUTE=0"),
        ("mon wed fri 7:30", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=7;BYMINUTE=30"),
        ("every year on 3 october", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3"),
        ("every 15 minutes", "FREQ=MINUTELY;INTERVAL=15"),
        ("for two and a half hours", 9000),
        ("day after tomorrow at 7", "2026-04-16T07:00:00+02:00"),
        ("a fortnight from today", "2026-04-28"),
        ("easter monday", "2027-03-29"),
        ("on the 22nd at 14h30", "2026-04-22T14:30:00+02:00"),
        ("2026-05-03 18:00", "2026-05-03T18:00:00+02:00"),
        ("16. Nov. 2026", "2026-11-16"),
        ("04/05/2026", "2026-05-04"),
        ("next week tuesday", "2026-04-21"),
        ("this weekend", days("2026-04-18", "2026-04-19")),
        ("tomorrow afternoon", "2026-04-15T15:00:00+02:00"),
        ("3pm tokyo time", "2026-04-15T08:00:00+02:00"),
        ("9am ET tomorrow", "2026-04-15T15:00:00+02:00"),
        ("first quarter of 2027", days("2027-01-01", "2027-03-31")),
        (
            "every morning until friday",
            "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;UNTIL=20260417T235959",
        ),
        ("the last day of february", "2027-02-28"),
    ],
)
def test_one_expression_has_one_meaning(words: str, value: object) -> None:
    found = understand(f"meeting {words}", now=NOW, zone=BERLIN)
    assert [expression.to_json()["value"] for expression in found.times] == [value]
