"""Receipts of what was forgotten, and what an order to forget would take along."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.forgetting import Choice, Erasure, Forgotten, Plans, State
from core.sentences import sentences
from storage.inbox import storable
from storage.naming import parted
from storage.tombstones import HOLD

RECEIPT = """
insert into erasures (owner_id, at, inbox_id, memories, episodes, relations, graph_nodes, queued,
  plans)
values (%(owner)s, %(at)s, %(cause)s, %(memories)s, %(episodes)s, %(relations)s, %(graph_nodes)s,
  %(queued)s, %(plans)s)
returning id
"""
LISTED = """
select id, at, inbox_id, memories, episodes, relations, plans, state, done_at from erasures
where owner_id = %(owner)s order by id desc limit %(most)s
"""
OPEN = """
select id, at, inbox_id, memories, episodes, relations, plans, state, done_at from erasures
where owner_id = %(owner)s and state <> 'done' order by id for update
"""
MARK = """
update erasures set state = %(state)s, done_at = case when %(state)s = 'done' then %(at)s end
where owner_id = %(owner)s and id = any(%(ids)s)
"""
TOLD = """
select coalesce(o.target_id, o.id) as id from erasures e
join outbox o on o.owner_id = %(owner)s and o.inbox_id = e.inbox_id and o.kind in ('reply', 'edit')
where e.owner_id = %(owner)s and e.id = %(id)s and position(%(line)s in o.body ->> 'text') > 0
order by o.id desc limit 1
"""
# A name as it is written, alone or within a longer text; those that mean the same count too.
ALIASES = """
with meant as (
  select coalesce(same_as, id) as id from entities
  where owner_id = %(owner)s and lower(name) = any(%(names)s)
)
select e.id, e.name from entities e join meant m on m.id in (e.id, e.same_as)
where e.owner_id = %(owner)s and e.kind <> 'me'
"""
NAMING: LiteralString = """
(exists (select from unnest(%(names)s::text[]) n
    where to_tsvector('simple', {text}) @@ phraseto_tsquery('simple', n))
  or exists (select from unnest(%(patterns)s::text[]) p where {text} ~* p))
"""
FACTS_ABOUT = f"""
select m.id::text as id from memories m where m.owner_id = %(owner)s
  and ({NAMING.format(text="m.text")} or m.id in (
    select r.memory_id from relations r where r.owner_id = %(owner)s
      and (r.subject_id = any(%(ids)s) or r.object_id = any(%(ids)s))))
order by m.said_at desc, m.id
"""  # noqa: S608
MESSAGES_ABOUT = f"""
select e.id from episodes e where e.owner_id = %(owner)s
  and {NAMING.format(text="concat_ws(' ', e.speaker, e.text)")} order by e.said_at desc, e.id
"""  # noqa: S608
# Those that tell or prove a fact go with it, however they name it.
MESSAGES_TELLING = """
select e.id from episodes e where e.owner_id = %(owner)s and (
  e.id in (select episode_id from proofs
           where owner_id = %(owner)s and memory_id = any(%(facts)s::uuid[]))
  or e.inbox_id in (select inbox_id from memories
                    where owner_id = %(owner)s and id = any(%(facts)s::uuid[])))
order by e.said_at desc, e.id
"""
REMINDERS_ABOUT = f"""
select t.id from reminders t where t.owner_id = %(owner)s
  and {NAMING.format(text="t.text")} order by t.id
"""  # noqa: S608
TASKS_ABOUT = f"""
select t.id from tasks t where t.owner_id = %(owner)s
  and {NAMING.format(text="concat_ws(' ', t.title, t.notes, array_to_string(t.tags, ' '))")}
order by t.id
"""  # noqa: S608
EVENTS_ABOUT = f"""
select t.id from calendar_events t where t.owner_id = %(owner)s and not t.cancelled
  and {NAMING.format(text="concat_ws(' ', t.title, t.place, t.notes, t.attendees::text)")}
order by t.id
"""  # noqa: S608
FACTS_DURING = """
select id::text as id from memories
where owner_id = %(owner)s and (said_at >= %(since)s and said_at < %(until)s or id in (
  -- Its words may have been told when it was put right.
  select memory_id from memory_history where owner_id = %(owner)s and event = 'UPDATE'
    and created_at >= %(since)s and created_at < %(until)s))
order by said_at desc, id
"""
MESSAGES_DURING = """
select id from episodes
where owner_id = %(owner)s and said_at >= %(since)s and said_at < %(until)s
order by said_at desc, id
"""
EXAMPLES = """
select text from memories where owner_id = %(owner)s and id = any(%(facts)s::uuid[])
order by said_at desc, id limit %(most)s
"""
SAID_EXAMPLES = """
select text from episodes where owner_id = %(owner)s and id = any(%(messages)s)
order by said_at desc, id limit %(most)s
"""


# All words of an order in some form, and each name that is more than a word.
FITTING: LiteralString = """
((to_tsvector('english', {text}) @@ plainto_tsquery('english', %(words)s)
    or numnode(plainto_tsquery('english', %(words)s)) = 0
      and cardinality(%(patterns)s::text[]) > 0)
  and not exists (select from unnest(%(patterns)s::text[]) p where {text} !~* p))
"""
FACTS_FITTING = f"""
select m.id::text as id from memories m where m.owner_id = %(owner)s
  and {FITTING.format(text="m.text")} order by m.said_at desc, m.id
"""  # noqa: S608
# With the sentences in them that fit; none when the words are spread over several.
MESSAGES_FITTING = f"""
select e.id, e.text from episodes e where e.owner_id = %(owner)s
  and {FITTING.format(text="concat_ws(' ', e.speaker, e.text)")} order by e.said_at desc, e.id
"""  # noqa: S608
SENTENCES_FITTING = f"""
select s.text from unnest(%(sentences)s::text[]) s (text) where {FITTING.format(text="s.text")}
"""  # noqa: S608
PLANNED = """
select 'reminder' as kind, id from reminders where owner_id = %(owner)s
union all select 'task', id from tasks where owner_id = %(owner)s
union all select 'event', id from calendar_events where owner_id = %(owner)s and not cancelled
order by kind, id
"""


class ErasureStore:
    """The receipts of one person, behind `core.forgetting.Erasures`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def receipt(self, gone: Forgotten, at: datetime, cause: int | None) -> Forgotten:
        """`gone` with the number under which it is kept."""
        counts = {
            name: getattr(gone, name)
            for name in ("memories", "episodes", "relations", "graph_nodes", "queued", "plans")
        }
        [row] = await self._all(RECEIPT, at=at, cause=cause, **counts)
        return replace(gone, id=int(row["id"]))

    async def listed(self, most: int) -> list[Erasure]:
        return [Erasure(**row) for row in await self._all(LISTED, most=most)]

    async def open(self) -> list[Erasure]:
        return [Erasure(**row) for row in await self._all(OPEN)]

    async def told(self, erasure_id: int, line: str) -> int | None:
        rows = await self._all(TOLD, id=erasure_id, line=line)
        return int(rows[0]["id"]) if rows else None

    async def mark(self, erasure_ids: Sequence[int], state: State, at: datetime) -> None:
        values = {"owner": self._owner_id, "ids": list(erasure_ids), "state": state, "at": at}
        await self._connection.execute(MARK, values)

    async def hold(self) -> None:
        """See `core.forgetting.Erasures`."""
        await self._connection.execute(HOLD, {"owner": self._owner_id})

    async def about(self, names: Sequence[str]) -> Choice:
        """See `core.forgetting.Erasures`."""
        wanted = [storable(name) for name in names]
        found = await self._all(ALIASES, names=[name.lower() for name in wanted])
        called = tuple(dict.fromkeys([*wanted, *(row["name"] for row in found)]))
        ids = [row["id"] for row in found]
        plain, patterns = parted(called)
        facts = await self._ids(FACTS_ABOUT, names=plain, patterns=patterns, ids=ids)
        messages = await self._ids(MESSAGES_ABOUT, names=plain, patterns=patterns)
        messages += await self._ids(MESSAGES_TELLING, facts=facts)
        plans = [
            await self._ids(query, names=plain, patterns=patterns)
            for query in (REMINDERS_ABOUT, TASKS_ABOUT, EVENTS_ABOUT)
        ]
        return Choice(
            facts=tuple(str(fact_id) for fact_id in facts),
            mentions=tuple(dict.fromkeys(int(number) for number in messages)),
            names=called,
            plans=Plans(
                reminders=tuple(int(number) for number in plans[0]),
                tasks=tuple(int(number) for number in plans[1]),
                events=tuple(int(number) for number in plans[2]),
            ),
        )

    async def during(self, since: datetime, until: datetime) -> Choice:
        """See `core.forgetting.Erasures`."""
        facts = await self._ids(FACTS_DURING, since=since, until=until)
        messages = await self._ids(MESSAGES_DURING, since=since, until=until)
        return Choice(
            facts=tuple(str(fact_id) for fact_id in facts),
            messages=tuple(int(number) for number in messages),
            only=True,
        )

    async def fitting(self, words: str) -> Choice:
        """See `core.forgetting.Erasures`."""
        wanted = storable(words)
        values = {"words": wanted, "patterns": parted(wanted.split())[1]}
        facts = await self._ids(FACTS_FITTING, **values)
        messages = await self._all(MESSAGES_FITTING, **values)
        said = {one for row in messages for one in sentences(row["text"])}
        fitting = await self._all(SENTENCES_FITTING, sentences=sorted(said), **values)
        quotes = [row["text"] for row in fitting]
        quotes += [row["text"] for row in messages if not {*quotes} & {*sentences(row["text"])}]
        return Choice(
            facts=tuple(str(fact_id) for fact_id in facts),
            mentions=tuple(row["id"] for row in messages),
            quotes=tuple(quotes),
        )

    async def plans(self) -> Plans:
        """See `core.forgetting.Erasures`."""
        found = await self._all(PLANNED)
        kinds = {
            kind: tuple(int(row["id"]) for row in found if row["kind"] == kind)
            for kind in ("reminder", "task", "event")
        }
        return Plans(reminders=kinds["reminder"], tasks=kinds["task"], events=kinds["event"])

    async def examples(self, choice: Choice, most: int) -> list[str]:
        """See `core.forgetting.Erasures`."""
        rows = await self._all(EXAMPLES, facts=list(choice.facts), most=most)
        if not rows:
            said = [*choice.messages, *choice.mentions]
            rows = await self._all(SAID_EXAMPLES, messages=said, most=most)
        return [row["text"] for row in rows]

    async def _ids(self, query: LiteralString, **values: object) -> list[str | int]:
        return [row["id"] for row in await self._all(query, **values)]

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()
