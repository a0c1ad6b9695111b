"""kill -9 at every commit of a message, a press and an alarm, and at random: nothing unanswered, no
row twice, and a repeat only with its label."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import psycopg
import pytest

from core.clock import SystemClock
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.botapi.server import serving
from tests.botapi.world import World
from tests.crash.lives import CHATS, Lives, environment
from tests.crash.victim import POINTS

KILLS = int(os.environ.get("JENNY_TEST_KILLS", "5"))
SEED = int(os.environ.get("JENNY_TEST_SEED", str(random.SystemRandom().randrange(10**6))))
EARLY = 0.2
# The gate takes the narrowest ones; all of them belong to the ring by name.
NARROW = (
    "after a batch is kept",
    "within an answer",
    "after a reply is sent",
    "after a ringing",
    "after a push is sent",
)


@pytest.fixture
async def lives(
    database_url: str, admin_url: str, redis_url: str, tmp_path: Path
) -> AsyncGenerator[Lives]:
    clock = SystemClock()
    async with PostgresDatabase(database_url, clock) as database:
        for chat in CHATS:
            owner_id = await Boards(database).admit(
                f"p{chat}", "UTC", is_owner=False, at=clock.now()
            )
            with psycopg.connect(admin_url) as connection:
                connection.execute(
                    "insert into identities (owner_id, door, account_id, paired_at)"
                    " values (%s, 'telegram', %s, %s)",
                    (owner_id, chat, clock.now()),
                )
    world = World()
    for chat in CHATS:
        world.person(chat)
    async with serving(world) as address:
        settings = environment(address, (database_url, admin_url, redis_url), tmp_path)
        yield Lives(world=world, address=address, admin_url=admin_url, environment=settings)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("point", POINTS if KILLS >= 100 else NARROW)
async def test_killed(point: str, lives: Lives) -> None:
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
    assert lives.faults() == []


@pytest.mark.timeout(60 + 10 * KILLS)
async def test_killed_at_random(lives: Lives, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a seed must bring the same kills again
    talks = [asyncio.create_task(lives.talk(chat, chance)) for chat in CHATS]
    for _ in range(KILLS):
        async with lives.life():
            if chance.random() < EARLY:
                await asyncio.sleep(0.05 * chance.randint(0, 25))
            else:
                await lives.polls()
                await asyncio.sleep(0.01 * chance.randint(0, 80))
    for talk in talks:
        talk.cancel()
    async with lives.life():
        await lives.settled()
    faults = lives.faults()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills at random, seed {SEED}: {len(lives.said)} messages,"
            f" {sum(said.rings for said in lives.said)} reminders, {lives.repeats()} labelled"
            f" repeats, {len(faults)} faults\n"
        )
    assert faults == []
