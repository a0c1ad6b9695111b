"""Series of real time: quick however long they have run, and the same as counted from the start."""

import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.recurrence import counts_elapsed, instants, next_instant

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 28, 21, 30)
FIRST = datetime(2026, 3, 28, 20, 30, tzinfo=UTC)


# How long it takes is no matter here, and a busy machine takes long.
@settings(deadline=None)
@given(
    hours=st.integers(1, 30),
    passed=st.timedeltas(timedelta(0), timedelta(days=20)),
)
def test_every_so_many_hours(hours: int, passed: timedelta) -> None:
    after = FIRST + passed
    found = next_instant(f"FREQ=HOURLY;INTERVAL={hours}", START, BERLIN, after)
    assert found is not None
    step = timedelta(hours=hours)
    assert after < found[1] <= after + step
    assert (found[1] - FIRST) % step == timedelta(0)


def test_it_counts_real_time_over_a_clock_change() -> None:
    found = [wall for wall, _ in islice(instants("FREQ=HOURLY", START, BERLIN, FIRST), 6)]
    assert [f"{wall:%H:%M}" for wall in found] == [
        "22:30", "23:30", "00:30", "01:30", "03:30", "04:30",
    ]  # fmt: skip


def test_a_series_that_counts_ends_with_its_count() -> None:
    rule = "FREQ=MINUTELY;INTERVAL=10;COUNT=4"
    found = [instant - FIRST for _, instant in instants(rule, START, BERLIN, FIRST)]
    assert found == [timedelta(minutes=10 * n) for n in (1, 2, 3)]
    assert next_instant(rule, START, BERLIN, FIRST + timedelta(minutes=30)) is None


def test_years_of_minutes_are_not_counted() -> None:
    after = FIRST + timedelta(days=3650)
    began = time.perf_counter()
    found = next_instant("FREQ=MINUTELY", START, BERLIN, after)
    assert time.perf_counter() - began < 1
    assert found is not None
    assert found[1] == after + timedelta(minutes=1)


def test_hours_at_named_minutes_follow_the_wall_clock() -> None:
    assert not counts_elapsed("FREQ=HOURLY;BYMINUTE=0")
    found = next_instant("FREQ=HOURLY;BYHOUR=9,17;BYMINUTE=0", START, BERLIN, FIRST)
    assert found is not None
    assert found[0] == datetime(2026, 3, 29, 9)
