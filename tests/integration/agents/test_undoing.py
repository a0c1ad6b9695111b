"""Taking back what was told, and what an edit made of it."""

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
