"""Whose clock a reminder goes by: the person's wherever they are, or that of a stated zone."""

import pytest

from bot.telegram.updates import read
from tests.integration.reminders.conftest import Life, at, texts


async def test_a_trip_and_back_by_itself(life: Life) -> None:
    """Tokyo is seven hours ahead of Berlin in April."""
    await life.say("remind me every day at 9 to take pills")
    (said,) = await life.say("I'm in Tokyo until Wednesday")
    assert said == (
        "You are in Asia/Tokyo until Wed 15 Apr, where it is 19:00 now."
        " 1 reminder keeps its clock time there."
    )
    rung = await life.wait(days=5)
    # By the clock in Berlin: 02:00 is 09:00 in Tokyo.
    assert at(rung) == ["14 02:00", "15 02:00", "16 09:00", "17 09:00", "18 09:00"]


async def test_one_that_was_moved_keeps_its_clock_time_too(life: Life) -> None:
    await life.say("remind me every day at 9 to take pills")
    await life.say("move it to 10, only tomorrow")
    await life.say("I'm in Tokyo until Wednesday")
    assert at(await life.wait(days=3)) == ["14 03:00", "15 02:00", "16 09:00"]


async def test_what_is_set_on_a_trip_rings_where_the_person_is_then(life: Life) -> None:
    await life.say("I'm in Tokyo until Wednesday")
    (said,) = await life.say("remind me on wednesday at 9 to vote")
    assert "Wed 15 Apr at 09:00 (in 1 day 14 h)" in said
    (said,) = await life.say("remind me on friday at 9 to shop")
    assert "Fri 17 Apr at 09:00 (Europe/Berlin)" in said
    (said,) = await life.say("remind me in 3 hours to rest")
    assert "today, Mon 13 Apr at 22:00" in said
    rung = await life.wait(days=5)
    assert [*zip(at(rung), texts(rung), strict=True)] == [
        ("13 15:00", "rest"),
        ("15 02:00", "vote"),
        ("17 09:00", "shop"),
    ]


async def test_a_trip_that_is_still_to_come(life: Life) -> None:
    (said,) = await life.say("I'll be in New York from tomorrow until Thursday")
    assert said.startswith("You will be in America/New_York from Tue 14 Apr until Thu 16 Apr")
    (said,) = await life.say("remind me every day at 20:00 to call home")
    assert "today, Mon 13 Apr at 20:00 (in 8 h); tomorrow, Tue 14 Apr at 20:00; " in said
    assert at(await life.wait(days=5)) == [
        "13 20:00", "15 02:00", "16 02:00", "17 02:00", "17 20:00"
    ]  # fmt: skip


async def test_back_earlier_and_taken_back(life: Life) -> None:
    await life.say("remind me tomorrow at 9 to take pills")
    await life.say("I'm in Tokyo")
    (said,) = await life.say("I'm back")
    assert said == (
        "Welcome back: your time zone is Europe/Berlin, where it is 12:00."
        " 1 reminder keeps its clock time there."
    )
    await life.say("I'm in Tokyo")
    await life.press("Undo")
    assert at(await life.wait(days=2)) == ["14 09:00"]


@pytest.mark.parametrize("words", ["today at 14:00", "every day at 14:00"])
async def test_a_trip_of_a_moment_leaves_the_clock_time_as_it_was(life: Life, words: str) -> None:
    """In Tokyo 14:00 is over already, so today it stays where it was; back home, too."""
    await life.say(f"remind me {words} to take pills")
    await life.say("I'm in Tokyo")
    await life.say("I'm back")
    assert at(await life.wait(hours=12)) == ["13 14:00"]


async def test_a_stated_zone_stays_fixed(life: Life) -> None:
    (said,) = await life.say("remind me tomorrow at 9am Tokyo time to call Kenji")
    assert "Tue 14 Apr at 09:00 (Asia/Tokyo)" in said
    await life.say("/tz America/New_York")
    assert at(await life.wait(days=2)) == ["14 02:00"]


async def test_real_time_stays_real_time(life: Life) -> None:
    await life.say("remind me in 24 hours to stretch")
    await life.say("remind me every 6 hours to drink")
    await life.say("I'm in Tokyo")
    rung = await life.wait(hours=24)
    assert [*zip(at(rung), texts(rung), strict=True)] == [
        ("13 18:00", "drink"),
        ("14 00:00", "drink"),
        ("14 06:00", "drink"),
        ("14 12:00", "stretch"),
        ("14 12:00", "drink"),
    ]


async def test_to_move_takes_everything_along(life: Life) -> None:
    await life.say("remind me every day at 9 to take pills")
    await life.say("I'm in Tokyo until Wednesday")
    (said,) = await life.say("/tz Lisbon")
    assert said.startswith("Your time zone is Europe/Lisbon, where it is 11:00.")
    assert at(await life.wait(days=2)) == ["14 10:00", "15 10:00"]


async def test_a_shared_location_takes_along_what_is_floating(life: Life) -> None:
    """Tokyo, as Telegram sends it: the habit rings at 9 there, what has a zone of its own does not
    move."""
    await life.say("remind me every day at 9 to take pills")
    await life.say("remind me tomorrow at 15:00 to call mum")
    await life.say("remind me tomorrow at 9:30am Berlin time to call the bank")
    chat = {"id": 5, "type": "private"}
    message = {"message_id": 1, "chat": chat, "from": {"id": 5, "first_name": "Anna"}}
    place = {"latitude": 35.68, "longitude": 139.69}
    arrival = read({"update_id": 1, "message": message | {"location": place}}).arrival
    assert arrival is not None
    (said,) = await life.say(arrival.text)
    assert said == (
        "Your time zone is Asia/Tokyo, where it is 19:00. 2 reminders keep their clock time there."
    )
    rung = await life.wait(days=2)
    assert [*zip(at(rung), texts(rung), strict=True)] == [
        ("14 02:00", "take pills"),
        ("14 08:00", "call mum"),
        ("14 09:30", "call the bank"),
        ("15 02:00", "take pills"),
    ]


async def test_a_time_that_a_journey_skips_goes_by_the_clock_before(life: Life) -> None:
    await life.say("remind me today at 17:00 to call mum")
    # It is 19:00 in Tokyo.
    await life.say("I'm in Tokyo")
    assert at(await life.wait(days=2)) == ["13 17:00"]


@pytest.mark.parametrize("words", ["I'm in Tokyo until yesterday", "I'm in a meeting until 5"])
async def test_what_is_no_trip_changes_nothing(life: Life, words: str) -> None:
    await life.say(words)
    assert life.rows("select zone, trip_zone from people") == [
        {"zone": "Europe/Berlin", "trip_zone": None}
    ]


async def test_the_settings_tell_of_it(life: Life) -> None:
    await life.say("I'm in Tokyo until Friday")
    await life.say("quiet hours 22-7")
    (shown,) = await life.say("/settings")
    assert shown.startswith(
        "Time zone: Asia/Tokyo, where it is 19:00\nYou are in Asia/Tokyo until Fri 17 Apr\n"
    )
    assert "Quiet hours: 22:00 to 07:00\nLate reminders: When it is late, it comes" in shown
    await life.press("Quiet hours")
    toast, shown = await life.press("off")
    assert toast.reply.text == "Quiet hours: off. Every reminder sounds."
    assert "Quiet hours: off\n" in shown.reply.text
    await life.press("Late reminders")
    toast, shown = await life.press("Ask me")
    assert "I ask whether you still want it" in toast.reply.text
    toast, _ = await life.press("Undo")
    assert toast.reply.text == "Undone."


async def test_tomorrow_is_the_morning_there(life: Life) -> None:
    await life.say("remind me to renew the passport at 1pm")
    await life.say("I'm in Tokyo from tomorrow until Friday")
    await life.until(2026, 4, 13, 13)
    toast, _ = await life.press("Tomorrow")
    assert toast.reply.text == "It rings again tomorrow, Tue 14 Apr at 09:00 (Asia/Tokyo)."
    assert at(await life.wait(days=2)) == ["14 02:00"]


async def test_an_event_and_what_comes_before_it_stay_where_they_are(life: Life) -> None:
    """The trip begins on the day of the flight; the flight leaves from Berlin."""
    await life.say("flight tomorrow at 6:50am")
    await life.press("Create")
    await life.say("I'm in Lisbon from tomorrow until Friday")
    await life.say("remind me 2 hours before the flight")
    assert at(await life.wait(days=2)) == ["14 04:50"]


async def test_so_long_before_what_rings_there(life: Life) -> None:
    await life.say("I'm in Lisbon from tomorrow until Friday")
    await life.say("remind me to buy a pastry tomorrow at 10am")
    await life.say("remind me 1 hour before buy a pastry")
    # An hour behind Berlin.
    assert at(await life.wait(days=2)) == ["14 10:00", "14 11:00"]
