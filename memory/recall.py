"""Finding again what is known, and saying so when nothing is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from core.models import Hit
from core.passages import Vector
from core.ports import Embedder
from core.stores import Database
from memory.asking import is_question
from memory.briefing import Briefing, brief
from memory.dates import Period, past

# Below this score nothing that is kept answers a question; a person is told only what fits well.
NOTHING, FITS = 0.24, 0.28
OVERFETCH = 2
MOST_BRIEFED, MOST_STANDING = 40, 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What fits a question best, best first; `abstain` when nothing really does."""

    hits: tuple[Hit, ...] = ()
    abstain: bool = True
    ms: float = 0.0

    def to_json(self) -> dict[str, object]:
        """The form that programs read."""
        return {
            "hits": [
                {
                    "ref": hit.ref,
                    "text": hit.text,
                    "said_at": hit.said_at.isoformat().replace("+00:00", "Z"),
                    "score": round(hit.score, 3),
                }
                for hit in self.hits
            ],
            "abstain": self.abstain,
            "ms": round(self.ms, 1),
        }


class Recalling:
    """Asks the memory of a person; without the embedder's model it goes by words alone."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder

    async def hits(
        self, owner_id: int, question: str, most: int, at: datetime, zone: str = "UTC"
    ) -> Sequence[Hit]:
        """What fits, best first; nothing when nothing does. What the person has asked before is no
        answer, however it was typed."""
        found = await self.search(owner_id, question, most * OVERFETCH, at, zone)
        fitting = [hit for hit in found.hits if hit.score >= FITS and not _asked(hit)]
        return tuple(fitting[:most])

    async def recall(
        self, owner_id: int, question: str, budget: int, at: datetime, zone: str
    ) -> Briefing:
        """What always holds and what fits, for a model, in at most `budget` tokens; empty when
        nothing does, or while the person keeps the memory private."""
        async with self._database.transaction(owner_id) as work:
            person = await work.people.get()
            standing = await work.evidence.standing(MOST_STANDING)
        if person.private:
            return Briefing()
        hits = await self.hits(owner_id, question, MOST_BRIEFED, at, zone)
        return brief(hits, budget, zone, standing)

    async def search(
        self, owner_id: int, question: str, most: int, at: datetime, zone: str = "UTC"
    ) -> Found:
        """The best `most` of what had been said until `at`, whether they fit or not; the time that
        the question names is one at `zone`."""
        start = perf_counter()
        vector, during = await asyncio.to_thread(self._read, question, at, zone)
        async with self._database.transaction(owner_id) as work:
            hits = await work.memories.recall(question, vector, most * OVERFETCH, at, during)
        best = _once(hits)[:most]
        return Found(
            hits=tuple(best),
            abstain=not best or max(hit.score for hit in best) < NOTHING,
            ms=(perf_counter() - start) * 1000,
        )

    def _read(self, question: str, at: datetime, zone: str) -> tuple[Vector, Period | None]:
        [numbers] = self._embedder.embed([question])
        vector = Vector(model=self._embedder.model, numbers=numbers)
        return vector, past(question, at, zone)


def _asked(hit: Hit) -> bool:
    return hit.fact_id is None and hit.origin == "chat" and is_question(hit.text)


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Without the messages whose facts are there too, and without repetitions."""
    told = {hit.episode_id for hit in hits if hit.fact_id is not None}
    seen: set[str] = set()
    kept: list[Hit] = []
    for hit in hits:
        if hit.fact_id is None and hit.episode_id in told:
            continue
        plain = hit.text.casefold().strip()
        if hit.ref is None and plain in seen:
            continue
        seen.add(plain)
        kept.append(hit)
    return kept
