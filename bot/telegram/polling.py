"""Fetches updates by long polling: commit first, acknowledge after, one poller at a time."""

import asyncio
import random
from dataclasses import dataclass
from typing import cast

import structlog
from telegram import Bot
from telegram.error import EndPointNotFound

from bot.access import HouseOwner
from bot.telegram.errors import UNKNOWN_BOT, PolledElsewhere, translated
from bot.telegram.intake import Intake
from bot.telegram.updates import WANTED
from core.clock import Clock
from core.errors import DeliveryError, ServerDown, TokenRefused, TryLater
from core.intake import Seat

log = structlog.get_logger()

MOST = 100
ELSEWHERE = (
    "I cannot fetch your messages: another program reads this bot's messages, or a webhook is set"
    " for it. Stop the other one; I keep trying, and reminders go on as usual."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long is waited, in seconds: for updates, beyond that for a stalled connection or a
    stalled commit, and before the first and the later tries after a failure."""

    long_poll: int = 25
    stalled: float = 20.0
    first: float = 1.0
    most: float = 60.0

    def before(self, failures: int) -> float:
        """The wait after so many failures in a row, drawn so that two pollers part."""
        longest = min(self.most, self.first * 2 ** min(failures - 1, 16))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter is no secret


class Poller:
    """Telegram's messages, as they come."""

    def __init__(
        self,
        *,
        bot: Bot,
        intake: Intake,
        seat: Seat,
        owner: HouseOwner,
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._seat = seat
        self._owner = owner
        self._clock = clock
        self._patience = patience or Patience()
        self._offset: int | None = None
        self._failures = 0

    async def run(self) -> None:
        """Fetch until cancelled, whenever this process is the one that may.

        Raises:
            TokenRefused: Telegram does not know the token; nothing will come through this door.
        """
        await self._seat.while_held(self._intake.source, self._poll)

    async def _poll(self) -> None:
        self._offset = None
        resumed = False
        while True:
            try:
                if not resumed:
                    await self._intake.resume()
                    resumed = True
                await self._turn()
            except TokenRefused:
                raise
            except Exception as error:  # noqa: BLE001 - polling goes on, whatever one turn brings
                await self._recover(error)
            else:
                self._recovered()

    async def _turn(self) -> None:
        """One batch: fetched, committed, and only then acknowledged with the next request."""
        batch = await self._fetch()
        if not batch:
            # All is acknowledged. Telegram may count anew after a quiet week, from lower numbers:
            # without an offset it sends whatever is the first.
            self._offset = None
            return
        async with asyncio.timeout(self._patience.long_poll + self._patience.stalled):
            highest = await self._intake.receive(batch)
        if highest is None:
            raise ServerDown("Telegram", "it sends updates without numbers.")
        self._offset = highest + 1

    async def _fetch(self) -> list[object]:
        wish = {
            "timeout": self._patience.long_poll,
            "limit": MOST,
            "allowed_updates": list(WANTED),
        }
        if self._offset is not None:
            wish["offset"] = self._offset
        patience = self._patience.long_poll + self._patience.stalled
        async with asyncio.timeout(patience):
            with translated():
                try:
                    answer = await self._bot.do_api_request(
                        "getUpdates", api_kwargs=wish, read_timeout=patience
                    )
                except EndPointNotFound:
                    raise TokenRefused(UNKNOWN_BOT) from None
        return cast(list[object], answer) if isinstance(answer, list) else []

    async def _recover(self, error: Exception) -> None:
        """Wait before the next try; the first failure of a row is logged, and told if need be."""
        self._failures += 1
        wait = self._patience.before(self._failures)
        if isinstance(error, TryLater):
            wait = max(wait, error.seconds)
        if self._failures == 1:
            log.warning("telegram_polling_fails", error=type(error).__name__, cause=_cause(error))
        if isinstance(error, PolledElsewhere):
            await self._tell_elsewhere()
        await asyncio.sleep(wait)

    def _recovered(self) -> None:
        if self._failures:
            log.info("telegram_polling_works_again", failures=self._failures)
        self._failures = 0

    async def _tell_elsewhere(self) -> None:
        # Two pollers drive each other out in turns; more than one notice a day is no news.
        key = f"elsewhere:{self._intake.source}:{self._clock.now():%Y-%m-%d}"
        try:
            await self._owner.tell(key, ELSEWHERE)
        except ServerDown:
            log.warning("owner_not_told", key=key)


def _cause(error: Exception) -> str:
    """The text of our own errors; others may hold anything."""
    return str(error) if isinstance(error, DeliveryError | ServerDown) else ""
