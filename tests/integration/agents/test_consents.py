"""Google and Outlook connected from the chat: by this machine's browser, or a pasted address."""

import asyncio
import os
import sys
from collections.abc import Generator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from app.commands.consent import by_consent
from app.settings import Settings
from core.clock import SimulatedClock
from integrations.google.login import Registration
from tests.google.events import Book
from tests.google.server import serving as google_serving
from tests.google.world import CLIENT_ID, CLIENT_SECRET, EMAIL, Trouble, World
from tests.integration.agents.conftest import NOON, Chat, labels
from tests.integration.agents.test_calendars import ORDER, in_step, tables_with
from tests.outlook.login import CLIENT
from tests.outlook.server import Served
from tests.outlook.server import serving as outlook_serving

GOOGLE = f"Connected: {EMAIL} (Google), 1 calendar: “{EMAIL}”. I am reading what is in there."

BEN = {"name": "Ben Weiss", "address": "ben@example.org"}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def google(world: World) -> Generator[Registration]:
    with google_serving(world) as registration:
        yield registration


@pytest.fixture
def outlook() -> Generator[Served]:
    with outlook_serving(SimulatedClock(NOON)) as served:
        served.world.make_calendar("Calendar")
        yield served


@pytest.fixture
def settings(tmp_path: Path, google: Registration, outlook: Served) -> Settings:
    return Settings(
        jenny_data=tmp_path,
        jenny_zone="Europe/Berlin",
        google_client_id=CLIENT_ID,
        google_client_secret=SecretStr(CLIENT_SECRET),
        google_accounts_url=google.accounts_url,
        google_oauth_url=google.oauth_url,
        google_api_url=google.api_url,
        outlook_client_id=CLIENT,
        outlook_login_url=f"{outlook.url}/common",
        outlook_graph_url=f"{outlook.url}/v1.0",
    )


async def asked(chat: Chat, kind: str) -> str:
    """The address of the page on which the person is to agree."""
    await chat.say("/calendars")
    await chat.press("Connect a calendar")
    told = (await chat.press(kind))[-1].reply.text
    return next(line for line in told.splitlines() if line.startswith("http"))


async def browsed(url: str, *, back: bool) -> httpx.Response:
    """The page, looked at; `back` is whether the browser reaches this machine."""
    async with httpx.AsyncClient(follow_redirects=back) as browser:
        return await browser.get(url)


async def pasted(chat: Chat, url: str) -> str:
    """The address at which the page ends."""
    return (await browsed(url, back=False)).headers["location"]


async def shown(chat: Chat) -> list[str]:
    before = len(chat.door.sent)
    await chat.house.delivery.drain("terminal")
    return [sent.reply.text for sent in chat.door.sent[before:]]


async def connected(chat: Chat) -> str:
    return await chat.reply(await pasted(chat, await asked(chat, "Google")))


async def test_the_browser_of_this_machine_finds_back(chat: Chat, world: World) -> None:
    url = await asked(chat, "Google")
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A" in url
    page = await browsed(url, back=True)
    assert "Connected. You can close this page" in page.text
    assert await shown(chat) == [GOOGLE]
    await in_step(chat)
    assert "Google, anna@example.org): read just now" in await chat.reply("/calendars")
    assert world.wrong == []


async def test_a_pasted_address_connects_and_leaves_no_trace(
    chat: Chat, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    url = await asked(chat, "Google")
    address = await pasted(chat, url)
    (code,) = world.codes
    (said,) = await chat.say(f"here it is: {address}")
    assert (said.reply.text, said.reply.erases) == (GOOGLE, 2 + 1)
    await in_step(chat)
    printed = capsys.readouterr()
    assert code in httpx.URL(address).params["code"]
    for secret in (code, CLIENT_SECRET, *world.refresh, *world.access, "code_verifier"):
        assert await tables_with(chat, secret) == set()
        assert secret not in printed.out + printed.err


async def test_outlook_too_by_its_own_redirect(chat: Chat, outlook: Served) -> None:
    url = await asked(chat, "Outlook")
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A" in url
    said = await chat.reply(await pasted(chat, url))
    assert said.startswith(f"Connected: {outlook.world.address} (Outlook), 1 calendar: “Calendar”")


async def test_the_answer_to_another_question_is_refused_and_erased(
    chat: Chat, world: World
) -> None:
    forged = await pasted(chat, await asked(chat, "Google"))
    forged = forged.partition("?")[0] + "?state=forged-canary-1&code=4/forged-canary-2"
    assert "another question" in (await browsed(forged, back=True)).text
    assert (await chat.reply(forged)).startswith("That address answers another question")
    assert await tables_with(chat, "forged-canary") == set()
    assert "Google" not in await chat.reply("/calendars")


async def test_two_questions_of_one_chat_are_answered_each(chat: Chat, outlook: Served) -> None:
    google, other = await asked(chat, "Google"), await asked(chat, "Outlook")
    assert "Connected." in (await browsed(google, back=True)).text
    assert await shown(chat) == [GOOGLE]
    said = await chat.reply(await pasted(chat, other))
    assert said.startswith(f"Connected: {outlook.world.address} (Outlook)")
    assert (await chat.reply("/calendars")).count("not read yet") == 2


async def test_what_goes_wrong_for_the_moment_is_tried_again_by_loading_the_page_anew(
    chat: Chat, world: World
) -> None:
    url = await asked(chat, "Google")
    address = await pasted(chat, url)
    world.sign_in_troubles.append(Trouble(status=503))
    page = await browsed(address, back=True)
    assert "I can&#x27;t connect Google" in page.text
    assert "load this page again" in page.text
    assert "Connected." in (await browsed(address, back=True)).text
    assert await shown(chat) == [GOOGLE]


async def test_a_question_that_nobody_answers_is_forgotten_over_night(chat: Chat) -> None:
    await asked(chat, "Google")
    assert await tables_with(chat, "consent:") == {"secrets"}
    boards = chat.house.boards
    assert (await boards.retire(NOON + timedelta(minutes=59)))["consents"] == 0
    assert (await boards.retire(NOON + timedelta(minutes=61)))["consents"] == 1
    assert await tables_with(chat, "consent:") == set()
    await connected(chat)
    assert (await boards.retire(NOON + timedelta(days=900)))["consents"] == 0
    assert "Google" in await chat.reply("/calendars")


async def test_links_of_others_are_words_like_any(chat: Chat) -> None:
    link = "https://shop.example/?code=SUMMER2026"
    (said,) = await chat.say(f"remind me tomorrow at 9 to use {link}")
    assert f"Reminder set: use {link}" in said.reply.text
    assert said.reply.erases is None


async def test_while_an_address_is_awaited_commands_count_and_not_for_ever(chat: Chat) -> None:
    await asked(chat, "Google")
    assert (await chat.reply("/calendars@jenny_of_anna_bot")).startswith("Your calendars")
    await asked(chat, "Google")
    await chat.wait(timedelta(hours=2))
    (said,) = await chat.say("https://example.org/an-article")
    assert said.reply.erases is None


async def test_what_is_no_address_at_all_is_erased_and_told(chat: Chat) -> None:
    await asked(chat, "Outlook")
    said = await chat.reply("http://[canary-x?code=canary-of-the-code&state=abcdefgh")
    assert said.startswith("That address holds no answer")
    assert await tables_with(chat, "canary-of-the-code") == set()


async def test_what_went_wrong_leaves_no_trace_of_the_address_either(chat: Chat) -> None:
    await asked(chat, "Google")
    async with chat.house.database.transaction(chat.owner_id) as work:
        until = NOON + timedelta(hours=1)
        await work.calendars.ask("abcdefgh", b"none that a key opens", until)
    (said,) = await chat.say("http://127.0.0.1:4711/?state=abcdefgh&code=canary-of-the-code")
    assert said.reply.erases is not None
    assert await tables_with(chat, "canary-of-the-code") == set()


async def test_what_is_talked_of_meanwhile_stays(chat: Chat) -> None:
    url = await asked(chat, "Google")
    await chat.say("dentist on thursday at 3pm")
    assert "Connected." in (await browsed(url, back=True)).text
    assert await shown(chat) == [GOOGLE]
    await chat.say("yes")
    assert "dentist" in await chat.reply("what's on thursday?")


async def test_a_bare_return_in_the_shell_is_no_address(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with os.fdopen(reading) as stdin, os.fdopen(writing, "wb", buffering=0) as keyboard:
        monkeypatch.setattr(sys, "stdin", stdin)
        entering = asyncio.create_task(by_consent(chat.house.calendars.connecting, "google"))
        keyboard.write(b"\n")
        url = ""
        async with asyncio.timeout(10):
            while "http" not in url:
                await asyncio.sleep(0.01)
                url += capsys.readouterr().out
            address = await pasted(chat, next(x for x in url.split() if x.startswith("http")))
            keyboard.write(f"\n{address}\n".encode())
            assert (await entering).account.name == EMAIL


async def test_an_address_that_nobody_waits_for_is_erased_all_the_same(chat: Chat) -> None:
    said = await chat.reply("http://127.0.0.1:4711/?state=abcdefgh&code=canary-of-the-code")
    assert said == "I wait for no such address just now. To connect a calendar: /calendars."
    assert await tables_with(chat, "canary-of-the-code") == set()


async def test_half_an_address_is_a_secret_while_it_is_awaited(chat: Chat) -> None:
    await asked(chat, "Google")
    await chat.say("4/0AcanaryCanaryCanaryCanary")
    assert await tables_with(chat, "AcanaryCanary") == set()
    assert "Shall I put this" in await chat.reply("dentist on thursday at 3pm")


async def test_who_says_no_is_not_connected(chat: Chat, world: World) -> None:
    world.agrees = False
    said = await chat.reply(await pasted(chat, await asked(chat, "Google")))
    assert said == "You did not agree on Google's page, so nothing was connected."


async def test_a_second_account_stands_beside_the_first(chat: Chat, world: World) -> None:
    await connected(chat)
    world.email = "work@example.org"
    world.calendars["work@example.org"] = world.calendars.pop(EMAIL)
    world.calendars["work@example.org"].ref = world.email
    assert "Connected: work@example.org (Google)" in await connected(chat)
    (told,) = await chat.say("/calendars")
    assert {f"Disconnect {EMAIL}", "Disconnect work@example.org"} <= set(labels(told))


async def test_disconnecting_takes_the_consent_back(chat: Chat, world: World) -> None:
    await connected(chat)
    await in_step(chat)
    await chat.say("/calendars")
    await chat.press(f"Disconnect {EMAIL}")
    said = (await chat.press("Disconnect"))[-1].reply.text
    assert said == f"Disconnected: {EMAIL}. I have deleted what I knew of it."
    assert (world.refresh, world.access) == (set(), set())
    assert await tables_with(chat, EMAIL) <= {"outbox", "entities", "episodes"}
    assert "not connected any more" in (await chat.press("Disconnect"))[-1].reply.text


async def test_where_google_could_not_be_told_the_way_by_hand_is_said(
    chat: Chat, world: World
) -> None:
    await connected(chat)
    world.sign_in_troubles.append(Trouble(status=503))
    await chat.say("/calendars")
    await chat.press(f"Disconnect {EMAIL}")
    said = (await chat.press("Disconnect"))[-1].reply.text
    assert said.endswith("take my access away at https://myaccount.google.com/connections.")


async def test_microsoft_and_app_passwords_are_taken_back_by_hand(
    chat: Chat, outlook: Served
) -> None:
    await chat.say(await pasted(chat, await asked(chat, "Outlook")))
    await chat.say("/calendars")
    await chat.press(f"Disconnect {outlook.world.address}")
    said = (await chat.press("Disconnect"))[-1].reply.text
    assert "only you take the access back: at https://account.live.com/consent/Manage" in said


async def test_a_consent_that_will_end_is_told_of_once_before(chat: Chat, world: World) -> None:
    world.testing = True
    await connected(chat)
    clock = chat.house.clock
    assert isinstance(clock, SimulatedClock)
    for hours, told in ((5 * 24, 0), (25, 1), (6, 0)):
        clock.move_to(clock.now() + timedelta(hours=hours))
        await in_step(chat)
        said = await shown(chat)
        assert len(said) == told
        assert all("ends my access to “anna@example.org” tomorrow" in text for text in said)


async def test_a_withdrawn_consent_is_told_once_and_given_anew(chat: Chat, world: World) -> None:
    await connected(chat)
    await in_step(chat)
    world.refresh.clear()
    world.access.clear()
    clock, told = chat.house.clock, list[str]()
    assert isinstance(clock, SimulatedClock)
    for _ in range(4):
        clock.move_to(clock.now() + timedelta(hours=1))
        await in_step(chat)
        told += await shown(chat)
    assert len(told) == 1
    assert "I have no access any more, last read 4 h ago" in await chat.reply("/calendars")
    assert told[0].startswith("Google does not let me into “anna@example.org” any more")
    assert told[0].endswith("Connect it anew: /calendars.")
    await connected(chat)
    await in_step(chat)
    assert "Google, anna@example.org): read just now" in await chat.reply("/calendars")


def series(hour: int, zone: str) -> dict[str, object]:
    """Half an hour on every weekday, as Graph has it."""
    start, end = f"2026-04-13T{hour:02}:00:00.0000000", f"2026-04-13T{hour:02}:30:00.0000000"
    days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    pattern = {"type": "weekly", "interval": 1, "daysOfWeek": days, "firstDayOfWeek": "monday"}
    until = {"type": "noEnd", "startDate": "2026-04-13", "recurrenceTimeZone": zone}
    return {
        "subject": "Standup",
        "start": {"dateTime": start, "timeZone": zone},
        "end": {"dateTime": end, "timeZone": zone},
        "recurrence": {"pattern": pattern, "range": until},
    }


async def test_a_series_of_outlook_is_busy_by_the_persons_own_clock(
    chat: Chat, outlook: Served
) -> None:
    [calendar] = outlook.world.calendars.values()
    outlook.world.create(calendar, series(4, "Eastern Standard Time"))
    await chat.say(await pasted(chat, await asked(chat, "Outlook")))
    await in_step(chat)
    assert await chat.reply("what's on on friday?") == "Fri 17 Apr\n10:00–10:30 📅 Standup"
    assert (await chat.reply("am I free on thursday at 10:15?")).startswith(
        "You are not free Thu 16 Apr at 10:15"
    )
    said = await chat.reply("dentist on friday at 10:20")
    assert "⚠ It overlaps “Standup”: 10:20–10:30" in said


async def test_an_invitation_of_google_is_answered_from_the_chat(chat: Chat, world: World) -> None:
    body: dict[str, object] = {
        "id": "met0001",
        "summary": "Review",
        "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-04-14T10:00:00", "timeZone": "Europe/Berlin"},
        "attendees": [{"email": EMAIL}, {"email": "cleo@example.org"}],
    }
    book = Book(world, world.calendars[EMAIL])
    book.invite(body, {"email": "ben@example.org", "displayName": "Ben Weiss"})
    await connected(chat)
    await in_step(chat)
    (told,) = await chat.say("what's on tomorrow?")
    assert "📅 Review (from Ben Weiss, not answered yet)" in told.reply.text
    assert labels(told) == ["Accept", "Maybe", "Decline"]
    await chat.press("Decline")
    await in_step(chat)
    statuses = [one["responseStatus"] for one in book.find("met0001")["attendees"]]
    assert (statuses, world.told[-1][1]) == (["declined", "needsAction"], "all")
    await chat.press("Undo")
    await in_step(chat)
    assert book.find("met0001")["attendees"][0]["responseStatus"] == "needsAction"
    assert await shown(chat) == []


async def test_an_invitation_of_outlook_is_answered_and_not_taken_back(
    chat: Chat, outlook: Served
) -> None:
    [calendar] = outlook.world.calendars.values()
    item = outlook.world.invite(calendar, series(9, "W. Europe Standard Time"), BEN)
    await chat.say(await pasted(chat, await asked(chat, "Outlook")))
    await in_step(chat)
    said = await chat.reply("accept the invitation from Ben")
    assert said.startswith("Accepted: Standup, tomorrow, Tue 14 Apr at 09:00–09:30, every")
    await in_step(chat)
    assert outlook.world.answers == [("ben@example.org", "accepted")]
    await chat.press("Undo")
    await in_step(chat)
    (refused,) = await shown(chat)
    assert "Outlook can't take an answer back" in refused
    await chat.say("decline the standup on thursday")
    await in_step(chat)
    assert outlook.world.answers[-1] == ("ben@example.org", "declined")
    assert item.cancelled == {date(2026, 4, 16)}
    assert await chat.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."


async def test_the_words_of_invitations_of_both_are_data(
    chat: Chat, world: World, outlook: Served
) -> None:
    guest = {"email": EMAIL, "displayName": ORDER}
    body: dict[str, object] = {
        "id": "met0001",
        "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-04-14T10:00:00", "timeZone": "Europe/Berlin"},
        **{name: ORDER for name in ("summary", "location", "description")},
        "attendees": [guest],
    }
    book = Book(world, world.calendars[EMAIL])
    book.invite(body, {"email": "ben@example.org", "displayName": ORDER})
    [calendar] = outlook.world.calendars.values()
    theirs = {
        "subject": ORDER,
        "body": {"contentType": "text", "content": ORDER},
        "location": {"displayName": ORDER},
    }
    outlook.world.invite(
        calendar, series(11, "W. Europe Standard Time") | theirs, BEN | {"name": ORDER}
    )
    await connected(chat)
    await chat.say(await pasted(chat, await asked(chat, "Outlook")))
    await in_step(chat)
    (told,) = await chat.say("what's on tomorrow?")
    assert told.reply.text.count("📅") == 2
    assert labels(told)[::3] == ["Accept Tue 09:00", "Accept Tue 11:00"]
    await chat.say("who is coming to it?")
    await chat.say("when's my next meeting?")
    await chat.house.learner.drain()
    kept = await tables_with(chat, "999 euros")
    assert kept <= {"calendar_events", "event_copies", "outbox"}
    assert await chat.reply("what are my reminders?") == "You have no reminders."
