"""Connecting calendars of other services, and taking them away again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from agents.wording import ago, amount, listed, quoted
from core.calendars import (
    Access,
    CalendarProvider,
    Consent,
    ConsentProvider,
    Heard,
    Loopback,
    PasswordProvider,
    Provider,
    RemoteCalendar,
    Vault,
)
from core.clock import Clock
from core.errors import CalendarError, Refused
from core.stores import Database
from core.stores.calendars import Account, Calendar

KINDS: dict[Provider, str] = {
    "local": "Jenny",
    "caldav": "CalDAV",
    "google": "Google",
    "outlook": "Outlook",
}
# So long a question for consent may be answered.
PATIENCE = timedelta(hours=1)
TOO_LATE = "That link is too old. To begin anew: /calendars."


@dataclass(frozen=True, kw_only=True, slots=True)
class Providers:
    """Who keeps calendars, by the way into their accounts."""

    password: PasswordProvider
    consent: Mapping[Provider, ConsentProvider]

    def all(self) -> dict[Provider, CalendarProvider]:
        """Each by its name."""
        return {self.password.name: self.password, **self.consent}


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A page to send the person to. Its answer comes with `state`, and is held against `locked`,
    which is encrypted, until it is too late (aware)."""

    url: str
    state: str
    locked: bytes
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Connected:
    """An account that lets us in, with the calendars in it; nothing is kept yet."""

    account: Account
    calendars: tuple[RemoteCalendar, ...]


class Connecting:
    """Asks other services for access. No transaction is open meanwhile."""

    def __init__(
        self,
        database: Database,
        providers: Providers,
        loopback: Loopback,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._database = database
        self._providers = providers
        self._loopback = loopback
        self._vault = vault
        self._clock = clock

    async def by_password(self, address: str, user: str, password: str) -> Connected:
        """The account behind an address, a name and an app password.

        Raises:
            Refused: it can't be had, with what to check.
        """
        provider = self._providers.password
        try:
            access = await provider.sign_in(address, user, password)
            return await self._connected(provider, access)
        except CalendarError as error:
            raise Refused(f"I can't connect that calendar: {error}") from error

    async def ask(self, name: Provider, heard: Heard) -> Question:
        """A page of `name` on which the person agrees. Where their browser finds back to this
        machine, `heard` is given the address of its answer.

        Raises:
            Refused: the owner has not set up Jenny with that provider.
        """
        provider = self._providers.consent[name]
        consent = provider.ask(f"http://{provider.loopback}:{await self._loopback.port()}")
        self._loopback.expect(consent.state, heard)
        now = self._clock.now()
        asked = {"provider": name, "at": now.isoformat(), "consent": asdict(consent)}
        locked = self._vault.encrypt(json.dumps(asked).encode())
        until = now + PATIENCE
        return Question(url=consent.url, state=consent.state, locked=locked, until=until)

    async def by_consent(self, locked: bytes, answer: str) -> Connected:
        """The account behind the answer to a `Question`.

        Raises:
            Refused: it can't be had, with what to do.
        """
        asked = json.loads(self._vault.decrypt(locked))
        if self._clock.now() - datetime.fromisoformat(asked["at"]) > PATIENCE:
            raise Refused(TOO_LATE)
        provider = self._providers.consent[asked["provider"]]
        try:
            access = await provider.redeem(Consent(**asked["consent"]), answer)
            return await self._connected(provider, access)
        except CalendarError as error:
            raise Refused(f"I can't connect {KINDS[provider.name]}: {error}") from error

    async def disconnect(self, owner_id: int, account: Account) -> str:
        """Have the other side forget us, and delete all that is known of it here; what was done,
        in words, and what is left for the person to do."""
        secret = self._vault.decrypt(account.locked).decode()
        access = Access(name=account.name, address=account.address, secret=secret)
        left = await self._providers.all()[account.provider].revoke(access)
        async with self._database.transaction(owner_id) as work:
            await work.calendars.close(account.id)
        return f"Disconnected: {account.name}. I have deleted what I knew of it. {left}".rstrip()

    async def _connected(self, provider: CalendarProvider, access: Access) -> Connected:
        secret = access.secret

        async def renew(changed: str) -> None:
            nonlocal secret
            secret = changed

        async with provider.open(access, renew) as door:
            found = await door.calendars()
        now = self._clock.now()
        account = Account(
            provider=provider.name,
            name=access.name,
            address=access.address,
            locked=self._vault.encrypt(secret.encode()),
            entered_at=now,
            expires_at=None if access.lasts is None else now + access.lasts,
        )
        return Connected(account=account, calendars=tuple(found))


def connected_in_words(connected: Connected) -> str:
    """What was connected, and that its events are on their way."""
    names = listed([quoted(calendar.name, 40) for calendar in connected.calendars])
    count = amount(len(connected.calendars), "calendar")
    found = f"{count}: {names}" if connected.calendars else "no calendar in it yet"
    kind = KINDS[connected.account.provider]
    return f"Connected: {connected.account.name} ({kind}), {found}. I am reading what is in there."


def lines(calendars: Sequence[Calendar], now: datetime) -> list[str]:
    """Each calendar in a line: what it is, how it stands, and what it is used for."""
    return [_line(calendar, now) for calendar in calendars]


def _line(calendar: Calendar, now: datetime) -> str:
    where = f" ({KINDS[calendar.provider]}, {calendar.account})" if calendar.account else ""
    marks = " · new events go here" if calendar.is_default else ""
    marks += "" if calendar.writable else " · read only"
    return f"{calendar.name}{where}: {health(calendar, now)}{marks}"


def health(calendar: Calendar, now: datetime) -> str:
    """How it stands with one calendar, and how old it is."""
    at = None if calendar.synced_at is None else ago(calendar.synced_at, now)
    read = "not read yet" if at is None else f"last read {at}"
    if calendar.account_id is None:
        return "kept by me" if calendar.included else "kept by me, left out"
    if not calendar.included:
        return "left out"
    if calendar.revoked:
        return f"I have no access any more, {read}"
    if calendar.progress is not None and not calendar.failures:
        return f"being read, {amount(calendar.progress, 'event')} so far"
    unread = f", {amount(calendar.unread, 'event')} unreadable" if calendar.unread else ""
    if calendar.failures:
        return f"{read}, because {calendar.trouble or 'it fails'}{unread}"
    return f"{read.removeprefix('last ')}{unread}"
