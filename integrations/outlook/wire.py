"""One request over httpx, read whole; its faults become ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from core.clock import Clock
from core.errors import CalendarBusy, CalendarDown, CalendarError

SECONDS = httpx.Timeout(30, connect=10)
# An answer larger than this is no page of events.
MOST_BYTES = 64 << 20
DOWN = "it cannot be reached."
SLOW = "it does not answer in time."
BUSY = "it has had too many requests."
UNTOLD = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a server has answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def asked(http: httpx.AsyncClient, request: httpx.Request) -> Answer:
    """The answer, whatever its status. Redirects are not followed: they would take tokens along.

    Raises:
        CalendarDown: there is none.
    """
    try:
        answer = await http.send(request, stream=True)
        try:
            body = bytearray()
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise CalendarDown("its answer is too large.")
        finally:
            await answer.aclose()
    except httpx.TimeoutException as error:
        raise CalendarDown(SLOW) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CalendarDown(DOWN) from error
    return Answer(status=answer.status_code, headers=answer.headers, body=bytes(body))


def down(answer: Answer, clock: Clock) -> CalendarError:
    """What a status says that concerns the server and not the request."""
    if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
        return CalendarBusy(BUSY, _pause(answer, clock))
    return CalendarDown(f"it is out of order (error {answer.status}).")


def _pause(answer: Answer, clock: Clock) -> float:
    told = answer.headers.get("retry-after", "")
    if told.isdecimal():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return UNTOLD
