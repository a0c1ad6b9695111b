"""Reminders for a place, of which Jenny cannot know."""

from tests.house import House


async def test_a_place_is_no_time_so_a_time_is_asked_for(house: House) -> None:
    asked = await house.reply("remind me when I get home to feed the cat")
    assert asked == "I can't know where you are. When shall I remind you of “feed the cat”?"
