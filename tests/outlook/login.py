"""The login pages: consent by code with PKCE, tokens that end, refresh tokens that change."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from core.clock import Clock

CLIENT = "11111111-2222-3333-4444-555555555555"
LASTS = timedelta(hours=1)


@dataclass(kw_only=True)
class Tokens:
    """Who may come in. `says_no` has the person decline; `graph` is what is asked for."""

    clock: Clock
    graph: str = "https://graph.test"
    says_no: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    access: dict[str, datetime] = field(default_factory=dict[str, datetime])
    refresh: list[str] = field(default_factory=list[str])
    given: int = 0

    @property
    def scopes(self) -> set[str]:
        return {
            "offline_access",
            f"{self.graph}/Calendars.ReadWrite",
            f"{self.graph}/User.Read",
        }

    def give(self) -> dict[str, Any]:
        """New tokens; those before stay good until they end, as Microsoft does it."""
        self.given += 1
        access, refresh = f"eyJ-access-{self.given}", f"0.refresh-{self.given}"
        self.access[access] = self.clock.now() + LASTS
        self.refresh.append(refresh)
        return {
            "token_type": "Bearer",
            "scope": " ".join(sorted(self.scopes)),
            "expires_in": int(LASTS.total_seconds()),
            "access_token": access,
            "refresh_token": refresh,
        }

    def withdraw(self) -> None:
        """The person takes their consent back."""
        self.access.clear()
        self.refresh.clear()

    def knows(self, header: str) -> bool:
        ends = self.access.get(header.removeprefix("Bearer "))
        return ends is not None and self.clock.now() < ends

    async def authorize(self, request: Request) -> Response:
        """The page; the person agrees at once, or declines."""
        asked = dict(request.query_params)
        right = asked.get("client_id") == CLIENT and asked.get("response_type") == "code"
        if not right or set(asked.get("scope", "").split()) != self.scopes:
            return Response("AADSTS700016", status_code=400)
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return Response("AADSTS9002325", status_code=400)
        answer = {"state": asked["state"]}
        if self.says_no:
            answer |= {"error": "access_denied", "error_description": "AADSTS65004"}
        else:
            answer["code"] = f"M.C5_code-{len(self.codes)}"
            self.codes[answer["code"]] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", status_code=302)

    async def token(self, request: Request) -> Response:
        """Tokens for a code, once, or for a refresh token."""
        asked = dict(parse_qsl((await request.body()).decode()))
        if asked.get("client_id") != CLIENT:
            return _refused("unauthorized_client", "AADSTS700016")
        if asked.get("grant_type") == "refresh_token":
            if asked.get("refresh_token") not in self.refresh:
                return _refused("invalid_grant", "AADSTS700082")
            return JSONResponse(self.give())
        page = self.codes.pop(asked.get("code", ""), None)
        hashed = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if page is None or page["redirect_uri"] != asked.get("redirect_uri"):
            return _refused("invalid_grant", "AADSTS54005")
        if page["code_challenge"] != challenge:
            return _refused("invalid_grant", "AADSTS501481")
        return JSONResponse(self.give())


def _refused(error: str, told: str) -> Response:
    return JSONResponse({"error": error, "error_description": told}, status_code=400)
