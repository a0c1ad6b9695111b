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


async def test_of_two_questions_in_one_moment_the_older_is_over(two_calls: House) -> None:
    (first,) = await two_calls.say("move the call reminder to 8pm")
    (second,) = await two_calls.say("rename the call reminder to phone")
    mum, dad = labels(first)
    (toast,) = await two_calls.press_again(first, mum)
    assert "too old" in toast.reply.text
    _, told = await two_calls.press_again(second, dad)
    assert told.reply.text.startswith("Changed: phone\n")
    assert "call mum, 17:00" in await two_calls.reply("reminders")


@pytest.mark.parametrize(
    "words",
    [
        "the second one", "2", "the 2nd", "number two please", "#2", "the last one", "dad",
        "the dad one", "the one with dad", "I mean call dad", "the 6pm one", "the one at 6",
        "at 18:00",
    ],
)  # fmt: skip
async def test_it_is_chosen_in_words_too(two_calls: House, words: str) -> None:
    await two_calls.say("move the call reminder to 8pm")
    assert (await two_calls.reply(words)).startswith("Changed: call dad\ntoday, Mon 13 Apr at 20")
    listed = await two_calls.reply("reminders")
    assert "call mum, 17:00" in listed
    assert "call dad, 20:00" in listed


@pytest.mark.parametrize("words", ["neither", "none of them", "never mind", "no", "cancel that"])
async def test_none_of_them_changes_nothing(two_calls: House, words: str) -> None:
    (asked,) = await two_calls.say("move the call reminder to 8pm")
    assert await two_calls.reply(words) == "All right, I leave it at that."
    (toast,) = await two_calls.press_again(asked, labels(asked)[0])
    assert "too old" in toast.reply.text
    assert "20:00" not in await two_calls.reply("reminders")


@pytest.mark.parametrize("words", ["both", "both of them", "all of them", "mum and dad"])
async def test_both_of_them_are_changed(two_calls: House, words: str) -> None:
    await two_calls.say("move the call reminder to 8pm")
    replies = await two_calls.say(words)
    assert [sent.reply.text.splitlines()[:2] for sent in replies] == [
        ["Changed: call mum", "today, Mon 13 Apr at 20:00 (in 8 h)"],
        ["Changed: call dad", "today, Mon 13 Apr at 20:00 (in 8 h)"],
    ]
    await two_calls.press("Undo")
    listed = await two_calls.reply("reminders")
    assert "call mum, 17:00" in listed
    assert "call dad, 18:00" in listed


async def test_what_is_no_choice_is_a_request(two_calls: House) -> None:
    await two_calls.say("move the call reminder to 8pm")
    assert await two_calls.reply("add milk to shopping") == "Added milk to shopping."


@pytest.mark.parametrize("words", ["the fifth one", "call", "the call one", "mum and the third"])
async def test_what_leaves_it_open_is_asked_again(two_calls: House, words: str) -> None:
    (asked,) = await two_calls.say("move the call reminder to 8pm")
    (again,) = await two_calls.say(words)
    assert again.reply.text.startswith("Which of these do you mean?")
    assert again.reply.buttons == asked.reply.buttons
    assert (await two_calls.reply("the first")).startswith("Changed: call mum\n")


async def test_one_that_is_named_twice_is_changed_once(two_calls: House) -> None:
    await two_calls.say("move the call reminder an hour later")
    await two_calls.say("the second and the last")
    assert "call dad, 19:00" in await two_calls.reply("reminders")


@pytest.mark.parametrize("words", ["2", "the two", "all two", "both"])
async def test_a_number_that_may_mean_something_else_is_asked_about(
    house: House, words: str
) -> None:
    for who, hour in (("mum", 2), ("dad", 3), ("Bob", 4)):
        await house.say(f"remind me to call {who} at {hour}pm")
    await house.say("cancel the call reminder")
    assert (await house.reply(words)).startswith("Which of these do you mean?")
    await house.say("all three")
    assert await house.reply("reminders") == "You have no reminders."


async def test_those_of_one_name_are_told_apart_by_their_times(house: House) -> None:
    await house.say("remind me to call the insurance company tomorrow at 9")
    await house.say("remind me to call the insurance company tomorrow at 10")
    (asked,) = await house.say("cancel the insurance reminder")
    assert labels(asked) == [
        "call the insurance…, Tue 14 Apr at 09:00",
        "call the insurance…, Tue 14 Apr at 10:00",
    ]


@pytest.mark.parametrize(
    ("words", "left"),
    [("the second", ["mum"]), ("dad", ["mum"]), ("both", []), ("neither", ["mum", "dad"])],
)
async def test_which_one_to_cancel(two_calls: House, words: str, left: list[str]) -> None:
    (asked,) = await two_calls.say("cancel the call reminder")
    assert asked.reply.text == "Which one shall I cancel?"
    await two_calls.say(words)
    listed = await two_calls.reply("reminders")
    assert [who for who in ("mum", "dad") if f"call {who}" in listed] == left


async def test_after_a_tap_words_choose_nothing_more(two_calls: House) -> None:
    (asked,) = await two_calls.say("cancel the call reminder")
    await two_calls.press(labels(asked)[0])
    await two_calls.say("2")
    assert "call dad" in await two_calls.reply("reminders")


@pytest.mark.parametrize(("words", "left"), [("the vet", ["call the bank"]), ("both", [])])
async def test_which_task_is_done(house: House, words: str, left: list[str]) -> None:
    await house.say("add call the bank to my tasks")
    await house.say("add call the vet to my tasks")
    (asked,) = await house.say("done with call")
    assert asked.reply.text == "Which one is done?"
    await house.say(words)
    assert await house.open_tasks() == left


async def test_which_event_is_moved(house: House) -> None:
    await house.done("meeting with Anna on thursday at 3pm")
    await house.done("meeting with Tom on friday at 3pm")
    (asked,) = await house.say("move the meeting to 5pm")
    assert asked.reply.text == "Which event shall I change?"
    assert "meeting with Tom, Fri 17 Apr at 17:00" in await house.reply("the Tom one")


async def test_which_event_is_deleted(house: House) -> None:
    await house.done("meeting with Anna on thursday at 3pm")
    await house.done("meeting with Tom on friday at 3pm")
    await house.say("delete the meeting")
    await house.say("the one on friday")
    assert await house.events() == ["meeting with Anna"]


async def test_of_two_that_say_the_same_one_is_asked_for(house: House) -> None:
    await house.say("remind me to call Tom at 5pm")
    await house.say("remind me to call Tom at 6pm")
    await house.say("reminders")
    (asked,) = await house.say("cancel call Tom")
    assert len(labels(asked)) == 2
    await house.say("the 5pm one")
    assert "call Tom, 18:00" in await house.reply("reminders")


@pytest.mark.parametrize("words", ["both", "mum and dad"])
async def test_all_that_came_of_it_shows_on_the_message_that_asked(
    two_calls: House, words: str
) -> None:
    (asked,) = await two_calls.say("cancel the call reminder")
    sent = await two_calls.say(words)
    last = [one for one in sent if one.kind == "edit" and one.target_id == asked.id][-1]
    assert last.reply.text == (
        "Cancelled: call mum, today, Mon 13 Apr at 17:00\n"
        "Cancelled: call dad, today, Mon 13 Apr at 18:00"
    )
    assert labels(last) == []


async def test_what_tells_something_is_no_answer(two_calls: House) -> None:
    await two_calls.say("cancel the call reminder")
    await two_calls.say("mum called")
    assert "call mum" in await two_calls.reply("reminders")


@pytest.fixture
async def dozen(house: House) -> House:
    for number in range(12):
        await house.say(
            f"remind me to call aunt{'abcdefghijkl'[number]} tomorrow at {number + 8}:15"
        )
    return house


async def test_all_of_more_than_fit_are_all(dozen: House) -> None:
    (asked,) = await dozen.say("cancel the call reminder")
    assert len(labels(asked)) == 10
    assert asked.reply.text == (
        "Which one shall I cancel?\n… or one of 2 more: name it by its words, or say “all 12”."
    )
    await dozen.say("all of them")
    assert await dozen.reply("reminders") == "You have no reminders."


async def test_one_that_is_not_shown_has_a_name_and_no_place(dozen: House) -> None:
    await dozen.say("cancel the call reminder")
    assert "call auntj" in await dozen.reply("the last one")
    await dozen.say("cancel the call reminder")
    assert "call auntl" in await dozen.reply("auntl")


async def test_all_that_were_listed_are_moved(dozen: House) -> None:
    await dozen.say("reminders")
    told = await dozen.say("move all of them to 23:30")
    assert len(told) == 1
    assert told[0].reply.text.count("23:30") == 12
