"""What the real client makes of a Google that is not well."""

import asyncio
import logging
import traceback
from datetime import datetime, timedelta

import pytest

from core.calendars import Access, CalendarEvent, Hours
from core.errors import (
    AccessRevoked,
    CalendarBusy,
    CalendarDown,
    CalendarError,
    CalendarFull,
    CalendarMissing,
    EventRefused,
    TokenVoid,
)
from integrations.google.login import Registration, Tokens
from integrations.google.provider import GoogleProvider
from tests.google.world import Trouble, World
from tests.integration.google.conftest import Opened

START = datetime(2026, 4, 14, 9)
EVENT = CalendarEvent(
    uid="canary@jenny",
    title="Canary title",
    notes="Canary notes",
    when=Hours(start=START, end=START + timedelta(hours=1), zone="Europe/Berlin"),
)
FAULTS = [
    (401, "authError", AccessRevoked),
    (403, "insufficientPermissions", AccessRevoked),
    (403, "rateLimitExceeded", CalendarBusy),
    (403, "userRateLimitExceeded", CalendarBusy),
    (429, "rateLimitExceeded", CalendarBusy),
    (403, "quotaExceeded", CalendarFull),
    (403, "accessNotConfigured", CalendarDown),
    (403, "forbidden", EventRefused),
    (400, "invalid", EventRefused),
    (404, "notFound", CalendarMissing),
    (500, "backendError", CalendarDown),
    (503, "backendError", CalendarDown),
]


@pytest.mark.parametrize(("status", "reason", "error"), FAULTS)
async def test_each_fault_has_its_meaning(
    account: Opened, status: int, reason: str, error: type[CalendarError]
) -> None:
    account.world.troubles = [Trouble(status=status, reason=reason)] * 3
    with pytest.raises(error) as caught:
        await account.door.calendars()
    assert "Text of" not in str(caught.value)


@pytest.mark.parametrize(("asked", "seconds"), [("17", 17), ("", 60), ("soon", 60)])
async def test_it_says_how_long_to_wait(account: Opened, asked: str, seconds: float) -> None:
    account.world.troubles = [Trouble(status=429, headers={"Retry-After": asked})]
    with pytest.raises(CalendarBusy) as caught:
        await account.door.calendars()
    assert caught.value.seconds == seconds


async def test_a_silent_google_is_not_waited_for_and_asked_anew(account: Opened) -> None:
    account.world.troubles = [Trouble(status=0)]
    with pytest.raises(CalendarDown, match="in time"):
        await account.door.calendars()
    assert await account.door.calendars()


async def test_who_waits_no_longer_leaves_the_account_usable(account: Opened) -> None:
    account.world.troubles = [Trouble(status=0)]
    asking = asyncio.create_task(account.door.calendars())
    other = asyncio.create_task(account.door.calendars())
    await asyncio.sleep(0.05)
    asking.cancel()
    assert len(await other) == 1
    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.parametrize("body", ["<html>", "[1]", "{", "{}", "null", '"text"'])
async def test_an_answer_that_is_none_does_not_look_like_an_empty_one(
    account: Opened, body: str
) -> None:
    for status in (502, 200):
        account.world.troubles = [Trouble(status=status, body=body)] * 2
        with pytest.raises(CalendarDown):
            await account.door.calendars()
        with pytest.raises(CalendarDown):
            await account.read()


async def test_who_is_not_there_is_down(world: World) -> None:
    nowhere = Registration(client_id="a", client_secret="b", api_url="http://127.0.0.1:9")
    secret = Tokens(access="a", refresh="b").written()

    async def keep(secret: str) -> None:
        raise AssertionError("nothing was renewed")

    async with GoogleProvider(nowhere).open(
        Access(name="", address="", secret=secret), keep
    ) as door:
        with pytest.raises(CalendarDown):
            await door.calendars()


@pytest.mark.parametrize("status", [400, 410])
async def test_a_token_that_counts_no_more_is_void(account: Opened, status: int) -> None:
    token = (await account.read()).token
    account.world.troubles = [Trouble(status=status, reason="fullSyncRequired")]
    with pytest.raises(TokenVoid):
        await account.read(token)
    account.world.version = account.far.forgotten = 7
    with pytest.raises(TokenVoid):
        await account.read(token)
    assert (await account.read()).token is not None


async def test_what_may_only_be_read_is_not_written(account: Opened) -> None:
    ref = account.world.make_calendar("Theirs", role="reader")
    assert [c.writable for c in await account.door.calendars()] == [True, False]
    with pytest.raises(EventRefused, match="does not let you"):
        await account.door.create(ref, EVENT, None)


async def test_no_token_and_no_text_is_logged_or_told(
    account: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [*account.world.access, *account.world.refresh]
    account.world.access.clear()
    await account.door.create(account.far.ref, EVENT, None)
    account.world.troubles = [Trouble(status=400, reason="invalid", body='{"error": "Canary"}')]
    with pytest.raises(EventRefused) as caught:
        await account.door.create(account.far.ref, EVENT, None)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    for canary in (
        *secrets,
        *account.world.access,
        "Canary title",
        "Canary notes",
        "client-secret",
    ):
        assert canary not in told
