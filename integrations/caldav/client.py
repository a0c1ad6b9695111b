"""HTTP for CalDAV: the one place where httpx is called, and its faults become ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from core.clock import Clock
from core.errors import (
    AccessRevoked,
    CalendarBusy,
    CalendarDown,
    CalendarFull,
    CalendarMissing,
    EventRefused,
)

# A small server that lists a large calendar for the first time takes its while.
SECONDS = httpx.Timeout(120, connect=10)
MOST_REDIRECTS = 5
# An answer larger than this is no calendar.
MOST_BYTES = 64 << 20
# Below these of a country anybody registers: "example.co.uk", "example.com.au".
OF_COUNTRIES = {"ac", "co", "com", "edu", "gob", "gov", "ne", "net", "or", "org"}
REDIRECTS = {301, 302, 303, 307, 308}
DOWN = "it cannot be reached."
SLOW = "it does not answer in time."
REFUSED = "The name or the app password is not accepted."


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server has answered, read whole. `url` is where redirects have led."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


class DavClient:
    """Requests to one server, as one user. Statuses that mean something to the caller come back;
    all others are raised."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock) -> None:
        self._http = http
        self._clock = clock

    async def ask(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        expected: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer, following redirects that stay with the same provider.

        Raises:
            CalendarError: any status ≥ 400 that is not `expected`.
        """
        sent = {"Content-Type": "application/xml; charset=utf-8"} if body else {}
        sent |= headers or {}
        answer = await self._once(method, url, body, sent)
        for _ in range(MOST_REDIRECTS):
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                break
            url = _followed(answer.url, answer.headers["location"])
            answer = await self._once(method, url, body, sent)
        if answer.status >= 400 and answer.status not in expected:
            raise _fault(answer, self._clock)
        return answer

    async def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            async with self._http.stream(
                method, url, content=body, headers=dict(headers)
            ) as answer:
                content = await _whole(answer)
        except httpx.TimeoutException as error:
            raise CalendarDown(SLOW) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise CalendarDown(DOWN) from error
        return Answer(
            status=answer.status_code, url=str(answer.url), headers=answer.headers, body=content
        )


async def _whole(answer: httpx.Response) -> bytes:
    pieces = bytearray()
    async for piece in answer.aiter_bytes():
        pieces += piece
        if len(pieces) > MOST_BYTES:
            raise CalendarDown("its answer is too large.")
    return bytes(pieces)


def _followed(url: str, location: str) -> str:
    """Where a redirect leads: the password goes to nobody else, and never in the clear."""
    there = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(there)
    if old.scheme == "https" and new.scheme != "https":
        raise CalendarDown("it sends me on to an address that is not encrypted.")
    if not related(old.hostname or "", new.hostname or ""):
        raise CalendarDown(f"it sends me on to another site, {new.hostname}.")
    return there


def related(one: str, other: str) -> bool:
    """Whether two hosts belong together: the same, or both below one domain."""
    return one == other or (_domain(one) == _domain(other) != "")


def _domain(host: str) -> str:
    """What somebody has registered: "example.org", "example.co.uk"; empty where nobody has."""
    parts = host.split(".")
    most = 3 if len(parts) > 1 and len(parts[-1]) == 2 and parts[-2] in OF_COUNTRIES else 2
    return ".".join(parts[-most:]) if len(parts) >= most and not parts[-1].isdecimal() else ""


def _fault(answer: Answer, clock: Clock) -> Exception:
    status = answer.status
    if status == 401:
        return AccessRevoked(REFUSED)
    if status in (404, 405, 410):
        return CalendarMissing("There is no calendar at that address.")
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        return CalendarBusy("it has had too many requests.", _pause(answer, clock))
    if status == 507:
        return CalendarFull("there is no room left on the server.")
    if status >= 500:
        return CalendarDown(f"it is out of order (error {status}).")
    return EventRefused(f"the server refuses it (error {status}).")


def _pause(answer: Answer, clock: Clock) -> float:
    text = answer.headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return 60.0
