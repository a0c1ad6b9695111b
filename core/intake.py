"""The way in for people's messages: who may, what they sent, and who reads Telegram.

Values and ports of the doors; `app/wiring.py` alone knows who fills the ports.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.models import Identity, Incoming, Outgoing


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """An update of a private chat, as it is kept. The chat has the number of the account.

    `unread` is the update itself, as JSON, when it could not be read: it is kept, but set aside.
    """

    update_id: int
    account_id: int
    kind: Literal["text", "press", "edit", "unsupported"]
    text: str = ""
    data: str = ""
    message_id: int | None = None
    callback_id: str | None = None
    forwarded: bool = False
    unread: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A pairing that is still open: the hashes of its link and of its code."""

    pairing_id: int
    owner_id: int
    link_hash: bytes
    code_hash: bytes


Notice = Callable[[Identity], Outgoing]
"""What the owner is told of the account that came in; `owner_id` of the answer is the owner's."""


class Gate(Protocol):
    """Who may come in, and what they brought."""

    async def known(self, accounts: Collection[int]) -> dict[int, Identity]:
        """The Telegram accounts among `accounts` that may talk to Jenny, by their numbers."""
        ...

    async def accept(
        self, source: str, arrivals: Sequence[Arrival], at: datetime
    ) -> list[Incoming]:
        """Keep them all in one transaction, each (source, update id) once in 48 hours.

        Returns what nobody has dealt with yet, in order. Who was revoked meanwhile is left out.

        Raises:
            ServerDown: nothing is known to be kept; try the same again.
            Refused: PostgreSQL does not take something in it, and nothing was kept.
        """
        ...

    async def people(self) -> list[tuple[str, Identity]]:
        """(name of the person, account) of every account that was ever paired."""
        ...

    async def revoke(self, identity_id: int) -> Identity | None:
        """Make the account a stranger; None when there is no such account. Twice is no error."""
        ...


class Offers(Protocol):
    """The open pairings, kept as hashes."""

    async def add(
        self, owner_id: int, link_hash: bytes, code_hash: bytes, expires_at: datetime
    ) -> None: ...
    async def open(self, at: datetime) -> list[Offer]: ...
    async def missed(self, at: datetime, most: int) -> None:
        """Count a wrong try against every open one; `most` tries in all make it void."""
        ...

    async def redeem(
        self, pairing_id: int, account_id: int, at: datetime, notice: Notice | None
    ) -> Identity | None:
        """Bind the account, use the pairing up and put the `notice`, all in one transaction.

        None, and nothing changed, when the pairing is not open any more.
        """
        ...


class Household(Protocol):
    """The people of this Jenny, by name."""

    async def person(self, name: str) -> int | None:
        """The owner id of the person called `name`."""
        ...

    async def people(self) -> list[tuple[int, str]]:
        """(owner id, name) of everybody."""
        ...


# So many processes may end over one message, after the first; then it is set aside.
MOST_LIVES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """A row of the inbox that is not done; `lives` counts those who have begun with it again after
    somebody had died over it."""

    owner_id: int
    inbox_id: int
    conversation_id: int
    lives: int


class Backlog(Protocol):
    """What came in and is not done."""

    async def inbox_open(self, source: str) -> list[Left]:
        """In the order of arrival."""
        ...


class Seat(Protocol):
    """The right to read Telegram, for one process at a time."""

    async def while_held(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` while this process alone holds `name`, waiting for it first.

        When the seat is lost, `work` is cancelled, and begun anew once it is regained. Returns when
        `work` returns; its errors pass through.
        """
        ...
