"""Forgetting for good: what is meant, and the receipt for what went."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from time import perf_counter

from core.forgetting import NO_PLANS, Choice, Forgotten, Plans
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


def mark(*shown: object) -> str:
    """Four letters that tell what was shown from what it has become since."""
    digest = blake2b(repr(shown).encode(errors="replace"), digest_size=3).digest()
    return urlsafe_b64encode(digest).decode()


def mark_of_fact(fact: Fact) -> str:
    """The mark of a fact as it is told; `fact` with all its proofs."""
    return mark(fact.text, fact.proofs)


def mark_of_choice(choice: Choice) -> str:
    """The mark of all that would go."""
    told = (choice.facts, choice.messages, choice.mentions)
    return mark(*(sorted(ids) for ids in told), sorted(choice.plans.keys))


async def unsay(work: UnitOfWork, at: datetime, inbox_id: int) -> None:
    """Keep nothing of an order to forget: it names what is to be forgotten."""
    await work.memories.unsay(at, inbox_id)


async def forget_all(
    work: UnitOfWork, at: datetime, cause: int | None = None, plans: Plans = NO_PLANS
) -> Forgotten:
    """Erase all that is remembered of the person; of reminders, tasks and events only `plans`."""
    start = perf_counter()
    receipt = await work.memories.forget_all(at, cause, plans)
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
