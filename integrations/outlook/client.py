"""HTTP for Graph: tokens are put on and renewed here, and its errors become ours."""

import json
from urllib.parse import quote, urlencode, urlsplit

import httpx

from core.calendars import Renew
from core.clock import Clock
from core.errors import (
    AccessRevoked,
    CalendarDown,
    CalendarError,
    CalendarFull,
    CalendarMissing,
    EventRefused,
    TokenVoid,
)
from integrations.outlook.fields import Json, parsed, text
from integrations.outlook.login import REVOKED, Login, Tokens
from integrations.outlook.wire import Answer, asked, down

# Times come in UTC and notes as text, in pages as large as they may be.
PREFERRED = {
    "Prefer": 'outlook.timezone="UTC", outlook.body-content-type="text", odata.maxpagesize=500'
}
FULL = ("ErrorQuotaExceeded", "ErrorCalendarFull", "quotaLimitReached")
VOID = ("syncstatenotfound", "syncstateinvalid", "resyncrequired")
CROSSING = "ErrorOccurrenceCrossingBoundary"
CROSSED = "Outlook lets an occasion of a series move no further than between its neighbours."
MISSING = "There is no such calendar any more."
CLOSED = "Only its owner may change that."


class GraphClient:
    """Requests to one account. Statuses that mean something to the caller come back; all others
    are raised."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base: str,
        login: Login,
        tokens: Tokens,
        renew: Renew,
        clock: Clock,
    ) -> None:
        self._http = http
        self._base = base
        self._login = login
        self._tokens = tokens
        self._renew = renew
        self._clock = clock

    def path(self, *parts: str, **query: str) -> str:
        """The address of something in the account; query names are without their dollar."""
        path = "/".join(quote(part, safe="") for part in parts)
        names = {name if name.endswith("DateTime") else f"${name}": x for name, x in query.items()}
        told = urlencode(names, safe="$/,':", quote_via=quote)
        return f"{self._base}/{path}{'?' if told else ''}{told}"

    async def get(self, url: str, expected: frozenset[int] = frozenset()) -> Json | None:
        """The object there; None for a status that is `expected`.

        Raises:
            CalendarError: any other status ≥ 400.
        """
        answer = await self.ask("GET", url, expected=expected)
        return None if answer.status >= 400 else _object(answer)

    async def ask(
        self,
        method: str,
        url: str,
        body: Json | None = None,
        etag: str = "",
        expected: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer; with an `etag`, only if that is still the version there.

        Raises:
            CalendarError: any status ≥ 400 that is not `expected`.
        """
        if not self._ours(url):
            raise CalendarDown("it sends me on to another site.")
        if not self._tokens.usable(self._clock.now()):
            await self._refresh()
        answer = await self._once(method, url, body, etag)
        if answer.status == 401:
            # The clocks may differ, or it was taken back before its time.
            await self._refresh()
            answer = await self._once(method, url, body, etag)
        if answer.status >= 300 and answer.status not in expected:
            raise _fault(answer, self._clock)
        return answer

    async def _once(self, method: str, url: str, body: Json | None, etag: str) -> Answer:
        headers = PREFERRED | {"Authorization": f"Bearer {self._tokens.access}"}
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        if etag:
            headers["If-Match"] = etag
        request = self._http.build_request(method, url, content=content, headers=headers)
        return await asked(self._http, request)

    async def _refresh(self) -> None:
        self._tokens = await self._login.refresh(self._http, self._tokens)
        await self._renew(self._tokens.written())

    def _ours(self, url: str) -> bool:
        """Whether an address is of Graph itself: links to further pages come from outside."""
        here, there = urlsplit(self._base), urlsplit(url)
        return (here.scheme, here.netloc) == (there.scheme, there.netloc)


def code_of(answer: Answer) -> str:
    """What Graph calls an error."""
    return text(parsed(answer.body), "error", "code")


def _object(answer: Answer) -> Json:
    found = parsed(answer.body)
    if found is None:
        raise CalendarDown("its answer makes no sense.")
    return found


def _fault(answer: Answer, clock: Clock) -> CalendarError:
    status, code = answer.status, code_of(answer)
    if status == 401:
        return AccessRevoked(REVOKED)
    if status == 410 or (400 <= status < 500 and code.lower() in VOID):
        return TokenVoid("It no longer knows its token.")
    if status == 507 or code in FULL:
        return CalendarFull("there is no room left in the mailbox.")
    if status == 429 or status >= 500 or status < 400:
        return down(answer, clock)
    return _refused(status, code)


def _refused(status: int, code: str) -> CalendarError:
    if status == 404:
        return CalendarMissing(MISSING)
    if status == 403:
        return EventRefused(CLOSED)
    if code == CROSSING:
        return EventRefused(CROSSED)
    told = code if code.isalnum() and code.isascii() and len(code) < 60 else str(status)
    return EventRefused(f"Outlook refuses it (error {told}).")
