"""Two services on one database and one Redis: each thing once, and who is left takes over."""

import asyncio
import signal
import sys
import time

import pytest

from tests.crash.lives import CHATS, Lives

# The gate does not wait for the time that the product gives a send.
LEASE_SECONDS = "3"
TAKEN_OVER_SECONDS = 60


async def talk(lives: Lives, reminders: int) -> None:
    """Three people set reminders and write down tasks, all at the same time."""
    for number in range(reminders):
        for chat in CHATS:
            lives.say(chat, rings=number % 4 != 3)
        await asyncio.sleep(0.05)


@pytest.mark.timeout(150)
async def test_two_services_ring_everything_once(lives: Lives) -> None:
    async with lives.life(), lives.life():
        await lives.polls()
        await talk(lives, 12)
        await lives.settled()
    assert lives.faults() == []
    assert lives.repeats() == 0


@pytest.mark.timeout(200)
@pytest.mark.parametrize("dies", ["first", "second"])
async def test_who_is_left_takes_over(
    dies: str, lives: Lives, capsys: pytest.CaptureFixture[str]
) -> None:
    lives.environment.setdefault("JENNY_TEST_LEASE", LEASE_SECONDS)
    point = "before a push is sent"
    async with lives.life(point if dies == "first" else "") as first:
        await lives.polls()
        async with lives.life(point if dies == "second" else "") as second:
            victim = first if dies == "first" else second
            dying = asyncio.create_task(victim.wait())
            async with asyncio.timeout(60):
                while not dying.done():
                    await talk(lives, 1)
                    await lives.settled(0.5)
            died = time.monotonic()
            await lives.settled(TAKEN_OVER_SECONDS)
            took = time.monotonic() - died
    assert victim.returncode == -signal.SIGKILL
    lease = lives.environment["JENNY_TEST_LEASE"]
    with capsys.disabled():
        sys.stdout.write(
            f"\nthe {dies} of two services was killed; after {took:.1f} s the other had done all"
            f" (a send is given {lease} s)\n"
        )
    assert lives.faults() == []
    assert took < TAKEN_OVER_SECONDS
