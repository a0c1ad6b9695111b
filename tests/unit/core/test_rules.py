"""Rules that are rare, that are dear, and that never come round."""

import time
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from core.errors import Refused
from core.recurrence import check_rule, instants

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 4, 13, 9)


def days(rule: str, number: int, start: datetime = START) -> list[str]:
    after = start.replace(tzinfo=BERLIN)
    found = islice(instants(rule, start, BERLIN, after), number)
    return [f"{wall:%Y-%m-%d}" for wall, _ in found]


def test_29_february_comes_every_fourth_year() -> None:
    assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 3) == [
        "2028-02-29", "2032-02-29", "2036-02-29",
    ]  # fmt: skip


def test_the_31st_leaves_short_months_out_and_the_last_day_does_not() -> None:
    assert days("FREQ=MONTHLY;BYMONTHDAY=31", 3) == ["2026-05-31", "2026-07-31", "2026-08-31"]
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1", 3) == ["2026-04-30", "2026-05-31", "2026-06-30"]


def test_week_numbers() -> None:
    assert days("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 2) == ["2026-05-11", "2027-05-17"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTHDAY=-32",
        "FREQ=SECONDLY;COUNT=100000",
        "FREQ=DAFT",
        "nonsense",
    ],
)
def test_what_cannot_be_is_refused_at_once(rule: str) -> None:
    began = time.thread_time()
    with pytest.raises(Refused):
        check_rule(rule, START)
    assert time.thread_time() - began < 0.05


@pytest.mark.parametrize(
    "rule", ["FREQ=MINUTELY;INTERVAL=1440;BYHOUR=10", "FREQ=HOURLY;INTERVAL=24;BYHOUR=8"]
)
def test_a_pause_that_never_meets_its_hour_is_refused(rule: str) -> None:
    with pytest.raises(Refused):
        next(instants(rule, START, BERLIN, START.replace(tzinfo=BERLIN)))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY;INTERVAL=7;BYHOUR=9,10,11",
        "FREQ=MINUTELY",
        "FREQ=HOURLY;BYDAY=MO,WE",
        "FREQ=SECONDLY;INTERVAL=30;BYHOUR=9",
        "FREQ=DAILY;BYHOUR=9",
    ],
)
def test_what_began_years_ago_is_found_within_50_ms(rule: str) -> None:
    check_rule(rule, START)
    began = time.thread_time()
    wall, _ = next(instants(rule, START, BERLIN, datetime(2029, 5, 7, 7, 30, tzinfo=UTC)))
    assert time.thread_time() - began < 0.05
    assert wall > datetime(2029, 5, 7, 9, 30)


def test_a_pause_of_minutes_keeps_its_step_over_the_years() -> None:
    wall, _ = next(
        instants(
            "FREQ=MINUTELY;INTERVAL=7;BYHOUR=9",
            START,
            BERLIN,
            datetime(2027, 5, 7, 7, 0, tzinfo=UTC),
        )
    )
    assert (wall - START).total_seconds() % (7 * 60) == 0
    assert wall.hour == 9
