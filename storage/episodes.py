"""Messages as they were written."""

import re
from collections.abc import Sequence
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.models import Episode
from storage.inbox import storable
from storage.tombstones import BURIED, Seal, pieces

# What was forgotten is not kept again: neither its message, nor its line of an import.
KEEP = f"""
insert into episodes (owner_id, inbox_id, text, speaker, origin, session, ref, said_at)
select %(owner)s, %(inbox)s::bigint, %(text)s, %(speaker)s::text, %(origin)s, %(session)s::text,
  %(ref)s::text, %(said_at)s
where not exists ({BURIED})
  -- An export that comes back to where it was made.
  and not exists (
    select from episodes
    where owner_id = %(owner)s and id = %(exported)s::bigint and text = %(text)s)
on conflict do nothing
returning id
"""  # noqa: S608
# What memory.exports calls a message that has no name of its own.
EXPORTED = re.compile(r"episode:(?P<id>\d{1,18})(?::-?\d+)?", re.ASCII)
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
        rows = await self._all(
            KEEP,
            inbox=episode.inbox_id,
            source=None if episode.ref is None else self._seal.ref(self._owner_id, episode.ref),
            codes=self._codes(episode),
            exported=_exported(episode),
            dated=episode.dated,
            text=storable(episode.text),
            speaker=None if episode.speaker is None else storable(episode.speaker),
            origin=episode.origin,
            session=None if episode.session is None else storable(episode.session),
            ref=None if episode.ref is None else storable(episode.ref),
            said_at=episode.said_at,
        )
        return int(rows[0]["id"]) if rows else None

    def _codes(self, episode: Episode) -> list[str]:
        """The keys that would bury it. Of what is imported also those of whom it names."""
        said = self._seal.said(self._owner_id, episode.text)
        if episode.origin != "import":
            return said
        who = f"{episode.speaker or ''}\n{episode.text}"
        at = episode.said_at if episode.dated else None
        told = [self._seal.told(self._owner_id, one, at) for one in pieces(episode.text)]
        return [*said, *told, *self._seal.named(self._owner_id, who)]

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
    found = EXPORTED.fullmatch(episode.ref or "") if episode.origin == "import" else None
    return None if found is None else int(found["id"])


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
