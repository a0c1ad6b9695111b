"""The stand-in as an ASGI app: its routes are those of the description of the calendar."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.google.events import Book
from tests.google.methods import METHODS, Call
from tests.google.schema import DOCUMENT, method, wrong_answer, wrong_parameters, wrong_request
from tests.google.signin import SignIn
from tests.google.world import Refusal, World

Endpoint = Callable[[Request], Awaitable[Response]]


def application(world: World) -> Starlette:
    """Google, keeping what it is told in `world`."""
    sign_in = SignIn(world)
    routes = [
        Route("/o/oauth2/v2/auth", sign_in.page),
        Route("/token", sign_in.token, methods=["POST"]),
        Route("/revoke", sign_in.revoke, methods=["POST"]),
    ]
    for name in METHODS:
        said = method(name)
        path = f"/{DOCUMENT['servicePath']}{said['path']}"
        routes.append(Route(path, _endpoint(world, name), methods=[said["httpMethod"]]))
    return Starlette(routes=routes, exception_handlers={404: _nothing})


def _endpoint(world: World, name: str) -> Endpoint:
    async def answer(request: Request) -> Response:
        body: Any = json.loads(await request.body() or b"null")
        try:
            if (broken := await _trouble(world)) is not None:
                world.log.append((name, broken.status_code))
                return broken
            told = _called(world, name, request, body)
        except Refusal as refusal:
            world.log.append((name, refusal.status))
            return JSONResponse(refusal.body(), refusal.status, refusal.headers)
        world.wrong += [f"{name}: {text}" for text in wrong_answer(name, told)]
        world.log.append((name, 204 if told is None else 200))
        return Response(status_code=204) if told is None else JSONResponse(told)

    return answer


def _called(world: World, name: str, request: Request, body: Any) -> Any:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or token not in world.access:
        raise Refusal(401, "authError")
    given = request.query_params.multi_items()
    wrong = wrong_parameters(name, given) + wrong_request(name, body)
    if wrong:
        world.wrong += [f"{name}: {text}" for text in wrong]
        raise Refusal(400, "invalid")
    call = Call(
        path={key: str(value) for key, value in request.path_params.items()},
        query=dict(given),
        body=body or {},
        etag=request.headers.get("if-match"),
    )
    ref = call.path.get("calendarId", world.email)
    far = world.calendars.get(world.email if ref == "primary" else ref)
    if far is None:
        raise Refusal(404, "notFound")
    if method(name)["httpMethod"] != "GET" and far.role not in ("owner", "writer"):
        raise Refusal(403, "requiredAccessLevel")
    if "sendUpdates" in call.query:
        world.told.append((name, call.query["sendUpdates"]))
    return METHODS[name](Book(world, far), call)


async def _trouble(world: World) -> Response | None:
    trouble = world.troubles.pop(0) if world.troubles else None
    if trouble is None:
        return None
    if trouble.status == 0:
        await asyncio.Event().wait()
    if trouble.body is not None:
        return Response(trouble.body, trouble.status, dict(trouble.headers))
    raise Refusal(trouble.status, trouble.reason, trouble.headers)


async def _nothing(_request: Request, _error: Exception) -> Response:
    return JSONResponse(Refusal(404, "notFound").body(), 404)
