"""CalDAV's own ways, on the real Radicale: finding it, faults, and files of other programs."""

from collections.abc import AsyncIterator, Generator
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest

from core.calendars import CalendarDoor, CalendarEvent, Changes, Hours
from core.clock import SimulatedClock
from core.errors import (
    AccessRevoked,
    CalendarBusy,
    CalendarDown,
    CalendarError,
    CalendarFull,
    CalendarMissing,
)
from integrations.caldav.client import DavClient, related
from integrations.caldav.door import CalDavDoor
from integrations.caldav.provider import CalDavProvider
from integrations.ical.reading import read_events
from tests.radicale import PASSWORD, USER, Radicale, radicale

BOMB = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
CLOCK = SimulatedClock(NOON)
FOREIGN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//Else//EN
X-WR-CALNAME:theirs
BEGIN:VEVENT
UID:foreign
DTSTAMP:20260101T000000Z
DTSTART;TZID=W. Europe Standard Time:20260414T090000
DTEND;TZID=W. Europe Standard Time:20260414T100000
SUMMARY:Board
X-TEAMS-MEETING;X-KIND="a:b;c":19%3ameeting
ATTENDEE;CN="Weiss, Anna";PARTSTAT=ACCEPTED;X-NUM-GUESTS=0:mailto:anna@example.org
CATEGORIES:one,two
BEGIN:VALARM
ACTION:AUDIO
TRIGGER;RELATED=END:PT5M
END:VALARM
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


class Faults(httpx.AsyncBaseTransport):
    """The wire to the server; `answers` stand in for its own, by method, each once."""

    def __init__(self) -> None:
        self.wire = httpx.AsyncHTTPTransport()
        self.answers: dict[str, httpx.Response | Exception] = {}
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = (await request.aread()).decode()
        word = "sync-collection" if "sync-collection" in body else request.method
        self.asked.append(word)
        answer = self.answers.pop(word, None)
        if isinstance(answer, Exception):
            raise answer
        return answer or await self.wire.handle_async_request(request)

    async def aclose(self) -> None:
        await self.wire.aclose()


@pytest.fixture
async def faults() -> AsyncIterator[Faults]:
    made = Faults()
    yield made
    await made.aclose()


@pytest.fixture
async def door(dav: Radicale, faults: Faults) -> AsyncIterator[CalDavDoor]:
    async with httpx.AsyncClient(auth=(USER, PASSWORD), transport=faults) as http:
        yield CalDavDoor(DavClient(http, CLOCK), dav.home, USER, CLOCK)


@pytest.fixture
def calendar(dav: Radicale, request: pytest.FixtureRequest) -> str:
    return dav.make_calendar(f"c{abs(hash(request.node.name))}", "Work")


async def read(door: CalendarDoor, calendar: str, token: str | None = None) -> list[Changes]:
    return [page async for page in door.changes(calendar, token)]


class TestFinding:
    @pytest.mark.parametrize("path", ["", "/", f"/{USER}/"])
    async def test_an_address_of_the_server_is_enough(self, dav: Radicale, path: str) -> None:
        access = await CalDavProvider(CLOCK).sign_in(dav.url + path, USER, PASSWORD)
        assert access.address == dav.home
        assert access.name == f"{USER} at 127.0.0.1"

    async def test_a_wrong_password_is_said(self, dav: Radicale) -> None:
        with pytest.raises(AccessRevoked, match="name or the app password is not accepted"):
            await CalDavProvider(CLOCK).sign_in(dav.url, USER, "wrong")

    @pytest.mark.parametrize(
        "address",
        [
            "http://caldav.example.org",
            "ftp://example.org",
            "http://172.217.0.1/dav",
            "http://10.example.org",
        ],
    )
    async def test_a_password_never_goes_in_the_clear(self, address: str) -> None:
        with pytest.raises(CalendarMissing, match="not encrypted"):
            await CalDavProvider(CLOCK).sign_in(address, USER, PASSWORD)

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("caldav.icloud.com", "p42-caldav.icloud.com", True),
            ("dav.example.co.uk", "caldav.example.co.uk", True),
            ("dav.example.co.uk", "evil.co.uk", False),
            ("caldav.web.de", "dav.web.de", True),
            ("10.0.0.1", "10.0.0.2", False),
            ("localhost", "example", False),
        ],
    )
    def test_a_password_stays_below_one_domain(self, one: str, other: str, same: bool) -> None:
        assert related(one, other) is same

    async def test_a_redirect_to_another_site_is_not_followed(
        self, door: CalDavDoor, faults: Faults
    ) -> None:
        there = {"location": "https://evil.example.com/"}
        faults.answers["PROPFIND"] = httpx.Response(301, headers=there)
        with pytest.raises(CalendarDown, match=r"another site, evil\.example\.com"):
            await door.calendars()
        assert faults.asked == ["PROPFIND"]


class TestFaults:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (httpx.Response(401), AccessRevoked),
            (httpx.Response(429, headers={"retry-after": "120"}), CalendarBusy),
            (httpx.Response(503), CalendarDown),
            (httpx.Response(507), CalendarFull),
            (httpx.ReadTimeout("slow"), CalendarDown),
            (httpx.ConnectError("away"), CalendarDown),
            (httpx.Response(207, content=b"<html>"), CalendarDown),
            (
                httpx.Response(207, content=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
                CalendarDown,
            ),
        ],
    )
    async def test_each_fault_has_its_meaning(
        self,
        door: CalDavDoor,
        faults: Faults,
        answer: httpx.Response | Exception,
        error: type[CalendarError],
    ) -> None:
        faults.answers["PROPFIND"] = answer
        with pytest.raises(error) as caught:
            await door.calendars()
        if isinstance(caught.value, CalendarBusy):
            assert caught.value.seconds == 120

    async def test_a_full_server_keeps_nothing(
        self, dav: Radicale, door: CalDavDoor, faults: Faults, calendar: str
    ) -> None:
        faults.answers["PUT"] = httpx.Response(507)
        when = Hours(start=datetime(2026, 4, 14, 9), end=None, zone="Europe/Berlin")
        with pytest.raises(CalendarFull):
            await door.create(calendar, CalendarEvent(uid="a", title="a", when=when), None)
        assert dav.files(calendar.rstrip("/").rsplit("/", 1)[1]) == {}

    async def test_a_server_without_sync_collection_is_compared_by_etags(
        self, dav: Radicale, door: CalDavDoor, faults: Faults, calendar: str
    ) -> None:
        dav.ask("PUT", f"{calendar}a.ics", FOREIGN).raise_for_status()
        faults.answers["sync-collection"] = httpx.Response(501)
        first = (await read(door, calendar))[-1]
        assert [event.title for event in first.events] == ["Board"]
        faults.asked.clear()
        same = (await read(door, calendar, first.token))[-1]
        assert (same.events, same.gone, faults.asked) == ((), (), ["PROPFIND"])
        dav.ask("PUT", f"{calendar}b.ics", FOREIGN.replace("foreign", "other"))
        dav.ask("DELETE", f"{calendar}a.ics")
        [page] = await read(door, calendar, same.token)
        assert [event.uid for event in page.events] == ["other"]
        assert f"{first.events[0].ref}" in page.gone


class TestFilesOfOthers:
    async def test_what_is_not_shown_survives_a_change(
        self, dav: Radicale, door: CalDavDoor, calendar: str
    ) -> None:
        dav.ask("PUT", f"{calendar}a.ics", FOREIGN).raise_for_status()
        [page] = await read(door, calendar)
        [event] = page.events
        assert isinstance(event.when, Hours)
        assert (event.when.zone, event.attendees[0].name) == ("Europe/Berlin", "Weiss, Anna")
        await door.update(calendar, replace(event, title="Board, new"), None)
        [text] = dav.files(calendar.rstrip("/").rsplit("/", 1)[1]).values()
        unfolded = text.replace("\r\n ", "").replace("\n ", "")
        for line in FOREIGN.split("\r\n"):
            if line and not line.startswith(("SUMMARY", "DTSTAMP")):
                assert line.split(":", 1)[-1] in unfolded, line
        assert "SUMMARY:Board\\, new" in unfolded

    @pytest.mark.parametrize(
        ("start", "first"),
        [
            ("DTSTART:00010101T000000Z", date(1900, 1, 1)),
            ("DTSTART;VALUE=DATE:99991231", date(2199, 12, 31)),
            ("DTSTART;TZID=Mars/Olympus:20260414T090000", date(2026, 4, 14)),
        ],
    )
    def test_strange_starts_are_kept_within_what_clocks_can_tell(
        self, start: str, first: date
    ) -> None:
        text = FOREIGN.replace("DTSTART;TZID=W. Europe Standard Time:20260414T090000", start)
        ([event], _) = read_events(text)
        when = event.when
        assert (when.start.date() if isinstance(when, Hours) else when.first) == first
        if "Mars" in start:
            assert isinstance(when, Hours)
            assert (when.zone, event.strange_zone) == ("", "Mars/Olympus")
