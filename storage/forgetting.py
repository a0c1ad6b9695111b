"""Forgetting: every row that holds a text goes, in one transaction, and a tombstone stays.

The graph learns of it through the triggers of `relations` and `entities`; the history and the
images of a memory go with it by its own trigger.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.models import Forgotten

CHOSEN = """
select id, text, key, inbox_id from memories
where owner_id = %(owner)s and id = any(%(ids)s) for update
"""
SAID = """
select id, text, inbox_id from episodes where owner_id = %(owner)s and id = any(%(ids)s) for update
"""
# A fact of a message that goes as a whole goes with it.
OF_MESSAGES = """
select id from memories where owner_id = %(owner)s and inbox_id = any(%(messages)s)
"""
NAMES = """
select distinct e.name from relations r join entities e on e.id in (r.subject_id, r.object_id)
where r.owner_id = %(owner)s and r.memory_id = any(%(ids)s) and e.kind <> 'me'
"""
ENTITIES = "select count(*) as rows from entities where owner_id = %(owner)s"
RELATIONS = """
delete from relations where owner_id = %(owner)s and memory_id = any(%(ids)s) returning id::text
"""
# Deleting a relation leaves an image of its own, so this comes after it.
IMAGES = """
delete from changes
where owner_id = %(owner)s and table_name = 'relations' and row_id = any(%(relations)s)
"""
MEMORIES = "delete from memories where owner_id = %(owner)s and id = any(%(ids)s) returning id"
EPISODES = """
delete from episodes where owner_id = %(owner)s and (id = any(%(ids)s)
  or inbox_id = any(%(messages)s)
  or exists (select from unnest(%(texts)s::text[]) t where position(lower(t) in lower(text)) > 0))
returning inbox_id, ref
"""
BURY = """
insert into tombstones (owner_id, key, at) select %(owner)s, key, %(at)s
from unnest(%(keys)s::text[]) key
on conflict (owner_id, key) do update set at = excluded.at
"""
# The order names what is to be forgotten, so it is not kept either.
ORDER = "delete from episodes where owner_id = %(owner)s and inbox_id = %(cause)s"
ORDERED = "update inbox set body = null where owner_id = %(owner)s and id = %(cause)s"
# Messages that came before the order and are not dealt with yet would teach it once more.
WAITING = """
update inbox set body = null, state = 'done', done_at = %(at)s
where owner_id = %(owner)s and state in ('new', 'deferred', 'waiting') and id < %(cause)s
  and exists (select from unnest(%(texts)s::text[]) t
              where position(lower(t) in lower(body ->> 'text')) > 0)
returning id
"""
RECEIVED = """
update inbox set body = null where owner_id = %(owner)s and body is not null
  and (id = any(%(messages)s) or exists (select from unnest(%(texts)s::text[]) t
       where position(lower(t) in lower(body ->> 'text')) > 0))
"""
# A draft that names it says nothing more; what came of it is told of in `remains`.
DRAFTS = """
with gone as (
  delete from drafts where owner_id = %(owner)s and (inbox_id = any(%(messages)s)
    or exists (select from unnest(%(texts)s::text[]) t
               where position(lower(t) in lower(concat_ws(' ', title, place))) > 0))
  returning id
)
delete from changes where owner_id = %(owner)s and table_name = 'drafts'
  and row_id in (select id::text from gone)
"""
# What was said goes where it quotes a fact, names what the fact was about, or carries an export.
UNSENT = """
delete from outbox o where o.owner_id = %(owner)s and o.state in ('queued', 'sending')
  and o.kind <> 'toast' and o.occurrence_id is null
  and exists (select from unnest(%(texts)s::text[]) t
              where position(lower(t) in lower(o.body ->> 'text')) > 0)
returning id
"""
SENT = """
update outbox o set body = null
where o.owner_id = %(owner)s and o.body is not null and o.occurrence_id is null
  and o.state in ('sent', 'failed')
  and (o.inbox_id = any(%(messages)s) or jsonb_array_length(o.body -> 'files') > 0
    or exists (select from unnest(%(texts)s::text[]) t
               where position(lower(t) in lower(o.body ->> 'text')) > 0)
    or (o.body ->> 'route' like 'memory.%%' or o.body ->> 'route' = 'other')
      and exists (select from unnest(%(names)s::text[]) n
                  where position(lower(n) in lower(o.body ->> 'text')) > 0))
"""
FOCUS = """
update conversations set focus = '{}' where owner_id = %(owner)s
  and exists (select from unnest(%(texts)s::text[]) t
              where position(lower(t) in lower(focus ->> 'pending')) > 0)
"""
REMAINS = """
select what, count(*) as rows from (
  select 'reminder' as what, text from reminders where owner_id = %(owner)s and state = 'active'
  union all select 'task', concat_ws(' ', title, notes, array_to_string(tags, ' ')) from tasks
    where owner_id = %(owner)s and state = 'open'
  union all select 'event', title from calendar_events where owner_id = %(owner)s
) kept where exists (select from unnest(%(texts)s::text[]) t
                     where position(lower(t) in lower(kept.text)) > 0)
group by what order by what
"""

# They would go with their texts, one by one.
ALL_CODES = "delete from codes where owner_id = %(owner)s"
ALL_POSTINGS = "delete from postings where owner_id = %(owner)s"
ALL_PASSAGES = "delete from passages where owner_id = %(owner)s"
ALL_RELATIONS = "delete from relations where owner_id = %(owner)s returning id"
ALL_ENTITIES = "delete from entities where owner_id = %(owner)s"
ALL_MEMORIES = "delete from memories where owner_id = %(owner)s returning id"
ALL_HISTORY = "delete from memory_history where owner_id = %(owner)s"
ALL_EPISODES = "delete from episodes where owner_id = %(owner)s returning id"
ALL_INTERACTIONS = "delete from interactions where owner_id = %(owner)s"
ALL_IMAGES = """
delete from changes where owner_id = %(owner)s and table_name in ('relations', 'memories', 'drafts')
"""
ALL_KEYS = """
select key from memories where owner_id = %(owner)s and key is not null
"""
ALL_RECEIVED = """
update inbox set body = null where owner_id = %(owner)s and body is not null and state = 'done'
"""
# Any answer may quote what is known; pushes tell of reminders, which stay.
ALL_UNSENT = """
delete from outbox where owner_id = %(owner)s and state in ('queued', 'sending')
  and kind not in ('toast', 'push')
  and (body ->> 'route' like 'memory.%%' or body ->> 'route' in ('other', 'calendar.query'))
returning id
"""
ALL_SENT = """
update outbox set body = null
where owner_id = %(owner)s and body is not null and kind <> 'push' and state in ('sent', 'failed')
"""
ALL_DRAFTS = "delete from drafts where owner_id = %(owner)s"
ALL_FOCUS = "update conversations set focus = '{}' where owner_id = %(owner)s"


class Eraser:
    """Erases in the transaction that it is given, at the instant `at`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int, at: datetime) -> None:
        self._connection = connection
        self._values: dict[str, object] = {"owner": owner_id, "at": at}

    async def facts(
        self, fact_ids: Sequence[str], cause: int | None, episode_ids: Sequence[int] = ()
    ) -> Forgotten:
        """These facts and messages with everything that holds them; what is gone counts for
        nothing."""
        await self._run(ORDER, cause=cause)
        await self._run(ORDERED, cause=cause)
        said = await self._all(SAID, ids=list(episode_ids))
        heard = [row["inbox_id"] for row in said if row["inbox_id"] is not None]
        told = await self._all(OF_MESSAGES, messages=heard)
        ids = [UUID(fact_id) for fact_id in fact_ids] + [row["id"] for row in told]
        chosen = await self._all(CHOSEN, ids=ids)
        if not chosen and not said:
            return Forgotten()
        texts = [row["text"] for row in [*chosen, *said]]
        messages = heard + [row["inbox_id"] for row in chosen if row["inbox_id"] is not None]
        names = [row["name"] for row in await self._all(NAMES, ids=ids)]
        relations, nodes = await self._relations(ids)
        memories = await self._all(MEMORIES, ids=ids)
        episodes = await self._all(
            EPISODES, ids=[row["id"] for row in said], messages=messages, texts=texts
        )
        messages += [row["inbox_id"] for row in episodes if row["inbox_id"] is not None]
        keys = [row["key"] for row in chosen if row["key"] is not None]
        keys += [f"ref:{row['ref']}" for row in episodes if row["ref"] is not None]
        queued = await self._traces(texts, messages, names, keys, cause)
        remains = await self._all(REMAINS, texts=texts)
        return Forgotten(
            memories=len(memories),
            episodes=len(episodes),
            relations=relations,
            graph_nodes=nodes,
            queued=queued,
            remains=tuple(
                f"{row['rows']} {row['what']}{'' if row['rows'] == 1 else 's'}" for row in remains
            ),
        )

    async def _traces(
        self,
        texts: list[str],
        messages: list[int],
        names: list[str],
        keys: list[str],
        cause: int | None,
    ) -> int:
        """Empties what came in and went out, and buries; how many rows were still on their way."""
        waiting = await self._all(WAITING, cause=cause or 0, texts=texts)
        unsent = await self._all(UNSENT, texts=texts)
        await self._run(SENT, messages=messages, texts=texts, names=names)
        await self._run(RECEIVED, messages=messages, texts=texts)
        await self._run(DRAFTS, messages=messages, texts=texts)
        await self._run(FOCUS, texts=texts)
        buried = {f"message:{number}" for number in messages}
        buried |= {f"message:{row['id']}" for row in waiting}
        await self._run(BURY, keys=sorted({*keys, *buried}))
        return len(waiting) + len(unsent)

    async def everything(self) -> Forgotten:
        """All that is remembered. Reminders, tasks and events are no memories and stay."""
        keys = [row["key"] for row in await self._all(ALL_KEYS)]
        before = await self._count_entities()
        relations = await self._all(ALL_RELATIONS)
        await self._run(ALL_ENTITIES)
        await self._run(ALL_CODES)
        await self._run(ALL_POSTINGS)
        await self._run(ALL_PASSAGES)
        memories = await self._all(ALL_MEMORIES)
        await self._run(ALL_HISTORY)
        episodes = await self._all(ALL_EPISODES)
        await self._run(ALL_INTERACTIONS)
        await self._run(ALL_IMAGES)
        unsent = await self._all(ALL_UNSENT)
        await self._run(ALL_SENT)
        await self._run(ALL_RECEIVED)
        await self._run(ALL_DRAFTS)
        await self._run(ALL_FOCUS)
        await self._run(BURY, keys=sorted({*keys, "all"}))
        return Forgotten(
            memories=len(memories),
            episodes=len(episodes),
            relations=len(relations),
            graph_nodes=before,
            queued=len(unsent),
        )

    async def _relations(self, ids: list[UUID]) -> tuple[int, int]:
        """Deletes what the facts told; how many relations, and how many names went with them."""
        before = await self._count_entities()
        gone = [row["id"] for row in await self._all(RELATIONS, ids=ids)]
        await self._run(IMAGES, relations=gone)
        return len(gone), before - await self._count_entities()

    async def _count_entities(self) -> int:
        return int((await self._all(ENTITIES))[0]["rows"])

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, self._values | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, self._values | values)
