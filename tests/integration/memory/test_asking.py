"""An order to forget shows what it would take along, asks, and forgets just that."""

from datetime import timedelta

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
