"""Events into and out of calendar files (.ics)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.calendars import CalendarEvent
from core.events import Event
from core.stores import UnitOfWork

# More is a mistake, or an archive that belongs on a calendar server.
MOST = 5_000


async def bring_in(
    events: Sequence[CalendarEvent], work: UnitOfWork, at: datetime, inbox_id: int | None = None
) -> int:
    """Put the events of a file into the default calendar; how many there were. What is there
    already, by its UID and occasion, is not put in again."""
    known = await work.events.known({event.uid for event in events})
    series: dict[str, int] = {}
    count = 0
    for event in events[:MOST]:
        if (event.uid, event.original) in known or (event.original and event.uid not in series):
            continue
        known.add((event.uid, event.original))
        series_id = series[event.uid] if event.original is not None else None
        bare = replace(event, ref="", etag="", raw="")
        made = await work.events.insert(bare, at, series_id=series_id, inbox_id=inbox_id)
        if event.original is None:
            series[event.uid] = made
        count += 1
    return count


async def whole_of(events: Sequence[Event], work: UnitOfWork) -> list[CalendarEvent]:
    """What is behind events that are shown: each once, a series with its exceptions."""
    ids = dict.fromkeys(event.series_id or event.id for event in events)
    found: list[CalendarEvent] = []
    for event_id in ids:
        event = await work.events.whole(event_id)
        if event is not None:
            found.append(event)
            uid = event.uid
            found += [replace(x, uid=uid) for _, x in await work.events.exceptions(event_id)]
    return found
