"""Names that are more than words are forgotten as what they are, and nothing else is."""

import pytest

from memory.imports import import_lines
from tests.integration.memory.chats import NOON, Talk

OTHERS = ("vitamin C is in lemons", "the net is torn", "my fox sleeps")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("C++", "I like C++ a lot"),
        (".NET", "Tom told me of .NET yesterday"),
        ("C#", "we spoke of C#, again"),
        ("🦊", "the picture of 🦊 hangs in the hall"),
    ],
)
async def test_all_about_it_goes_and_stays_away(talk: Talk, name: str, said: str) -> None:
    for text in (said, *OTHERS, f"remind me to read on {name} tomorrow at 9"):
        await talk.say(text)
    [asked] = await talk.say(f"forget everything about {name}")
    assert asked.reply.text.startswith(f"Shall I forget everything about {name}?")
    assert "2 messages" in asked.reply.text
    await talk.press("Also 1 reminder")
    assert talk.holding(name) == []
    kept = [row[0] for row in talk.rows("select text from episodes order by id")]
    assert kept == list(OTHERS)
    house, now = talk.house, talk.clock.now()
    lines = [f'{{"text": "Ola: {name}!", "said_at": "{NOON.isoformat()}"}}', '{"text": "a net"}']
    done = await import_lines(
        house.database, house.embedder, talk.owner_id, lines, now, lambda _: None
    )
    assert (done.kept, done.known) == (1, 1)
