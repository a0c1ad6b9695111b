"""kill -9 at every commit of a message, a press and an alarm, and at random: nothing unanswered, no
row twice, and a repeat only with its label."""

import asyncio
import os
import random
import signal
import sys

import pytest

from bot.lanes import DEADLY
from core.intake import MOST_LIVES
from tests.botapi.people import People
from tests.crash.lives import CHATS, Lives
from tests.crash.victim import POINTS, POISON

KILLS = int(os.environ.get("JENNY_TEST_KILLS", "5"))
SEED = int(os.environ.get("JENNY_TEST_SEED", str(random.SystemRandom().randrange(10**6))))
EARLY = 0.2
SETTLED_SECONDS = 100
# In so many lives of a hundred Telegram breaks connections, or Redis loses everything.
CUT, FLUSHED = 0.5, 0.1
# The gate takes the narrowest ones; all of them belong to the ring by name.
NARROW = (
    "after a batch is kept",
    "within an answer",
    "after a reply is sent",
    "after a ringing",
    "after a push is sent",
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("point", POINTS if KILLS >= 100 else NARROW)
async def test_killed(point: str, lives: Lives, capsys: pytest.CaptureFixture[str]) -> None:
    async with lives.life(point) as process:
        lives.say(CHATS[0], rings=False)
        lives.say(CHATS[0], rings=True)
        lives.say(CHATS[1], rings=True)
        waiting = asyncio.create_task(lives.settled(30))
        await asyncio.wait_for(process.wait(), 30)
        waiting.cancel()
    assert process.returncode == -signal.SIGKILL, f"it did not get to “{point}”"
    async with lives.life():
        lives.say(CHATS[0], rings=False)
        await lives.settled()
    with capsys.disabled():
        sys.stdout.write(f"\nkilled {point}: {lives.repeats()} labelled repeats\n")
    assert lives.faults() == []


@pytest.mark.timeout(180)
async def test_a_message_that_kills_is_set_aside_at_last(lives: Lives) -> None:
    People(lives.world).say(CHATS[0], POISON)
    for _ in range(1 + MOST_LIVES):
        async with lives.life("over a message") as process:
            await asyncio.wait_for(process.wait(), 30)
        assert process.returncode == -signal.SIGKILL
    async with lives.life("over a message"):
        lives.say(CHATS[0], rings=False)
        lives.say(CHATS[1], rings=True)
        await lives.settled()
    assert lives.faults() == []
    assert [k.text for k in lives.world.from_bot(CHATS[0])].count(DEADLY) == 1
    assert lives.rows("select state from inbox where state <> 'done'") == [("set_aside",)]


@pytest.mark.timeout(60 + SETTLED_SECONDS + 10 * KILLS)
async def test_killed_at_random(lives: Lives, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a seed must bring the same kills again
    talks = [asyncio.create_task(lives.talk(chat, chance)) for chat in CHATS]
    cuts = flushes = 0
    for _ in range(KILLS):
        async with lives.life():
            if chance.random() < CUT:
                cuts += lives.cut(chance)
            if chance.random() < EARLY:
                await asyncio.sleep(0.05 * chance.randint(0, 25))
            else:
                await lives.polls()
                await asyncio.sleep(0.01 * chance.randint(0, 80))
            if chance.random() < FLUSHED:
                flushes += await lives.flush()
        if chance.random() < FLUSHED:
            flushes += await lives.flush()
    for talk in talks:
        talk.cancel()
    lives.world.faults.clear()
    async with lives.life():
        # What was broken off often waits for up to a minute before it is tried again.
        took = await lives.settled(SETTLED_SECONDS)
    faults = lives.faults()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills at random, seed {SEED}: {len(lives.said)} messages,"
            f" {sum(said.rings for said in lives.said)} reminders,"
            f" {sum(said.press is not None for said in lives.said)} presses,"
            f" {cuts} connections to be cut, {flushes} times Redis emptied,"
            f" {lives.repeats()} labelled repeats, all done {took:.0f} s after the last kill,"
            f" {len(faults)} faults\n"
        )
    assert faults == [], lives.left()
