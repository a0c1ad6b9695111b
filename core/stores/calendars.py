"""The calendars of a person: what they see of them, and how far each is synced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.calendars import CalendarEvent, Changes, Provider, RemoteCalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A way into somebody else's service. `locked` is its secret, under the key ring.

    `entered_at` is when the person gave the access, or gave it anew; `expires_at` is told where its
    provider has set an end to that.
    """

    id: int = 0
    provider: Provider
    name: str
    address: str
    locked: bytes
    state: Literal["open", "revoked"] = "open"
    entered_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """One calendar. Without an account it is the person's own, kept by Jenny.

    `progress` counts the events of a first reading that is under way; `unread` those that could not
    be read; `trouble` says why the last `failures` attempts failed.
    """

    id: int
    account_id: int | None
    provider: Provider
    account: str
    ref: str
    name: str
    writable: bool
    included: bool
    is_default: bool
    revoked: bool
    progress: int | None
    unread: int
    synced_at: datetime | None
    failures: int
    trouble: str | None


class Calendars(Protocol):
    """The calendars and accounts of one person."""

    async def all(self) -> list[Calendar]:
        """Their own first, then account by account."""
        ...

    async def include(self, calendar_id: int, included: bool, at: datetime) -> None:
        """Whether it counts for what is on, for conflicts and for free time."""
        ...

    async def make_default(self, calendar_id: int) -> None:
        """New events go there unless the person says otherwise."""
        ...

    async def accounts(self) -> list[Account]: ...
    async def open(self, account: Account, found: Sequence[RemoteCalendar], at: datetime) -> int:
        """Keep the account with its calendars, due to be read; the same one again gets the new
        secret. Returns its id."""
        ...

    async def hurry(self, at: datetime, account_id: int | None = None) -> None:
        """Have the calendars of the account, or of all, read at once."""
        ...

    async def listed(self, account_id: int, found: Sequence[RemoteCalendar], at: datetime) -> None:
        """Its calendars as they are now: new ones are due to be read, lost ones go."""
        ...

    async def ask(self, state: str, locked: bytes, until: datetime) -> None:
        """Keep the question for consent that is answered with `state`, under the key ring; after
        `until` it goes by itself."""
        ...

    async def asked(self, state: str) -> bytes | None:
        """What `ask` has kept."""
        ...

    async def answered(self, state: str) -> None:
        """Wait no more for that answer."""
        ...

    async def close(self, account_id: int) -> None:
        """Delete the account, its secret, its calendars and all that is known of their events."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A calendar that is to be read: from `token` on, or as a whole when there is none."""

    calendar_id: int
    account_id: int
    ref: str
    name: str
    token: str | None
    generation: int
    failures: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """Something that a provider has still to be told. Of a deleted event only the copy is left.

    `version` grows with each change to the event; `event.ref` is empty when the provider does not
    know it. `cause` is the inbox id of the message that asked for it.
    """

    id: int
    version: int
    event_id: int
    calendar_id: int
    account_id: int
    calendar_ref: str
    calendar: str
    action: Literal["save", "delete"]
    event: CalendarEvent
    series: CalendarEvent | None
    cause: int | None
    attempts: int
    told: bool


class Copies(Protocol):
    """What providers have, and what they have still to be told."""

    async def account(self, account_id: int) -> Account | None: ...
    async def relock(self, account_id: int, locked: bytes) -> None:
        """Keep the secret that the account has from now on."""
        ...

    async def revoke(self, account_id: int) -> bool:
        """Note that its access is refused; whether that is new."""
        ...

    async def begin(self, calendar_id: int, until: datetime) -> Reading | None:
        """Take the calendar until `until`; None when another has it or it must not be read."""
        ...

    async def apply(self, reading: Reading, changes: Changes, until: datetime) -> int:
        """Bring a page in, and keep the calendar until `until`; what waits to be written is left as
        the person wants it. Returns how many events have changed here."""
        ...

    async def finish(
        self, reading: Reading, token: str | None, at: datetime, next_at: datetime
    ) -> None:
        """The last page is in. After the reading of a whole, what it has not met is gone."""
        ...

    async def start_over(self, reading: Reading) -> Reading:
        """The token counts no more: the same calendar, to be read as a whole."""
        ...

    async def fail(self, reading: Reading, trouble: str, next_at: datetime) -> None: ...
    async def next_write(self, calendar_id: int, at: datetime, until: datetime) -> Write | None:
        """Take the oldest that is due until `until`, so that nobody else sends it meanwhile."""
        ...

    async def written(self, write: Write, changes: Changes) -> None:
        """The provider has it, as `changes` tells."""
        ...

    async def give_up(self, write: Write, changes: Changes) -> None:
        """It will not be written; what is there, as `changes` tells, counts."""
        ...

    async def postpone(self, write: Write, until: datetime, told_at: datetime | None) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """Calendars of one account for which something is to be done, the most urgent first."""

    owner_id: int
    account_id: int
    calendar_ids: tuple[int, ...]


class CalendarBoard(Protocol):
    """What is due across people, at most so many accounts."""

    async def readings(self, at: datetime, most: int) -> list[Due]:
        """Calendars that are to be read."""
        ...

    async def writes(self, at: datetime, most: int) -> list[Due]:
        """Calendars that something is to be written to."""
        ...
