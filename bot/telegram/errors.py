"""Telegram's errors in Jenny's words: nothing of the client library gets past this file."""

import re
from collections.abc import Generator
from contextlib import contextmanager

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from core.errors import (
    DeliveryError,
    JennyError,
    NotConfirmed,
    Rejected,
    TokenRefused,
    TryLater,
    Unavailable,
    Unreachable,
)

UNKNOWN_BOT = (
    "Telegram does not know this bot token: get the right one from @BotFather,"
    " enter it with `./jenny init`, then start Jenny again."
)
ELSEWHERE = "somebody else fetches this bot's messages"

# Asked for a second time these have been done already, or nobody waits for them any more.
_DONE_ALREADY = ("message is not modified", "query is too old", "query id is invalid")
# The request cannot have left the machine when one of these broke it.
_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
# The text of an answer that was no Bot API answer can hold anything; only its code may be told.
_CODE = re.compile(r"\((\d{3})\)")


class PolledElsewhere(DeliveryError):
    """Telegram answered 409: another program fetches this bot's messages, or a webhook is set."""


@contextmanager
def translated() -> Generator[None]:
    """Raise Jenny's errors in place of Telegram's.

    The originals are not chained: their texts may hold the token.
    """
    try:
        yield
    except TelegramError as error:
        raise translate(error) from None


def done_already(error: BadRequest) -> bool:
    """Whether what was asked for needs no second try because it is done or pointless."""
    text = error.message.casefold()
    return any(known in text for known in _DONE_ALREADY)


def translate(error: TelegramError) -> JennyError:
    """The error of ours that says what to do about `error`."""
    match error:
        case RetryAfter():
            return TryLater(_seconds(error))
        case Forbidden():
            return Unreachable("blocked or left")
        case InvalidToken():
            return TokenRefused(UNKNOWN_BOT)
        case Conflict():
            return PolledElsewhere(ELSEWHERE)
        case BadRequest():
            return Rejected(error.message.removeprefix("Bad Request: "))
        case ChatMigrated():
            return Unreachable("the chat has moved")
        case NetworkError():
            return _broken(error)
        case _:
            return NotConfirmed("no readable answer")


def _broken(error: NetworkError) -> JennyError:
    """What a broken connection or a failing server leaves: certainty, or doubt."""
    if isinstance(error.__cause__, _BEFORE_SENDING):
        return Unavailable(type(error.__cause__).__name__)
    if error.__cause__ is None or isinstance(error.__cause__, TelegramError):
        return _failing(error)
    return NotConfirmed(type(error.__cause__).__name__)


def _failing(error: NetworkError) -> JennyError:
    """An answer of 5xx: only a gateway that lost patience leaves open what happened behind it."""
    code = _CODE.search(error.message)
    if error.message.startswith("Gateway Time"):
        return NotConfirmed("gateway timeout")
    return Unavailable(f"answered {code.group(1)}" if code else "out of order")


def _seconds(error: RetryAfter) -> float:
    wished = error.retry_after
    return float(wished) if isinstance(wished, int) else wished.total_seconds()
