"""Accounts with Microsoft: entered by consent on its own page."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx

from core.calendars import Access, CalendarDoor, Consent, Provider, Renew
from core.clock import Clock
from integrations.outlook.client import GraphClient
from integrations.outlook.door import GraphDoor
from integrations.outlook.fields import text
from integrations.outlook.login import Endpoints, Login, Tokens
from integrations.outlook.wire import SECONDS

LEFT = (
    "Microsoft lets only you take the access back: at https://account.live.com/consent/Manage, or"
    " for work and school at https://myapps.microsoft.com."
)


class OutlookProvider:
    """Outlook.com, Microsoft 365 and Exchange Online, in the cloud of `endpoints`.

    `wire` is what requests go over; by default the network.
    """

    def __init__(
        self, endpoints: Endpoints, clock: Clock, wire: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._endpoints = endpoints
        self._clock = clock
        self._login = Login(endpoints, clock)
        self._wire = wire
        self._tls: ssl.SSLContext | None = None

    @property
    def name(self) -> Provider:
        return "outlook"

    @property
    def loopback(self) -> str:
        """See `core.calendars.ConsentProvider`. The port does not count for it, the path does."""
        return "localhost"

    @asynccontextmanager
    async def open(self, access: Access, renew: Renew) -> AsyncGenerator[CalendarDoor]:
        """See `core.calendars.CalendarProvider`."""
        async with self._http() as http:
            tokens = Tokens.read(access.secret)
            yield GraphDoor(self._client(http, tokens, renew), access.address, self._clock)

    async def revoke(self, access: Access) -> str:
        """See `core.calendars.CalendarProvider`. Microsoft lets a program take back nothing."""
        return LEFT

    def ask(self, redirect: str) -> Consent:
        """See `core.calendars.ConsentProvider`."""
        return self._login.ask(redirect)

    async def redeem(self, consent: Consent, answer: str) -> Access:
        """See `core.calendars.ConsentProvider`."""
        async with self._http() as http:
            tokens = await self._login.redeem(http, consent, answer)
            newest = [tokens.written()]

            async def renew(secret: str) -> None:
                newest.append(secret)

            client = self._client(http, tokens, renew)
            me = await client.get(client.path("me", select="mail,userPrincipalName"))
        address = text(me, "mail") or text(me, "userPrincipalName")
        return Access(name=address, address=address, secret=newest[-1])

    def _client(self, http: httpx.AsyncClient, tokens: Tokens, renew: Renew) -> GraphClient:
        base = self._endpoints.graph
        return GraphClient(http, base, self._login, tokens, renew, self._clock)

    @asynccontextmanager
    async def _http(self) -> AsyncGenerator[httpx.AsyncClient]:
        if self._tls is None and self._wire is None:
            # It reads the certificates of those who are trusted from the disk.
            self._tls = await asyncio.to_thread(httpx.create_ssl_context)
        async with httpx.AsyncClient(
            timeout=SECONDS,
            transport=self._wire,
            verify=self._tls if self._tls is not None else False,
            trust_env=False,
        ) as http:
            yield http
