"""Keeps the bot token, and what the client library would tell of messages, out of every log.

Telegram has the token in each address, so an HTTP client might write it with a request; the client
library itself writes raw updates when it cannot read them.
"""

import logging
import re
import traceback
from collections.abc import Generator
from contextlib import contextmanager

CHATTY = ("telegram", "aiohttp")
MASK = "<bot token>"

_SHAPE = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}")


def redacted(text: str, token: str) -> str:
    """`text` with `token`, and whatever has the shape of a bot token, masked."""
    return _SHAPE.sub(MASK, text.replace(token, MASK) if token else text)


@contextmanager
def discreet(token: str) -> Generator[None]:
    """Until it is left, no log record holds `token`, and the chatty loggers keep silent.

    Records are cleaned when they are born, so it holds for handlers that are added later too.
    """
    before = logging.getLogRecordFactory()
    silenced = [logging.getLogger(name) for name in CHATTY]
    levels = [logger.level for logger in silenced]

    def clean(*details: object, **more: object) -> logging.LogRecord:
        return _clean(before(*details, **more), token)

    logging.setLogRecordFactory(clean)
    for logger in silenced:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logging.setLogRecordFactory(before)
        for logger, level in zip(silenced, levels, strict=True):
            logger.setLevel(level)


def _clean(record: logging.LogRecord, token: str) -> logging.LogRecord:
    said = record.getMessage()
    if redacted(said, token) != said:
        record.msg, record.args = redacted(said, token), None
    if record.exc_info and record.exc_info[1] is not None:
        trace = "".join(traceback.format_exception(record.exc_info[1])).rstrip("\n")
        if redacted(trace, token) != trace:
            record.exc_info, record.exc_text = None, redacted(trace, token)
    return record
