"""One account with Microsoft, behind `core.calendars.CalendarDoor`: changing events.

Reading is in `reading`. After each change the event is read again, a series whole: what is told is
what is there.
"""

from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from core.calendars import (
    CalendarEvent,
    Capabilities,
    Changes,
    RemoteCalendar,
    WholeDays,
)
from core.clock import Clock
from core.errors import CalendarDown, EventChanged, EventGone, EventRefused
from core.occasions import stamp
from integrations.outlook.client import GraphClient, code_of
from integrations.outlook.fields import Json, items, parsed, text
from integrations.outlook.guests import VERBS, new_answer
from integrations.outlook.mapping import (
    MARK,
    PUT_BACK,
    at_occasion,
    excluded_now,
    instant,
    read_calendar,
    read_event,
    reread,
    told,
    told_anew,
    transaction,
)
from integrations.outlook.reading import GONE_STATUS, Reader

CHANGED = "It was changed meanwhile."
GONE = "It is not there any more."
# What Graph answers when `If-Match` does not hold.
OTHER = frozenset({409, 412})
DUPLICATE = "ErrorDuplicateTransactionId"
DAY = timedelta(days=1)


class GraphDoor:
    """Creating is repeatable by `transactionId`; changing goes by `If-Match`."""

    def __init__(self, client: GraphClient, me: str, clock: Clock) -> None:
        self._client = client
        self._me = me
        self._clock = clock
        self._reader = Reader(client, me, clock)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(open_ended=False)

    async def calendars(self) -> list[RemoteCalendar]:
        pages = self._reader.pages(self._client.path("me", "calendars", top="100"))
        return [read_calendar(raw) async for page in pages for raw in page if text(raw, "id")]

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        async for page in self._reader.changes(calendar, token):
            yield page

    async def create(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if series is not None and event.original is not None:
            return await self._make_exception(calendar, event, series)
        body = told_anew(event, self._me)
        gaps = excluded_now(event, None)
        there = await self._find(calendar, event)
        if there is None:
            there = await self._post(calendar, event.uid, body)
        return await self._without(calendar, there, event, gaps)

    async def update(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if event.original is not None and series is not None and not event.ref:
            return await self._make_exception(calendar, event, series)
        before = reread(event, self._me)
        if event.original is not None:
            if event.cancelled and not (before is not None and before.cancelled):
                return await self._cancel(calendar, event, series)
            return await self._change(calendar, event, before, [])
        return await self._change(calendar, event, before, excluded_now(event, before))

    async def delete(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        if event.original is not None and series is not None and series.ref:
            return await self._restore(calendar, event, series)
        ref = event.ref or await self._find(calendar, event) or ""
        if ref:
            await self._drop(calendar, replace(event, ref=ref))
        return Changes(gone=(ref,) if ref else ())

    async def _make_exception(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent
    ) -> Changes:
        """Change one occasion of a series, or take it out."""
        original = event.original
        assert original is not None  # noqa: S101 - told apart by the callers
        raw = await self._instance(calendar, series, original)
        if raw is None:
            raise EventGone(GONE)
        there = read_event(raw, self._me, series)
        if there is None:
            raise CalendarDown("its answer makes no sense.")
        there = replace(there, original=original)
        wanted = replace(
            event, ref=there.ref, etag=there.etag, raw=there.raw, series_ref=series.ref
        )
        if event.cancelled:
            return await self._cancel(calendar, wanted, series)
        return await self._change(calendar, replace(wanted, rule=None), there, [])

    async def _change(
        self,
        calendar: str,
        event: CalendarEvent,
        before: CalendarEvent | None,
        gaps: list[date | datetime],
    ) -> Changes:
        """Write what differs from `before`, and answer the invitation. What is declined, Outlook
        takes out of the calendar."""
        answer, body = new_answer(event, before), told(event, before)
        if body or answer is None:
            await self._patch(calendar, event, body)
        if answer is None:
            return await self._without(calendar, event.ref, event, gaps)
        await self._answer(calendar, event, answer)
        try:
            there = await self._told(calendar, event)
        except EventGone:
            return Changes(gone=(event.series_ref or event.ref,))
        if answer == VERBS["declined"] and there.events[0].ref != event.ref:
            # An occasion that is declined is taken out of its series.
            out = replace(event, cancelled=True, etag="", raw="")
            return replace(there, events=(out, *there.events))
        return there

    async def _answer(self, calendar: str, event: CalendarEvent, verb: str) -> None:
        url = self._client.path("me", "calendars", calendar, "events", event.ref, verb)
        answer = await self._client.ask("POST", url, {"sendResponse": True}, "", GONE_STATUS)
        if answer.status in GONE_STATUS:
            raise EventGone(GONE)

    async def _cancel(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        """Take the occasion out: Graph keeps nothing of it but its day, in the series."""
        await self._drop(calendar, event)
        master = event.series_ref or (series.ref if series else "")
        found = await self._reader.whole(calendar, master)
        return Changes(
            events=(replace(event, etag="", raw="", series_ref=master), *(found or ())),
            gone=(master,),
        )

    async def _restore(self, calendar: str, event: CalendarEvent, series: CalendarEvent) -> Changes:
        """Have an occasion be like all the others. One that was taken out stays out."""
        before = reread(event, self._me)
        if before is None or event.original is None:
            found = await self._reader.whole(calendar, series.ref)
            if found is None:
                return Changes(gone=(series.ref,))
            raise EventRefused(PUT_BACK)
        like = replace(
            series,
            ref=event.ref,
            etag=event.etag,
            raw=event.raw,
            when=at_occasion(series, event.original),
            original=event.original,
            rule=None,
            link=before.link,
        )
        with suppress(EventGone):
            await self._patch(calendar, like, told(like, before))
        found = await self._reader.whole(calendar, series.ref)
        return Changes(events=tuple(found or ()), gone=(series.ref, event.ref))

    async def _without(
        self, calendar: str, ref: str, event: CalendarEvent, gaps: list[date | datetime]
    ) -> Changes:
        """The event as it is there, after these occasions have been taken out of it."""
        for gap in gaps:
            raw = await self._instance(calendar, replace(event, ref=ref), gap)
            if raw is not None:
                await self._drop(calendar, replace(event, ref=text(raw, "id"), etag=""))
        return await self._told(calendar, replace(event, ref=ref))

    async def _post(self, calendar: str, uid: str, body: Json) -> str:
        """Put it in; its id. An id of ours that was used up by an event that is gone is renewed."""
        url = self._client.path("me", "calendars", calendar, "events")
        for attempt in (0, int(self._clock.now().timestamp())):
            sent = body | {"transactionId": transaction(uid, attempt)}
            answer = await self._client.ask("POST", url, sent, expected=OTHER)
            ref = text(parsed(answer.body), "id")
            if answer.status < 300 and ref:
                return ref
            if code_of(answer) != DUPLICATE:
                raise CalendarDown("its answer makes no sense.")
        raise EventRefused("Outlook says that it has it already, and does not show it.")

    async def _patch(self, calendar: str, event: CalendarEvent, body: Json) -> None:
        """Write over the version `event.etag`."""
        url = self._client.path("me", "calendars", calendar, "events", event.ref)
        if not body:
            await self._unchanged(calendar, event)
            return
        expected = OTHER | GONE_STATUS
        answer = await self._client.ask("PATCH", url, body, event.etag, expected)
        if answer.status in GONE_STATUS:
            raise EventGone(GONE)
        if answer.status in OTHER:
            raise EventChanged(CHANGED, await self._told(calendar, event))

    async def _unchanged(self, calendar: str, event: CalendarEvent) -> None:
        there = await self._reader.raw(calendar, event.ref)
        if there is None:
            raise EventGone(GONE)
        if event.etag and text(there, "@odata.etag") != event.etag:
            raise EventChanged(CHANGED, await self._told(calendar, event))

    async def _drop(self, calendar: str, event: CalendarEvent) -> None:
        """Delete the version `event.etag`; what is gone is gone."""
        url = self._client.path("me", "calendars", calendar, "events", event.ref)
        expected = OTHER | GONE_STATUS
        answer = await self._client.ask("DELETE", url, None, event.etag, expected)
        if answer.status in OTHER:
            there = await self._reader.raw(calendar, event.ref)
            if there is not None:
                raise EventChanged(CHANGED, await self._told(calendar, event))

    async def _told(self, calendar: str, event: CalendarEvent) -> Changes:
        """What is there now, the event that it is about first; of an exception, all its series."""
        master = event.series_ref if event.original is not None else None
        found = await self._reader.whole(calendar, master or event.ref)
        if found is None:
            raise EventGone(GONE)
        found.sort(key=lambda one: one.ref != event.ref)
        return Changes(events=tuple(found), gone=(master or event.ref,))

    async def _instance(
        self, calendar: str, series: CalendarEvent, at: date | datetime
    ) -> Json | None:
        """The occasion of the series that was to be at `at`, wherever it has been moved to."""
        found = await self._reader.raw(calendar, series.ref)
        for raw in items(found, "exceptionOccurrences"):
            if _is_at(raw, series, at):
                return raw
        near = instant(at, series.when)
        url = self._client.path(
            *("me", "calendars", calendar, "events", series.ref, "instances"),
            startDateTime=_zulu(near - DAY),
            endDateTime=_zulu(near + 2 * DAY),
        )
        async for page in self._reader.pages(url, GONE_STATUS):
            for raw in page:
                if _is_at(raw, series, at):
                    return raw
        return None

    async def _find(self, calendar: str, event: CalendarEvent) -> str | None:
        """The id of what was created for this event, whose answer was lost on the way."""
        names: dict[str, str] = {"select": "id,transactionId", "top": "1000"}
        first = _first_day(event)
        if first is not None:
            since, until = (_zulu(first + days * DAY)[:-1] for days in (-2, 3))
            names["filter"] = f"start/dateTime ge '{since}' and start/dateTime lt '{until}'"
        url = self._client.path("me", "calendars", calendar, "events", **names)
        async for page in self._reader.pages(url):
            for raw in page:
                mark, _, rest = text(raw, "transactionId").partition(":")
                if mark == MARK and rest.partition(":")[2] == event.uid:
                    return text(raw, "id")
        return None


def _is_at(raw: Json, series: CalendarEvent, at: date | datetime) -> bool:
    found = read_event(raw, "", series)
    original = None if found is None else found.original
    # No pattern of Graph has two occasions on a day.
    return original is not None and stamp(original)[:8] == stamp(at)[:8]


def _first_day(event: CalendarEvent) -> datetime | None:
    """The day on which it begins, in UTC; None of an event of which only the name is known."""
    when = event.when
    first = when.first if isinstance(when, WholeDays) else when.start.date()
    return None if first == date.min else datetime.combine(first, time(), UTC)


def _zulu(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
