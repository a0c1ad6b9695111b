"""getUpdates: long polls, what a bot has confirmed, and two that poll at once."""

from typing import cast

from tests.botapi.faults import OTHER_POLLER, WEBHOOK_ACTIVE, Json
from tests.botapi.wording import parsed
from tests.botapi.world import Queued, World


class Polling:
    """The queue of updates as the bot sees it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0

    async def updates(self, asked: Json) -> list[Json]:
        """Answer a getUpdates: at once when something waits, else when something comes."""
        if self._world.webhook:
            self._world.conflicts += 1
            raise WEBHOOK_ACTIVE
        if asked.get("allowed_updates") is not None:
            self._world.allowed = cast(
                list[str], parsed(asked["allowed_updates"], "allowed updates")
            )
        offset = int(asked.get("offset") or 0)
        limit = min(max(int(asked.get("limit") or 100), 1), 100)
        self._confirm(offset)
        timeout = float(asked.get("timeout") or 0)
        if timeout and not self._waiting(offset):
            await self._come(offset, timeout)
        return [self._hand(queued) for queued in self._waiting(offset)[:limit]]

    async def _come(self, offset: int, timeout: float) -> None:
        """Wait for an update. Whoever comes to wait ends the wait of who was there before."""
        self._turn += 1
        turn = self._turn
        self._world.change()
        await self._world.until(lambda: self._turn != turn or bool(self._waiting(offset)), timeout)
        if self._turn != turn:
            self._world.conflicts += 1
            raise OTHER_POLLER

    def _waiting(self, offset: int) -> list[Queued]:
        return [q for q in self._world.queue if q.handed is None or q.update["update_id"] >= offset]

    def _confirm(self, offset: int) -> None:
        """Forget what the bot has seen below `offset`.

        What it never saw stays, so that updates can also come in another order than their numbers'.
        """
        if offset < 0:
            self._world.queue = self._world.queue[offset:]
        self._world.queue = [
            queued
            for queued in self._world.queue
            if queued.handed is None or queued.update["update_id"] >= offset
        ]

    def _hand(self, queued: Queued) -> Json:
        if queued.handed is None:
            queued.handed = self._world.ticks()
            self._world.handed.append(queued.update)
        return queued.update
