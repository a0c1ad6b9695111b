"""Calendars as Jenny sees them, whoever keeps them, and the port that every provider fills.

A provider's own types never leave its folder in `integrations`; mapping there is pure.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

Provider = Literal["local", "caldav", "google", "outlook"]
Response = Literal["none", "accepted", "declined", "tentative"]
FLOATING = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WholeDays:
    """All day: the first and the last day, both included, wherever one is."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """From one wall clock to another (naive) in the IANA zone `zone`.

    A `zone` of FLOATING is whatever clock the person lives by. Without an `end` nobody has said how
    long it takes. `end_zone` is told apart only where the end has a zone of its own (a flight).
    """

    start: datetime
    end: datetime | None
    zone: str
    end_zone: str | None = None


When = WholeDays | Hours


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee:
    """Somebody invited. `address` is an e-mail address, or whatever the provider has instead."""

    address: str
    name: str = ""
    response: Response = "none"
    optional: bool = False
    is_me: bool = False


def own_answer(guests: Iterable[Attendee]) -> Response | None:
    """What the person has answered who is among `guests`; None where they are not."""
    return next((who.response for who in guests if who.is_me), None)


def with_answer(guests: Iterable[Attendee], response: Response) -> tuple[Attendee, ...]:
    """The guests once the person has answered so."""
    return tuple(replace(who, response=response) if who.is_me else who for who in guests)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarEvent:
    """An event, a series, or (with `series_ref` and `original`) an exception of a series.

    `uid` is the iCalendar UID and makes creating repeatable. `ref` is what the provider calls it,
    unique in its calendar; `etag` is its version; `raw` is all of it as the provider has it, so
    that what is not modelled here survives a change. `rule` is RFC 5545 without "RRULE:", in the
    wall clock of `when` (an UNTIL likewise). `excluded` and `added` are wall clocks of the series'
    zone, or days. `original` is where the exception would have been, `cancelled` that it does not
    take place. `reminders` are minutes before the start. `strange_zone` is the name of a zone that
    nobody knows; `when` is floating then. `organizer`, an address, is empty when it is the person's
    own.
    """

    uid: str
    title: str
    when: When
    ref: str = ""
    etag: str = ""
    raw: str = ""
    series_ref: str | None = None
    original: date | datetime | None = None
    cancelled: bool = False
    rule: str | None = None
    excluded: tuple[date | datetime, ...] = ()
    added: tuple[date | datetime, ...] = ()
    place: str | None = None
    notes: str | None = None
    link: str | None = None
    organizer: str = ""
    organizer_name: str = ""
    attendees: tuple[Attendee, ...] = ()
    reminders: tuple[int, ...] = ()
    busy: bool = True
    private: bool = False
    strange_zone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteCalendar:
    """A calendar of an account. `ref` is the provider's name for it."""

    ref: str
    name: str
    writable: bool = True
    is_main: bool = False
    zone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What a calendar holds, or what is new in it since a token.

    `gone` are refs that are there no more, with the exceptions of their series. A ref that is gone
    and among the events came whole: it stays, and so do those of its exceptions that are among the
    events. `token` comes with the last page alone; `unread` counts what could not be read.
    """

    events: tuple[CalendarEvent, ...] = ()
    gone: tuple[str, ...] = ()
    token: str | None = None
    unread: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Capabilities:
    """What a provider can do. `open_ended`: an event may be without an end."""

    open_ended: bool = True


class CalendarDoor(Protocol):
    """One account, opened. Every method may raise a `CalendarError`, and nothing else."""

    @property
    def capabilities(self) -> Capabilities: ...

    async def calendars(self) -> list[RemoteCalendar]:
        """All calendars of the account, in its own order."""
        ...

    def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        """Page by page what is new since `token`; without one, all that there is.

        Events come as they are kept: series unexpanded, exceptions after their series. Pages are
        to be applied in their order; only after the last one the token counts.

        Raises:
            TokenVoid: the provider no longer knows the token; ask again without one.
        """
        ...

    async def create(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        """Put it in, once: the same `uid` again finds what is there. The written one comes first.

        An exception, which has an `original`, comes with its `series` as it was last seen; a
        cancelled one takes that occasion out of the series.
        """
        ...

    async def update(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        """Write it over what has `event.etag`, and keep what is not modelled. The written one comes
        first; of one that is declined nothing may be left.

        The person's own response among the attendees is their answer to whoever has invited them.

        Raises:
            EventChanged: somebody else was quicker; it carries what is there now.
            EventGone: it is not there any more.
        """
        ...

    async def delete(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        """Take it out. What is gone already is no error.

        Raises:
            EventChanged: somebody else has changed it since; it carries what is there now.
        """
        ...


Renew = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """The way into an account. `secret` is the provider's own text (JSON); it is never logged.

    `name` is what the person calls the account: an address, mostly. `lasts` is told where the
    consent itself runs out, counted from now.
    """

    name: str
    address: str
    secret: str
    lasts: timedelta | None = None


class Vault(Protocol):
    """The key ring: what it has encrypted may be kept."""

    def encrypt(self, secret: bytes) -> bytes: ...
    def decrypt(self, token: bytes) -> bytes: ...


class CalendarProvider(Protocol):
    """Opens accounts of one kind."""

    @property
    def name(self) -> Provider: ...

    def open(self, access: Access, renew: Renew) -> AbstractAsyncContextManager[CalendarDoor]:
        """The account behind `access`; `renew` is given the secret whenever it has become another.

        Nothing is asked of the other side before the first call.
        """
        ...

    async def revoke(self, access: Access) -> str:
        """Have the other side forget us, where it can. Returns a sentence on what is left for the
        person to do there; empty when nothing is."""
        ...


class PasswordProvider(CalendarProvider, Protocol):
    """A provider that is entered with an address, a name and an app password."""

    async def sign_in(self, address: str, user: str, password: str) -> Access:
        """Find the account from an address: of a server, or of mail.

        Raises:
            CalendarError: nothing is there, or the password is refused.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """A page on which the person agrees. `state` comes back with the answer and ties it to this
    question; `verifier` is the secret half of PKCE."""

    url: str
    state: str
    verifier: str
    redirect: str


class ConsentProvider(CalendarProvider, Protocol):
    """A provider that is entered by consent on a page of its own (OAuth with PKCE)."""

    @property
    def loopback(self) -> str:
        """What it wants this machine to be called in the address that its page goes to."""
        ...

    def ask(self, redirect: str) -> Consent:
        """A page to send the person to; it answers to the address `redirect`.

        Raises:
            Refused: the owner has not set up Jenny's client id with the provider.
        """
        ...

    async def redeem(self, consent: Consent, answer: str) -> Access:
        """The access that the person gave; `answer` is the whole address that the page went to.

        Raises:
            Refused: it answers another question, or says no.
            CalendarError: the provider refuses it.
        """
        ...


# Raises PersonError when nothing came of the address; the same one may be heard again then.
Heard = Callable[[str], Awaitable[str]]


class Loopback(Protocol):
    """The address on this machine to which a page of consent sends the browser."""

    async def port(self) -> int:
        """Where it listens from now on, for browsers of this machine alone."""
        ...

    def expect(self, state: str, heard: Heard) -> None:
        """Hand the address that comes back with `state` to `heard`, until that has made something
        of it; the browser shows what it answers. An address with another state reaches nobody."""
        ...


class CalendarFiles(Protocol):
    """Events in files that any calendar reads (.ics). Blocking: call it in a thread."""

    def read(self, content: bytes) -> Changes:
        """What is in the file: each series before its exceptions, `original` telling them apart;
        `unread` counts what could not be read."""
        ...

    def write(self, events: Sequence[CalendarEvent]) -> bytes:
        """One file with all of them; an exception has the `uid` of its series."""
        ...
