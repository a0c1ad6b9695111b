"""Messages that wait to be learned from."""

from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.learning import Waiting
from core.models import Fact
from storage.memories import fact_of

PUT = """
insert into lessons (owner_id, episode_id, not_before) values (%(owner)s, %(episode)s, %(at)s)
on conflict do nothing
"""
# The lease that another holds is respected; who dies with it has tried once.
CLAIM = """
with taken as (
  select episode_id from lessons
  where owner_id = %(owner)s and episode_id = %(episode)s and state = 'waiting'
    and (attempts = 0 or not_before <= %(at)s)
  for update skip locked
), claimed as (
  update lessons l set attempts = attempts + 1, not_before = %(lease)s from taken t
  where l.owner_id = %(owner)s and l.episode_id = t.episode_id returning l.*
)
select c.episode_id, c.attempts, c.answer, e.inbox_id, e.text, e.said_at
from claimed c join episodes e on e.id = c.episode_id and e.owner_id = %(owner)s
"""
KEEP_ANSWER = """
update lessons set answer = %(answer)s where owner_id = %(owner)s and episode_id = %(episode)s
"""
# The message stays as it is until the transaction ends: nobody forgets it in between.
FINISH = """
with held as (
  select id from episodes where owner_id = %(owner)s and id = %(episode)s for key share
)
delete from lessons l using held
where l.owner_id = %(owner)s and l.episode_id = held.id returning l.episode_id
"""
POSTPONE = """
update lessons set not_before = %(until)s where owner_id = %(owner)s and episode_id = %(episode)s
"""
SET_ASIDE = """
update lessons set state = 'set_aside' where owner_id = %(owner)s and episode_id = %(episode)s
"""
# What is learned behind the reply has a key with a number below zero.
TOLD = """
select m.*, null::bigint as episode_id, 1 as proofs from memories m
where m.owner_id = %(owner)s and m.inbox_id = %(inbox)s and m.key not like '%%:-%%' order by m.key
"""
REPLIED = """
select id from outbox where owner_id = %(owner)s and inbox_id = %(inbox)s and kind = 'reply'
order by id limit 1
"""
REFUSE = """
insert into junk (owner_id, reason, rows) values (%(owner)s, %(reason)s, 1)
on conflict (owner_id, reason) do update set rows = junk.rows + 1
"""


class LessonStore:
    """The queue of one person, behind `core.learning.Lessons`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def put(self, episode_id: int, at: datetime) -> None:
        await self._run(PUT, episode=episode_id, at=at)

    async def claim(self, episode_id: int, at: datetime, lease_until: datetime) -> Waiting | None:
        rows = await self._all(CLAIM, episode=episode_id, at=at, lease=lease_until)
        return Waiting(**rows[0]) if rows else None

    async def keep_answer(self, episode_id: int, answer: str) -> None:
        await self._run(KEEP_ANSWER, episode=episode_id, answer=answer)

    async def finish(self, episode_id: int) -> bool:
        return bool(await self._all(FINISH, episode=episode_id))

    async def postpone(self, episode_id: int, until: datetime) -> None:
        await self._run(POSTPONE, episode=episode_id, until=until)

    async def set_aside(self, episode_id: int) -> None:
        await self._run(SET_ASIDE, episode=episode_id)

    async def told(self, inbox_id: int) -> list[Fact]:
        return [fact_of(row) for row in await self._all(TOLD, inbox=inbox_id)]

    async def replied(self, inbox_id: int) -> int | None:
        rows = await self._all(REPLIED, inbox=inbox_id)
        return int(rows[0]["id"]) if rows else None

    async def refuse(self, reason: str) -> None:
        await self._run(REFUSE, reason=reason)

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)
