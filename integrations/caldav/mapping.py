"""A resource of a CalDAV server, and the events in it. Pure."""

from dataclasses import dataclass, replace

from core.calendars import CalendarEvent
from core.occasions import stamp
from integrations.ical.reading import read_events


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """One file of a collection: a single event, or a series with its exceptions."""

    href: str
    etag: str
    text: str


def events_of(resource: Resource, me: str) -> tuple[list[CalendarEvent], int]:
    """The events of a resource, the series first, and how many could not be read.

    An exception is called by its resource and the occasion that it stands for. The whole file is
    kept with the series, or where only exceptions are known, with each of them.
    """
    found, unread = read_events(resource.text, me)
    alone = all(event.original is not None for event in found)
    made: dict[str, CalendarEvent] = {}
    for event in found:
        ref, series = resource.href, None
        if event.original is not None:
            ref, series = f"{resource.href}#{stamp(event.original)}", resource.href
        raw = resource.text if series is None or alone else ""
        made[ref] = replace(event, ref=ref, series_ref=series, etag=resource.etag, raw=raw)
    return list(made.values()), unread


def href_of(event: CalendarEvent) -> str:
    """The resource that an event is in."""
    return event.series_ref or event.ref
