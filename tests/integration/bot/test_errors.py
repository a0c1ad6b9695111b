"""Everything that Telegram and the net can answer, in Jenny's words."""

import asyncio
import logging
import traceback

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError

from bot.telegram.client import connected
from bot.telegram.door import TelegramDoor
from bot.telegram.errors import PolledElsewhere, translate, translated
from bot.telegram.logs import MASK, discreet, redacted
from core.clock import SystemClock
from core.errors import (
    JennyError,
    NotConfirmed,
    OperatorError,
    Rejected,
    TokenRefused,
    TryLater,
    Unavailable,
    Unreachable,
)
from core.models import Outgoing, Reply
from tests.botapi.faults import Fault
from tests.botapi.people import People
from tests.botapi.world import TOKEN, World

ANNA = 501
HELLO = Outgoing(key="k", conversation_id=1, kind="reply", reply=Reply(text="Hello"), chat_id=ANNA)
PLANTED = "123456789:AAplantedplantedplantedplantedplanted"


async def nothing(_number: int) -> None:
    return None


@pytest.mark.parametrize(
    ("fault", "expected", "arrived"),
    [
        (Fault(code=429, description="Too Many Requests", retry_after=7), TryLater, 0),
        (Fault(code=403, description="Forbidden: user is deactivated"), Unreachable, 0),
        (Fault(code=400, description="Bad Request: MESSAGE_ODD"), Rejected, 0),
        (Fault(code=401, description="Unauthorized"), TokenRefused, 0),
        (Fault(code=404, description="Not Found"), TokenRefused, 0),
        (Fault(code=409, description="Conflict: terminated"), PolledElsewhere, 0),
        (Fault(code=500, description="Internal Server Error"), Unavailable, 0),
        (Fault(code=502, description="Bad Gateway"), Unavailable, 0),
        (Fault(code=504, description="Gateway Timeout", apply=True), NotConfirmed, 1),
        (Fault(cut=True), NotConfirmed, 0),
        (Fault(cut=True, apply=True), NotConfirmed, 1),
        (Fault(garbage=True, apply=True), NotConfirmed, 1),
    ],
)
async def test_each_fault_says_what_to_do(
    door: TelegramDoor, world: World, fault: Fault, expected: type[JennyError], arrived: int
) -> None:
    with world.broken(fault), pytest.raises(expected):
        await door.send(HELLO, nothing)
    assert len(world.texts(ANNA)) == arrived
    await door.send(HELLO, nothing)
    assert len(world.texts(ANNA)) == arrived + 1


async def test_the_wish_to_wait_keeps_its_seconds(door: TelegramDoor, world: World) -> None:
    fault = Fault(code=429, description="Too Many Requests: retry after 41", retry_after=41)
    with world.broken(fault), pytest.raises(TryLater) as caught:
        await door.send(HELLO, nothing)
    assert caught.value.seconds == 41


async def test_who_has_blocked_the_bot_is_unreachable(door: TelegramDoor, people: People) -> None:
    people.block(ANNA)
    with pytest.raises(Unreachable):
        await door.send(HELLO, nothing)


async def test_an_unknown_chat_is_rejected_with_the_reason(door: TelegramDoor) -> None:
    stranger = Outgoing(key="k", conversation_id=1, kind="reply", reply=Reply(text="x"), chat_id=9)
    with pytest.raises(Rejected, match="Chat not found"):
        await door.send(stranger, nothing)


async def test_while_nobody_listens_nothing_was_sent() -> None:
    async with connected(TOKEN, "http://127.0.0.1:9") as bot:
        with pytest.raises(Unavailable):
            await TelegramDoor(bot, SystemClock()).send(HELLO, nothing)


async def test_an_address_that_is_none_sends_nothing() -> None:
    async with connected(TOKEN, "ftp://127.0.0.1") as bot:
        with pytest.raises(Unavailable):
            await TelegramDoor(bot, SystemClock()).send(HELLO, nothing)


@pytest.mark.parametrize("name", ["ALL_PROXY", "HTTP_PROXY"])
async def test_what_leaves_goes_by_the_proxy(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv(name.lower(), f"127.0.0.1:{port}")
    async with server, connected(TOKEN, "http://telegram.invalid") as bot:
        with pytest.raises(NotConfirmed):
            await TelegramDoor(bot, SystemClock()).send(HELLO, nothing)
    assert asked == [f"POST http://telegram.invalid/bot{TOKEN}/sendMessage HTTP/1.1\r\n".encode()]


async def test_nothing_leaves_beside_a_proxy_that_can_not_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(OperatorError, match="proxy"):
        async with connected(TOKEN):
            pass
    monkeypatch.setenv("no_proxy", "api.telegram.org")
    async with connected(TOKEN):
        pass


async def test_an_answer_that_does_not_come_leaves_doubt(world: World, address: str) -> None:
    async with connected(TOKEN, address) as bot:
        with world.broken(Fault(delay=0.5, apply=True)), pytest.raises(NotConfirmed), translated():
            await bot.send_message(ANNA, "Hello", read_timeout=0.05)
    assert await world.until(lambda: world.texts(ANNA) == ["Hello"])


async def test_a_file_that_nobody_takes_in_leaves_doubt() -> None:
    ends = asyncio.Event()

    async def take_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ends.wait()
        writer.close()

    server = await asyncio.start_server(take_nothing, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    async with server, connected(TOKEN, f"http://127.0.0.1:{port}") as bot, asyncio.timeout(5):
        with pytest.raises(NotConfirmed), translated():
            await bot.send_document(ANNA, b"x" * 20_000_000, read_timeout=0.005)
        ends.set()


async def test_two_who_poll_are_told_so(telegram: Bot, address: str, world: World) -> None:
    async with connected(TOKEN, address) as other:
        first = asyncio.create_task(telegram.get_updates(timeout=5))
        assert await world.until(lambda: len(world.calls) == 1)
        second = asyncio.create_task(other.get_updates(timeout=5))
        with pytest.raises(PolledElsewhere), translated():
            await first
        People(world).say(ANNA, "Hello")
        (update,) = await second
    assert update.effective_message is not None
    assert update.effective_message.text == "Hello"


def test_a_new_kind_of_error_leaves_doubt() -> None:
    assert isinstance(translate(TelegramError("what?")), NotConfirmed)
    broken = NetworkError("Unknown error in HTTP implementation: ValueError()")
    broken.__cause__ = ValueError()
    assert isinstance(translate(broken), NotConfirmed)


async def test_a_planted_token_shows_up_nowhere(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected(PLANTED, address) as bot:
        with pytest.raises(TokenRefused) as caught:
            await TelegramDoor(bot, SystemClock()).send(HELLO, nothing)
        said = "".join(traceback.format_exception(caught.value))
        with pytest.raises(TokenRefused) as caught, translated():
            await bot.initialize()
        said += "".join(traceback.format_exception(caught.value))
        logging.getLogger("anything").warning("at %s", f"https://api/bot{PLANTED}/getMe")
        try:
            raise httpx.InvalidURL(f"https://api/bot{PLANTED}/getMe")
        except httpx.InvalidURL:
            logging.getLogger("anything").exception("failed")
    assert PLANTED not in said + caplog.text
    assert caplog.text.count(MASK) >= 2


async def test_the_chatty_loggers_are_silent_only_for_a_while(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = logging.getLogRecordFactory()
    async with connected(TOKEN, address) as bot:
        await bot.get_me()
        assert [r for r in caplog.records if r.name.startswith(("telegram", "aiohttp"))] == []
    assert logging.getLogRecordFactory() is before


def test_what_has_the_shape_of_a_token_is_masked_too() -> None:
    assert redacted(f"bot{PLANTED}/x", "") == f"bot{PLANTED}/x".replace(PLANTED, MASK)
    with discreet("secret"):
        record = logging.getLogger("x").makeRecord("x", 20, "f", 1, "the %s", ("secret",), None)
    assert record.getMessage() == f"the {MASK}"
