"""What one message changed is taken back together, or not at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.models import Reminder
from core.tasks import Task
from storage.database import PostgresDatabase

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
TEA = Reminder(text="tea 🍵", wall=datetime(2026, 4, 14, 16), zone="Europe/Berlin")
DUE = datetime(2026, 4, 14, 14, tzinfo=UTC)


async def message(database: PostgresDatabase, owner: int) -> int:
    async with database.transaction(owner) as work:
        chat = await work.people.open_conversation("terminal", 0, NOON)
        return (await work.inbox.add(chat.id, "text", "hello", "", NOON)).inbox_id


async def undo(database: PostgresDatabase, owner: int, cause: int) -> str:
    async with database.transaction(owner, cause=await message(database, owner)) as work:
        return await work.changes.undo(cause)


async def test_what_was_added_goes_again(database: PostgresDatabase, anna: int) -> None:
    cause = await message(database, anna)
    async with database.transaction(anna, cause=cause) as work:
        await work.reminders.add(TEA, DUE, NOON)
        await work.tasks.add(Task(title="milk", list_name="shopping"), NOON)
    assert await undo(database, anna, cause) == "undone"
    async with database.transaction(anna) as work:
        assert await work.reminders.upcoming(NOON) == []
        assert await work.tasks.open() == []
        assert await work.tasks.lists() == []


async def test_what_was_changed_is_as_before(database: PostgresDatabase, anna: int) -> None:
    first, second = await message(database, anna), await message(database, anna)
    async with database.transaction(anna, cause=first) as work:
        tea = await work.reminders.add(TEA, DUE, NOON)
    async with database.transaction(anna, cause=second) as work:
        await work.reminders.save(replace(tea, state="cancelled"))
        await work.occurrences.cancel_scheduled(tea.id)
        assert await work.reminders.upcoming(NOON) == []
    assert await undo(database, anna, second) == "undone"
    async with database.transaction(anna) as work:
        [(reminder, occurrence)] = await work.reminders.upcoming(NOON)
    assert (reminder.text, reminder.wall, occurrence.due_at) == (TEA.text, TEA.wall, DUE)


async def test_nothing_is_undone_when_a_row_changed_since(
    database: PostgresDatabase, anna: int
) -> None:
    cause = await message(database, anna)
    async with database.transaction(anna, cause=cause) as work:
        tea = await work.reminders.add(TEA, DUE, NOON)
        await work.tasks.add(Task(title="milk"), NOON)
    async with database.transaction(anna, cause=await message(database, anna)) as work:
        await work.reminders.save(replace(tea, text="coffee"))
    assert await undo(database, anna, cause) == "changed"
    async with database.transaction(anna) as work:
        assert [task.title for task in await work.tasks.open()] == ["milk"]


async def test_what_has_rung_cannot_be_undone(database: PostgresDatabase, anna: int) -> None:
    cause = await message(database, anna)
    async with database.transaction(anna, cause=cause) as work:
        tea = await work.reminders.add(TEA, DUE, NOON)
        [(_, occurrence)] = await work.reminders.upcoming(NOON)
    async with database.transaction(anna) as work:
        assert await work.occurrences.claim(occurrence.id) is not None
    assert await undo(database, anna, cause) == "rung"
    async with database.transaction(anna) as work:
        assert await work.reminders.get(tea.id) is not None


async def test_undoing_twice_finds_nothing_and_an_undo_can_be_undone(
    database: PostgresDatabase, anna: int
) -> None:
    cause, press = await message(database, anna), await message(database, anna)
    async with database.transaction(anna, cause=cause) as work:
        await work.tasks.add(Task(title="milk", due=NOON + timedelta(days=1)), NOON)
    async with database.transaction(anna, cause=press) as work:
        assert await work.changes.undo(cause) == "undone"
        assert await work.changes.undo(cause) == "nothing"
    assert await undo(database, anna, press) == "undone"
    async with database.transaction(anna) as work:
        [task] = await work.tasks.open()
    assert (task.title, task.due) == ("milk", NOON + timedelta(days=1))


async def test_nobody_undoes_what_another_did(
    database: PostgresDatabase, anna: int, ben: int
) -> None:
    cause = await message(database, anna)
    async with database.transaction(anna, cause=cause) as work:
        await work.tasks.add(Task(title="milk"), NOON)
    assert await undo(database, ben, cause) == "nothing"
    async with database.transaction(anna) as work:
        assert len(await work.tasks.open()) == 1
