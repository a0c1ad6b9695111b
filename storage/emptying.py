"""Forgetting everything that is remembered. Reminders, tasks and events stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.forgetting import Forgotten
from storage.erasures import ErasureStore
from storage.tombstones import Seal, bury

COUNT = "select count(*) as rows from entities where owner_id = %(owner)s"
# First what would go with the texts one by one.
CODES = "delete from codes where owner_id = %(owner)s"
POSTINGS = "delete from postings where owner_id = %(owner)s"
PASSAGES = "delete from passages where owner_id = %(owner)s"
RELATIONS = "delete from relations where owner_id = %(owner)s returning id"
ENTITIES = "delete from entities where owner_id = %(owner)s"
MEMORIES = "delete from memories where owner_id = %(owner)s returning text, key"
EPISODES = "delete from episodes where owner_id = %(owner)s returning text, ref"
UNSENT = """
delete from outbox where owner_id = %(owner)s and state in ('queued', 'sending')
  and kind not in ('toast', 'push')
  and (body ->> 'route' like 'memory.%%' or body ->> 'route' in ('other', 'calendar.query'))
returning id
"""
HISTORY = "delete from memory_history where owner_id = %(owner)s"
IMAGES = """
delete from changes where owner_id = %(owner)s
  and table_name in ('relations', 'memories', 'drafts', 'entities', 'proofs')
"""
REST: tuple[LiteralString, ...] = (
    # What has gone since has left some.
    IMAGES,
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


async def forget_everything(
    connection: AsyncConnection[DictRow],
    owner_id: int,
    at: datetime,
    seal: Seal,
    cause: int | None = None,
) -> Forgotten:
    """Erase it all in the transaction that is given, at the instant `at`."""

    async def rows(query: LiteralString) -> Sequence[DictRow]:
        return await (await connection.execute(query, {"owner": owner_id})).fetchall()

    before = int((await rows(COUNT))[0]["rows"])
    relations = await rows(RELATIONS)
    for query in (ENTITIES, CODES, POSTINGS, PASSAGES, HISTORY, IMAGES):
        await connection.execute(query, {"owner": owner_id})
    memories, episodes = await rows(MEMORIES), await rows(EPISODES)
    unsent = await rows(UNSENT)
    for query in REST:
        await connection.execute(query, {"owner": owner_id})
    keys = {row["key"] for row in memories if row["key"] is not None}
    keys |= {seal.text(owner_id, row["text"]) for row in (*memories, *episodes)}
    keys |= {seal.ref(owner_id, row["ref"]) for row in episodes if row["ref"] is not None}
    await bury(connection, owner_id, {*keys, "all"}, at, cause)
    gone = Forgotten(
        memories=len(memories),
        episodes=len(episodes),
        relations=len(relations),
        graph_nodes=before,
        queued=len(unsent),
    )
    if gone == Forgotten():
        return gone
    return await ErasureStore(connection, owner_id).receipt(gone, at, cause)
