"""Google beside our copy in PostgreSQL: the secret is renewed there, and lost consent is told."""

from collections.abc import AsyncIterator

import pytest

from core.clock import SimulatedClock
from integrations.google.provider import GoogleProvider
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.google.events import Book
from tests.google.schema import Json
from tests.google.server import access_to
from tests.google.world import World
from tests.integration.calendars.conftest import BERLIN, NOON, Synced, house

REVIEW: Json = {
    "id": "met0001",
    "summary": "Review",
    "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": BERLIN},
    "end": {"dateTime": "2026-04-14T10:00:00", "timeZone": BERLIN},
}


@pytest.fixture
async def synced(
    database_url: str, provider: GoogleProvider, world: World
) -> AsyncIterator[Synced]:
    """Connected to Google, and read once."""
    clock = SimulatedClock(NOON)
    async with PostgresDatabase(database_url, clock) as database:
        owner_id = await Boards(database).admit("anna", BERLIN, is_owner=True, at=NOON)
        made = house(database, owner_id, clock, provider)
        await made.connect(access_to(world))
        await made.sync.once()
        yield made


async def test_a_renewed_token_is_kept_for_the_next_time(synced: Synced, world: World) -> None:
    world.access.clear()
    Book(world, world.calendars[world.email]).insert(REVIEW)
    await synced.again()
    [calendar] = await synced.calendars()
    assert (calendar.trouble, world.log.count(("token", 200))) == (None, 1)
    await synced.again()
    assert world.log.count(("token", 200)) == 1
    [row] = await synced.rows("select ciphertext from secrets")
    [access] = world.access
    assert access in str(row["ciphertext"])
    assert [event.title for event in await synced.shown(NOON.date(), 3)] == ["Review"]


async def test_consent_that_ran_out_is_told_once(synced: Synced, world: World) -> None:
    world.access.clear()
    world.refresh.clear()
    await synced.again()
    await synced.again(hours=8)
    [told] = await synced.pushed()
    assert world.email in told
    asked = len(world.log)
    await synced.again(hours=8)
    assert len(world.log) == asked


async def test_nothing_new_is_one_request(synced: Synced, world: World) -> None:
    world.log.clear()
    await synced.again()
    assert world.log == [("events.list", 200)]
