"""The vectors of a person's passages; the passages themselves are laid out by triggers."""

from collections.abc import Sequence
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.passages import Passage, Vector
from storage.recall import MANY

TEXTS: LiteralString = """
select p.id,
  concat_ws(': ', e.speaker, substr(coalesce(m.text, e.text), p.starts, p.length)) as text
from chosen p left join episodes e on e.id = p.episode_id and e.owner_id = %(owner)s
left join memories m on m.id = p.memory_id and m.owner_id = %(owner)s
order by p.id
"""
# Those with a vector of another model are few, or all of them: they are found by its name, not by
# passing over the others in the order of their ids.
WAITING: LiteralString = """
with chosen as (
  (select * from passages where owner_id = %(owner)s and model is null and id > %(after)s
   order by id limit %(most)s)
  union all
  (select * from passages where owner_id = %(owner)s and (model < %(model)s or model > %(model)s)
     and id > %(after)s
   order by id + 0 limit %(most)s)
  order by id limit %(most)s
)"""
AFTER: LiteralString = """
with chosen as (
  select * from passages where owner_id = %(owner)s and id > %(after)s order by id limit %(most)s
)"""
COUNT = "select count(*) as rows from passages where owner_id = %(owner)s"
SET_VECTORS = """
update passages p set embedding = made.vector::halfvec, model = %(model)s
from unnest(%(ids)s::int[], %(vectors)s::text[]) made(id, vector)
where p.owner_id = %(owner)s and p.id = made.id
"""
# Codes are for those of whom there are many; then all of them need one. To see whether there are
# means to count, so that is done with every hundredth passage alone.
CODE = """
with present as materialized (
  select (select true from codes where owner_id = %(owner)s order by passage_id limit 1)
      is not null as coded
), due as materialized (
  select case when coded or not exists (select from unnest(%(ids)s::int[]) id where id %% 100 = 0)
    then false else (select count(*) > %(many)s from (
      select from passages where owner_id = %(owner)s order by id limit %(many)s::int + 1) counted)
    end as many
  from present
)
insert into codes (owner_id, passage_id, code)
select p.owner_id, p.id, binary_quantize(p.embedding)::bit(384) from passages p
where p.owner_id = %(owner)s and p.id = any(%(ids)s) and p.embedding is not null
  and (select coded from present)
union all
select p.owner_id, p.id, binary_quantize(p.embedding)::bit(384) from passages p
where p.owner_id = %(owner)s and p.embedding is not null and (select many from due)
on conflict (owner_id, passage_id) do update set code = excluded.code
"""


class PassageStore:
    """The passages of one person, behind `core.stores.knowing.Passages`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def waiting(self, model: str, most: int, after_id: int = 0) -> list[Passage]:
        return await self._passages(WAITING + TEXTS, model=model, most=most, after=after_id)

    async def after(self, passage_id: int, most: int) -> list[Passage]:
        return await self._passages(AFTER + TEXTS, after=passage_id, most=most)

    async def count(self) -> int:
        cursor = await self._connection.execute(COUNT, {"owner": self._owner_id})
        row = await cursor.fetchone()
        return 0 if row is None else int(row["rows"])

    async def set_vectors(self, vectors: Sequence[tuple[int, Vector]]) -> None:
        for model in {vector.model for _, vector in vectors}:
            made = [(number, vector) for number, vector in vectors if vector.model == model]
            values: dict[str, object] = {
                "owner": self._owner_id,
                "model": model,
                "ids": [number for number, _ in made],
                "vectors": [vector_text(vector.numbers) for _, vector in made],
            }
            await self._connection.execute(SET_VECTORS, values)
        ids = [passage_id for passage_id, _ in vectors]
        await self._connection.execute(CODE, {"owner": self._owner_id, "ids": ids, "many": MANY})

    async def _passages(self, query: LiteralString, **values: object) -> list[Passage]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return [Passage(id=row["id"], text=row["text"]) for row in await cursor.fetchall()]


def vector_text(vector: Sequence[float]) -> str:
    """The vector in pgvector's input form; halfvec keeps three digits of each number anyway."""
    return f"[{','.join(['%.5g'] * len(vector))}]" % tuple(vector)
