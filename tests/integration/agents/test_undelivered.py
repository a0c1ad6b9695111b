"""A reminder that could not be delivered is told of by another way."""

from datetime import timedelta

import pytest

from app.commands.checks import backlog
from core.errors import OperatorError, Rejected
from tests.integration.agents.conftest import Chat


async def test_doctor_and_the_next_contact_tell_of_it_once(chat: Chat) -> None:
    await chat.say("remind me to stretch in 10 minutes")
    chat.door.failures = [Rejected("the chat is gone")]
    assert await chat.wait(timedelta(minutes=11)) == []
    with pytest.raises(OperatorError, match=r"^1 undelivered, 0 set aside: the persons are told"):
        await backlog(chat.house)

    *_, told = await chat.say("what are my tasks?")
    assert told.reply.text == "This could not be delivered to you:\n• stretch"
    assert "undelivered 0" in await backlog(chat.house)
    assert len(await chat.say("what are my tasks?")) == 1
