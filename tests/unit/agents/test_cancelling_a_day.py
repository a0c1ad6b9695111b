"""A day that is named leaves out the ringing of that day: the series goes on, and what was not
pointed at stays. Noon is Monday 13 April in Berlin."""

import pytest

from tests.house import House


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
