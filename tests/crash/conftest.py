"""Services that may be killed, over one database and one stand-in."""

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
