"""Calendar files as they are sent and saved, behind `core.calendars.CalendarFiles`."""

from collections.abc import Sequence

from core.calendars import CalendarEvent, Changes
from core.clock import Clock
from integrations.ical.reading import read_events
from integrations.ical.writing import write_events


class IcsFiles:
    """Reads and writes .ics."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def read(self, content: bytes) -> Changes:
        """See `core.calendars.CalendarFiles`."""
        text = content.decode("utf-8-sig", "replace")
        found, unread = read_events(text)
        return Changes(events=tuple(found), unread=unread)

    def write(self, events: Sequence[CalendarEvent]) -> bytes:
        """See `core.calendars.CalendarFiles`."""
        return write_events(list(events), self._clock.now()).encode()
