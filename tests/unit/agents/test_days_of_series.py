"""What is told of days on which a series rings, though not next."""

import pytest

from tests.house import House


async def test_a_day_tells_of_every_series_that_rings_then(house: House) -> None:
    await house.say("remind me to take pills twice a day at 9 and 21")
    await house.say("remind me to breathe every hour")
    assert await house.reply("what's on friday?") == (
        "Fri 17 Apr\n00:00 ⏰ breathe (every hour)\n09:00 ⏰ take pills\n21:00 ⏰ take pills"
    )
    assert await house.reply("what's on today?") == (
        "Today\n13:00 ⏰ breathe (every hour)\n21:00 ⏰ take pills"
    )


async def test_what_rings_often_is_told_once_in_a_week(house: House) -> None:
    await house.say("remind me to take pills every day at 9")
    await house.say("remind me to swim on thursdays at 18")
    assert await house.reply("what's on this week?") == (
        "Tomorrow, Tue 14 Apr\n09:00 ⏰ take pills (every day at 09:00)\n\n"
        "Thu 16 Apr\n18:00 ⏰ swim"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("what reminders do I have on friday?", "You have no reminders for “on friday”."),
        ("what's on friday?", "Nothing is on Fri 17 Apr."),
    ],
)
async def test_what_is_left_out_is_not_told(house: House, words: str, says: str) -> None:
    await house.say("remind me every day at 18:30 to go to the gym")
    await house.say("skip the gym on friday")
    assert await house.reply(words) == says
    assert "18:30" in await house.reply(words.replace("friday", "saturday"))


async def test_what_rings_before_every_occasion_is_told_with_each(house: House) -> None:
    for day in ("tomorrow", "on wednesday", "on thursday", "on friday"):
        await house.done(f"standup {day} at 9")
    await house.say("remind me 10 minutes before every standup")
    told = await house.reply("what's on in the next two weeks?")
    assert told.count("08:50 ⏰ standup") == 4
    assert "every time" not in told
