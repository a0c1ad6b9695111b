"""The HTTP side of the stand-in, and the wire to it, on which answers can be lost."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.outlook import telling
from tests.outlook.login import Tokens
from tests.outlook.telling import chosen, paged, told, whole
from tests.outlook.world import Calendar, GraphError, World, instant

Json = dict[str, Any]
BASE = "/v1.0/me"
EVENTS = f"{BASE}/calendars/{{calendar}}/events"
FILTER = re.compile(r"start/dateTime ge '([^']+)' and start/dateTime lt '([^']+)'")
RESPONSES = {
    "accept": "accepted",
    "decline": "declined",
    "tentativelyAccept": "tentativelyAccepted",
}
Handler = Callable[[Request], Awaitable[Response]]


class Graph:
    """The paths of Graph that are there."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens

    def routes(self) -> list[Route]:
        return [
            Route(BASE, self._guarded(self._me)),
            Route(f"{BASE}/calendars", self._guarded(self._calendars)),
            Route(f"{BASE}/calendars/{{calendar}}/calendarView/delta", self._guarded(self._delta)),
            Route(EVENTS, self._guarded(self._list)),
            Route(EVENTS, self._guarded(self._post), methods=["POST"]),
            Route(f"{EVENTS}/{{event}}", self._guarded(self._get)),
            Route(f"{EVENTS}/{{event}}", self._guarded(self._patch), methods=["PATCH"]),
            Route(f"{EVENTS}/{{event}}", self._guarded(self._delete), methods=["DELETE"]),
            Route(f"{EVENTS}/{{event}}/instances", self._guarded(self._instances)),
            *(
                Route(f"{EVENTS}/{{event}}/{verb}", self._guarded(self._respond), methods=["POST"])
                for verb in RESPONSES
            ),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            if not self._tokens.knows(request.headers.get("authorization", "")):
                return _failed(GraphError(401, "InvalidAuthenticationToken"))
            try:
                return await handler(request)
            except GraphError as error:
                return _failed(error)

        return answer

    async def _me(self, request: Request) -> Response:
        return JSONResponse({"mail": self._world.address, "userPrincipalName": "anna#EXT#@x.org"})

    async def _calendars(self, request: Request) -> Response:
        found = [
            {
                "id": one.id,
                "name": one.name,
                "canEdit": one.writable,
                "isDefaultCalendar": one.is_default,
            }
            for one in self._world.calendars.values()
        ]
        return self._page(request, found)

    async def _list(self, request: Request) -> Response:
        calendar = self._calendar(request)
        query = dict(request.query_params)
        found = list(calendar.items.values())
        if "$filter" in query:
            asked = FILTER.fullmatch(query["$filter"])
            if asked is None:
                raise GraphError(400, "ErrorInvalidUrlQueryFilter")
            since, until = (datetime.fromisoformat(x).replace(tzinfo=UTC) for x in asked.groups())
            found = [one for one in found if since <= instant(one.fields["start"]) < until]
        entries = [chosen(told(self._world, x, None), query.get("$select")) for x in found]
        return self._page(request, entries)

    async def _get(self, request: Request) -> Response:
        item, day = self._calendar(request).find(request.path_params["event"])
        zone = _preferred(request, "outlook.timezone", "UTC")
        return JSONResponse(whole(self._world, item, day, dict(request.query_params), zone))

    async def _post(self, request: Request) -> Response:
        calendar = self._writable(request)
        body = json.loads(await request.body())
        item = self._world.create(calendar, body)
        return JSONResponse(told(self._world, item, None), status_code=201)

    async def _patch(self, request: Request) -> Response:
        calendar = self._writable(request)
        ref = request.path_params["event"]
        self._check(request, calendar, ref)
        item, day = self._world.change(calendar, ref, json.loads(await request.body()))
        return JSONResponse(told(self._world, item, day))

    async def _delete(self, request: Request) -> Response:
        calendar = self._writable(request)
        ref = request.path_params["event"]
        self._check(request, calendar, ref)
        self._world.delete(calendar, ref)
        return Response(status_code=204)

    async def _respond(self, request: Request) -> Response:
        calendar, body = self._writable(request), json.loads(await request.body())
        if set(body) - {"comment", "sendResponse", "proposedNewTime"}:
            raise GraphError(400, "RequestBodyRead")
        response = RESPONSES[request.url.path.rpartition("/")[2]]
        tells = body.get("sendResponse", True)
        self._world.respond(calendar, request.path_params["event"], response, tells=tells)
        return Response(status_code=202)

    async def _instances(self, request: Request) -> Response:
        item, _ = self._calendar(request).find(request.path_params["event"])
        query = request.query_params
        since, until = _window(query["startDateTime"], query["endDateTime"])
        days = islice(item.days(), 5000)
        made = [told(self._world, item, day) for day in days]
        inside = [x for x in made if since <= instant(x["start"]) < until]
        return self._page(request, inside)

    async def _delta(self, request: Request) -> Response:
        calendar = self._calendar(request)
        query = request.query_params
        token = query.get("$skiptoken") or query.get("$deltatoken")
        if token is None:
            since, until = _window(query["startDateTime"], query["endDateTime"])
            entries = telling.view(self._world, calendar, since, until)
            state: Json = {"since": since, "until": until, "pages": self._cut(request, entries)}
        elif token not in self._world.deltas:
            raise GraphError(410, "SyncStateNotFound")
        else:
            state = dict(self._world.deltas[token])
            if state["pages"] is None:
                entries = telling.news(
                    self._world, calendar, state["position"], state["since"], state["until"]
                )
                state["pages"] = self._cut(request, entries)
        state.setdefault("end", len(calendar.log))
        page, *rest = state["pages"]
        name, kept = ("$skiptoken", state | {"pages": rest})
        link = "@odata.nextLink"
        if not rest:
            end = {"since": state["since"], "until": state["until"], "pages": None}
            name, kept, link = "$deltatoken", end | {"position": state["end"]}, "@odata.deltaLink"
        token = f"t{len(self._world.deltas)}"
        self._world.deltas[token] = kept
        path = f"me/calendars/{calendar.id}/calendarView/delta?{name}={token}"
        return JSONResponse({"value": page, link: f"{request.base_url}v1.0/{path}"})

    def _cut(self, request: Request, entries: list[Json]) -> list[list[Json]]:
        asked = int(_preferred(request, "odata.maxpagesize", "1000"))
        return list(paged(entries, min(self._world.page, asked)))

    def _page(self, request: Request, entries: list[Json]) -> Response:
        """A page of a list; `$skip` is how the stand-in goes on."""
        size = min(int(request.query_params.get("$top", "10")), 1000)
        skip = int(request.query_params.get("$skip", "0"))
        made: Json = {"value": entries[skip : skip + size]}
        if skip + size < len(entries):
            url = httpx.URL(str(request.url)).copy_set_param("$skip", str(skip + size))
            made["@odata.nextLink"] = str(url)
        return JSONResponse(made)

    def _calendar(self, request: Request) -> Calendar:
        return self._world.calendar(request.path_params["calendar"])

    def _writable(self, request: Request) -> Calendar:
        calendar = self._calendar(request)
        if not calendar.writable:
            raise GraphError(403, "ErrorAccessDenied")
        return calendar

    def _check(self, request: Request, calendar: Calendar, ref: str) -> None:
        item, day = calendar.find(ref)
        asked = request.headers.get("if-match")
        if asked not in (None, "*", told(self._world, item, day)["@odata.etag"]):
            raise GraphError(412, "ErrorIrresolvableConflict")


def application(world: World, tokens: Tokens) -> Starlette:
    """The ASGI app: login.test and graph.test in one."""
    return Starlette(
        routes=[
            Route("/common/oauth2/v2.0/authorize", tokens.authorize),
            Route("/common/oauth2/v2.0/token", tokens.token, methods=["POST"]),
            *Graph(world, tokens).routes(),
        ]
    )


@dataclass(kw_only=True)
class Fault:
    """What happens instead of an answer, to the next request of that method whose address has
    `part` in it. With `late`, the request has been carried out."""

    part: str
    answer: httpx.Response | Exception
    method: str = "GET"
    late: bool = False


@dataclass(kw_only=True)
class Wire(httpx.AsyncBaseTransport):
    """What goes over the network. `asked` are method and path, `queries` what follows them."""

    app: Starlette
    faults: list[Fault] = field(default_factory=list[Fault])
    asked: list[str] = field(default_factory=list[str])
    queries: list[str] = field(default_factory=list[str])
    bodies: list[Json] = field(default_factory=list[Json])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        self.queries.append(request.url.query.decode())
        if request.method in ("POST", "PATCH") and request.url.host == "graph.test":
            self.bodies.append(json.loads(await request.aread()))
        fault = next((f for f in self.faults if _meets(f, request)), None)
        if fault is None:
            return await self._carried_out(request)
        self.faults.remove(fault)
        if fault.late:
            await self._carried_out(request)
        if isinstance(fault.answer, Exception):
            raise fault.answer
        return fault.answer

    async def _carried_out(self, request: httpx.Request) -> httpx.Response:
        return await httpx.ASGITransport(self.app).handle_async_request(request)


def _meets(fault: Fault, request: httpx.Request) -> bool:
    return fault.method == request.method and fault.part in str(request.url)


def _window(since: str, until: str) -> tuple[datetime, datetime]:
    first, last = (datetime.fromisoformat(x.replace("Z", "+00:00")) for x in (since, until))
    return first, last


def _preferred(request: Request, name: str, without: str) -> str:
    found = re.search(rf'{re.escape(name)}="?([^",]+)', request.headers.get("prefer", ""))
    return found[1] if found else without


def _failed(error: GraphError) -> Response:
    body = {"error": {"code": error.code, "message": error.message, "innerError": {"date": "-"}}}
    return JSONResponse(body, status_code=error.status)
