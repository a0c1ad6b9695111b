"""Reads one calendar: page by page, from where it was left, or as a whole."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from random import Random

import structlog

from core.calendars import CalendarDoor, Changes, RemoteCalendar
from core.clock import Clock
from core.errors import AccessRevoked, CalendarBusy, CalendarError, CalendarMissing, TokenVoid
from core.stores import Database, UnitOfWork
from core.stores.calendars import Reading
from scheduler.calendars.accounts import Accounts
from scheduler.calendars.news import expiring, revoked, tell
from scheduler.calendars.pace import pause

log = structlog.get_logger()

# Longer than a page takes to come; a reading that was cut off is taken up again after it.
LEASE = timedelta(minutes=15)
# So many pages are brought in side by side; those who talk to people want the database, too.
AT_ONCE = 4
# So long before a consent runs out the person is told.
NOTICE = timedelta(days=1)


class Readings:
    """Reads calendars that are due. What fails is noted, and does not concern the others."""

    def __init__(
        self, database: Database, accounts: Accounts, clock: Clock, chance: Random
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._clock = clock
        self._chance = chance
        self._rooms = asyncio.Semaphore(AT_ONCE)

    async def read(self, owner_id: int, calendar_id: int) -> int | None:
        """Bring in what is new; how many events have changed. None when it was not to be read, or
        could not be."""
        until = self._clock.now() + LEASE
        async with self._database.transaction(owner_id) as work:
            reading = await work.copies.begin(calendar_id, until)
        if reading is None:
            return None
        try:
            async with self._accounts.door(owner_id, reading.account_id) as door:
                changed = await self._pages(owner_id, door, reading)
        except CalendarError as error:
            await self._failed(owner_id, reading, error)
            return None
        log.info("calendar_read", calendar=calendar_id, whole=reading.token is None, events=changed)
        return changed

    async def relist(self, owner_id: int, account_id: int) -> None:
        """Have the calendars of the account as they are now.

        Raises:
            CalendarError: the account cannot be asked.
        """
        async with self._accounts.door(owner_id, account_id) as door:
            found: list[RemoteCalendar] = await door.calendars()
        async with self._database.transaction(owner_id) as work:
            await work.calendars.listed(account_id, found, self._clock.now())

    async def _pages(self, owner_id: int, door: CalendarDoor, reading: Reading) -> int:
        try:
            return await self._through(owner_id, door, reading)
        except TokenVoid:
            async with self._database.transaction(owner_id) as work:
                whole = await work.copies.start_over(reading)
            return await self._through(owner_id, door, whole)

    async def _through(self, owner_id: int, door: CalendarDoor, reading: Reading) -> int:
        changed, token = 0, None
        async with aclosing(_ahead(door.changes(reading.ref, reading.token))) as pages:
            async for page in pages:
                until = self._clock.now() + LEASE
                async with self._rooms, self._database.transaction(owner_id) as work:
                    changed += await work.copies.apply(reading, page, until)
                token = page.token
        now = self._clock.now()
        async with self._database.transaction(owner_id) as work:
            await work.copies.finish(reading, token, now, now + pause(0, self._chance))
            await self._warn(work, reading.account_id)
        return changed

    async def _warn(self, work: UnitOfWork, account_id: int) -> None:
        """Tell, once, of a consent that will run out by itself."""
        account, now = await work.copies.account(account_id), self._clock.now()
        if account is None or account.expires_at is None or now < account.expires_at - NOTICE:
            return
        key = f"calendar-expires:{account_id}:{account.entered_at.isoformat()}"
        person = await work.people.get()
        await tell(work, key, expiring(account, account.expires_at, person, now), now)

    async def _failed(self, owner_id: int, reading: Reading, error: CalendarError) -> None:
        now = self._clock.now()
        asked = error.seconds if isinstance(error, CalendarBusy) else None
        again = now + pause(reading.failures + 1, self._chance, asked)
        async with self._database.transaction(owner_id) as work:
            await work.copies.fail(reading, str(error), again)
        log.warning("calendar_not_read", calendar=reading.calendar_id, error=type(error).__name__)
        if isinstance(error, AccessRevoked):
            await self.access_refused(owner_id, reading.account_id)
        elif isinstance(error, CalendarMissing):
            await self._lost(owner_id, reading)

    async def access_refused(self, owner_id: int, account_id: int) -> None:
        """Ask no more until the person has connected the account anew, and tell them once."""
        async with self._database.transaction(owner_id) as work:
            account = await work.copies.account(account_id)
            if account is not None and await work.copies.revoke(account_id):
                key = f"calendar-revoked:{account_id}:{account.entered_at.isoformat()}"
                await tell(work, key, revoked(account), self._clock.now())

    async def _lost(self, owner_id: int, reading: Reading) -> None:
        """The calendar may have been deleted there: then it is not among the others any more."""
        try:
            await self.relist(owner_id, reading.account_id)
        except CalendarError as error:
            log.warning("calendars_not_listed", error=type(error).__name__)


async def _ahead(pages: AsyncGenerator[Changes]) -> AsyncGenerator[Changes]:
    """The same pages; the next one is already fetched while one is dealt with."""
    async with aclosing(pages):
        coming = asyncio.ensure_future(anext(pages, None))
        try:
            while (page := await coming) is not None:
                coming = asyncio.ensure_future(anext(pages, None))
                yield page
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
