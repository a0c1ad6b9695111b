"""The real client library against the Bot API stand-in, over real HTTP."""

from collections.abc import AsyncGenerator

import pytest
from telegram import Bot

from bot.telegram.client import connected
from bot.telegram.door import TelegramDoor
from core.clock import SystemClock
from tests.botapi.people import People
from tests.botapi.server import serving
from tests.botapi.world import TOKEN, World

ANNA = 501


@pytest.fixture
def world() -> World:
    world = World()
    world.person(ANNA, "Anna")
    return world


@pytest.fixture
def people(world: World) -> People:
    return People(world)


@pytest.fixture
async def address(world: World) -> AsyncGenerator[str]:
    async with serving(world) as address:
        yield address


@pytest.fixture
async def telegram(address: str) -> AsyncGenerator[Bot]:
    async with connected(TOKEN, address) as bot:
        yield bot


@pytest.fixture
def door(telegram: Bot) -> TelegramDoor:
    return TelegramDoor(telegram, SystemClock())
