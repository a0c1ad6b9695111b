"""A reminder is changed in words and by button: its text, its time, this one or all that follow."""

import pytest

from tests.integration.reminders.conftest import Life, at, labels, texts

DAILY = "remind me every day at 9 to take pills"


@pytest.mark.parametrize(
    "words",
    [
        "rename the pills reminder to take vitamins at noon",
        "change the text of the pills reminder to “take vitamins at noon”",
        "change the pills reminder to say take vitamins at noon",
        "it should say take vitamins at noon",
        "rename it to take vitamins at noon",
    ],
)
async def test_the_text_is_changed_and_the_time_is_not(life: Life, words: str) -> None:
    await life.say(DAILY)
    (said,) = await life.say(words)
    assert said.startswith("Changed: take vitamins at noon\nevery day at 09:00. Next: tomorrow")
    assert said.endswith("It was “take pills”.")
    (push,) = await life.until(2026, 4, 14, 9)
    assert push.reply.text == "take vitamins at noon"


async def test_a_change_of_the_text_is_taken_back(life: Life) -> None:
    await life.say(DAILY)
    await life.say("it should say take vitamins")
    await life.press("Undo")
    assert texts(await life.until(2026, 4, 14, 9)) == ["take pills"]


async def test_the_button_change_asks_and_the_next_words_are_the_answer(life: Life) -> None:
    await life.say(DAILY)
    toast, asked = await life.press("Change")
    assert toast.reply.text == "What shall I change?"
    assert asked.reply.text.startswith("What shall I change about “take pills”? Write the new time")
    (said,) = await life.say("at 10:30")
    assert said.startswith("Changed: take pills\nevery day at 10:30. Next: tomorrow")
    await life.press("Change")
    (said,) = await life.say("it should say take vitamins")
    assert said.startswith("Changed: take vitamins\n")


async def test_a_clock_time_is_for_all_and_one_tap_makes_it_this_one(life: Life) -> None:
    await life.say(DAILY)
    await life.say("move the pills reminder to 10:30")
    assert labels(life.door.sent[-1]) == ["Only this one", "Undo"]
    toast, edit = await life.press("Only this one")
    assert toast.reply.text == "Only this one."
    assert edit.reply.text.startswith("Changed: take pills\ntomorrow, Tue 14 Apr at 10:30")
    assert at(await life.wait(days=3)) == ["14 10:30", "15 09:00", "16 09:00"]


async def test_a_day_is_for_this_one_and_one_tap_makes_it_all(life: Life) -> None:
    await life.say("remind me every monday at 9 to put the bins out")
    await life.say("move the bins reminder to wednesday")
    assert labels(life.door.sent[-1]) == ["All following", "Undo"]
    toast, edit = await life.press("All following")
    assert toast.reply.text == "All that follow."
    assert edit.reply.text.startswith("Changed: put the bins out\nevery Wednesday at 09:00. Next: ")
    assert labels(edit) == ["Only this one", "Undo"]
    first = await life.wait(days=21)
    assert [f"{o.created_at:%a}" for o in first if o.created_at] == ["Wed"] * len(first)


@pytest.mark.parametrize(
    ("words", "rings"),
    [
        ("move the pills reminder to 10:30, only tomorrow", ["14 10:30", "15 09:00", "16 09:00"]),
        ("move the pills reminder to 10:30, all following", ["14 10:30", "15 10:30", "16 10:30"]),
    ],
)
async def test_the_reach_is_said_in_words(life: Life, words: str, rings: list[str]) -> None:
    await life.say(DAILY)
    await life.say(words)
    assert labels(life.door.sent[-1]) == ["Undo"]
    assert at(await life.wait(days=3)) == rings


async def test_the_change_of_reach_is_taken_back(life: Life) -> None:
    await life.say(DAILY)
    await life.say("move the pills reminder to 10:30")
    await life.press("Only this one")
    await life.press("Undo")
    assert at(await life.wait(days=2)) == ["14 10:30", "15 10:30"]


async def test_the_reach_is_changed_to_and_fro(life: Life) -> None:
    await life.say(DAILY)
    await life.say("move the pills reminder to 10:30")
    for button in ("Only this one", "All following", "Only this one"):
        await life.press(button)
    assert at(await life.wait(days=3)) == ["14 10:30", "15 09:00", "16 09:00"]


async def test_too_late_to_change_the_reach(life: Life) -> None:
    await life.say(DAILY)
    await life.say("move the pills reminder to 10:30")
    message = life.door.sent[-1]
    data = message.reply.buttons[0][0].data
    await life.until(2026, 4, 14, 11)
    assert texts(await life.send(message.id, data)) == [
        "Something has changed since, so I left it as it is. Tell me in words."
    ]
    (gone,) = await life.send(message.id, "change:999999")
    assert gone.reply.text == "Nothing of that reminder is left to ring."


async def test_every_last_day_and_counted_series_are_moved_whole(life: Life) -> None:
    await life.say("remind me every month on the 20th at 9 to pay")
    (said,) = await life.say("move the pay reminder to 22 april, all following")
    assert "every month on the 22nd at 09:00" in said
    await life.say("remind me every 6 hours to drink")
    (said,) = await life.say("make it an hour later")
    assert "Changed: drink" in said
