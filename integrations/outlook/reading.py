"""What a calendar of Graph holds, and what is new in it.

Of the two delta functions, `events/delta` is in beta and tells no more than ids, and
`calendarView/delta`, which is in v1.0, tells occasions within a window. Neither brings series with
their exceptions. So a calendar is read whole by `events`, which has single events and series of all
times, and `calendarView/delta` is only the bell: it names what has changed, and that is then read
as it is kept: a series with `exceptionOccurrences` and `cancelledOccurrences`.

A removal names an id and nothing more: of an occasion, of a series, or of an event that now lies
outside of the window. What it means is found out by comparing the ids and versions of the calendar
with those of the series that the token remembers.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.calendars import CalendarEvent, Changes
from core.clock import Clock
from core.errors import CalendarDown, TokenVoid
from integrations.outlook.client import GraphClient
from integrations.outlook.fields import Json, inner, items, number, parsed, text
from integrations.outlook.mapping import FIELDS, OF_SERIES, read_series

# The window of the bell, and after how long it is moved on by reading everything anew.
BEHIND, AHEAD = timedelta(days=30), timedelta(days=400)
KEPT = timedelta(days=180)
# Rises with what `FIELDS` and the mapping take from an event: what was read before lacks it.
EDITION = 2
MOST_PAGES = 10_000
GONE_STATUS = frozenset({404, 410})
OLD = "It no longer knows its token."


@dataclass(kw_only=True, slots=True)
class Token:
    """How far a calendar is read. `series` are the versions of all its series, by id."""

    link: str
    until: datetime
    series: dict[str, str] = field(default_factory=dict[str, str])

    @staticmethod
    def read(written: str, now: datetime) -> "Token":
        """What `written` has made.

        Raises:
            TokenVoid: it is none or of an older edition, or its window has become too old.
        """
        raw = parsed(written)
        try:
            until = datetime.fromisoformat(text(raw, "until"))
        except ValueError as error:
            raise TokenVoid(OLD) from error
        if now >= until or number(raw, "edition") != EDITION:
            raise TokenVoid(OLD)
        found = inner(raw, "series")
        series = {name: text(found, name) for name in found}
        return Token(link=text(raw, "link"), until=until, series=series)

    def written(self) -> str:
        """The token as `Changes` carries it."""
        told = {"link": self.link, "until": self.until.isoformat(), "series": self.series}
        return json.dumps(told | {"edition": EDITION}, separators=(",", ":"))


@dataclass(kw_only=True, slots=True)
class Rung:
    """What the bell has named: single events, series, and what was removed."""

    single: dict[str, None] = field(default_factory=dict[str, None])
    series: dict[str, None] = field(default_factory=dict[str, None])
    removed: dict[str, None] = field(default_factory=dict[str, None])

    def add(self, raw: Json) -> None:
        """Sort in one entry of a delta."""
        ref = text(raw, "id")
        if "@removed" in raw:
            self.removed[ref] = None
        elif text(raw, "seriesMasterId"):
            self.series[text(raw, "seriesMasterId")] = None
        elif _is_series(raw):
            self.series[ref] = None
        else:
            self.single[ref] = None


class Reader:
    """Reads calendars of one account."""

    def __init__(self, client: GraphClient, me: str, clock: Clock) -> None:
        self._client = client
        self._me = me
        self._clock = clock

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        """See `core.calendars.CalendarDoor`."""
        now = self._clock.now()
        if token is None:
            # The bell is hung up first: what happens while the calendar is read, it tells.
            mark = Token(link=await self._ring(self._bell(calendar, now), Rung()), until=now + KEPT)
            pages = self._everything(calendar, mark)
        else:
            mark = Token.read(token, now)
            rung = Rung()
            mark.link = await self._ring(mark.link, rung)
            pages = self._news(calendar, rung, mark)
        async for page in pages:
            yield page
        yield Changes(token=mark.written())

    async def raw(self, calendar: str, ref: str) -> Json | None:
        """An event as Graph keeps it, of a series with its exceptions; None when it is gone."""
        names = ",".join(FIELDS)
        url = self._client.path("me", "calendars", calendar, "events", ref, select=names)
        raw = await self._client.get(url, GONE_STATUS)
        return await self._series(calendar, ref) if raw is not None and _is_series(raw) else raw

    async def _series(self, calendar: str, ref: str) -> Json | None:
        """A series with what only a series may be asked for."""
        url = self._client.path(
            *("me", "calendars", calendar, "events", ref),
            select=",".join((*FIELDS, *OF_SERIES, "exceptionOccurrences")),
            expand="exceptionOccurrences",
        )
        return await self._client.get(url, GONE_STATUS)

    async def whole(self, calendar: str, ref: str) -> list[CalendarEvent] | None:
        """A series and its exceptions, or a single event; None when it is gone."""
        raw = await self.raw(calendar, ref)
        if raw is None:
            return None
        found = read_series(raw, self._me)
        if found is None:
            raise CalendarDown("its answer makes no sense.")
        return found

    async def pages(
        self, url: str, expected: frozenset[int] = frozenset()
    ) -> AsyncIterator[list[Json]]:
        """A list, page by page; none for a status that is `expected`."""
        for _ in range(MOST_PAGES):
            raw = await self._client.get(url, expected)
            if raw is None:
                return
            yield items(raw, "value")
            url = text(raw, "@odata.nextLink")
            if not url:
                return
        raise CalendarDown("its list has no end.")

    def _bell(self, calendar: str, now: datetime) -> str:
        return self._client.path(
            *("me", "calendars", calendar, "calendarView", "delta"),
            startDateTime=f"{now - BEHIND:%Y-%m-%dT00:00:00Z}",
            endDateTime=f"{now + AHEAD:%Y-%m-%dT00:00:00Z}",
        )

    async def _ring(self, url: str, rung: Rung) -> str:
        """Follow a delta to its end; the link to ask with the next time."""
        for _ in range(MOST_PAGES):
            raw = await self._client.get(url)
            for one in items(raw, "value"):
                rung.add(one)
            link = text(raw, "@odata.deltaLink")
            if link:
                return link
            url = text(raw, "@odata.nextLink")
            if not url:
                raise CalendarDown("its answer makes no sense.")
        raise CalendarDown("its list of changes has no end.")

    async def _everything(self, calendar: str, mark: Token) -> AsyncGenerator[Changes]:
        names = ",".join(FIELDS)
        url = self._client.path("me", "calendars", calendar, "events", select=names, top="200")
        async for page in self.pages(url):
            found: list[Json] = []
            for raw in page:
                # Of a series the list does not have everything.
                one = await self._series(calendar, text(raw, "id")) if _is_series(raw) else raw
                if one is not None:
                    found.append(one)
            mark.series |= {text(x, "id"): text(x, "@odata.etag") for x in found if _is_series(x)}
            yield await asyncio.to_thread(self._mapped, found)

    def _mapped(self, found: list[Json]) -> Changes:
        events: list[CalendarEvent] = []
        unread = 0
        for raw in found:
            made = read_series(raw, self._me)
            events += made or ()
            unread += made is None
        return Changes(events=tuple(events), unread=unread)

    async def _news(self, calendar: str, rung: Rung, mark: Token) -> AsyncGenerator[Changes]:
        gone = await self._gone(calendar, rung, mark) if rung.removed else {}
        for ref in (*rung.single, *rung.series):
            raw = await self.raw(calendar, ref)
            if raw is None:
                gone[ref] = None
                mark.series.pop(ref, None)
                continue
            if _is_series(raw):
                mark.series[ref] = text(raw, "@odata.etag")
            else:
                mark.series.pop(ref, None)
            page = await asyncio.to_thread(self._mapped, [raw])
            for event in page.events:
                gone.pop(event.ref, None)
            # An exception that is not among them has become like the others again, or is gone.
            yield replace(page, gone=(ref,))
        if gone:
            yield Changes(gone=tuple(gone))

    async def _gone(self, calendar: str, rung: Rung, mark: Token) -> dict[str, None]:
        """What is there no more. What is there after all, and the series that have changed, are to
        be read."""
        there: dict[str, Json] = {}
        url = self._client.path("me", "calendars", calendar, "events", select="id,type", top="1000")
        async for page in self.pages(url):
            there |= {text(raw, "id"): raw for raw in page}
        for ref, raw in there.items():
            if _is_series(raw) and mark.series.get(ref) != text(raw, "@odata.etag"):
                rung.series[ref] = None
            elif ref in rung.removed and not _is_series(raw):
                rung.single[ref] = None
        lost = [ref for ref in mark.series if ref not in there]
        for ref in lost:
            del mark.series[ref]
        return {ref: None for ref in (*rung.removed, *lost) if ref not in there}


def _is_series(raw: Json) -> bool:
    return text(raw, "type") == "seriesMaster"
