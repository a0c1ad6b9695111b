"""Tasks and their lists."""

from datetime import date, datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.tasks import Task

# An empty list stays: another message may have put something into it meanwhile.
LISTED = """
with listed as (
  insert into lists (owner_id, name) values (%(owner)s, %(list)s)
  on conflict (owner_id, name) do update set name = excluded.name returning id
)
"""
ADD = f"""
{LISTED}
insert into tasks (owner_id, list_id, title, due_date, due_at, priority, notes, tags, rule,
                   after_done, follows_id, reminder_id, state, inbox_id, created_at, completed_at)
select %(owner)s, listed.id, %(title)s, %(due_date)s::date, %(due_at)s::timestamptz,
  %(priority)s::int, %(notes)s, %(tags)s, %(rule)s, %(after_done)s, %(follows)s::bigint,
  %(reminder)s::bigint, %(state)s, %(inbox)s::bigint, %(at)s,
  case when %(state)s = 'done' then %(at)s::timestamptz end
from listed returning *
"""  # noqa: S608 - our own words
GET = """
select t.*, l.name as list_name from tasks t join lists l on l.id = t.list_id
where t.id = %(id)s and t.owner_id = %(owner)s
"""
SAVE = f"""
{LISTED}
update tasks set list_id = listed.id, title = %(title)s, due_date = %(due_date)s,
  due_at = %(due_at)s, priority = %(priority)s, notes = %(notes)s, tags = %(tags)s,
  rule = %(rule)s, after_done = %(after_done)s, follows_id = %(follows)s,
  reminder_id = %(reminder)s, state = %(state)s,
  completed_at = case when %(state)s = 'done' then coalesce(completed_at, %(at)s::timestamptz) end
from listed where tasks.id = %(id)s and owner_id = %(owner)s
"""  # noqa: S608 - our own words
REMOVE = "delete from tasks where id = %(id)s and owner_id = %(owner)s"
OPEN = """
select t.*, l.name as list_name from tasks t join lists l on l.id = t.list_id
where t.owner_id = %(owner)s and t.state = 'open'
  and (%(name)s::text is null or l.name = %(name)s)
order by l.name, t.id
"""
NAMESAKES = """
select t.*, l.name as list_name from tasks t join lists l on l.id = t.list_id
where t.owner_id = %(owner)s and t.state = 'open' and l.name = %(name)s
  and lower(regexp_replace(btrim(t.title), '\\s+', ' ', 'g')) = lower(%(title)s)
order by t.id
"""
ALL = """
select t.*, l.name as list_name from tasks t join lists l on l.id = t.list_id
where t.owner_id = %(owner)s order by l.name, t.id
"""
DONE = """
select t.*, l.name as list_name from tasks t join lists l on l.id = t.list_id
where t.owner_id = %(owner)s and t.state = 'done' and t.completed_at >= %(since)s
  and t.completed_at < %(until)s
order by t.completed_at, t.id
"""
# One lock a person: what two taps at once do, they do one after the other.
HOLD = "select pg_advisory_xact_lock(hashtextextended('tasks', %(owner)s))"
LISTS = """
select l.name from lists l where l.owner_id = %(owner)s
  and exists (select from tasks t where t.owner_id = %(owner)s and t.list_id = l.id)
order by l.name
"""


class TaskStore:
    """The tasks of one person, behind `core.stores.planning.Tasks`."""

    def __init__(self, connection: AsyncConnection[DictRow], owner_id: int) -> None:
        self._connection = connection
        self._owner_id = owner_id

    async def add(self, task: Task, at: datetime) -> Task:
        values = _values(task) | {"inbox": task.inbox_id, "at": at}
        rows = await self._all(ADD, **values)
        return _task(rows[0] | {"list_name": task.list_name})

    async def get(self, task_id: int) -> Task | None:
        rows = await self._all(GET, id=task_id)
        return _task(rows[0]) if rows else None

    async def save(self, task: Task, at: datetime) -> None:
        values = _values(task) | {"owner": self._owner_id, "id": task.id, "at": at}
        await self._connection.execute(SAVE, values)

    async def remove(self, task_id: int) -> None:
        await self._connection.execute(REMOVE, {"owner": self._owner_id, "id": task_id})

    async def open(self, list_name: str | None = None) -> list[Task]:
        return [_task(row) for row in await self._all(OPEN, name=list_name)]

    async def namesakes(self, list_name: str, title: str) -> list[Task]:
        plain = " ".join(title.split())
        return [_task(row) for row in await self._all(NAMESAKES, name=list_name, title=plain)]

    async def all(self) -> list[Task]:
        return [_task(row) for row in await self._all(ALL)]

    async def done(self, since: datetime, until: datetime) -> list[Task]:
        return [_task(row) for row in await self._all(DONE, since=since, until=until)]

    async def hold(self) -> None:
        await self._connection.execute(HOLD, {"owner": self._owner_id})

    async def lists(self) -> list[str]:
        return [row["name"] for row in await self._all(LISTS)]

    async def _all(self, query: LiteralString, **values: object) -> list[DictRow]:
        cursor = await self._connection.execute(query, {"owner": self._owner_id} | values)
        return await cursor.fetchall()


def _values(task: Task) -> dict[str, object]:
    timed = isinstance(task.due, datetime)
    return {
        "list": task.list_name,
        "title": task.title,
        "due_date": None if timed else task.due,
        "due_at": task.due if timed else None,
        "priority": task.priority,
        "notes": task.notes,
        "tags": list(task.tags),
        "rule": task.rule,
        "after_done": task.after_done,
        "follows": task.follows_id,
        "reminder": task.reminder_id,
        "state": task.state,
    }


def _task(row: DictRow) -> Task:
    due: date | datetime | None = row["due_date"] or row["due_at"]
    return Task(
        id=row["id"],
        title=row["title"],
        list_name=row["list_name"],
        due=due,
        priority=row["priority"],
        notes=row["notes"],
        tags=tuple(row["tags"]),
        rule=row["rule"],
        after_done=row["after_done"],
        follows_id=row["follows_id"],
        reminder_id=row["reminder_id"],
        state=row["state"],
        inbox_id=row["inbox_id"],
        created_at=row["created_at"],
        completed_at=row["completed_at"],
    )
