"""`./jenny run` as a process beside the stand-in of Telegram: tokens, and clocks that are set."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from app.embedded.lease import lease
from tests.botapi.faults import OTHER_POLLER, Fault, too_many
from tests.botapi.people import People
from tests.botapi.server import serving
from tests.botapi.world import TOKEN, World
from tests.e2e.test_faults import asleep, kill, postmaster, redis_server
from tests.machine import Machine, Service

ANNA = 4001
PUSH = ["Done", "10 min", "1 h"]
SECRET = TOKEN.partition(":")[2]


@asynccontextmanager
async def at_telegram(world: World, machine: Machine) -> AsyncGenerator[Service]:
    """The running service, with the stand-in as its Telegram."""
    async with serving(world) as address:
        machine.settings |= {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": address,
            "LOG_LEVEL": "debug",
        }
        async with machine.serving() as service:
            yield service


async def come_in(world: World, machine: Machine) -> People:
    """Anna, let in."""
    people = People(world)
    world.person(ANNA)
    done = await asyncio.to_thread(machine.jenny, "pair", "--json")
    link = json.loads(done.stdout)["link"]
    people.say(ANNA, f"/start {link.rpartition('start=')[2]}")
    assert await world.until(lambda: bool(world.texts(ANNA)), 30)
    return people


async def told(service: Service, event: str, times: int = 1) -> None:
    """Wait until the service has logged that so often."""
    async with asyncio.timeout(30):
        while len(service.events(event)) < times:
            await asyncio.sleep(0.02)


async def test_a_refused_token_closes_telegram_alone(machine: Machine) -> None:
    async with at_telegram(World("7001:" + "B" * 35), machine) as service:
        await told(service, "telegram_door_closed")
        [closed] = service.events("telegram_door_closed")
        assert "@BotFather" in closed["why"]
        await asyncio.to_thread(machine.ask, "remind me to stretch in 1 second")
        await told(service, "reminder_rang")
        assert service.process.poll() is None
    assert SECRET not in service.log.read_text()


async def test_whatever_telegram_answers_the_token_is_in_no_log(machine: Machine) -> None:
    world = World()
    async with at_telegram(world, machine) as service:
        people = await come_in(world, machine)
        conflict, patience = OTHER_POLLER, too_many(1)
        world.faults += [
            Fault(method="getUpdates", code=409, description=conflict.description),
            Fault(method="getUpdates", code=502),
            Fault(method="sendMessage", code=429, description=str(patience), retry_after=1),
            Fault(method="sendMessage", code=500),
            Fault(method="sendMessage", cut=True),
            Fault(method="sendMessage", code=400, description="Bad Request: message is odd"),
        ]
        for thing in ("milk", "bread", "eggs"):
            people.say(ANNA, f"add {thing} to shopping")
        assert await world.until(lambda: not any(f.times for f in world.faults), 60)
        people.say(ANNA, "what's on my shopping list?")
        assert await world.until(lambda: "eggs" in world.texts(ANNA)[-1], 60)
        world.token = "7001:" + "C" * 35
        await told(service, "telegram_door_closed")
    logged = service.log.read_text()
    assert "telegram_polling_fails" in logged
    for secret in (SECRET, "milk", "eggs", "Traceback"):
        assert secret not in logged


async def test_what_is_said_while_its_servers_hang_or_are_dead_is_answered_later(
    machine: Machine,
) -> None:
    world = World()

    def told_of(word: str) -> int:
        return len([text for text in world.texts(ANNA) if word in text])

    async with at_telegram(world, machine) as service:
        people = await come_in(world, machine)
        with asleep(postmaster(machine)), asleep(redis_server(machine)):
            people.say(ANNA, "add milk to shopping")
            assert not await world.until(lambda: told_of("milk") > 0, 1)
        assert await world.until(lambda: told_of("milk") > 0, 30)
        people.say(ANNA, "remind me to stretch in 8 seconds")
        assert await world.until(lambda: told_of("stretch") > 0, 30)
        await asyncio.to_thread(kill, postmaster(machine))
        await asyncio.to_thread(kill, redis_server(machine))
        people.say(ANNA, "add eggs to shopping")
        await told(service, "servers_revived")
        assert await world.until(lambda: told_of("eggs") > 0 and told_of("stretch") > 1, 60)
        assert [told_of(word) for word in ("milk", "eggs", "stretch")] == [1, 1, 2]
    assert service.process.returncode == 0
    assert "Traceback" not in service.log.read_text()


ODD = (
    "", "   \n", "\0", "call\0mum", "a\ud83db", "\udc00", "👍🎉", "👨‍👩‍👧" * 50, "\u202eתזכיר לי",
    "ذكرني غدا", "/nonsense", "/start@elsewhere", "x" * 100_000, "remind me " * 10_000,
)  # fmt: skip


async def test_whatever_comes_is_answered_once(machine: Machine) -> None:
    world = World()
    async with at_telegram(world, machine):
        people = await come_in(world, machine)
        said = world.texts(ANNA)
        sends: list[Callable[[], object]] = [
            *(partial(people.say, ANNA, text) for text in ODD),
            partial(people.sticker, ANNA),
            partial(people.document, ANNA, "scan.pdf", b"%PDF"),
            partial(people.forward, ANNA, "Pay the rent tomorrow at 9"),
        ]
        for number, send in enumerate(sends, len(said) + 1):
            send()
            assert await world.until(lambda: len(world.texts(ANNA)) == number, 30)  # noqa: B023
        said = world.texts(ANNA)
        updates = list(world.handed)
    async with at_telegram(world, machine) as service:
        for update in reversed(updates):
            people.replay(update["update_id"])
        people.say(ANNA, "add milk to shopping")
        assert await world.until(lambda: "milk" in world.texts(ANNA)[-1], 30)
        assert world.texts(ANNA)[:-1] == said
        for failed in ("message_failed", "message_set_aside", "update_set_aside"):
            assert service.events(failed) == []


@pytest.fixture
def faked_clock(machine: Machine, tmp_path: Path) -> Path:
    """The file that says how far the machine's clock is off, such as -3600."""
    program = shutil.which("faketime")
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if program is None or not libraries:
        if os.environ.get("CI") == "true":
            pytest.fail("the package faketime is missing")
        pytest.skip("the clock cannot be set without the package faketime")
    offset = tmp_path / "offset"
    offset.write_text("+0\n")
    machine.settings |= {
        "LD_PRELOAD": str(libraries[0]),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_NO_CACHE": "1",
        # A clock that is set does not set how long the machine runs.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    return offset


async def test_a_clock_that_is_set_back_neither_loses_nor_doubles(
    machine: Machine, faked_clock: Path
) -> None:
    world = World()

    def rung(word: str) -> int:
        pushes = [kept for kept in world.from_bot(ANNA) if PUSH in kept.labels]
        return len([kept for kept in pushes if word in kept.text])

    with lease(machine.data):
        async with at_telegram(world, machine):
            people = await come_in(world, machine)
            people.say(ANNA, "remind me to quaff in 1 second")
            assert await world.until(lambda: rung("quaff") == 1, 30)
            people.say(ANNA, "remind me to wander in 10 minutes")
            await world.until(lambda: "wander" in world.texts(ANNA)[-1], 30)

            faked_clock.write_text("-3600\n")
            people.say(ANNA, "remind me to jump in 1 second")
            assert await world.until(lambda: rung("jump") == 1, 30)
            assert (rung("quaff"), rung("wander")) == (1, 0)

            faked_clock.write_text("+600\n")
            people.say(ANNA, "remind me to yodel in 1 second")
            assert await world.until(lambda: rung("yodel") == 1 and rung("wander") == 1, 90)
            assert [rung(word) for word in ("quaff", "wander", "jump", "yodel")] == [1, 1, 1, 1]
