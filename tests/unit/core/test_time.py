"""Clocks, zones and recurrence, over both clock changes of a year."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from core.clock import SimulatedClock, aware
from core.errors import Refused
from core.recurrence import next_instant
from core.zones import instant_of, wall_of, zone

BERLIN = zone("Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2026, 1, 10, 9), utc(2026, 1, 10, 8)),
        (datetime(2026, 7, 10, 9), utc(2026, 7, 10, 7)),
        # 02:30 does not exist on this day: the offset before the gap makes it 03:30.
        (datetime(2026, 3, 29, 2, 30), utc(2026, 3, 29, 1, 30)),
        # 02:30 comes twice: the first one counts.
        (datetime(2026, 10, 25, 2, 30), utc(2026, 10, 25, 0, 30)),
    ],
)
def test_a_wall_clock_becomes_one_moment(wall: datetime, instant: datetime) -> None:
    assert instant_of(wall, BERLIN) == instant


def test_a_skipped_hour_is_shown_as_it_rings() -> None:
    assert wall_of(instant_of(datetime(2026, 3, 29, 2, 30), BERLIN), BERLIN) == datetime(
        2026, 3, 29, 3, 30
    )


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "Europe/Berlin\0", "x" * 99])
def test_an_unknown_zone_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(Refused, match="Europe/Berlin"):
        zone(name)


def rings(rule: str, start: datetime, after: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    while len(found) < count:
        upcoming = next_instant(rule, start, BERLIN, after)
        if upcoming is None:
            break
        found.append(upcoming[1])
        after = upcoming[1]
    return found


def test_a_daily_series_keeps_its_hour_over_the_clock_change() -> None:
    daily = rings("FREQ=DAILY", datetime(2026, 3, 27, 9), utc(2026, 3, 28), 3)
    assert daily == [utc(2026, 3, 28, 8), utc(2026, 3, 29, 7), utc(2026, 3, 30, 7)]


def test_a_series_in_the_skipped_hour_rings_every_day_once() -> None:
    nightly = rings("FREQ=DAILY", datetime(2026, 3, 27, 2, 30), utc(2026, 3, 28), 3)
    assert nightly == [utc(2026, 3, 28, 1, 30), utc(2026, 3, 29, 1, 30), utc(2026, 3, 30, 0, 30)]


def test_a_series_in_the_repeated_hour_rings_once() -> None:
    nightly = rings("FREQ=DAILY", datetime(2026, 10, 24, 2, 30), utc(2026, 10, 24, 12), 2)
    assert nightly == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]


def test_an_hourly_series_counts_elapsed_time() -> None:
    hourly = rings("FREQ=HOURLY;INTERVAL=6", datetime(2026, 3, 28, 21), utc(2026, 3, 28, 20), 2)
    assert [b - a for a, b in pairwise(hourly)] == [timedelta(hours=6)]


def test_a_rule_ends() -> None:
    assert rings("FREQ=DAILY;COUNT=2", datetime(2026, 4, 1, 9), utc(2026, 3, 31), 5) == [
        utc(2026, 4, 1, 7),
        utc(2026, 4, 2, 7),
    ]
    assert (
        rings("FREQ=DAILY;UNTIL=20260402T235959", datetime(2026, 4, 1, 9), utc(2026, 4, 2, 12), 1)
        == []
    )
    once = "FREQ=YEARLY;COUNT=1"
    assert next_instant(once, datetime(2026, 4, 1), BERLIN, utc(2026, 4, 2)) is None


@pytest.mark.parametrize("rule", ["", "FREQ=NEVER", "every day", "FREQ=DAILY;BYHOUR=99"])
def test_a_broken_rule_is_refused(rule: str) -> None:
    with pytest.raises(Refused, match="repeating"):
        next_instant(rule, datetime(2026, 4, 1), BERLIN, utc(2026, 4, 1))


def test_a_simulated_clock_only_goes_forwards() -> None:
    clock = SimulatedClock(datetime(2026, 4, 14, 14, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == utc(2026, 4, 14, 12)
    clock.move_to(utc(2026, 4, 14, 13))
    assert clock.now() == utc(2026, 4, 14, 13)
    with pytest.raises(ValueError, match="forwards"):
        clock.move_to(utc(2026, 4, 14, 12))


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        aware(datetime(2026, 4, 14))
    with pytest.raises(ValueError, match="zone"):
        instant_of(utc(2026, 4, 14), BERLIN)
