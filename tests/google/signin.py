"""The pages on which a person agrees, and where tokens come from."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from tests.google.schema import Json
from tests.google.world import CLIENT_ID, CLIENT_SECRET, Asked, World


class SignIn:
    """The answers of accounts.google.com and oauth2.googleapis.com."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def page(self, request: Request) -> Response:
        """The person looks at it, and goes where it sends them."""
        asked = dict(request.query_params)
        redirect = asked.get("redirect_uri", "")
        if (
            asked.get("client_id") != CLIENT_ID
            or asked.get("response_type") != "code"
            or asked.get("code_challenge_method") != "S256"
            or not urlsplit(redirect).scheme
        ):
            return PlainTextResponse("Error 400: invalid_request", 400)
        told = {"state": asked.get("state", "")}
        if not self.world.agrees:
            return RedirectResponse(f"{redirect}?{urlencode(told | {'error': 'access_denied'})}")
        code = f"4/code-{next(self.world.numbers)}-secret"
        self.world.codes[code] = Asked(
            challenge=asked.get("code_challenge", ""),
            redirect=redirect,
            scope=self.world.grants,
            offline=asked.get("access_type") == "offline" and asked.get("prompt") == "consent",
        )
        told |= {"code": code, "scope": self.world.grants}
        return RedirectResponse(f"{redirect}?{urlencode(told)}")

    async def token(self, request: Request) -> Response:
        if self.world.sign_in_troubles:
            return self._trouble()
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        self.world.log.append(("token", 200))
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _refused("invalid_client", 401)
        if form.get("grant_type") == "authorization_code":
            return self._for_code(form)
        if form.get("refresh_token") not in self.world.refresh:
            return _refused("invalid_grant")
        access, _ = self.world.let_in()
        return JSONResponse(self._answer(access))

    async def revoke(self, request: Request) -> Response:
        if self.world.sign_in_troubles:
            return self._trouble()
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode()).items()}
        if form.get("token") not in self.world.refresh | self.world.access:
            return _refused("invalid_token")
        self.world.refresh.clear()
        self.world.access.clear()
        return JSONResponse({})

    def _trouble(self) -> Response:
        trouble = self.world.sign_in_troubles.pop(0)
        return PlainTextResponse(trouble.body or "", trouble.status)

    def _for_code(self, form: dict[str, str]) -> Response:
        asked = self.world.codes.pop(form.get("code", ""), None)
        proof = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(proof).decode().rstrip("=")
        if asked is None or challenge != asked.challenge or form["redirect_uri"] != asked.redirect:
            return _refused("invalid_grant")
        access, refresh = self.world.let_in()
        answer = self._answer(access) | {"scope": asked.scope}
        if self.world.testing:
            answer |= {"refresh_token_expires_in": 604799}
        return JSONResponse(answer | ({"refresh_token": refresh} if asked.offline else {}))

    def _answer(self, access: str) -> Json:
        return {
            "access_token": access,
            "expires_in": 3599,
            "scope": self.world.grants,
            "token_type": "Bearer",
        }


def _refused(code: str, status: int = 400) -> Response:
    return JSONResponse({"error": code, "error_description": f"Text of {code}"}, status)
