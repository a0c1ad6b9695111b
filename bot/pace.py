"""How fast messages leave: one limiter for a door, in which replies overtake alarms.

Telegram asks for no more than thirty messages a second, and one a second in a chat. Whoever writes
waits for the answer, so a reply leaves at once, or as soon as alarms have made room for it; only
what nobody waits for is slowed down. When Telegram itself asks to wait, everything to that chat
waits, and everything at all when it asks so in several chats.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager

PER_SECOND = 30
CHAT_SECONDS = 1.0
# So long at most a reply waits for a place among the alarms of the last second.
MAKE_WAY_SECONDS = 0.1
# A flood of replies must not keep alarms waiting for longer than so many seconds afterwards.
MOST_OWED = 1.0
# Chats that have been quiet are forgotten when there are more than these.
REMEMBERED = 1000


class Pace:
    """The limiter of one door. `ticks` tells seconds that never jump."""

    def __init__(
        self, ticks: Callable[[], float] = time.monotonic, per_second: int = PER_SECOND
    ) -> None:
        self._ticks = ticks
        self._most = per_second
        self._gap = 1 / per_second
        # When the messages of the last second were there; those under way are counted beside.
        self._arrived = deque[float]()
        self._under_way = 0
        self._replies_waiting = 0
        self._alarm_at = -1.0
        self._line = asyncio.Lock()
        self._free = ticks()
        self._chats: dict[int, float] = {}
        self._refused: dict[int, float] = {}
        self._closed_until = 0.0

    async def chat_free(self, conversation_id: int, *, patient: bool) -> None:
        """Wait until nothing in the chat itself stands in the way."""
        wait = self._chat_wait if patient else self._refusal
        while (seconds := wait(conversation_id)) > 0:
            await asyncio.sleep(seconds)

    async def turn(self, conversation_id: int, *, patient: bool) -> None:
        """Wait until a message may leave; a `patient` one lets the others pass."""
        await self.chat_free(conversation_id, patient=patient)
        if not patient:
            await self._way_made()
        else:
            while not await self._queue(conversation_id):
                await self.chat_free(conversation_id, patient=True)
            self._alarm_at = self._ticks()
        self._take(conversation_id)

    @contextmanager
    def on_its_way(self, conversation_id: int) -> Generator[None]:
        """The block in which the message whose turn it was travels."""
        try:
            yield
        finally:
            now = self._ticks()
            self._under_way -= 1
            self._arrived.append(now)
            self._forget(now)
            free = now + CHAT_SECONDS
            self._chats[conversation_id] = max(self._chats.get(conversation_id, free), free)

    def refused(self, conversation_id: int, seconds: float, *, patient: bool) -> None:
        """The other side asked to wait, for a message to that chat.

        What is not `patient` goes first afterwards: an alarm in between would have it refused anew.
        """
        now = self._ticks()
        if not patient:
            self._chats[conversation_id] = now + seconds + CHAT_SECONDS
        self._refused = {chat: until for chat, until in self._refused.items() if until > now}
        self._refused[conversation_id] = now + seconds
        if len(self._refused) > 1:
            self._closed_until = max(self._refused.values())

    async def _queue(self, conversation_id: int) -> bool:
        """Wait in line for all; whether the chat is still free at the end."""
        # Who waits for their own chat never stands in the line, and in the line one alone looks.
        async with self._line:
            longest = self._ticks() + MOST_OWED
            while (seconds := self._next(longest) - self._ticks()) > 0:
                await asyncio.sleep(seconds)
            return self._chat_wait(conversation_id) <= 0

    def _next(self, longest: float) -> float:
        """When the next alarm may leave; `longest` it waits for a place."""
        place_at = self._place_at(self._replies_waiting)
        return max(self._free, self._closed_until, min(place_at, longest))

    def _place_at(self, kept: int) -> float:
        """When less than all that is allowed in a second has left, `kept` places aside.

        A message is counted until a second after it has arrived, so that however long each one
        travels, the other side never sees more in any second.
        """
        now = self._ticks()
        self._forget(now)
        too_many = len(self._arrived) + self._under_way + kept + 1 - self._most
        if too_many <= 0:
            return now
        if too_many <= len(self._arrived):
            return self._arrived[too_many - 1] + 1
        # What is still under way is looked at again a little later.
        return now + self._gap

    def _forget(self, now: float) -> None:
        while self._arrived and self._arrived[0] <= now - 1:
            self._arrived.popleft()

    async def _way_made(self) -> None:
        """Among many alarms a reply waits for a moment, as it would be refused for a second."""
        until = self._ticks() + MAKE_WAY_SECONDS
        if until - MAKE_WAY_SECONDS > self._alarm_at + 1:
            return
        self._replies_waiting += 1
        try:
            while (at := min(self._place_at(0), until)) > self._ticks():
                await asyncio.sleep(at - self._ticks())
        finally:
            self._replies_waiting -= 1

    def _take(self, conversation_id: int) -> None:
        now = self._ticks()
        self._under_way += 1
        # Who comes a moment late has not lost that moment for those behind.
        self._free = min(max(self._free, now - self._gap) + self._gap, now + MOST_OWED)
        if len(self._chats) > REMEMBERED:
            self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        free = now + CHAT_SECONDS
        self._chats[conversation_id] = max(self._chats.get(conversation_id, free), free)

    def _chat_wait(self, conversation_id: int) -> float:
        free = self._chats.get(conversation_id, 0.0) - self._ticks()
        return max(free, self._refusal(conversation_id))

    def _refusal(self, conversation_id: int) -> float:
        until = max(self._closed_until, self._refused.get(conversation_id, 0.0))
        return until - self._ticks()
