"""HTTP to the Bot API: aiohttp in the place of the client library's own, which costs twice the time
a reply."""

import asyncio
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

TIMEOUT_SECONDS = 10.0
CONNECT_SECONDS = 5.0
# Telegram hangs up on a connection that rests for longer; a request sent then would be in doubt.
REST_SECONDS = 15.0
HEADERS = {"User-Agent": BaseRequest.USER_AGENT}


class Wire(BaseRequest):
    """Up to `connections` at once to the server at `address`. Open it with `async with`.

    What breaks is the library's NetworkError with aiohttp's error as its cause.
    """

    def __init__(self, address: str, connections: int) -> None:
        self._connections = connections
        self._proxy = _proxy(address)
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return TIMEOUT_SECONDS

    async def initialize(self) -> None:
        if self._session is not None:
            return
        # It reads the certificates of all authorities; an event loop must not wait for that.
        tls = await asyncio.to_thread(httpx.create_ssl_context)
        self._session = ClientSession(
            connector=TCPConnector(
                limit=self._connections, ssl=tls, keepalive_timeout=REST_SECONDS
            ),
            cookie_jar=DummyCookieJar(),
            proxy=self._proxy,
        )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """The status and body of the answer. Only `read_timeout` can be chosen, in seconds."""
        if self._session is None:
            raise NetworkError("the wire is not open")
        patience = read_timeout if isinstance(read_timeout, int | float) else TIMEOUT_SECONDS
        try:
            async with self._session.request(
                method,
                url,
                data=None if request_data is None else _form(request_data),
                headers=HEADERS,
                timeout=ClientTimeout(
                    connect=TIMEOUT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=patience
                ),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except (ClientError, TimeoutError) as error:
            raise NetworkError("the connection failed") from error


def _proxy(address: str) -> str | None:
    """The one that the environment names for it; aiohttp would look it up with every request."""
    there = urlsplit(address)
    if there.hostname is None or proxy_bypass(there.hostname):
        return None
    return getproxies().get(there.scheme)


def _form(wanted: RequestData) -> FormData | bytes:
    if not wanted.contains_files:
        return wanted.url_encoded_parameters().encode()
    form = FormData(wanted.json_parameters)
    for name, (filename, content, kind) in wanted.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
