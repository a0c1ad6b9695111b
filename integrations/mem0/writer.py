"""Fills `core.ports.FactWriter` with Mem0, which is blocking and so runs in a thread of its own."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.facts import FactTable, FactTables
from core.models import Fact
from core.ports import Embedder

if TYPE_CHECKING:
    from integrations.mem0.engine import Engine


class Mem0FactWriter:
    """Writes facts through Mem0, each call in one transaction of the fact's owner.

    The library is imported by the first call, never before.
    """

    def __init__(self, tables: FactTables, embedder: Embedder) -> None:
        self._tables = tables
        self._embedder = embedder

    async def add(self, owner_id: int, fact: Fact, key: str, cause: int | None) -> str | None:
        return await asyncio.to_thread(self._add, owner_id, fact, key, cause)

    async def update(self, owner_id: int, fact_id: str, text: str) -> None:
        await asyncio.to_thread(self._update, owner_id, fact_id, text)

    async def delete(self, owner_id: int, fact_id: str) -> None:
        await asyncio.to_thread(self._delete, owner_id, fact_id)

    def _add(self, owner_id: int, fact: Fact, key: str, cause: int | None) -> str | None:
        said_at = fact.said_at.isoformat()
        metadata = {"key": key, "inbox_id": cause, "said_at": said_at, "created_at": said_at}
        metadata["kind"] = fact.kind
        if fact.happened_at is not None:
            metadata["happened_at"] = fact.happened_at.isoformat()
        with self._engine(owner_id, cause) as (engine, table):
            # Asked first, to spare the embedding; the table refuses a known key anyway.
            known = table.keyed(key)
            if known is not None:
                return known
            # Mem0 hashes the text as UTF-8, which a lone surrogate does not have.
            text = fact.text.encode("utf-8", "replace").decode()
            engine.add(text, user_id=str(owner_id), metadata=metadata, infer=False)
            return table.keyed(key)

    def _update(self, owner_id: int, fact_id: str, text: str) -> None:
        with self._engine(owner_id, None) as (engine, _):
            engine.update(fact_id, text)

    def _delete(self, owner_id: int, fact_id: str) -> None:
        with self._engine(owner_id, None) as (engine, table):
            if table.get(fact_id) is not None:
                engine.delete(fact_id)

    @contextmanager
    def _engine(self, owner_id: int, cause: int | None) -> Generator["tuple[Engine, FactTable]"]:
        from integrations.mem0.engine import open_engine

        with self._tables.open(owner_id, cause) as (table, history):
            yield open_engine(table, history, self._embedder), table
