"""Who is not let in leaves nothing, and learns only that this is a private house."""

import asyncio
from datetime import timedelta

import redis

from bot.access import STRANGER, tag
from tests.integration.intake.conftest import (
    ANNA,
    KEY,
    MALLORY,
    NO_REDIS,
    BuildHouse,
    House,
    rows,
)


async def settled(house: House) -> None:
    """Wait until everything that was sent so far has been acknowledged."""
    assert await house.world.until(lambda: not house.world.queue)


async def test_a_stranger_gets_one_line_a_day(house: House, redis_url: str) -> None:
    for text in ("hello", "who are you?", "let me in"):
        house.people.say(MALLORY, text)
    house.people.sticker(MALLORY)
    house.poll()
    await settled(house)
    house.people.say(MALLORY, "hello?")
    await settled(house)
    assert house.world.texts(MALLORY) == [STRANGER]
    with redis.Redis.from_url(redis_url) as client:  # pyright: ignore[reportUnknownMemberType]
        assert client.delete(f"stranger:{tag(KEY, MALLORY)}") == 1
    house.people.say(MALLORY, "and tomorrow?")
    await settled(house)
    assert house.world.texts(MALLORY) == [STRANGER, STRANGER]


async def test_a_stranger_leaves_nothing_but_a_tag_for_a_day(
    house: House, admin_url: str, redis_url: str
) -> None:
    house.people.say(MALLORY, "SECRETWORD")
    house.world.enqueue({"message": {"from": {"id": MALLORY}, "chat": "SECRETWORD"}})
    house.poll()
    await settled(house)
    assert house.world.texts(MALLORY) == [STRANGER]
    tables = rows(
        admin_url, "select table_name as t from information_schema.columns where column_name = 'id'"
    )
    for table in {row["t"] for row in tables}:
        shown = str(rows(admin_url, f"select t::text from {table} t"))  # noqa: S608 - our own names
        assert "SECRETWORD" not in shown
        assert str(MALLORY) not in shown, table
    with redis.Redis.from_url(redis_url) as client:  # pyright: ignore[reportUnknownMemberType]
        keys = {key: client.ttl(key) for key in client.scan_iter()}  # pyright: ignore
    assert keys.keys() == {f"stranger:{tag(KEY, MALLORY)}".encode()}
    assert all(0 < life <= 24 * 3600 for life in keys.values())


async def test_without_redis_strangers_hear_nothing_and_friends_everything(
    build: BuildHouse,
) -> None:
    house = await build(NO_REDIS)
    await house.pair(ANNA)
    house.people.say(MALLORY, "hello")
    house.people.say(ANNA, "hello")
    house.poll()
    await house.echo.until(lambda: house.echo.texts() == ["hello"])
    await settled(house)
    assert house.world.texts(MALLORY) == []
    assert house.echo.heard[0].owner_id == house.owner_id


async def test_who_was_revoked_is_a_stranger(house: House, admin_url: str) -> None:
    house.poll()
    house.people.say(ANNA, "before")
    await house.echo.until(lambda: house.echo.texts() == ["before"])
    [(name, identity)] = await house.gate.people()
    assert (name, identity.account_id, identity.state) == ("owner", ANNA, "active")
    assert await house.gate.revoke(identity.id) is not None
    house.people.say(ANNA, "after")
    await settled(house)
    assert house.world.texts(ANNA) == [STRANGER]
    assert house.echo.texts() == ["before"]
    waiting = rows(admin_url, "select state, error from outbox where kind = 'reply'")
    assert waiting == [{"state": "failed", "error": "revoked"}]
    await house.pair(ANNA)
    house.people.say(ANNA, "again")
    await house.echo.until(lambda: house.echo.texts() == ["before", "again"])


async def test_a_crowd_of_strangers_keeps_nobody_waiting(house: House) -> None:
    crowd = [(MALLORY + number, "hello") for number in range(80)]
    for account, text in [*crowd, (ANNA, "me too")]:
        house.people.say(account, text)
    house.poll()
    await house.echo.until(lambda: house.echo.texts() == ["me too"])
    await settled(house)
    assert sum(len(house.world.texts(account)) for account, _ in crowd) <= 5


async def test_who_was_silent_is_back_when_they_write(house: House, admin_url: str) -> None:
    async with house.database.borrow() as connection, connection.transaction():
        await connection.execute(
            "select set_config('app.owner', %s::text, true)", (house.owner_id,)
        )
        await connection.execute("update identities set state = 'silent'")
    house.people.say(ANNA, "here I am")
    house.poll()
    await house.echo.until(lambda: house.echo.texts() == ["here I am"])
    assert rows(admin_url, "select state from identities") == [{"state": "active"}]


async def test_a_hundred_a_minute_is_fine_and_a_flood_is_slowed_down(
    house: House, admin_url: str
) -> None:
    for number in range(260):
        house.people.say(ANNA, str(number))
    house.poll()
    async with asyncio.timeout(30):
        await house.echo.until(lambda: len(house.echo.heard) == 260)
    assert house.echo.texts() == [str(number) for number in range(260)]
    house.clock.move_to(house.clock.now() + timedelta(minutes=1))
    told = rows(admin_url, "select key from outbox where key like 'fast:%'")
    assert len(told) == 1
