"""Google and Outlook before the owner has registered Jenny there."""

import pytest

from tests.integration.agents.conftest import Chat


@pytest.mark.parametrize(
    ("kind", "name"), [("Google", "GOOGLE_CLIENT_ID"), ("Outlook", "OUTLOOK_CLIENT_ID")]
)
async def test_the_person_learns_what_the_owner_has_to_do(chat: Chat, kind: str, name: str) -> None:
    await chat.say("/calendars")
    await chat.press("Connect a calendar")
    said = (await chat.press(kind))[-1].reply.text
    assert name in said
    assert "docs/calendars.md" in said
