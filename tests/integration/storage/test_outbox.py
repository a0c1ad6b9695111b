"""The outbox keeps what is promised: once per key, one sender at a time, receipts for ever."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from core.models import Button, File, Mark, Outgoing, OutgoingKind, Receipt, Reply
from storage.boards import Boards
from storage.database import PostgresDatabase

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
LEASE = NOON + timedelta(seconds=30)
ASK = Reply(
    text="Which one? \U0001f600",
    buttons=(
        (Button(label="✅ Done", data="done:1"), Button(label="10 min", data="snooze:1:10m")),
    ),
    marks=(Mark(kind="bold", start=0, end=5), Mark(kind="date_time", start=6, end=9, instant=NOON)),
    files=(File(name="a.json", content=b"{}"),),
    route="reminder.set",
)


async def put(
    database: PostgresDatabase,
    owner: int,
    key: str,
    kind: OutgoingKind = "reply",
    target: int | None = None,
    reply: Reply = ASK,
) -> tuple[int, int]:
    async with database.transaction(owner) as work:
        chat = await work.people.open_conversation("telegram", 77, NOON)
        message = Outgoing(
            key=key, conversation_id=chat.id, kind=kind, reply=reply, target_id=target
        )
        await work.outbox.put(message, NOON)
        return chat.id, await work.outbox.number(key)


async def test_a_message_is_kept_whole(database: PostgresDatabase, anna: int) -> None:
    chat, row = await put(database, anna, "reply:1:0")
    async with database.transaction(anna) as work:
        message = await work.outbox.claim(row, NOON, LEASE)
    assert message is not None
    assert (message.reply, message.conversation_id) == (ASK, chat)
    assert (message.chat_id, message.uncertain) == (77, False)


async def test_the_same_key_is_put_once(database: PostgresDatabase, anna: int) -> None:
    assert await put(database, anna, "reply:1:0") == await put(database, anna, "reply:1:0")


async def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(
    database: PostgresDatabase, boards: Boards, anna: int
) -> None:
    _, row = await put(database, anna, "reply:1:0")
    async with database.transaction(anna) as work:
        assert await work.outbox.claim(row, NOON, LEASE) is not None
    async with database.transaction(anna) as work:
        assert await work.outbox.claim(row, NOON, LEASE) is None
    assert await boards.ready(NOON, "telegram", 10) == []
    async with database.transaction(anna) as work:
        again = await work.outbox.claim(row, LEASE, LEASE + timedelta(seconds=30))
    assert again is not None
    assert again.uncertain


async def test_replies_overtake_alarms(
    database: PostgresDatabase, boards: Boards, anna: int, ben: int
) -> None:
    _, push = await put(database, anna, "occurrence:1", "push")
    _, reply = await put(database, ben, "reply:1:0")
    assert [row.outbox_id for row in await boards.ready(NOON, "telegram", 10)] == [reply, push]
    assert await boards.ready(NOON, "terminal", 10) == []


async def test_a_reply_that_leaves_wakes_no_alarm_clock(
    database: PostgresDatabase, anna: int, database_url: str
) -> None:
    _, row = await put(database, anna, "reply")
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as listening:
        await listening.execute("listen jenny")
        async with database.transaction(anna) as work:
            assert await work.outbox.claim(row, NOON, NOON + timedelta(minutes=1)) is not None
            await work.outbox.sent(row, Receipt(message_id=5, at=NOON))
        await put(database, anna, "another")
        woken = [n.payload async for n in listening.notifies(timeout=5, stop_after=1)]
    assert woken == ["outbox"]


async def test_what_was_sent_is_not_ready_again(
    database: PostgresDatabase, boards: Boards, anna: int
) -> None:
    _, row = await put(database, anna, "reply:1:0")
    async with database.transaction(anna) as work:
        await work.outbox.claim(row, NOON, LEASE)
        await work.outbox.sent(row, Receipt(message_id=5, at=NOON))
    assert await boards.ready(LEASE, "telegram", 10) == []


@pytest.mark.parametrize("label", ["Done", "done", "✅ DONE"])
async def test_a_button_is_found_by_what_it_says(
    database: PostgresDatabase, anna: int, label: str
) -> None:
    chat, row = await put(database, anna, "reply:1:0")
    async with database.transaction(anna) as work:
        assert await work.outbox.pressed(chat, label) == (row, "done:1")
        assert await work.outbox.pressed(chat, "Delete") is None


async def test_an_edit_takes_the_old_buttons_away(database: PostgresDatabase, anna: int) -> None:
    chat, row = await put(database, anna, "reply:1:0")
    await put(database, anna, "edit:1", "edit", row, Reply(text="Done."))
    async with database.transaction(anna) as work:
        assert await work.outbox.pressed(chat, "Done") is None


async def test_bodies_go_after_two_weeks(
    database: PostgresDatabase, boards: Boards, anna: int
) -> None:
    chat, row = await put(database, anna, "reply:1:0")
    async with database.transaction(anna) as work:
        await work.outbox.sent(row, Receipt(message_id=5, at=NOON))
    assert (await boards.retire(NOON + timedelta(days=13)))["outbox"] == 0
    assert (await boards.retire(NOON + timedelta(days=15)))["outbox"] == 1
    async with database.transaction(anna) as work:
        assert await work.outbox.pressed(chat, "Done") is None
