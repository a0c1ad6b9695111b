"""Reminders and their ringings."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.models import Occurrence, OccurrenceState, Reminder
from core.policies import Late

ADD = """
insert into reminders (owner_id, text, wall, zone, floating, rule, every, nag, nag_most, late,
                       late_after, urgent, state, inbox_id, created_at)
values (%(owner)s, %(text)s, %(wall)s, %(zone)s, %(floating)s, %(rule)s, %(every)s, %(nag)s,
        %(nag_most)s, %(late)s, %(late_after)s, %(urgent)s, %(state)s, %(inbox)s, %(at)s)
returning *
"""
GET = "select * from reminders where id = %(id)s and owner_id = %(owner)s"
SAVE = """
update reminders set text = %(text)s, wall = %(wall)s, zone = %(zone)s, floating = %(floating)s,
  rule = %(rule)s, every = %(every)s, nag = %(nag)s, nag_most = %(nag_most)s, late = %(late)s,
  late_after = %(late_after)s, urgent = %(urgent)s, state = %(state)s
where id = %(id)s and owner_id = %(owner)s
"""
# o_ marks the columns of the occurrence beside those of its reminder.
PAIR: LiteralString = """
select r.*, o.id as o_id, o.due_at as o_due_at, o.state as o_state, o.parent_id as o_parent_id,
  o.collapsed as o_collapsed, o.outbox_id as o_outbox_id, o.message_id as o_message_id,
  o.sent_at as o_sent_at, o.settled_at as o_settled_at,
  o.parent_id is not null and exists (
    select from occurrences p where p.id = o.parent_id and p.state = 'skipped') as o_moved
from occurrences o join reminders r on r.id = o.reminder_id and r.owner_id = %(owner)s
where o.owner_id = %(owner)s
"""
UPCOMING = (
    PAIR
    + """
  and o.state = 'scheduled' and r.state = 'active' and o.due_at > %(after)s
  and (%(until)s::timestamptz is null or o.due_at <= %(until)s)
order by o.due_at, o.id
"""
)
ROUNDS = (
    PAIR
    + """
  and o.state = 'scheduled' and r.state = 'active' and o.due_at > %(after)s
  and r.rule is not null and o.parent_id is null
order by o.due_at, o.id
"""
)
RUNG = (
    PAIR
    + """
  and o.state in ('claimed', 'sent', 'missed') and r.state = 'active' and o.due_at >= %(since)s
order by o.due_at desc, o.id desc limit 20
"""
)
ALL = "select * from reminders where owner_id = %(owner)s order by id"
OF_ID = PAIR + " and o.id = %(id)s"
FAMILY = PAIR + " and (o.id = %(root)s or o.parent_id = %(root)s) order by o.due_at, o.id"
TOLD = PAIR + " and o.outbox_id = %(outbox)s order by o.due_at, o.id"
OVERDUE = (
    PAIR
    + """
  and o.state = 'scheduled' and r.state = 'active' and o.due_at <= %(at)s
order by o.due_at, o.id
"""
)
# One that was cancelled, or left out by a clock that was ahead, comes back.
OCCUR = """
insert into occurrences (owner_id, reminder_id, due_at, parent_id)
values (%(owner)s, %(reminder)s, %(due)s, %(parent)s)
on conflict (reminder_id, due_at) where parent_id is null
  do update set state = case
    when occurrences.state = 'cancelled' or occurrences.state = 'skipped'
      and occurrences.settled_at is null and occurrences.due_at > app_at() then 'scheduled'
    else occurrences.state end
returning id
"""
# Locks the reminder first, as cancelling does: whoever comes second sees what the first has done.
CLAIM = """
with held as (
  select r.id from reminders r join occurrences o on o.reminder_id = r.id
  where o.id = %(id)s and o.owner_id = %(owner)s and r.owner_id = %(owner)s and r.state = 'active'
  for no key update of r
)
update occurrences o set state = 'claimed' from held
where o.id = %(id)s and o.owner_id = %(owner)s and o.reminder_id = held.id and o.state = 'scheduled'
returning o.id
"""
MARK = "update occurrences set state = %(state)s where id = %(id)s and owner_id = %(owner)s"
SETTLE = """
update occurrences set state = %(state)s, settled_at = %(at)s
where id = any(%(ids)s) and owner_id = %(owner)s
"""
LEFT_OUT = """
select reminder_id, due_at from occurrences
where owner_id = %(owner)s and parent_id is null and state = 'skipped' and settled_at is not null
  and due_at > %(after)s and due_at <= %(until)s
"""
STANDS_FOR = """
update occurrences set state = 'claimed', collapsed = %(collapsed)s
where id = %(id)s and owner_id = %(owner)s
"""
RANG = """
update occurrences set outbox_id = %(outbox)s where id = any(%(ids)s) and owner_id = %(owner)s
"""
# Rings on because nobody has answered: the children of what was neither done nor snoozed.
HUSH = """
update occurrences c set state = 'cancelled' from occurrences p
where c.reminder_id = %(reminder)s and c.owner_id = %(owner)s and c.state = 'scheduled'
  and p.id = c.parent_id and p.state in ('claimed', 'sent', 'missed')
"""
CANCEL = """
update occurrences set state = 'cancelled'
where reminder_id = %(reminder)s and owner_id = %(owner)s and state = 'scheduled'
returning id
"""


class ReminderStore:
    """Reminders of one person, behind `core.stores.ringing.Reminders`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(self, reminder: Reminder, due_at: datetime, at: datetime) -> Reminder:
        values = _values(reminder) | {"owner": self._owner_id, "at": at}
        row = await _one(self._connection, ADD, **values, inbox=reminder.inbox_id)
        assert row is not None  # noqa: S101 - an insert that returns always returns
        saved = _reminder(row)
        await _one(
            self._connection,
            OCCUR,
            owner=self._owner_id,
            reminder=saved.id,
            due=due_at,
            parent=None,
        )
        return saved

    async def get(self, reminder_id: int) -> Reminder | None:
        row = await _one(self._connection, GET, owner=self._owner_id, id=reminder_id)
        return None if row is None else _reminder(row)

    async def save(self, reminder: Reminder) -> None:
        values = _values(reminder) | {"owner": self._owner_id, "id": reminder.id}
        await self._connection.execute(SAVE, values)

    async def upcoming(
        self, after: datetime, until: datetime | None = None
    ) -> list[tuple[Reminder, Occurrence]]:
        cursor = await self._connection.execute(
            UPCOMING, {"owner": self._owner_id, "after": after, "until": until}
        )
        return [(_reminder(row), _occurrence(row)) for row in await cursor.fetchall()]

    async def rounds(self, after: datetime) -> list[tuple[Reminder, Occurrence]]:
        values = {"owner": self._owner_id, "after": after}
        cursor = await self._connection.execute(ROUNDS, values)
        return [(_reminder(row), _occurrence(row)) for row in await cursor.fetchall()]

    async def all(self) -> list[Reminder]:
        cursor = await self._connection.execute(ALL, {"owner": self._owner_id})
        return [_reminder(row) for row in await cursor.fetchall()]

    async def rung(self, since: datetime) -> list[tuple[Reminder, Occurrence]]:
        cursor = await self._connection.execute(RUNG, {"owner": self._owner_id, "since": since})
        return [(_reminder(row), _occurrence(row)) for row in await cursor.fetchall()]


class OccurrenceStore:
    """The ringings of one person's reminders, behind `core.stores.ringing.Occurrences`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(self, reminder_id: int, due_at: datetime, parent_id: int | None) -> int:
        row = await self._one(OCCUR, reminder=reminder_id, due=due_at, parent=parent_id)
        assert row is not None  # noqa: S101 - an insert that returns always returns
        return int(row["id"])

    async def get(self, occurrence_id: int) -> tuple[Reminder, Occurrence] | None:
        row = await self._one(OF_ID, id=occurrence_id)
        return None if row is None else (_reminder(row), _occurrence(row))

    async def claim(self, occurrence_id: int) -> tuple[Reminder, Occurrence] | None:
        if await self._one(CLAIM, id=occurrence_id) is None:
            return None
        return await self.get(occurrence_id)

    async def mark(self, occurrence_id: int, state: OccurrenceState) -> None:
        await self._connection.execute(
            MARK, {"owner": self._owner_id, "id": occurrence_id, "state": state}
        )

    async def cancel_scheduled(self, reminder_id: int) -> int:
        cursor = await self._connection.execute(
            CANCEL, {"owner": self._owner_id, "reminder": reminder_id}
        )
        return len(await cursor.fetchall())

    async def family(self, root_id: int) -> list[Occurrence]:
        rows = await self._pairs(FAMILY, root=root_id)
        return [occurrence for _, occurrence in rows]

    async def overdue(self, at: datetime) -> list[tuple[Reminder, Occurrence]]:
        return await self._pairs(OVERDUE, at=at)

    async def settle(
        self, occurrence_ids: Sequence[int], state: OccurrenceState, at: datetime
    ) -> None:
        await self._run(SETTLE, ids=list(occurrence_ids), state=state, at=at)

    async def left_out(self, after: datetime, until: datetime) -> set[tuple[int, datetime]]:
        values = {"owner": self._owner_id, "after": after, "until": until}
        cursor = await self._connection.execute(LEFT_OUT, values)
        return {(row["reminder_id"], row["due_at"]) for row in await cursor.fetchall()}

    async def stands_for(self, occurrence_id: int, collapsed: int) -> None:
        await self._run(STANDS_FOR, id=occurrence_id, collapsed=collapsed)

    async def hush(self, reminder_id: int) -> None:
        await self._run(HUSH, reminder=reminder_id)

    async def rang(self, occurrence_ids: Sequence[int], outbox_id: int) -> None:
        await self._run(RANG, ids=list(occurrence_ids), outbox=outbox_id)

    async def told(self, outbox_id: int) -> list[tuple[Reminder, Occurrence]]:
        return await self._pairs(TOLD, outbox=outbox_id)

    async def _pairs(
        self, query: LiteralString, **values: object
    ) -> list[tuple[Reminder, Occurrence]]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return [(_reminder(row), _occurrence(row)) for row in await cursor.fetchall()]

    async def _run(self, query: LiteralString, **values: object) -> None:
        await self._connection.execute(query, {"owner": self._owner_id} | values)

    async def _one(self, query: LiteralString, **values: object) -> DictRow | None:
        return await _one(self._connection, query, owner=self._owner_id, **values)


async def _one(
    connection: AsyncConnection[DictRow], query: LiteralString, **values: object
) -> DictRow | None:
    cursor = await connection.execute(query, values)
    return await cursor.fetchone()


def _values(reminder: Reminder) -> dict[str, object]:
    late = reminder.late
    return {
        "text": reminder.text,
        "wall": reminder.wall,
        "zone": reminder.zone,
        "floating": reminder.floating,
        "rule": reminder.rule,
        "every": reminder.every,
        "nag": reminder.nag,
        "nag_most": reminder.nag_most,
        "late": late and late.what,
        "late_after": late and late.after,
        "urgent": reminder.urgent,
        "state": reminder.state,
    }


def _reminder(row: DictRow) -> Reminder:
    late = row["late"]
    return Reminder(
        id=row["id"],
        text=row["text"],
        wall=row["wall"],
        zone=row["zone"],
        floating=row["floating"],
        rule=row["rule"],
        every=row["every"],
        nag=row["nag"],
        nag_most=row["nag_most"],
        late=None if late is None else Late(what=late, after=row["late_after"]),
        urgent=row["urgent"],
        state=row["state"],
        inbox_id=row["inbox_id"],
    )


def _occurrence(row: DictRow) -> Occurrence:
    return Occurrence(
        id=row["o_id"],
        reminder_id=row["id"],
        due_at=row["o_due_at"],
        state=row["o_state"],
        parent_id=row["o_parent_id"],
        moved=row["o_moved"],
        collapsed=row["o_collapsed"],
        outbox_id=row["o_outbox_id"],
        message_id=row["o_message_id"],
        sent_at=row["o_sent_at"],
        settled_at=row["o_settled_at"],
    )
