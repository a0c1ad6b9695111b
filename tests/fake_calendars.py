"""A person whose only calendar is their own; other services are tested on PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from agents.agent import Agent
from agents.calendar import CalendarAgent
from agents.calendar_accounts import Connecting, Providers
from agents.calendar_consent import Consents
from agents.calendar_papers import Papers
from core.calendars import Changes, RemoteCalendar
from core.clock import Clock
from core.stores import Database
from core.stores.calendars import Account, Calendar, Reading, Write
from integrations.caldav.provider import CalDavProvider
from integrations.ical.files import IcsFiles
from integrations.loopback import LoopbackServer

OWN = Calendar(
    id=0,
    account_id=None,
    provider="local",
    account="",
    ref="",
    name="Jenny",
    writable=True,
    included=True,
    is_default=True,
    revoked=False,
    progress=None,
    unread=0,
    synced_at=None,
    failures=0,
    trouble=None,
)


class OpenVault:
    """Keeps nothing secret, so that a test can look."""

    def encrypt(self, secret: bytes) -> bytes:
        return b"locked:" + secret

    def decrypt(self, token: bytes) -> bytes:
        return token.removeprefix(b"locked:")


def calendar_agent(database: Database, clock: Clock, memory: Agent) -> CalendarAgent:
    """The agent of somebody who has no account elsewhere, and sends no files."""
    known = Providers(password=CalDavProvider(clock), consent={})
    made = Connecting(database, known, LoopbackServer(), OpenVault(), clock)
    papers = Papers(database, IcsFiles(clock), None)
    return CalendarAgent(database, clock, memory, memory, Consents(database, made, clock), papers)


def elsewhere() -> NoReturn:
    raise NotImplementedError("other services are tested on PostgreSQL")


class FakeCalendars:
    async def all(self) -> list[Calendar]:
        return [OWN]

    async def include(self, calendar_id: int, included: bool, at: datetime) -> None:
        elsewhere()

    async def make_default(self, calendar_id: int) -> None:
        elsewhere()

    async def accounts(self) -> list[Account]:
        return []

    async def open(self, account: Account, found: Sequence[RemoteCalendar], at: datetime) -> int:
        elsewhere()

    async def hurry(self, at: datetime, account_id: int | None = None) -> None:
        elsewhere()

    async def listed(self, account_id: int, found: Sequence[RemoteCalendar], at: datetime) -> None:
        elsewhere()

    async def ask(self, state: str, locked: bytes, until: datetime) -> None:
        elsewhere()

    async def asked(self, state: str) -> bytes | None:
        return None

    async def answered(self, state: str) -> None:
        elsewhere()

    async def close(self, account_id: int) -> None:
        elsewhere()


class NoCopies:
    async def account(self, account_id: int) -> Account | None:
        elsewhere()

    async def relock(self, account_id: int, locked: bytes) -> None:
        elsewhere()

    async def revoke(self, account_id: int) -> bool:
        elsewhere()

    async def begin(self, calendar_id: int, until: datetime) -> Reading | None:
        elsewhere()

    async def apply(self, reading: Reading, changes: Changes, until: datetime) -> int:
        elsewhere()

    async def finish(
        self, reading: Reading, token: str | None, at: datetime, next_at: datetime
    ) -> None:
        elsewhere()

    async def start_over(self, reading: Reading) -> Reading:
        elsewhere()

    async def fail(self, reading: Reading, trouble: str, next_at: datetime) -> None:
        elsewhere()

    async def next_write(self, calendar_id: int, at: datetime, until: datetime) -> Write | None:
        elsewhere()

    async def written(self, write: Write, changes: Changes) -> None:
        elsewhere()

    async def give_up(self, write: Write, changes: Changes) -> None:
        elsewhere()

    async def postpone(self, write: Write, until: datetime, told_at: datetime | None) -> None:
        elsewhere()
