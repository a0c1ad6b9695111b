"""A time that a clock change skips or repeats is confirmed with a word on it."""

from datetime import UTC, datetime

import pytest

from core.zones import is_repeated, skipped, zone
from tests.house import House

FORWARD = "(02:30 does not exist that night: the clock goes forward)"
SKIPPED = "Mind: clocks skip 02:30 on 28 March 2027, it is 03:30 then."
BACK = "(the first 02:30: the clock goes back that night)"
MARCH = datetime(2027, 3, 27, 10, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "words", "line"),
    [
        (MARCH, "remind me to feed the cat tomorrow at 2:30am", SKIPPED),
        (MARCH, "remind me tomorrow at 02:30 to feed the cat", SKIPPED),
        (MARCH, "remind me every day at 2:30am to feed the cat", FORWARD),
        (OCTOBER, "remind me to feed the cat tomorrow at 2:30am", BACK),
        (OCTOBER, "remind me every day at 2.30am to feed the cat", BACK),
    ],
)
async def test_it_is_said(house: House, now: datetime, words: str, line: str) -> None:
    house.clock.move_to(now)
    said = (await house.reply(words)).splitlines()
    assert line in said
    # Once is enough.
    assert not {FORWARD, SKIPPED} - {line} & set(said)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (MARCH, "remind me to feed the cat tomorrow at 3:30am"),
        (MARCH, "remind me to feed the cat tomorrow at 4am"),
        (MARCH, "remind me to feed the cat on monday at 2:30am"),
        (OCTOBER, "remind me to feed the cat tomorrow at 3:30am"),
        (OCTOBER, "remind me to feed the cat in 17 hours"),
    ],
)
async def test_other_times_stand_without_a_word(house: House, now: datetime, words: str) -> None:
    house.clock.move_to(now)
    assert "the clock goes" not in await house.reply(words)


async def test_a_change_of_the_time_says_it_too(house: House) -> None:
    house.clock.move_to(MARCH)
    await house.say("remind me to feed the cat tomorrow at 9")
    assert FORWARD in await house.reply("make it 2:30am")


def test_half_hours_and_midnights_change_too() -> None:
    lord_howe, beirut = zone("Australia/Lord_Howe"), zone("Asia/Beirut")
    gap = datetime(2026, 10, 3, 15, 40, tzinfo=UTC)
    assert skipped(gap, lord_howe) == datetime(2026, 10, 4, 2, 10)
    assert skipped(datetime(2026, 10, 3, 16, 40, tzinfo=UTC), lord_howe) is None
    assert is_repeated(datetime(2026, 4, 4, 14, 40, tzinfo=UTC), lord_howe)
    assert not is_repeated(datetime(2026, 4, 4, 15, 10, tzinfo=UTC), lord_howe)
    midnight = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert skipped(midnight, beirut) == datetime(2026, 3, 29, 0, 30)
