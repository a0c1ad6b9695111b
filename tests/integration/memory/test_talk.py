"""Talking to the memory, through the whole house on real servers and the real Mem0."""

import json
from datetime import timedelta

import psycopg

from core.clock import SimulatedClock
from tests.integration.memory.chats import NOON, Talk


def everything(admin_url: str) -> str:
    """All rows of all tables as text, past the walls."""
    with psycopg.connect(admin_url) as connection:
        tables = connection.execute(
            "select tablename from pg_tables where schemaname = 'public'"
        ).fetchall()
        found: list[str] = []
        for (name,) in tables:
            rows = connection.execute(f"select t::text from {name} t".encode()).fetchall()  # noqa: S608
            found += [str(row[0]) for row in rows]
    return "\n".join(found)


async def test_what_is_remembered_is_recalled(talk: Talk) -> None:
    assert "“I like my coffee black”" in await talk.answer("remember that I like my coffee black")
    await talk.say("I love hiking, and Anna is my sister")
    said = await talk.answer("what do I like?")
    assert sorted(said.splitlines()) == ["You like your coffee black.", "You love hiking."]
    assert await talk.answer("who is Anna?") == "Anna is your sister."


async def test_two_steps_lead_to_a_friend_of_a_sister(talk: Talk) -> None:
    await talk.say("Anna is my sister")
    await talk.say("Tom is Anna's husband")
    said = await talk.answer("how do I know Tom?")
    assert said == "Anna is your sister, and Tom is Anna's husband."


async def test_each_fact_of_a_message_is_kept(talk: Talk) -> None:
    await talk.say("I love figs. Remind me tomorrow at 9 to call mum")
    await talk.say("call me Bob. I hate olives")
    assert await talk.answer("what do I like?") == "You love figs."
    assert await talk.answer("what do I hate?") == "You hate olives."
    assert await talk.answer("what's my name?") == "Your name is Bob."


async def test_the_newer_home_ends_the_older(talk: Talk) -> None:
    await talk.say("I live in Berlin")
    await talk.say("I moved to Hamburg")
    assert (await talk.answer("where do I live?")).splitlines() == [
        "You moved to Hamburg.",
        "Earlier you told me: “I live in Berlin” (Tue 14 Apr)",
    ]
    assert (await talk.answer("what do you know about me?")).splitlines() == [
        "What I remember of you, the newest first:",
        "",
        "Today",
        "1. You moved to Hamburg.",
        "2. You live in Berlin. (no longer so)",
    ]


async def test_when_is_asked_of_the_memory_what_no_calendar_holds(talk: Talk) -> None:
    assert "I don't know" in await talk.answer("when is my birthday?")
    await talk.say("my birthday is 3 May")
    assert await talk.answer("when is my birthday?") == "Your birthday is 3 May."


async def test_the_newest_of_two_statements_leads(talk: Talk, clock: SimulatedClock) -> None:
    await talk.say("remember that the wifi password is tulip")
    clock.move_to(NOON + timedelta(days=2))
    await talk.say("remember that the wifi password is orchid")
    said = (await talk.answer("what is the wifi password?")).splitlines()
    assert said == [
        "The wifi password is orchid.",
        "Earlier you told me: “the wifi password is tulip” (Tue 14 Apr)",
    ]


async def test_a_receipt_says_what_went_and_that_it_is_for_good(talk: Talk) -> None:
    await talk.say("remember that the wifi password is tulip")
    assert await talk.answer("forget the wifi password") == (
        "Shall I forget “the wifi password is tulip”, with 1 message that told it?"
        " It can't be undone."
    )
    _, shown = await talk.press("Delete")
    assert shown.reply.text.splitlines() == [
        "Forgotten for good: 1 fact, 1 message and 1 relation. This can't be undone.",
        "",
        "Out of my reach: backups and exports from before. A restore leaves it out.",
        "Receipt 1: its traces in the files are gone within ten minutes.",
    ]


async def test_what_is_asked_of_others_is_theirs(talk: Talk) -> None:
    await talk.say("Anna is my sister")
    assert "I don't know" in await talk.answer("when is Anna's birthday?")
    await talk.say("Anna's birthday is on 3 June")
    assert await talk.answer("when is Anna's birthday?") == "Anna's birthday is on 3 June."
    await talk.say("Anna broke her leg. remember that Anna broke her leg")
    said = await talk.answer("who is Anna?")
    assert said.splitlines()[0] == "Anna is your sister."
    assert "Anna broke her leg." in said.splitlines()


async def test_what_nobody_told_is_not_known(talk: Talk) -> None:
    assert (await talk.answer("where do I live?")).startswith("I don't know.")
    assert (await talk.answer("who is Zoltan?")).startswith("I don't know.")


async def test_what_was_forgotten_is_in_no_row_any_more(talk: Talk, admin_url: str) -> None:
    await talk.say("remember that I like my kopi luwak black")
    assert "luwak" in everything(admin_url)
    await talk.say("forget that I like kopi luwak")
    assert (await talk.answer("yes")).startswith("Forgotten for good: 1 fact")
    assert "You like" not in await talk.answer("what do I like?")
    # Not the message, not what was said of it, not the order to forget, nor what was asked since.
    left = [line for line in everything(admin_url).splitlines() if "luwak" in line.casefold()]
    assert left == []


async def test_forgetting_cannot_be_undone(talk: Talk) -> None:
    await talk.say("I love tea and Anna is my sister")
    await talk.say("forget that Anna is my sister")
    _, shown = await talk.press("Delete")
    assert all(button.label != "Undo" for line in shown.reply.buttons for button in line)


async def test_remembering_can_be_undone(talk: Talk) -> None:
    await talk.say("remember that I like tea")
    await talk.press("Undo")
    assert (await talk.answer("/memory")) == "I remember nothing of you yet."
    assert "tea" not in await talk.answer("what do I like?")


async def test_the_list_forgets_by_a_tap_once(talk: Talk) -> None:
    await talk.say("remember that I like tea")
    await talk.say("remember that I like figs")
    [listed] = await talk.say("/memory")
    assert listed.reply.text.splitlines()[3:] == ["1. You like figs.", "2. You like tea."]
    await talk.press("1")
    toast, page = await talk.press("Forget")
    assert toast.reply.text.startswith("Forgotten for good: 1 fact")
    assert page.reply.text.splitlines()[3:] == ["1. You like tea."]
    assert await talk.answer("what do I like?") == "You like tea."


async def test_doubt_is_asked_and_keep_keeps(talk: Talk) -> None:
    await talk.say("remember that I like green tea")
    await talk.say("remember that I like black tea")
    [asked] = await talk.say("forget about tea")
    labels = [button.label for line in asked.reply.buttons for button in line]
    assert labels[-1] == "Keep"
    assert len(labels) == 3
    await talk.press("Keep")
    assert "tea" in await talk.answer("what do I like?")


async def test_private_mode_keeps_nothing(talk: Talk, admin_url: str) -> None:
    await talk.say("hello")
    await talk.say("/private")
    [said] = await talk.say("remember that I like durian")
    assert said.reply.text == (
        "Private mode is on, so I have kept none of this. Switch it off and tell me again, if you"
        " want it remembered; reminders, lists and events work as always."
    )
    with psycopg.connect(admin_url) as connection:
        kept = connection.execute("select count(*) from episodes where text like '%durian%'")
        assert kept.fetchone() == (0,)
    toast, _ = await talk.press("Switch it off")
    assert toast.reply.text == "Private mode is off: I remember again."
    assert "“I like durian”" in await talk.answer("remember that I like durian")


async def test_the_export_holds_it_all(talk: Talk) -> None:
    await talk.say("I love hiking, and Anna is my sister")
    await talk.say("I live in Berlin")
    await talk.say("I moved to Hamburg")
    await talk.say("remind me to call mum every day at 9")
    await talk.say("add milk to shopping")
    await talk.say("milk is done")
    await talk.say("quiet hours from 22 to 7")
    await talk.say("dentist on thursday at 4pm")
    await talk.press("Create")
    [shown] = await talk.say("/export")
    [file] = shown.reply.files
    assert file.name == "jenny-2026-04-14.json"
    kept = json.loads(file.content)
    assert kept["person"]["zone"] == "Europe/Berlin"
    assert kept["person"]["quiet"] == ["22:00", "07:00"]
    assert (kept["person"]["late"], kept["person"]["trip"]) == (["deliver", 0.0], None)
    assert [(r["nag"], r["urgent"]) for r in kept["reminders"]] == [(None, False)]
    assert [(r["text"], r["rule"], r["state"]) for r in kept["reminders"]] == [
        ("call mum", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "active")
    ]
    assert [(task["title"], task["state"]) for task in kept["tasks"]] == [("milk", "done")]
    assert [(event["title"], event["starts"]) for event in kept["events"]] == [
        ("dentist", "2026-04-16T14:00:00+00:00")
    ]
    assert "I moved to Hamburg" in [fact["text"] for fact in kept["facts"]]
    homes = [(r["object"], r["valid_to"] is None) for r in kept["relations"]][-2:]
    assert homes == [("Berlin", False), ("Hamburg", True)]
    assert "add milk to shopping" in [message["text"] for message in kept["messages"]]


async def test_the_same_again_is_known_already(talk: Talk) -> None:
    await talk.say("remember that I like tea")
    assert "already" in await talk.answer("remember that I like tea")


async def test_all_of_it_goes_when_asked_and_confirmed(talk: Talk, admin_url: str) -> None:
    await talk.say("remember that I like figs")
    await talk.say("forget everything you know about me")
    await talk.say("erase")
    with psycopg.connect(admin_url) as connection:
        for table in ("memories", "memory_history", "episodes", "relations", "entities"):
            count = connection.execute(f"select count(*) from {table}".encode()).fetchone()  # noqa: S608
            assert count == (0,), table


async def test_nothing_of_it_is_left_in_what_was_proposed_said_or_logged(
    talk: Talk, admin_url: str
) -> None:
    await talk.say("remember that my quokka party is on 3 may")
    await talk.say("when is my quokka party?")
    await talk.say("quokka party on thursday at 3pm")
    await talk.say("add quokka food to shopping")
    await talk.say("forget everything you know about me")
    await talk.say("erase")
    with psycopg.connect(admin_url) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'")
        held = {
            name
            for (name,) in tables.fetchall()
            if connection.execute(
                f"select from {name} t where t::text ilike '%quokka%'".encode()
            ).fetchone()
            is not None
        }
        steps = connection.execute("select count(*) from interactions").fetchone()
    # The task is no memory; it stays, and so does the way back from it.
    assert held == {"tasks", "changes"}
    # That the word was written, and no more.
    assert steps == (1,)


async def test_long_lists_come_by_the_page(talk: Talk) -> None:
    things = ("figs", "tea", "rain", "jazz", "chess", "maps", "bread", "snow", "kites")
    await talk.say(". ".join(f"I like {thing}" for thing in things))
    [first] = await talk.say("/memory")
    assert len(first.reply.text.splitlines()) == 3 + 8
    _, second = await talk.press("More")
    assert second.reply.text.splitlines()[3:] == ["9. You like figs."]
    _, back = await talk.press("Back")
    assert back.reply.text == first.reply.text


async def test_a_message_without_a_fact_is_forgotten_too(talk: Talk, admin_url: str) -> None:
    await talk.say("the velvet curtain fell down on everybody")
    [asked] = await talk.say("forget that the velvet curtain fell down")
    assert "velvet curtain" in asked.reply.text
    await talk.press("Delete")
    assert "velvet" not in everything(admin_url)


async def test_twice_the_same_is_told_once_and_a_yes_counts_for_nothing(talk: Talk) -> None:
    said = await talk.answer("I like tea. I like tea.")
    assert said == "I'll remember: “I like tea”."
    await talk.say("forget everything you know about me")
    assert "write the word “erase”" in await talk.answer("yes")
    said = await talk.answer("erase")
    assert said.startswith(
        "Forgotten for good: 1 fact, 1 message and 1 relation. This can't be undone."
    )
    await talk.say("forget everything you know about me")
    assert await talk.answer("erase") == "There was nothing left to forget."


async def test_that_is_what_the_last_answer_was_about(talk: Talk) -> None:
    await talk.say("my boss is Mrs. Smith")
    assert await talk.answer("who is my boss?") == "Your boss is Mrs. Smith."
    assert "“my boss is Mrs. Smith”" in await talk.answer("forget that")
    await talk.press("Delete")
    assert "I don't know" in await talk.answer("who is my boss?")


async def test_a_sister_is_known_by_her_name(talk: Talk) -> None:
    await talk.say("Anna is my sister")
    await talk.say("my sister likes chess")
    assert "chess" in await talk.answer("what does Anna like?")


async def test_a_doubtful_answer_says_so(talk: Talk) -> None:
    await talk.say("remember that the museum of toys opens on Monday")
    said = await talk.answer("do you remember when the museum of trains closes?")
    assert said.startswith("I don't know")
