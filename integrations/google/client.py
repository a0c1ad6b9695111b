"""The one place where Google's client is called: blocking, so in a thread, one call at a time.

Importing it takes most of a second.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, cast
from urllib.parse import urlencode

import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from core.calendars import Renew
from core.errors import CalendarDown
from integrations.google.faults import SLOW, faults, refusal, status_of
from integrations.google.items import STRANGE
from integrations.google.login import Registration, Tokens

# Google's client makes its methods from a document, so nobody can tell their types.
Service: TypeAlias = Any
Call: TypeAlias = Callable[[Service], Any]
SECONDS = 30.0
# A call may be a refresh and two requests.
MOST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back: a body, or nothing with a status that was expected."""

    status: int
    body: Mapping[str, Any]


class GoogleClient:
    """Requests to Google as one person; `lock` is held by one request to the account."""

    def __init__(
        self, service: Service, registration: Registration, tokens: Tokens, renew: Renew,
        seconds: float, lock: asyncio.Lock, threads: Executor,
    ) -> None:  # fmt: skip
        self._service = service
        self._renew = renew
        self._tokens = tokens
        self._seconds = seconds
        # It has no expiry on purpose: a token is good until Google says otherwise, whatever the
        # clock of this machine says.
        self._login: Any = Credentials(
            tokens.access,
            refresh_token=tokens.refresh,
            token_uri=registration.token_url,
            client_id=registration.client_id,
            client_secret=registration.client_secret,
        )
        self._http = AuthorizedHttp(self._login, plain_http(seconds))
        self._lock = lock
        self._threads = threads

    async def ask(
        self, call: Call, etag: str = "", expected: frozenset[int] = frozenset()
    ) -> Answer:
        """The answer to the request that `call` makes; with an `etag`, only for that version.

        Raises:
            CalendarError: any status ≥ 300 that is not `expected`.
        """
        async with self._lock:
            try:
                async with asyncio.timeout(self._seconds * MOST):
                    work = partial(self._send, call, etag, expected)
                    return await asyncio.get_running_loop().run_in_executor(self._threads, work)
            except (TimeoutError, asyncio.CancelledError) as error:
                # Its thread may still hold the connection.
                self._http = AuthorizedHttp(self._login, plain_http(self._seconds))
                if isinstance(error, TimeoutError):
                    raise CalendarDown(SLOW) from error
                raise
            finally:
                await self._keep()

    def _send(self, call: Call, etag: str, expected: frozenset[int]) -> Answer:
        with faults():
            request = call(self._service)
            if etag:
                request.headers["If-Match"] = etag
            try:
                body = request.execute(http=self._http)
            except HttpError as error:
                if status_of(error) in expected:
                    return Answer(status=status_of(error), body={})
                raise
        if not isinstance(body or {}, dict):
            # What it cannot read, Google's client hands out as it came.
            raise CalendarDown(STRANGE)
        return Answer(status=200, body=body or {})

    async def _keep(self) -> None:
        """Hand out tokens that have become others."""
        now = Tokens(access=self._login.token, refresh=self._login.refresh_token)
        if now != self._tokens:
            self._tokens = now
            await self._renew(now.written())

    def close(self) -> None:
        """End the connections. Blocking."""
        self._http.close()


def plain_http(seconds: float) -> httplib2.Http:
    """A connection that goes nowhere but where it is told."""
    http = httplib2.Http(timeout=seconds, proxy_info=None)
    http.follow_redirects = False
    return http


def service_at(registration: Registration) -> Service:
    """Google's calendar, described by the document that ships with the client. Blocking."""
    return cast(Any, discovery).build(
        "calendar",
        "v3",
        http=plain_http(SECONDS),
        static_discovery=True,
        client_options={"api_endpoint": f"{registration.api_url.rstrip('/')}/calendar/v3/"},
    )


def post(url: str, form: Mapping[str, str], seconds: float) -> dict[str, object]:
    """The answer of the sign-in server to a form. Blocking.

    Raises:
        CalendarError: it refuses.
    """
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    http: Any = plain_http(seconds)
    with faults():
        try:
            answer, content = http.request(url, "POST", body=urlencode(form), headers=headers)
        finally:
            http.close()
        if answer.status >= 500:
            raise refusal("")
        told = json.loads(content or b"{}")
        if answer.status >= 400:
            raise refusal(str(told.get("error", "")))
    return told
