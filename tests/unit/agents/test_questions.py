"""What Jenny asks back, and what is taken for the answer."""

from datetime import timedelta

import pytest

from tests.house import House, labels

LEFT = "All right, I leave it at that."


@pytest.mark.parametrize(
    ("order", "asked", "answer", "said"),
    [
        (
            "remind me at 9",
            "What shall I remind you of today, Mon 13 Apr at 21:00?",
            "to call mum",
            "Reminder set: call mum\ntoday, Mon 13 Apr at 21:00 (in 9 h)",
        ),
        (
            "remind me tomorrow at 9",
            "What shall I remind you of tomorrow, Tue 14 Apr at 09:00?",
            "buy milk",
            "Reminder set: buy milk\ntomorrow, Tue 14 Apr at 09:00 (in 21 h)",
        ),
        (
            "remind me at 9",
            "What shall I remind you of today, Mon 13 Apr at 21:00?",
            "my passport!",
            "Reminder set: my passport\ntoday, Mon 13 Apr at 21:00 (in 9 h)",
        ),
    ],
)
async def test_a_time_without_a_subject_is_asked_about(
    house: House, order: str, asked: str, answer: str, said: str
) -> None:
    assert await house.reply(order) == asked
    assert await house.reply(answer) == said


async def test_a_rule_without_a_subject_is_asked_about(house: House) -> None:
    said = await house.reply("remind me every monday at 8")
    assert said == "What shall I remind you of every Monday at 08:00?"
    assert "every Monday at 08:00" in await house.reply("water the plants")


async def test_the_time_is_that_of_the_order_not_of_the_answer(house: House) -> None:
    said = await house.reply("remind me in 20 minutes")
    assert said == "What shall I remind you of today, Mon 13 Apr at 12:20?"
    await house.wait(timedelta(minutes=5))
    said = await house.reply("the oven")
    assert said == "Reminder set: the oven\ntoday, Mon 13 Apr at 12:20 (in 15 min)"


async def test_a_reminder_of_nothing_at_no_time_is_asked_about_twice(house: House) -> None:
    assert (await house.reply("remind me")).startswith("What shall I remind you of?")
    assert await house.reply("call mum") == "When shall I remind you of “call mum”?"
    assert (await house.reply("tomorrow at 9")).startswith("Reminder set: call mum\ntomorrow")


async def test_the_answer_may_bring_the_time(house: House) -> None:
    await house.say("remind me")
    said = await house.reply("call mum tomorrow at 9")
    assert said.startswith("Reminder set: call mum\ntomorrow, Tue 14 Apr at 09:00")


@pytest.mark.parametrize("words", ["never mind", "No.", "forget it", "nothing", "cancel", "stop"])
async def test_nothing_is_an_answer_too(house: House, words: str) -> None:
    await house.say("remind me at 9")
    assert await house.reply(words) == LEFT
    assert await house.reply("what are my reminders?") == "You have no reminders."
    # The question is over: what follows is no answer to it any more.
    assert "Reminder set" not in await house.reply("my passport")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("what are my tasks?", "There is nothing to do."),
        ("add milk to shopping", "Added milk to shopping."),
        ("remind me to pack at 7pm", "Reminder set: pack\ntoday, Mon 13 Apr at 19:00 (in 7 h)"),
        ("/help", "Just write what you want"),
    ],
)
async def test_another_request_is_no_answer(house: House, other: str, said: str) -> None:
    await house.say("remind me at 9")
    assert (await house.reply(other)).startswith(said)


async def test_a_subject_without_a_time_is_asked_about_with_buttons(house: House) -> None:
    (asked,) = await house.say("remind me to call mum")
    assert asked.reply.text == "When shall I remind you of “call mum”?"
    assert labels(asked) == ["In 1 hour", "Tonight", "Tomorrow"]
    assert await house.reply("never mind") == LEFT
    assert await house.reply("what are my reminders?") == "You have no reminders."


async def set_three(house: House) -> None:
    for what in ("call mum tomorrow at 8", "call bob tomorrow at 9", "stretch every day at 10"):
        await house.say(f"remind me to {what}")


async def test_all_reminders_go_only_after_a_yes(house: House) -> None:
    await set_three(house)
    (asked,) = await house.say("cancel all my reminders")
    assert asked.reply.text == (
        "Shall I cancel 3 reminders?\n"
        "1. call mum, tomorrow, Tue 14 Apr at 08:00\n"
        "2. call bob, tomorrow, Tue 14 Apr at 09:00\n"
        "3. stretch, every day at 10:00, next tomorrow, Tue 14 Apr at 10:00"
    )
    assert labels(asked) == ["Delete", "Keep"]
    await house.press("Keep")
    assert "3. stretch" in await house.reply("what are my reminders?")
    await house.say("cancel all my reminders")
    toast, edit = await house.press("Delete")
    assert toast.reply.text == "Cancelled: 3 reminders"
    assert edit.reply.text.startswith("Cancelled:\n1. call mum")
    assert await house.reply("what are my reminders?") == "You have no reminders."
    await house.press("Undo")
    assert "3. stretch" in await house.reply("what are my reminders?")


async def test_a_yes_in_words_is_the_button(house: House) -> None:
    await set_three(house)
    await house.say("cancel all my reminders")
    assert (await house.reply("yes, please")).startswith("Cancelled:\n1. call mum")
    assert await house.reply("yes") == (
        "I have asked nothing just now. Tell me what you would like; /help has examples."
    )


async def test_an_old_question_deletes_nothing(house: House) -> None:
    await set_three(house)
    (asked,) = await house.say("cancel all my reminders")
    await house.say("add milk to shopping")
    (toast,) = await house.press_again(asked, "Delete")
    assert toast.reply.text == "That question is over. Tell me again which reminders to cancel."
    assert await house.reply("yes") != "Cancelled"
    assert "3. stretch" in await house.reply("what are my reminders?")


async def test_a_whole_list_is_cleared_by_a_yes(house: House) -> None:
    await house.say("add milk and bread to shopping")
    await house.say("clear my shopping list")
    assert await house.reply("ok") == "Removed 2 items from shopping."
    assert await house.open_tasks() == []


async def test_a_number_counts_among_those_that_are_left(house: House) -> None:
    await set_three(house)
    await house.say("what are my reminders?")
    await house.say("cancel the first one")
    said = await house.reply("cancel the second one")
    assert said.startswith("Cancelled: stretch")
