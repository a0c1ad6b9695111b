"""Where facts come from, what always holds, and which names mean the same."""

from dataclasses import dataclass
from typing import Protocol

from core.models import Episode, Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name of somebody or something; `means` is the name that it is kept under."""

    text: str
    means: str
    is_me: bool = False


class Evidence(Protocol):
    """What stands behind the facts of one person."""

    async def prove(self, fact_id: str, inbox_id: int) -> None:
        """Note that this message says it, too; twice is once."""
        ...

    async def proofs(self, fact_id: str) -> list[Episode]:
        """The messages that say it, oldest first."""
        ...

    async def pin(self, fact_id: str, *, on: bool) -> None:
        """Keep it at hand always, or no longer."""
        ...

    async def standing(self, most: int) -> list[Fact]:
        """What always holds: what is pinned, then orders and preferences, the newest first."""
        ...

    async def names(self) -> list[Name]: ...
    async def merge(self, name: str, other: str) -> None:
        """From now on `other` means what `name` means, and what is known of either is of both."""
        ...
