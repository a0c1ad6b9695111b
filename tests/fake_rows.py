"""The state of one person in memory, and the stores of reminders, tasks and events over it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from core.anchors import Anchored
from core.calendars import CalendarEvent
from core.events import Draft, Event
from core.models import (
    Conversation,
    Episode,
    Fact,
    Incoming,
    Interaction,
    Occurrence,
    OccurrenceState,
    Outgoing,
    Person,
    Relation,
    Reminder,
)
from core.tasks import Task
from core.zones import instant_of
from core.zones import zone as zone_called

Row = Reminder | Occurrence | Task | Event | Draft | Person
Key = tuple[str, int]
RUNG = ("claimed", "sent", "missed")


@dataclass
class Sending:
    """An outbox row beside its message."""

    message: Outgoing
    state: str = "queued"
    not_before: datetime | None = None
    message_id: int | None = None


@dataclass
class State:
    """Everything of one person. `rows` are those whose changes can be taken back."""

    person: Person
    conversations: dict[int, Conversation] = field(default_factory=dict[int, Conversation])
    inbox: dict[int, tuple[Incoming, str]] = field(default_factory=dict[int, tuple[Incoming, str]])
    outbox: dict[int, Sending] = field(default_factory=dict[int, Sending])
    rows: dict[Key, Row] = field(default_factory=dict[Key, Row])
    drafts: dict[int, Draft] = field(default_factory=dict[int, Draft])
    lists: list[str] = field(default_factory=list[str])
    episodes: dict[int, Episode] = field(default_factory=dict[int, Episode])
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    relations: dict[int, Relation] = field(default_factory=dict[int, Relation])
    anchors: dict[int, Anchored] = field(default_factory=dict[int, Anchored])
    lessons: list[int] = field(default_factory=list[int])
    log: list[Interaction] = field(default_factory=list[Interaction])
    changes: dict[int, dict[Key, tuple[Row | None, Row | None]]] = field(
        default_factory=dict[int, dict[Key, tuple[Row | None, Row | None]]]
    )

    def tasks(self) -> list[Task]:
        """All of them, list by list."""
        found = [row for row in self.rows.values() if isinstance(row, Task)]
        return sorted(found, key=lambda task: (task.list_name, task.id))


def snapshot(state: State) -> State:
    """The state as it is, to go back to. All but the outbox's rows is frozen."""
    return replace(
        state,
        conversations=dict(state.conversations),
        inbox=dict(state.inbox),
        outbox={number: replace(sending) for number, sending in state.outbox.items()},
        rows=dict(state.rows),
        lists=list(state.lists),
        episodes=dict(state.episodes),
        facts=dict(state.facts),
        relations=dict(state.relations),
        anchors=dict(state.anchors),
        lessons=list(state.lessons),
        log=list(state.log),
        changes={cause: dict(images) for cause, images in state.changes.items()},
    )


class Unit(Protocol):
    """What a store needs to know of its transaction."""

    owner_id: int
    at: datetime
    state: State
    ids: Callable[[], int]

    def changed(self) -> dict[Key, tuple[Row | None, Row | None]]: ...


class Store:
    """What the stores of one transaction share."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    @property
    def state(self) -> State:
        return self.unit.state


class FakeReminders(Store):
    async def add(self, reminder: Reminder, due_at: datetime, at: datetime) -> Reminder:
        saved = replace(reminder, id=self.unit.ids())
        self.state.rows["reminders", saved.id] = saved
        await FakeOccurrences(self.unit).add(saved.id, due_at, None)
        return saved

    async def get(self, reminder_id: int) -> Reminder | None:
        found = self.state.rows.get(("reminders", reminder_id))
        return found if isinstance(found, Reminder) else None

    async def save(self, reminder: Reminder) -> None:
        self.state.rows["reminders", reminder.id] = reminder

    async def upcoming(
        self, after: datetime, until: datetime | None = None
    ) -> list[tuple[Reminder, Occurrence]]:
        found: list[tuple[Reminder, Occurrence]] = []
        for row in self.state.rows.values():
            if not isinstance(row, Occurrence) or row.state != "scheduled" or row.due_at <= after:
                continue
            reminder = await self.get(row.reminder_id)
            in_time = until is None or row.due_at <= until
            if reminder is not None and reminder.state == "active" and in_time:
                found.append((reminder, _in_place(self, row)))
        return sorted(found, key=lambda pair: (pair[1].due_at, pair[1].id))

    async def rounds(self, after: datetime) -> list[tuple[Reminder, Occurrence]]:
        found = await self.upcoming(after)
        return [(one, at) for one, at in found if one.rule is not None and at.parent_id is None]

    async def all(self) -> list[Reminder]:
        return [row for row in self.state.rows.values() if isinstance(row, Reminder)]

    async def rung(self, since: datetime) -> list[tuple[Reminder, Occurrence]]:
        found: list[tuple[Reminder, Occurrence]] = []
        for row in self.state.rows.values():
            if isinstance(row, Occurrence) and row.state in RUNG and row.due_at >= since:
                reminder = await self.get(row.reminder_id)
                if reminder is not None and reminder.state == "active":
                    found.append((reminder, row))
        return sorted(found, key=lambda pair: (pair[1].due_at, pair[1].id), reverse=True)


def _in_place(store: Store, row: Occurrence) -> Occurrence:
    """The row, which tells whether it takes the place of one that was left out."""
    parent = store.state.rows.get(("occurrences", row.parent_id or 0))
    return replace(row, moved=isinstance(parent, Occurrence) and parent.state == "skipped")


class FakeOccurrences(Store):
    async def add(self, reminder_id: int, due_at: datetime, parent_id: int | None) -> int:
        series = [row for row in self.state.rows.values() if isinstance(row, Occurrence)]
        for row in series if parent_id is None else []:
            if (row.reminder_id, row.due_at, row.parent_id) == (reminder_id, due_at, None):
                ahead = row.settled_at is None and row.due_at > self.unit.at
                if row.state == "cancelled" or (row.state == "skipped" and ahead):
                    await self.mark(row.id, "scheduled")
                return row.id
        made = Occurrence(
            id=self.unit.ids(), reminder_id=reminder_id, due_at=due_at, parent_id=parent_id
        )
        self.state.rows["occurrences", made.id] = made
        return made.id

    async def get(self, occurrence_id: int) -> tuple[Reminder, Occurrence] | None:
        found = self.state.rows.get(("occurrences", occurrence_id))
        if not isinstance(found, Occurrence):
            return None
        reminder = await FakeReminders(self.unit).get(found.reminder_id)
        return None if reminder is None else (reminder, _in_place(self, found))

    async def claim(self, occurrence_id: int) -> tuple[Reminder, Occurrence] | None:
        found = await self.get(occurrence_id)
        if found is None or (found[0].state, found[1].state) != ("active", "scheduled"):
            return None
        await self.mark(occurrence_id, "claimed")
        return await self.get(occurrence_id)

    async def mark(self, occurrence_id: int, state: OccurrenceState) -> None:
        self._change(occurrence_id, state=state)

    async def cancel_scheduled(self, reminder_id: int) -> int:
        mine = [
            row for row in self._all()
            if (row.reminder_id, row.state) == (reminder_id, "scheduled")
        ]  # fmt: skip
        for row in mine:
            await self.mark(row.id, "cancelled")
        return len(mine)

    async def settle(
        self, occurrence_ids: Sequence[int], state: OccurrenceState, at: datetime
    ) -> None:
        for number in occurrence_ids:
            self._change(number, state=state, settled_at=at)

    async def left_out(self, after: datetime, until: datetime) -> set[tuple[int, datetime]]:
        return {
            (row.reminder_id, row.due_at)
            for row in self._all()
            if (row.state, row.parent_id) == ("skipped", None)
            and row.settled_at is not None
            and after < row.due_at <= until
        }

    async def stands_for(self, occurrence_id: int, collapsed: int) -> None:
        self._change(occurrence_id, state="claimed", collapsed=collapsed)

    async def hush(self, reminder_id: int) -> None:
        for row in self._all():
            parent = self.state.rows.get(("occurrences", row.parent_id or 0))
            mine = (row.reminder_id, row.state) == (reminder_id, "scheduled")
            if mine and isinstance(parent, Occurrence) and parent.state in RUNG:
                await self.mark(row.id, "cancelled")

    async def family(self, root_id: int) -> list[Occurrence]:
        return [row for row in self._all() if root_id in (row.id, row.parent_id)]

    async def overdue(self, at: datetime) -> list[tuple[Reminder, Occurrence]]:
        found = [row for row in self._all() if row.state == "scheduled" and row.due_at <= at]
        return [pair for pair in [await self.get(row.id) for row in found]
                if pair is not None and pair[0].state == "active"]  # fmt: skip

    async def rang(self, occurrence_ids: Sequence[int], outbox_id: int) -> None:
        for number in occurrence_ids:
            self._change(number, outbox_id=outbox_id)

    async def told(self, outbox_id: int) -> list[tuple[Reminder, Occurrence]]:
        found = [await self.get(row.id) for row in self._all() if row.outbox_id == outbox_id]
        return [pair for pair in found if pair is not None]

    def _all(self) -> list[Occurrence]:
        found = [row for row in self.state.rows.values() if isinstance(row, Occurrence)]
        return sorted(found, key=lambda row: (row.due_at, row.id))

    def _change(self, occurrence_id: int, **values: Any) -> None:
        found = self.state.rows["occurrences", occurrence_id]
        self.state.rows["occurrences", occurrence_id] = replace(found, **values)


class FakeTasks(Store):
    async def add(self, task: Task, at: datetime) -> Task:
        new = replace(task, id=self.unit.ids(), created_at=at, completed_at=None)
        await self.save(new, at)
        return (await self.get(new.id)) or new

    async def get(self, task_id: int) -> Task | None:
        found = self.state.rows.get(("tasks", task_id))
        return found if isinstance(found, Task) else None

    async def save(self, task: Task, at: datetime) -> None:
        if (known := await self.get(task.id)) is not None:
            task = replace(task, created_at=known.created_at, completed_at=known.completed_at)
        completed = (task.completed_at or at) if task.state == "done" else None
        self.state.rows["tasks", task.id] = replace(task, completed_at=completed)

    async def remove(self, task_id: int) -> None:
        self.state.rows.pop(("tasks", task_id), None)

    async def open(self, list_name: str | None = None) -> list[Task]:
        found = [t for t in self.state.tasks() if t.state == "open"]
        return [task for task in found if list_name in (None, task.list_name)]

    async def namesakes(self, list_name: str, title: str) -> list[Task]:
        wanted = title.lower().split()
        return [t for t in await self.open(list_name) if t.title.lower().split() == wanted]

    async def all(self) -> list[Task]:
        return self.state.tasks()

    async def done(self, since: datetime, until: datetime) -> list[Task]:
        found = [(t.completed_at, t.id, t) for t in self.state.tasks() if t.completed_at]
        return [task for at, _, task in sorted(found, key=lambda f: f[:2]) if since <= at < until]

    async def lists(self) -> list[str]:
        return sorted({task.list_name for task in self.state.tasks()})

    async def hold(self) -> None:
        """In memory one transaction comes after the other anyway."""


class FakeEvents(Store):
    async def add(self, event: Event, at: datetime) -> Event:
        last = event.last_day or event.first_day
        saved = replace(event, id=self.unit.ids(), last_day=last)
        await self.save(saved)
        return saved

    async def get(self, event_id: int, occasion: str = "") -> Event | None:
        found = self.state.rows.get(("events", event_id))
        return found if isinstance(found, Event) and not occasion else None

    async def save(self, event: Event) -> None:
        self.state.rows["events", event.id] = event

    async def remove(self, event_id: int) -> None:
        self.state.rows.pop(("events", event_id), None)

    async def between(self, first: date, last: date, zone: str) -> list[Event]:
        since, until = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
        found: list[Event] = []
        for event in self._all():
            if event.starts_at is not None:
                ends = event.ends_at or event.starts_at
                if event.starts_at < until and (event.starts_at >= since or ends > since):
                    found.append(event)
            elif (event.first_day or last) <= last and (event.last_day or first) >= first:
                found.append(event)
        return sorted(found, key=lambda event: _order(event, zone))

    async def busy(
        self, first: date, last: date, zone: str
    ) -> list[tuple[datetime, datetime | None]]:
        found = await self.between(first, last, zone)
        return [(e.starts_at, e.ends_at) for e in found if e.starts_at is not None and e.busy]

    async def all(self) -> list[Event]:
        return sorted(self._all(), key=lambda event: _order(event, event.zone))

    async def whole(self, event_id: int) -> CalendarEvent | None:
        raise NotImplementedError("series are tested on PostgreSQL")

    async def known(self, uids: Collection[str]) -> set[tuple[str, date | datetime | None]]:
        raise NotImplementedError("files are tested on PostgreSQL")

    async def exceptions(self, series_id: int) -> list[tuple[int, CalendarEvent]]:
        raise NotImplementedError("series are tested on PostgreSQL")

    async def put(self, event_id: int, event: CalendarEvent) -> None:
        raise NotImplementedError("series are tested on PostgreSQL")

    async def insert(
        self,
        event: CalendarEvent,
        at: datetime,
        *,
        calendar_id: int = 0,
        series_id: int | None = None,
        inbox_id: int | None = None,
    ) -> int:
        raise NotImplementedError("series are tested on PostgreSQL")

    def _all(self) -> list[Event]:
        return [row for row in self.state.rows.values() if isinstance(row, Event)]


class FakeDrafts(Store):
    """A draft is a row that can be taken back once something has come of it."""

    async def add(self, draft: Draft, at: datetime) -> Draft:
        saved = replace(draft, id=self.unit.ids())
        self.state.drafts[saved.id] = saved
        return saved

    async def get(self, draft_id: int) -> Draft | None:
        done = self.state.rows.get(("drafts", draft_id))
        return done if isinstance(done, Draft) else self.state.drafts.get(draft_id)

    async def of_message(self, inbox_id: int) -> list[Draft]:
        found = [await self.get(i) for i, d in self.state.drafts.items() if d.inbox_id == inbox_id]
        return [draft for draft in found if draft is not None]

    async def settle(self, draft_id: int, state: str, event_id: int | None = None) -> None:
        known = self.state.drafts[draft_id]
        event = replace(known.event, id=event_id or known.event.id)
        if state == "done":
            self.state.rows["drafts", draft_id] = replace(known, state="done", event=event)
        elif state in ("open", "dropped", "replaced"):
            self.state.drafts[draft_id] = replace(known, state=state)


def _midnight(day: date, zone: str) -> datetime:
    return instant_of(datetime.combine(day, time()), zone_called(zone))


def _order(event: Event, zone: str) -> tuple[datetime, bool, int]:
    if event.starts_at is not None:
        return event.starts_at, True, event.id
    return _midnight(event.first_day or date.min, zone), False, event.id
