"""kill -9 while Jenny learns from what was said: nothing is lost, and nothing is learned twice."""

import asyncio
import os
import signal
import time

import pytest

from tests.botapi.people import People
from tests.crash.lives import CHATS, Lives
from tests.crash.victim import LEARNING

KILLS = int(os.environ.get("JENNY_TEST_KILLS", "5"))
# By name there are 201 kills; a thousand would take hours.
ROUNDS = 1 if KILLS < 100 else 67
NAMES = ("Quaga", "Quagbo", "Quagce")


async def learned(lives: Lives) -> None:
    """Wait until nothing waits to be learned from; a lease of the dead is not waited out."""
    limit = time.monotonic() + 100
    while lives.rows("select 1 from lessons") or len(lives.rows("select 1 from relations")) < 3:
        assert time.monotonic() < limit, lives.rows("select state, attempts from lessons")
        await asyncio.sleep(0.05)


@pytest.mark.timeout(200)
@pytest.mark.parametrize("point", [*LEARNING] * ROUNDS)
async def test_killed_while_it_learns(point: str, lives: Lives) -> None:
    async with lives.life(point) as process:
        for name in NAMES:
            said = f"Rain all day, and cold. By the way, {name} moved to Porto"
            People(lives.world).say(CHATS[0], said)
        await asyncio.wait_for(process.wait(), 30)
    assert process.returncode == -signal.SIGKILL, f"it did not get to “{point}”"
    lives.free()
    async with lives.life():
        await learned(lives)
    told = "By the way, {} moved to Porto"
    facts = lives.rows("select text from memories order by text")
    assert facts == [(told.format(name),) for name in NAMES]
    ties = lives.rows(
        "select s.name, o.name, valid_to from relations r join entities s on s.id = r.subject_id"
        " join entities o on o.id = r.object_id order by 1"
    )
    assert ties == [(name, "Porto", None) for name in NAMES]
