"""A provider in memory: the model that the others are held to, and a far side to sync with."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from core.calendars import (
    Access,
    Attendee,
    CalendarDoor,
    CalendarEvent,
    Capabilities,
    Changes,
    Provider,
    RemoteCalendar,
    Renew,
)
from core.errors import CalendarError, CalendarMissing, EventChanged, EventGone, TokenVoid
from core.occasions import stamp

PAGE = 50


@dataclass(kw_only=True)
class ModelCalendar:
    """One calendar. `log` names the refs that changed, in order; a token is a place in it."""

    name: str
    writable: bool = True
    events: dict[str, CalendarEvent] = field(default_factory=dict[str, CalendarEvent])
    log: list[str] = field(default_factory=list[str])
    forgotten: int = 0

    def put(self, event: CalendarEvent) -> CalendarEvent:
        """Keep a version of `event` and note that it changed."""
        self.log.append(event.ref)
        kept = replace(event, etag=f"{len(self.log)}", raw=f"raw {len(self.log)}")
        self.events[event.ref] = kept
        return kept

    def drop(self, ref: str) -> None:
        """Delete the event, with the exceptions of its series."""
        for name, event in list(self.events.items()):
            if ref in (name, event.series_ref):
                del self.events[name]
                self.log.append(name)


@dataclass(kw_only=True)
class ModelProvider:
    """Keeps calendars in memory. `faults` are raised one after the other, a request each; a
    calendar of `closed` always fails."""

    name: Provider = "caldav"
    listed: dict[str, ModelCalendar] = field(default_factory=dict[str, ModelCalendar])
    faults: list[CalendarError | None] = field(default_factory=list[CalendarError | None])
    closed: dict[str, CalendarError] = field(default_factory=dict[str, CalendarError])
    requests: list[str] = field(default_factory=list[str])
    revoked: list[str] = field(default_factory=list[str])
    capabilities: Capabilities = field(default_factory=Capabilities)

    @asynccontextmanager
    async def open(self, access: Access, renew: Renew) -> AsyncGenerator[CalendarDoor]:
        yield ModelDoor(self)

    async def revoke(self, access: Access) -> str:
        self.revoked.append(access.name)
        return ""


class ModelDoor:
    """The account of a `ModelProvider`."""

    def __init__(self, provider: ModelProvider) -> None:
        self._provider = provider

    @property
    def capabilities(self) -> Capabilities:
        return self._provider.capabilities

    async def calendars(self) -> list[RemoteCalendar]:
        self._asked("calendars")
        return [
            RemoteCalendar(ref=ref, name=calendar.name, writable=calendar.writable)
            for ref, calendar in self._provider.listed.items()
        ]

    async def changes(self, calendar: str, token: str | None) -> AsyncGenerator[Changes]:
        self._asked(f"changes {calendar}")
        kept = self._calendar(calendar)
        since = 0 if token is None else int(token)
        if token is not None and since < kept.forgotten:
            raise TokenVoid("That was long ago.")
        refs = list(kept.events) if token is None else list(dict.fromkeys(kept.log[since:]))
        end = str(len(kept.log))
        for start in range(0, max(len(refs), 1), PAGE):
            if start:
                self._asked(f"changes {calendar}")
            page = refs[start : start + PAGE]
            events = [kept.events[ref] for ref in page if ref in kept.events]
            last = start + PAGE >= len(refs)
            yield Changes(
                events=tuple(sorted(events, key=lambda event: event.series_ref is not None)),
                gone=tuple(ref for ref in page if ref not in kept.events),
                token=end if last else None,
            )

    async def create(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        self._asked(f"create {event.title}")
        kept = self._calendar(calendar)
        ref = event.uid
        if series is not None and event.original is not None:
            ref = f"{series.ref}#{stamp(event.original)}"
        if ref in kept.events:
            return Changes(events=(kept.events[ref],))
        series_ref = None if series is None else series.ref
        return Changes(events=(kept.put(replace(event, ref=ref, series_ref=series_ref)),))

    async def update(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        self._asked(f"update {event.title}")
        kept = self._calendar(calendar)
        self._unchanged(kept, event)
        if event.ref not in kept.events:
            raise EventGone("It is gone.")
        return Changes(events=(kept.put(event),))

    async def delete(
        self, calendar: str, event: CalendarEvent, series: CalendarEvent | None
    ) -> Changes:
        self._asked(f"delete {event.title}")
        kept = self._calendar(calendar)
        self._unchanged(kept, event)
        kept.drop(event.ref)
        return Changes(gone=(event.ref,))

    def _unchanged(self, kept: ModelCalendar, event: CalendarEvent) -> None:
        there = kept.events.get(event.ref)
        if there is not None and there.etag != event.etag:
            raise EventChanged("It was changed meanwhile.", Changes(events=(there,)))

    def _calendar(self, ref: str) -> ModelCalendar:
        if ref in self._provider.closed:
            raise self._provider.closed[ref]
        if ref not in self._provider.listed:
            raise CalendarMissing("There is no such calendar.")
        return self._provider.listed[ref]

    def _asked(self, request: str) -> None:
        self._provider.requests.append(request)
        if self._provider.faults:
            fault = self._provider.faults.pop(0)
            if fault is not None:
                raise fault


def bare(event: CalendarEvent) -> CalendarEvent:
    """The event without what a provider adds: its own names and versions, organizer and answers."""
    who = tuple(sorted({guest.address.casefold() for guest in event.attendees}))
    return replace(
        event,
        ref="",
        etag="",
        raw="",
        series_ref="series" if event.series_ref else None,
        organizer="",
        organizer_name="",
        attendees=tuple(Attendee(address=address) for address in who),
    )
