"""What Mem0 sees of our tables: a vector store, a history, and an entity store that stays empty.

All of them are bound to one person by the tables that they are given, for Mem0 passes only an id to
`get`, `update` and `delete`. Filters therefore have nothing to add and are not looked at.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.facts import FactEvent, FactHistory, FactTable, KeptFact, NewFact, Payload
from core.learning import kind_named
from core.passages import Vector

# Names that Mem0's own filters have for what we put into the payload.
KEY, INBOX_ID, SAID_AT = "key", "inbox_id", "said_at"
KIND, HAPPENED_AT = "kind", "happened_at"
# What Mem0 itself puts there.
TEXT, HASH, STEMS = "data", "hash", "text_lemmatized"
OWNER, CREATED_AT, UPDATED_AT = "user_id", "created_at", "updated_at"
# What has a column of its own, is made of one, or is read by nobody.
KEPT_ELSEWHERE = frozenset(
    {KEY, INBOX_ID, SAID_AT, KIND, HAPPENED_AT, TEXT, HASH, STEMS, OWNER, CREATED_AT, UPDATED_AT}
)


@dataclass(frozen=True, slots=True)
class Row:
    """A result as Mem0 reads it."""

    id: str
    payload: dict[str, object]
    score: float


Rows = list[Row]
Pages = list[list[Row]]


class OwnedStore:
    """Mem0's `VectorStoreBase`, as `engine` registers it, over the facts of one person."""

    def __init__(self, table: FactTable, model: str) -> None:
        self._table = table
        self._model = model

    def insert(
        self,
        vectors: Sequence[Sequence[float]],
        payloads: Sequence[Payload] | None = None,
        ids: Sequence[str] | None = None,
    ) -> None:
        """Keep each; Mem0 always gives payloads and ids."""
        for vector, payload, fact_id in zip(vectors, payloads or (), ids or (), strict=True):
            self._table.insert(_fact(fact_id, self._named(vector), payload))

    def search(
        self,
        query: str,
        vectors: Sequence[float],
        top_k: int = 5,
        filters: Payload | None = None,
    ) -> Rows:
        """The nearest by the cosine; every fact is compared."""
        return [_row(kept) for kept in self._table.nearest(vectors, top_k)]

    def keyword_search(self, query: str, top_k: int = 5, filters: Payload | None = None) -> Rows:
        """By BM25 with any of the words."""
        return [_row(kept) for kept in self._table.worded(query, top_k)]

    def get(self, vector_id: str) -> Row | None:
        kept = self._table.get(vector_id)
        return None if kept is None else _row(kept)

    def update(
        self,
        vector_id: str,
        vector: Sequence[float] | None = None,
        payload: Payload | None = None,
    ) -> None:
        if payload is not None:
            named = None if vector is None else self._named(vector)
            self._table.update(vector_id, _text(payload), named, _bare(payload))

    def delete(self, vector_id: str) -> None:
        self._table.delete(vector_id)

    def _named(self, numbers: Sequence[float]) -> Vector:
        return Vector(model=self._model, numbers=numbers)

    def list(self, filters: Payload | None = None, top_k: int | None = None) -> Pages:
        """One list of the newest, within a list, as Mem0 wants it."""
        return [[_row(kept) for kept in self._table.listed(top_k or 100)]]

    def create_col(self, name: str, vector_size: int, distance: str) -> None:
        """The migrations make the table."""

    def list_cols(self) -> Sequence[str]:
        return ["memories"]

    def col_info(self) -> dict[str, object]:
        return {"name": "memories"}

    def delete_col(self) -> None:
        """Refused: a table of everybody's is nothing that a library may drop."""
        raise NotImplementedError("forgetting goes through core.stores.knowing.Memories")

    def reset(self) -> None:
        """Refused, as `delete_col`."""
        self.delete_col()


class OwnedHistory:
    """Stands in place of Mem0's sqlite file; what it would log of conversations is not kept."""

    def __init__(self, history: FactHistory) -> None:
        self._history = history

    def add_history(
        self,
        memory_id: str,
        old_memory: str | None,
        new_memory: str | None,
        event: str,
        **_ignored: object,
    ) -> None:
        self._history.note(
            FactEvent(fact_id=memory_id, event=event, old_text=old_memory, new_text=new_memory)
        )

    def batch_add_history(self, records: Sequence[dict[str, str | None]]) -> None:
        for record in records:
            self.add_history(
                record["memory_id"] or "",
                record.get("old_memory"),
                record.get("new_memory"),
                record["event"] or "",
            )

    def get_history(self, memory_id: str) -> list[dict[str, object]]:
        return [
            {
                "id": event.id,
                "memory_id": event.fact_id,
                "old_memory": event.old_text,
                "new_memory": event.new_text,
                "event": event.event,
                "created_at": None if event.created_at is None else event.created_at.isoformat(),
                "updated_at": None,
                "is_deleted": event.event == "DELETE",
                "actor_id": None,
                "role": None,
            }
            for event in self._history.of(memory_id)
        ]

    def save_messages(self, messages: Sequence[object], session_scope: str) -> None:
        """Messages are kept as episodes, by us."""

    def get_last_messages(self, session_scope: str, limit: int = 10) -> list[object]:
        return []

    def reset(self) -> None:
        """Refused: forgetting goes through core.stores.knowing.Memories."""
        raise NotImplementedError("forgetting goes through core.stores.knowing.Memories")

    def close(self) -> None:
        """The transaction is closed by whoever opened it."""


class NoEntities:
    """Mem0's entity store, which stays empty: who and what belongs together is in our relations."""

    def list(self, filters: Payload | None = None, top_k: int | None = None) -> Pages:
        return [[]]

    def search(self, query: str, vectors: object, top_k: int, filters: object) -> Rows:
        return []

    def search_batch(
        self, queries: Sequence[str], vectors_list: object, top_k: int, filters: object
    ) -> Pages:
        return [[] for _ in queries]

    def insert(self, vectors: object, payloads: object, ids: object) -> None: ...
    def update(self, vector_id: str, vector: object, payload: object) -> None: ...
    def delete(self, vector_id: str) -> None: ...
    def reset(self) -> None: ...


def _fact(fact_id: str, vector: Vector, payload: Payload) -> NewFact:
    key, inbox_id = payload.get(KEY), payload.get(INBOX_ID)
    kind, happened = payload.get(KIND), payload.get(HAPPENED_AT)
    return NewFact(
        id=fact_id,
        text=_text(payload),
        vector=vector,
        payload=_bare(payload),
        key=key if isinstance(key, str) else None,
        inbox_id=inbox_id if isinstance(inbox_id, int) else None,
        said_at=datetime.fromisoformat(str(payload[SAID_AT])),
        kind=kind_named(kind) or "other",
        happened_at=datetime.fromisoformat(happened) if isinstance(happened, str) else None,
    )


def _row(kept: KeptFact) -> Row:
    said_at = kept.said_at.isoformat()
    updated_at = said_at if kept.updated_at is None else kept.updated_at.isoformat()
    dates = {SAID_AT: said_at, CREATED_AT: said_at, UPDATED_AT: updated_at}
    payload = {**kept.payload, **dates, TEXT: kept.text, HASH: _hash(kept.text)}
    return Row(id=kept.id, payload=payload, score=kept.score)


def _hash(text: str) -> str:
    """As Mem0 makes it, to tell texts apart."""
    return hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest()


def _text(payload: Payload) -> str:
    return str(payload[TEXT])


def _bare(payload: Payload) -> Payload:
    """What is left to be kept with a fact: its row says nothing twice."""
    return {name: value for name, value in payload.items() if name not in KEPT_ELSEWHERE}
