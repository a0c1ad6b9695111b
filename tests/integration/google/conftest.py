"""One Google account, opened, and what becomes of its secret."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from core.calendars import CalendarDoor, CalendarEvent, Changes
from integrations.google.login import Registration
from integrations.google.provider import GoogleProvider
from tests.google.server import access_to
from tests.google.world import Far, World

PATIENCE = 0.5


@dataclass(kw_only=True)
class Opened:
    """The account, its one calendar, and the secrets that were handed out to keep."""

    door: CalendarDoor
    world: World
    kept: list[str] = field(default_factory=list[str])

    @property
    def far(self) -> Far:
        return self.world.calendars[self.world.email]

    async def read(self, token: str | None = None) -> Changes:
        """All pages as one."""
        events: list[CalendarEvent] = []
        gone: list[str] = []
        unread, end = 0, None
        async for page in self.door.changes(self.far.ref, token):
            events += page.events
            gone += page.gone
            unread += page.unread
            end = page.token
        return Changes(events=tuple(events), gone=tuple(gone), token=end, unread=unread)


@pytest.fixture
def provider(google: Registration) -> GoogleProvider:
    return GoogleProvider(google, seconds=PATIENCE)


@pytest.fixture
async def account(provider: GoogleProvider, world: World) -> AsyncIterator[Opened]:
    kept: list[str] = []

    async def keep(secret: str) -> None:
        kept.append(secret)

    async with provider.open(access_to(world), keep) as door:
        yield Opened(door=door, world=world, kept=kept)
