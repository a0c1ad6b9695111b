"""An order to forget shows what it would take along, asks, and forgets just that."""

import asyncio
from datetime import timedelta

import pytest

from agents.recalling import UNKNOWN as NOTHING
from core.models import Episode
from core.tasks import Task
from tests.integration.memory.chats import Talk, labels


async def test_all_about_a_person_is_shown_and_then_gone(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    talk.wait(timedelta(minutes=1))
    await talk.say("My sister Zelda loves figs. I live in Berlin.")
    await talk.say("remind me to call Zelda tomorrow at 9")
    [asked] = await talk.say("forget everything about my sister")
    assert asked.reply.text.splitlines() == [
        "Shall I forget everything about my sister? That is 2 facts and 3 messages: “My sister"
        " Zelda loves figs” and “Zelda is my sister”. It can't be undone.",
        "",
        "What is planned stays, unless you choose otherwise: 1 reminder.",
    ]
    assert labels(asked) == ["Delete", "Keep", "Also 1 reminder"]
    toast, shown = await talk.press("Delete")
    assert "What remains: 1 reminder with the same words." in shown.reply.text
    assert labels(shown) == []
    assert set(talk.holding("zelda")) == {"reminders", "changes"}
    assert "I don't know" in await talk.answer("who is Zelda?")
    assert await talk.answer("where do I live?") == "You live in Berlin."
    assert toast.reply.text == "Forgotten."


async def test_what_is_planned_goes_when_it_is_chosen(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("remind me to call Zelda tomorrow at 9")
    await talk.say("remind me to call mum tomorrow at 10")
    await talk.say("forget all about Zelda")
    await talk.press("Also 1 reminder")
    assert talk.holding("zelda") == []
    assert "mum" in await talk.answer("what are my reminders?")


async def test_what_was_planned_and_is_done_is_named_and_goes_too(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("add task call Zelda")
    await talk.say("remind me to visit Zelda tomorrow at 9")
    await talk.say("done with call Zelda")
    await talk.say("delete the reminder to visit Zelda")
    [asked] = await talk.say("forget all about Zelda")
    assert "1 reminder and 1 task" in asked.reply.text
    await talk.press(labels(asked)[-1])
    assert talk.holding("zelda") == []


async def test_an_order_that_finds_nothing_is_not_kept_either(talk: Talk) -> None:
    for order in (
        "forget everything about Zelda",
        "forget that Zelda likes figs",
        "forget everything about Zelda and all of her many other friends",
    ):
        await talk.say(order)
    assert talk.holding("zelda") == []


async def test_keep_keeps_it_all(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("forget everything about Zelda")
    await talk.press("Keep")
    assert await talk.answer("who is Zelda?") == "Zelda is your sister."


async def test_a_period_is_forgotten_by_its_days(talk: Talk) -> None:
    await talk.say("I love figs")
    talk.wait(timedelta(days=1))
    await talk.say("I love durian")
    talk.wait(timedelta(days=1))
    [asked] = await talk.say("forget what I told you yesterday")
    assert asked.reply.text.startswith(
        "Shall I forget everything that you told me yesterday, Wed 15 Apr?"
    )
    assert "1 fact and 1 message: “I love durian”" in asked.reply.text
    await talk.press("Delete")
    assert talk.holding("durian") == []
    assert await talk.answer("what do I love?") == "You love figs. (told Tue 14 Apr)"
    assert "nothing like that" in await talk.answer("forget everything from yesterday")


async def test_a_person_within_a_period(talk: Talk) -> None:
    await talk.say("Zelda loves figs")
    talk.wait(timedelta(days=1))
    await talk.say("Zelda loves durian")
    talk.wait(timedelta(days=1))
    await talk.say("forget everything I told you about Zelda yesterday")
    await talk.press("Delete")
    assert talk.holding("durian") == []
    assert "figs" in await talk.answer("who is Zelda?")


async def test_everything_wants_the_word_in_time(talk: Talk) -> None:
    await talk.say("I love figs")
    [asked] = await talk.say("forget everything")
    assert labels(asked) == ["Keep"]
    talk.wait(timedelta(hours=2))
    assert "write the word" in await talk.answer("erase")
    await talk.say("no")
    await talk.say("erase")
    assert await talk.answer("what do I love?") == "You love figs."
    await talk.say("forget everything")
    assert (await talk.answer("Erase")).startswith("Forgotten for good: 1 fact")
    assert talk.holding("figs") == []


async def test_the_receipt_says_when_the_files_are_free_of_it(talk: Talk) -> None:
    assert await talk.answer("/memory receipts") == "You have had me forget nothing yet."
    await talk.say("I love figs")
    await talk.say("forget that I love figs")
    await talk.press("Delete")
    assert await talk.house.scrubber.drain() is True
    before = len(talk.door.sent)
    await talk.house.delivery.drain("terminal")
    [shown] = talk.door.sent[before:]
    assert shown.kind == "edit"
    assert shown.reply.text.endswith("Receipt 1: done, no trace of it is left in the files.")
    said = await talk.answer("/memory receipts")
    assert said.splitlines()[1] == (
        "1. today at 14:00: 1 fact and 1 message – done, no trace of it is left in the files."
    )


async def test_nobody_else_sees_a_receipt_or_forgets_by_a_button(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    ben = await talk.another("ben")
    await ben.say("hello")
    toast, *_ = await ben.pressing("erase:1:abcd:::Zelda")
    assert toast.reply.text == "That is forgotten already."
    for data in ("erase:", "erase:1", "erase:0:x:y:z", f"erase:1:{9 * 10**17}::"):
        await ben.pressing(data)
    assert await talk.answer("who is Zelda?") == "Zelda is your sister."
    assert await ben.answer("/memory receipts") == "You have had me forget nothing yet."


async def test_in_a_group_nothing_private_is_quoted(talk: Talk) -> None:
    await talk.say("I'm allergic to nuts")
    await talk.say("I like nuts in films")
    talk.chat_id = -100
    for order in (
        "forget everything about nuts",
        "forget what I told you today",
        "forget that I'm allergic to nuts",
        "forget allergic",
    ):
        assert "allergic to" not in repr(await talk.say(order))
    talk.chat_id = 1
    assert "nuts" in await talk.answer("what am I allergic to?")


async def test_a_late_tap_forgets_what_was_shown_or_asks_again(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("forget everything about Zelda")
    talk.wait(timedelta(minutes=1))
    await talk.say("Zelda loves figs")
    _, asked = await talk.press("Delete")
    assert asked.reply.text.startswith("That has changed since I asked. Shall I forget everything")
    assert "2 facts and 2 messages: “Zelda loves figs” and “Zelda is my sister”" in asked.reply.text
    assert await talk.answer("who is Zelda?") != NOTHING
    await talk.say("forget everything about Zelda")
    assert "Forgotten for good: 2 facts" in await talk.answer("yes")
    assert talk.holding("zelda") == []


async def test_what_is_planned_meanwhile_is_shown_before_it_goes(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("remind me to call Zelda tomorrow at 9")
    await talk.say("forget everything about Zelda")
    await talk.say("remind me to visit Zelda tomorrow at 10")
    _, asked = await talk.press("Also 1 reminder")
    assert labels(asked) == ["Delete", "Keep", "Also 2 reminders"]
    _, gone = await talk.press("Also 2 reminders")
    assert "and 2 reminders. This" in gone.reply.text
    assert talk.holding("zelda") == []


async def test_a_fact_that_was_put_right_is_not_forgotten_by_the_button_of_before(
    talk: Talk,
) -> None:
    await talk.say("remember that my neighbour is called Zelda")
    await talk.say("forget that my neighbour is called Zelda")
    await talk.say("who is my neighbour?")
    await talk.say("no, my neighbour is called Zora")
    _, asked = await talk.press("Delete")
    assert "“my neighbour is called Zora”" in asked.reply.text
    assert talk.rows("select text from memories") == [("my neighbour is called Zora",)]
    await talk.press("Delete")
    assert talk.holding("zora") == []


async def test_yes_to_a_period_that_the_yes_lies_in(talk: Talk) -> None:
    await talk.say("I love figs")
    await talk.say("forget what I told you today")
    assert "Forgotten for good: 1 fact, 1 message" in await talk.answer("yes")
    assert talk.holding("figs") == []


async def test_everything_takes_plans_along_when_it_is_chosen(talk: Talk) -> None:
    await talk.say("I love figs")
    await talk.say("remind me to buy figs tomorrow at 9")
    await talk.say("lunch with Zelda on thursday at 1pm")
    await talk.press("Create")
    [asked] = await talk.say("forget everything")
    assert labels(asked) == ["Keep", "Also 1 reminder, 1 event"]
    assert "What is planned stays" in asked.reply.text
    toast, shown = await talk.press("Also 1 reminder, 1 event")
    assert "write the word “erase”" in shown.reply.text
    assert (labels(shown), toast.reply.text) == (
        ["Keep"],
        "Write the word, then it goes with the rest.",
    )
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.tasks.add(Task(title="Cake for Zelda"), talk.clock.now())
    asked_again = await talk.answer("erase")
    assert asked_again.startswith("That has changed since I asked.")
    assert "1 reminder, 1 task and 1 event" in asked_again
    assert "1 reminder, 1 task and 1 event. This can't" in await talk.answer("erase")
    assert "and 3 of what was planned –" in await talk.answer("receipts")
    assert (talk.holding("zelda"), talk.holding("figs")) == ([], [])
    assert talk.rows("select count(*) from reminders") == [(0,)]


async def test_everything_leaves_plans_where_nothing_is_chosen(talk: Talk) -> None:
    await talk.say("I love figs")
    await talk.say("remind me to buy milk tomorrow at 9")
    await talk.say("forget everything")
    await talk.say("erase")
    assert talk.rows("select text from reminders") == [("buy milk",)]


async def test_what_waits_is_forgotten_with_everything(talk: Talk) -> None:
    await talk.say("I love figs")
    waiting = await talk.receive("text", "Zelda told me of durian")
    await talk.say("forget everything")
    after = await talk.receive("text", "remember that I love rain")
    async with talk.house.database.transaction(talk.owner_id) as work:
        gone = await work.memories.forget_all(talk.clock.now(), after.inbox_id)
    assert gone.queued == 1
    assert talk.holding("durian") == []
    await talk.deal(waiting)
    assert talk.holding("durian") == []
    await talk.deal(after)
    assert await talk.answer("what do I love?") == "You love rain."


async def test_receipts_are_asked_for_in_words(talk: Talk) -> None:
    await talk.say("hello")
    for words in ("receipts", "show my receipts", "What have you forgotten?", "/memory receipts"):
        assert await talk.answer(words) == "You have had me forget nothing yet.", words


async def test_in_a_group_a_message_is_forgotten_by_its_time(talk: Talk) -> None:
    await talk.say("the curtain of the theatre fell down on everybody")
    talk.chat_id = -100
    [asked] = await talk.say("forget that the curtain of the theatre fell")
    assert "curtain" not in repr(asked)
    assert asked.reply.text.startswith("Shall I forget your message of today at 14:00?")
    _, shown = await talk.press("Delete")
    assert "Receipt 1: " in shown.reply.text
    assert talk.holding("curtain") == []


async def test_a_toast_is_whole(talk: Talk) -> None:
    await talk.say("remember that I like tea")
    await talk.say("/memory")
    await talk.press("1")
    toast, _ = await talk.press("Forget")
    assert toast.reply.text == ("Forgotten for good: 1 fact, 1 message and 1 relation. Receipt 1.")


async def test_messages_that_tell_it_in_other_words_are_counted_before_they_go(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("my sister loves durian")
    [asked] = await talk.say("forget everything about Zelda")
    assert "That is 2 facts and 2 messages:" in asked.reply.text
    _, gone = await talk.press("Delete")
    assert "2 facts, 2 messages" in gone.reply.text


async def test_what_only_plans_name_is_told_and_goes_when_it_is_chosen(talk: Talk) -> None:
    await talk.say("remind me to call Zelda tomorrow at 9")
    await talk.say("forget everything about Zelda")
    await talk.press("Delete")
    [asked] = await talk.say("forget everything about Zelda")
    assert asked.reply.text == (
        "I remember nothing about Zelda, but it is in what is planned: 1 reminder. Shall I delete"
        " that? It can't be undone."
    )
    await talk.press("Delete")
    assert talk.holding("zelda") == []


@pytest.mark.parametrize(
    "order",
    [
        "Zelda, please",
        "Zelda and Ben",
        "Zelda now",
        "Zelda & Ben",
        "Zelda or Ben",
        "Zelda, thanks!",
    ],
)
async def test_who_is_meant_is_found_whatever_is_said_around_the_name(
    talk: Talk, order: str
) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("Ben is my friend")
    [asked] = await talk.say(f"forget everything about {order}")
    assert "“Zelda is my sister”" in asked.reply.text
    assert ("“Ben is my friend”" in asked.reply.text) == ("Ben" in order)


@pytest.mark.parametrize(
    "order",
    [
        *("delete my memory", "clear your memory", "forget me", "erase my memory, please"),
        *("clear memory", "forget what you know about me", "forget what you know"),
    ],
)
async def test_all_of_it_may_be_called_the_memory(talk: Talk, order: str) -> None:
    await talk.say("I love figs")
    assert "write the word “erase”" in await talk.answer(order)


@pytest.mark.parametrize("order", ["everything except Zelda", "all but my name", "all my likes"])
async def test_some_of_it_is_never_taken_for_all(talk: Talk, order: str) -> None:
    await talk.say("Zelda likes figs")
    assert "everything that I remember" not in await talk.answer(f"forget {order}")
    await talk.say("erase")
    assert talk.rows("select count(*) from memories") == [(1,)]


@pytest.mark.parametrize(
    "order", ["what I just told you", "all about it", "everything about that", "what I said"]
)
async def test_what_was_told_last_may_be_pointed_at(talk: Talk, order: str) -> None:
    await talk.say("I love figs")
    await talk.say("I love durian")
    [asked] = await talk.say(f"forget {order}")
    assert asked.reply.text.startswith("Shall I forget “I love durian”")


async def test_of_a_day_that_has_the_thing_only_the_thing_is_meant(talk: Talk) -> None:
    await talk.say("I love figs")
    await talk.say("The party was loud")
    talk.wait(timedelta(days=1))
    [asked] = await talk.say("forget everything about yesterday's party")
    assert "figs" not in asked.reply.text
    await talk.press("Delete")
    assert (talk.holding("loud"), bool(talk.holding("figs"))) == ([], True)


async def test_hours_are_asked_about_as_hours(talk: Talk) -> None:
    await talk.say("I love figs")
    talk.wait(timedelta(hours=2))
    await talk.say("I love durian")
    talk.wait(timedelta(minutes=10))
    [asked] = await talk.say("forget what I told you in the last hour")
    assert asked.reply.text.startswith(
        "Shall I forget everything that you told me today at 15:10–16:10? That is 1 fact and 1"
    )
    await talk.press("Delete")
    assert (talk.holding("durian"), bool(talk.holding("figs"))) == ([], True)
    [asked] = await talk.say("forget everything I told you before tomorrow")
    assert "that you told me before tomorrow, Wed 15 Apr? That is 1 fact" in asked.reply.text


async def test_what_is_kept_in_the_very_moment_is_not_left_behind(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    [asked] = await talk.say("forget everything about Zelda")
    press = await talk.receive("press", "", asked.reply.buttons[0][0].data)
    async with talk.house.database.transaction(talk.owner_id) as work:
        # Whoever adds is waited for.
        await work.episodes.bring([Episode(text="Zelda sang", said_at=talk.clock.now())])
        pressing = asyncio.create_task(talk.deal(press))
        await _until_waits(talk)
    _, anew = await pressing
    assert anew.reply.text.startswith("That has changed since I asked.")
    assert "1 fact and 2 messages" in anew.reply.text
    await talk.press("Delete")
    assert talk.holding("zelda") == []


async def _until_waits(talk: Talk, count: int = 1) -> None:
    waiting = "select 1 from pg_locks where not granted"
    while len(await asyncio.to_thread(talk.rows, waiting)) < count:
        await asyncio.sleep(0.01)


async def test_two_orders_at_once_are_both_carried_out(talk: Talk) -> None:
    await talk.say("I like figs")
    await talk.say("I like durian")
    data: list[str] = []
    for what in ("figs", "durian"):
        [asked] = await talk.say(f"forget that I like {what}")
        data.append(asked.reply.buttons[0][0].data)
    presses = [await talk.receive("press", "", one) for one in data]
    async with talk.house.database.transaction(talk.owner_id) as work:
        # Whoever adds is waited for, so that both of them have begun when it ends.
        await work.episodes.bring([Episode(text="Zelda sang", said_at=talk.clock.now())])
        both = asyncio.gather(*(talk.house.dispatcher.handle(press) for press in presses))
        await _until_waits(talk, 2)
    await both
    assert (talk.holding("figs"), talk.holding("durian")) == ([], [])
    assert len(talk.rows("select id from erasures")) == 2
