"""What is due in calendars across people: ids alone."""

from datetime import datetime
from typing import LiteralString

from psycopg.rows import DictRow

from core.stores.calendars import Due
from storage.database import PostgresDatabase

READINGS = "select * from due_calendars(%(at)s, %(most)s)"
WRITES = "select * from due_writes(%(at)s, %(most)s)"


class CalendarBoards:
    """What is due across people, behind `core.stores.calendars.CalendarBoard`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def readings(self, at: datetime, most: int) -> list[Due]:
        return await self._due(READINGS, at, most)

    async def writes(self, at: datetime, most: int) -> list[Due]:
        return await self._due(WRITES, at, most)

    async def _due(self, query: LiteralString, at: datetime, most: int) -> list[Due]:
        async with self._database.borrow() as connection:
            cursor = await connection.execute(query, {"at": at, "most": most})
            return [_due(row) for row in await cursor.fetchall()]


def _due(row: DictRow) -> Due:
    return Due(
        owner_id=row["owner_id"],
        account_id=row["account_id"],
        calendar_ids=tuple(row["calendar_ids"]),
    )
