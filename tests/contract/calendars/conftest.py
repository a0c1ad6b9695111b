"""The same calendar with every provider. One more provider is one more parameter of `far`.

What is asked of versions and tokens is asked of `ELSEWHERE` alone: nobody but Jenny writes to her
own calendar.
"""

import json
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from core.calendars import Access, CalendarDoor, CalendarEvent, CalendarProvider, Hours
from core.clock import SimulatedClock
from integrations.caldav.provider import CalDavProvider
from integrations.google.login import Registration
from integrations.google.provider import GoogleProvider
from tests.calendar_model import ModelCalendar, ModelProvider
from tests.google.server import access_to
from tests.google.world import World
from tests.local_calendar import LocalProvider
from tests.outlook.account import microsoft
from tests.radicale import PASSWORD, USER, Radicale, radicale

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
numbers = count(1)
ELSEWHERE = ("model", "caldav", "google", "outlook")


@dataclass(frozen=True, kw_only=True)
class Far:
    """A provider, the way into an account of it, and an empty calendar there. `kept` makes of an
    event what this provider keeps of it; `floating`: it has times without a zone; `name` is what
    the calendar is called."""

    provider: CalendarProvider
    access: Access
    calendar: str
    kept: Callable[[CalendarEvent], CalendarEvent] = lambda event: event
    floating: bool = True
    name: str = "Work"


@pytest.fixture(scope="session")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture(params=["local", *ELSEWHERE])
def far(request: pytest.FixtureRequest) -> Far:
    if request.param == "local":
        return own(request.getfixturevalue("database_url"))
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


def own(url: str) -> Far:
    """The calendar that Jenny keeps herself."""
    return Far(
        provider=LocalProvider(url=url, clock=SimulatedClock(NOON)),
        access=Access(name="anna", address="", secret=""),
        calendar="",
        name="Jenny",
    )


def over_google(registration: Registration, world: World) -> Far:
    """A new calendar of that person."""
    return Far(
        provider=GoogleProvider(registration),
        access=access_to(world),
        calendar=world.make_calendar("Work"),
        floating=False,
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
    return Far(
        provider=far.provider,
        access=far.access(),
        calendar=calendar.id,
        kept=as_graph_keeps,
        floating=False,
    )


def as_graph_keeps(event: CalendarEvent) -> CalendarEvent:
    """One reminder, the first to ring; and a series ends on a day, whatever the hour."""
    head, until, tail = (event.rule or "").partition("UNTIL=")
    rule = event.rule
    if until and isinstance(event.when, Hours):
        end = datetime.fromisoformat(tail[:15])
        last = end.date() - timedelta(days=end.time() < event.when.start.time())
        rule = f"{head}UNTIL={last:%Y%m%d}T{event.when.start:%H%M%S}{tail[15:]}"
    return replace(event, reminders=event.reminders[-1:], rule=rule)


async def keep(secret: str) -> None:
    """Some providers renew their secret as they go; the tests need not keep it."""


@pytest.fixture
async def door(far: Far) -> AsyncIterator[CalendarDoor]:
    async with far.provider.open(far.access, keep) as opened:
        yield opened
