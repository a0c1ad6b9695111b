"""Views of the calendar that go out as files."""

from tests.integration.agents.conftest import Chat


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
