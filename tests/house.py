"""A house over in-memory stores; its clock stands at noon in Berlin, Monday 13 April 2026."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from itertools import count

from agents.agent import Agent, Conclusion, Pressed, Turn
from agents.answering import saying
from agents.chat import ChatAgent
from agents.dispatcher import Dispatcher
from agents.reading import Understand
from agents.reminders import ReminderAgent
from agents.tasks import TaskAgent
from core.clock import SimulatedClock
from core.models import Conversation, Hit, Incoming, Outgoing, Person, Reply
from core.ports import ChatModel
from core.requests import Route
from memory.briefing import Briefing
from scheduler.due import DueClaims
from scheduler.simulation import advance
from tests.fake_calendars import calendar_agent
from tests.fakes import FakeLimiter, InMemoryDatabase, InMemoryUnit, RecordingDoor
from understanding import understand

NOON = datetime(2026, 4, 13, 10, 0, tzinfo=UTC)


async def nothing_known(
    owner_id: int, question: str, most: int, now: datetime, zone: str
) -> Sequence[Hit]:
    return []


async def nothing_to_say(
    owner_id: int, question: str, tokens: int, now: datetime, zone: str
) -> Briefing:
    return Briefing()


class Forgetful:
    """Stands where the memory agent does, and keeps nothing."""

    name = "memory"
    routes: frozenset[Route] = frozenset({"memory.store", "memory.recall", "memory.forget"})
    actions: frozenset[str] = frozenset()

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        return saying(Reply(text="I keep nothing."))

    async def press(self, turn: Turn, action: str, argument: str, work: object) -> Pressed:
        return Pressed(toast="I keep nothing.")


class House:
    """Messages go in, what leaves by the door comes out."""

    def __init__(
        self,
        *more: Agent,
        model: ChatModel | None = None,
        understand: Understand = understand,
    ) -> None:
        self.clock = SimulatedClock(NOON)
        self.database = InMemoryDatabase(self.clock)
        self.door = RecordingDoor(self.clock)
        self.person = self.database.admit("owner")
        self.dispatcher = Dispatcher(
            self.database,
            [
                ReminderAgent(),
                TaskAgent(),
                calendar_agent(self.database, self.clock, Forgetful()),
                ChatAgent(model, nothing_known, nothing_to_say),
                Forgetful(),
                *more,
            ],
            understand,
            self.clock,
        )
        self._numbers = count(1)

    @property
    def talk(self) -> Conversation:
        return next(iter(self.database.states[self.person.id].conversations.values()))

    async def receive(
        self, kind: str, text: str = "", data: str = "", message_id: int | None = None
    ) -> Incoming:
        """Keep what came in, without dealing with it."""
        async with self.database.transaction(self.person.id) as work:
            now = self.clock.now()
            talk = await work.people.open_conversation("terminal", 0, now)
            number = next(self._numbers) if message_id is None else message_id
            return await work.inbox.add(talk.id, kind, text, data, now, number)

    async def handle(self, incoming: Incoming) -> list[Outgoing]:
        await self.dispatcher.handle(incoming)
        return await self.door.drain(self.database)

    async def say(self, text: str) -> list[Outgoing]:
        """What the message is answered with."""
        return await self.handle(await self.receive("text", text))

    async def reply(self, text: str) -> str:
        """The text of the one reply; a message that shows its outcome beside it is none."""
        (outgoing,) = [sent for sent in await self.say(text) if sent.kind == "reply"]
        return outgoing.reply.text

    async def press(self, label: str) -> list[Outgoing]:
        """What pressing the newest button with that label leads to."""
        return await self.handle(await self.pressing(label))

    async def done(self, text: str, label: str = "Create") -> str:
        """What the draft that the message leads to becomes once its button is pressed."""
        await self.say(text)
        _, shown = await self.press(label)
        return shown.reply.text

    async def press_again(self, message: Outgoing, label: str) -> list[Outgoing]:
        """Press what `message` showed once, as a phone may that has not seen the edit yet."""
        buttons = [button for line in message.reply.buttons for button in line]
        data = next(button.data for button in buttons if button.label == label)
        return await self.handle(await self.receive("press", data=data, message_id=message.id))

    async def pressing(self, label: str) -> Incoming:
        """The press of the newest button with that label, not dealt with yet."""
        async with self.database.transaction(self.person.id) as work:
            found = await work.outbox.pressed(self.talk.id, label)
        assert found is not None, label
        return await self.receive("press", data=found[1], message_id=found[0])

    async def wait(self, span: timedelta) -> list[Outgoing]:
        """What rings until the clock has moved on by `span`."""
        before = len(self.door.sent)
        claims = DueClaims(self.database, self.database, FakeLimiter(), self.clock)

        async def deliver() -> None:
            await self.door.drain(self.database)

        await advance(self.clock, self.clock.now() + span, self.database, claims, deliver)
        return self.door.sent[before:]

    async def open_tasks(self) -> list[str]:
        async with self.database.transaction(self.person.id) as work:
            return [task.title for task in await work.tasks.open()]

    async def events(self) -> list[str]:
        today = NOON.date()
        async with self.unit() as work:
            found = await work.events.between(today, today + timedelta(days=700), "Europe/Berlin")
            return [event.title for event in found]

    def unit(self) -> AbstractAsyncContextManager[InMemoryUnit]:
        return self.database.transaction(self.person.id)

    @property
    def present(self) -> Person:
        """The person as they are kept now."""
        return self.database.states[self.person.id].person

    @present.setter
    def present(self, person: Person) -> None:
        self.database.states[self.person.id].person = person


def labels(outgoing: Outgoing) -> list[str]:
    """What the buttons of the message say."""
    return [button.label for line in outgoing.reply.buttons for button in line]
