"""What goes wrong with Google, in our words. No word of Google's answer is passed on but its
reason, and no address."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import cast

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.errors import Error, HttpError
from httplib2.error import HttpLib2Error

from core.errors import (
    AccessRevoked,
    CalendarBusy,
    CalendarDown,
    CalendarError,
    CalendarFull,
    CalendarMissing,
    EventRefused,
)
from integrations.google.items import STRANGE

BUSY = {"rateLimitExceeded", "userRateLimitExceeded"}
FULL = {"quotaExceeded", "calendarUsageLimitsExceeded"}
CONSENT = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
NOT_SWITCHED_ON = {"accessNotConfigured", "SERVICE_DISABLED"}
OUR_CLIENT = {"invalid_client", "unauthorized_client", "deleted_client", "disabled_client"}
# What says that the consent is over; anything else may pass.
OVER = {"invalid_grant", "invalid_token", "invalid_rapt", "access_denied", "invalid_scope"}
REVOKED = "Google does not accept the consent any more."
DOWN = "it cannot be reached."
SLOW = "it does not answer in time."
# What Google asks for is no less than this, where it does not say.
PAUSE = 60.0


@contextmanager
def faults() -> Generator[None]:
    """Turns what Google's client raises into a `CalendarError`."""
    try:
        yield
    except HttpError as error:
        headers = cast(Mapping[str, str], error.resp)
        raise fault(status_of(error), reason_of(error), headers) from error
    except RefreshError as error:
        raise refusal(_code(error)) from error
    except TransportError as error:
        raise CalendarDown(DOWN) from error
    except (GoogleAuthError, Error, ValueError) as error:
        raise CalendarDown(STRANGE) from error
    except TimeoutError as error:
        raise CalendarDown(SLOW) from error
    except (OSError, HttpLib2Error, HTTPException) as error:
        raise CalendarDown(DOWN) from error


def fault(status: int, reason: str, headers: Mapping[str, str]) -> CalendarError:
    """The error that a status means, where nobody has expected it."""
    if status == 401 or reason in CONSENT:
        return AccessRevoked(REVOKED)
    if status == 429 or reason in BUSY:
        return CalendarBusy("it has had too many requests.", _pause(headers))
    if reason in FULL:
        return CalendarFull("Google's limit for new events is reached; it is lifted after a while.")
    if reason in NOT_SWITCHED_ON:
        return CalendarDown("the Google Calendar API is not switched on in the project of Jenny.")
    if status in (404, 410):
        return CalendarMissing("There is no such calendar any more.")
    if status >= 500:
        return CalendarDown(f"it is out of order (error {status}).")
    if status == 403:
        return EventRefused("Google does not let you change that.")
    return EventRefused(f"Google refuses it (error {status}).")


def refusal(code: str) -> CalendarError:
    """The error that an answer of the sign-in server means."""
    if code in OUR_CLIENT:
        return CalendarDown("Google does not know Jenny's GOOGLE_CLIENT_ID or its secret any more.")
    if code in OVER:
        return AccessRevoked(REVOKED)
    return CalendarDown("its sign-in is out of order.")


def status_of(error: HttpError) -> int:
    """The status of an answer that is an error."""
    return int(cast(str, error.resp.status))  # pyright: ignore[reportUnknownMemberType]


def reason_of(error: HttpError) -> str:
    """Google's own word for what is wrong, such as "rateLimitExceeded"; "" when there is none."""
    try:
        told = json.loads(error.content)["error"]
        return str(told["errors"][0]["reason"])
    except (ValueError, KeyError, TypeError, IndexError):
        return ""


def _code(error: RefreshError) -> str:
    """The `error` of the sign-in server; "" where it was out of order."""
    arguments: tuple[object, ...] = error.args
    told = arguments[1] if len(arguments) > 1 else None
    if isinstance(told, dict):
        return str(cast(dict[str, object], told).get("error", ""))
    # The one answer that Google's client keeps to itself: the organisation wants a new sign-in.
    return "invalid_rapt" if str(error).startswith("Reauthentication") else ""


def _pause(headers: Mapping[str, str]) -> float:
    text = headers.get("retry-after", "")
    return float(text) if text.isdecimal() else PAUSE
