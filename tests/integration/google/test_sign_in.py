"""Consent on Google's page, and how long it holds."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from core.calendars import Consent
from core.errors import AccessRevoked, CalendarDown, Refused
from integrations.google.login import Registration, Tokens
from integrations.google.provider import GoogleProvider
from tests.google.world import EMAIL, SCOPE, Trouble, World
from tests.integration.google.conftest import Opened

REDIRECT = "http://127.0.0.1:8765/google"


async def agreed(consent: Consent) -> str:
    """Where the page goes when the person has answered."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(consent.url)
    return answer.headers["location"]


async def test_consent_opens_the_account(provider: GoogleProvider, world: World) -> None:
    consent = provider.ask(REDIRECT)
    answer = await agreed(consent)
    assert answer.startswith(f"{REDIRECT}?")
    access = await provider.redeem(consent, f"  {answer}\n")
    assert (access.name, access.address) == (EMAIL, EMAIL)

    async def keep(secret: str) -> None:
        raise AssertionError("the token is new")

    async with provider.open(access, keep) as door:
        assert [calendar.is_main for calendar in await door.calendars()] == [True]


def test_nothing_is_asked_for_but_the_calendar(provider: GoogleProvider) -> None:
    consent = provider.ask(REDIRECT)
    asked = parse_qs(urlsplit(consent.url).query)
    assert asked["scope"] == [SCOPE]
    assert consent.verifier not in consent.url
    assert provider.ask(REDIRECT).state != consent.state


async def test_the_answer_to_another_question_is_refused(provider: GoogleProvider) -> None:
    mine, other = provider.ask(REDIRECT), provider.ask(REDIRECT)
    answer = await agreed(other)
    for strange in (answer, REDIRECT, "hello", "http://[", f"{REDIRECT}?state={mine.state}"):
        with pytest.raises(Refused):
            await provider.redeem(mine, strange)


async def test_a_code_is_worth_nothing_without_the_verifier(provider: GoogleProvider) -> None:
    consent = provider.ask(REDIRECT)
    answer = await agreed(consent)
    with pytest.raises(AccessRevoked):
        await provider.redeem(replace(consent, verifier="x" * 64), answer)


async def test_a_code_is_good_once(provider: GoogleProvider) -> None:
    consent = provider.ask(REDIRECT)
    answer = await agreed(consent)
    await provider.redeem(consent, answer)
    with pytest.raises(AccessRevoked):
        await provider.redeem(consent, answer)


async def test_who_says_no_is_not_connected(provider: GoogleProvider, world: World) -> None:
    world.agrees = False
    consent = provider.ask(REDIRECT)
    with pytest.raises(Refused, match="did not agree"):
        await provider.redeem(consent, await agreed(consent))


async def test_the_box_of_the_calendar_must_be_ticked(
    provider: GoogleProvider, world: World
) -> None:
    world.grants = "openid"
    consent = provider.ask(REDIRECT)
    with pytest.raises(Refused, match="tick its box"):
        await provider.redeem(consent, await agreed(consent))


def test_without_a_client_the_owner_learns_what_to_do() -> None:
    provider = GoogleProvider(Registration(client_id="", client_secret=""))
    with pytest.raises(Refused, match="GOOGLE_CLIENT_ID"):
        provider.ask(REDIRECT)


async def test_an_old_token_is_renewed_and_kept(account: Opened) -> None:
    refresh = set(account.world.refresh)
    account.world.access.clear()
    assert len(await account.door.calendars()) == 1
    assert await account.door.calendars()
    [secret] = account.kept
    tokens = Tokens.read(secret)
    assert tokens.access in account.world.access
    assert {tokens.refresh} == refresh


async def test_a_consent_that_was_taken_back_is_told(account: Opened) -> None:
    account.world.access.clear()
    account.world.refresh.clear()
    with pytest.raises(AccessRevoked):
        await account.door.calendars()
    assert account.kept == []


async def test_a_sign_in_that_is_out_of_order_takes_no_consent_away(account: Opened) -> None:
    account.world.access.clear()
    account.world.sign_in_troubles = [Trouble(status=404, body="<html>not here</html>")]
    with pytest.raises(CalendarDown):
        await account.door.calendars()
    assert await account.door.calendars()


async def test_a_client_that_google_has_forgotten_is_the_owners_matter(
    google: Registration, world: World
) -> None:
    provider = GoogleProvider(replace(google, client_secret="another"))
    consent = provider.ask(REDIRECT)
    with pytest.raises(CalendarDown, match="GOOGLE_CLIENT_ID"):
        await provider.redeem(consent, await agreed(consent))


async def test_disconnecting_takes_the_consent_back(provider: GoogleProvider, world: World) -> None:
    consent = provider.ask(REDIRECT)
    access = await provider.redeem(consent, await agreed(consent))
    assert await provider.revoke(access) == ""
    assert (world.refresh, world.access) == (set(), set())
    assert await provider.revoke(access) == ""
