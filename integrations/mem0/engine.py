"""The one place where Mem0 is imported: its life cycle of memories over what we hand it.

Importing it takes almost two seconds, and it would report home unless it is told not to before.
"""

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from typing import NoReturn, Protocol, cast

from core.facts import FactHistory, FactTable
from core.ports import Embedder

# Read by the library while it is imported: no reports, and no folder of its own in the home.
os.environ["MEM0_TELEMETRY"] = "False"
os.environ["MEM0_DIR"] = tempfile.gettempdir()

from mem0.configs.base import MemoryConfig
from mem0.memory.main import Memory
from mem0.vector_stores.base import VectorStoreBase

from integrations.mem0.store import NoEntities, OwnedHistory, OwnedStore

# It logs the texts of memories.
logging.getLogger("mem0").setLevel(logging.CRITICAL + 1)
VectorStoreBase.register(OwnedStore)


class Engine(Protocol):
    """What we call of Mem0, for one person."""

    def add(
        self, messages: str, *, user_id: str, metadata: Mapping[str, object], infer: bool
    ) -> Mapping[str, Sequence[Mapping[str, object]]]: ...
    def search(
        self, query: str, *, filters: Mapping[str, object], top_k: int
    ) -> Mapping[str, Sequence[Mapping[str, object]]]: ...
    def get(self, memory_id: str) -> Mapping[str, object] | None: ...
    def get_all(
        self, *, filters: Mapping[str, object]
    ) -> Mapping[str, Sequence[Mapping[str, object]]]: ...
    def update(self, memory_id: str, text: str) -> object: ...
    def delete(self, memory_id: str) -> object: ...
    def delete_all(self, user_id: str) -> object: ...
    def history(self, memory_id: str) -> Sequence[Mapping[str, object]]: ...


class NoModel:
    """Mem0's language model. What is worth keeping is decided by us, so it must never be asked."""

    def generate_response(self, *_arguments: object, **_options: object) -> NoReturn:
        raise NotImplementedError("Mem0 is used without a model of its own")


class OneText:
    """Mem0's embedder over ours."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed(self, text: str, memory_action: str | None = None) -> list[float]:
        return self._embedder.embed([text])[0]

    def embed_batch(self, texts: Sequence[str], memory_action: str = "add") -> list[list[float]]:
        return self._embedder.embed(texts)


class OwnedMemory(Memory):
    """Mem0's `Memory` for one person and one transaction.

    Its own constructor would build a model client, a connection pool and a sqlite file that keeps
    deleted texts; none of them is wanted, so its parts are put in place here.
    """

    def __init__(self, table: FactTable, history: FactHistory, embedder: Embedder) -> None:
        self.config = MemoryConfig()
        self.embedding_model = OneText(embedder)
        self.vector_store = OwnedStore(table, embedder.model)
        self.llm = NoModel()
        self.db = OwnedHistory(history)
        self.collection_name = "memories"
        self.api_version = self.config.version
        self.custom_instructions = None
        self.reranker = None
        self._entity_store = NoEntities()


def open_engine(table: FactTable, history: FactHistory, embedder: Embedder) -> Engine:
    """Mem0 over the tables of one person, for as long as their transaction is open."""
    return cast(Engine, OwnedMemory(table, history, embedder))
