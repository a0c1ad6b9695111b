"""How fast messages leave: one limiter for a door, in which replies overtake alarms.

Telegram asks for no more than thirty messages a second, and one a second in a chat. Whoever writes
waits for the answer, so a reply leaves at once and only what nobody waits for is slowed down;
replies count all the same, so that alarms make room for them. When Telegram itself asks to wait,
everything to that chat waits, and everything at all when it asks so in several chats.
"""

import asyncio
import time
from collections.abc import Callable

# A little less than is allowed: messages do not travel at an even speed.
PER_SECOND = 29.3
CHAT_SECONDS = 1.0
# A flood of replies must not keep alarms waiting for longer than so many seconds afterwards.
MOST_OWED = 1.0
# Chats that have been quiet are forgotten when there are more than these.
REMEMBERED = 1000


class Pace:
    """The limiter of one door. `ticks` tells seconds that never jump."""

    def __init__(
        self, ticks: Callable[[], float] = time.monotonic, per_second: float = PER_SECOND
    ) -> None:
        self._ticks = ticks
        self._gap = 1 / per_second
        self._line = asyncio.Lock()
        self._free = ticks()
        self._chats: dict[int, float] = {}
        self._refused: dict[int, float] = {}
        self._closed_until = 0.0

    async def turn(self, conversation_id: int, *, patient: bool) -> None:
        """Wait until a message may leave; a `patient` one lets the others pass."""
        if not patient:
            while (seconds := self._refusal(conversation_id)) > 0:
                await asyncio.sleep(seconds)
        else:
            while not await self._queue(conversation_id):
                pass
        self._take(conversation_id)

    def left(self, conversation_id: int) -> None:
        """A message has arrived in that chat, perhaps long after its turn."""
        free = self._ticks() + CHAT_SECONDS
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
        """Wait for the chat, then in line for all; whether the chat is still free at the end."""
        while (seconds := self._chat_wait(conversation_id)) > 0:
            await asyncio.sleep(seconds)
        # Who waits for their own chat never stands in the line, and in the line one alone looks.
        async with self._line:
            while (seconds := max(self._free, self._closed_until) - self._ticks()) > 0:
                await asyncio.sleep(seconds)
            return self._chat_wait(conversation_id) <= 0

    def _take(self, conversation_id: int) -> None:
        now = self._ticks()
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
