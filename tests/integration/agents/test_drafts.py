"""Events are proposed, and a tap or a word decides."""

from tests.integration.agents.conftest import Chat, labels

DRAFT = "Shall I put this in your calendar?\n"


async def created(chat: Chat, text: str) -> str:
    await chat.say(text)
    _, edit = await chat.press("Create")
    return edit.reply.text


async def test_a_no_drops_the_draft(chat: Chat) -> None:
    (draft,) = await chat.say("dentist on thursday at 3pm")
    assert await chat.reply("never mind") == "All right. Nothing is put in: dentist."
    (toast,) = await chat.press_again(draft, "Create")
    assert toast.reply.text == "That was cancelled already."
    assert await chat.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."


async def test_a_second_tap_says_what_has_happened_already(chat: Chat) -> None:
    (draft,) = await chat.say("dentist on thursday at 3pm")
    await chat.press("Create")
    (toast,) = await chat.press_again(draft, "Create")
    assert toast.reply.text == "That is done already: dentist, Thu 16 Apr at 15:00."
    (toast,) = await chat.press_again(draft, "Cancel")
    assert toast.reply.text == "That is done already: dentist, Thu 16 Apr at 15:00."
    assert (await chat.reply("what's on thursday?")).count("dentist") == 1


async def test_what_was_created_is_undone_and_can_be_created_once_more(chat: Chat) -> None:
    await created(chat, "dentist on thursday at 3pm")
    _, edit = await chat.press("Undo")
    assert labels(edit) == ["Create", "Change", "Cancel"]
    assert await chat.reply("what's on thursday?") == "Nothing is on Thu 16 Apr."
    _, edit = await chat.press("Create")
    assert edit.reply.text == "In your calendar: dentist, Thu 16 Apr at 15:00."


async def test_the_graph_learns_of_events_that_are_there(chat: Chat) -> None:
    await created(chat, "dentist on thursday at 3pm")
    async with chat.house.database.connection(chat.owner_id) as connection:
        cursor = await connection.execute(
            "select kind, target from interactions where agent = 'calendar' order by id"
        )
        steps = [(row["kind"], row["target"] is not None) for row in await cursor.fetchall()]
    assert steps == [("INTERACTED_WITH", False), ("HAS_EVENT", True)]


async def test_an_edit_of_what_changed_a_draft_changes_it_anew(chat: Chat) -> None:
    await chat.say("dentist on thursday at 3pm")
    await chat.say("at 6")
    (draft,) = await chat.edit(3, "at 5")
    assert draft.reply.text == f"{DRAFT}dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"
    assert await chat.reply("yes") == "In your calendar: dentist, Thu 16 Apr at 17:00."
