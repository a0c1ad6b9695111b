"""The one connection to the Bot API, at Telegram or at a server of the owner's."""

import asyncio
import mimetypes
import os
import warnings
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.warnings import PTBUserWarning

from bot.telegram.errors import translated
from bot.telegram.logs import discreet
from bot.telegram.wire import Wire
from core.errors import DeliveryError, ServerDown

PUBLIC = "https://api.telegram.org"
CONNECTIONS = 64
AWAY = "check the network and TELEGRAM_API_URL, then try again."


@asynccontextmanager
async def connected(token: str, api_url: str = PUBLIC) -> AsyncGenerator[Bot]:
    """A Bot for `token` at `api_url`, a server's address without the part `/bot<token>`.

    Nothing is asked of the server here, so that Jenny starts also while it is away. Logs are
    discreet as long as the Bot is open.

    Raises:
        OperatorError: the environment names a proxy that can't be used.
    """
    # It would rather parse updates, one of which it may be unable to, and messages that were sent.
    warnings.filterwarnings("ignore", r"Please use 'Bot\.", PTBUserWarning)
    # Without it the library warns with every request to wait; it is read each time.
    os.environ["PTB_TIMEDELTA"] = "1"
    # With the first file it would be read while an event loop waits for it.
    await asyncio.to_thread(mimetypes.init)
    base = api_url.rstrip("/")
    # A Bot that was never initialised does not close what it was given.
    with discreet(token):
        async with Wire(base, 1) as polling, Wire(base, CONNECTIONS) as sending:
            yield Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=sending,
                get_updates_request=polling,
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
