"""Notes, place, link and privacy of events, by words."""

import pytest

from tests.house import House, labels

AT = "dentist, Thu 16 Apr at 15:00"


@pytest.fixture
async def booked(house: House) -> House:
    await house.done("dentist on thursday at 3pm")
    return house


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("add a note to the dentist: bring the card", f"{AT}. Note: “bring the card”."),
        ("note for the dentist: bring the card", f"{AT}. Note: “bring the card”."),
        ("make the dentist private", f"{AT}. It is private."),
        ("make it private", f"{AT}. It is private."),
        ("keep this private", f"{AT}. It is private."),
        ("make the dentist all day", "dentist, Thu 16 Apr. It was Thu 16 Apr at 15:00."),
        ("the dentist is at Main Street 5", f"{AT}, at Main Street 5."),
        ("change the location of the dentist to Main Street 5", f"{AT}, at Main Street 5."),
        ("the address of the dentist is Main Street 5", f"{AT}, at Main Street 5."),
        (
            "add the link https://meet.example.org/x to the dentist",
            f"{AT}. Link: https://meet.example.org/x",
        ),
        ("add a note to it: bring the card", f"{AT}. Note: “bring the card”."),
        ("add a note to the dentist on thursday: bring it", f"{AT}. Note: “bring it”."),
    ],
)
async def test_what_belongs_to_an_event_is_told_in_words(
    booked: House, words: str, said: str
) -> None:
    (draft,) = await booked.say(words)
    assert labels(draft) == ["Move", "Change", "Cancel"]
    _, shown = await booked.press("Move")
    assert shown.reply.text == f"Changed: {said}"
    assert labels(shown) == ["Undo"]


async def test_notes_come_one_below_the_other_and_privacy_ends(booked: House) -> None:
    await booked.done("add a note to the dentist: bring the card", "Move")
    said = await booked.done("add a note to the dentist: be early", "Move")
    assert said.endswith("Note: “bring the card be early”.")
    await booked.done("make it private", "Move")
    assert (await booked.done("make it public", "Move")).endswith("It is no longer private.")
    assert await booked.reply("make it public") == "It is so already."


async def test_of_a_task_the_note_is_the_tasks(booked: House) -> None:
    await booked.say("add dentist to my tasks")
    (said,) = await booked.say("add a note to the dentist: bring the card")
    assert "Note: bring the card" in said.reply.text
    assert labels(said)[-1] == "Undo"


async def test_where_no_event_is_meant_it_is_a_fact(booked: House) -> None:
    assert await booked.reply("my office is at Main Street 7") == "I keep nothing."
    assert (await booked.reply("make the party private")).startswith("I find no event like")
    link = "https://photos.example.org/a"
    assert await booked.reply(f"the link to the photo album is {link}") == "I keep nothing."
    assert "event" not in await booked.reply(f"add the link {link} to my reading list")


async def test_a_link_may_be_told_like_a_fact(booked: House) -> None:
    link = "https://meet.example.org/x"
    said = await booked.done(f"the link for the dentist is {link}", "Move")
    assert said == f"Changed: {AT}. Link: {link}"


async def test_an_event_is_shown_with_all_that_belongs_to_it(booked: House) -> None:
    assert await booked.reply("who is coming to the dentist?") == f"📅 {AT}\nNobody is invited."
    for words in (
        "invite tom@example.org to the dentist",
        "add a note to the dentist: bring the card",
        "add the link https://meet.example.org/x to it",
        "make it private",
    ):
        await booked.done(words, "Move")
    whole = (
        f"📅 {AT}\nGuests: tom@example.org (no answer yet)\nLink: https://meet.example.org/x\n"
        "Note: bring the card\nIt is private."
    )
    for words in (
        "show me the details of the dentist",
        "what's the link for the dentist on thursday?",
        "who is invited to it?",
    ):
        assert await booked.reply(words) == whole
    # Of what is no event the memory is asked.
    assert await booked.reply("what's the link for the wiki?") == "I keep nothing."


async def test_an_event_comes_again_and_again(booked: House) -> None:
    (draft,) = await booked.say("make the dentist repeat every 6 months")
    assert draft.reply.text.splitlines()[1:] == [
        "dentist, Thu 16 Apr at 15:00 (Europe/Berlin), every 6 months",
        "It is once now.",
    ]
    await booked.press("Move")
    assert (await booked.reply("extend it by 30 minutes")).splitlines()[1] == (
        "dentist, Thu 16 Apr at 15:00–16:30 (Europe/Berlin), every 6 months"
    )


async def test_what_was_not_shown_is_not_pointed_at(booked: House) -> None:
    await booked.say("when's my next meeting?")
    said = await booked.reply("cancel the second one")
    assert said == "I have shown 1 event, and that is none of them."


@pytest.mark.parametrize("title", ["dinner with brother", "brother's concert"])
async def test_where_somebody_is_says_nothing_of_an_event_with_them(
    booked: House, title: str
) -> None:
    await booked.done(f"{title} on friday at 7pm")
    assert await booked.reply("my brother is in Hamburg") == "I keep nothing."


async def test_an_event_with_somebody_is_somewhere_else(booked: House) -> None:
    await booked.done("dinner with brother on friday at 7pm")
    said = await booked.done("the dinner is at Luigi's", "Move")
    assert said == "Changed: dinner with brother, Fri 17 Apr at 19:00, at Luigi's."
