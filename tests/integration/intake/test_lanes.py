"""One at a time in a chat, many chats at once; presses pass; nothing stops a lane for good."""

import asyncio
from datetime import timedelta

import pytest

from bot.lanes import DEADLY, SUSPECT, TRIES, WORKERS
from core.errors import SORRY, ServerDown
from core.intake import MOST_LIVES
from core.stopping import stop
from tests.integration.intake.conftest import (
    ANNA,
    BEN,
    NOON,
    BuildHouse,
    House,
    outage,
    rows,
)

Json = dict[str, object]


def message(number: int, text: str, account_id: int = ANNA, part: str = "message") -> Json:
    """An update; its number is also that of the message."""
    body = {
        "message_id": number,
        "date": 1,
        "from": {"id": account_id, "is_bot": False, "first_name": "A"},
        "chat": {"id": account_id, "type": "private"},
        "text": text,
    }
    return {"update_id": number, part: body}


def press(number: int, data: str, account_id: int = ANNA) -> Json:
    shown = {"message_id": 1, "date": 1, "chat": {"id": account_id, "type": "private"}}
    query = {"id": f"p{number}", "from": {"id": account_id}, "message": shown, "data": data}
    return {"update_id": number, "callback_query": query}


def edit(number: int, original: int, text: str) -> Json:
    raw = message(original, text, part="edited_message")
    return raw | {"update_id": number}


async def test_a_hundred_chats_keep_their_order_and_run_at_once(house: House) -> None:
    accounts = range(5_000, 5_100)
    for account in accounts:
        await house.pair(account, f"p{account}")
    batch = [
        message(turn * 100 + place, f"{account}/{turn}", account)
        for turn in range(5)
        for place, account in enumerate(accounts)
    ]
    for start in range(0, len(batch), 100):
        await house.intake.receive(batch[start : start + 100])
    await house.echo.until(lambda: len(house.echo.heard) == len(batch))
    for account in accounts:
        mine = [text for text in house.echo.texts() if text.startswith(f"{account}/")]
        assert mine == [f"{account}/{turn}" for turn in range(5)]
    assert 1 < house.echo.most_running <= WORKERS


async def test_a_slow_chat_does_not_hold_up_another(house: House) -> None:
    await house.pair(BEN, "ben")
    house.echo.held["slow"] = asyncio.Event()
    await house.intake.receive([message(1, "slow"), message(2, "next"), message(3, "ben's", BEN)])
    await house.echo.until(lambda: house.echo.texts() == ["ben's"])
    house.echo.held["slow"].set()
    await house.echo.until(lambda: house.echo.texts() == ["ben's", "slow", "next"])


async def test_a_press_passes_a_blocked_lane(house: House) -> None:
    house.echo.held["slow"] = asyncio.Event()
    await house.intake.receive([message(1, "slow"), message(2, "next"), press(3, "done:1")])
    await house.echo.until(lambda: house.echo.texts() == ["done:1"])
    assert house.echo.heard[0].callback_id == "p3"


async def test_an_edit_before_its_original_waits_for_it(house: House, admin_url: str) -> None:
    await house.intake.receive([edit(1, 50, "call dad"), message(2, "meanwhile")])
    await house.echo.until(lambda: house.echo.texts() == ["meanwhile"])
    assert rows(admin_url, "select state from inbox order by id")[0]["state"] == "waiting"
    await house.intake.receive([message(50, "call mum")])
    await house.echo.until(lambda: len(house.echo.heard) == 3)
    assert house.echo.texts() == ["meanwhile", "call mum", "call dad"]
    assert house.echo.heard[-1].kind == "edit"


async def test_an_edit_waits_while_its_original_is_under_way(house: House) -> None:
    house.echo.deferred.add("call mum")
    await house.intake.receive([message(50, "call mum"), edit(51, 50, "call dad")])
    await house.intake.receive([message(52, "meanwhile")])
    await house.echo.until(lambda: house.echo.texts() == ["call mum", "meanwhile"])
    async with house.database.transaction(house.owner_id) as work:
        await work.inbox.close(house.echo.heard[0].inbox_id, "done", NOON)
    await house.echo.until(lambda: house.echo.texts()[-1] == "call dad")


async def test_an_edit_of_nothing_becomes_a_message_after_ten_minutes(house: House) -> None:
    await house.intake.receive([edit(1, 50, "call dad"), message(2, "meanwhile")])
    await house.echo.until(lambda: house.echo.texts() == ["meanwhile"])
    house.clock.move_to(NOON + timedelta(minutes=9, seconds=59))
    await house.intake.receive([message(3, "still")])
    await house.echo.until(lambda: house.echo.texts() == ["meanwhile", "still"])
    house.clock.move_to(NOON + timedelta(minutes=10))
    await house.echo.until(lambda: house.echo.texts()[-1] == "call dad")
    assert house.echo.heard[-1].kind == "text"


async def test_a_waiting_edit_survives_a_restart(
    house: House, build: BuildHouse, redis_url: str
) -> None:
    await house.intake.receive([edit(1, 50, "call dad"), message(2, "meanwhile")])
    await house.echo.until(lambda: house.echo.texts() == ["meanwhile"])
    await house.lanes.__aexit__(None, None, None)
    second = await build(redis_url)
    await second.intake.resume()
    await second.intake.receive([message(50, "call mum")])
    await second.echo.until(lambda: second.echo.texts() == ["call mum", "call dad"])


async def test_a_message_that_fails_once_is_tried_again(house: House, admin_url: str) -> None:
    house.echo.failing["tricky"] = TRIES - 1
    await house.intake.receive([message(1, "tricky"), message(2, "next")])
    await house.echo.until(lambda: house.echo.texts() == ["tricky", "next"])
    assert rows(admin_url, "select 1 from outbox where key like 'sorry:%'") == []


async def test_a_message_that_always_fails_is_set_aside_and_the_lane_goes_on(
    house: House, admin_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house.echo.failing["SECRETWORD"] = 99
    await house.intake.receive([message(1, "SECRETWORD"), message(2, "next")])
    await house.echo.until(lambda: house.echo.texts() == ["next"])
    states = [row["state"] for row in rows(admin_url, "select state from inbox order by id")]
    assert states == ["set_aside", "done"]
    [sorry] = rows(admin_url, "select kind, body from outbox where key like 'sorry:%'")
    assert sorry["kind"] == "reply"
    assert SORRY in sorry["body"]["text"]
    logged = capsys.readouterr().out
    assert "message_failed" in logged
    assert "SECRETWORD" not in logged


async def test_a_press_that_always_fails_is_answered_with_a_toast(
    house: House, admin_url: str
) -> None:
    house.echo.failing["done:1"] = 99
    await house.intake.receive([press(1, "done:1")])
    async with asyncio.timeout(10):
        while not rows(admin_url, "select 1 from outbox"):
            await asyncio.sleep(0.01)
    [toast] = rows(admin_url, "select kind, callback_id, body from outbox")
    assert (toast["kind"], toast["callback_id"]) == ("toast", "p1")


async def test_while_postgresql_is_away_messages_wait_and_nothing_is_set_aside(
    house: House, admin_url: str
) -> None:
    house.echo.held["one"] = asyncio.Event()
    await house.intake.receive([message(1, "one"), message(2, "two")])
    with outage(admin_url):
        house.echo.held["one"].set()
        with pytest.raises(ServerDown):
            await house.intake.receive([message(3, "three")])
    assert house.echo.texts() == []
    await house.intake.receive([message(3, "three")])
    await house.echo.until(lambda: house.echo.texts() == ["one", "two", "three"])
    states = {row["state"] for row in rows(admin_url, "select state from inbox")}
    assert states == {"done"}


def lives(admin_url: str, text: str) -> int:
    found = rows(admin_url, "select lives, body ->> 'text' as text from inbox")
    return next(int(row["lives"]) for row in found if row["text"] == text)


async def begun(admin_url: str, text: str, number: int) -> None:
    async with asyncio.timeout(10):
        while lives(admin_url, text) < number:
            await asyncio.sleep(0.01)


async def test_what_processes_die_over_is_set_aside_and_takes_nothing_else_along(
    house: House, build: BuildHouse, redis_url: str, admin_url: str
) -> None:
    """Each life hangs over the message and says nothing more, as one that has died."""
    await house.pair(BEN, "ben")
    house.echo.held |= {"deadly": asyncio.Event(), "beside": asyncio.Event()}
    await house.intake.receive([message(1, "deadly"), message(2, "beside", BEN)])
    dead: list[asyncio.Task[None]] = []
    for number in range(1, MOST_LIVES + 1):
        life = await build(redis_url)
        life.echo.held |= house.echo.held
        dead.append(asyncio.create_task(life.intake.resume()))
        await begun(admin_url, "deadly", number)
        if number <= SUSPECT:
            await begun(admin_url, "beside", number)
    assert lives(admin_url, "beside") == SUSPECT
    last = await build(redis_url)
    await last.intake.resume()
    await last.intake.receive([message(3, "next")])
    await last.echo.until(lambda: {"beside", "next"} <= set(last.echo.texts()))
    assert "deadly" not in last.echo.texts()
    [sorry] = rows(admin_url, "select body from outbox where key like 'sorry:%'")
    assert DEADLY in sorry["body"]["text"]
    await stop(dead)


async def test_an_end_in_good_order_counts_for_nothing(
    house: House, build: BuildHouse, redis_url: str, admin_url: str
) -> None:
    house.echo.held["slow"] = asyncio.Event()
    await house.intake.receive([message(1, "slow")])
    second = await build(redis_url)
    second.echo.held["slow"] = asyncio.Event()
    await second.intake.resume()
    await begun(admin_url, "slow", 1)
    await second.lanes.__aexit__(None, None, None)
    assert lives(admin_url, "slow") == 0
