"""How fast messages leave: one limiter for a door, in which replies overtake alarms.

Telegram asks for no more than some thirty messages a second, and one a second in a chat but for
short bursts. Whoever writes waits for the answer, so a reply leaves at once and only what nobody
waits for is slowed down; replies count all the same, so that alarms make room for them. When
Telegram itself asks to wait, everything to that chat waits, and everything at all when it asks so
in several chats.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

PER_SECOND = 25.0
PER_CHAT = 1.0
CHAT_BURST = 5.0
# Chats that have been quiet are forgotten when there are more than these.
REMEMBERED = 1000


@dataclass(kw_only=True)
class _Bucket:
    """Leave to send: `tokens` at the tick `at`, refilled at `rate` a second up to `most`."""

    rate: float
    most: float
    tokens: float
    at: float

    def fill(self, now: float) -> None:
        self.tokens = min(self.most, self.tokens + (now - self.at) * self.rate)
        self.at = now

    def wait(self) -> float:
        """Seconds until one may be taken."""
        return max(0.0, (1.0 - self.tokens) / self.rate)

    def take(self) -> None:
        # A flood of replies must not keep alarms waiting for longer than a second afterwards.
        self.tokens = max(self.tokens - 1.0, -self.rate)


class Pace:
    """The limiter of one door. `ticks` tells seconds that never jump."""

    def __init__(
        self, ticks: Callable[[], float] = time.monotonic, per_second: float = PER_SECOND
    ) -> None:
        self._ticks = ticks
        self._all = _Bucket(rate=per_second, most=per_second, tokens=per_second, at=ticks())
        self._chats: dict[int, _Bucket] = {}
        self._refused: dict[int, float] = {}
        self._closed_until = 0.0

    async def turn(self, conversation_id: int, *, patient: bool) -> None:
        """Wait until a message may leave; a `patient` one lets the others pass."""
        while (seconds := self._wait(conversation_id, patient=patient)) > 0:
            await asyncio.sleep(seconds)
        self._all.take()
        self._chat(conversation_id).take()

    def refused(self, conversation_id: int, seconds: float) -> None:
        """The other side asked to wait, for a message to that chat."""
        now = self._ticks()
        self._refused = {chat: until for chat, until in self._refused.items() if until > now}
        self._refused[conversation_id] = now + seconds
        if len(self._refused) > 1:
            self._closed_until = max(self._refused.values())

    def _wait(self, conversation_id: int, *, patient: bool) -> float:
        now = self._ticks()
        asked = max(self._closed_until, self._refused.get(conversation_id, 0.0)) - now
        if not patient:
            return asked
        self._all.fill(now)
        return max(asked, self._all.wait(), self._chat(conversation_id).wait())

    def _chat(self, conversation_id: int) -> _Bucket:
        now = self._ticks()
        if len(self._chats) > REMEMBERED:
            self._chats = {
                chat: bucket
                for chat, bucket in self._chats.items()
                if bucket.at + CHAT_BURST / PER_CHAT > now
            }
        bucket = self._chats.get(conversation_id)
        if bucket is None:
            bucket = _Bucket(rate=PER_CHAT, most=CHAT_BURST, tokens=CHAT_BURST, at=now)
            self._chats[conversation_id] = bucket
        bucket.fill(now)
        return bucket
