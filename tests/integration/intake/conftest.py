"""The way in, on real servers: a stand-in Telegram, the inbox, and somebody who echoes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row

from bot.access import HouseOwner, Strangers, Throttle
from bot.lanes import Lanes, Timing
from bot.pairing import Pairing
from bot.telegram.client import connected
from bot.telegram.door import TelegramDoor
from bot.telegram.intake import Intake
from bot.telegram.polling import Patience, Poller
from core.clock import SimulatedClock
from core.models import Incoming, Outgoing, Reply
from core.stopping import stop
from integrations.redis.limiter import RedisLimiter
from storage.access import GateStore, OfferStore
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.poller import PollerSeat
from tests.botapi.people import People
from tests.botapi.server import serving
from tests.botapi.world import World

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
KEY = b"k" * 32
ANNA, BEN, MALLORY = 4_000_000_001, 4_000_000_002, 4_000_000_666
NO_REDIS = "redis://127.0.0.1:1/0"


class Echo:
    """A dispatcher that answers with what it heard, or does as the test says."""

    def __init__(self, database: PostgresDatabase, clock: SimulatedClock) -> None:
        self._database = database
        self._clock = clock
        self.heard: list[Incoming] = []
        self.running = 0
        self.most_running = 0
        self.held: dict[str, asyncio.Event] = {}
        self.failing: dict[str, int] = {}
        self.deferred: set[str] = set()
        self.changed = asyncio.Event()

    async def handle(self, incoming: Incoming) -> None:
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            await self._answer(incoming)
        finally:
            self.running -= 1
            self.changed.set()

    async def _answer(self, incoming: Incoming) -> None:
        said = incoming.text or incoming.data
        if said in self.held:
            await self.held[said].wait()
        if self.failing.get(said, 0) > 0:
            self.failing[said] -= 1
            raise RuntimeError(f"cannot deal with {said}")
        async with self._database.transaction(incoming.owner_id) as work:
            if await work.inbox.take(incoming.inbox_id) is None:
                return
            reply = Outgoing(
                key=f"reply:{incoming.inbox_id}",
                conversation_id=incoming.conversation_id,
                kind="reply",
                reply=Reply(text=said),
            )
            state = "deferred" if said in self.deferred else "done"
            await work.outbox.put(reply, self._clock.now())
            await work.inbox.close(incoming.inbox_id, state, self._clock.now())
        self.heard.append(incoming)

    def texts(self, conversation_id: int | None = None) -> list[str]:
        return [
            incoming.text or incoming.data
            for incoming in self.heard
            if conversation_id in (None, incoming.conversation_id)
        ]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds after one more message."""
        async with asyncio.timeout(10):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@dataclass(kw_only=True)
class House:
    """Everything between Telegram and the dispatcher."""

    world: World
    people: People
    database: PostgresDatabase
    database_url: str
    boards: Boards
    gate: GateStore
    pairing: Pairing
    echo: Echo
    lanes: Lanes
    intake: Intake
    poller: Poller
    clock: SimulatedClock
    owner_id: int
    polling: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    def poll(self) -> asyncio.Task[None]:
        """Begin to poll, until the test is over."""
        task = asyncio.create_task(self.poller.run())
        self.polling.append(task)
        return task

    async def pair(self, account_id: int, name: str = "owner") -> int:
        """Let the account in as that person; returns the owner id."""
        owner_id = await self.boards.admit(
            name, "Europe/Berlin", is_owner=name == "owner", at=self.clock.now()
        )
        ticket = await self.pairing.issue(owner_id)
        assert await self.pairing.redeem(account_id, name, f"/start {ticket.token}") is not None
        return owner_id


def rows(admin_url: str, query: str) -> list[dict[str, Any]]:
    """What is in the tables, seen past the walls."""
    with (
        psycopg.connect(admin_url) as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        return cursor.execute(query.encode()).fetchall()


@contextmanager
def outage(admin_url: str) -> Generator[None]:
    """Until it is left, nobody can connect to the database of the test."""
    name = sql.Identifier(str(conninfo_to_dict(admin_url)["dbname"]))
    elsewhere = make_conninfo(admin_url, dbname="postgres")
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        allow = sql.SQL("alter database {} allow_connections {}")
        connection.execute(allow.format(name, sql.Literal(False)))
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            (name.as_string(None).strip('"'),),
        )
        try:
            yield
        finally:
            connection.execute(allow.format(name, sql.Literal(True)))


HASTE = Patience(long_poll=1, stalled=1.0, first=0.01, most=0.05)
BuildHouse = Callable[[str], Awaitable[House]]


@pytest.fixture
async def build(
    database_url: str, redis_url: str, world: World, clock: SimulatedClock
) -> AsyncIterator[BuildHouse]:
    """Builds a house over a Redis; a second one stands on the same tables."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(world))
        built: list[House] = []

        async def one(redis: str = redis_url) -> House:
            database = await stack.enter_async_context(PostgresDatabase(database_url, clock))
            bot = await stack.enter_async_context(connected(world.token, address))
            limiter = await stack.enter_async_context(RedisLimiter(redis, rest_seconds=0.05))
            boards, gate = Boards(database), GateStore(database)
            owner = HouseOwner(database, boards, clock)
            pairing = Pairing(OfferStore(database), owner, limiter, KEY, clock)
            echo = Echo(database, clock)
            timing = Timing(retry=0.01, outage=0.02, waiting=0.02, slow_down=0.01)
            lanes = Lanes(echo, database, clock, Throttle(limiter), timing)
            await stack.enter_async_context(lanes)
            intake = Intake(
                source=f"telegram:{world.bot_id}",
                gate=gate,
                backlog=boards,
                pairing=pairing,
                strangers=Strangers(TelegramDoor(bot, clock), limiter, KEY),
                lanes=lanes,
                clock=clock,
            )
            seat = PollerSeat(database_url, retry_seconds=0.02)
            house = House(
                world=world,
                people=People(world),
                database=database,
                database_url=database_url,
                boards=boards,
                gate=gate,
                pairing=pairing,
                echo=echo,
                lanes=lanes,
                intake=intake,
                poller=Poller(
                    bot=bot, intake=intake, seat=seat, owner=owner, clock=clock, patience=HASTE
                ),
                clock=clock,
                owner_id=await boards.admit("owner", "Europe/Berlin", is_owner=True, at=NOON),
            )
            built.append(house)
            return house

        yield one
        await stop(task for house in built for task in house.polling)


@pytest.fixture
async def house(build: BuildHouse, redis_url: str) -> House:
    """A house whose owner is Anna."""
    built = await build(redis_url)
    await built.pair(ANNA)
    return built


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOON)
