"""The peer: Mem0 as it comes, over its own PostgreSQL store, offline and without a model."""

import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

os.environ["MEM0_TELEMETRY"] = "False"
os.environ["MEM0_DIR"] = tempfile.gettempdir()

TABLE = "peer"
MOST = 10


class NoModel:
    """Nothing is written by a model here."""

    def __init__(self, *_arguments: object) -> None: ...
    def generate_response(self, *_arguments: object, **_options: object) -> NoReturn:
        raise NotImplementedError


class Given:
    """An embedder that is told its answer, so that no embedding is timed."""

    def __init__(self, *_arguments: object) -> None:
        self.vector: Sequence[float] = ()

    def embed(self, text: str, memory_action: str | None = None) -> Sequence[float]:
        return self.vector


class Engine(Protocol):
    def search(
        self, query: str, *, filters: Mapping[str, object], top_k: int
    ) -> Mapping[str, Sequence[Mapping[str, object]]]: ...
    def get_all(
        self, *, filters: Mapping[str, object], top_k: int
    ) -> Mapping[str, Sequence[Mapping[str, object]]]: ...
    def delete(self, memory_id: str) -> object: ...


class Store(Protocol):
    def search(
        self, query: str, vectors: Sequence[float], top_k: int, filters: Mapping[str, object]
    ) -> Sequence[object]: ...


class Peer:
    """Mem0 with its pgvector store in the table `peer`; `hnsw` is its default."""

    def __init__(self, admin_url: str, folder: Path, *, hnsw: bool) -> None:
        from mem0.configs.llms.base import BaseLlmConfig
        from mem0.memory.main import Memory
        from mem0.utils.factory import EmbedderFactory, LlmFactory

        here = __name__
        LlmFactory.provider_to_class["openai"] = (f"{here}.NoModel", BaseLlmConfig)
        EmbedderFactory.provider_to_class["openai"] = f"{here}.Given"
        options = {
            "connection_string": _address(admin_url),
            "collection_name": TABLE,
            "embedding_model_dims": 384,
            "hnsw": hnsw,
        }
        memory = Memory.from_config(  # pyright: ignore[reportUnknownMemberType]
            {
                "vector_store": {"provider": "pgvector", "config": options},
                "history_db_path": str(folder / "mem0.db"),
            }
        )
        self._given = Given()
        memory.embedding_model = self._given  # pyright: ignore[reportAttributeAccessIssue]
        self._memory = cast(Engine, memory)
        store = memory.vector_store  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType]
        self._store = cast(Store, store)
        self.search(0, "nothing", [0.1] * 384)

    def search(
        self, owner: int, question: str, vector: Sequence[float]
    ) -> tuple[list[str], list[str], float]:
        """The ids and texts of the first ten, and how many milliseconds they took."""
        self._given.vector = vector
        start = time.perf_counter()
        found = self._memory.search(question, filters={"user_id": str(owner)}, top_k=MOST)
        spent = (time.perf_counter() - start) * 1000
        results = found["results"]
        return [str(r["id"]) for r in results], [str(r["memory"]) for r in results], spent

    def nearest(self, owner: int, question: str, vector: Sequence[float]) -> float:
        """Milliseconds of the vectors alone, one part of its search."""
        start = time.perf_counter()
        self._store.search(question, vector, MOST, {"user_id": str(owner)})
        return (time.perf_counter() - start) * 1000

    def forget(self, owner: int, most: int) -> float:
        """Delete so many of one person's, one by one as its `delete_all` does; milliseconds for
        each."""
        found = self._memory.get_all(filters={"user_id": str(owner)}, top_k=most)["results"]
        start = time.perf_counter()
        for one in found:
            self._memory.delete(str(one["id"]))
        return (time.perf_counter() - start) * 1000 / len(found)


def _address(admin_url: str) -> str:
    parts = {
        name: quote(str(value), safe="") for name, value in conninfo_to_dict(admin_url).items()
    }
    return (
        f"postgresql://{parts['user']}:{parts['password']}@/{parts['dbname']}?host={parts['host']}"
    )
