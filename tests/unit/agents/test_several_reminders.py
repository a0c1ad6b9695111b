"""Reminders of a day, of a clock time, of a name: cancelled, listed, answered together."""

from datetime import timedelta

import pytest

from tests.house import House

DAY = timedelta(days=1)


@pytest.fixture
async def week(house: House) -> House:
    """Noon is Monday 13 April in Berlin."""
    await house.say("remind me to call mum on wednesday at 9")
    await house.say("remind me to feed the cat on wednesday at 10")
    await house.say("remind me to wash the car tomorrow at 9")
    await house.say("remind me to water the plants every day at 13:30")
    return house


async def ahead(house: House) -> list[str]:
    async with house.unit() as work:
        found = await work.reminders.upcoming(house.clock.now())
    return [reminder.text.rpartition(" ")[2] for reminder, _ in found]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("cancel all reminders on wednesday", ["plants", "car"]),
        ("cancel tomorrow's reminders", ["plants", "mum", "cat"]),
        ("cancel the 10 o'clock reminder", ["plants", "car", "mum"]),
        ("cancel all reminders on sunday", ["plants", "car", "mum", "cat"]),
        ("cancel all reminders", []),
    ],
)
async def test_those_of_the_time_that_was_said_are_cancelled(
    week: House, words: str, left: list[str]
) -> None:
    await week.say(words)
    await week.say("yes")
    assert await ahead(week) == left


async def test_one_day_of_a_series_is_left_out(week: House) -> None:
    said = await week.reply("cancel the plants tomorrow")
    assert said == (
        "Skipped: water the plants, tomorrow, Tue 14 Apr at 13:30\nNext: today, Mon 13 Apr at 13:30"
    )
    rung = [sent.reply.text for sent in await week.wait(2 * DAY)]
    assert rung.count("water the plants") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("reminders about mum", "1. call mum, 09:00"),
        ("when is my cat reminder?", "1. feed the cat, 10:00"),
        ("do I have a reminder about dad?", "You have no reminder like “dad”."),
    ],
)
async def test_those_of_a_name_are_listed(week: House, words: str, said: str) -> None:
    assert (await week.reply(words)).endswith(said)


async def test_all_that_rang_is_done_and_undone(week: House) -> None:
    await week.wait(2 * DAY)
    said = await week.reply("all done")
    # What rang more than a day ago is not meant.
    done = ["water the plants", "call mum", "feed the cat"]
    assert said.splitlines() == [f"✓ Done: {text}" for text in done]
    await week.say("undo")
    assert await week.reply("done") == "✓ Done: feed the cat"


async def test_where_there_are_none_the_time_is_named_once(house: House) -> None:
    assert await house.reply("reminders for this weekend") == (
        "You have no reminders for this weekend."
    )
