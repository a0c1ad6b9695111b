"""The one connection to the Bot API, at Telegram or at a server of the owner's."""

import asyncio
import mimetypes
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.telegram.errors import translated
from bot.telegram.logs import discreet
from core.errors import DeliveryError, ServerDown

PUBLIC = "https://api.telegram.org"
CONNECTIONS = 64
TIMEOUT_SECONDS = 10.0
AWAY = "check the network and TELEGRAM_API_URL, then try again."


class LongPoll(HTTPXRequest):
    """The one connection of the long poll; it ends with a poll that is broken off.

    Cancelled just as an answer comes in, the HTTP library never frees the connection for the next.
    """

    async def do_request(self, *given: Any, **named: Any) -> tuple[int, bytes]:
        await self.initialize()
        try:
            return await super().do_request(*given, **named)
        except asyncio.CancelledError:
            await self.shutdown()
            raise


@asynccontextmanager
async def connected(token: str, api_url: str = PUBLIC) -> AsyncGenerator[Bot]:
    """A Bot for `token` at `api_url`, a server's address without the part `/bot<token>`.

    Nothing is asked of the server here, so that Jenny starts also while it is away. Logs are
    discreet as long as the Bot is open.
    """
    # Without it the library warns with every request to wait; it is read each time.
    os.environ["PTB_TIMEDELTA"] = "1"
    # With the first file it would be read while an event loop waits for it.
    await asyncio.to_thread(mimetypes.init)
    base = api_url.rstrip("/")
    polling, sending = _requests(LongPoll, 1), _requests(HTTPXRequest, CONNECTIONS)
    with discreet(token):
        try:
            yield Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=sending,
                get_updates_request=polling,
            )
        finally:
            # A Bot that was never initialised does not close what it was given.
            await polling.shutdown()
            await sending.shutdown()


def _requests(kind: type[HTTPXRequest], connections: int) -> HTTPXRequest:
    return kind(
        connection_pool_size=connections,
        connect_timeout=TIMEOUT_SECONDS / 2,
        read_timeout=TIMEOUT_SECONDS,
        write_timeout=TIMEOUT_SECONDS,
        pool_timeout=TIMEOUT_SECONDS,
    )


async def username(bot: Bot) -> str:
    """What the bot is called, without the @.

    Raises:
        TokenRefused: Telegram does not know the token.
        ServerDown: Telegram cannot be asked just now.
    """
    try:
        with translated():
            return str((await bot.get_me()).username)
    except DeliveryError:
        raise ServerDown("Telegram", AWAY) from None
