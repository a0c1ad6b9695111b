"""What is due in calendars across people: ids alone."""

from datetime import datetime
from typing import LiteralString

from storage.database import PostgresDatabase

READINGS = "select owner_id, calendar_id from due_calendars(%(at)s, %(most)s)"
WRITES = "select owner_id, calendar_id from due_writes(%(at)s, %(most)s)"


class CalendarBoards:
    """What is due across people, behind `core.stores.calendars.CalendarBoard`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def readings(self, at: datetime, most: int) -> list[tuple[int, int]]:
        """Calendars that are to be read."""
        return await self._pairs(READINGS, at, most)

    async def writes(self, at: datetime, most: int) -> list[tuple[int, int]]:
        """Calendars that something is to be written to."""
        return await self._pairs(WRITES, at, most)

    async def _pairs(self, query: LiteralString, at: datetime, most: int) -> list[tuple[int, int]]:
        async with self._database.borrow() as connection:
            cursor = await connection.execute(query, {"at": at, "most": most})
            return [(row["owner_id"], row["calendar_id"]) for row in await cursor.fetchall()]
