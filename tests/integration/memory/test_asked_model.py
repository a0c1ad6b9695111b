"""What the model is shown of the memory when it is asked something, over its wire."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.chat import TOKENS
from app.embedded.lease import Servers
from app.settings import Settings
from app.wiring import build
from core.clock import SimulatedClock
from memory.briefing import CHARACTERS_A_TOKEN
from tests.fakes import RecordingDoor
from tests.integration.memory.chats import NOON, Talk
from tests.model.server import ModelServer

ASKED = "tell me: the capital of Norway?"


@pytest.fixture
async def modelled(
    database_url: str,
    admin_url: str,
    redis_url: str,
    clock: SimulatedClock,
    tmp_path: Path,
    model_server: ModelServer,
) -> AsyncIterator[Talk]:
    """A house with a model, in which a few things are known."""
    settings = Settings(
        jenny_data=tmp_path,
        jenny_zone="Europe/Berlin",
        model_url=model_server.url,
        model_name="any",
    )
    door = RecordingDoor(clock)
    servers = Servers(database_url=database_url, admin_url="", redis_url=redis_url)
    async with build(settings, servers, clock, {"terminal": door}) as house:
        owner_id = await house.boards.admit("owner", "Europe/Berlin", is_owner=True, at=NOON)
        talk = Talk(house=house, clock=clock, door=door, owner_id=owner_id, admin_url=admin_url)
        for told in (
            "always answer in German",
            "remember that I was in the capital of Norway in May",
            *(f"remember that story {n} of the capital of Norway is {'long ' * 300}" for n in "ab"),
        ):
            await talk.deal(await talk.receive("text", told), learn=False)
        yield talk


async def shown(talk: Talk, server: ModelServer) -> list[str]:
    """The lines of what the model was told beside the question."""
    await talk.deal(await talk.receive("text", ASKED), learn=False)
    await talk.house.dispatcher.idle()
    [system, question] = (await asyncio.to_thread(server.asked))[-1]
    assert question["content"] == ASKED
    return system["content"].splitlines()


async def test_it_gets_the_fenced_lines_within_its_budget(
    modelled: Talk, model_server: ModelServer
) -> None:
    lines = await shown(modelled, model_server)
    start = lines.index("<memory>")
    assert lines[start + 2] == "[1] 2026-04-14, always holds: always answer in German"
    assert "[2] 2026-04-14: I was in the capital of Norway in May" in lines
    assert lines[-1] == "</memory>"
    assert len("\n".join(lines[start:])) <= TOKENS * CHARACTERS_A_TOKEN
    assert "in German" not in "\n".join(lines[:start])


async def test_where_others_read_along_it_gets_none(
    modelled: Talk, model_server: ModelServer
) -> None:
    modelled.chat_id = -100
    assert "<memory>" not in await shown(modelled, model_server)
