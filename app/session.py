"""One chat of the terminal: whose turn it is, and what each line does."""

import asyncio
import sys

from app.lines import Line, moved, parse, person_name
from app.wiring import House
from bot.lanes import DEADLY
from bot.terminal import JsonScreen, PlainScreen
from core.clock import SimulatedClock
from core.errors import JennyError, Refused
from core.intake import MOST_LIVES
from core.models import OWNER_NAME, Conversation, Incoming
from core.zones import zone as zone_called
from memory.remember import embed_pending
from scheduler.due import terminal_session
from scheduler.simulation import advance

SOURCE = "terminal"
# A little longer than two ticks of an open chat, so that it counts as closed soon after.
SEEN_SECONDS = 3


class Session:
    """Lines strictly one after the other; whatever rings in between waits for its turn."""

    def __init__(self, house: House, screen: JsonScreen | PlainScreen, zone: str) -> None:
        zone_called(zone)
        self._house = house
        self._screen = screen
        self._zone = zone
        self._owner_id = 0
        self._number = 0
        self._turn = asyncio.Lock()

    @property
    def simulated(self) -> bool:
        """Whether only `/clock` moves the time."""
        return isinstance(self._house.clock, SimulatedClock)

    async def become(self, name: str) -> None:
        """Let the next lines come from the person called `name`, who is let in when new.

        Raises:
            Refused: it is no name.
        """
        if not name:
            raise Refused("Who comes next? Write a name after /as, like /as anna.")
        self._owner_id = await self._house.boards.admit(
            person_name(name), self._zone, is_owner=name == OWNER_NAME, at=self._house.clock.now()
        )

    async def compare_zone(self) -> None:
        """Say on stderr when the person is not new, and lives in another zone than was named."""
        async with self._house.database.transaction(self._owner_id) as work:
            person = await work.people.get()
        home = person.whereabouts.home
        if home != self._zone:
            sys.stderr.write(
                f"{person.name} lives in {home} already, and --zone is for who is new:"
                f" /tz {self._zone} changes it.\n"
            )

    async def take_up(self) -> None:
        """Deal with what an earlier call was cut off at, unless it is what cuts them off."""
        for left in await self._house.boards.inbox_open(SOURCE):
            async with self._house.database.transaction(left.owner_id) as work:
                incoming = await work.inbox.take(left.inbox_id)
                await work.inbox.begin(left.inbox_id)
            if incoming is None:
                continue
            if left.lives < MOST_LIVES:
                await self._deal(incoming)
            else:
                await self._house.dispatcher.apologise(incoming, Refused(DEADLY))
        await self._settle()

    async def line(self, raw: str) -> None:
        """Do what an input line says. What is wrong with it is one sentence on stderr."""
        self._number += 1
        async with self._turn:
            try:
                await self._do(parse(raw))
                await self._finish()
            except JennyError as error:
                sys.stderr.write(f"{error}\n")
                sys.stderr.flush()
        self.ready()

    def ready(self) -> None:
        """Tell a program that the present line is done."""
        if isinstance(self._screen, JsonScreen):
            self._screen.ready(self._number)

    async def say(self, text: str) -> None:
        """A message of the person, whole."""
        await self._handle("text", text)

    async def ring(self) -> None:
        """Push what is due, and whatever else waits for the terminal."""
        async with self._turn:
            await self._house.claims.ring_due(terminal_only=self.simulated)
            await self._settle()

    async def stay(self) -> None:
        """Note that the person has this terminal open."""
        await self._house.limiter.mark(terminal_session(self._owner_id), SEEN_SECONDS)

    async def _do(self, line: Line) -> None:
        match line.kind:
            case "message":
                await self.say(line.text)
            case "press":
                await self._press(line.text)
            case "clock":
                await self._move(line.text)
            case "as":
                await self.become(line.text)
            case "blank":
                return

    async def _press(self, label: str) -> None:
        talk = await self._conversation()
        async with self._house.database.transaction(self._owner_id) as work:
            found = await work.outbox.pressed(talk.id, label)
        if found is None:
            raise Refused(f"There is no button “{label}” to press.")
        outbox_id, data = found
        await self._handle("press", "", data, outbox_id)

    async def _move(self, text: str) -> None:
        clock = self._house.clock
        if not isinstance(clock, SimulatedClock):
            raise Refused("The clock is the real one: start with --simulate to move it.")
        target = moved(text, clock.now(), self._zone)
        if target < clock.now():
            raise Refused("A simulated clock only moves forwards.")
        await advance(clock, target, self._house.boards, self._house.claims, self._settle)

    async def _handle(
        self, kind: str, text: str, data: str = "", message_id: int | None = None
    ) -> None:
        talk, now = await self._conversation(), self._house.clock.now()
        async with self._house.database.transaction(self._owner_id) as work:
            incoming = await work.inbox.add(talk.id, kind, text, data, now, message_id)
        await self._deal(incoming)
        await self._settle()

    async def _deal(self, incoming: Incoming) -> None:
        dispatcher = self._house.dispatcher
        try:
            await dispatcher.handle(incoming)
        except JennyError:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one line: the chat goes on
            await dispatcher.apologise(incoming, error)

    async def _conversation(self) -> Conversation:
        now = self._house.clock.now()
        async with self._house.database.transaction(self._owner_id) as work:
            return await work.people.open_conversation(SOURCE, 0, now)

    async def _settle(self) -> None:
        """Show everything that waits, also what comes of slow answers."""
        await self._house.delivery.drain(SOURCE)
        await self._house.dispatcher.idle()
        await self._house.delivery.drain(SOURCE)

    async def _finish(self) -> None:
        """The background work that the line has caused."""
        await self._house.learner.drain()
        await self._settle()
        await embed_pending(self._house.database, self._house.embedder, self._owner_id)
        await self._house.projector.drain()
        await self._house.calendars.sync.once()
        if await self._house.following.once():
            await self._house.claims.ring_due(terminal_only=self.simulated)
        await self._house.delivery.drain(SOURCE)
