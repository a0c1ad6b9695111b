"""Accounts with Google, entered by consent on Google's own page."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from core.calendars import Access, CalendarDoor, Consent, Provider, Renew
from core.errors import AccessRevoked, CalendarError
from integrations.google.door import GoogleDoor
from integrations.google.login import (
    Registration,
    Tokens,
    code_of,
    consent_page,
    exchange,
    lasting,
    tokens_of,
)

if TYPE_CHECKING:
    from integrations.google.client import GoogleClient, Service

SECONDS = 30.0
THREADS = 8
LEFT = "Google could not be told: take my access away at https://myaccount.google.com/connections."


class GoogleProvider:
    """Google Calendar. `core.calendars.ConsentProvider`."""

    def __init__(self, registration: Registration, seconds: float = SECONDS) -> None:
        self._registration = registration
        self._seconds = seconds
        self._service: Service | None = None
        # Calls that wait for Google take no thread from anybody else.
        self._threads = ThreadPoolExecutor(THREADS, "google")
        # An account may be open more than once.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def name(self) -> Provider:
        return "google"

    @property
    def loopback(self) -> str:
        """See `core.calendars.ConsentProvider`."""
        return "127.0.0.1"

    @asynccontextmanager
    async def open(self, access: Access, renew: Renew) -> AsyncGenerator[CalendarDoor]:
        """See `core.calendars.CalendarProvider`."""
        lock = self._locks.setdefault(access.name, asyncio.Lock())
        client = await asyncio.to_thread(self._client, Tokens.read(access.secret), renew, lock)
        try:
            yield GoogleDoor(client)
        finally:
            client.close()

    def ask(self, redirect: str) -> Consent:
        """See `core.calendars.ConsentProvider`."""
        return consent_page(self._registration, redirect)

    async def redeem(self, consent: Consent, answer: str) -> Access:
        """See `core.calendars.ConsentProvider`. The account is called by the person's address."""
        form = exchange(self._registration, consent, code_of(consent, answer))
        told = await asyncio.to_thread(self._post, self._registration.token_url, form)
        tokens = tokens_of(told)
        latest = [tokens.written()]

        async def renew(secret: str) -> None:
            latest[0] = secret

        client = await asyncio.to_thread(self._client, tokens, renew, asyncio.Lock())
        try:
            name = await GoogleDoor(client).me()
        finally:
            client.close()
        return Access(name=name, address=name, secret=latest[0], lasts=lasting(told))

    async def revoke(self, access: Access) -> str:
        """See `core.calendars.CalendarProvider`."""
        form = {"token": Tokens.read(access.secret).refresh}
        try:
            await asyncio.to_thread(self._post, self._registration.revoke_url, form)
        except AccessRevoked:
            return ""
        except CalendarError:
            return LEFT
        return ""

    def _client(self, tokens: Tokens, renew: Renew, lock: asyncio.Lock) -> "GoogleClient":
        """In a thread: the import reads for most of a second, and the service a large document."""
        from integrations.google.client import GoogleClient, service_at

        if self._service is None:
            self._service = service_at(self._registration)
        return GoogleClient(
            self._service, self._registration, tokens, renew, self._seconds, lock, self._threads
        )

    def _post(self, url: str, form: dict[str, str]) -> dict[str, object]:
        from integrations.google.client import post

        return post(url, form, self._seconds)
