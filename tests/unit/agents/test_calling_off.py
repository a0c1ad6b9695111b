""" "cancel …" finds what is called so: an event, a draft, a task or a reminder."""

from datetime import timedelta

import pytest

from tests.house import House, labels

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    ["cancel the one about the shed", "cancel shed", "call off the shed", "delete the shed"],
)
async def test_a_reminder_is_found_by_its_name(house: House, words: str) -> None:
    await house.say("remind me to lock the shed at 8pm")
    await house.say("remind me to feed the cat at 9pm")
    assert await house.reply(words) == "Cancelled: lock the shed, today, Mon 13 Apr at 20:00"
    assert [sent.reply.text for sent in await house.wait(DAY)] == ["feed the cat"]


async def test_a_task_is_found_by_its_name(house: House) -> None:
    await house.say("Pay rent every 1st p1")
    assert await house.reply("cancel rent") == (
        "Removed Pay rent from tasks. No items left on tasks."
    )
    assert await house.open_tasks() == []


async def test_an_event_of_that_name_comes_first_unless_the_reminder_was_spoken_of(
    house: House,
) -> None:
    await house.done("dentist tomorrow at 3pm")
    await house.say("remind me 1 hour before the dentist")
    assert await house.reply("cancel the dentist") == (
        "Cancelled: dentist, tomorrow, Tue 14 Apr at 14:00"
    )
    await house.say("what's on tomorrow?")
    assert (await house.reply("cancel the dentist")).startswith("Shall I delete dentist,")


async def test_what_is_nowhere_is_said_to_be_so(house: House) -> None:
    assert "I find no event like “rent”" in await house.reply("cancel rent")


async def test_a_draft_that_was_called_off_has_no_buttons_left(house: House) -> None:
    (asked,) = await house.say("dentist tomorrow at 3pm")
    assert labels(asked) == ["Create", "Change", "Cancel"]
    edit, reply = sorted(await house.say("cancel the dentist"), key=lambda sent: sent.kind)
    assert (edit.kind, edit.target_id, labels(edit)) == ("edit", asked.id, [])
    assert reply.reply.text == edit.reply.text == "All right. Nothing is put in: dentist."
    toast, *_ = await house.press_again(asked, "Create")
    assert toast.reply.text == "That was cancelled already."
    assert await house.events() == []


@pytest.mark.parametrize(
    "words",
    [
        "call the dentist off",
        "call off the dentist",
        "please call my dentist off tomorrow",
        "can you call it off?",
    ],
)
async def test_to_call_something_off_is_to_cancel_it(house: House, words: str) -> None:
    await house.done("dentist tomorrow at 3pm")
    assert await house.reply(words) == "Shall I delete dentist, tomorrow, Tue 14 Apr at 15:00?"


@pytest.mark.parametrize(
    "words",
    [
        "call the office about the day off",
        "call mum off friday",
        "call the dentist",
        "call the dentist before I head off",
    ],
)
async def test_other_calls_cancel_nothing(house: House, words: str) -> None:
    await house.done("dentist tomorrow at 3pm")
    assert "Shall I delete" not in (await house.say(words))[-1].reply.text
    assert await house.events() == ["dentist"]
