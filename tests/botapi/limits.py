"""Telegram's limits for what a bot sends: thirty messages in any second, one a second in a chat."""

import math
from collections import deque
from dataclasses import dataclass, field

from tests.botapi.faults import ApiError, too_many

SENDING = frozenset(("sendmessage", "senddocument"))


@dataclass(kw_only=True)
class Limits:
    """Refuses what comes too fast, and counts it. A refused request counts for nothing."""

    per_second: int = 30
    chat_seconds: float = 1.0
    refused: int = 0
    _all: deque[float] = field(default_factory=deque[float])
    _chats: dict[int, float] = field(default_factory=dict[int, float])

    def check(self, method: str, chat_id: int | None, now: float) -> ApiError | None:
        """The answer to a request at the tick `now` that is one too many; None lets it through."""
        if method.casefold() not in SENDING or chat_id is None:
            return None
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        free = self._chats.get(chat_id, now)
        if len(self._all) >= self.per_second:
            free = max(free, self._all[0] + 1)
        if free > now:
            self.refused += 1
            return too_many(math.ceil(free - now))
        self._all.append(now)
        self._chats[chat_id] = now + self.chat_seconds
        return None
