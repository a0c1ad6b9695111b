"""Pointing at what was shown, or has just rung: by its place, or by a bare time."""

from datetime import timedelta

import pytest

from core.models import Outgoing
from tests.house import House, labels

HOUR = timedelta(hours=1)


@pytest.fixture
async def three(house: House) -> House:
    """Noon is Monday 13 April in Berlin; the list was shown."""
    await house.say("remind me to call mum at 5pm")
    await house.say("remind me to feed the cat at 6pm")
    await house.say("remind me to water the plants at 7pm")
    await house.say("reminders")
    return house


@pytest.fixture
async def rung(house: House) -> House:
    """It is 13:00, and something has rung."""
    await house.say("remind me to call mum at 1pm")
    await house.wait(HOUR)
    return house


async def listed(house: House) -> list[str]:
    text = await house.reply("reminders")
    return [line.partition(". ")[2] for line in text.splitlines() if line[:1].isdecimal()]


def told(sent: list[Outgoing]) -> list[str]:
    return [one.reply.text for one in sent if one.kind == "reply"]


@pytest.mark.parametrize(
    "words",
    ["move the second one to 8pm", "move the second to 20:00", "push number 2 to 8pm",
     "and the 2nd one to 8pm", "change 2 to 8pm", "set the second reminder to 8pm"],
)  # fmt: skip
async def test_a_place_names_the_one_to_move(three: House, words: str) -> None:
    await three.say(words)
    assert await listed(three) == [
        "call mum, 17:00",
        "water the plants, 19:00",
        "feed the cat, 20:00",
    ]


@pytest.mark.parametrize("words", ["delete 2", "cancel the second one", "drop number two"])
async def test_a_place_names_the_one_to_cancel(three: House, words: str) -> None:
    await three.say(words)
    assert await listed(three) == ["call mum, 17:00", "water the plants, 19:00"]


@pytest.mark.parametrize(
    "words", ["cancel the first and the third", "delete 1 and 3", "delete 1, 3"]
)
async def test_several_places(three: House, words: str) -> None:
    assert "Shall I cancel 2 reminders?" in (await three.reply(words))
    await three.press("Delete")
    assert await listed(three) == ["feed the cat, 18:00"]


async def test_a_place_names_the_one_to_reword(three: House) -> None:
    await three.say("rename the last one to water the roses")
    assert (await listed(three))[-1] == "water the roses, 19:00"


async def test_all_that_were_shown_are_moved(three: House) -> None:
    assert len(told(await three.say("move them to tomorrow"))) == 3
    await three.press("Undo")
    assert await listed(three) == [
        "call mum, 17:00",
        "feed the cat, 18:00",
        "water the plants, 19:00",
    ]


async def test_both_are_two(three: House) -> None:
    assert "Which one" in (await three.reply("delete both"))


@pytest.fixture
async def shopping(house: House) -> House:
    await house.say("add eggs, bread, butter and jam to shopping")
    await house.say("shopping")
    return house


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("tick off the first and the third", ["bread", "jam"]),
        ("tick off eggs and butter", ["bread", "jam"]),
        ("delete 1 and 2", ["butter", "jam"]),
        ("delete them", []),
        ("tick off all", []),
        ("delete both", ["eggs", "bread", "butter", "jam"]),
    ],
)
async def test_items_of_a_list_are_pointed_at(shopping: House, words: str, left: list[str]) -> None:
    await shopping.say(words)
    assert await shopping.open_tasks() == left
    await shopping.say("undo")


async def test_an_item_goes_to_another_list(shopping: House) -> None:
    await shopping.say("move the second one to tasks")
    assert "bread" in await shopping.reply("my tasks list")


async def test_the_shopping_list_is_emptied(shopping: House) -> None:
    assert await shopping.reply("clear shopping") == "Shall I remove 4 items from shopping?"
    await shopping.say("yes")
    assert await shopping.open_tasks() == []


async def test_a_tick_undone_in_words_is_told_briefly(shopping: House) -> None:
    await shopping.press("jam")
    (said,) = told(await shopping.say("undo"))
    assert said == "Taken back: the message with the button shows it as it was."


async def test_what_is_gone_is_not_another_one(three: House) -> None:
    await three.say("delete 2")
    assert await three.reply("move all of them to tomorrow") == (
        "Nothing of that reminder is left to ring."
    )


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("at 13:20", "today, Mon 13 Apr at 13:20"),
        ("move it to 5pm", "today, Mon 13 Apr at 17:00"),
        ("tomorrow at 9", "tomorrow, Tue 14 Apr at 09:00"),
        ("make it an hour later", "today, Mon 13 Apr at 14:00"),
        ("1h", "today, Mon 13 Apr at 14:00"),
        ("tonight", "today, Mon 13 Apr at 20:00"),
        ("later", "today, Mon 13 Apr at 13:10"),
        ("not now", "today, Mon 13 Apr at 13:10"),
        ("in a bit", "today, Mon 13 Apr at 13:10"),
    ],
)
async def test_a_time_after_it_rang_lets_it_ring_again(rung: House, words: str, until: str) -> None:
    (said,) = told(await rung.say(words))
    assert said.startswith(f"Snoozed: call mum\n{until}")


async def test_a_time_after_one_of_a_series_leaves_the_series(house: House) -> None:
    await house.say("remind me of yoga every day at 13:00")
    await house.wait(HOUR)
    (said,) = told(await house.say("at 14:00"))
    assert said.startswith("Snoozed: yoga\ntoday, Mon 13 Apr at 14:00")
    assert "every day at 13:00" in await house.reply("reminders")


async def test_the_reach_of_a_change_is_said_afterwards(house: House) -> None:
    await house.say("remind me of yoga every day at 13:00")
    (changed,) = await house.say("move yoga to 14:00")
    edit, reply = sorted(await house.say("only this one"), key=lambda sent: sent.kind)
    assert reply.reply.text.startswith("Changed: yoga\ntoday, Mon 13 Apr at 14:00 (in 2 h)\n")
    assert (edit.target_id, labels(edit)) == (changed.id, [])
    assert "every day at 13:00" in await house.reply("reminders")
    (said,) = told(await house.say("move yoga to tomorrow at 15:00"))
    assert "every day" not in said.splitlines()[1]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "move it to 14:00, only tomorrow",
            ["yoga, 13:00 (every day at 13:00)", "yoga, moved to 14:00"],
        ),
        (
            "move it to 14:00 just this once",
            ["yoga, moved to 14:00", "yoga, 13:00 (every day at 13:00)"],
        ),
        ("change it to 14:00 for all following", ["yoga, 14:00 (every day at 14:00)"]),
    ],
)
async def test_how_far_a_change_reaches_is_said_with_it(
    house: House, words: str, left: list[str]
) -> None:
    await house.say("remind me of yoga every day at 13:00")
    await house.say(words)
    assert await listed(house) == left


async def test_one_that_was_moved_alone_is_moved_alone_until_all_are_wanted(house: House) -> None:
    await house.say("remind me of yoga every day at 13:00")
    await house.say("move yoga to 14:00")
    await house.say("only this one")
    (said,) = await house.say("move it to 15:00")
    assert said.reply.text.startswith("Changed: yoga\ntoday, Mon 13 Apr at 15:00 (in 3 h)\n")
    assert labels(said) == ["All following", "Undo"]
    (_, reply) = sorted(await house.say("all following"), key=lambda sent: sent.kind)
    assert reply.reply.text.startswith("Changed: yoga\nevery day at 15:00. Next: today, Mon 13 Apr")
    assert await listed(house) == ["yoga, 15:00 (every day at 15:00)"]


async def test_without_a_change_there_is_nothing_to_reach(house: House) -> None:
    await house.say("remind me to call mum at 5pm")
    await house.say("move call mum to 6pm")
    (said,) = told(await house.say("all following"))
    assert said.startswith("I have changed no series just now")


@pytest.mark.parametrize("words", ["done", "snooze"])
async def test_undone_the_ringing_asks_again(rung: House, words: str) -> None:
    await rung.say(words)
    edits = [sent for sent in await rung.say("undo") if sent.kind == "edit"]
    (shown,) = [sent for sent in edits if "Done" in labels(sent)]
    assert shown.reply.text == "call mum"
    await rung.press("Done")
    assert await rung.wait(3 * HOUR) == []


async def test_one_that_was_moved_was_not_snoozed_and_goes_with_its_series(house: House) -> None:
    await house.say("remind me of yoga every day at 13:00")
    await house.say("move yoga to tomorrow at 15:00")
    assert "yoga, moved to 15:00" in (await listed(house))
    assert (await house.reply("cancel yoga")).startswith(
        "Cancelled: yoga, every day at 13:00, next tomorrow, Tue 14 Apr at 13:00"
    )
    assert await listed(house) == []


async def test_a_bare_hour_is_a_time_for_what_has_any_name(house: House) -> None:
    await house.say("remind me to take vitamins at 5pm")
    await house.say("move vitamins to 7")
    assert await listed(house) == ["take vitamins, 19:00"]


@pytest.mark.parametrize("words", ["move both to 8pm", "move all two to 8pm"])
async def test_so_many_as_were_not_shown_are_asked_about(three: House, words: str) -> None:
    before = await listed(three)
    assert await three.reply(words) == "Which one do you mean?"
    assert await listed(three) == before


async def test_minutes_to_an_hour_are_no_place(house: House) -> None:
    await house.say("remind me to call mum at 9pm")
    assert (await house.reply("five to nine")).startswith("Changed: call mum\ntoday, Mon 13 Apr at")
    assert await listed(house) == ["call mum, 20:55"]


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("move it to 5 to 6", "17:55"),
        ("move water plants to 10 to 8", "07:50"),
        ("move the water plants reminder to 5 to 6", "17:55"),
        ("move it to 20 past 5", "17:20"),
    ],
)
async def test_minutes_to_an_hour_are_a_clock_time(house: House, words: str, clock: str) -> None:
    await house.say("remind me tomorrow at 15:00 to water plants")
    assert (await house.reply(words)).startswith(
        f"Changed: water plants\ntomorrow, Tue 14 Apr at {clock} "
    )
