"""A language model that hangs is nobody's business but that of who asked it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.botapi.people import People
from tests.botapi.server import serving
from tests.botapi.world import TOKEN, World
from tests.model.server import ModelServer

ROOT = Path(__file__).parents[2]
ANNA = 4001


@pytest.fixture
def world() -> World:
    return World()


@asynccontextmanager
async def service(settings: dict[str, str]) -> AsyncGenerator[asyncio.subprocess.Process]:
    """`./jenny run` with these settings."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "app", "run",
        cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield running
    finally:
        running.terminate()
        await running.wait()


async def command(settings: dict[str, str], *arguments: str) -> str:
    """The standard output of a command with these settings."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "app", *arguments,
        cwd=ROOT, env=settings, stdout=subprocess.PIPE,
    )  # fmt: skip
    out, _ = await running.communicate()
    assert running.returncode == 0
    return out.decode()


async def seconds_until(world: World, holds: Callable[[], bool], most: float = 20) -> float:
    """How long it takes until `holds`; it must within `most`."""
    began = world.ticks()
    await world.until(holds, most)
    assert holds()
    return world.ticks() - began


def said(world: World, words: str) -> Callable[[], bool]:
    return lambda: any(words in text for text in world.texts(ANNA))


@pytest.mark.timeout(180)
async def test_while_the_model_hangs_a_reminder_is_confirmed_and_a_press_answered(
    world: World, model_server: ModelServer, tmp_path: Path
) -> None:
    async with serving(world) as telegram:
        settings = os.environ | {
            "PYTHONPATH": str(ROOT),
            "JENNY_DATA": str(tmp_path / "data"),
            "JENNY_ZONE": "Europe/Berlin",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "MODEL_URL": model_server.url,
            "MODEL_NAME": "any",
        }
        people = People(world)
        world.person(ANNA)
        async with service(settings):
            link = json.loads(await command(settings, "pair", "--json"))["link"]
            people.say(ANNA, f"/start {link.rpartition('start=')[2]}")
            await seconds_until(world, lambda: bool(world.texts(ANNA)))
            people.say(ANNA, "add milk to shopping")
            await seconds_until(world, said(world, "milk"))
            await ask_while_it_hangs(world, people, model_server)


async def ask_while_it_hangs(world: World, people: People, model_server: ModelServer) -> None:
    model_server.hang()
    people.say(ANNA, "tell me about the capital of Norway")
    await world.until(lambda: False, 1)
    people.say(ANNA, "remind me to call mum tomorrow at 9")
    assert await seconds_until(world, said(world, "call mum")) < 1
    press = people.press(ANNA, "Undo")
    assert await seconds_until(world, lambda: press.answered is not None) < 0.5
    assert not said(world, "Oslo")()
    model_server.go_on()
    await seconds_until(world, said(world, "Oslo."))
