"""Accounts with a CalDAV server: found from an address, entered with an app password."""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import httpx

from core.calendars import Access, CalendarDoor, Provider, Renew
from core.clock import Clock
from core.errors import AccessRevoked, CalendarDown, CalendarError, CalendarMissing, EventRefused
from integrations.caldav import xml
from integrations.caldav.client import SECONDS, DavClient, related
from integrations.caldav.door import CalDavDoor

WELL_KNOWN = "/.well-known/caldav"
# Where the mail address of a provider says nothing of its calendar server.
SERVERS = {
    "icloud.com": "https://caldav.icloud.com",
    "me.com": "https://caldav.icloud.com",
    "mac.com": "https://caldav.icloud.com",
    "fastmail.com": "https://caldav.fastmail.com",
    "fastmail.fm": "https://caldav.fastmail.com",
}
NOT_FOUND = (
    "There is no calendar at that address. Check it, or give the one of the calendar itself."
)
PLAIN = "That address is not encrypted: begin it with https://."
LEFT = "The app password counts on: delete it where you made it."


class CalDavProvider:
    """Any server that speaks CalDAV."""

    def __init__(self, clock: Clock, timeout: httpx.Timeout = SECONDS) -> None:
        self._clock = clock
        self._timeout = timeout
        self._tls: ssl.SSLContext | None = None

    @property
    def name(self) -> Provider:
        return "caldav"

    @asynccontextmanager
    async def open(self, access: Access, renew: Renew) -> AsyncGenerator[CalendarDoor]:
        """See `core.calendars.CalendarProvider`; the password never changes by itself."""
        secret = json.loads(access.secret)
        async with self._client(secret["user"], secret["password"]) as client:
            me = secret["user"] if "@" in secret["user"] else secret.get("mail", "")
            yield CalDavDoor(client, access.address, me, self._clock)

    async def revoke(self, access: Access) -> str:
        """See `core.calendars.CalendarProvider`. There is no way to ask a server for it."""
        return LEFT

    async def sign_in(self, address: str, user: str, password: str) -> Access:
        """See `core.calendars.PasswordProvider`."""
        async with self._client(user, password) as client:
            home, mail = await _home(client, address.strip())
            host = urlsplit(home).hostname or ""
            secret = json.dumps({"user": user, "password": password, "mail": mail})
            access = Access(name=f"{user} at {host}", address=home, secret=secret)
            # The home may be named and still be closed to this user.
            await CalDavDoor(client, home, "", self._clock).calendars()
        return access

    @asynccontextmanager
    async def _client(self, user: str, password: str) -> AsyncGenerator[DavClient]:
        auth = httpx.BasicAuth(user, password)
        if self._tls is None:
            # It reads the certificates of those who are trusted from the disk.
            self._tls = await asyncio.to_thread(httpx.create_ssl_context)
        async with httpx.AsyncClient(
            auth=auth, timeout=self._timeout, verify=self._tls, trust_env=False
        ) as http:
            yield DavClient(http, self._clock)


async def _home(client: DavClient, address: str) -> tuple[str, str]:
    """The address of the collection in which the person's calendars are, and the one by which they
    are invited, as far as it is told."""
    failed: CalendarError | None = None
    for url in _candidates(address):
        try:
            return await _home_from(client, url)
        except AccessRevoked:
            raise
        except (CalendarMissing, CalendarDown, EventRefused) as error:
            failed = failed or error
    if isinstance(failed, CalendarDown):
        raise failed
    raise CalendarMissing(NOT_FOUND)


def _candidates(address: str) -> Iterator[str]:
    """Where to look, the likeliest first."""
    if "@" in address and "://" not in address:
        domain = address.rsplit("@", 1)[1].lower()
        if domain in SERVERS:
            yield SERVERS[domain]
        else:
            yield from (f"https://{domain}{WELL_KNOWN}", f"https://caldav.{domain}")
        return
    url = address if "://" in address else f"https://{address}"
    if urlsplit(url).scheme != "https" and not _is_near(urlsplit(url).hostname or ""):
        raise CalendarMissing(PLAIN)
    yield url
    yield urljoin(url, WELL_KNOWN)


def _is_near(host: str) -> bool:
    """Whether that is this machine, or one of a private network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost"


async def _home_from(client: DavClient, url: str) -> tuple[str, str]:
    """The home of the person who is told at `url`, or `url` itself where it is a calendar; and the
    address of their mail."""
    found = await _props(client, url, xml.WHO)
    if xml.cal("calendar") in found.names(xml.dav("resourcetype")):
        return found.href, ""
    home = _link(found, xml.cal("calendar-home-set"))
    if home is None:
        principal = _link(found, xml.dav("current-user-principal"))
        if principal is None:
            raise CalendarMissing(NOT_FOUND)
        found = await _props(client, principal, xml.HOME)
        home = _link(found, xml.cal("calendar-home-set"))
    if home is None:
        raise CalendarMissing(NOT_FOUND)
    return home, _mail(found)


def _mail(found: xml.Found) -> str:
    """The first address of mail that the server knows the person by."""
    known = xml.hrefs(found, xml.cal("calendar-user-address-set"))
    mails = (one[len("mailto:") :] for one in known if one.lower().startswith("mailto:"))
    return next(mails, "")


async def _props(client: DavClient, url: str, names: tuple[str, ...]) -> xml.Found:
    answer = await client.ask("PROPFIND", url, xml.propfind(names), {"Depth": "0"})
    found = xml.read(answer.body, answer.url).found
    if not found:
        raise CalendarMissing(NOT_FOUND)
    return found[0]


def _link(found: xml.Found, name: str) -> str | None:
    """The address that a property holds, if the password may go there."""
    for href in xml.hrefs(found, name):
        there = xml.whole(href, found.href)
        if related(urlsplit(found.href).hostname or "", urlsplit(there).hostname or ""):
            return there
    return None
