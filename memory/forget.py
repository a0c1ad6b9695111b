"""Forgetting for good: what is meant, and the receipt for what went."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from core.forgetting import Choice, Forgotten
from core.models import Fact, Hit
from core.stores import UnitOfWork

MOST_CANDIDATES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """What an order to forget may mean. `sure` when it is this one fact and nothing else."""

    facts: tuple[Fact, ...] = ()
    messages: tuple[Hit, ...] = ()
    sure: bool = False


async def meant(work: UnitOfWork, words: str, alike: Sequence[Hit]) -> Meant:
    """The facts that hold all of `words`; without any, what is `alike` (from a recall)."""
    found = await work.memories.matching(words, MOST_CANDIDATES) if words.strip() else []
    exact = [fact for fact in found if _plain(fact.text) == _plain(words)]
    chosen = exact or found
    if chosen:
        return Meant(facts=tuple(chosen), sure=len(chosen) == 1)
    ids = [hit.fact_id for hit in alike if hit.fact_id is not None]
    near = [await work.memories.get(fact_id) for fact_id in ids]
    messages = [hit for hit in alike if hit.fact_id is None and hit.episode_id is not None]
    return Meant(
        facts=tuple(fact for fact in near if fact is not None)[:MOST_CANDIDATES],
        messages=tuple(messages)[:MOST_CANDIDATES],
    )


async def forget(work: UnitOfWork, at: datetime, cause: int | None, choice: Choice) -> Forgotten:
    """Erase what is chosen everywhere; the receipt says what went."""
    start = perf_counter()
    receipt = await work.memories.forget(choice, at, cause)
    return replace(receipt, ms=(perf_counter() - start) * 1000)


async def unsay(work: UnitOfWork, at: datetime, inbox_id: int) -> None:
    """Keep nothing of an order to forget: it names what is to be forgotten."""
    await work.memories.unsay(at, inbox_id)


async def forget_all(work: UnitOfWork, at: datetime, cause: int | None = None) -> Forgotten:
    """Erase all that is remembered of the person; reminders, tasks and events stay."""
    start = perf_counter()
    receipt = await work.memories.forget_all(at, cause)
    return replace(receipt, ms=(perf_counter() - start) * 1000)


def receipt_json(receipt: Forgotten) -> dict[str, object]:
    """The form that programs read."""
    kinds = ("memories", "episodes", "relations", "graph_nodes", "queued")
    return {
        "removed": {kind: getattr(receipt, kind) for kind in kinds},
        "remains": list(receipt.remains),
        "ms": round(receipt.ms, 1),
    }


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!")
