"""What happened to each fact, in place of the sqlite file that Mem0 would write."""

from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from core.facts import FactEvent
from storage.inbox import storable

# A fact that was not kept (a known key, a tombstone) leaves no history, a deleted one no text.
NOTE = """
insert into memory_history (owner_id, memory_id, event, old_text, new_text, created_at)
select %(owner)s, %(fact)s, %(event)s, %(old)s::text, %(new)s::text, app_at()
where exists (select from memories where owner_id = %(owner)s and id = %(fact)s)
"""
GONE = """
insert into memory_history (owner_id, memory_id, event, created_at)
values (%(owner)s, %(fact)s, %(event)s, app_at())
"""
OF = """
select * from memory_history where owner_id = %(owner)s and memory_id = %(fact)s
order by id
"""


class PostgresHistory:
    """Fills `core.facts.FactHistory`, in the transaction that it is given."""

    def __init__(self, connection: Connection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    def note(self, event: FactEvent) -> None:
        values: dict[str, object] = {
            "owner": self._owner_id,
            "fact": UUID(event.fact_id),
            "event": event.event,
        }
        if event.event == "DELETE":
            self._connection.execute(GONE, values)
            return
        texts = {"old": _text(event.old_text), "new": _text(event.new_text)}
        self._connection.execute(NOTE, values | texts)

    def of(self, fact_id: str) -> list[FactEvent]:
        rows = self._connection.execute(
            OF, {"owner": self._owner_id, "fact": UUID(fact_id)}
        ).fetchall()
        return [
            FactEvent(
                id=str(row["id"]),
                fact_id=fact_id,
                event=row["event"],
                old_text=row["old_text"],
                new_text=row["new_text"],
                created_at=row["created_at"],
            )
            for row in rows
        ]


def _text(text: str | None) -> str | None:
    return None if text is None else storable(text)
