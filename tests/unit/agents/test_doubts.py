"""What is doubtful about a time is said, and a tap settles it."""

from datetime import UTC, datetime

import pytest

from tests.house import House, labels


async def due(house: House) -> list[datetime]:
    async with house.unit() as work:
        return [ringing.due_at for _, ringing in await work.reminders.upcoming(house.clock.now())]


async def test_the_other_reading_of_a_time_is_a_button(house: House) -> None:
    (said,) = await house.say("remind me next friday at 10 to pay")
    assert said.reply.text.endswith("\nOr did you mean Fri 17 Apr at 10:00?")
    assert labels(said) == ["Change", "Fri 17 Apr at 10:00", "Undo"]
    await house.press("Fri 17 Apr at 10:00")
    assert await due(house) == [datetime(2026, 4, 17, 8, tzinfo=UTC)]


async def test_the_other_day_is_one_in_the_morning(house: House) -> None:
    (said,) = await house.say("remind me next friday to pay")
    assert "Fri 17 Apr at 09:00" in labels(said)
    await house.press("Fri 17 Apr at 09:00")
    assert await due(house) == [datetime(2026, 4, 17, 7, tzinfo=UTC)]


async def test_of_a_reminder_that_is_gone_no_other_reading_rings(house: House) -> None:
    await house.say("remind me next friday at 10 to pay")
    await house.say("cancel the reminder to pay")
    await house.press("Fri 17 Apr at 10:00")
    assert await due(house) == []


async def test_a_weekday_that_is_not_the_dates_is_told(house: House) -> None:
    said = await house.reply("remind me on monday 20 october at 9 to pay")
    assert said.endswith("\nMind: 20 October 2026 is a Tuesday, not a Monday.")
    drafted = await house.reply("meeting monday 20 october at 9")
    assert drafted.endswith("\nMind: 20 October 2026 is a Tuesday, not a Monday.")


async def test_a_skipped_clock_time_is_told(house: House) -> None:
    said = await house.reply("remind me on 28 march 2027 at 2:30am to pay")
    assert "Sun 28 Mar 2027 at 03:30" in said
    assert said.endswith("\nMind: clocks skip 02:30 on 28 March 2027, it is 03:30 then.")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "remind me on feb 30 to pay",
            "There is no 30 February. When shall I remind you of “pay”?",
        ),
        ("meeting with bob on 31 june at 9", "There is no 31 June. When is “meeting with bob”?"),
    ],
)
async def test_instead_of_a_day_that_is_not_there_another_is_asked_for(
    house: House, text: str, asked: str
) -> None:
    assert await house.reply(text) == asked
    assert await due(house) == []


async def test_nothing_is_set_for_a_year_that_nobody_lives_to_see(house: House) -> None:
    said = await house.reply("remind me in 500 years to eat")
    assert said.startswith("That is 500 years away, so I have set nothing.")
    assert await due(house) == []


async def test_a_time_before_now_is_refused_with_what_was_understood(house: House) -> None:
    said = await house.reply("remind me in -5 minutes to eat")
    assert said.startswith("I understood today at 11:55, but that is past (5 min ago)")
    assert await due(house) == []


async def test_a_day_apart_from_its_clock_time_rings_at_that_time(house: House) -> None:
    await house.say("remind me tomorrow to call dad at 7pm")
    assert await due(house) == [datetime(2026, 4, 14, 17, tzinfo=UTC)]
