"""One person in the terminal, through the whole house on real servers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from agents.calendar_papers import MARK
from app.embedded.lease import Servers
from app.settings import Settings
from app.wiring import House, build
from core.clock import SimulatedClock
from core.models import Button, Outgoing
from memory.remember import embed_pending
from scheduler.simulation import advance
from tests.fakes import RecordingDoor

# Monday 13 April 2026, noon in Berlin.
NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)


class Chat:
    """What the person does, and what leaves by the door of it."""

    def __init__(self, house: House, door: RecordingDoor, owner_id: int) -> None:
        self.house = house
        self.door = door
        self.owner_id = owner_id
        self._numbers = count(1)

    async def say(self, text: str) -> list[Outgoing]:
        return await self._bring("text", text, "", next(self._numbers))

    async def reply(self, text: str) -> str:
        """The text of the last reply."""
        return (await self.say(text))[-1].reply.text

    async def edit(self, number: int, text: str) -> list[Outgoing]:
        """The person corrects their message with that number, counted from 1."""
        return await self._bring("edit", text, "", number)

    async def send_file(self, name: str) -> list[Outgoing]:
        """A calendar file is sent; its door knows it by that name."""
        return await self._bring("unsupported", "", f"{MARK}{name}", next(self._numbers))

    async def press(self, label: str) -> list[Outgoing]:
        """Press the button with that label on the newest message that still has it."""
        found = await self.pressable(label)
        assert found is not None, label
        return await self._bring("press", "", found[1], found[0])

    async def press_again(self, message: Outgoing, label: str) -> list[Outgoing]:
        """Press what `message` showed once, as a phone may that has not seen the edit yet."""
        button = next(b for b in buttons(message) if b.label == label)
        return await self._bring("press", "", button.data, message.id)

    async def pressable(self, label: str) -> tuple[int, str] | None:
        async with self.house.database.transaction(self.owner_id) as work:
            talk = await work.people.open_conversation("terminal", 0, self.house.clock.now())
            return await work.outbox.pressed(talk.id, label)

    async def wait(self, span: timedelta) -> list[Outgoing]:
        """What rings until the clock has moved on by `span`."""
        before, clock = len(self.door.sent), self.house.clock
        assert isinstance(clock, SimulatedClock)

        async def deliver() -> None:
            await self.house.delivery.drain("terminal")

        target = clock.now() + span
        await advance(clock, target, self.house.boards, self.house.claims, deliver)
        return self.door.sent[before:]

    async def _bring(self, kind: str, text: str, data: str, number: int) -> list[Outgoing]:
        before, now = len(self.door.sent), self.house.clock.now()
        async with self.house.database.transaction(self.owner_id) as work:
            talk = await work.people.open_conversation("terminal", 0, now)
            incoming = await work.inbox.add(talk.id, kind, text, data, now, number)
        await self.house.dispatcher.handle(incoming)
        await self.house.dispatcher.idle()
        await self.house.delivery.drain("terminal")
        await embed_pending(self.house.database, self.house.embedder, self.owner_id)
        return self.door.sent[before:]


def buttons(message: Outgoing) -> list[Button]:
    return [button for line in message.reply.buttons for button in line]


def labels(message: Outgoing) -> list[str]:
    return [button.label for button in buttons(message)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(jenny_data=tmp_path, jenny_zone="Europe/Berlin")


@pytest.fixture
async def chat(database_url: str, redis_url: str, settings: Settings) -> AsyncIterator[Chat]:
    clock = SimulatedClock(NOON)
    door = RecordingDoor(clock)
    servers = Servers(database_url=database_url, admin_url="", redis_url=redis_url)
    async with build(settings, servers, clock, {"terminal": door}) as house:
        owner_id = await house.boards.admit("owner", "Europe/Berlin", is_owner=True, at=NOON)
        talk = Chat(house, door, owner_id)
        await talk.say("hello")
        yield talk
