"""What the stand-in keeps: people, their consent, and calendars."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.google.schema import Json

CLIENT_ID, CLIENT_SECRET = "jenny.apps.googleusercontent.com", "GOCSPX-client-secret-4711"
EMAIL = "anna@example.org"
SCOPE = "https://www.googleapis.com/auth/calendar"
BORN = datetime(2026, 4, 1, tzinfo=UTC)
SAFE = re.compile(r"[a-v0-9]{5,1024}")


@dataclass(kw_only=True)
class Far:
    """A calendar. `versions` are the numbers of the last change of each event; of changes before
    `forgotten` nothing is known any more."""

    ref: str
    summary: str
    zone: str = "Europe/Berlin"
    role: str = "owner"
    events: dict[str, Json] = field(default_factory=dict[str, Json])
    versions: dict[str, int] = field(default_factory=dict[str, int])
    forgotten: int = 0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A consent that waits for its code to be redeemed."""

    challenge: str
    redirect: str
    scope: str
    offline: bool


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An answer that goes wrong. `body` is sent as it is; a status of 0 hangs."""

    status: int
    reason: str = "backendError"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: str | None = None


@dataclass(kw_only=True)
class World:
    """One person's Google. `troubles` come one a request to the calendar, `sign_in_troubles` one a
    request that gives or takes tokens. `log` names the calendar's methods with what was answered.
    While `testing` a consent ends after seven days."""

    email: str = EMAIL
    zone: str = "Europe/Berlin"
    page: int = 2500
    agrees: bool = True
    testing: bool = False
    grants: str = SCOPE
    version: int = 0
    calendars: dict[str, Far] = field(default_factory=dict[str, Far])
    codes: dict[str, Asked] = field(default_factory=dict[str, Asked])
    refresh: set[str] = field(default_factory=set[str])
    access: set[str] = field(default_factory=set[str])
    troubles: list[Trouble | None] = field(default_factory=list["Trouble | None"])
    sign_in_troubles: list[Trouble] = field(default_factory=list[Trouble])
    log: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    told: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    wrong: list[str] = field(default_factory=list[str])
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.calendars[self.email] = Far(ref=self.email, summary=self.email)

    def make_calendar(self, summary: str, *, role: str = "owner") -> str:
        """The id of a new, empty calendar."""
        ref = f"c{next(self.numbers)}@group.calendar.google.com"
        self.calendars[ref] = Far(ref=ref, summary=summary, role=role)
        return ref

    def let_in(self) -> tuple[str, str]:
        """An access and a refresh token, as after a consent."""
        access = f"ya29.access-{next(self.numbers)}-secret"
        refresh = f"1//refresh-{next(self.numbers)}-secret"
        self.access.add(access)
        self.refresh.add(refresh)
        return access, refresh

    def moment(self) -> str:
        """The time of the last change."""
        return (BORN + timedelta(seconds=self.version)).isoformat().replace("+00:00", "Z")

    def keep(self, far: Far, item: Json) -> Json:
        """Note a new version of an event."""
        self.version += 1
        item |= {"etag": f'"{self.version}000"', "updated": self.moment()}
        far.events[item["id"]] = item
        far.versions[item["id"]] = self.version
        return item


class Refusal(Exception):
    """An answer that is an error, as the calendar words it."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})

    def body(self) -> Json:
        """The envelope of errors."""
        text = f"Text of {self.reason}"
        one = {"domain": "global", "reason": self.reason, "message": text}
        return {"error": {"errors": [one], "code": self.status, "message": text}}
