"""Events into and out of calendar files (.ics)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agents.wording import amount
from core.calendars import CalendarEvent
from core.events import Event
from core.stores import UnitOfWork

# More is a mistake, or an archive that belongs on a calendar server.
MOST = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """How many events of a file were put in, were there already, and had to be left out."""

    new: int = 0
    known: int = 0
    left_out: int = 0

    def told(self) -> str:
        """Such as "3 events put in, 1 there already"."""
        parts = [f"{amount(self.new, 'event')} put in"]
        parts += [f"{self.known} there already"] if self.known else []
        if self.left_out:
            parts.append(f"{self.left_out} left out: changes of what is here, or beyond {MOST:,}")
        return ", ".join(parts)


async def bring_in(
    events: Sequence[CalendarEvent], work: UnitOfWork, at: datetime, inbox_id: int | None = None
) -> Brought:
    """Put the events of a file into the default calendar. What is there already, by its UID and
    occasion, is not put in again.

    An occasion whose series is not in the file, as an invitation to that day alone, is an event by
    itself; left out are those of a series that is here already, and what is more than `MOST`.
    """
    known = await work.events.known({event.uid for event in events})
    series: dict[str, int] = {}
    # A series before its exceptions, in whichever order they stand.
    ordered = sorted(events, key=lambda event: event.original is not None)
    count = there = left_out = 0
    for event in ordered[:MOST]:
        alone = event.original is not None and event.uid not in series
        if (event.uid, event.original) in known:
            there += 1
            continue
        if alone and (event.cancelled or (event.uid, None) in known):
            left_out += 1
            continue
        kept = replace(event, original=None) if alone else event
        known.add((kept.uid, kept.original))
        series_id = series[kept.uid] if kept.original is not None else None
        bare = replace(kept, ref="", etag="", raw="")
        made = await work.events.insert(bare, at, series_id=series_id, inbox_id=inbox_id)
        if kept.original is None and not alone:
            series[kept.uid] = made
        count += 1
    return Brought(new=count, known=there, left_out=left_out + len(ordered[MOST:]))


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
