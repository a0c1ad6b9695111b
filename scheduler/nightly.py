"""What is done once a night: erasing what is kept for a limited time only, and arranging files."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from core.clock import Clock
from core.errors import OperatorError, ServerDown
from core.zones import instant_of, wall_of

log = structlog.get_logger()

HOUR = 4
RETRY_SECONDS = 600.0


class Archive(Protocol):
    """What can be retired."""

    async def retire(self, at: datetime) -> dict[str, int]:
        """Erase what is past its time; how many rows of each kind went."""
        ...


class Files(Protocol):
    """What holds the rows."""

    async def arrange(self) -> int:
        """Lay what is read together side by side where it has come to lie scattered; in how many
        tables. Whoever needs one of them waits meanwhile: a second for a hundred megabytes.

        Raises:
            OperatorError: it cannot be done now; with the reason.
        """
        ...


class Nightly:
    """Does it at 4 in the morning of `zone`, and once at the start: machines sleep at night."""

    def __init__(self, archive: Archive, files: Files, clock: Clock, zone: ZoneInfo) -> None:
        self._archive = archive
        self._files = files
        self._clock = clock
        self._zone = zone

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                gone = await self._archive.retire(self._clock.now())
                log.info("retired", **gone)
                await self._arrange()
                await asyncio.sleep(self.seconds_left())
            except ServerDown as error:
                log.warning("night_waits", server=error.server)
                await asyncio.sleep(RETRY_SECONDS)

    async def _arrange(self) -> None:
        """What cannot be arranged stays as it is until the next night: it is only read more slowly,
        while each attempt holds up those who need it, and takes room on a disk that may be full."""
        try:
            log.info("arranged", tables=await self._files.arrange())
        except OperatorError as error:
            log.warning("arranging_waits", why=str(error))

    def seconds_left(self) -> float:
        """How long until the next quiet hour."""
        now = self._clock.now()
        wall = wall_of(now, self._zone)
        night = wall.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        if night <= wall:
            night += timedelta(days=1)
        return (instant_of(night, self._zone) - now).total_seconds()
