"""One CalDAV account, behind `core.calendars.CalendarDoor`."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator, Sequence
from urllib.parse import quote, urlsplit, urlunsplit

from core.calendars import CalendarEvent, Capabilities, Changes, RemoteCalendar
from core.clock import Clock
from core.errors import CalendarDown, EventChanged, EventGone, TokenVoid
from integrations.caldav import xml
from integrations.caldav.client import DavClient
from integrations.caldav.mapping import Resource, events_of, href_of
from integrations.ical.writing import without_exception, write_event
from integrations.ical.zones import iana

# So many resources are asked for at once.
PAGE = 100
MOST_ROUNDS = 1000
CHANGED = "It was changed meanwhile."
GONE = "It is not there any more."
ICS = {"Content-Type": "text/calendar; charset=utf-8"}
# What servers answer that know no sync-collection.
UNKNOWN_REPORT = frozenset({400, 403, 404, 405, 409, 410, 412, 415, 422, 501, 507})
BY_ETAGS = "etags:"


class CalDavDoor:
    """Reads by sync-collection, or where a server does not know it, by comparing ETags."""

    def __init__(self, client: DavClient, home: str, me: str, clock: Clock) -> None:
        self._client = client
        self._home = home
        self._me = me
        self._clock = clock

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities()

    async def calendars(self) -> list[RemoteCalendar]:
        answer = await self._find(self._home, xml.LISTED, depth="1")
        return [made for found in answer.found if (made := _calendar(found)) is not None]

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        by_etags = token is not None and token.startswith(BY_ETAGS)
        if not by_etags:
            first = await self._report(calendar, token or "")
            if first is not None:
                async for page in self._by_report(calendar, first, whole=token is None):
                    yield page
                return
        async for page in self._by_etags(calendar, token if by_etags else None):
            yield page

    async def create(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if series is not None and event.original is not None:
            return await self._put(series.ref, series.raw, series.etag, event)
        href = _resource(calendar, event)
        text = await asyncio.to_thread(write_event, event.raw, event, self._clock.now(), self._me)
        answer = await self._client.ask(
            "PUT", href, text.encode(), ICS | {"If-None-Match": "*"}, frozenset({409, 412})
        )
        if answer.status in (409, 412):
            there = await self._get(href)
            if there is None:
                raise CalendarDown("it contradicts itself.")
            return self._told(there, event)
        return await self._kept(href, answer.headers.get("etag", ""), text, event)

    async def update(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if event.original is not None and series is not None and series.raw:
            return await self._put(series.ref, series.raw, series.etag, event)
        return await self._put(href_of(event), event.raw, event.etag, event)

    async def delete(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if event.original is not None and series is not None and series.raw:
            now = self._clock.now()
            text = await asyncio.to_thread(without_exception, series.raw, event, now)
            try:
                return await self._send(series.ref, text, series.etag, series)
            except EventGone:
                return Changes(gone=(series.ref,))
        href = event.ref or _resource(calendar, event)
        headers = {"If-Match": event.etag} if event.etag else {}
        answer = await self._client.ask(
            "DELETE", href, b"", headers, expected=frozenset({404, 410, 412})
        )
        if answer.status == 412:
            there = await self._get(href)
            if there is not None:
                raise EventChanged(CHANGED, self._told(there, event))
        return Changes(gone=(href,))

    async def _put(self, href: str, raw: str, etag: str, event: CalendarEvent) -> Changes:
        text = await asyncio.to_thread(write_event, raw, event, self._clock.now(), self._me)
        return await self._send(href, text, etag, event)

    async def _send(self, href: str, text: str, etag: str, event: CalendarEvent) -> Changes:
        """Write the resource over the version `etag`."""
        headers = ICS | ({"If-Match": etag} if etag else {})
        answer = await self._client.ask(
            "PUT", href, text.encode(), headers, frozenset({404, 409, 410, 412})
        )
        if answer.status >= 400:
            there = await self._get(href)
            if there is None:
                raise EventGone(GONE)
            raise EventChanged(CHANGED, self._told(there, event))
        return await self._kept(href, answer.headers.get("etag", ""), text, event)

    async def _kept(self, href: str, etag: str, text: str, event: CalendarEvent) -> Changes:
        """What is there after a PUT: with a strong ETag just what was sent, else it is read."""
        if etag and not etag.startswith("W/"):
            return self._told(Resource(href=href, etag=etag, text=text), event)
        there = await self._get(href)
        if there is None:
            raise EventGone(GONE)
        return self._told(there, event)

    async def _get(self, href: str) -> Resource | None:
        answer = await self._client.ask("GET", href, expected=frozenset({404, 410}))
        if answer.status >= 400:
            return None
        return Resource(
            href=href,
            etag=answer.headers.get("etag", ""),
            text=answer.body.decode("utf-8", "replace"),
        )

    def _told(self, resource: Resource, event: CalendarEvent) -> Changes:
        """The resource as it is now, the event that it is about first."""
        found, unread = events_of(resource, self._me)
        original = None if event.original is None else event.original.isoformat()
        found.sort(
            key=lambda one: (None if one.original is None else one.original.isoformat()) != original
        )
        return Changes(events=tuple(found), gone=(resource.href,), unread=unread)

    async def _by_report(
        self, calendar: str, first: xml.MultiStatus, *, whole: bool
    ) -> AsyncGenerator[Changes]:
        answer: xml.MultiStatus | None = first
        for _ in range(MOST_ROUNDS):
            if answer is None:
                raise TokenVoid("It no longer knows its token.")
            mine = [found for found in answer.found if found.href != calendar]
            gone = tuple(found.href for found in mine if found.status in (404, 410))
            there = [found.href for found in mine if found.status == 200]
            # The collection itself with 507 says that this is only a part.
            partial = any(found.status == 507 for found in answer.found)
            token = None if partial else answer.token or None
            async for page in self._pages(there, gone, token, calendar):
                yield page
            if not partial:
                return
            answer = await self._report(calendar, answer.token)
        raise CalendarDown("its list of changes has no end.")

    async def _pages(
        self, hrefs: Sequence[str], gone: tuple[str, ...], token: str | None, calendar: str
    ) -> AsyncGenerator[Changes]:
        batches = list(_batches(hrefs)) or [()]
        for number, batch in enumerate(batches):
            last = number == len(batches) - 1
            page = await self._fetch(calendar, batch)
            yield Changes(
                events=page.events,
                gone=(*page.gone, *(gone if number == 0 else ())),
                token=token if last else None,
                unread=page.unread,
            )

    async def _fetch(self, calendar: str, hrefs: Sequence[str]) -> Changes:
        """These resources, whole."""
        if not hrefs:
            return Changes()
        paths = [urlunsplit(("", "", *urlsplit(href)[2:])) for href in hrefs]
        answer = await self._client.ask(
            "REPORT", calendar, xml.multiget(paths), {"Depth": "1"}, frozenset()
        )
        return await asyncio.to_thread(self._mapped, answer.body, calendar)

    def _mapped(self, body: bytes, calendar: str) -> Changes:
        events: list[CalendarEvent] = []
        gone: list[str] = []
        unread = 0
        for found in xml.read(body, calendar).found:
            gone.append(found.href)
            text = found.text(xml.cal("calendar-data"))
            if found.status != 200 or not text:
                continue
            etag = found.text(xml.dav("getetag"))
            made, missed = events_of(Resource(href=found.href, etag=etag, text=text), self._me)
            events += made
            unread += missed
        return Changes(events=tuple(events), gone=tuple(gone), unread=unread)

    async def _report(self, calendar: str, token: str) -> xml.MultiStatus | None:
        """The answer to a sync-collection; None where the server knows none.

        Raises:
            TokenVoid: it does not know the token any more.
        """
        answer = await self._client.ask(
            "REPORT", calendar, xml.sync_collection(token), {"Depth": "0"}, UNKNOWN_REPORT
        )
        if answer.status == 207:
            return xml.read(answer.body, calendar)
        if token:
            raise TokenVoid("It no longer knows its token.")
        return None

    async def _by_etags(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        """What differs from the ETags of the last time. One request when the tag of the whole
        calendar is the same."""
        before = _Etags.read(token)
        state = await self._find(calendar, xml.STATE, depth="0")
        tag = state.found[0].text(f"{{{xml.SERVER}}}getctag") if state.found else ""
        if tag and tag == before.tag:
            yield Changes(token=token)
            return
        listed = await self._find(calendar, xml.ETAGS, depth="1")
        now = {
            found.href: found.text(xml.dav("getetag"))
            for found in listed.found
            if found.text(xml.dav("getetag")) and found.href != calendar
        }
        gone = tuple(href for href in before.etags if href not in now)
        fresh = [href for href, etag in now.items() if before.etags.get(href) != etag]
        async for page in self._pages(fresh, gone, _Etags(tag, now).written(), calendar):
            yield page

    async def _find(self, url: str, names: Sequence[str], *, depth: str) -> xml.MultiStatus:
        answer = await self._client.ask("PROPFIND", url, xml.propfind(names), {"Depth": depth})
        return xml.read(answer.body, answer.url)


class _Etags:
    """The versions of everything in a calendar, as a token."""

    def __init__(self, tag: str, etags: dict[str, str]) -> None:
        self.tag = tag
        self.etags = etags

    @staticmethod
    def read(token: str | None) -> "_Etags":
        if token is None:
            return _Etags("", {})
        tag, etags = json.loads(token.removeprefix(BY_ETAGS))
        return _Etags(tag, etags)

    def written(self) -> str:
        return BY_ETAGS + json.dumps([self.tag, self.etags], separators=(",", ":"))


def _resource(calendar: str, event: CalendarEvent) -> str:
    """Where an event is put that is new."""
    return xml.whole(f"{quote(event.uid, safe='')}.ics", calendar)


def _batches(hrefs: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(hrefs), PAGE):
        yield hrefs[start : start + PAGE]


def _calendar(found: xml.Found) -> RemoteCalendar | None:
    """The calendar that a collection is; None when it holds no events."""
    if xml.cal("calendar") not in found.names(xml.dav("resourcetype")):
        return None
    kinds = found.props.get(xml.cal("supported-calendar-component-set"))
    if kinds is not None and all(one.get("name") != "VEVENT" for one in kinds):
        return None
    rights = found.names(xml.dav("current-user-privilege-set"))
    writes = {xml.dav("write"), xml.dav("write-content"), xml.dav("all"), xml.dav("bind")}
    name = found.text(xml.dav("displayname"))
    return RemoteCalendar(
        ref=found.href,
        name=name or found.href.rstrip("/").rsplit("/", 1)[-1],
        writable=not rights or bool(rights & writes),
        zone=_zone(found.text(xml.cal("calendar-timezone"))),
    )


def _zone(text: str) -> str | None:
    for line in text.splitlines():
        if line.upper().startswith("TZID:"):
            return iana(line.partition(":")[2])
    return None
