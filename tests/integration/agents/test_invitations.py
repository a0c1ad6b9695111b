"""Invitations in the chat, over the real Radicale: they are shown as such, and answered."""

from collections.abc import Generator
from uuid import uuid4

import pytest

from tests.integration.agents.conftest import Chat, labels
from tests.integration.agents.test_calendars import in_step
from tests.radicale import PASSWORD, USER, Radicale, invitation, radicale

ASKED = "09:00–10:00 📅 Review (from Ben Weiss, not answered yet)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def work(server: Radicale) -> str:
    """A new calendar, the only one of the server."""
    path = f"work{uuid4().hex[:8]}"
    server.make_calendar(path, "Work")
    return path


async def invited(chat: Chat, server: Radicale, work: str, *lines: str) -> None:
    """Connected to that calendar, in which Ben has put an event."""
    url = f"{server.home}{work}/"
    server.ask("PUT", f"{url}review.ics", invitation(*lines)).raise_for_status()
    await chat.say("/calendars")
    await chat.press("Connect a calendar")
    await chat.press("CalDAV")
    await chat.say(f"{url} {USER} {PASSWORD}")
    await in_step(chat)


def answer(server: Radicale, work: str) -> str:
    """The person's answer as the server has it."""
    [text] = server.files(work).values()
    lines = text.replace("\r\n ", "").replace("\n ", "").splitlines()
    mine = next(line for line in lines if line.endswith(f"mailto:{USER}"))
    return mine.partition("PARTSTAT=")[2].partition(";")[0]


async def test_a_tap_answers_and_undo_takes_it_back(
    chat: Chat, server: Radicale, work: str
) -> None:
    await invited(chat, server, work)
    (shown,) = await chat.say("what's on tomorrow?")
    assert shown.reply.text == f"Tomorrow, Tue 14 Apr\n{ASKED}"
    assert labels(shown) == ["Accept", "Maybe", "Decline"]
    toast, edit = await chat.press("Maybe")
    assert toast.reply.text == "Answered with maybe: Review, tomorrow, Tue 14 Apr at 09:00–10:00."
    assert edit.reply.text == "Tomorrow, Tue 14 Apr\n09:00–10:00 📅 Review (maybe)"
    await in_step(chat)
    assert answer(server, work) == "TENTATIVE"
    _, edit = await chat.press("Undo")
    assert labels(edit) == ["Accept", "Maybe", "Decline"]
    await in_step(chat)
    assert answer(server, work) == "NEEDS-ACTION"
    await chat.press("Accept")
    await in_step(chat)
    assert answer(server, work) == "ACCEPTED"
    assert await chat.reply("what's on tomorrow?") == "Tomorrow, Tue 14 Apr\n09:00–10:00 📅 Review"


@pytest.mark.parametrize(
    ("words", "said", "kept"),
    [
        ("accept the invitation from Ben", "Accepted", "ACCEPTED"),
        ("decline the review tomorrow", "Declined", "DECLINED"),
        ("say maybe to the review", "Answered with maybe", "TENTATIVE"),
        ("maybe to the review", "Answered with maybe", "TENTATIVE"),
        ("Accept Ben Weiss's invitation", "Accepted", "ACCEPTED"),
        ("decline it", "Declined", "DECLINED"),
    ],
)
async def test_words_answer(
    chat: Chat, server: Radicale, work: str, words: str, said: str, kept: str
) -> None:
    await invited(chat, server, work)
    (told,) = await chat.say(words)
    assert told.reply.text == f"{said}: Review, tomorrow, Tue 14 Apr at 09:00–10:00."
    assert labels(told) == ["Undo"]
    await in_step(chat)
    assert answer(server, work) == kept


async def test_what_is_declined_takes_no_time(chat: Chat, server: Radicale, work: str) -> None:
    await invited(chat, server, work)
    assert (await chat.reply("am I free tomorrow at 9:30?")).startswith("You are not free")
    await chat.say("decline the review")
    assert (await chat.reply("am I free tomorrow at 9:30?")).startswith("You are free")
    assert "09:00" in (await chat.reply("when am I free tomorrow?")).splitlines()[1]
    assert "⚠" not in await chat.reply("dentist tomorrow at 9:15")
    assert "(declined)" in await chat.reply("what's on tomorrow?")


async def test_a_series_is_answered_whole_and_a_day_of_it_alone(
    chat: Chat, server: Radicale, work: str
) -> None:
    await invited(chat, server, work, "RRULE:FREQ=DAILY;COUNT=5")
    said = await chat.reply("decline the review on thursday")
    assert said == "Declined: Review, Thu 16 Apr at 09:00–10:00, this one alone."
    (told,) = await chat.say("accept the review")
    assert told.reply.text == (
        "Accepted: Review, tomorrow, Tue 14 Apr at 09:00–10:00, every day, 5 times, all of them."
    )
    await in_step(chat)
    [text] = server.files(work).values()
    assert (text.count("PARTSTAT=ACCEPTED"), text.count("PARTSTAT=DECLINED")) == (3, 1)
    shown = await chat.reply("what's on from 15 to 16 april?")
    assert [line for line in shown.splitlines() if "📅" in line] == [
        "09:00–10:00 📅 Review",
        "09:00–10:00 📅 Review (declined)",
    ]


async def test_what_nobody_has_invited_to_cannot_be_answered(chat: Chat) -> None:
    await chat.say("dentist on thursday at 3pm")
    await chat.press("Create")
    assert await chat.reply("accept the dentist") == "No invitation waits for an answer."


async def test_of_several_each_tells_its_time(chat: Chat, server: Radicale, work: str) -> None:
    url = f"{server.home}{work}/other.ics"
    other = invitation(uid="other@example.org").replace("T09", "T11").replace("T10", "T12")
    server.ask("PUT", url, other).raise_for_status()
    await invited(chat, server, work)
    (shown,) = await chat.say("what's on tomorrow?")
    assert labels(shown)[::3] == ["Accept Tue 09:00", "Accept Tue 11:00"]
    await chat.press("Decline Tue 11:00")
    (shown,) = await chat.say("what's on tomorrow?")
    assert labels(shown) == ["Accept", "Maybe", "Decline"]
    assert "11:00–12:00 📅 Review (declined)" in shown.reply.text


async def test_an_answer_is_not_lost_when_somebody_else_answers_meanwhile(
    chat: Chat, server: Radicale, work: str
) -> None:
    await invited(chat, server, work)
    await chat.say("accept the review")
    theirs = invitation().replace("PARTSTAT=ACCEPTED;X", "PARTSTAT=DECLINED;X")
    server.ask("PUT", f"{server.home}{work}/review.ics", theirs).raise_for_status()
    await in_step(chat)
    assert answer(server, work) == "ACCEPTED"
    [text] = server.files(work).values()
    assert "PARTSTAT=DECLINED;X-NUM-GUESTS=0" in text.replace("\r\n ", "").replace("\n ", "")


async def test_of_those_at_the_same_time_each_has_its_own_buttons(
    chat: Chat, server: Radicale, work: str
) -> None:
    url = f"{server.home}{work}/other.ics"
    other = invitation(uid="other@example.org").replace("SUMMARY:Review", "SUMMARY:Standup")
    server.ask("PUT", url, other).raise_for_status()
    await invited(chat, server, work)
    (shown,) = await chat.say("what's on tomorrow?")
    assert labels(shown)[::3] == ["Accept Tue 09:00 (1)", "Accept Tue 09:00 (2)"]
    await chat.press("Decline Tue 09:00 (2)")
    shown = await chat.reply("what's on tomorrow?")
    second = [line for line in shown.splitlines() if "📅" in line][1]
    assert second.endswith("(declined)")


async def test_a_place_in_a_name_is_nobody_who_invites(
    chat: Chat, server: Radicale, work: str
) -> None:
    url = f"{server.home}{work}/other.ics"
    other = invitation(uid="other@example.org").replace("Review", "Drinks by the river")
    server.ask("PUT", url, other).raise_for_status()
    await invited(chat, server, work)
    said = await chat.reply("decline drinks by the river")
    assert said.startswith("Declined: Drinks by the river, tomorrow")
    assert (await chat.reply("accept the review from Ben")).startswith("Accepted: Review")
