"""What people do with their memory: the pages, corrections, pause, private mode, export, import."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from memory.exports import lines, markdown
from memory.imports import import_lines
from memory.notes import note_lines
from tests.integration.memory.chats import NOON, Talk, labels


async def test_each_line_of_the_pages_has_its_source_and_its_buttons(talk: Talk) -> None:
    await talk.say("I like tea")
    [listed] = await talk.say("/memory")
    assert labels(listed) == ["1"]
    _, shown = await talk.press("1")
    assert shown.reply.text == "“I like tea”\nYou told me on Tue 14 Apr."
    assert labels(shown) == ["Edit", "Forget", "Pin", "Why", "Back"]
    _, reply = await talk.press("Why")
    assert "Tue 14 Apr: “I like tea”" in reply.reply.text
    toast, pinned = await talk.press("Pin")
    assert toast.reply.text.startswith("Pinned")
    assert pinned.reply.text.startswith("📌")
    _, back = await talk.press("Back")
    assert "1. 📌 You like tea." in back.reply.text


async def test_pages_by_kind_and_by_person(talk: Talk) -> None:
    await talk.say("I'm allergic to nuts")
    await talk.say("Anna likes tea")
    await talk.say("I live in Berlin")
    assert "nuts" in await talk.answer("/memory health")
    said = await talk.answer("/memory Anna")
    assert said.splitlines()[0] == "What I remember about Anna, the newest first:"
    assert said.splitlines()[3:] == ["1. Anna likes tea."]
    assert await talk.answer("/memory money") == "I remember nothing about money."


async def test_edit_takes_the_next_words(talk: Talk) -> None:
    await talk.say("I live in Berlin")
    await talk.say("/memory")
    await talk.press("1")
    await talk.press("Edit")
    said = await talk.answer("I live in Bern")
    assert said == "Corrected: “I live in Bern”. Before it was “I live in Berlin”."
    assert [row[1] for row in talk.ties("LIVES_IN")] == ["Bern"]
    assert await talk.answer("where do I live?") == "You live in Bern."


@pytest.mark.parametrize("order", ["remind me to call mum at 5pm", "what do I like?"])
async def test_edit_takes_no_order_and_no_question(talk: Talk, order: str) -> None:
    await talk.say("I like figs")
    await talk.say("/memory")
    await talk.press("1")
    await talk.press("Edit")
    assert "Corrected" not in await talk.answer(order)
    assert await talk.answer("what do I like?") == "You like figs."
    assert talk.rows("select text from reminders") == [("call mum",)] * ("mum" in order)


@pytest.mark.parametrize("name", ["Christopher Nolan", "Александра Константинопольская Великая"])
async def test_a_long_name_breaks_no_button_and_leads_to_nobody_else(talk: Talk, name: str) -> None:
    for number in range(9):
        await talk.say(f"remember that {name} told story {number} to nobody")
    [page] = await talk.say(f"/memory {name}")
    _, one = await talk.press("8")
    buttons = [b for shown in (page, one) for line in shown.reply.buttons for b in line]
    assert max(len(button.data.encode()) for button in buttons) <= 64
    assert ("More" in labels(page)) != ("name it in one or two words" in page.reply.text)
    _, back = await talk.press("Back")
    assert "1. " in back.reply.text
    await talk.press("8")
    _, left = await talk.press("Forget")
    assert left.reply.text.count("told story") == 8


async def test_a_name_is_put_right_with_all_that_was_told_of_her(talk: Talk) -> None:
    await talk.say("my sister is Anna")
    await talk.say("Anna likes chess")
    assert "Corrected: “my sister is Anne”" in await talk.answer("no, her name is Anne")
    assert await talk.answer("who is my sister?") == "Your sister is Anne."
    assert "chess" in await talk.answer("what does Anne like?")


async def test_paused_it_answers_and_learns_nothing(talk: Talk) -> None:
    await talk.say("I like tea")
    assert "paused" in await talk.answer("pause memory")
    assert "paused" in await talk.answer("remember that I like figs")
    await talk.say("what a day. By the way, Anna moved to Porto")
    assert talk.holding("figs") == ["inbox"]
    assert talk.rows("select count(*) from memories") == [(1,)]
    assert await talk.answer("what do I like?") == "You like tea."
    await talk.say("resume memory")
    assert "figs" in await talk.answer("remember that I like figs")


async def test_in_private_mode_not_even_the_inbox_holds_a_message(talk: Talk) -> None:
    await talk.say("/private")
    await talk.say("what a durian. By the way, Anna loves durian")
    assert talk.holding("durian") == []


async def test_others_ids_lead_nowhere(talk: Talk) -> None:
    await talk.say("I like tea")
    [(fact_id,)] = talk.rows("select id::text from memories")
    [(episode_id,)] = talk.rows("select id from episodes")
    ben = await talk.another("ben")
    await ben.say("hello")
    for data in (
        f"fact:{fact_id}:0:", f"pin:{fact_id}:0:", f"why:{fact_id}", f"edit:{fact_id}",
        f"forget:{fact_id}:0:", f"unsay:{episode_id}", "memories:0:", "memories:0:tea", "undo:1",
    ):  # fmt: skip
        shown = await ben.pressing(data)
        assert shown, data
        assert all("like tea" not in one.reply.text for one in shown), data
    for text in ("what do I like?", "/memory tea", "how do you know that?", "/export lines"):
        for one in await ben.say(text):
            assert "I like tea" not in one.reply.text
            assert all(b"I like tea" not in file.content for file in one.reply.files)
    assert talk.rows("select text, pinned from memories") == [("I like tea", False)]
    async with talk.house.database.transaction(ben.owner_id) as work:
        await work.evidence.prove(str(fact_id), 1)
        await work.relations.retract(str(fact_id))
        assert await work.evidence.proofs(str(fact_id)) == []
        assert await work.lessons.claim(int(str(episode_id)), NOON, NOON) is None
    assert talk.ties("LIKES") == [("me", "tea", "2026-04-14", None)]


async def test_an_export_comes_back_once_here_and_whole_elsewhere(talk: Talk) -> None:
    await talk.say("I like tea")
    await talk.say("we had rain all day")
    house, ben = talk.house, await talk.another("ben")
    async with house.database.transaction(talk.owner_id) as work:
        told = (await lines(work)).decode().splitlines()
    for owner_id, kept in ((talk.owner_id, 0), (ben.owner_id, 2), (ben.owner_id, 0)):
        done = await import_lines(
            house.database, house.embedder, owner_id, told, NOON, lambda _: None
        )
        assert (done.kept, done.broken) == (kept, 0)


async def test_what_came_from_another_house_is_not_taken_for_what_has_its_number_here(
    talk: Talk,
) -> None:
    await talk.say("we had rain all day")
    [(number,)] = talk.rows("select id from episodes")
    house, ben = talk.house, await talk.another("ben")

    async def kept(owner_id: int, told: list[str]) -> int:
        done = await import_lines(
            house.database, house.embedder, owner_id, told, NOON, lambda _: None
        )
        return done.kept

    elsewhere = json.dumps({"text": "it snowed", "ref": f"episode:{number}"})
    assert await kept(talk.owner_id, [elsewhere]) == 1
    async with house.database.transaction(talk.owner_id) as work:
        told = (await lines(work)).decode().splitlines()
    assert await kept(talk.owner_id, told) == 0
    assert await kept(ben.owner_id, told) == 2


async def test_older_exports_of_two_houses_count_alike_and_both_are_kept(talk: Talk) -> None:
    house = talk.house
    said = [
        json.dumps({"text": text, "said_at": "2025-05-08T13:56:00Z", "ref": "episode:900001"})
        for text in ("it snowed", "it thawed")
    ]
    for kept, line in ((1, said[0]), (1, said[1]), (0, said[0]), (0, said[1])):
        done = await import_lines(
            house.database, house.embedder, talk.owner_id, [line], NOON, lambda _: None
        )
        assert (done.kept, done.known) == (kept, 1 - kept)


async def test_a_line_that_was_brought_by_its_older_name_is_known(talk: Talk) -> None:
    house = talk.house
    told = json.dumps({"text": "it snowed", "ref": "episode:900001"})
    older = (
        "insert into episodes (owner_id, text, origin, ref, said_at) values (%s, %s, %s, %s, %s)"
    )
    async with house.database.connection(talk.owner_id) as connection:
        await connection.execute(
            older, (talk.owner_id, "it snowed", "import", "episode:900001", NOON)
        )
    done = await import_lines(
        house.database, house.embedder, talk.owner_id, [told], NOON, lambda _: None
    )
    assert (done.kept, done.known) == (0, 1)


async def test_the_markdown_is_for_reading(talk: Talk) -> None:
    await talk.say("I like tea")
    async with talk.house.database.transaction(talk.owner_id) as work:
        text = (await markdown(work, "Europe/Berlin")).decode()
    assert text.splitlines() == [
        "# What Jenny remembers", "", "## Taste", "", "- I like tea (2026-04-14)",
    ]  # fmt: skip


async def test_notes_come_in_by_the_paragraph_and_only_what_is_new_again(
    talk: Talk, tmp_path: Path
) -> None:
    note = tmp_path / "vault" / "people" / "Anna.md"
    note.parent.mkdir(parents=True)
    (note.parent / ".hidden.md").write_text("never", "utf-8")
    note.write_text(
        "---\ndate: 2024-05-06\n---\n# Anna\n\nMet her at [[Lake Como|the lake]].\n\nPlays chess."
        "\n",
        "utf-8",
    )
    house, vault = talk.house, tmp_path / "vault"

    async def imported() -> int:
        told = await asyncio.to_thread(lambda: list(note_lines(vault)))
        done = await import_lines(
            house.database, house.embedder, talk.owner_id, told, NOON, lambda _: None
        )
        return done.kept

    assert await imported() == 2
    assert await imported() == 0
    note.write_text(note.read_text("utf-8") + "\nLikes figs.\n", "utf-8")
    assert await imported() == 1
    found = talk.rows("select text, session, said_at::date::text from episodes order by id")
    assert found[:2] == [
        ("Anna: Met her at the lake.", "people/Anna.md", "2024-05-06"),
        ("Anna: Plays chess.", "people/Anna.md", "2024-05-06"),
    ]


async def test_broken_lines_are_counted_and_only_the_first_are_named(talk: Talk) -> None:
    good = [json.dumps({"text": f"line {n}", "ref": str(n)}) for n in range(5)]
    broken = ["{", "[]", '{"text": 7}', "\x00", '{"text": "my card is 4111 1111 1111 1111"}'] * 20
    house = talk.house
    told = (line for pair in zip(broken, good * 20, strict=True) for line in pair)
    done = await import_lines(
        house.database, house.embedder, talk.owner_id, told, NOON, lambda _: None
    )
    assert (done.kept, done.known, done.broken, len(done.faults)) == (5, 95, 100, 20)
    assert talk.holding("4111 1111") == []


async def test_an_old_undo_of_a_correction_tells_that_it_is_late(talk: Talk) -> None:
    await talk.say("I live in Berlin")
    talk.wait(timedelta(days=1))
    await talk.say("I moved to Bern")
    await talk.press("Undo")
    assert talk.ties("LIVES_IN") == [("me", "Berlin", "2026-04-14", None)]


async def test_what_was_put_right_in_a_time_goes_with_that_time(talk: Talk) -> None:
    await talk.say("my wife is called Anna")
    talk.wait(timedelta(days=2))
    await talk.say("who is my wife?")
    await talk.say("no, her name is Imke")
    await talk.say("forget everything I told you today")
    await talk.press("Delete")
    assert "Imke" not in await talk.answer("who is my wife?")
    assert talk.rows("select 1 from memories where text like '%%Imke%%'") == []
