"""How many requests a calendar costs in which nothing is new, by each provider."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta

import httpx

from core.calendars import CalendarDoor, CalendarEvent, Changes, Hours
from core.clock import SystemClock
from integrations.caldav.client import DavClient
from integrations.caldav.door import CalDavDoor
from integrations.google.provider import GoogleProvider
from tests.google.server import access_to, serving
from tests.google.world import World
from tests.outlook.account import microsoft
from tests.radicale import PASSWORD, USER, Radicale

CALENDARS, EVENTS = 4, 25


class Counted(httpx.AsyncHTTPTransport):
    """Goes over the network, and counts."""

    requests = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return await super().handle_async_request(request)


async def requests_of_each(server: Radicale) -> dict[str, float]:
    """Requests a calendar, each read whole before; of CalDAV those that the server has."""
    return {
        "nothing new, CalDAV, requests": await _of_caldav(server),
        "nothing new, Google, requests": await _of_google(),
        "nothing new, Outlook, requests": await _of_outlook(),
    }


async def _of_caldav(server: Radicale) -> float:
    wire = Counted()
    async with httpx.AsyncClient(auth=(USER, PASSWORD), transport=wire) as http:
        door = CalDavDoor(DavClient(http, SystemClock()), server.home, USER, SystemClock())
        return await _again(door, lambda: wire.requests)


async def _of_google() -> float:
    world = World()
    for number in range(CALENDARS - 1):
        world.make_calendar(f"Calendar {number}")
    with serving(world) as registration:
        async with GoogleProvider(registration).open(access_to(world), _keep) as door:
            await _fill(door)
            return await _again(door, lambda: len(world.log))


async def _of_outlook() -> float:
    far = microsoft(SystemClock())
    for number in range(CALENDARS):
        far.world.make_calendar(f"Calendar {number}")
    async with far.provider.open(far.access(), _keep) as door:
        await _fill(door)
        return await _again(door, lambda: len(far.wire.asked))


async def _fill(door: CalendarDoor) -> None:
    now = SystemClock().now().replace(tzinfo=None, microsecond=0)
    for calendar in await door.calendars():
        for number in range(EVENTS):
            await door.create(calendar.ref, _event(f"{calendar.ref}-{number}", now, number), None)


def _event(uid: str, now: datetime, number: int) -> CalendarEvent:
    start = now + timedelta(days=number)
    when = Hours(start=start, end=start + timedelta(hours=1), zone="Europe/Berlin")
    rule = "FREQ=WEEKLY;COUNT=5" if number % 10 == 0 else None
    return CalendarEvent(uid=uid, title=f"Event {number}", when=when, rule=rule)


async def _again(door: CalendarDoor, counted: Callable[[], int]) -> float:
    """Requests a calendar of the second reading, which must not find anything."""
    tokens = {one.ref: await _token(door.changes(one.ref, None)) for one in await door.calendars()}
    before = counted()
    for ref, token in tokens.items():
        async for page in door.changes(ref, token):
            if page.events or page.gone:
                raise AssertionError("something is new where nothing was changed")
    return (counted() - before) / len(tokens)


async def _token(pages: AsyncGenerator[Changes]) -> str | None:
    token = None
    async for page in pages:
        token = page.token
    return token


async def _keep(secret: str) -> None:
    """It stays as it is."""
