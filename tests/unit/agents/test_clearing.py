"""All events of a day, or of some, are deleted at once."""

from datetime import timedelta

import pytest

from tests.house import House, labels


@pytest.fixture
async def week(house: House) -> House:
    for text in (
        "standup tomorrow from 9 to 10",
        "dentist on friday at 3pm",
        "lunch with Tom on friday at 12:30",
        "vacation from 17 to 20 april",
    ):
        await house.done(text)
    return house


@pytest.mark.parametrize(
    "words",
    [
        "clear my Friday",
        "cancel everything on friday",
        "clear my calendar on friday",
        "delete all my events on friday",
        "cancel all meetings this friday",
    ],
)
async def test_it_shows_what_goes_and_what_stays_and_asks(week: House, words: str) -> None:
    (asked,) = await week.say(words)
    assert asked.reply.text == (
        "Shall I delete 2 events Fri 17 Apr?\n"
        "• lunch with Tom, Fri 17 Apr at 12:30\n• dentist, Fri 17 Apr at 15:00\n"
        "“vacation” stays."
    )
    assert labels(asked) == ["Delete", "Keep"]
    _, shown = await week.press("Delete")
    assert shown.reply.text == "Deleted 2 events: “lunch with Tom” and “dentist”."
    assert await week.events() == ["standup", "vacation"]
    await week.press("Undo")
    assert await week.events() == ["standup", "vacation", "lunch with Tom", "dentist"]


async def test_yes_and_no_in_words(week: House) -> None:
    await week.say("clear my friday")
    assert await week.reply("no") == "All right, everything stays as it is."
    await week.say("cancel everything tomorrow")
    assert await week.reply("yes") == "Deleted 1 event: “standup”."
    assert len(await week.events()) == 3


async def test_a_part_of_a_day(week: House) -> None:
    await week.say("clear my friday afternoon")
    assert await week.reply("yes") == "Deleted 2 events: “lunch with Tom” and “dentist”."


async def test_hours_of_a_day(week: House) -> None:
    asked = await week.reply("cancel everything on friday from 2 to 4")
    assert asked.startswith("Shall I delete 1 event Fri 17 Apr?\n• dentist")


async def test_what_is_over_stays(week: House) -> None:
    await week.done("bank holiday today")
    await week.wait(timedelta(days=2))
    asked = await week.reply("clear my calendar this week")
    assert "lunch with Tom" in asked
    assert "bank holiday" not in asked


async def test_an_old_question_deletes_nothing(week: House) -> None:
    (asked,) = await week.say("clear my friday")
    await week.say("what's on tomorrow?")
    (toast,) = await week.press_again(asked, "Delete")
    assert toast.reply.text == "That question is over. Tell me again what to delete."
    assert len(await week.events()) == 4


@pytest.mark.parametrize(
    "words", ["clear my shopping list", "clear my inbox on friday", "cancel all reminders tomorrow"]
)
async def test_other_things_are_not_meant(week: House, words: str) -> None:
    await week.say(words)
    await week.say("yes")
    assert len(await week.events()) == 4


async def test_where_nothing_is_nothing_is_asked(house: House) -> None:
    said = await house.reply("clear my friday")
    assert said == "There is no event that I can delete Fri 17 Apr."
    await house.wait(timedelta(minutes=1))
    assert "Which day" in await house.reply("clear my day")


@pytest.mark.parametrize(
    ("words", "goes"),
    [
        ("cancel everything on friday from 2pm", ["dentist"]),
        ("cancel everything on friday after 14:00", ["dentist"]),
        ("cancel everything on friday before 2pm", ["lunch with Tom"]),
        ("delete everything on friday until noon", []),
        ("cancel everything on friday after lunch", ["dentist"]),
        ("clear my friday from 2pm", ["dentist"]),
    ],
)
async def test_one_side_of_a_day(week: House, words: str, goes: list[str]) -> None:
    asked = await week.reply(words)
    lines = asked.splitlines()
    assert [line[2:].partition(",")[0] for line in lines if line.startswith("•")] == goes
    await week.say("yes")
    assert len(await week.events()) == 4 - len(goes)


@pytest.mark.parametrize(
    "words",
    [
        "cancel everything after friday",
        "cancel everything before friday",
        "cancel everything until friday",
        "cancel everything from friday 2pm to sunday",
        "cancel everything after 2pm this week",
    ],
)
async def test_days_that_are_not_all_named_are_not_guessed(week: House, words: str) -> None:
    assert (await week.reply(words)).startswith("I clear whole days, or hours of one day.")


async def test_an_hour_alone_is_that_hour(week: House) -> None:
    assert await week.reply("cancel everything at noon on friday") == (
        "There is no event that I can delete Fri 17 Apr."
    )
    await week.say("cancel everything at 12:30 on friday")
    assert await week.reply("yes") == "Deleted 1 event: “lunch with Tom”."
