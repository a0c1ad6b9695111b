"""docs/architecture.md tells the way of a message and of an alarm; here one of each goes it."""

import asyncio
import re
import sys
import threading
from collections.abc import AsyncGenerator, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import FrameType

import pytest
from pydantic import SecretStr

from app.embedded.lease import Servers
from app.service import keep_going
from app.settings import Settings
from bot.access import HouseOwner
from bot.pairing import Pairing
from core.clock import SystemClock
from integrations.redis.limiter import RedisLimiter
from storage.access import OfferStore
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.botapi.people import People
from tests.botapi.server import serving
from tests.botapi.world import TOKEN, World

ROOT = Path(__file__).parents[2]
ANNA = 4001
Step = tuple[str, str]


def told(way: str) -> list[Step]:
    """The steps of a way as the document tells them."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    part = text.partition(f"<!-- way: {way} -->")[2].partition("\n\n")[0]
    return re.findall(r"^\d+\. `([^`]+)` `([^`]+)`", part, re.M)


@contextmanager
def watched(steps: set[Step]) -> Generator[list[Step]]:
    """Which of `steps` are gone, in order, in every thread."""
    files = {str(ROOT / file): file for file, _ in steps}
    gone: list[Step] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        file = files.get(frame.f_code.co_filename)
        if event == "call" and file is not None and (file, frame.f_code.co_name) in steps:
            gone.append((file, frame.f_code.co_name))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield gone
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # pyright: ignore[reportArgumentType]


def missing(steps: list[Step], gone: Iterator[Step]) -> list[Step]:
    """The steps that do not come in this order."""
    return [step for step in steps if step not in gone]


@asynccontextmanager
async def service(
    world: World, database_url: str, redis_url: str, data: Path
) -> AsyncGenerator[People]:
    """A running service with Anna let in."""
    async with serving(world) as telegram:
        settings = Settings(
            jenny_data=data,
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=telegram,
            jenny_zone="UTC",
        )
        running = Servers(database_url=database_url, admin_url="", redis_url=redis_url)
        stopped = asyncio.Event()
        work = asyncio.create_task(keep_going(settings, running, stopped))
        await world.until(lambda: "getUpdates" in {call.method for call in world.calls})
        people = People(world)
        world.person(ANNA)
        people.say(ANNA, f"/start {await ticket(database_url, redis_url, data)}")
        await world.until(lambda: bool(world.texts(ANNA)))
        yield people
        stopped.set()
        await work


async def ticket(database_url: str, redis_url: str, data: Path) -> str:
    from app.keyring import key_ring

    clock = SystemClock()
    async with (
        PostgresDatabase(database_url, clock) as database,
        RedisLimiter(redis_url) as limiter,
    ):
        owner = HouseOwner(database, Boards(database), clock)
        key = key_ring("", data).derived("accounts")
        pairing = Pairing(OfferStore(database), owner, limiter, key, clock)
        owner_id = await Boards(database).person("owner")
        assert owner_id is not None
        return (await pairing.issue(owner_id)).token


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("way", "text", "last"),
    [
        ("message", "remind me to water the roses tomorrow at 9", "water the roses"),
        ("alarm", "remind me to turn in 2 seconds", "turn"),
    ],
)
async def test_the_way_is_as_the_document_tells(
    way: str, text: str, last: str, world: World, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    steps = told(way)
    assert len(steps) >= 10
    async with service(world, database_url, redis_url, tmp_path) as people:
        with watched(set(steps)) as gone:
            # Threads that run already are not watched.
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
            people.say(ANNA, text)
            assert await world.until(lambda: any(last in said for said in world.texts(ANNA)))
            await all_gone(steps, gone)


async def all_gone(steps: list[Step], gone: list[Step]) -> None:
    """The receipt comes after the message that the person sees."""
    async with asyncio.timeout(10):
        while missing(steps, iter(gone)):
            await asyncio.sleep(0.02)
    assert missing(steps, iter(gone)) == []
