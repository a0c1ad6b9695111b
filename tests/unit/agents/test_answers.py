"""Answers in people's own words: yes with a change, no in all its forms, and what buttons show."""

import pytest

from tests.house import House, labels

DRAFT = "Shall I put this in your calendar?\n"
KEPT = "All right, everything stays as it is."


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("yes but at 5", "dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"),
        ("yes, but on friday please", "dentist, Fri 17 Apr at 15:00 (Europe/Berlin)"),
        ("ok but make it an hour", "dentist, Thu 16 Apr at 15:00–16:00 (Europe/Berlin)"),
        ("no, at 5", "dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"),
        ("actually no, make it friday", "dentist, Fri 17 Apr at 15:00 (Europe/Berlin)"),
        ("no wait, at 5", "dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"),
        ("sure, only at 5", "dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"),
        ("yes but with Anna", "dentist with Anna, Thu 16 Apr at 15:00 (Europe/Berlin)"),
        (
            "yes but at Main Street 5",
            "dentist, Thu 16 Apr at 15:00 (Europe/Berlin), at Main Street 5",
        ),
        ("yes but call it checkup", "checkup, Thu 16 Apr at 15:00 (Europe/Berlin)"),
    ],
)
async def test_a_yes_with_a_change_keeps_the_draft(house: House, words: str, becomes: str) -> None:
    await house.say("dentist on thursday at 3pm")
    assert await house.reply(words) == DRAFT + becomes
    assert await house.events() == []
    assert (await house.reply("yes")).startswith(f"In your calendar: {becomes.partition(' (')[0]}")


@pytest.mark.parametrize(
    "words",
    [
        "actually no", "Nope.", "hmm, no", "no sorry", "oh no", "well, never mind", "no thank you",
        "cancel that", "undo", "/undo", "undo that", "scratch that", "no, drop it", "please don't",
        "on second thought, no", "rather not", "no, forget it, thanks",
    ],
)  # fmt: skip
async def test_a_no_drops_the_draft(house: House, words: str) -> None:
    await house.say("add milk to shopping")
    (draft,) = await house.say("dentist on thursday at 3pm")
    edit, reply = sorted(await house.say(words), key=lambda sent: sent.kind)
    assert reply.reply.text == "All right. Nothing is put in: dentist."
    assert (edit.kind, edit.target_id, labels(edit)) == ("edit", draft.id, [])
    assert edit.reply.text == reply.reply.text
    assert await house.open_tasks() == ["milk"]
    assert await house.events() == []


@pytest.mark.parametrize(
    "words", ["no wait", "wait", "hold on", "not quite", "yes but", "change it"]
)
async def test_who_hesitates_is_asked_what_to_change(house: House, words: str) -> None:
    await house.say("dentist on thursday at 3pm")
    assert (await house.reply(words)).startswith("What shall I change?")
    assert await house.reply("at 5") == f"{DRAFT}dentist, Thu 16 Apr at 17:00 (Europe/Berlin)"


@pytest.mark.parametrize(
    "words",
    ["yes please", "ok do it", "Yes, please do.", "oh yes", "yup, thanks", "ok cool", "👍 yes", "y",
     "well ok", "yes, create it", "perfect", "great, thanks", "that works", "sure thing"],
)  # fmt: skip
async def test_a_yes_in_words_shows_on_the_message_too(house: House, words: str) -> None:
    (draft,) = await house.say("dentist on thursday at 3pm")
    edit, reply = sorted(await house.say(words), key=lambda sent: sent.kind)
    assert reply.reply.text == "In your calendar: dentist, Thu 16 Apr at 15:00."
    assert labels(reply) == ["Undo"]
    assert (edit.kind, edit.target_id, labels(edit)) == ("edit", draft.id, [])
    assert edit.reply.text == reply.reply.text


async def test_a_yes_and_another_request_is_a_request(house: House) -> None:
    await house.say("dentist on thursday at 3pm")
    assert await house.reply("ok, add milk to shopping") == "Added milk to shopping."
    assert await house.events() == []


async def test_a_no_to_a_deletion_shows_on_the_message_too(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    (asked,) = await house.say("delete the dentist")
    edit, reply = sorted(await house.say("actually no"), key=lambda sent: sent.kind)
    assert (reply.reply.text, edit.reply.text) == (KEPT, KEPT)
    assert (edit.target_id, labels(edit)) == (asked.id, [])
    assert await house.events() == ["dentist"]


@pytest.mark.parametrize("words", ["no wait", "wait", "undo"])
async def test_who_hesitates_deletes_nothing(house: House, words: str) -> None:
    await house.done("dentist on thursday at 3pm")
    await house.say("delete the dentist")
    assert await house.reply(words) == KEPT
    assert await house.events() == ["dentist"]


async def test_after_a_tap_on_keep_a_yes_deletes_nothing(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    await house.say("delete the dentist")
    await house.press("Keep")
    assert (await house.reply("yes")).startswith("I have asked nothing just now.")
    assert await house.events() == ["dentist"]
