"""One Google account, behind `core.calendars.CalendarDoor`."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from core.calendars import FLOATING, CalendarEvent, Capabilities, Changes, Hours, RemoteCalendar
from core.errors import CalendarDown, CalendarMissing, EventChanged, EventGone, TokenVoid
from integrations.google.items import STRANGE, Item, Listed, Listing, Page
from integrations.google.reading import CANCELLED, Reader, as_series, event_of, id_of
from integrations.google.times import moment
from integrations.google.writing import difference, whole

if TYPE_CHECKING:
    from integrations.google.client import Answer, Call, GoogleClient

PAGE = 1000
CALENDARS = 250
WRITABLE = ("owner", "writer")
# All kinds but where somebody works, which is no event to anybody.
KINDS = ("birthday", "default", "focusTime", "fromGmail", "outOfOffice")
# What no guest sees.
OWN_MATTER = {"reminders", "transparency", "visibility"}
CHANGED = "It was changed meanwhile."
GONE = "It is not there any more."
VOID = "It no longer knows its token."
NOT_THERE = frozenset({404, 410})
CONFLICT = frozenset({404, 410, 412})


class GoogleDoor:
    """Reads by sync tokens, and writes what differs from what was read."""

    def __init__(self, client: "GoogleClient") -> None:
        self._client = client
        self._home = ""

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(open_ended=False)

    async def me(self) -> str:
        """The address of the account: it is the name of its main calendar."""
        answer = await self._client.ask(lambda google: google.calendars().get(calendarId="primary"))
        return str(answer.body.get("id", ""))

    async def calendars(self) -> list[RemoteCalendar]:
        made: list[RemoteCalendar] = []
        token: str | None = None
        while True:
            answer = await self._client.ask(_listing(token))
            page = cast(Listing, answer.body)
            if "items" not in page:
                raise CalendarDown(STRANGE)
            made += [_calendar(found) for found in page["items"]]
            token = page.get("nextPageToken")
            if token is None:
                return made

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        reader = Reader()
        after: str | None = None
        while True:
            page = await self._page(calendar, token, after)
            items, home = page.get("items", []), page.get("timeZone", "")
            read = await asyncio.to_thread(reader.read, items, home)
            after = page.get("nextPageToken")
            if after is None:
                if "nextSyncToken" not in page:
                    # Half an answer would look as if everything else were gone.
                    raise CalendarDown(STRANGE)
                rest = await self._rest(calendar, reader)
                yield _both(read, rest, page["nextSyncToken"])
                return
            yield read

    async def create(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if series is not None and event.original is not None:
            item = await self._instance(calendar, series, event)
            return await self._patch(calendar, item, event, series)
        home = await self._floating(event)
        body = await asyncio.to_thread(whole, event, home)
        answer = await self._client.ask(
            lambda google: google.events().insert(
                calendarId=calendar, body=body, sendUpdates=_telling(event)
            ),
            expected=frozenset({409}),
        )
        if answer.status == 409:
            return await self._there_already(calendar, event, body)
        return await self._told(cast(Item, answer.body), event, None)

    async def update(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        return await self._patch(calendar, await self._seen(calendar, event), event, series)

    async def delete(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if event.original is not None and series is not None:
            return await self._like_the_others(calendar, event, series)
        ref, etag = event.ref or id_of(event.uid), event.etag
        for _ in range(2):
            answer = await self._client.ask(
                lambda google: google.events().delete(
                    calendarId=calendar, eventId=ref, sendUpdates=_telling(event)
                ),
                etag,
                CONFLICT,
            )
            there = await self._get(calendar, ref) if answer.status == 412 else None
            if there is None or _gone(there):
                break
            etag = await self._unless_changed(there, event, series)
        return Changes(gone=(ref,))

    async def _there_already(self, calendar: str, event: CalendarEvent, body: Item) -> Changes:
        """What was put in before. If it was deleted since, it comes back."""
        ref = id_of(event.uid)
        there = await self._get(calendar, ref)
        if there is None:
            raise CalendarDown("it contradicts itself.")
        if _gone(there):
            answer = await self._client.ask(
                lambda google: google.events().update(
                    calendarId=calendar, eventId=ref, body=body,
                    sendUpdates=_telling(event),
                ),
                there.get("etag", ""),
            )  # fmt: skip
            there = cast(Item, answer.body)
        return await self._told(there, event, None)

    async def _like_the_others(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent
    ) -> Changes:
        """Google cannot take an exception back; one that says what its series says is none."""
        try:
            item = await self._seen(calendar, event)
            await self._patch(calendar, item, as_series(event, series), series)
        except EventGone:
            pass
        return Changes(gone=(event.ref,))

    async def _patch(
        self, calendar: str, item: Item, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        """Write what differs over the version that was seen; once more if only its number and the
        answers of guests have changed."""
        home = await self._floating(event)
        etag = event.etag or item.get("etag", "")
        for _ in range(2):
            body = await asyncio.to_thread(_difference, item, event, home, series)
            if not body:
                break
            answer = await self._write(calendar, item, body, etag)
            if answer.status in NOT_THERE:
                raise EventGone(GONE)
            if answer.status == 200:
                return await self._told(cast(Item, answer.body), event, series)
            there = await self._get(calendar, item.get("id", ""))
            if there is None or _gone(there):
                raise EventGone(GONE)
            seen = await asyncio.to_thread(_read, item, event, series)
            etag = await self._unless_changed(there, seen, series)
            item = there
        return await self._told(item, event, series)

    async def _write(self, calendar: str, item: Item, body: Item, etag: str) -> "Answer":
        guests = item.get("attendees") or body.get("attendees")
        telling = "all" if guests and body.keys() - OWN_MATTER else "none"
        return await self._client.ask(
            lambda google: google.events().patch(
                calendarId=calendar, eventId=item.get("id", ""), body=body, sendUpdates=telling
            ),
            etag,
            CONFLICT,
        )

    async def _unless_changed(
        self, there: Item, seen: CalendarEvent, series: CalendarEvent | None
    ) -> str:
        """The version of what is there, if it shows the same as what was seen."""
        told = await self._told(there, seen, series)
        if _shown(told.events[0]) != _shown(seen):
            raise EventChanged(CHANGED, told)
        return there.get("etag", "")

    async def _told(
        self, item: Item, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        try:
            return Changes(events=(await asyncio.to_thread(_read, item, event, series),))
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise CalendarDown(STRANGE) from error

    async def _seen(self, calendar: str, event: CalendarEvent) -> Item:
        """The event as Google last had it; of what is cancelled a reading tells nearly nothing."""
        item = cast(Item, json.loads(event.raw or "{}"))
        found = item if "start" in item else await self._get(calendar, event.ref)
        if found is None:
            raise EventGone(GONE)
        return found

    async def _get(self, calendar: str, ref: str) -> Item | None:
        answer = await self._client.ask(
            lambda google: google.events().get(calendarId=calendar, eventId=ref),
            expected=NOT_THERE,
        )
        return cast(Item, answer.body) if answer.status == 200 else None

    async def _instance(self, calendar: str, series: CalendarEvent, event: CalendarEvent) -> Item:
        """The occasion of the series that the event stands for."""
        zone = series.when.zone if isinstance(series.when, Hours) else FLOATING
        zone = zone or await self._floating(series)
        at = "" if event.original is None else await asyncio.to_thread(moment, event.original, zone)
        answer = await self._client.ask(
            lambda google: google.events().instances(
                calendarId=calendar, eventId=series.ref, originalStart=at, showDeleted=True
            ),
            expected=NOT_THERE,
        )
        found = cast(Page, answer.body).get("items", [])
        if not found:
            raise EventGone(GONE)
        return found[0]

    async def _floating(self, event: CalendarEvent) -> str:
        """Where floating clocks are: Google knows none, so they are where the person is."""
        if not isinstance(event.when, Hours) or event.when.zone != FLOATING:
            return ""
        if not self._home:
            answer = await self._client.ask(
                lambda google: google.settings().get(setting="timezone")
            )
            self._home = str(answer.body.get("value") or "UTC")
        return self._home

    async def _page(self, calendar: str, token: str | None, after: str | None) -> Page:
        answer = await self._client.ask(
            lambda google: google.events().list(
                calendarId=calendar,
                syncToken=token,
                pageToken=after,
                maxResults=PAGE,
                eventTypes=list(KINDS),
            ),
            expected=frozenset({400, 404, 410}),
        )
        if answer.status == 404:
            raise CalendarMissing("There is no such calendar any more.")
        if answer.status != 200:
            raise TokenVoid(VOID)
        return cast(Page, answer.body)

    async def _rest(self, calendar: str, reader: Reader) -> Changes:
        """What waits for series that were not among the pages."""
        found: list[Item] = []
        for ref in reader.missing():
            item = await self._get(calendar, ref)
            if item is not None:
                found.append(item)
        return await asyncio.to_thread(reader.rest, found)


def _listing(token: str | None) -> "Call":
    return lambda google: google.calendarList().list(pageToken=token, maxResults=CALENDARS)


def _calendar(found: Listed) -> RemoteCalendar:
    ref = found.get("id", "")
    return RemoteCalendar(
        ref=ref,
        name=found.get("summaryOverride") or found.get("summary") or ref,
        writable=found.get("accessRole") in WRITABLE,
        is_main=found.get("primary", False),
        zone=found.get("timeZone"),
    )


def _both(one: Changes, other: Changes, token: str | None) -> Changes:
    return Changes(
        events=(*one.events, *other.events),
        gone=(*one.gone, *other.gone),
        token=token,
        unread=one.unread + other.unread,
    )


def _read(item: Item, event: CalendarEvent, series: CalendarEvent | None) -> CalendarEvent:
    home = event.when.zone if isinstance(event.when, Hours) else FLOATING
    return event_of(item, home, series)


def _difference(item: Item, event: CalendarEvent, home: str, series: CalendarEvent | None) -> Item:
    return difference(item, _read(item, event, series), event, home)


def _gone(item: Item) -> bool:
    """Whether it was deleted; a cancelled instance is still something of its series."""
    return item.get("status") == CANCELLED and "recurringEventId" not in item


def _shown(event: CalendarEvent) -> CalendarEvent:
    """What a person would see change: not versions, nor who has answered what."""
    guests = tuple(replace(who, name="", response="none") for who in event.attendees)
    return replace(
        event, uid="", etag="", raw="", organizer="", organizer_name="", attendees=guests
    )


def _telling(event: CalendarEvent) -> str:
    """Who is told by Google: those who are invited."""
    return "all" if event.attendees else "none"
