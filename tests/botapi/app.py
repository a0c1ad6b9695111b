"""The stand-in's HTTP side: requests in every form that the Bot API takes, faults, files."""

import asyncio
import json
from email import message_from_bytes, policy
from typing import Any, cast
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.botapi.control import Control
from tests.botapi.faults import ApiError, Fault, Json
from tests.botapi.methods import Methods
from tests.botapi.world import World

METHODS = ["GET", "POST"]


class _Answer(JSONResponse):
    """JSON as the Bot API writes it: in ASCII, so that it can hold half of a character, too."""

    def render(self, content: object) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode()


class Gate:
    """Between the wire and the methods: token, faults, the shape of answers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods = Methods(world)

    async def answer(self, request: Request) -> Response:
        """Answer /bot<token>/<method>."""
        if request.path_params["token"] != self._world.token:
            return _failed(ApiError(401, "Unauthorized"))
        method = str(request.path_params["method"])
        try:
            asked = await _parameters(request)
        except ClientDisconnect:
            return Response()
        except UnicodeDecodeError:
            return _failed(ApiError(400, "Bad Request: strings must be encoded in UTF-8"))
        chat_id = _number(asked.get("chat_id"))
        self._world.called(method, chat_id)
        limits = self._world.limits
        refused = limits and limits.check(method, chat_id, self._world.ticks())
        if refused:
            return _failed(refused)
        fault = self._world.fault(method, chat_id)
        if fault is None:
            return await self._carried_out(method, asked)
        return await self._faulty(request, fault, method, asked)

    async def file(self, request: Request) -> Response:
        """Answer /file/bot<token>/<path> with the content of a file."""
        file_id = str(request.path_params["path"]).split("/")[1]
        if request.path_params["token"] != self._world.token or file_id not in self._world.files:
            return _failed(ApiError(404, "Not Found"))
        return Response(self._world.files[file_id][1], media_type="application/octet-stream")

    async def _carried_out(self, method: str, asked: Json) -> Response:
        try:
            return _Answer({"ok": True, "result": await self._methods.call(method, asked)})
        except ApiError as error:
            return _failed(error)

    async def _faulty(self, request: Request, fault: Fault, method: str, asked: Json) -> Response:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        error = fault.error()
        plain = not (error or fault.cut or fault.garbage)
        answer = await self._carried_out(method, asked) if plain or fault.apply else Response()
        if fault.cut:
            await _cut(request)
        if fault.garbage:
            return Response(b"<html>nothing to see", media_type="text/html")
        return _failed(error) if error else answer


def _failed(error: ApiError) -> Response:
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return JSONResponse(error.to_json(), status_code=error.code, headers=headers)


async def _cut(request: Request) -> None:
    """Break the connection as a network does: no answer, no farewell."""
    transport = cast(asyncio.Transport, request.state.transport)
    transport.abort()
    while not await request.is_disconnected():
        await asyncio.sleep(0)


async def _parameters(request: Request) -> Json:
    """The parameters of a request: from the address, a form, JSON, or parts with files."""
    asked: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if not body:
        return asked
    if kind.startswith("application/json"):
        return asked | cast(Json, json.loads(body))
    if kind.startswith("multipart/form-data"):
        return asked | _parts(kind, body)
    if kind.startswith("application/x-www-form-urlencoded"):
        return asked | dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    # What a body of any other kind holds is no parameter.
    return asked


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """The parts of a form; a file is (name, content), and what is attached stands in its place."""
    head = f"content-type: {kind}\r\n\r\n".encode()
    form = message_from_bytes(head + body, policy=policy.HTTP)
    found: dict[str, Any] = {}
    for part in form.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = cast(bytes, part.get_payload(decode=True))
        file = part.get_filename()
        # Names are UTF-8 as they stand, which the parser of mail takes for unknown bytes.
        named = file and file.encode(errors="surrogateescape").decode()
        found[name] = content.decode() if named is None else (named, content)
    for name, value in list(found.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            found[name] = found[value.removeprefix("attach://")]
    return found


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else None


def application(world: World) -> Starlette:
    """The ASGI app over `world`."""
    gate, control = Gate(world), Control(world)
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", gate.answer, methods=METHODS),
            Route("/file/bot{token}/{path:path}", gate.file),
            *control.routes(),
        ]
    )
