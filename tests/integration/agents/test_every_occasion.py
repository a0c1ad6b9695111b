"""Reminders before every occasion of what is in the calendar, wherever it moves. Noon is Monday 13
April in Berlin, 10:00 UTC."""

from datetime import timedelta

import pytest

from core.clock import SimulatedClock
from core.models import Outgoing
from tests.integration.agents.conftest import Chat
from tests.integration.agents.test_following import put, told, upcoming

DAY = timedelta(days=1)


@pytest.fixture
async def daily(chat: Chat) -> Chat:
    """A standup each weekday at 10, and 10 minutes before each a reminder."""
    await put(chat, "standup every weekday at 10am for 15 minutes")
    await chat.say("remind me 10 minutes before every standup to stretch")
    return chat


def rung(sent: list[Outgoing]) -> list[str]:
    return [f"{one.created_at:%d %H:%M} {one.reply.text}" for one in sent if one.created_at]


async def test_it_is_confirmed_with_the_next_three(chat: Chat) -> None:
    await put(chat, "standup every weekday at 10am for 15 minutes")
    assert await chat.reply("remind me 10 minutes before every standup") == (
        "Reminder set: standup\n"
        "before each time. Next: tomorrow, Tue 14 Apr at 09:50 (in 21 h 50 min)\n"
        "That is 10 min before every “standup”, then Wed 15 Apr at 09:50; Thu 16 Apr at 09:50."
        " If one of them moves, so does this."
    )


async def test_it_rings_before_each(daily: Chat) -> None:
    days = ("14", "15", "16", "17", "20")
    assert rung(await daily.wait(7 * DAY)) == [f"{day} 07:50 stretch" for day in days]
    assert await told(daily) == []


async def test_it_goes_on_whatever_is_answered(daily: Chat) -> None:
    await daily.wait(DAY)
    await daily.press("Done")
    await daily.wait(DAY)
    await daily.say("snooze it for an hour")
    found = rung(await daily.wait(DAY))
    assert [one for one in found if one.startswith("16")] == ["16 07:50 stretch"]


async def test_one_that_moves_and_one_that_falls_out(daily: Chat) -> None:
    await daily.say("move the standup tomorrow to 11am")
    await daily.press("Move")
    assert await told(daily) == [
        "The next “standup” is tomorrow, Tue 14 Apr at 11:00 now. I remind you of “stretch”"
        " tomorrow, Tue 14 Apr at 10:50."
    ]
    await daily.say("cancel the standup on wednesday")
    await daily.press("Delete")
    assert await told(daily) == []
    assert rung(await daily.wait(3 * DAY)) == ["14 08:50 stretch", "16 07:50 stretch"]


async def test_all_that_follow_move(daily: Chat) -> None:
    await daily.wait(DAY)
    await daily.say("move the standup on thursday to 8am")
    await daily.press("This and following")
    assert await told(daily) == []
    assert rung(await daily.wait(4 * DAY)) == [
        "15 07:50 stretch", "16 05:50 stretch", "17 05:50 stretch"
    ]  # fmt: skip


async def test_another_event_of_that_name_counts_too(daily: Chat) -> None:
    await put(daily, "standup tomorrow at 8am")
    (said,) = await told(daily)
    assert said.endswith("I remind you of “stretch” tomorrow, Tue 14 Apr at 07:50.")
    assert rung(await daily.wait(DAY)) == ["14 05:50 stretch", "14 07:50 stretch"]


async def test_when_the_series_goes_it_goes_and_comes_back(daily: Chat) -> None:
    await daily.say("cancel the standup")
    await daily.press("All of them")
    (gone,) = await told(daily)
    assert gone.startswith("I don't remind you of “stretch”: the event is not in the calendar")
    assert await daily.wait(DAY) == []
    await daily.press("Undo")
    await told(daily)
    assert await upcoming(daily) == ["stretch Wed 15 07:50"]


async def test_one_ringing_is_left_out(daily: Chat) -> None:
    said = await daily.reply("skip the stretch reminder on wednesday")
    assert said.startswith("Skipped: stretch, Wed 15 Apr at 09:50\nNext: tomorrow, Tue 14 Apr")
    said = await daily.reply("skip the stretch reminder")
    assert said.endswith("Next: Thu 16 Apr at 09:50")
    assert rung(await daily.wait(4 * DAY)) == ["16 07:50 stretch", "17 07:50 stretch"]


async def test_one_ringing_is_moved_alone(daily: Chat) -> None:
    said = await daily.reply("move the stretch reminder to 9:30")
    assert "before each time. Next: tomorrow, Tue 14 Apr at 09:30" in said
    assert rung(await daily.wait(2 * DAY)) == ["14 07:30 stretch", "15 07:50 stretch"]


async def test_cancelled_it_is_over_and_undone_it_goes_on(daily: Chat) -> None:
    await daily.say("cancel the stretch reminder")
    assert await daily.wait(DAY) == []
    await daily.press("Undo")
    assert await told(daily) == []
    # What fell due meanwhile is overdue then, as that of any other reminder.
    await daily.house.claims.ring_due()
    assert rung(await daily.wait(DAY)) == [
        "14 10:00 stretch\n(due 09:50, 2 h 10 min late)",
        "15 07:50 stretch",
    ]


async def test_off_for_days_it_is_told_once_and_goes_on(daily: Chat) -> None:
    clock = daily.house.clock
    assert isinstance(clock, SimulatedClock)
    clock.move_to(clock.now() + 3 * DAY)
    await daily.house.claims.ring_due()
    await daily.house.delivery.drain("terminal")
    assert daily.door.sent[-1].reply.text.startswith("stretch")
    assert await upcoming(daily) == ["stretch Fri 17 07:50"]


async def test_what_is_overdue_rings_although_something_in_the_calendar_has_changed(
    daily: Chat,
) -> None:
    await put(daily, "lunch with Tom on friday at 1pm")
    clock = daily.house.clock
    assert isinstance(clock, SimulatedClock)
    clock.move_to(clock.now() + timedelta(hours=21, minutes=52))
    assert await told(daily) == []
    await daily.house.claims.ring_due()
    await daily.house.delivery.drain("terminal")
    assert daily.door.sent[-1].reply.text.startswith("stretch")
    assert await upcoming(daily) == ["stretch Wed 15 07:50"]


async def test_lists_say_that_it_comes_round(daily: Chat) -> None:
    assert "1. stretch, 09:50 (before each time)" in await daily.reply("reminders")
    assert "stretch, 09:50" in await daily.reply("reminders for next week")


async def test_of_a_series_it_is_the_one_of_the_day_that_is_said(chat: Chat) -> None:
    await put(chat, "standup every weekday at 10am for 15 minutes")
    said = await chat.reply("remind me 10 minutes before the standup on friday to stretch")
    assert said.startswith("Reminder set: stretch\nFri 17 Apr at 09:50")


async def test_what_was_today_already_is_found_as_well(chat: Chat) -> None:
    await put(chat, "standup every day at 12:30")
    await chat.wait(timedelta(hours=2))
    said = await chat.reply("remind me 10 minutes before every standup")
    assert "before each time. Next: tomorrow, Tue 14 Apr at 12:20" in said
    said = await chat.reply("remind me an hour before the standup")
    assert "tomorrow, Tue 14 Apr at 11:30" in said
    said = await chat.reply("stop reminding me before the standup")
    assert said == "Cancelled: standup, tomorrow, Tue 14 Apr at 11:30"


async def test_what_is_there_only_once_is_set_once(chat: Chat) -> None:
    await put(chat, "dentist on thursday at 3pm")
    said = await chat.reply("remind me an hour before every dentist appointment")
    assert said.endswith("so does this. It is in your calendar only once.")
    await put(chat, "yoga every tuesday at 6pm")
    said = await chat.reply("remind me an hour before yoga")
    assert said.endswith("so does this. For each time say: “before every yoga”.")
    said = await chat.reply("remind me an hour before each yoga class to pack")
    assert "before each time. Next: tomorrow, Tue 14 Apr at 17:00" in said


async def test_it_goes_by_its_name_when_the_next_of_it_is_deleted(daily: Chat) -> None:
    await put(daily, "standup tomorrow at 8am")
    await told(daily)
    await daily.say("cancel the standup tomorrow at 8am")
    await daily.press("Delete")
    (said,) = await told(daily)
    assert said.endswith("I remind you of “stretch” tomorrow, Tue 14 Apr at 09:50.")
    assert rung(await daily.wait(2 * DAY)) == ["14 07:50 stretch", "15 07:50 stretch"]


async def test_with_another_name_of_its_series_it_goes_on(daily: Chat) -> None:
    await daily.say("rename the standup to huddle")
    await daily.press("All of them")
    await told(daily)
    assert rung(await daily.wait(2 * DAY)) == ["14 07:50 stretch", "15 07:50 stretch"]
