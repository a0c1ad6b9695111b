"""What reminders follow."""

from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.anchors import Anchored, Spot, Tie

KEEP = """
insert into anchors (reminder_id, owner_id, event_id, occasion, whose, length, clock, starts_at,
  first_day, due_at, lost, title)
values (%(reminder)s, %(owner)s, %(event)s, %(occasion)s, %(whose)s, %(length)s, %(clock)s,
  %(starts_at)s, %(day)s, %(due)s, %(lost)s, %(title)s)
on conflict (reminder_id) do update set event_id = excluded.event_id, occasion = excluded.occasion,
  whose = excluded.whose, length = excluded.length, clock = excluded.clock,
  starts_at = excluded.starts_at, first_day = excluded.first_day, due_at = excluded.due_at,
  lost = excluded.lost, title = excluded.title, stale = false
"""
COLUMNS: LiteralString = """
reminder_id, event_id, occasion, whose, title, length, clock, starts_at, first_day, due_at, lost
"""
GET = f"select {COLUMNS} from anchors where owner_id = %(owner)s and reminder_id = %(reminder)s"  # noqa: S608
DROP = "delete from anchors where owner_id = %(owner)s and reminder_id = %(reminder)s"
MOVED = """
update anchors set event_id = %(to)s, stale = true
where owner_id = %(owner)s and event_id = %(event)s
"""
FOLLOWING = "select reminder_id from anchors where owner_id = %(owner)s"
STALE = """
select reminder_id from anchors where owner_id = %(owner)s and stale order by due_at, reminder_id
"""
TAKE = f"""
update anchors set stale = false
where owner_id = %(owner)s and reminder_id = %(reminder)s and stale returning {COLUMNS}
"""  # noqa: S608


class AnchorStore:
    """What the reminders of one person follow, behind `core.anchors.Anchors`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def keep(self, anchored: Anchored) -> None:
        tie, spot = anchored.tie, anchored.spot
        values: dict[str, object] = {
            "owner": self._owner_id,
            "reminder": anchored.reminder_id,
            "event": tie.event_id,
            "occasion": tie.occasion,
            "whose": tie.whose,
            "title": tie.title,
            "length": tie.length,
            "clock": tie.clock,
            "starts_at": spot.starts_at,
            "day": spot.day,
            "due": anchored.due_at,
            "lost": anchored.lost,
        }
        await self._connection.execute(KEEP, values)

    async def get(self, reminder_id: int) -> Anchored | None:
        return await self._one(GET, reminder_id)

    async def drop(self, reminder_id: int) -> None:
        await self._connection.execute(DROP, {"owner": self._owner_id, "reminder": reminder_id})

    async def moved(self, event_id: int, to_id: int) -> None:
        values = {"owner": self._owner_id, "event": event_id, "to": to_id}
        await self._connection.execute(MOVED, values)

    async def following(self) -> set[int]:
        cursor = await self._connection.execute(FOLLOWING, {"owner": self._owner_id})
        return {row["reminder_id"] for row in await cursor.fetchall()}

    async def stale(self) -> list[int]:
        cursor = await self._connection.execute(STALE, {"owner": self._owner_id})
        return [row["reminder_id"] for row in await cursor.fetchall()]

    async def take(self, reminder_id: int) -> Anchored | None:
        return await self._one(TAKE, reminder_id)

    async def _one(self, query: LiteralString, reminder_id: int) -> Anchored | None:
        values = {"owner": self._owner_id, "reminder": reminder_id}
        cursor = await self._connection.execute(query, values)
        row = await cursor.fetchone()
        return None if row is None else _anchored(row)


def _anchored(row: DictRow) -> Anchored:
    return Anchored(
        reminder_id=row["reminder_id"],
        tie=Tie(
            event_id=row["event_id"],
            occasion=row["occasion"],
            whose=row["whose"],
            title=row["title"],
            length=row["length"],
            clock=row["clock"],
        ),
        spot=Spot(starts_at=row["starts_at"], day=row["first_day"]),
        due_at=row["due_at"],
        lost=row["lost"],
    )
