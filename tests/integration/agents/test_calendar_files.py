"""Views of the calendar that go out as files, and files that were sent."""

from collections.abc import AsyncIterator

import pytest

from app.embedded.lease import Servers
from app.settings import Settings
from app.wiring import Choices, build
from core.clock import SimulatedClock
from tests.fakes import RecordingDoor
from tests.integration.agents.conftest import NOON, Chat, labels
from tests.radicale import invitation


class Sent:
    """Whatever file is asked for, it is Ben's invitation."""

    async def fetch(self, file: str) -> bytes:
        return invitation().encode()


@pytest.fixture
async def files(database_url: str, redis_url: str, settings: Settings) -> AsyncIterator[Chat]:
    """A chat into which files can be sent."""
    clock = SimulatedClock(NOON)
    door = RecordingDoor(clock)
    servers = Servers(database_url=database_url, admin_url="", redis_url=redis_url)
    doors, choices = {"terminal": door}, Choices(attachments=Sent())
    async with build(settings, servers, clock, doors, choices=choices) as house:
        owner_id = await house.boards.admit("owner", "Europe/Berlin", is_owner=True, at=NOON)
        talk = Chat(house, door, owner_id)
        await talk.say("hello")
        yield talk


async def exported(chat: Chat, said: str) -> tuple[str, str]:
    """The name of the file that the words lead to, and the events in it."""
    (sent,) = [one for one in await chat.say(said) if one.kind == "reply"]
    (file,) = sent.reply.files
    lines = file.content.decode().splitlines()
    return file.name, ", ".join(line[8:] for line in lines if line.startswith("SUMMARY:"))


async def test_any_view_goes_out_as_a_file(chat: Chat) -> None:
    assert await chat.reply("export this week") == (
        "There is nothing to export. For example: “export this week”."
    )
    for said in ("dentist thursday 3pm", "lunch with Tom on 21 april at noon"):
        await chat.say(said)
        await chat.press("Create")
    for said, name, titles in (
        ("export this week", "calendar 2026-04-13 to 2026-04-19.ics", "dentist"),
        ("export next week as ics", "calendar 2026-04-20 to 2026-04-26.ics", "lunch with Tom"),
        ("please export my calendar", "calendar.ics", "dentist, lunch with Tom"),
        ("export dentist as ics", "dentist.ics", "dentist"),
        ("send me tuesday 21 april as an ics file", "calendar 2026-04-21.ics", "lunch with Tom"),
    ):
        assert await exported(chat, said) == (name, titles)
    await chat.say("what's on this week?")
    assert await exported(chat, "export that") == ("events.ics", "dentist")


@pytest.mark.parametrize(
    ("words", "said", "shown"),
    [
        ("yes", "1 event put in.", "Tomorrow, Tue 14 Apr\n09:00–10:00 📅 Review"),
        ("put them in", "1 event put in.", "Tomorrow, Tue 14 Apr\n09:00–10:00 📅 Review"),
        (
            "no",
            "All right, everything stays as it is.",
            "Nothing is on tomorrow, Tue 14 Apr.",
        ),
    ],
)
async def test_a_word_puts_a_file_in_or_leaves_it(
    files: Chat, words: str, said: str, shown: str
) -> None:
    (asked,) = await files.send_file("review.ics")
    assert asked.reply.text.endswith("Shall I put them in?")
    assert labels(asked) == ["Put in", "Cancel"]
    assert await files.reply(words) == said
    assert await files.reply("what's on tomorrow?") == shown
