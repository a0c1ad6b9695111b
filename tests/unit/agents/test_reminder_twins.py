"""The same reminder twice: the one that there is stays, and is told. Noon is Monday 13 April in
Berlin."""

from datetime import timedelta

import pytest

from tests.house import House, labels

DAY = timedelta(days=1)


async def rung(house: House) -> list[str]:
    return [sent.reply.text for sent in await house.wait(2 * DAY)]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("remind me to call mum tomorrow at 9", "call mum, tomorrow, Tue 14 Apr at 09:00"),
        ("tomorrow at 9 remind me to Call Mum", "call mum, tomorrow, Tue 14 Apr at 09:00"),
        (
            "remind me to stretch every day at 8",
            "stretch, every day at 08:00, next tomorrow, Tue 14 Apr at 08:00",
        ),
    ],
)
async def test_it_is_told_and_nothing_is_set(house: House, words: str, line: str) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("remind me to stretch every day at 8")
    (said,) = await house.say(words)
    assert said.reply.text == f"You already have that one: {line}\nI have set no second one."
    assert labels(said) == ["Set a second one"]
    assert (await rung(house)).count("call mum") == 1


@pytest.mark.parametrize("by_words", [True, False])
async def test_a_second_one_is_set_all_the_same(house: House, by_words: bool) -> None:
    await house.say("remind me to call mum tomorrow at 9, it's urgent")
    await house.say("remind me to call mum tomorrow at 9, it's urgent")
    sent = await (house.say("yes") if by_words else house.press("Set a second one"))
    assert sent[-1].reply.text.startswith(
        "Reminder set once more: call mum, tomorrow, Tue 14 Apr at 09:00"
    )
    assert "Undo" in labels(sent[-1])
    async with house.unit() as work:
        found = [reminder for reminder, _ in await work.reminders.upcoming(house.clock.now())]
    assert [reminder.urgent for reminder in found] == [True, True]


@pytest.mark.parametrize(
    "words",
    [
        "remind me to call mum tomorrow at 10",
        "remind me to call dad tomorrow at 9",
        "remind me to call mum every day at 9",
        "remind me to call mum tomorrow at 9, it's urgent",
    ],
)
async def test_another_one_is_set(house: House, words: str) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    assert (await house.reply(words)).startswith("Reminder set: ")


async def test_of_several_the_new_ones_are_set(house: House) -> None:
    await house.say("remind me at 2pm to drink water")
    said = await house.reply("remind me at 2pm and 6pm to drink water")
    assert said == (
        "Reminder set: drink water\ntoday, Mon 13 Apr at 18:00 (in 6 h)\n"
        "You already have: drink water, today, Mon 13 Apr at 14:00"
    )


async def test_what_was_cancelled_is_set_again(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("cancel that")
    assert (await house.reply("remind me to call mum tomorrow at 9")).startswith("Reminder set")


async def test_two_taps_set_one(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    (asked,) = await house.say("remind me to call mum tomorrow at 9")
    await house.press("Set a second one")
    (toast, *_) = await house.press_again(asked, "Set a second one")
    assert toast.reply.text == "It is set once more already."
    assert (await rung(house)).count("call mum") == 2


async def test_a_tap_that_sets_nothing_does_not_say_so(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("remind me to call mum")
    toast, shown = await house.press("Tomorrow")
    assert toast.reply.text == "There is one already tomorrow, Tue 14 Apr at 09:00."
    assert shown.reply.text.startswith("You already have that one")
