"""Consent and tokens of the Microsoft identity platform: code flow with PKCE, without a secret."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from core.calendars import Consent
from core.clock import Clock
from core.errors import AccessRevoked, CalendarDown, Refused
from integrations.outlook.fields import Json, number, parsed, text
from integrations.outlook.wire import asked, down

# A token is taken for used up a little before it is.
MARGIN = timedelta(minutes=2)
HOUR = 3600
NOT_SET_UP = (
    "Outlook is not set up yet: the owner of this machine has to put OUTLOOK_CLIENT_ID into .env."
    " docs/calendars.md tells how to get it."
)
FOREIGN = "That address answers another question. Open the newest link, and paste what it leads to."
DECLINED = "You have not agreed, so nothing is connected. To try again: /calendars."
NO_ANSWER = "That address holds no answer. Paste the whole address that the page went to."
REVOKED = "Microsoft does not let me in any more."
USED_UP = "Microsoft does not accept that answer: it counts once, and for minutes. Open a new link."
# The page says so where an administrator has to agree first.
ADMIN = (
    "Your organisation lets nobody connect programs by themselves: ask its administrator for it."
)
WAIT = "its login is out of order."
LATER = ("temporarily_unavailable", "server_error")


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoints:
    """Where Microsoft is: `login` with the tenant ("…/common"), `graph` with its version
    ("…/v1.0"). National clouds have their own."""

    client_id: str
    login: str
    graph: str

    @property
    def scope(self) -> str:
        """What the person is asked to allow, told by the cloud that it is of."""
        parts = urlsplit(self.graph)
        there = f"{parts.scheme}://{parts.netloc}"
        return f"offline_access {there}/Calendars.ReadWrite {there}/User.Read"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """What an account is opened with. `until` is when `access` ends (aware)."""

    refresh: str
    access: str
    until: datetime

    @staticmethod
    def read(secret: str) -> "Tokens":
        """From what `written` has made.

        Raises:
            AccessRevoked: it is none.
        """
        raw = parsed(secret)
        try:
            until = datetime.fromisoformat(text(raw, "until"))
        except ValueError as error:
            raise AccessRevoked(REVOKED) from error
        return Tokens(refresh=text(raw, "refresh"), access=text(raw, "access"), until=until)

    def written(self) -> str:
        """The secret of an `Access`."""
        return json.dumps(
            {"refresh": self.refresh, "access": self.access, "until": self.until.isoformat()}
        )

    def usable(self, now: datetime) -> bool:
        """Whether `access` still counts for a while."""
        return now < self.until - MARGIN


class Login:
    """The pages and the token endpoint of one cloud."""

    def __init__(self, endpoints: Endpoints, clock: Clock) -> None:
        self._endpoints = endpoints
        self._clock = clock

    def ask(self, redirect: str) -> Consent:
        """See `core.calendars.ConsentProvider`."""
        if not self._endpoints.client_id:
            raise Refused(NOT_SET_UP)
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        hashed = hashlib.sha256(verifier.encode()).digest()
        query = {
            "client_id": self._endpoints.client_id,
            "response_type": "code",
            "redirect_uri": redirect,
            "response_mode": "query",
            "scope": self._endpoints.scope,
            "state": state,
            "code_challenge": base64.urlsafe_b64encode(hashed).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "prompt": "select_account",
        }
        url = f"{self._endpoints.login}/oauth2/v2.0/authorize?{urlencode(query)}"
        return Consent(url=url, state=state, verifier=verifier, redirect=redirect)

    async def redeem(self, http: httpx.AsyncClient, consent: Consent, answer: str) -> Tokens:
        """The first tokens, for the code in the address that the page went to.

        Raises:
            Refused: it answers another question, or says no.
            CalendarError: Microsoft refuses it.
        """
        return await self._tokens(
            http,
            {
                "grant_type": "authorization_code",
                "code": _code(consent, answer),
                "redirect_uri": consent.redirect,
                "code_verifier": consent.verifier,
            },
            USED_UP,
        )

    async def refresh(self, http: httpx.AsyncClient, tokens: Tokens) -> Tokens:
        """New tokens for old ones.

        Raises:
            AccessRevoked: the consent is not accepted any more.
        """
        asking = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        newer = await self._tokens(http, asking, REVOKED)
        return newer if newer.refresh else replace(newer, refresh=tokens.refresh)

    async def _tokens(
        self, http: httpx.AsyncClient, asking: dict[str, str], refused: str
    ) -> Tokens:
        own = {"client_id": self._endpoints.client_id, "scope": self._endpoints.scope}
        url = f"{self._endpoints.login}/oauth2/v2.0/token"
        now = self._clock.now()
        answer = await asked(http, http.build_request("POST", url, data=own | asking))
        if answer.status >= 500 or answer.status == 429:
            raise down(answer, self._clock)
        raw: Json = parsed(answer.body) or {}
        if answer.status >= 400:
            raise CalendarDown(WAIT) if text(raw, "error") in LATER else AccessRevoked(refused)
        access = text(raw, "access_token")
        if not access:
            raise CalendarDown("its answer makes no sense.")
        lasts = timedelta(seconds=number(raw, "expires_in") or HOUR)
        return Tokens(refresh=text(raw, "refresh_token"), access=access, until=now + lasts)


def _code(consent: Consent, answer: str) -> str:
    try:
        query = parse_qs(urlsplit(answer.strip()).query)
    except ValueError as error:
        raise Refused(NO_ANSWER) from error
    given = {name: values[0] for name, values in query.items()}
    if not given.keys() & {"code", "error"}:
        raise Refused(NO_ANSWER)
    if not hmac.compare_digest(given.get("state", "").encode(), consent.state.encode()):
        raise Refused(FOREIGN)
    if "error" in given:
        blocked = given["error"] in ("consent_required", "admin_consent_required")
        raise Refused(ADMIN if blocked else DECLINED)
    return given["code"]
