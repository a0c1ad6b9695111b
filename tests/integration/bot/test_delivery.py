"""What is in the outbox reaches the chat: once, in order, whatever happens on the way."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import psycopg
import pytest
import structlog

from bot.delivery import CRASHES
from bot.render import REPEAT
from bot.telegram.client import connected
from bot.telegram.door import TelegramDoor
from core.clock import SystemClock
from core.models import Outgoing, Receipt
from tests.botapi.faults import Fault
from tests.botapi.people import People
from tests.botapi.world import World
from tests.integration.bot.mail import ANNA, BEN, Mail


async def test_a_reply_arrives_and_its_receipt_is_kept(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "Hello")
    assert await mail.delivery(door).drain("telegram") == 1
    (kept,) = world.from_bot(ANNA)
    number = kept.message["message_id"]
    assert kept.text == "Hello"
    assert mail.rows("select state, message_id from outbox") == [
        {"state": "sent", "message_id": number}
    ]


async def test_replies_overtake_alarms(mail: Mail, door: TelegramDoor, world: World) -> None:
    await mail.put(ANNA, "Water the plants", "push")
    await mail.put(ANNA, "Hello")
    assert await mail.delivery(door).drain("telegram") == 2
    assert world.texts(ANNA) == ["Hello", "Water the plants"]


async def test_each_chat_keeps_its_order(mail: Mail, door: TelegramDoor, world: World) -> None:
    for number in range(20):
        await mail.put(ANNA, f"a{number}")
        await mail.put(BEN, f"b{number}")
    async with mail.running(mail.delivery(door)):
        assert set(await mail.settled("sent")) == {"sent"}
    assert world.texts(ANNA) == [f"a{number}" for number in range(20)]
    assert world.texts(BEN) == [f"b{number}" for number in range(20)]


async def test_it_wakes_when_there_is_something_new(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    async with mail.running(mail.delivery(door)) as wake:
        await mail.put(ANNA, "Hello")
        wake.set()
        assert await world.until(lambda: world.texts(ANNA) == ["Hello"], 2)


async def test_an_edit_reaches_the_message_of_its_row(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    row = await mail.put(ANNA, "Hello")
    await mail.put(ANNA, "Good morning", "edit", target=row)
    await mail.delivery(door).drain("telegram")
    assert world.texts(ANNA) == ["Good morning"]


@pytest.mark.parametrize("fault", [Fault(code=500), Fault(code=502, times=2)])
async def test_a_failing_server_delays_and_does_not_double(
    mail: Mail, door: TelegramDoor, world: World, fault: Fault
) -> None:
    await mail.put(ANNA, "first")
    await mail.put(ANNA, "second")
    with world.broken(fault):
        async with mail.running(mail.delivery(door)):
            assert set(await mail.settled("sent")) == {"sent"}
    assert world.texts(ANNA) == ["first", "second"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(cut=True), [REPEAT + "Hello"]),
        (Fault(cut=True, apply=True), ["Hello", REPEAT + "Hello"]),
    ],
)
async def test_what_may_have_arrived_comes_again_and_says_so(
    mail: Mail, door: TelegramDoor, world: World, fault: Fault, expected: list[str]
) -> None:
    await mail.put(ANNA, "Hello")
    with world.broken(fault):
        async with mail.running(mail.delivery(door)):
            assert await mail.settled("sent") == ["sent"]
    assert world.texts(ANNA) == expected


async def test_a_wish_to_wait_is_granted_and_others_pass(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "first")
    await mail.put(ANNA, "second")
    await mail.put(BEN, "Hello")
    fault = Fault(code=429, retry_after=1, chat_id=ANNA)
    with world.broken(fault):
        async with mail.running(mail.delivery(door)):
            assert set(await mail.settled("sent")) == {"sent"}
    refused, first, second = (call.at for call in world.calls if call.chat_id == ANNA)
    (ben,) = (call.at for call in world.calls if call.chat_id == BEN)
    assert world.texts(ANNA) == ["first", "second"]
    assert first - refused >= 1
    assert ben < first <= second


async def test_a_long_message_goes_on_where_it_was_broken(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "a" * 4096 + "b" * 4096 + "c")
    world.faults = [Fault(times=0), Fault(delay=0.001), Fault(code=500)]
    async with mail.running(mail.delivery(door)):
        assert await mail.settled("sent") == ["sent"]
    assert [text[0] for text in world.texts(ANNA)] == ["a", "b", "c"]


async def test_who_blocked_the_bot_is_left_alone_and_told_later(
    mail: Mail, door: TelegramDoor, people: People
) -> None:
    await mail.put(ANNA, "Water the plants", "push")
    people.block(ANNA)
    with structlog.testing.capture_logs() as logs:
        await mail.delivery(door).drain("telegram")
    assert mail.states() == ["failed"]
    assert (await mail.boards.backlog())["undelivered"] == 1
    assert [entry["event"] for entry in logs] == ["push_undelivered"]
    assert mail.rows("select state from identities order by id") == [
        {"state": "silent"},
        {"state": "active"},
    ]
    async with mail.database.transaction(mail.owners[ANNA]) as work:
        told = await work.outbox.undelivered(mail.clock.now())
        again = await work.outbox.undelivered(mail.clock.now())
    assert ([message.reply.text for message in told], again) == (["Water the plants"], [])
    assert (await mail.boards.backlog())["undelivered"] == 0


async def test_a_ringing_that_was_not_delivered_counts_as_missed(
    mail: Mail, door: TelegramDoor, people: People, admin_url: str
) -> None:
    with psycopg.connect(admin_url) as connection:
        connection.execute("select set_config('app.at', '2026-04-14 12:00Z', true)")
        row = connection.execute(
            "with r as (insert into reminders (owner_id, text, wall, zone, created_at)"
            " values (%(owner)s, 'plants', '2026-04-14 12:00', 'UTC', %(at)s) returning id)"
            " insert into occurrences (owner_id, reminder_id, due_at, state)"
            " select %(owner)s, id, %(at)s, 'claimed' from r returning id",
            {"owner": mail.owners[ANNA], "at": mail.clock.now()},
        ).fetchone()
    assert row is not None
    await mail.put(ANNA, "Water the plants", "push", occurrence=row[0])
    people.block(ANNA)
    await mail.delivery(door).drain("telegram")
    assert mail.rows("select state from occurrences") == [{"state": "missed"}]


async def test_a_message_that_is_refused_holds_nobody_up(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "odd")
    await mail.put(ANNA, "fine")
    with world.broken(Fault(code=400, description="Bad Request: MESSAGE_ODD")):
        await mail.delivery(door).drain("telegram")
    assert (mail.states(), world.texts(ANNA)) == (["failed", "sent"], ["fine"])


async def test_a_wrong_token_closes_the_door_and_loses_nothing(
    mail: Mail, address: str, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "Hello")
    await mail.put(BEN, "Hello")
    async with connected("1:wrong", address) as bot:
        with structlog.testing.capture_logs() as logs:
            async with mail.running(mail.delivery(TelegramDoor(bot, SystemClock()))) as wake:
                assert await mail.settled("queued")
                wake.set()
                await asyncio.sleep(0.05)
    closed = [entry["reason"] for entry in logs if entry["event"] == "door_closed"]
    assert [reason.startswith("Telegram does not know") for reason in closed] == [True]
    await mail.delivery(door).drain("telegram")
    assert (world.texts(ANNA), world.texts(BEN)) == (["Hello"], ["Hello"])


async def test_what_a_killed_sender_had_in_hand_comes_again_and_says_so(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    row, now = await mail.put(ANNA, "Hello"), mail.clock.now()
    async with mail.database.transaction(mail.owners[ANNA]) as work:
        assert await work.outbox.claim(row, now, now.replace(year=now.year + 1))
    await mail.delivery(door).drain("telegram")
    assert world.texts(ANNA) == [REPEAT + "Hello"]


async def test_a_clock_that_was_set_back_delays_nothing(
    mail: Mail, door: TelegramDoor, world: World, admin_url: str
) -> None:
    await mail.put(ANNA, "first")
    await mail.put(ANNA, "second")
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "update outbox set created_at = created_at + interval '1 hour',"
            " not_before = not_before + interval '1 hour 5 seconds'"
        )
    await mail.delivery(door).drain("telegram")
    assert world.texts(ANNA) == ["first", "second"]


async def test_what_is_on_its_way_at_the_end_gets_its_receipt(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "Hello")
    with world.broken(Fault(delay=0.3)):
        async with mail.running(mail.delivery(door)):
            assert await world.until(lambda: bool(world.calls))
    assert mail.states() == ["sent"]


async def test_a_toast_waits_for_nobody(
    mail: Mail, door: TelegramDoor, world: World, people: People
) -> None:
    kept = world.from_bot(ANNA)
    await mail.put(ANNA, "first")
    await mail.delivery(door).drain("telegram")
    kept = world.from_bot(ANNA)
    press = people.press_data(ANNA, "done:1", kept[0])
    await mail.put(ANNA, "second")
    await mail.put(ANNA, "Done!", "toast", callback=press.id)
    with world.broken(Fault(method="sendMessage", delay=1.0)):
        async with mail.running(mail.delivery(door)):
            assert await world.until(lambda: press.toast == "Done!", 0.8)
            assert len(world.from_bot(ANNA)) == 1
            assert set(await mail.settled("sent")) == {"sent"}


async def test_two_at_work_send_everything_once(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    for number in range(40):
        await mail.put(ANNA if number % 2 else BEN, f"m{number}")
    first, second = mail.delivery(door), mail.delivery(door)
    async with mail.running(first), mail.running(second, first=False):
        assert set(await mail.settled("sent")) == {"sent"}
    assert world.texts(BEN) == [f"m{number}" for number in range(0, 40, 2)]
    assert world.texts(ANNA) == [f"m{number}" for number in range(1, 40, 2)]


class Stumbling:
    """A door that fails in a way nobody thought of, on one text."""

    name = "telegram"

    async def send(self, message: Outgoing, part_sent: Callable[[int], Awaitable[None]]) -> Receipt:
        if message.reply.text == "odd":
            raise ValueError("a sentence of the message")
        return Receipt(message_id=1, at=SystemClock().now())


async def test_an_error_of_ours_stops_one_message_only(mail: Mail) -> None:
    await mail.put(ANNA, "odd")
    await mail.put(BEN, "fine")
    delivery = mail.delivery(Stumbling())
    with structlog.testing.capture_logs() as logs:
        for _ in range(CRASHES):
            await delivery.drain("telegram")
            with psycopg.connect(mail.admin_url) as connection:
                connection.execute("update outbox set not_before = created_at")
    assert mail.states() == ["failed", "sent"]
    crashes = [entry for entry in logs if entry["event"] == "delivery_crashed"]
    assert len(crashes) == CRASHES
    assert "a sentence of the message" not in str(logs)


async def test_restarts_are_no_fault_of_a_message(mail: Mail) -> None:
    """Killed so often on its way, and off for so long, it is as good as a new one."""
    await mail.put(ANNA, "odd")
    with psycopg.connect(mail.admin_url) as connection:
        connection.execute(
            "update outbox set attempts = 40, created_at = created_at - '3 d'::interval"
        )
    await mail.delivery(Stumbling()).drain("telegram")
    assert mail.states() == ["sending"]


async def test_a_server_that_fails_after_a_long_absence_is_tried_again(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    await mail.put(ANNA, "Hello")
    with psycopg.connect(mail.admin_url) as connection:
        connection.execute("update outbox set created_at = created_at - '3 d'::interval")
    with world.broken(Fault(code=502)):
        async with mail.running(mail.delivery(door)):
            assert await mail.settled("sent", "failed") == ["sent"]
    assert world.texts(ANNA) == ["Hello"]


async def test_a_hundred_messages_a_second(mail: Mail, door: TelegramDoor, world: World) -> None:
    for number in range(200):
        await mail.put(ANNA if number % 2 else BEN, f"m{number}")
    begin = time.monotonic()
    async with mail.running(mail.delivery(door)):
        assert await world.until(lambda: len(world.from_bot(ANNA) + world.from_bot(BEN)) == 200)
    assert time.monotonic() - begin < 10


async def test_what_is_put_behind_a_message_on_its_way_does_not_wait_long(
    mail: Mail, door: TelegramDoor, world: World
) -> None:
    with world.broken(Fault(delay=0.2)):
        async with mail.running(mail.delivery(door)) as wake:
            await mail.put(ANNA, "first")
            wake.set()
            assert await world.until(lambda: bool(world.calls))
            await mail.put(ANNA, "second")
            wake.set()
            assert await world.until(lambda: world.texts(ANNA) == ["first", "second"], 1)
