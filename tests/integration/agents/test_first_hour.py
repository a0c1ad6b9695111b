"""What a person tries in the first hour, on real servers: it works, and can be taken back."""

from datetime import timedelta

from psycopg import sql

from agents.chat import NO_MODEL
from agents.settings import HELP
from tests.integration.agents.conftest import Chat, labels

# Each changes something, after what stands before it; the button that does so, where one asks.
CHANGES = (
    ("remind me to call mum tomorrow at 9", ""),
    ("move the reminder to call mum to 10:30", ""),
    ("cancel my reminder to call mum", ""),
    ("add milk and bread to shopping", ""),
    ("move the milk task to friday", ""),
    ("milk is done", ""),
    ("remove bread from shopping", ""),
    ("clear my shopping list", "Delete"),
    ("dentist on thursday at 3pm", "Create"),
    ("move the dentist to friday at 4pm", "Move"),
    ("delete the dentist appointment", "Delete"),
    ("cancel all my reminders", "Delete"),
    ("set my morning to 8", ""),
    ("/tz Asia/Tokyo", ""),
    ("remember that I like my coffee black", ""),
    ("Anna is my sister", ""),
)
TABLES = (
    "reminders", "occurrences", "tasks", "calendar_events", "memories", "relations", "entities",
    "people",
)  # fmt: skip
SUM = "select md5(string_agg(t::text, chr(10) order by t::text)) as sum from {} t"


async def rows(chat: Chat) -> list[object]:
    """What each table of the person holds, as a sum."""
    found: list[object] = []
    async with chat.house.database.connection(chat.owner_id) as connection:
        for table in TABLES:
            cursor = await connection.execute(sql.SQL(SUM).format(sql.Identifier(table)))
            found += [row["sum"] for row in await cursor.fetchall()]
    return found


async def test_every_change_can_be_taken_back_and_leaves_no_trace(chat: Chat) -> None:
    await chat.say("remind me to stretch every day at 8")
    await chat.say("add eggs to shopping")
    for words, label in CHANGES:
        before = await rows(chat)
        (said,) = await chat.say(words)
        if label:
            _, said = await chat.press(label)
        assert labels(said)[-1:] == ["Undo"], (words, said.reply.text)
        after = await rows(chat)
        assert after != before, words
        toast, *_ = await chat.press("Undo")
        assert toast.reply.text == "Undone.", words
        assert await rows(chat) == before, words
        # For what follows it is to have happened.
        await chat.say(words)
        if label:
            await chat.press(label)


async def test_what_rang_is_done_or_snoozed_and_that_is_taken_back(chat: Chat) -> None:
    await chat.say("remind me to stretch at 14:00")
    await chat.wait(timedelta(hours=3))
    for label in ("Done", "10 min", "1 h", "Tonight", "Tomorrow"):
        before = await rows(chat)
        _, edit = await chat.press(label)
        assert labels(edit) == ["Undo"]
        assert await rows(chat) != before
        _, shown = await chat.press("Undo")
        assert labels(shown)[0] == "Done"


async def test_every_example_of_the_help_works(chat: Chat) -> None:
    examples = [
        part
        for line in HELP.splitlines()
        if line.startswith("• ")
        for part in line[2:].split(" · ")
    ]
    assert len(examples) > 8
    for example in examples:
        said = await chat.reply(example)
        assert not said.startswith((NO_MODEL, "I find no", "I don't know", "What")), (example, said)


async def test_what_the_readme_promises_for_day_one(chat: Chat) -> None:
    assert (await chat.reply("remind me to call mum tomorrow at 9")).startswith(
        "Reminder set: call mum"
    )
    assert await chat.reply("add milk and bread to shopping") == "Added milk and bread to shopping."
    assert "Tomorrow, Tue 14 Apr\n1. call mum, 09:00" in await chat.reply("what are my reminders?")
    await chat.say("remind me to call mum today at 18:00")
    await chat.say("pay rent today")
    await chat.say("dentist today at 3pm")
    await chat.press("Create")
    assert (await chat.reply("what's on today?")).splitlines() == [
        "Today", "☐ pay rent", "15:00 📅 dentist", "18:00 ⏰ call mum",
    ]  # fmt: skip
    await chat.say("remind me to tidy up tomorrow at 8")
    assert (await chat.reply("cancel that")).startswith("Cancelled: tidy up")
    await chat.say("remember that I like my coffee black")
    await chat.say("I love hiking, and Anna is my sister")
    assert sorted((await chat.reply("what do I like?")).splitlines()) == [
        "You like your coffee black.", "You love hiking.",
    ]  # fmt: skip
    assert await chat.reply("who is Anna?") == "Anna is your sister."
    assert "It can't be undone." in await chat.reply("forget that I like coffee")
    assert "This can't be undone." in await chat.reply("yes")
    assert await chat.reply("what do I like?") == "You love hiking."
