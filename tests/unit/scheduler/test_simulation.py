"""Simulated days: everything rings in order, at its instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.due import DueClaims
from scheduler.simulation import advance
from tests.fakes import FakeLimiter
from tests.house import House

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 3, 27, 20, tzinfo=UTC)


async def test_three_days(house: House) -> None:
    await house.say("remind me every day at 9 to take pills")
    await house.say("remind me in 24 hours to stretch")
    await house.say("remind me tomorrow at 12 to eat")
    await house.say("remind me tomorrow at 12 to drink")
    rung = await house.wait(timedelta(days=3))
    assert [(o.reply.text, local(o.created_at)) for o in rung] == [
        ("take pills", "14 09:00"),
        ("stretch", "14 12:00"),
        ("eat", "14 12:00"),
        ("drink", "14 12:00"),
        ("take pills", "15 09:00"),
        ("take pills", "16 09:00"),
    ]
    assert house.clock.now() == datetime(2026, 4, 16, 10, tzinfo=UTC)


async def test_the_target_is_included_and_nothing_rings_twice(house: House) -> None:
    await house.say("remind me in 20 minutes to stretch")
    assert len(await house.wait(timedelta(minutes=20))) == 1
    assert await house.wait(timedelta(0)) == []


async def test_a_snooze_on_the_way_rings_on_the_way(house: House) -> None:
    await house.say("remind me in 20 minutes to stretch")
    shown: list[str] = []

    async def deliver() -> None:
        for outgoing in await house.door.drain(house.database):
            shown.append(outgoing.kind)
            if len(shown) == 1:
                await house.press("10 min")

    claims = DueClaims(house.database, house.database, FakeLimiter(), house.clock)
    target = house.clock.now() + timedelta(hours=1)
    await advance(house.clock, target, house.database, claims, deliver)
    assert shown == ["push", "push"]


async def test_the_clock_does_not_go_back(house: House) -> None:
    claims = DueClaims(house.database, house.database, FakeLimiter(), house.clock)

    async def deliver() -> None:
        raise AssertionError("nothing rings")

    with pytest.raises(ValueError, match="forwards"):
        await advance(house.clock, EVENING, house.database, claims, deliver)


def local(instant: datetime | None) -> str:
    assert instant is not None
    return f"{instant.astimezone(BERLIN):%d %H:%M}"
