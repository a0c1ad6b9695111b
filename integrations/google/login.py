"""Consent on Google's page: what is asked, what comes back, and what is kept of it. Pure."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

from core.calendars import Consent
from core.errors import Refused

SCOPE = "https://www.googleapis.com/auth/calendar"
FOREIGN = (
    "That address answers another question: use the one that this page went to, or begin anew."
)
UNTICKED = "Google gave no access to the calendar: begin anew, and tick its box on the page."
NOT_SET_UP = (
    "Google is not set up yet: put GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET into .env, as"
    " docs/calendars.md tells."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """Jenny as Google knows her, and where Google is."""

    client_id: str
    client_secret: str
    accounts_url: str = "https://accounts.google.com"
    oauth_url: str = "https://oauth2.googleapis.com"
    api_url: str = "https://www.googleapis.com"

    @property
    def token_url(self) -> str:
        return f"{self.oauth_url.rstrip('/')}/token"

    @property
    def revoke_url(self) -> str:
        return f"{self.oauth_url.rstrip('/')}/revoke"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """What lets us in: `refresh` lasts, `access` is a matter of an hour."""

    access: str
    refresh: str

    @staticmethod
    def read(secret: str) -> "Tokens":
        told = json.loads(secret)
        return Tokens(access=told["access"], refresh=told["refresh"])

    def written(self) -> str:
        return json.dumps({"access": self.access, "refresh": self.refresh})


def consent_page(registration: Registration, redirect: str) -> Consent:
    """The page on which the person agrees, with a secret that only we know."""
    if not registration.client_id or not registration.client_secret:
        raise Refused(NOT_SET_UP)
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "client_id": registration.client_id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": SCOPE,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        # Only so Google gives a token that lasts, also the second time.
        "access_type": "offline",
        "prompt": "consent",
    }
    url = f"{registration.accounts_url.rstrip('/')}/o/oauth2/v2/auth?{urlencode(asked)}"
    return Consent(url=url, state=state, verifier=verifier, redirect=redirect)


def code_of(consent: Consent, answer: str) -> str:
    """The code in the address that the page went to.

    Raises:
        Refused: it answers another question, or says no.
    """
    try:
        told = parse_qs(urlsplit(answer.strip()).query)
    except ValueError as error:
        raise Refused(FOREIGN) from error
    state, code = told.get("state", [""])[0], told.get("code", [""])[0]
    if not secrets.compare_digest(state.encode(), consent.state.encode()):
        raise Refused(FOREIGN)
    if "error" in told:
        raise Refused("You did not agree on Google's page, so nothing was connected.")
    if not code:
        raise Refused(FOREIGN)
    return code


def exchange(registration: Registration, consent: Consent, code: str) -> dict[str, str]:
    """The form that turns a code into tokens."""
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": consent.redirect,
        "client_id": registration.client_id,
        "client_secret": registration.client_secret,
        "code_verifier": consent.verifier,
    }


def tokens_of(told: dict[str, object]) -> Tokens:
    """The tokens in the answer to `exchange`.

    Raises:
        Refused: the calendar is not among what the person has agreed to.
    """
    access, refresh = told.get("access_token"), told.get("refresh_token")
    if SCOPE not in str(told.get("scope", SCOPE)).split() or not access or not refresh:
        raise Refused(UNTICKED)
    return Tokens(access=str(access), refresh=str(refresh))


def lasting(told: dict[str, object]) -> timedelta | None:
    """How long the consent holds in the answer to `exchange`; None where nobody has set an end, as
    Google does it for programs that are not published."""
    seconds = told.get("refresh_token_expires_in")
    return timedelta(seconds=seconds) if isinstance(seconds, int) and seconds > 0 else None
