"""Lines of the standard input, one at a time, and what they ask for."""

import asyncio
import json
import os
import re
import stat
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.errors import Refused
from core.zones import instant_of
from core.zones import zone as zone_called

LONGEST_LINE = 64 * 1024 * 1024
LONGEST_NAME = 40
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_STEP = re.compile(r"\+((?:\d{1,9}[smhd])+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What an input line is: a message, or an order to the chat itself."""

    kind: Literal["message", "press", "clock", "as", "blank"]
    text: str = ""


def parse(raw: str) -> Line:
    """The meaning of an input line. A JSON string is always a message."""
    text = raw.rstrip("\r\n")
    if text.startswith('"') and text.endswith('"'):
        try:
            return Line(kind="message", text=json.loads(text))
        except ValueError:
            return Line(kind="message", text=text)
    word, _, rest = text.strip().partition(" ")
    match word:
        case "":
            return Line(kind="blank")
        case "/press":
            return Line(kind="press", text=rest.strip())
        case "/clock":
            return Line(kind="clock", text=rest.strip())
        case "/as":
            return Line(kind="as", text=rest.strip())
        case _:
            return Line(kind="message", text=text)


def moved(text: str, now: datetime, zone: str) -> datetime:
    """The instant that "/clock" names: `+90m` from `now`, or ISO 8601, local at `zone`.

    Raises:
        Refused: it is neither.
    """
    step = _STEP.fullmatch(text)
    if step is None:
        try:
            return instant(text, zone)
        except Refused as error:
            raise Refused(f"{error} Or say how far to move on, like +90m.") from error
    parts = {UNITS[unit]: int(number) for number, unit in re.findall(r"(\d+)([smhd])", step[1])}
    return now + timedelta(**parts)


def instant(text: str, zone: str) -> datetime:
    """The aware instant of ISO 8601 `text`; without an offset it is local at `zone`.

    Raises:
        Refused: it is no instant.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"“{text[:40]}” is no instant: write it like 2026-03-28T21:00.") from error
    return found if found.tzinfo is not None else instant_of(found, zone_called(zone))


def person_name(text: str) -> str:
    """`text`, which names a person.

    Raises:
        Refused: it is no name.
    """
    if not text.isalnum() or len(text) > LONGEST_NAME:
        raise Refused(
            f"“{text[:LONGEST_NAME]}” is no name: it takes up to {LONGEST_NAME} letters and digits,"
            " like anna."
        )
    return text


async def lines() -> AsyncIterator[str]:
    """The lines of a pipe or a file until its end; what is no UTF-8 becomes U+FFFD."""
    mode = os.fstat(sys.stdin.fileno()).st_mode
    if not stat.S_ISFIFO(mode) and not stat.S_ISSOCK(mode):
        # A file, or nothing at all, has no waiting: its lines are there.
        for raw in sys.stdin.buffer:
            yield raw.decode("utf-8", "replace")
        return
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    # A copy of the descriptor, because closing the transport closes it.
    pipe = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    try:
        while raw := await reader.readline():
            yield raw.decode("utf-8", "replace")
    finally:
        transport.close()
