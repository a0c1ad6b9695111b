"""A person in Berlin whose calendars are kept by somebody else, in step with PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from core.calendars import Access, CalendarEvent, CalendarProvider, Hours
from core.clock import SimulatedClock
from core.events import Event
from core.stores.calendars import Account, Calendar
from scheduler.calendars.accounts import Accounts
from scheduler.calendars.reading import Readings
from scheduler.calendars.sync import CalendarSync
from scheduler.calendars.writing import Writings
from storage.boards import Boards
from storage.calendar_boards import CalendarBoards
from storage.database import PostgresDatabase
from tests.calendar_model import ModelCalendar, ModelProvider
from tests.fake_calendars import OpenVault

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
BERLIN = "Europe/Berlin"


@dataclass(kw_only=True)
class Synced:
    """One person, their database, and the far side."""

    database: PostgresDatabase
    owner_id: int
    clock: SimulatedClock
    provider: CalendarProvider
    sync: CalendarSync
    accounts: list[int] = field(default_factory=list[int])

    async def connect(self, access: Access) -> int:
        """Connect the account, with all its calendars."""

        async def keep(secret: str) -> None:
            raise AssertionError("this provider's secret stays")

        async with self.provider.open(access, keep) as door:
            found = await door.calendars()
        now = self.clock.now()
        account = Account(
            provider=self.provider.name,
            name=access.name,
            address=access.address,
            locked=OpenVault().encrypt(access.secret.encode()),
            entered_at=now,
        )
        async with self.database.transaction(self.owner_id) as work:
            return await work.calendars.open(account, found, now)

    async def again(self, **passing: float) -> None:
        """Let time pass, and all that is due then happen."""
        self.clock.move_to(self.clock.now() + timedelta(**(passing or {"minutes": 10})))
        await self.sync.once()

    async def calendars(self) -> list[Calendar]:
        async with self.database.transaction(self.owner_id) as work:
            return [c for c in await work.calendars.all() if c.account_id is not None]

    async def shown(self, first: date, days: int = 1) -> list[Event]:
        async with self.database.transaction(self.owner_id) as work:
            return await work.events.between(first, first + timedelta(days=days - 1), BERLIN)

    async def pushed(self) -> list[str]:
        """What the person was told unasked."""
        async with self.database.connection(self.owner_id) as connection:
            cursor = await connection.execute(
                "select body ->> 'text' as text from outbox where kind = 'push' order by id"
            )
            return [row["text"] for row in await cursor.fetchall()]

    async def rows(self, query: str) -> list[dict[str, object]]:
        async with self.database.connection(self.owner_id) as connection:
            return await (await connection.execute(query.encode())).fetchall()


@pytest.fixture
def far() -> ModelProvider:
    return ModelProvider(listed={"work": ModelCalendar(name="Work")})


@pytest.fixture
async def synced(database_url: str, far: ModelProvider) -> AsyncIterator[Synced]:
    """Connected to `far`, and read once."""
    clock = SimulatedClock(NOON)
    async with PostgresDatabase(database_url, clock) as database:
        owner_id = await Boards(database).admit("anna", BERLIN, is_owner=True, at=NOON)
        made = house(database, owner_id, clock, far)
        made.accounts.append(await made.connect(Access(name="anna", address="", secret="s")))
        await made.sync.once()
        yield made


def house(
    database: PostgresDatabase, owner_id: int, clock: SimulatedClock, provider: CalendarProvider
) -> Synced:
    """The parts that keep calendars in step, over one provider."""
    chance = Random(1)  # noqa: S311 - pauses are no secret
    accounts = Accounts(database, {provider.name: provider}, OpenVault())
    readings = Readings(database, accounts, clock, chance)
    writings = Writings(database, accounts, readings, clock, chance)
    sync = CalendarSync(CalendarBoards(database), readings, writings, clock)
    return Synced(database=database, owner_id=owner_id, clock=clock, provider=provider, sync=sync)


def meeting(title: str, day: int = 14, hour: int = 9, *, ref: str = "") -> CalendarEvent:
    """An hour in April 2026 in Berlin."""
    start = datetime(2026, 4, day, hour)
    when = Hours(start=start, end=start + timedelta(hours=1), zone=BERLIN)
    return CalendarEvent(uid=ref or title, ref=ref or title, title=title, when=when)
