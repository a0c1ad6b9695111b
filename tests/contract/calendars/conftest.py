"""The same calendar with every provider. One more provider is one more parameter of `far`."""

import json
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

import pytest

from core.calendars import Access, CalendarDoor, CalendarEvent, CalendarProvider
from core.clock import SimulatedClock
from integrations.caldav.provider import CalDavProvider
from integrations.google.login import Registration
from integrations.google.provider import GoogleProvider
from tests.calendar_model import ModelCalendar, ModelProvider
from tests.google.server import access_to
from tests.google.world import World
from tests.outlook.account import microsoft
from tests.radicale import PASSWORD, USER, Radicale, radicale

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Far:
    """A provider, the way into an account of it, and an empty calendar there. `reminders` is how
    many an event can have: of more, the first to ring is kept."""

    provider: CalendarProvider
    access: Access
    calendar: str
    reminders: int = 99

    def kept(self, event: CalendarEvent) -> CalendarEvent:
        """The event as this provider has it."""
        return replace(event, reminders=event.reminders[-self.reminders :])


@pytest.fixture(scope="session")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture(params=["model", "caldav", "google", "outlook"])
def far(request: pytest.FixtureRequest) -> Far:
    if request.param == "model":
        model = ModelProvider(listed={"work": ModelCalendar(name="Work")})
        access = Access(name="anna", address="", secret="")
        return Far(provider=model, access=access, calendar="work")
    if request.param == "google":
        return over_google(request.getfixturevalue("google"), request.getfixturevalue("world"))
    if request.param == "outlook":
        return over_graph()
    server: Radicale = request.getfixturevalue("dav")
    return over_caldav(server)


def over_google(registration: Registration, world: World) -> Far:
    """A new calendar of that person."""
    return Far(
        provider=GoogleProvider(registration),
        access=access_to(world),
        calendar=world.make_calendar("Work"),
    )


def over_caldav(server: Radicale) -> Far:
    """A new calendar of the server."""
    secret = json.dumps({"user": USER, "password": PASSWORD})
    return Far(
        provider=CalDavProvider(SimulatedClock(NOON)),
        access=Access(name=USER, address=server.home, secret=secret),
        calendar=server.make_calendar(f"work{next(numbers)}", "Work"),
    )


def over_graph() -> Far:
    """A new mailbox with one calendar."""
    far = microsoft(SimulatedClock(NOON))
    calendar = far.world.make_calendar("Work")
    return Far(provider=far.provider, access=far.access(), calendar=calendar.id, reminders=1)


async def keep(secret: str) -> None:
    """Some providers renew their secret as they go; the tests need not keep it."""


@pytest.fixture
async def door(far: Far) -> AsyncIterator[CalendarDoor]:
    async with far.provider.open(far.access, keep) as opened:
        yield opened
