"""Series that move as a whole or from an occasion on, and exceptions that are taken out."""

from collections.abc import Generator

import pytest

from tests.integration.agents.conftest import Chat
from tests.integration.agents.test_calendars import connected, in_step
from tests.radicale import Radicale, radicale


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        server.make_calendar("work", "Work")
        yield server


async def put(chat: Chat, text: str) -> None:
    await chat.say(text)
    await chat.press("Create")


async def shown(chat: Chat, days: str) -> str:
    """What is on, on one line."""
    return " | ".join((await chat.reply(f"what's on from {days}?")).split("\n"))


async def test_all_of_a_series_move_to_an_earlier_hour(chat: Chat) -> None:
    await put(chat, "team sync every monday at 9")
    await chat.say("move the team sync to 8am")
    await chat.press("All of them")
    assert await shown(chat, "18 april to 3 may") == (
        "Mon 20 Apr | 08:00 📅 team sync |  | Mon 27 Apr | 08:00 📅 team sync"
    )


async def test_what_follows_moves_to_another_day_and_keeps_its_gaps(chat: Chat) -> None:
    await put(chat, "yoga every friday at 7am")
    await chat.say("cancel the yoga on 1 may")
    await chat.press("Delete")
    await chat.say("move the yoga on 24 april to 25 april")
    await chat.press("This and following")
    assert await shown(chat, "16 april to 10 may") == (
        "Fri 17 Apr | 07:00 📅 yoga |  | Sat 25 Apr | 07:00 📅 yoga |  | Sat 9 May | 07:00 📅 yoga"
    )


async def test_all_of_a_series_become_whole_days_and_keep_their_gaps(chat: Chat) -> None:
    await put(chat, "focus every monday at 9")
    await chat.say("cancel the focus on 27 april")
    await chat.press("Delete")
    await chat.say("make the focus on 20 april all day")
    await chat.press("All of them")
    assert await shown(chat, "18 april to 5 may") == (
        "Mon 20 Apr | 📅 focus |  | Mon 4 May | 📅 focus"
    )


async def test_what_was_moved_alone_and_is_deleted_does_not_come_back(
    chat: Chat, dav: Radicale
) -> None:
    await connected(chat, dav)
    await in_step(chat)
    await put(chat, "put yoga in my work calendar every friday at 7am 4 times")
    await chat.say("move the yoga on friday to 8am")
    await chat.press("Move")
    await in_step(chat)
    await chat.say("clear my friday")
    assert await chat.reply("yes") == "Deleted 1 event: “yoga”."
    await in_step(chat)
    assert "yoga" not in await chat.reply("what's on friday?")
    [text] = dav.files("work").values()
    assert "STATUS:CANCELLED" in text
    await chat.press("Undo")
    await in_step(chat)
    assert "08:00 📅 yoga" in await chat.reply("what's on friday?")
    [text] = dav.files("work").values()
    assert "STATUS:CANCELLED" not in text


@pytest.mark.parametrize("here", ["Jenny", "Work"])
async def test_a_deleted_series_comes_back_with_what_was_changed_in_it(
    chat: Chat, dav: Radicale, here: str
) -> None:
    if here == "Work":
        await connected(chat, dav)
        await in_step(chat)
    await put(chat, f"put chess in my {here} calendar every friday at 7am")
    await chat.say("move the chess on 24 april to 9am")
    await chat.press("Move")
    before = await shown(chat, "16 april to 5 may")
    assert "09:00 📅 chess" in before
    await chat.say("cancel the chess")
    await chat.say("all of them")
    await in_step(chat)
    assert "chess" not in await shown(chat, "16 april to 5 may")
    await chat.say("undo")
    await in_step(chat)
    assert await shown(chat, "16 april to 5 may") == before


async def test_from_a_day_on_means_all_that_follow(chat: Chat) -> None:
    await put(chat, "yoga every friday at 7am")
    assert (await chat.reply("cancel the yoga from 1 may on")).endswith(
        "every Friday, this one and all that follow?"
    )
    await chat.press("Delete")
    assert await shown(chat, "16 april to 10 may") == (
        "Fri 17 Apr | 07:00 📅 yoga |  | Fri 24 Apr | 07:00 📅 yoga"
    )


async def test_a_series_of_which_one_was_changed_is_one_series_by_its_name(chat: Chat) -> None:
    await put(chat, "yoga every friday at 7am")
    await chat.say("move the yoga on 24 april to 9am")
    await chat.press("Move")
    assert "at 08:00" in await chat.reply("move the yoga to 8am")
    assert "yoga, Fri 17 Apr at 07:00, this one alone?" in await chat.reply("cancel the yoga")
