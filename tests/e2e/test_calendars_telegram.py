"""Calendars as a person has them in Telegram: connected, asked, and files that come and go."""

import asyncio
from collections.abc import Callable

import httpx

from tests.botapi.people import People
from tests.botapi.world import World
from tests.e2e.test_service import ANNA, at_telegram, come_in
from tests.google.server import serving as google_serving
from tests.google.world import CLIENT_ID, CLIENT_SECRET, EMAIL
from tests.google.world import World as Google
from tests.machine import Machine

ICS = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"),
        *("BEGIN:VEVENT", "UID:one", "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20990501"),
        *("SUMMARY:Trip to Rome", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:two", "DTSTAMP:20260101T000000Z", "DTSTART:20990502T080000Z"),
        *("SUMMARY:Museum", "END:VEVENT", "END:VCALENDAR", ""),
    ]
)


async def seen(world: World, words: str, holds: Callable[[str], bool] | None = None) -> str:
    """The newest text to Anna with these words, once it has come."""

    def found() -> list[str]:
        return [text for text in world.texts(ANNA) if words in text]

    assert await world.until(lambda: bool(found()), 30), world.texts(ANNA)[-2:]
    return found()[-1]


async def connect(world: World, people: People) -> int:
    """Google, by an address that is pasted; its number in the chat."""
    people.say(ANNA, "/calendars")
    await seen(world, "Your calendars:")
    people.press(ANNA, "Connect a calendar")
    await seen(world, "Whose is it?")
    people.press(ANNA, "Google")
    told = await seen(world, "Open this page of Google")
    url = next(line for line in told.splitlines() if line.startswith("http"))
    async with httpx.AsyncClient() as browser:
        address = (await browser.get(url)).headers["location"]
    return people.say(ANNA, address)


async def test_google_and_files_in_the_chat(machine: Machine) -> None:
    world, far = World(), Google()
    with google_serving(far) as google:
        machine.settings |= {
            "GOOGLE_CLIENT_ID": CLIENT_ID,
            "GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
            "GOOGLE_ACCOUNTS_URL": google.accounts_url,
            "GOOGLE_OAUTH_URL": google.oauth_url,
            "GOOGLE_API_URL": google.api_url,
        }
        async with at_telegram(world, machine) as service:
            people = await come_in(world, machine)
            pasted = await connect(world, people)
            await seen(world, f"Connected: {EMAIL} (Google), 1 calendar")
            assert await world.until(lambda: pasted not in world.chat(ANNA), 20)
            people.document(ANNA, "trip.ics", ICS.encode())
            shown = await seen(world, "That file holds 2 events")
            assert "• “Trip to Rome”, Fri 1 May 2099" in shown
            people.press(ANNA, "Put in")
            await seen(world, "2 events put in.")
            people.say(ANNA, "export 1 may 2099 to 2 may 2099 as ics")
            await seen(world, "2 events, for any calendar to read.")
            assert await world.until(lambda: b"SUMMARY:Museum" in world.from_bot(ANNA)[-1].content)
            log = await asyncio.to_thread(service.log.read_text)
            assert all(secret not in log for secret in (CLIENT_SECRET, *far.refresh, *far.access))
    assert far.wrong == []
