"""A day that is named leaves out the ringing of that day: the series goes on, and what was not
pointed at stays. Noon is Monday 13 April in Berlin."""

from datetime import timedelta

import pytest

from tests.house import House, labels


@pytest.mark.parametrize(
    ("series", "words", "told"),
    [
        ("day at 8", "cancel tomorrow's reminder", "Skipped: stretch, tomorrow, Tue 14 Apr at 08"),
        (
            "day at 18",
            "cancel the reminder tomorrow",
            "Skipped: stretch, tomorrow, Tue 14 Apr at 18",
        ),
        ("day at 8", "cancel my 8am reminder tomorrow", "Skipped: stretch, tomorrow, Tue 14 Apr"),
        (
            "day at 8",
            "cancel the stretch reminder tomorrow at 8",
            "Skipped: stretch, tomorrow, Tue 14 Apr",
        ),
        ("wednesday at 18", "cancel this week's reminder", "Skipped: stretch, Wed 15 Apr at 18"),
        ("day at 18", "cancel this week's reminder", "“stretch” rings more than once then"),
        ("day at 18", "cancel that tomorrow", "Skipped: stretch, tomorrow, Tue 14 Apr at 18"),
    ],
)
async def test_a_series_goes_on(house: House, series: str, words: str, told: str) -> None:
    await house.say(f"remind me to stretch every {series}")
    assert (await house.reply(words)).startswith(told)
    assert "stretch" in await house.reply("reminders")


async def test_the_hour_alone_names_the_series(house: House) -> None:
    await house.say("remind me to stretch every day at 8")
    await house.say("cancel the 8am reminder")
    assert await house.reply("reminders") == "You have no reminders."


async def test_no_other_takes_the_place_of_what_is_pointed_at(house: House) -> None:
    await house.say("remind me to call Bob tomorrow at 9")
    await house.say("remind me to call mum today at 5pm")
    assert await house.reply("cancel it tomorrow") == (
        "Nothing of “call mum” rings then, so I have cancelled nothing."
    )
    listed = await house.reply("reminders")
    assert "call Bob" in listed
    assert "call mum" in listed


@pytest.fixture
async def full(house: House) -> House:
    await house.say("remind me to call mum today at 5pm")
    await house.say("remind me to stretch every day at 18")
    await house.say("remind me to drink water every day at 14 and 20")
    return house


async def rung(house: House, days: int) -> list[str]:
    return [
        f"{sent.created_at:%d %H} {sent.reply.text}"
        for sent in await house.wait(timedelta(days=days))
        if sent.created_at
    ]


@pytest.mark.parametrize("words", ["cancel my reminders today", "delete all reminders for today"])
async def test_of_several_series_only_the_day_is_left_out(full: House, words: str) -> None:
    (asked,) = await full.say(words)
    assert asked.reply.text.startswith("Shall I cancel 3 reminders?\n1. drink water")
    assert asked.reply.text.endswith("\nWhat repeats is only left out then, and goes on.")
    assert await full.reply("yes") == (
        "Cancelled:\n"
        "1. drink water, only 2 times from today, Mon 13 Apr at 14:00 on."
        " Next: tomorrow, Tue 14 Apr at 14:00\n"
        "2. call mum, today, Mon 13 Apr at 17:00\n"
        "3. stretch, only today, Mon 13 Apr at 18:00. Next: tomorrow, Tue 14 Apr at 18:00"
    )
    # Noon in Berlin is 10:00 UTC.
    assert await rung(full, 1) == []
    assert await rung(full, 1) == ["14 12 drink water", "14 16 stretch", "14 18 drink water"]


async def test_undo_brings_the_day_back(full: House) -> None:
    await full.say("cancel my reminders today")
    await full.say("yes")
    await full.press("Undo")
    assert len(await rung(full, 1)) == 4


async def test_of_two_the_tap_leaves_out_the_day(house: House) -> None:
    await house.say("remind me to call mum every day at 18")
    await house.say("remind me to call dad today at 19")
    (asked,) = await house.say("cancel the call reminder today")
    assert asked.reply.text == "Which one shall I cancel?"
    _, shown = await house.press(labels(asked)[0])
    assert shown.reply.text == (
        "Cancelled: call mum, only today, Mon 13 Apr at 18:00. Next: tomorrow, Tue 14 Apr at 18:00"
    )


async def test_what_was_put_off_goes_with_the_day_and_the_series_stays(house: House) -> None:
    await house.say("remind me to stretch every day at 12:30")
    await house.wait(timedelta(hours=1))
    await house.say("snooze 3 hours")
    assert (await house.reply("cancel the stretch reminder today")).startswith(
        "Cancelled: stretch, only today, Mon 13 Apr at 16:00. Next: tomorrow, Tue 14 Apr at 12:30"
    )
    assert await rung(house, 1) == ["14 10 stretch"]


@pytest.mark.parametrize(
    "words",
    ["cancel the stretch series", "delete the series", "stop the stretch reminder"],
)
async def test_the_series_itself_ends(house: House, words: str) -> None:
    await house.say("remind me to stretch every day at 8")
    assert (await house.reply(words)).startswith("Cancelled: stretch, every day at 08:00")
    assert await house.reply("reminders") == "You have no reminders."


@pytest.mark.parametrize(
    "words",
    [
        "cancel the stretch reminder until wednesday",
        "pause stretch until wednesday",
        "pause my stretch reminder until wednesday",
    ],
)
async def test_until_a_day_it_is_left_out(house: House, words: str) -> None:
    await house.say("remind me to stretch every day at 18")
    assert await house.reply(words) == (
        "Cancelled: stretch, only 3 times from today, Mon 13 Apr at 18:00 on."
        " Next: Thu 16 Apr at 18:00"
    )
    assert await rung(house, 4) == ["16 16 stretch"]


async def test_all_pause_until_a_day(full: House) -> None:
    await full.say("pause all reminders until wednesday")
    await full.say("yes")
    assert await rung(full, 3) == []
    assert await rung(full, 1) == ["16 12 drink water", "16 16 stretch", "16 18 drink water"]


@pytest.mark.parametrize(
    ("words", "days", "rings"),
    [
        ("pause stretch until 5pm", 1, ["13 16 stretch"]),
        ("pause stretch until tomorrow morning", 2, ["14 12 stretch", "14 16 stretch"]),
        ("cancel the stretch reminder until wednesday at 5pm", 3, ["15 16 stretch"]),
        ("pause stretch until next week", 8, ["20 12 stretch", "20 16 stretch"]),
        ("skip stretch until tomorrow", 3, ["15 12 stretch", "15 16 stretch"]),
        ("pause all reminders until 5pm", 1, ["13 16 stretch"]),
    ],
)
async def test_until_then_it_is_left_out(
    house: House, words: str, days: int, rings: list[str]
) -> None:
    await house.say("remind me to stretch every day at 14 and 18")
    await house.say(words)
    await house.say("yes")
    assert await rung(house, days) == rings


async def test_a_pause_without_an_end_ends_no_series(house: House) -> None:
    await house.say("remind me to stretch every day at 14")
    await house.say("pause stretch until I say so")
    assert await rung(house, 1) == ["13 12 stretch"]


@pytest.mark.parametrize(
    ("words", "rings"),
    [
        ("cancel the pills reminder tomorrow at 16", ["13 14", "14 06", "15 06"]),
        ("skip pills tomorrow at 16", ["13 14", "14 06", "15 06"]),
        ("cancel the pills reminder tomorrow afternoon", ["13 14", "14 06", "15 06"]),
        ("skip pills tomorrow afternoon", ["13 14", "14 06", "15 06"]),
        ("cancel my reminders tomorrow morning", ["13 14", "14 14", "15 06"]),
        ("cancel the pills reminder tomorrow evening", ["13 14", "14 06", "14 14", "15 06"]),
        ("skip pills tomorrow", ["13 14", "14 14", "15 06"]),
        ("cancel the pills reminder tomorrow", ["13 14", "15 06"]),
        ("cancel my reminders tomorrow", ["13 14", "15 06"]),
    ],
)
async def test_of_several_times_a_day_those_that_are_named_are_left_out(
    house: House, words: str, rings: list[str]
) -> None:
    await house.say("remind me to take pills every day at 8 and 16")
    await house.say(words)
    assert await rung(house, 2) == [f"{at} take pills" for at in rings]


@pytest.mark.parametrize(
    "words", ["cancel my reminders tomorrow", "cancel the stretch reminder tomorrow"]
)
async def test_what_was_put_off_does_not_hide_its_series(house: House, words: str) -> None:
    await house.say("remind me to stretch every day at 12:30")
    await house.wait(timedelta(hours=1))
    await house.say("snooze 3 hours")
    await house.say(words)
    assert await rung(house, 2) == ["13 14 stretch", "15 10 stretch"]
