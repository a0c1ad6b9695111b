"""Tasks, events and proposed events."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from core.calendars import CalendarEvent
from core.events import Draft, Event
from core.tasks import Task


class Tasks(Protocol):
    """Tasks and their lists."""

    async def add(self, task: Task, at: datetime) -> Task: ...
    async def get(self, task_id: int) -> Task | None: ...
    async def save(self, task: Task, at: datetime) -> None:
        """Keep it as it is now; one that is done for the first time was completed at `at`."""
        ...

    async def remove(self, task_id: int) -> None: ...
    async def open(self, list_name: str | None = None) -> list[Task]: ...
    async def namesakes(self, list_name: str, title: str) -> list[Task]:
        """The open ones of that title on the list; case and spaces make no difference."""
        ...

    async def all(self) -> list[Task]:
        """Every one, also those that are done, list by list."""
        ...

    async def done(self, since: datetime, until: datetime) -> list[Task]:
        """Those that were completed from `since` until before `until`, in that order."""
        ...

    async def lists(self) -> list[str]: ...
    async def hold(self) -> None:
        """Let no other message or tap of the person change tasks until the transaction ends."""
        ...


class Events(Protocol):
    """What is in all calendars of the person. A change goes to their provider by itself."""

    async def add(self, event: Event, at: datetime) -> Event: ...
    async def get(self, event_id: int, occasion: str = "") -> Event | None:
        """The event; with `occasion` that one of a series, or what has taken its place."""
        ...

    async def save(self, event: Event) -> None:
        """Of an event that is no series, what the person sees of it."""
        ...

    async def remove(self, event_id: int) -> None:
        """The event, or the series with its exceptions."""
        ...

    async def between(self, first: date, last: date, zone: str) -> list[Event]:
        """What touches the local days from `first` to `last`, both included, in order: series
        occasion by occasion, and only of calendars that are included."""
        ...

    async def busy(
        self, first: date, last: date, zone: str
    ) -> list[tuple[datetime, datetime | None]]:
        """From when until when something takes the person's time on those days, in no order, what
        overlaps perhaps as one; whole days don't. An end that nobody has said is None."""
        ...

    async def all(self) -> list[Event]:
        """Every one, in order; a series once."""
        ...

    async def whole(self, event_id: int) -> CalendarEvent | None:
        """All of it, as it is kept."""
        ...

    async def known(self, uids: Collection[str]) -> set[tuple[str, date | datetime | None]]:
        """Those of the UIDs that are there, each with the occasion that it stands for."""
        ...

    async def exceptions(self, series_id: int) -> list[tuple[int, CalendarEvent]]: ...
    async def put(self, event_id: int, event: CalendarEvent) -> None:
        """Write all of it."""
        ...

    async def insert(
        self,
        event: CalendarEvent,
        at: datetime,
        *,
        calendar_id: int = 0,
        series_id: int | None = None,
        inbox_id: int | None = None,
    ) -> int:
        """Keep a whole event, as an exception of `series_id` where that is given; its id."""
        ...


class Drafts(Protocol):
    """Events as they are proposed."""

    async def add(self, draft: Draft, at: datetime) -> Draft: ...
    async def get(self, draft_id: int) -> Draft | None:
        """The draft, held until the transaction ends, so that two taps at once do one thing."""
        ...

    async def of_message(self, inbox_id: int) -> list[Draft]:
        """Those that the words of that message have led to, held likewise."""
        ...

    async def settle(self, draft_id: int, state: str, event_id: int | None = None) -> None:
        """Mark it "done", with the event that came of it, "dropped", "replaced" or "open"."""
        ...
