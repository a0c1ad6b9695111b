"""What every agent is: a turn goes in, replies come out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.models import Conversation, Incoming, Person, Reply
from core.requests import Request, Route
from core.stores import UnitOfWork

Conclusion = Callable[[UnitOfWork], Awaitable[Sequence[Reply]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One request of a person, with all that an agent may know of it. `now` is aware, in UTC."""

    person: Person
    conversation: Conversation
    incoming: Incoming
    request: Request
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressed:
    """What a press shows: a toast at once, perhaps the message in its new form, perhaps more."""

    toast: str
    edit: Reply | None = None
    replies: tuple[Reply, ...] = ()


class Agent(Protocol):
    """Answers the requests of some routes, and the presses of its own buttons.

    `routes` are the routes it answers; `actions` the first words of its buttons' data.
    """

    @property
    def name(self) -> str: ...
    @property
    def routes(self) -> frozenset[Route]: ...
    @property
    def actions(self) -> frozenset[str]: ...

    def slow(self, turn: Turn) -> bool:
        """Whether planning asks somebody else (a model), so that the chat must not wait for it."""
        ...

    async def plan(self, turn: Turn) -> Conclusion:
        """Do what lies outside our tables (Mem0, a model), then hand back what remains.

        No transaction is open here, and after a crash it is done again: it must be repeatable. The
        conclusion runs in the transaction that also keeps the replies and the "done" mark.

        Raises:
            PersonError: with the sentence that the person reads instead of a reply.
        """
        ...

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        """Do what the button says. Pressing twice must tell what has happened already."""
        ...
