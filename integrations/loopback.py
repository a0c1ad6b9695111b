"""Where a page of consent sends the browser of this machine: one request, one sentence back."""

import asyncio
from contextlib import suppress
from html import escape
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from core.calendars import Heard
from core.errors import JennyError, PersonError

SECONDS = 10.0
# The address of a request; codes are long, but not that long.
LONGEST = 16_384
# What was asked longer ago is asked no more.
MOST = 50
SORRY = "Something went wrong on my side."
AGAIN = "{} To try once more, load this page again; the chat gives a new link at /calendars."
FOREIGN = "That address answers another question. Open the newest link, and go from there."
PAGE = (
    '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    "<title>Jenny</title><p>{}</p>"
)


class LoopbackServer:
    """`core.calendars.Loopback`: an async context. It listens while an answer is awaited."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._expected: dict[str, Heard] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    async def port(self) -> int:
        """See `core.calendars.Loopback`."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LONGEST)
        return int(self._server.sockets[0].getsockname()[1])

    def expect(self, state: str, heard: Heard) -> None:
        """See `core.calendars.Loopback`."""
        self._expected[state] = heard
        while len(self._expected) > MOST:
            del self._expected[next(iter(self._expected))]

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whoever says nothing sensible in time is no browser.
        with suppress(TimeoutError, ConnectionError, asyncio.LimitOverrunError, ValueError):
            async with asyncio.timeout(SECONDS):
                asked = (await reader.readline()).decode("latin-1").split()
                while (await reader.readline()).strip():
                    pass
            if len(asked) == 3 and asked[0] == "GET":
                await _answer(writer, await self._told(asked[1]))
        writer.close()

    async def _told(self, address: str) -> str:
        state = parse_qs(urlsplit(address).query).get("state", [""])[0]
        # Whoever asks for the same page meanwhile is not heard a second time.
        heard = self._expected.pop(state, None)
        if heard is None:
            return FOREIGN
        try:
            told = await heard(address)
        except JennyError as error:
            self._expected[state] = heard
            return AGAIN.format(error if isinstance(error, PersonError) else SORRY)
        if not self._expected:
            self._close()
        return told


async def _answer(writer: asyncio.StreamWriter, text: str) -> None:
    body = PAGE.format(escape(text)).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
