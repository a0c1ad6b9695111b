"""Taking back what was told, and what an edit made of it."""

import pytest

from tests.integration.agents.conftest import Chat, labels


async def test_what_an_edit_did_is_taken_back_though_the_original_told_a_fact(chat: Chat) -> None:
    await chat.say("Anna is my sister")
    (said,) = await chat.edit(2, "add milk to shopping")
    assert (said.reply.text, labels(said)) == ("Added milk to shopping.", ["Undo"])
    toast, _ = await chat.press("Undo")
    assert toast.reply.text == "Undone."
    assert await chat.reply("what's on my shopping list?") == "There is nothing on shopping."
    # What the person has corrected away is not brought back half.
    assert "I don't know" in await chat.reply("who is Anna?")
    assert await chat.reply("/memory") == "I remember nothing of you yet."


async def test_an_edit_that_told_more_is_taken_back_to_what_was_true(chat: Chat) -> None:
    await chat.say("Anna lives in Berlin")
    await chat.say("Anna lives in Paris now")
    await chat.edit(3, "Anna lives in Rome now")
    assert "Rome" in await chat.reply("where does Anna live?")
    await chat.press("Undo")
    assert await chat.reply("where does Anna live?") == "Anna lives in Berlin."


NOT_BACK = (
    "The last thing was to forget, and that can't be undone, so I have taken nothing back."
    " What came before has an Undo button of its own."
)


@pytest.mark.parametrize("words", ["forget that I like tea", "/memory", "forget everything"])
async def test_forgetting_has_no_undo_and_spares_what_came_before(chat: Chat, words: str) -> None:
    await chat.say("add milk to shopping")
    await chat.say("remember that I like tea")
    await chat.say("I love hiking")
    await chat.say("add bread to shopping")
    await chat.say(words)
    if words == "/memory":
        await chat.press("2")
        await chat.press("Forget")
    if words == "forget everything":
        await chat.say("erase")
    if words == "forget that I like tea":
        await chat.press("Delete")
    assert await chat.reply("undo") == NOT_BACK
    assert await chat.reply("undo") == NOT_BACK
    assert "bread" in await chat.reply("what's on my shopping list?")
    if words != "forget everything":
        assert "hiking" in await chat.reply("what do I like?")


async def test_what_came_after_forgetting_is_taken_back(chat: Chat) -> None:
    await chat.say("remember that I like tea")
    await chat.say("forget that I like tea")
    await chat.press("Delete")
    await chat.say("add bread to shopping")
    assert await chat.reply("undo") == "Taken back:\nAdded bread to shopping."
    assert await chat.reply("undo") == NOT_BACK


async def test_a_forgetting_that_was_not_wanted_after_all_changes_nothing(chat: Chat) -> None:
    await chat.say("add bread to shopping")
    await chat.say("forget everything")
    await chat.press("Keep")
    assert await chat.reply("undo") == "Taken back:\nAdded bread to shopping."
