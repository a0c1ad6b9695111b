"""The long poll: what Telegram, the network and PostgreSQL may do to it; one poller at a time."""

import asyncio

import psycopg
import pytest

from bot.telegram.polling import ELSEWHERE
from core.errors import TokenRefused
from tests.botapi.faults import OTHER_POLLER, Fault
from tests.integration.intake.conftest import ANNA, BuildHouse, House, outage, rows

PUSHES = "select key, body from outbox where kind = 'push'"


async def heard(house: House, text: str) -> None:
    """Say something, and wait until it has come through."""
    house.people.say(ANNA, text)
    await house.echo.until(lambda: text in house.echo.texts())


@pytest.mark.parametrize(
    "fault",
    [
        Fault(code=429, retry_after=1, description="Too Many Requests: retry after 1"),
        Fault(code=500, description="Internal Server Error"),
        Fault(code=502, description="Bad Gateway", times=3),
        Fault(cut=True),
        Fault(cut=True, apply=True),
        Fault(garbage=True),
        Fault(code=400, description="Bad Request: something"),
    ],
    ids=["429", "500", "502", "cut before", "cut after", "garbage", "400"],
)
async def test_after_a_failure_everything_comes_once(
    house: House, admin_url: str, fault: Fault
) -> None:
    fault.method = "getUpdates"
    house.people.say(ANNA, "one")
    house.people.say(ANNA, "two")
    with house.world.broken(fault):
        house.poll()
        await house.echo.until(lambda: house.echo.texts() == ["one", "two"])
        assert fault.times == 0
    assert await house.world.until(lambda: not house.world.queue)
    assert len(rows(admin_url, "select 1 from inbox")) == 2


async def test_a_connection_that_stalls_is_given_up(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.people.say(ANNA, "one")
    with house.world.broken(Fault(method="getUpdates", delay=60)):
        house.poll()
        await house.echo.until(lambda: house.echo.texts() == ["one"])
    assert "telegram_polling_fails" in capsys.readouterr().out


async def test_the_owner_is_told_once_that_another_program_polls(
    house: House, admin_url: str
) -> None:
    house.poll()
    await heard(house, "before")
    conflict = Fault(method="getUpdates", code=409, description=OTHER_POLLER.description, times=4)
    with house.world.broken(conflict):
        house.people.say(ANNA, "during")
        await house.echo.until(lambda: "during" in house.echo.texts())
    with house.world.broken(Fault(method="getUpdates", code=409, description="Conflict: x")):
        house.people.say(ANNA, "after")
        await house.echo.until(lambda: "after" in house.echo.texts())
    [notice] = rows(admin_url, PUSHES)
    assert notice["body"]["text"] == ELSEWHERE


@pytest.mark.parametrize("code", [401, 404])
async def test_a_refused_token_ends_this_door_with_one_sentence(
    house: House, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = Fault(method="getUpdates", code=code, description="Unauthorized")
    with house.world.broken(fault), pytest.raises(TokenRefused) as refused:
        await asyncio.wait_for(house.poll(), 10)
    shown = f"{refused.value!r} {refused.value.__cause__!r} {capsys.readouterr()}"
    assert "@BotFather" in shown
    assert house.world.token not in shown


async def test_nothing_of_a_message_is_logged(
    house: House, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    house.world.enqueue({"message": {"from": {"id": ANNA}, "chat": "SECRETWORD"}})
    with house.world.broken(Fault(method="getUpdates", garbage=True)):
        house.poll()
        await heard(house, "SECRETWORD too")
    printed = capsys.readouterr()
    for shown in (printed.out, printed.err, caplog.text):
        assert "SECRETWORD" not in shown
        assert house.world.token not in shown
    assert "update_set_aside" in printed.out


async def test_while_postgresql_is_away_nothing_is_acknowledged(
    house: House, admin_url: str
) -> None:
    house.poll()
    await heard(house, "before")
    with outage(admin_url):
        house.people.say(ANNA, "during")
        assert not await house.world.until(lambda: not house.world.queue, seconds=0.5)
    await house.echo.until(lambda: house.echo.texts() == ["before", "during"])
    assert await house.world.until(lambda: not house.world.queue)


async def test_two_services_poll_one_at_a_time(
    house: House, build: BuildHouse, redis_url: str, admin_url: str
) -> None:
    second = await build(redis_url)
    house.poll()
    await heard(house, "one")
    second.poll()
    await heard(house, "two")
    house.people.say(ANNA, "three")
    await house.echo.until(lambda: "three" in house.echo.texts())
    assert house.world.conflicts == 0
    assert second.echo.heard == []
    held = rows(admin_url, "select pid from pg_locks where locktype = 'advisory' and granted")
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(%s)", (held[0]["pid"],))
    # Either may be the next one; between them nothing is lost and nothing comes twice.
    house.people.say(ANNA, "four")
    async with asyncio.timeout(10):
        while "four" not in house.echo.texts() + second.echo.texts():
            await asyncio.sleep(0.01)
    texts = house.echo.texts() + second.echo.texts()
    assert sorted(texts) == ["four", "one", "three", "two"]


async def test_the_second_takes_over_with_what_the_first_left_open(
    house: House, build: BuildHouse, redis_url: str
) -> None:
    second = await build(redis_url)
    house.echo.held["stuck"] = asyncio.Event()
    polling = house.poll()
    house.people.say(ANNA, "stuck")
    assert await house.world.until(lambda: not house.world.queue)
    second.poll()
    await house.lanes.__aexit__(None, None, None)
    while not polling.done():
        polling.cancel()
        await asyncio.wait([polling], timeout=0.05)
    await second.echo.until(lambda: second.echo.texts() == ["stuck"])


async def test_numbers_that_begin_anew_from_below_are_still_heard(house: House) -> None:
    house.poll()
    await heard(house, "one")
    assert await house.world.until(lambda: not house.world.queue)
    raw = house.world.handed[0]["message"] | {"message_id": 900, "text": "anew"}
    house.world.enqueue({"update_id": 12, "message": raw})
    await house.echo.until(lambda: house.echo.texts() == ["one", "anew"])
