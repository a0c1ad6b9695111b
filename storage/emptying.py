"""Forgetting everything that is remembered; of what is planned only what is chosen."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.forgetting import NO_PLANS, Forgotten, Plans
from storage.erasures import ErasureStore
from storage.tombstones import EVERYTHING, HOLD, Seal, bury
from storage.traces import LAST, forget_plans

COUNT = "select count(*) as rows from entities where owner_id = %(owner)s"
# The triggers are told, until the end, and the graph begins anew.
BEGIN = "select set_config('app.forgetting', 'everything', true)"
END = "select set_config('app.forgetting', '', true)"
GRAPH = """
insert into graph_queue (owner_id, table_name, row_id) values (%(owner)s, 'everything', 0)
"""
RELATIONS = "delete from relations where owner_id = %(owner)s returning id"
MADE: tuple[LiteralString, ...] = (
    "delete from entities where owner_id = %(owner)s",
    # Made of the texts, which have gone.
    "delete from codes where owner_id = %(owner)s",
    "delete from postings where owner_id = %(owner)s",
    "delete from passages where owner_id = %(owner)s",
    "delete from lessons where owner_id = %(owner)s",
    "delete from proofs where owner_id = %(owner)s",
    "delete from memory_history where owner_id = %(owner)s",
)
MEMORIES = "delete from memories where owner_id = %(owner)s returning text, key, inbox_id"
EPISODES = "delete from episodes where owner_id = %(owner)s returning text, ref"
# What came in before the order and is not dealt with yet would be kept, and answered, after it.
WAITING = """
update inbox set body = null, state = 'done', done_at = %(at)s
where owner_id = %(owner)s and state in ('new', 'deferred', 'waiting') and id < %(before)s
returning id
"""
UNSENT = """
delete from outbox where owner_id = %(owner)s and state in ('queued', 'sending')
  and kind not in ('toast', 'push')
  and (body ->> 'route' like 'memory.%%' or body ->> 'route' in ('other', 'calendar.query'))
returning id
"""
NEWEST = "select coalesce(max(id), 0) as id from inbox where owner_id = %(owner)s"
REST: tuple[LiteralString, ...] = (
    """
    delete from changes where owner_id = %(owner)s
      and table_name in ('relations', 'memories', 'drafts', 'entities', 'proofs')
    """,
    "delete from interactions where owner_id = %(owner)s",
    # Any answer may quote what is known; pushes tell of reminders, which stay.
    """
    update outbox set body = null where owner_id = %(owner)s and body is not null
      and kind <> 'push' and state in ('sent', 'failed')
    """,
    """
    update inbox set body = null
    where owner_id = %(owner)s and body is not null and state in ('done', 'set_aside')
    """,
    "delete from anchors where owner_id = %(owner)s and whose is not null",
    "delete from drafts where owner_id = %(owner)s",
    "update conversations set focus = '{}' where owner_id = %(owner)s",
)

# What was pushed of plans that go, beside the ringings themselves, which go with them.
PUSHED: tuple[LiteralString, ...] = (
    """
    delete from outbox where owner_id = %(owner)s and kind = 'push'
      and state in ('queued', 'sending') and occurrence_id is null
    """,
    """
    update outbox set body = null, told_at = coalesce(told_at, %(at)s)
    where owner_id = %(owner)s and body is not null and kind = 'push'
      and state in ('sent', 'failed') and occurrence_id is null
    """,
)


class Everything:
    """Erases it all in the transaction that it is given, at the instant `at`."""

    def __init__(
        self, connection: AsyncConnection[DictRow], owner_id: int, at: datetime, seal: Seal
    ) -> None:
        self._connection = connection
        self._owner_id = owner_id
        self._at = at
        self._seal = seal

    async def forget(self, cause: int | None, plans: Plans = NO_PLANS) -> Forgotten:
        """What is remembered, and `plans`."""
        for query in (HOLD, BEGIN):
            await self._run(query)
        before = int((await self._all(COUNT))[0]["rows"])
        relations = await self._all(RELATIONS)
        memories, episodes = await self._all(MEMORIES), await self._all(EPISODES)
        last = (await self._all(NEWEST))[0]["id"] if cause is None else cause
        # The words are sealed while the server deletes what was made of them.
        keys, (queued, planned) = await asyncio.gather(
            asyncio.to_thread(self._keys, memories, episodes, last), self._rest(cause, plans)
        )
        for query in PUSHED if plans.count else ():
            await self._connection.execute(query, {"owner": self._owner_id, "at": self._at})
        await bury(self._connection, self._owner_id, keys | plans.keys, self._at, cause)
        gone = Forgotten(
            memories=len(memories),
            episodes=len(episodes),
            relations=len(relations),
            graph_nodes=before,
            queued=queued,
            plans=planned,
        )
        if gone == Forgotten():
            return gone
        receipts = ErasureStore(self._connection, self._owner_id)
        return await receipts.receipt(gone, self._at, cause)

    async def _rest(self, cause: int | None, plans: Plans) -> tuple[int, int]:
        """All but the texts themselves; how much was on its way, and how many plans went."""
        for query in MADE:
            await self._run(query)
        waiting = await self._all(WAITING, at=self._at, before=cause or LAST)
        unsent = await self._all(UNSENT)
        planned = await forget_plans(self._connection, self._owner_id, plans)
        for query in (*REST, GRAPH, END):
            await self._run(query)
        return len(waiting) + len(unsent), planned

    def _keys(
        self, memories: Sequence[DictRow], episodes: Sequence[DictRow], last: int
    ) -> set[str]:
        """What buries them; facts of messages before the `last` lie under the one for all."""
        seal, owner_id = self._seal, self._owner_id
        late = [row for row in memories if row["inbox_id"] is None or row["inbox_id"] >= last]
        keys = {row["key"] for row in late if row["key"] is not None}
        # A fact and its message are often the same words.
        keys |= {seal.text(owner_id, one) for one in {r["text"] for r in (*memories, *episodes)}}
        keys |= {seal.ref(owner_id, row["ref"]) for row in episodes if row["ref"] is not None}
        return {*keys, EVERYTHING}

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString) -> None:
        await self._connection.execute(query, {"owner": self._owner_id})
