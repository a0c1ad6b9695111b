"""Updates get into the inbox once, in order, and are acknowledged only then."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from tests.integration.intake.conftest import ANNA, BEN, BuildHouse, House, rows

INBOX = "select kind, state, body, update_id from inbox order by id"


async def test_a_message_arrives_and_is_acknowledged(house: House, admin_url: str) -> None:
    house.poll()
    house.people.say(ANNA, "call mum")
    assert await house.world.until(lambda: not house.world.queue)
    await house.echo.until(lambda: house.echo.texts() == ["call mum"])
    assert [row["state"] for row in rows(admin_url, INBOX)] == ["done"]


async def test_what_is_delivered_twice_is_kept_once(house: House, admin_url: str) -> None:
    house.poll()
    house.people.say(ANNA, "one")
    await house.echo.until(lambda: house.echo.texts() == ["one"])
    house.people.replay(house.world.handed[0]["update_id"])
    house.people.say(ANNA, "two")
    await house.echo.until(lambda: "two" in house.echo.texts())
    assert house.echo.texts() == ["one", "two"]
    assert len(rows(admin_url, INBOX)) == 2


async def test_a_number_from_two_days_ago_gives_way(house: House, admin_url: str) -> None:
    update = {"update_id": 7, "message": _text("one")}
    await house.intake.receive([update])
    house.clock.move_to(house.clock.now() + timedelta(hours=47))
    await house.intake.receive([update])
    assert len(rows(admin_url, INBOX)) == 1
    house.clock.move_to(house.clock.now() + timedelta(hours=2))
    await house.intake.receive([{"update_id": 7, "message": _text("two")}])
    await house.echo.until(lambda: house.echo.texts() == ["one", "two"])


async def test_a_batch_is_taken_in_the_order_of_its_numbers(house: House) -> None:
    batch = [{"update_id": n, "message": _text(str(n))} for n in (9, 7, 8, 7)]
    assert await house.intake.receive(batch) == 9
    await house.echo.until(lambda: len(house.echo.heard) == 3)
    assert house.echo.texts() == ["7", "8", "9"]


async def test_a_malformed_update_between_two_good_ones_is_set_aside(
    house: House, admin_url: str
) -> None:
    house.people.say(ANNA, "before")
    house.world.enqueue({"message": _text("x") | {"message_id": "eleven"}})
    house.world.enqueue({"message": {"from": "nobody"}})
    house.people.say(ANNA, "after")
    house.poll()
    assert await house.world.until(lambda: not house.world.queue)
    await house.echo.until(lambda: house.echo.texts() == ["before", "after"])
    kept = rows(admin_url, INBOX)
    assert [row["state"] for row in kept] == ["done", "set_aside", "done"]
    assert "eleven" in kept[1]["body"]["unread"]


@pytest.mark.parametrize("text", ["a\0b", "a\ud83db", "\udc00", "😀" * 3, "שלום", "x" * 100_000])
async def test_every_text_can_be_kept(house: House, admin_url: str, text: str) -> None:
    await house.intake.receive([{"update_id": 7, "message": _text(text)}])
    await house.echo.until(lambda: len(house.echo.heard) == 1)
    readable = text.translate({0: "\ufffd", 0xD83D: "\ufffd", 0xDC00: "\ufffd"})
    assert house.echo.heard[0].text == readable
    assert rows(admin_url, INBOX)[0]["body"]["text"] == readable


async def test_groups_leave_nothing(house: House, admin_url: str) -> None:
    house.people.in_group(ANNA, -55, "hello all")
    house.people.say(ANNA, "here")
    house.poll()
    await house.echo.until(lambda: house.echo.texts() == ["here"])
    assert len(rows(admin_url, INBOX)) == 1
    assert house.world.texts(-55) == []


async def test_what_was_not_dealt_with_is_replayed_in_order(
    house: House, build: BuildHouse, redis_url: str
) -> None:
    house.echo.held["one"] = asyncio.Event()
    for text in ("one", "two", "three"):
        house.people.say(ANNA, text)
    house.poll()
    assert await house.world.until(lambda: not house.world.queue)
    await house.lanes.__aexit__(None, None, None)
    assert house.echo.texts() == []
    second = await build(redis_url)
    await second.intake.resume()
    await second.echo.until(lambda: len(second.echo.heard) == 3)
    assert second.echo.texts() == ["one", "two", "three"]


async def test_a_message_kept_without_the_answer_reaching_us_is_still_dealt_with(
    house: House,
) -> None:
    update = {"update_id": 7, "message": _text("one")}
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute(
            "select accept_updates(%s, jsonb_build_array(jsonb_build_object("
            "'update_id', 7, 'account_id', %s::bigint, 'kind', 'text', 'message_id', 11,"
            " 'state', 'new', 'body', '{\"text\": \"one\"}'::jsonb)), %s)",
            (house.intake.source, ANNA, house.clock.now()),
        )
    await house.intake.receive([update])
    await house.echo.until(lambda: house.echo.texts() == ["one"])


async def test_two_people_have_two_inboxes(house: House, admin_url: str) -> None:
    ben = await house.pair(BEN, "ben")
    await house.intake.receive(
        [
            {"update_id": 1, "message": _text("mine")},
            {"update_id": 2, "message": _text("yours", BEN)},
        ]
    )
    await house.echo.until(lambda: len(house.echo.heard) == 2)
    owners = {incoming.text: incoming.owner_id for incoming in house.echo.heard}
    assert owners == {"mine": house.owner_id, "yours": ben}


def _text(text: str, account_id: int = ANNA) -> dict[str, object]:
    return {
        "message_id": 11,
        "date": 1,
        "from": {"id": account_id, "is_bot": False, "first_name": "A"},
        "chat": {"id": account_id, "type": "private"},
        "text": text,
    }
