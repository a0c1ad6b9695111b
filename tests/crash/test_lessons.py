"""kill -9 while Jenny learns from what was said, again and again over the same database: nothing is
lost, and nothing is learned twice."""

import asyncio
import os
import signal
import sys
import time

import pytest

from tests.botapi.people import People
from tests.crash.lives import CHATS, Lives
from tests.crash.victim import LEARNING

# Twenty in the gate, two hundred by name; a thousand would take hours.
KILLS = 20 if int(os.environ.get("JENNY_TEST_KILLS", "5")) < 100 else 200
TOLD = "By the way, {} moved to Porto"
SECONDS = 100


def name(number: int) -> str:
    """Names of which no two are a slip of each other."""
    return "Qu" + "".join("abcdefghij"[int(digit)] * 2 for digit in f"{number:03}")


async def learned(lives: Lives, many: int) -> None:
    """Wait until nothing waits to be learned from."""
    limit = time.monotonic() + SECONDS
    while lives.rows("select 1 from lessons") or len(lives.rows("select 1 from relations")) < many:
        assert time.monotonic() < limit, lives.rows("select state, attempts from lessons")
        await asyncio.sleep(0.05)


@pytest.mark.timeout(SECONDS + 20 * KILLS)
async def test_killed_while_it_learns(lives: Lives, capsys: pytest.CaptureFixture[str]) -> None:
    names: list[str] = []
    points = list(LEARNING)
    began = time.monotonic()
    for kill in range(KILLS):
        point = points[kill % len(points)]
        async with lives.life(point) as process:
            # Of two people, as one waits for the other nowhere.
            for chat in CHATS[:2]:
                names.append(name(len(names)))
                said = f"Rain all day, and cold. {TOLD.format(names[-1])}"
                People(lives.world).say(chat, said)
            await asyncio.wait_for(process.wait(), 60)
        assert process.returncode == -signal.SIGKILL, f"it did not get to “{point}”"
        # A lease of the dead is not waited out.
        lives.free()
        if point == points[-1] or kill == KILLS - 1:
            async with lives.life():
                await learned(lives, len(names))
    with capsys.disabled():
        took = time.monotonic() - began
        sys.stdout.write(f"\n{KILLS} kills while learning of {len(names)}, in {took:.0f} s\n")
    facts = lives.rows("select text from memories order by text")
    assert facts == [(TOLD.format(one),) for one in sorted(names)]
    ties = lives.rows(
        "select s.name, o.name, valid_to from relations r join entities s on s.id = r.subject_id"
        " join entities o on o.id = r.object_id order by 1"
    )
    assert ties == [(one, "Porto", None) for one in sorted(names)]
