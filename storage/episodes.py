"""Messages as they were written."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.models import Episode
from storage.inbox import storable
from storage.tombstones import BURIED, SHARE, Seal, pieces

# What was forgotten is not kept again.
KEEP = f"""
insert into episodes (owner_id, inbox_id, text, speaker, origin, session, ref, said_at)
select %(owner)s, %(inbox)s::bigint, %(text)s, %(speaker)s::text, %(origin)s, %(session)s::text,
  %(ref)s::text, %(said_at)s
where not exists ({BURIED})
on conflict do nothing
returning id
"""
KINDS = """
select distinct split_part(key, ':', 1) as kind from tombstones where owner_id = %(owner)s
"""
BRING = """
with told as (
  select * from unnest(%(texts)s::text[], %(speakers)s::text[], %(sessions)s::text[],
    %(refs)s::text[], %(times)s::timestamptz[], %(dated)s::boolean[], %(exported)s::bigint[])
  with ordinality as told(text, speaker, session, ref, said_at, dated, exported, place)
), buried as (
  select sealed.place from unnest(%(places)s::int[], %(codes)s::text[]) sealed(place, code)
  join tombstones t on t.owner_id = %(owner)s and t.key = sealed.code
  join told on told.place = sealed.place
  where sealed.code like 'ref:%%' or not told.dated or t.at >= told.said_at
)
insert into episodes (owner_id, text, speaker, origin, session, ref, said_at)
select %(owner)s, text, speaker, 'import', session, ref, said_at from told
where place not in (select place from buried)
  -- An export that comes back to where it was made, or was brought by its older name. Each line by
  -- itself, hence the offsets: a join would read all that there is for each batch.
  and not exists (select from episodes e
    where e.owner_id = %(owner)s and e.id = told.exported and e.text = told.text offset 0)
  and not exists (select from episodes e where e.owner_id = %(owner)s
    and e.ref = 'episode:' || told.exported and e.text = told.text offset 0)
order by place
on conflict do nothing
returning id
"""
# What memory.exports calls, and has called, a message that has no name of its own.
EXPORTED = re.compile(
    r"episode:(?P<id>\d{1,18})(?::-?\d+)?|line:episode:(?P<older>\d{1,18}):\w+", re.ASCII
)
LISTED = """
select * from episodes where owner_id = %(owner)s and id > %(after)s order by id limit %(most)s
"""
MATCHING = """
select * from episodes
where owner_id = %(owner)s and words @@ plainto_tsquery('english', %(words)s)
order by said_at desc, id desc limit %(most)s
"""
OF_MESSAGE = "select id from episodes where owner_id = %(owner)s and inbox_id = %(inbox)s"
DROP = "delete from episodes where owner_id = %(owner)s and inbox_id = %(inbox)s"


class EpisodeStore:
    """The episodes of one person, behind `core.stores.knowing.Episodes`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int, seal: Seal) -> None:
        self._connection = connection
        self._owner_id = owner_id
        self._seal = seal

    async def keep(self, episode: Episode) -> int | None:
        if episode.origin == "import":
            rows = await self._bring([episode])
            return int(rows[0]["id"]) if rows else None
        rows = await self._all(
            KEEP,
            inbox=episode.inbox_id,
            source=None if episode.ref is None else self._seal.ref(self._owner_id, episode.ref),
            codes=self._seal.said(self._owner_id, episode.text),
            dated=episode.dated,
            text=storable(episode.text),
            speaker=_storable(episode.speaker),
            origin=episode.origin,
            session=_storable(episode.session),
            ref=_storable(episode.ref),
            said_at=episode.said_at,
        )
        return int(rows[0]["id"]) if rows else None

    async def bring(self, episodes: Sequence[Episode]) -> int:
        return len(await self._bring(episodes))

    async def _bring(self, episodes: Sequence[Episode]) -> Sequence[DictRow]:
        await self._connection.execute(SHARE, {"owner": self._owner_id})
        kinds = {row["kind"] for row in await self._all(KINDS)}
        sealed = [
            (place, code)
            for place, episode in enumerate(episodes if kinds else (), 1)
            for code in self._codes(episode, kinds)
        ]
        return await self._all(
            BRING,
            texts=[storable(one.text) for one in episodes],
            speakers=[_storable(one.speaker) for one in episodes],
            sessions=[_storable(one.session) for one in episodes],
            refs=[_storable(one.ref) for one in episodes],
            times=[one.said_at for one in episodes],
            dated=[one.dated for one in episodes],
            exported=[_exported(one) for one in episodes],
            places=[place for place, _ in sealed],
            codes=[code for _, code in sealed],
        )

    def _codes(self, episode: Episode, kinds: Collection[str]) -> Iterator[str]:
        """The keys that would bury a line, also by whom it names; of the `kinds` that there are."""
        seal, owner_id = self._seal, self._owner_id
        if "ref" in kinds and episode.ref is not None:
            number = _exported(episode)
            older = () if number is None else (f"episode:{number}",)
            yield from (seal.ref(owner_id, ref) for ref in (episode.ref, *older))
        if "text" in kinds:
            yield from seal.said(owner_id, episode.text)
        if "told" in kinds:
            at = episode.said_at if episode.dated else None
            yield from (seal.told(owner_id, one, at) for one in pieces(episode.text))
        if "name" in kinds:
            yield from seal.named(owner_id, f"{episode.speaker or ''}\n{episode.text}")

    async def drop(self, inbox_id: int) -> None:
        await self._connection.execute(DROP, {"owner": self._owner_id, "inbox": inbox_id})

    async def matching(self, words: str, most: int) -> list[Episode]:
        rows = await self._all(MATCHING, words=storable(words), most=most)
        return [episode_of(row) for row in rows]

    async def listed(self, most: int, after_id: int = 0) -> list[Episode]:
        return [episode_of(row) for row in await self._all(LISTED, most=most, after=after_id)]

    async def of_message(self, inbox_id: int) -> int | None:
        rows = await self._all(OF_MESSAGE, inbox=inbox_id)
        return int(rows[0]["id"]) if rows else None

    async def _all(self, query: LiteralString, **values: object) -> Sequence[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()


def _exported(episode: Episode) -> int | None:
    """The number that a message had when it was exported."""
    found = EXPORTED.fullmatch(episode.ref or "")
    return None if found is None else int(found["id"] or found["older"])


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)


def episode_of(row: DictRow) -> Episode:
    """A row of episodes."""
    return Episode(
        id=row["id"],
        text=row["text"],
        said_at=row["said_at"],
        speaker=row["speaker"],
        origin=row["origin"],
        session=row["session"],
        ref=row["ref"],
        inbox_id=row["inbox_id"],
    )
