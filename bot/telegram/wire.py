"""HTTP to the Bot API: aiohttp in the place of the client library's own, which costs twice the time
a reply."""

import asyncio
import re
from io import BytesIO
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

from core.errors import OperatorError

TIMEOUT_SECONDS = 10.0
CONNECT_SECONDS = 5.0
# A whole request may take so many times as long as is waited for an answer: nothing else ends one
# that the other side stops taking in.
AT_MOST, WITH_FILES = 4, 60
# Telegram hangs up on a connection that rests for longer; a request sent then would be in doubt.
REST_SECONDS = 15.0
NO_SUCH_PROXY = (
    "Telegram can't be asked through the proxy that the environment names: it has to be one of"
    " http:// or https://, in HTTPS_PROXY or ALL_PROXY; or name Telegram's host in NO_PROXY."
)
HEADERS = {"User-Agent": BaseRequest.USER_AGENT}
_UNNAMABLE = re.compile(r'[\x00-\x1f\x7f"\\;]')


class Wire(BaseRequest):
    """Up to `connections` at once to the server at `address`. Open it with `async with`.

    What breaks is the library's NetworkError with aiohttp's error as its cause.
    """

    def __init__(self, address: str, connections: int) -> None:
        self._connections = connections
        self._address = address
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return TIMEOUT_SECONDS

    async def initialize(self) -> None:
        if self._session is not None:
            return
        proxy = _proxy(self._address)
        # It reads the certificates of all authorities; an event loop must not wait for that.
        tls = await asyncio.to_thread(httpx.create_ssl_context)
        self._session = ClientSession(
            connector=TCPConnector(
                limit=self._connections, ssl=tls, keepalive_timeout=REST_SECONDS
            ),
            cookie_jar=DummyCookieJar(),
            proxy=proxy,
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
        has_files = request_data is not None and request_data.contains_files
        try:
            async with self._session.request(
                method,
                url,
                data=None if request_data is None else _form(request_data),
                headers=HEADERS,
                timeout=ClientTimeout(
                    total=patience * (WITH_FILES if has_files else AT_MOST),
                    connect=TIMEOUT_SECONDS,
                    sock_connect=CONNECT_SECONDS,
                    sock_read=patience,
                ),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except (ClientError, TimeoutError) as error:
            raise NetworkError("the connection failed") from error


def _proxy(address: str) -> str | None:
    """The proxy that the environment names for `address`; aiohttp itself would pass over some of
    them and go there directly.

    Raises:
        OperatorError: it is one of a kind that can't be used.
    """
    host, named = urlsplit(address), getproxies()
    if host.hostname is None or proxy_bypass(host.hostname):
        return None
    proxy = named.get(host.scheme) or named.get("all")
    if proxy is not None and "://" not in proxy:
        return f"http://{proxy}"
    if proxy is not None and not re.match("https?://", proxy, re.IGNORECASE):
        raise OperatorError(NO_SUCH_PROXY)
    return proxy


def _form(wanted: RequestData) -> FormData:
    # A Bot API server takes a file's name as it stands, to the next quote or semicolon.
    form = FormData(wanted.json_parameters, quote_fields=False)
    if wanted.contains_files:
        for name, (filename, content, kind) in wanted.multipart_data.items():
            plain = _UNNAMABLE.sub("_", filename)
            # Read piece by piece, so that the event loop does not wait for all of it.
            pieces = BytesIO(content) if isinstance(content, bytes) else content
            form.add_field(name, pieces, filename=plain, content_type=kind)
    return form
