"""What each message changed, written by triggers; here it is taken back."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

# undo_changes works behind the wall of the transaction's owner.
UNDO = "select undo_changes(%(cause)s) as outcome"
ANY = """
select exists (
  select from changes where owner_id = %(owner)s and cause_id = %(cause)s and undone_at is null
) as found
"""


class ChangeStore:
    """Undo by change set, behind `core.stores.talk.Changes`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def undo(self, inbox_id: int) -> str:
        cursor = await self._connection.execute(UNDO, {"cause": inbox_id})
        row = await cursor.fetchone()
        return "nothing" if row is None else str(row["outcome"])

    async def any(self, inbox_id: int) -> bool:
        cursor = await self._connection.execute(ANY, {"owner": self._owner_id, "cause": inbox_id})
        row = await cursor.fetchone()
        return row is not None and bool(row["found"])
