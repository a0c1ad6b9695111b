""" "Which one?" after words that fit several: the tap carries out what the words asked for."""

import pytest

from tests.house import House, labels


@pytest.fixture
async def two_calls(house: House) -> House:
    await house.say("remind me to call mum at 5pm")
    await house.say("remind me to call dad at 6pm")
    await house.say("reminders")
    return house


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("move the call reminder to 8pm", "call dad\ntoday, Mon 13 Apr at 20:00 (in 8 h)"),
        ("rename the call reminder to phone dad", "phone dad\ntoday, Mon 13 Apr at 18:00"),
    ],
)
async def test_a_reminder_is_changed_by_the_tap(two_calls: House, words: str, says: str) -> None:
    (asked,) = await two_calls.say(words)
    assert asked.reply.text == "Which one do you mean?"
    assert labels(asked) == [
        "call mum, today, Mon 13 Apr at 17:00",
        "call dad, today, Mon 13 Apr at 18:00",
    ]
    toast, told = await two_calls.press("call dad, today, Mon 13 Apr at 18:00")
    assert toast.reply.text == "This one."
    assert told.reply.text.startswith(f"Changed: {says}")
    assert "Undo" in labels(told)
    assert "call mum" in await two_calls.reply("reminders")


async def test_a_task_is_changed_by_the_tap(house: House) -> None:
    await house.say("add call the bank to my tasks")
    await house.say("add call the vet to my tasks")
    (asked,) = await house.say("move call to friday")
    assert asked.reply.text == "Which one shall I change?"
    assert labels(asked) == ["call the bank", "call the vet"]
    _, told = await house.press("call the vet")
    assert told.reply.text == "Changed: call the vet, due Fri 17 Apr (on tasks)"


async def test_a_second_tap_changes_nothing(two_calls: House) -> None:
    (asked,) = await two_calls.say("move the call reminder to 8pm")
    mum, dad = labels(asked)
    await two_calls.press(dad)
    (toast,) = await two_calls.press_again(asked, mum)
    assert "too old" in toast.reply.text
    assert "call mum, 17:00" in await two_calls.reply("reminders")


async def test_an_older_question_is_over(two_calls: House) -> None:
    (first,) = await two_calls.say("move the call reminder to 8pm")
    await two_calls.say("what time is it?")
    mum, _ = labels(first)
    (toast,) = await two_calls.press_again(first, mum)
    assert "too old" in toast.reply.text
