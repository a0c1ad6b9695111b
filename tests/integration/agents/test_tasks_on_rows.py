"""Tasks over PostgreSQL: taps at once, taps on old messages, and the rows afterwards."""

import asyncio
import json
from dataclasses import fields
from datetime import date

from core.tasks import Task
from memory.exports import export
from tests.integration.agents.conftest import Chat

# Numbers of rows say nothing to a person.
INSIDE = {"id", "follows_id", "reminder_id", "inbox_id"}


async def dues(chat: Chat) -> list[tuple[str, object]]:
    async with chat.house.database.transaction(chat.owner_id) as work:
        return [(task.title, task.due) for task in await work.tasks.open()]


async def test_two_taps_at_once_bring_one_task_back(chat: Chat) -> None:
    await chat.say("water plants every! 3 days")
    await chat.say("what are my tasks?")
    found = await chat.pressable("water plants")
    assert found is not None
    async with chat.house.database.transaction(chat.owner_id) as work:
        talk = await work.people.open_conversation("terminal", 0, chat.house.clock.now())
        taps = [
            await work.inbox.add(talk.id, "press", "", found[1], chat.house.clock.now(), found[0])
            for _ in range(2)
        ]
    await asyncio.gather(*(chat.house.dispatcher.handle(tap) for tap in taps))
    await chat.house.delivery.drain("terminal")
    toasts = sorted(sent.reply.text for sent in chat.door.sent if sent.kind == "toast")
    assert toasts == [
        "Done: water plants. It is due again Thu 16 Apr.",
        "“water plants” was done already.",
    ]
    assert await dues(chat) == [("water plants", date(2026, 4, 16))]


async def test_undo_takes_back_tick_comeback_and_reminder_together(chat: Chat) -> None:
    await chat.say("Pay rent every 1st p1 #home")
    await chat.press("Remind me")
    await chat.press("Fri 1 May at 09:00")
    said = await chat.reply("done with rent")
    assert said == (
        "✓ Done: Pay rent. It is due again Mon 1 Jun. Its reminder is cancelled."
        " 1 item left on home."
    )
    assert await dues(chat) == [("Pay rent", date(2026, 6, 1))]
    await chat.press("Undo")
    assert await dues(chat) == [("Pay rent", date(2026, 5, 1))]
    assert "Fri 1 May\n1. Pay rent, 09:00" in await chat.reply("what are my reminders?")


async def test_the_old_message_of_a_list_ticks_what_it_shows(chat: Chat) -> None:
    await chat.say("add milk and bread to shopping")
    (shown,) = await chat.say("what's on my shopping list?")
    await chat.say("done with milk")
    await chat.say("add eggs to shopping")
    _, edit = sorted(await chat.press_again(shown, "bread"), key=lambda o: o.kind, reverse=True)
    assert edit.reply.text == "Shopping\n☑ milk\n☑ bread\n☐ eggs"
    assert [title for title, _ in await dues(chat)] == ["eggs"]


async def test_all_that_is_kept_of_a_task_is_exported(chat: Chat) -> None:
    task = Task(title="rent", due=date(2026, 5, 1), notes="iban", tags=("home",), rule="FREQ=DAILY")
    async with chat.house.database.transaction(chat.owner_id) as work:
        await work.tasks.add(task, chat.house.clock.now())
        (exported,) = json.loads(await export(work))["tasks"]
    names = {field.name for field in fields(Task)} - INSIDE
    assert {"list_name" if name == "list" else name for name in exported} == names
    assert (exported["notes"], exported["tags"], exported["rule"]) == (
        "iban", ["home"], "FREQ=DAILY",
    )  # fmt: skip
