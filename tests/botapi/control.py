"""The stand-in's other door: tests of whole processes move people and faults over HTTP."""

from dataclasses import asdict
from typing import cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.botapi.faults import Fault, Json
from tests.botapi.people import People
from tests.botapi.world import Kept, World


class Control:
    """Everything under /control/: JSON in, JSON out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = People(world)

    def routes(self) -> list[Route]:
        """The addresses, all by POST but the readings."""
        return [
            Route("/control/say", self._say, methods=["POST"]),
            Route("/control/act/{act}", self._act, methods=["POST"]),
            Route("/control/press", self._press, methods=["POST"]),
            Route("/control/update", self._update, methods=["POST"]),
            Route("/control/fault", self._fault, methods=["POST"]),
            Route("/control/token", self._token, methods=["POST"]),
            Route("/control/wait", self._wait),
            Route("/control/chat/{chat_id:int}", self._chat),
            Route("/control/state", self._state),
            Route("/control/times", self._times),
        ]

    async def _say(self, request: Request) -> Response:
        """One message, or many in one request: `[{"chat": 1, "text": "…"}, …]` → their numbers.

        `{"again": 3}` delivers the update of the fourth of them once more, under its number.
        """
        asked = await request.json()
        many = cast(list[Json], asked if isinstance(asked, list) else [asked])
        said: list[int] = []
        updates: list[Json] = []
        for one in many:
            if "again" in one:
                update = updates[int(one["again"])]
                self._world.enqueue(update)
            else:
                self._world.person(one["chat"])
                said.append(self._people.say(one["chat"], one["text"]))
                update = self._world.queue[-1].update
            updates.append(update)
        return JSONResponse(said)

    async def _act(self, request: Request) -> Response:
        """arrive (without a word), edit, forward, sticker, document, block, unblock, replay,
        in_group."""
        asked = cast(Json, await request.json())
        match request.path_params["act"]:
            case "arrive":
                done = [self._world.person(chat).id for chat in asked["chats"]]
            case "edit":
                done = self._people.edit(asked["chat"], asked["message"], asked["text"])
            case "forward":
                done = self._people.forward(asked["chat"], asked["text"])
            case "sticker":
                done = self._people.sticker(asked["chat"])
            case "document":
                content = str(asked["content"]).encode()
                done = self._people.document(asked["chat"], asked["name"], content)
            case "in_group":
                done = self._people.in_group(asked["chat"], asked["group"], asked["text"])
            case "block" | "unblock" as act:
                done = self._people.block(asked["chat"], blocked=act == "block")
            case "replay":
                done = self._people.replay(asked["update"])
            case _:
                return Response(status_code=404)
        return JSONResponse(done)

    async def _press(self, request: Request) -> Response:
        """Press `label` in `chat`, on `message` or the newest that has it → the press's id."""
        asked = cast(Json, await request.json())
        press = self._people.press(asked["chat"], asked["label"], asked.get("message"))
        return JSONResponse(press.id)

    async def _update(self, request: Request) -> Response:
        """Queue an update as it is, however malformed."""
        return JSONResponse(self._world.enqueue(cast(Json, await request.json())))

    async def _fault(self, request: Request) -> Response:
        """Add a fault, in the fields of `Fault`; `null` takes all of them away."""
        asked = cast(Json | None, await request.json())
        if asked is None:
            self._world.faults.clear()
        else:
            self._world.faults.append(Fault(**asked))
        return JSONResponse(len(self._world.faults))

    async def _token(self, request: Request) -> Response:
        """Have only this token known from now on."""
        self._world.token = str(await request.json())
        return JSONResponse(True)

    async def _wait(self, request: Request) -> Response:
        """The bot's messages of `chat`, once they are `count` or `seconds` have passed.

        With `text` only messages that hold it are counted; with `press` it waits for that toast.
        """
        asked = request.query_params
        chat_id, wanted = int(asked.get("chat", "0")), int(asked.get("count", "1"))
        text, press = asked.get("text", ""), self._world.presses.get(asked.get("press", ""))

        def arrived() -> bool:
            if press is not None:
                return press.answered is not None
            return sum(text in said for said in self._world.texts(chat_id)) >= wanted

        await self._world.until(arrived, float(asked.get("seconds", "10")))
        if press is not None:
            return JSONResponse(asdict(press))
        return JSONResponse([shown(kept) for kept in self._world.from_bot(chat_id)])

    async def _chat(self, request: Request) -> Response:
        """Every message of a chat in its present form."""
        chat = self._world.chat(request.path_params["chat_id"])
        return JSONResponse([shown(kept) for kept in chat.values()])

    async def _state(self, _request: Request) -> Response:
        """What is not a message: waiting updates, menu, typing, presses, conflicts, calls."""
        state = {
            "waiting": len(self._world.queue),
            "commands": self._world.commands,
            "actions": self._world.actions,
            "presses": [asdict(press) for press in self._world.presses.values()],
            "conflicts": self._world.conflicts,
            "calls": self._world.counts,
            "refused": self._world.limits.refused if self._world.limits else 0,
        }
        return JSONResponse(state)

    async def _times(self, _request: Request) -> Response:
        """Every message of every chat in short, in order: chat, whether the bot's, text, tick."""
        found = [
            (chat_id, kept.from_bot, kept.text, kept.at)
            for chat_id, chat in self._world.chats.items()
            for kept in chat.values()
        ]
        return JSONResponse(found)


def shown(kept: Kept) -> Json:
    """A message as a person sees it."""
    message = kept.message
    document = cast(Json, message.get("document", {}))
    return {
        "id": message["message_id"],
        "from_bot": kept.from_bot,
        "text": kept.text or message.get("caption", ""),
        "entities": message.get("entities", []),
        "buttons": kept.labels,
        "before": [str(earlier.get("text", "")) for earlier in kept.before],
        "file": document.get("file_name"),
        "silent": kept.silent,
        "at": kept.at,
    }
