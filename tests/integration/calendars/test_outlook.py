"""Outlook's own ways, on the stand-in for Microsoft: consent, tokens, faults."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from core.calendars import Access, CalendarDoor, CalendarEvent, Consent, Hours
from core.clock import SimulatedClock
from core.errors import (
    AccessRevoked,
    CalendarBusy,
    CalendarDown,
    CalendarError,
    CalendarFull,
    CalendarMissing,
    EventRefused,
    Refused,
    TokenVoid,
)
from integrations.outlook.provider import OutlookProvider
from tests.outlook.account import ENDPOINTS, Microsoft, microsoft
from tests.outlook.app import Fault
from tests.outlook.world import Calendar

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
REDIRECT = "http://localhost:8765"
MEETING = CalendarEvent(
    uid="one",
    title="Canary of the title",
    notes="Canary of the notes",
    when=Hours(start=datetime(2026, 4, 14, 9), end=datetime(2026, 4, 14, 10), zone="Europe/Berlin"),
)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOON)


@pytest.fixture
def far(clock: SimulatedClock) -> Microsoft:
    return microsoft(clock)


@pytest.fixture
def work(far: Microsoft) -> Calendar:
    return far.world.make_calendar("Work")


@pytest.fixture
def kept() -> list[str]:
    """The secrets that were to be kept, in order."""
    return []


@pytest.fixture
async def door(far: Microsoft, kept: list[str]) -> AsyncIterator[CalendarDoor]:
    async def keep(secret: str) -> None:
        kept.append(secret)

    async with far.provider.open(far.access(), keep) as opened:
        yield opened


async def agreed(far: Microsoft, consent: Consent) -> str:
    """The address to which the page goes once the person has answered."""
    async with httpx.AsyncClient(transport=far.wire) as browser:
        return (await browser.get(consent.url)).headers["location"]


async def read(door: CalendarDoor, calendar: Calendar, token: str | None = None) -> str:
    """Read all that is new; the token after it."""
    end: str | None = None
    async for page in door.changes(calendar.id, token):
        end = page.token
    assert end is not None
    return end


class TestConsent:
    async def test_who_agrees_is_connected(self, far: Microsoft, kept: list[str]) -> None:
        far.world.make_calendar("Home")
        consent = far.provider.ask(REDIRECT)
        access = await far.provider.redeem(consent, await agreed(far, consent))
        assert (access.name, access.address) == ("anna@example.org", "anna@example.org")

        async def keep(secret: str) -> None:
            kept.append(secret)

        async with far.provider.open(access, keep) as door:
            [calendar] = await door.calendars()
        assert (calendar.name, calendar.is_main, calendar.writable) == ("Home", True, True)

    def test_the_page_asks_for_calendars_and_for_nothing_else(self, far: Microsoft) -> None:
        asked = parse_qs(urlsplit(far.provider.ask(REDIRECT).url).query)
        assert asked["scope"] == [
            "offline_access https://graph.test/Calendars.ReadWrite https://graph.test/User.Read"
        ]
        assert asked["code_challenge_method"] == ["S256"]

    async def test_who_declines_is_told_so(self, far: Microsoft) -> None:
        far.tokens.says_no = True
        consent = far.provider.ask(REDIRECT)
        with pytest.raises(Refused, match="You have not agreed"):
            await far.provider.redeem(consent, await agreed(far, consent))

    async def test_the_answer_to_another_question_is_refused(self, far: Microsoft) -> None:
        theirs = await agreed(far, far.provider.ask(REDIRECT))
        with pytest.raises(Refused, match="answers another question"):
            await far.provider.redeem(far.provider.ask(REDIRECT), theirs)
        assert far.tokens.given == 0

    async def test_a_code_without_its_verifier_is_worth_nothing(self, far: Microsoft) -> None:
        consent = far.provider.ask(REDIRECT)
        answer = await agreed(far, consent)
        with pytest.raises(AccessRevoked, match="Open a new link"):
            await far.provider.redeem(replace(consent, verifier="guessed"), answer)

    async def test_an_address_without_an_answer_says_what_to_paste(self, far: Microsoft) -> None:
        with pytest.raises(Refused, match="Paste the whole address"):
            await far.provider.redeem(far.provider.ask(REDIRECT), "http://localhost:8765/")

    def test_without_a_client_id_the_owner_learns_which(self, clock: SimulatedClock) -> None:
        provider = OutlookProvider(replace(ENDPOINTS, client_id=""), clock)
        with pytest.raises(Refused, match="OUTLOOK_CLIENT_ID"):
            provider.ask(REDIRECT)


class TestTokens:
    async def test_an_old_token_is_renewed_and_the_new_secret_kept(
        self,
        far: Microsoft,
        door: CalendarDoor,
        work: Calendar,
        kept: list[str],
        clock: SimulatedClock,
    ) -> None:
        clock.move_to(NOON + timedelta(hours=2))
        await door.calendars()
        await door.calendars()
        assert [json.loads(secret)["refresh"] for secret in kept] == [far.tokens.refresh[-1]]

    async def test_a_token_that_is_not_accepted_before_its_time_is_renewed_too(
        self, far: Microsoft, door: CalendarDoor, work: Calendar, kept: list[str]
    ) -> None:
        far.tokens.access.clear()
        assert [calendar.name for calendar in await door.calendars()] == ["Work"]
        assert len(kept) == 1

    async def test_consent_that_was_withdrawn_is_told(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        far.tokens.withdraw()
        with pytest.raises(AccessRevoked):
            await door.calendars()

    async def test_a_login_that_is_down_does_not_end_the_consent(
        self, far: Microsoft, door: CalendarDoor, clock: SimulatedClock
    ) -> None:
        clock.move_to(NOON + timedelta(hours=2))
        far.wire.faults.append(Fault(method="POST", part="/token", answer=httpx.Response(503)))
        with pytest.raises(CalendarDown):
            await door.calendars()

    async def test_a_secret_that_is_none_is_no_way_in(self, far: Microsoft) -> None:
        async def keep(secret: str) -> None:
            raise AssertionError("nothing is to be kept")

        access = Access(name="anna", address="anna@example.org", secret="{}")
        with pytest.raises(AccessRevoked):
            async with far.provider.open(access, keep):
                pass


class TestFaults:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (httpx.Response(429, headers={"retry-after": "120"}), CalendarBusy),
            (httpx.Response(503, headers={"retry-after": "120"}), CalendarBusy),
            (httpx.Response(500), CalendarDown),
            (httpx.Response(200, content=b"<html>"), CalendarDown),
            (httpx.Response(302, headers={"location": "https://evil.test/"}), CalendarDown),
            (httpx.Response(507), CalendarFull),
            (httpx.Response(404), CalendarMissing),
            (httpx.Response(403), EventRefused),
            (httpx.ReadTimeout("slow"), CalendarDown),
            (httpx.ConnectError("away"), CalendarDown),
        ],
    )
    async def test_each_fault_has_its_meaning(
        self,
        far: Microsoft,
        door: CalendarDoor,
        answer: httpx.Response | Exception,
        error: type[CalendarError],
    ) -> None:
        far.wire.faults.append(Fault(part="/me/calendars", answer=answer))
        with pytest.raises(error) as caught:
            await door.calendars()
        if isinstance(caught.value, CalendarBusy):
            assert caught.value.seconds == 120

    async def test_a_link_to_another_site_gets_no_token(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        evil = {"@odata.nextLink": "https://evil.test/v1.0/me/calendars?$skip=1"}
        answer = httpx.Response(200, json=evil)
        far.wire.faults.append(Fault(part="/me/calendars", answer=answer))
        with pytest.raises(CalendarDown, match="another site"):
            await door.calendars()
        assert far.wire.asked == ["GET /v1.0/me/calendars"]

    async def test_a_state_that_is_forgotten_makes_the_token_void(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        token = await read(door, work)
        far.world.deltas.clear()
        with pytest.raises(TokenVoid):
            await read(door, work, token)

    async def test_after_half_a_year_the_window_is_moved_on(
        self, door: CalendarDoor, work: Calendar, clock: SimulatedClock
    ) -> None:
        token = await read(door, work)
        clock.move_to(NOON + timedelta(days=200))
        with pytest.raises(TokenVoid):
            await read(door, work, token)

    async def test_an_answer_that_was_lost_does_not_make_two(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        lost = httpx.ReadTimeout("lost")
        far.wire.faults.append(Fault(method="POST", part="/events", answer=lost, late=True))
        with pytest.raises(CalendarDown):
            await door.create(work.id, MEETING, None)
        made = await door.create(work.id, MEETING, None)
        assert [made.events[0].ref] == list(work.items)

    async def test_addresses_are_written_as_graph_shows_them(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        await door.create(work.id, MEETING, None)
        assert far.wire.queries[0] == (
            "$select=id,transactionId&$top=1000&$filter=start/dateTime%20ge%20'2026-04-12T00:00:00'"
            "%20and%20start/dateTime%20lt%20'2026-04-17T00:00:00'"
        )

    async def test_what_was_deleted_can_be_put_in_again(
        self, door: CalendarDoor, work: Calendar
    ) -> None:
        made = await door.create(work.id, MEETING, None)
        await door.delete(work.id, made.events[0], None)
        again = await door.create(work.id, MEETING, None)
        assert list(work.items) == [again.events[0].ref]
        assert again.events[0].uid == MEETING.uid

    async def test_a_calendar_of_somebody_else_is_not_written_in(
        self, far: Microsoft, door: CalendarDoor
    ) -> None:
        theirs = far.world.make_calendar("Theirs", writable=False)
        with pytest.raises(EventRefused, match="Only its owner"):
            await door.create(theirs.id, MEETING, None)

    async def test_no_log_and_no_error_tells_tokens_or_texts(
        self,
        far: Microsoft,
        door: CalendarDoor,
        work: Calendar,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        made = await door.create(work.id, MEETING, None)
        message = {"error": {"code": "Bad canary!", "message": "Canary eyJ-access-1"}}
        answer = httpx.Response(400, json=message)
        far.wire.faults.append(Fault(method="PATCH", part="/events", answer=answer))
        with pytest.raises(EventRefused) as caught:
            await door.update(work.id, replace(made.events[0], title="Canary two"), None)
        far.tokens.access.clear()
        await read(door, work)
        told = caplog.text + str(caught.value)
        assert not [word for word in ("Canary", "canary", "eyJ-", "0.refresh") if word in told]
