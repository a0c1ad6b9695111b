"""Forgetting: every row that holds a text goes, in one transaction, and a tombstone stays.

The graph learns of it through the triggers of `relations` and `entities`; the history and the
images of a memory go with it by its own trigger.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.forgetting import Choice, Forgotten
from core.sentences import Phrases, cut
from storage.erasures import ErasureStore
from storage.tombstones import HOLD, Seal, bury
from storage.traces import Traces, forget_plans

# So many texts are looked for in what else was said; of more only the very same is found.
MOST_QUOTED = 200
# Shorter texts say nothing by themselves: "tea", "yes".
SHORTEST_QUOTE = 8

WHOLE = """
select inbox_id, text, said_at from episodes
where owner_id = %(owner)s and id = any(%(messages)s)
"""
# A fact of a message that goes as a whole goes with it. What a fact said before it was put right
# is as forgotten as the fact.
CHOSEN = """
select m.id, m.text, m.key, m.inbox_id, m.said_at,
  array(select t from memory_history h, unnest(array[h.old_text, h.new_text]) t
        where h.owner_id = %(owner)s and h.memory_id = m.id and t is not null) as earlier
from memories m where m.owner_id = %(owner)s
  and (m.id = any(%(ids)s) or m.inbox_id = any(%(heard)s)) for update
"""
# The messages that a fact comes from or is proved by, and those that say the same.
SAID = """
with linked as (
  select id from episodes where owner_id = %(owner)s
    and (id = any(%(messages)s) or inbox_id = any(%(sources)s))
  union select episode_id from proofs where owner_id = %(owner)s and memory_id = any(%(ids)s)
)
select e.id, e.text, e.inbox_id, e.ref, e.said_at, e.id in (select id from linked) as linked
from episodes e where e.owner_id = %(owner)s and (e.id in (select id from linked)
  or lower(e.text) = any(%(same)s)
  or exists (select from unnest(%(quotes)s::text[]) t where position(t in lower(e.text)) > 0))
for update of e
"""
# Whoever begins to learn from one of these passes it over until it is shortened.
IN_HAND = """
select episode_id, attempts from lessons
where owner_id = %(owner)s and episode_id = any(%(said)s) for update
"""
UNSAY = "delete from episodes where owner_id = %(owner)s and id = any(%(lost)s)"
# A name that an import has made of the words would still tell which they were.
SHORTEN = """
update episodes set text = %(text)s, ref = case when ref !~ '^(line|note):' then ref end
where owner_id = %(owner)s and id = %(id)s
"""
# Who said the same at another time is learned from anew: that telling stays.
LEARN_ANEW = """
insert into lessons (owner_id, episode_id, not_before)
select e.owner_id, e.id, %(at)s::timestamptz from episodes e
where e.owner_id = %(owner)s and e.origin = 'chat' and e.id in (
  select episode_id from proofs where owner_id = %(owner)s and memory_id = any(%(ids)s))
for key share
on conflict do nothing
"""
NAMES = """
select distinct e.name from relations r join entities e on e.id in (r.subject_id, r.object_id)
where r.owner_id = %(owner)s and r.memory_id = any(%(ids)s) and e.kind <> 'me'
"""
TOPICS = """
select id from entities where owner_id = %(owner)s and kind <> 'me' and lower(name) = any(%(names)s)
"""
COUNT = "select count(*) as rows from entities where owner_id = %(owner)s"
RELATIONS = """
delete from relations where owner_id = %(owner)s and (memory_id = any(%(ids)s)
  or subject_id = any(%(topics)s) or object_id = any(%(topics)s)) returning id
"""
MERGED = "delete from entities where owner_id = %(owner)s and id = any(%(topics)s)"
MEMORIES = "delete from memories where owner_id = %(owner)s and id = any(%(ids)s) returning id"
# The order names what is to be forgotten, so it is not kept either.
ORDER = "delete from episodes where owner_id = %(owner)s and inbox_id = %(cause)s"
ORDERED = "update inbox set body = null where owner_id = %(owner)s and id = %(cause)s"


@dataclass(kw_only=True, slots=True)
class Gone:
    """What has been found to go, and the keys that bury it."""

    texts: list[str]
    names: list[str]
    topics: list[str]
    only: bool = False
    messages: list[int] = field(default_factory=list[int])
    keys: set[str] = field(default_factory=set[str])
    episodes: int = 0

    @property
    def quotes(self) -> list[str]:
        """The texts that others may quote; none when there are too many to look for."""
        told = [text.lower() for text in self.texts if len(text) >= SHORTEST_QUOTE]
        return told if len(told) <= MOST_QUOTED else []


class Eraser:
    """Erases in the transaction that it is given, at the instant `at`."""

    def __init__(
        self, connection: AsyncConnection[DictRow], owner_id: int, at: datetime, seal: Seal
    ) -> None:
        self._connection = connection
        self._owner_id = owner_id
        self._at = at
        self._seal = seal

    async def unsay(self, cause: int | None) -> None:
        """Keep nothing of the order itself."""
        await self._run(ORDER, cause=cause)
        await self._run(ORDERED, cause=cause)

    async def chosen(self, choice: Choice, cause: int | None) -> Forgotten:
        """What is chosen with everything that holds it; what is gone already counts for
        nothing."""
        await self._run(HOLD)
        await self.unsay(cause)
        whole = await self._all(WHOLE, messages=list(choice.messages))
        facts = await self._all(CHOSEN, ids=_uuids(choice.facts), heard=_messages(whole))
        ids = [row["id"] for row in facts]
        told = [(text, row) for row in facts for text in (row["text"], *row["earlier"])]
        said = [*(text for text, _ in told), *choice.quotes, *(row["text"] for row in whole)]
        topics = [] if choice.only else list(choice.names)
        gone = Gone(
            texts=list(dict.fromkeys(said)),
            names=[*topics, *(row["name"] for row in await self._all(NAMES, ids=ids))],
            topics=topics,
            only=choice.only,
            messages=_messages(facts),
            keys={row["key"] for row in facts if row["key"] is not None},
        )
        gone.keys |= {key for text, row in told for key in self._keys(text, row, choice)}
        gone.keys |= {self._seal.name(self._owner_id, name) for name in topics}
        await self._unsay(choice, ids, gone)
        if choice.only:
            await self._run(LEARN_ANEW, ids=ids, at=self._at)
        relations, nodes = await self._relations(ids, gone)
        memories = await self._all(MEMORIES, ids=ids)
        plans = await forget_plans(self._connection, self._owner_id, choice.plans)
        gone.keys |= choice.plans.keys
        if not (memories or gone.episodes or relations or plans):
            return Forgotten()
        return await self._receipt(
            Forgotten(
                memories=len(memories),
                episodes=gone.episodes,
                relations=relations,
                graph_nodes=nodes,
                plans=plans,
            ),
            gone,
            cause,
        )

    async def _unsay(self, choice: Choice, ids: Sequence[UUID], gone: Gone) -> None:
        """Take the messages away, or the sentences in them."""
        said = await self._all(
            SAID,
            ids=[] if choice.only else ids,
            messages=[*choice.messages, *choice.mentions],
            sources=gone.messages,
            same=[] if choice.only else [text.lower() for text in gone.texts],
            quotes=[] if choice.only else gone.quotes,
        )
        # One that is being learned from is not cut: what was read in it before would be learned.
        begun = await self._all(IN_HAND, said=[row["id"] for row in said])
        whole = {*choice.messages, *(row["episode_id"] for row in begun if row["attempts"])}
        words = Phrases(gone.texts)
        lost: list[int] = []
        for row in said:
            # Others may have no more than the letters in common.
            if row["linked"] or words.stand_in(row["text"]):
                parts = None if row["id"] in whole else cut(row["text"], words, choice.names)
                lost += await self._shorten(row, parts, choice, gone)
        await self._run(UNSAY, lost=lost)

    async def _shorten(
        self, row: DictRow, parts: tuple[str, tuple[str, ...]] | None, choice: Choice, gone: Gone
    ) -> list[int]:
        """Leave of a message the first of its `parts`; its id when it has to go as a whole."""
        gone.episodes += 1
        gone.keys |= self._keys(row["text"], row, choice)
        if row["inbox_id"] is not None:
            gone.messages.append(row["inbox_id"])
        if parts is not None:
            for piece in parts[1]:
                gone.keys |= self._keys(piece, row, choice)
            await self._run(SHORTEN, id=row["id"], text=parts[0])
            return []
        gone.texts.append(row["text"])
        if row["inbox_id"] is not None:
            gone.keys.add(f"message:{row['inbox_id']}")
        if row["ref"] is not None:
            gone.keys.add(self._seal.ref(self._owner_id, row["ref"]))
        return [row["id"]]

    def _keys(self, text: str, row: DictRow, choice: Choice) -> set[str]:
        """What buries a text that goes: wherever it is said, or only as it was said there."""
        if not choice.only:
            return {self._seal.text(self._owner_id, text)}
        keys = {self._seal.told(self._owner_id, text, row["said_at"])}
        if row["inbox_id"] is None:
            # A line of an import may have no time of its own.
            keys.add(self._seal.told(self._owner_id, text, None))
        return keys

    async def _relations(self, ids: Sequence[UUID], gone: Gone) -> tuple[int, int]:
        """Delete what the facts told, and all of the topics; how many relations went, and how many
        names with them."""
        before = await self._count()
        topics = await self._all(TOPICS, names=[name.lower() for name in gone.topics])
        topic_ids = [row["id"] for row in topics]
        gone.keys |= {f"entity:{number}" for number in topic_ids}
        relations = await self._all(RELATIONS, ids=ids, topics=topic_ids)
        await self._run(MERGED, topics=topic_ids)
        return len(relations), before - await self._count()

    async def _receipt(self, found: Forgotten, gone: Gone, cause: int | None) -> Forgotten:
        traces = Traces(self._connection, self._owner_id, self._at)
        queued = await traces.forget(gone, cause)
        await bury(self._connection, self._owner_id, gone.keys, self._at, cause)
        whole = replace(found, queued=queued, remains=await traces.remains(gone))
        receipts = ErasureStore(self._connection, self._owner_id)
        return await receipts.receipt(whole, self._at, cause)

    async def _count(self) -> int:
        return int((await self._all(COUNT))[0]["rows"])

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)


def _messages(rows: Sequence[DictRow]) -> list[int]:
    return [row["inbox_id"] for row in rows if row["inbox_id"] is not None]


def _uuids(texts: Sequence[str]) -> list[UUID]:
    """Those that are ids at all: a button can say anything."""
    found: list[UUID] = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
