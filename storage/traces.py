"""What else holds words that are forgotten: what came in and went out, drafts, images, plans."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString, Protocol

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.forgetting import Plans
from storage.naming import parted

# Without a message that gave the order, whatever waits was there before it.
LAST = 2**62
# Quotes of a text, or a word of a name or topic.
HOLDING: LiteralString = """
(exists (select from unnest(%(quotes)s::text[]) t where position(t in lower({text})) > 0)
  or exists (select from unnest(%(topics)s::text[]) n
             where to_tsvector('simple', {text}) @@ phraseto_tsquery('simple', n))
  or exists (select from unnest(%(patterns)s::text[]) p where {text} ~* p))
"""
BODY: LiteralString = HOLDING.format(text="body ->> 'text'")
# Messages that came before the order and are not dealt with yet would teach it once more.
WAITING = f"""
update inbox set body = null, state = 'done', done_at = %(at)s
where owner_id = %(owner)s and state in ('new', 'deferred', 'waiting') and id < %(before)s
  and {BODY}
returning id
"""  # noqa: S608
RECEIVED = f"""
update inbox set body = null where owner_id = %(owner)s and body is not null
  and state in ('done', 'set_aside') and (id = any(%(messages)s) or {BODY})
"""  # noqa: S608
# What was said goes where it quotes a fact or names what it was about, tells what is known in words
# of its own, or carries an export.
UNSENT = f"""
delete from outbox where owner_id = %(owner)s and state in ('queued', 'sending')
  and kind <> 'toast' and occurrence_id is null and {BODY}
returning id
"""  # noqa: S608
SENT = f"""
update outbox set body = null
where owner_id = %(owner)s and body is not null and occurrence_id is null
  and state in ('sent', 'failed')
  and (inbox_id = any(%(messages)s) or jsonb_array_length(body -> 'files') > 0
    or body ->> 'route' in ('memory.forget', 'memory.recall')
    or body ->> 'route' = 'other' and jsonb_array_length(body -> 'buttons') = 0 or {BODY}
    or body ->> 'route' = 'memory.store' and (%(many)s or exists (
      select from unnest(%(names)s::text[]) n where position(n in lower(body ->> 'text')) > 0)))
"""  # noqa: S608
# A draft that names it says nothing more; what came of it is told of in `remains`.
DRAFTS = f"""
with gone as (
  delete from drafts where owner_id = %(owner)s and (inbox_id = any(%(messages)s)
    or {HOLDING.format(text="concat_ws(' ', title, place, notes, link, attendees::text)")})
  returning id
)
delete from changes where owner_id = %(owner)s and table_name = 'drafts'
  and row_id in (select id::text from gone)
"""  # noqa: S608
FOCUS = f"""
update conversations set focus = '{{}}' where owner_id = %(owner)s
  and {HOLDING.format(text="focus::text")}
"""  # noqa: S608
# A reminder for the birthday of somebody who is forgotten stays, at the day that it has now.
ANCHORS = """
delete from anchors where owner_id = %(owner)s
  and lower(whose) in (select lower(n) from unnest(%(whose)s::text[]) n)
"""
STEPS = "delete from interactions where owner_id = %(owner)s and inbox_id = any(%(messages)s)"
# Of names that are gone, and of what was between them: it could not be taken back anyway.
IMAGES = """
delete from changes h where h.owner_id = %(owner)s and (
  h.table_name = 'entities' and not exists (
    select from entities e where e.owner_id = %(owner)s and e.id::text = h.row_id)
  or h.table_name = 'proofs' and not exists (
    select from proofs p where p.owner_id = %(owner)s and p.id::text = h.row_id)
  or h.table_name = 'relations' and not exists (
    select from relations r where r.owner_id = %(owner)s and r.id::text = h.row_id)
    and not exists (
      select from memories m
      where m.owner_id = %(owner)s and m.id::text = coalesce(h.before, h.after) ->> 'memory_id'))
"""
REMAINS = f"""
select what, count(*) as rows from (
  select 'reminder' as what, text from reminders where owner_id = %(owner)s
  union all select 'task', concat_ws(' ', title, notes, array_to_string(tags, ' ')) from tasks
    where owner_id = %(owner)s
  union all select 'event', concat_ws(' ', title, place, notes, attendees::text)
    from calendar_events where owner_id = %(owner)s and not cancelled
) kept where {HOLDING.format(text="kept.text")}
group by what order by what
"""  # noqa: S608
TOLD = """
delete from outbox where owner_id = %(owner)s and (occurrence_id in (
    select id from occurrences where owner_id = %(owner)s and reminder_id = any(%(reminders)s))
  or id in (select outbox_id from occurrences
            where owner_id = %(owner)s and reminder_id = any(%(reminders)s)))
"""
CHILDREN = """
select id from calendar_events where owner_id = %(owner)s and series_id = any(%(events)s)
"""
RINGINGS = """
select id from occurrences where owner_id = %(owner)s and reminder_id = any(%(reminders)s)
"""
PLANS: tuple[LiteralString, ...] = (
    "delete from reminders where owner_id = %(owner)s and id = any(%(reminders)s) returning id",
    "delete from tasks where owner_id = %(owner)s and id = any(%(tasks)s) returning id",
    "delete from calendar_events where owner_id = %(owner)s and id = any(%(events)s) returning id",
)
PLAN_DRAFTS = """
with gone as (
  delete from drafts where owner_id = %(owner)s and event_id = any(%(events)s) returning id
)
delete from changes where owner_id = %(owner)s and table_name = 'drafts'
  and row_id in (select id::text from gone)
"""
# What the provider sent of it; to be deleted there its number is enough.
COPIES = (
    "update event_copies set raw = '' where owner_id = %(owner)s and event_id = any(%(events)s)"
)
WRITES = """
update calendar_writes set title = '' where owner_id = %(owner)s and event_id = any(%(events)s)
"""
# The name that reminders before every such event go by.
TITLES = """
update anchors set title = null where owner_id = %(owner)s and event_id = any(%(events)s)
"""
PLAN_IMAGES = """
delete from changes where owner_id = %(owner)s and (
  table_name = 'reminders' and row_id = any(%(reminders)s::text[])
  or table_name = 'occurrences' and row_id = any(%(ringings)s::text[])
  or table_name = 'tasks' and row_id = any(%(tasks)s::text[])
  or table_name = 'calendar_events' and row_id = any(%(events)s::text[]))
"""


class Found(Protocol):
    """What has been found to go: texts as they were, those to look for, names, messages. `only`
    these: the same words that the person wrote elsewhere stay."""

    texts: list[str]
    names: list[str]
    topics: list[str]
    messages: list[int]
    only: bool

    @property
    def quotes(self) -> list[str]: ...


class Traces:
    """Everything of one person beside the memory itself."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int, at: datetime) -> None:
        self._connection = connection
        self._values: dict[str, object] = {"owner": owner_id, "at": at}

    async def forget(self, found: Found, cause: int | None) -> int:
        """Empty what holds it; how many rows were still on their way."""
        looked_for = _looked_for(found)
        values: dict[str, object] = looked_for | {
            "whose": found.topics,
            "names": [name.lower() for name in found.names],
            "messages": found.messages,
            "many": bool(found.texts) and not found.quotes,
            "before": cause or LAST,
        }
        own = values | {name: list[str]() for name in looked_for} if found.only else values
        waiting = await self._all(WAITING, **own)
        found.messages += [row["id"] for row in waiting]
        unsent = await self._all(UNSENT, **values)
        for query in (RECEIVED, DRAFTS):
            await self._run(query, **own)
        for query in (SENT, FOCUS, ANCHORS, STEPS, IMAGES):
            await self._run(query, **values)
        return len(waiting) + len(unsent)

    async def remains(self, found: Found) -> tuple[str, ...]:
        """What is no memory and has the same words: "2 reminders"."""
        rows = await self._all(REMAINS, **_looked_for(found))
        return tuple(
            f"{row['rows']} {row['what']}{'' if row['rows'] == 1 else 's'}" for row in rows
        )

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, self._values | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, self._values | values)


def _looked_for(found: Found) -> dict[str, object]:
    """What `HOLDING` looks for."""
    plain, patterns = parted(found.topics)
    return {"quotes": found.quotes, "topics": plain, "patterns": patterns}


async def forget_plans(connection: AsyncConnection[DictRow], owner_id: int, plans: Plans) -> int:
    """Delete reminders, tasks and events with what tells of them; how many went."""
    if not plans.count:
        return 0
    values: dict[str, object] = {
        "owner": owner_id,
        "reminders": list(plans.reminders),
        "tasks": list(plans.tasks),
        "events": list(plans.events),
    }
    children = await (await connection.execute(CHILDREN, values)).fetchall()
    events = [*plans.events, *(row["id"] for row in children)]
    ringings = await (await connection.execute(RINGINGS, values)).fetchall()
    await connection.execute(TOLD, values)
    gone = 0
    for query in PLANS:
        gone += len(await (await connection.execute(query, values)).fetchall())
    for query in (PLAN_DRAFTS, COPIES, WRITES, TITLES):
        await connection.execute(query, values)
    numbers = {
        name: [str(number) for number in listed]
        for name, listed in (
            ("reminders", plans.reminders),
            ("ringings", [row["id"] for row in ringings]),
            ("tasks", plans.tasks),
            ("events", events),
        )
    }
    await connection.execute(PLAN_IMAGES, {"owner": owner_id} | numbers)
    return gone
