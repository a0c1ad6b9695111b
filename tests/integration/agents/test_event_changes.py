"""Events found by their time, series that repeat otherwise, and events that change calendars."""

from collections.abc import Generator

import pytest

from tests.integration.agents.conftest import Chat, labels
from tests.integration.agents.test_calendars import connected, in_step
from tests.radicale import USER, Radicale, radicale


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        server.make_calendar("work", "Work")
        yield server


async def put(chat: Chat, text: str) -> None:
    await chat.say(text)
    await chat.press("Create")


async def test_an_event_is_found_by_its_time(chat: Chat) -> None:
    await put(chat, "dentist today at 3pm")
    await put(chat, "lunch with Tom tomorrow at 12:30")
    assert await chat.reply("cancel the 4pm") == (
        "I find no event at that time. For example: “cancel the dentist appointment”."
    )
    (asked,) = await chat.say("cancel the 3pm")
    assert asked.reply.text == "Shall I delete dentist, today at 15:00?"
    await chat.press("Delete")
    said = await chat.reply("move the 12:30 to 1pm")
    assert "lunch with Tom, tomorrow, Tue 14 Apr at 13:00" in said


async def test_a_series_repeats_otherwise_from_an_occasion_on(chat: Chat) -> None:
    await put(chat, "team sync every monday at 9 for 30 minutes")
    (asked,) = await chat.say("make the team sync every second week")
    assert "team sync, Mon 20 Apr at 09:00–09:30 (Europe/Berlin), every other week" in (
        asked.reply.text
    )
    assert "\nIt is every Monday now." in asked.reply.text
    assert labels(asked) == ["Move", "Change", "Cancel"]
    await chat.press("Move")
    shown = await chat.reply("what's on from 20 april to 10 may?")
    assert shown == ("Mon 20 Apr\n09:00–09:30 📅 team sync\n\nMon 4 May\n09:00–09:30 📅 team sync")
    await chat.say("make it every tuesday at 10")
    await chat.press("Move")
    shown = await chat.reply("what's on from 20 april to 30 april?")
    assert shown == ("Tue 21 Apr\n10:00–10:30 📅 team sync\n\nTue 28 Apr\n10:00–10:30 📅 team sync")
    await chat.press("Undo")
    assert "Mon 4 May" in await chat.reply("what's on from 1 to 7 may?")


async def test_words_say_how_much_of_a_series_is_meant(chat: Chat) -> None:
    await chat.say("team sync every weekday at 9:30 for 15 minutes until 30 april")
    said = (await chat.press("Create"))[-1].reply.text
    assert said.endswith("09:30–09:45, every weekday, until 30 Apr 2026.")
    asked = await chat.reply("cancel the team sync on thursday")
    assert asked == "Shall I delete team sync, Thu 16 Apr at 09:30–09:45, this one alone?"
    assert await chat.reply("this one") == (
        "Deleted team sync, Thu 16 Apr at 09:30–09:45, this one alone."
    )
    asked = await chat.reply("skip the team sync on wednesday")
    assert asked == "Shall I delete team sync, Wed 15 Apr at 09:30–09:45, this one alone?"
    await chat.press("Keep")
    await chat.say("move the team sync on friday to 11")
    assert await chat.reply("yes") == (
        "Changed: team sync, Fri 17 Apr at 11:00–11:15. It was Fri 17 Apr at 09:30–09:45."
    )
    await chat.say("move the team sync on 20 april to 10")
    assert "this one and all that follow." in await chat.reply("this and all that follow")
    await chat.say("delete the team sync on 22 april")
    assert (await chat.reply("yes, all of them")).endswith("all of them.")
    shown = await chat.reply("what's on from 13 april to 10 may?")
    assert [line for line in shown.splitlines() if "📅" in line] == [
        *["09:30–09:45 📅 team sync"] * 2,
        "11:00–11:15 📅 team sync",
    ]


async def test_what_follows_of_a_fixed_number_keeps_the_number(chat: Chat) -> None:
    await put(chat, "yoga every friday at 7am 4 times")
    await chat.say("move the yoga on 24 april to 8am")
    shown = (await chat.press("This and following"))[-1].reply.text
    assert "every Friday, 3 times" in shown
    (told,) = await chat.say("what's on from 17 april to 30 june?")
    assert [line for line in told.reply.text.splitlines() if "📅" in line] == [
        "07:00 📅 yoga",
        *["08:00 📅 yoga"] * 3,
    ]


async def test_an_event_moves_to_another_calendar(chat: Chat, dav: Radicale) -> None:
    await connected(chat, dav)
    await in_step(chat)
    await put(chat, "dentist on thursday at 3pm")
    await chat.say("remind me an hour before the dentist")
    said = await chat.reply("move the dentist to my work calendar")
    assert f"Calendar: Work ({USER} at 127.0.0.1)" in said
    await chat.press("Move")
    await in_step(chat)
    assert any("SUMMARY:dentist" in text for text in dav.files("work").values())
    # The reminder knows it under its new number.
    assert await chat.house.following.once() == 0
    assert "I know no calendar “garden”" in await chat.reply(
        "move the dentist to my garden calendar"
    )
    await chat.say("move the dentist to my jenny calendar")
    await chat.press("Move")
    await in_step(chat)
    assert dav.files("work") == {}
    assert await chat.reply("what's on thursday?") == (
        "Thu 16 Apr\n14:00 ⏰ dentist\n15:00 📅 dentist"
    )


async def test_a_day_is_cleared_and_its_series_go_on(chat: Chat, dav: Radicale) -> None:
    await connected(chat, dav)
    await in_step(chat)
    await put(chat, "put yoga in my work calendar every day at 7am 4 times")
    await put(chat, "dentist on thursday at 3pm")
    said = await chat.reply("clear my thursday")
    assert said.startswith("Shall I delete 2 events Thu 16 Apr?\n• yoga, Thu 16 Apr at 07:00")
    assert await chat.reply("yes") == "Deleted 2 events: “yoga” and “dentist”."
    await in_step(chat)
    [text] = dav.files("work").values()
    assert "EXDATE;TZID=Europe/Berlin:20260416T070000" in text
    assert "📅 yoga" in await chat.reply("what's on friday?")
    await chat.press("Undo")
    await in_step(chat)
    [text] = dav.files("work").values()
    assert "EXDATE" not in text
    assert (await chat.reply("what's on thursday?")).count("📅") == 2
    await chat.say("cancel the yoga")
    await chat.press("All of them")
    await in_step(chat)


async def test_what_belongs_to_an_event_arrives_where_it_is_kept(chat: Chat, dav: Radicale) -> None:
    await connected(chat, dav)
    await in_step(chat)
    await put(chat, "put yoga in my work calendar on friday at 7am every week")
    for words in (
        "add a note to the yoga on friday: bring a mat, and water",
        "make the yoga private",
        "the yoga is at Main Street 5",
    ):
        await chat.say(words)
        await chat.press("All of them")
    await in_step(chat)
    [text] = dav.files("work").values()
    for line in ("DESCRIPTION:bring a mat\\, and water", "CLASS:PRIVATE", "LOCATION:Main Street 5"):
        assert line in text
    await chat.press("Undo")
    await in_step(chat)
    [text] = dav.files("work").values()
    assert "LOCATION" not in text
    await chat.say("cancel the yoga")
    await chat.press("All of them")
    await in_step(chat)


async def test_birthdays_come_from_calendars_and_from_what_was_told(chat: Chat) -> None:
    assert await chat.reply("whose birthday is next?") == (
        "I know of no birthday from today to Tue 13 Apr 2027."
    )
    await chat.say("Anna's birthday is 5 May")
    await chat.house.learner.drain()
    await put(chat, "Tom's birthday on 2 may every year")
    assert await chat.reply("whose birthday is next?") == "🎂 Tom's birthday, Sat 2 May"
    assert (await chat.reply("which birthdays are coming up?")).splitlines()[1] == (
        "🎂 Anna's birthday, Tue 5 May"
    )
