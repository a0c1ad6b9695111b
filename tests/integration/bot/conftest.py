"""The real client library against the Bot API stand-in, over real HTTP, and a real outbox."""

from collections.abc import AsyncGenerator

import psycopg
import pytest
from telegram import Bot

from bot.telegram.client import connected
from bot.telegram.door import TelegramDoor
from core.clock import SystemClock
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.botapi.people import People
from tests.botapi.server import serving
from tests.botapi.world import TOKEN, World
from tests.integration.bot.mail import ANNA, BEN, Mail


@pytest.fixture
def world() -> World:
    world = World()
    world.person(ANNA, "Anna")
    world.person(BEN, "Ben")
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


@pytest.fixture
async def mail(database_url: str, admin_url: str) -> AsyncGenerator[Mail]:
    """An outbox for Anna and Ben, who both have a chat with the bot."""
    clock = SystemClock()
    async with PostgresDatabase(database_url, clock) as database:
        boards, owners = Boards(database), dict[int, int]()
        for chat, name in ((ANNA, "anna"), (BEN, "ben")):
            owner = await boards.admit(name, "UTC", is_owner=chat == ANNA, at=clock.now())
            owners[chat] = owner
            with psycopg.connect(admin_url) as connection:
                connection.execute(
                    "insert into identities (owner_id, door, account_id, paired_at)"
                    " values (%s, 'telegram', %s, %s)",
                    (owner, chat, clock.now()),
                )
        yield Mail(database, boards, clock, owners, admin_url)
