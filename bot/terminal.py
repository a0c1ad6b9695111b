"""The terminal as a door: text for people, or the JSON events of "Chat for programs"."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.render import Part, labelled, parts
from core.clock import Clock
from core.models import OWNER_NAME, File, Outgoing, OutgoingKind, Receipt
from core.requests import Route
from core.zones import zone as zone_called


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee:
    """Who a message is for, and by which clock they read it."""

    name: str
    zone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One thing that a person sees. `at` carries the offset of their zone."""

    kind: OutgoingKind
    to: str
    at: datetime
    message: int
    part: Part
    route: Route | None
    silent: bool
    files: tuple[File, ...]


class Screen(Protocol):
    """Where it is shown."""

    def show(self, shown: Shown) -> None: ...


class TerminalDoor:
    """`core.ports.DoorPort` onto a screen. The number of a message is that of its outbox row."""

    name = "terminal"

    def __init__(
        self, clock: Clock, addressee: Callable[[int], Awaitable[Addressee]], screen: Screen
    ) -> None:
        self._clock = clock
        self._addressee = addressee
        self._screen = screen

    async def send(self, message: Outgoing, part_sent: Callable[[int], Awaitable[None]]) -> Receipt:
        """See `core.ports.DoorPort`; nothing is refused and nothing has to wait."""
        whom = await self._addressee(message.owner_id)
        now = self._clock.now()
        number = message.target_message_id or message.id
        shown = _parts(message)
        for place, part in enumerate(shown, 1):
            last = place == len(shown)
            self._screen.show(
                Shown(
                    kind=message.kind,
                    to=whom.name,
                    at=now.astimezone(zone_called(whom.zone)),
                    message=number,
                    part=part,
                    route=message.reply.route if message.kind == "reply" else None,
                    silent=message.reply.silent,
                    files=message.reply.files if last else (),
                )
            )
        return Receipt(message_id=number, at=now)


def _parts(message: Outgoing) -> Sequence[Part]:
    shown = parts(message.reply)
    if not shown:
        # A file, or new buttons, without words of their own.
        return (Part(text="", buttons=message.reply.buttons),)
    return (*labelled(shown[0]), *shown[1:]) if message.uncertain else shown


class JsonScreen:
    """One line a thing, flushed by `write`."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def show(self, shown: Shown) -> None:
        event: dict[str, object] = {
            "event": shown.kind,
            "to": shown.to,
            "at": shown.at.isoformat(),
            "message": shown.message,
            "text": shown.part.text,
            "buttons": [[button.label for button in line] for line in shown.part.buttons],
        }
        if shown.route is not None:
            event["route"] = shown.route
        event["silent"] = shown.silent
        event["files"] = [
            {"name": file.name, "content": file.content.decode("utf-8", "replace")}
            for file in shown.files
        ]
        self._write(json.dumps(event, ensure_ascii=False))

    def ready(self, line: int) -> None:
        """All that the input line `line` has caused is shown."""
        self._write(json.dumps({"event": "ready", "line": line}))


class PlainScreen:
    """Text for people: buttons as a line of hints, files into the folder `exports`.

    What was printed stays as it is, so an edit is shown only as the outcome of a press; after
    words, their reply has said it.
    """

    def __init__(self, write: Callable[[str], None], exports: Path) -> None:
        self._write = write
        self._exports = exports
        self._pressed = False

    def show(self, shown: Shown) -> None:
        if shown.kind == "edit" and not self._pressed:
            return
        if shown.kind != "edit":
            self._pressed = shown.kind == "toast"
        name = "" if shown.to == OWNER_NAME else f"{shown.to}: "
        text = f"({shown.part.text})" if shown.kind == "toast" else shown.part.text
        if text:
            self._write(f"{name}{text}")
        hints = "  ".join(f"[{b.label}]" for line in shown.part.buttons for b in line)
        if hints:
            self._write(f"    {hints}")
        for file in shown.files:
            self._write(f"    saved as {self._save(file)}")

    def _save(self, file: File) -> Path:
        self._exports.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._exports / Path(file.name).name
        path.write_bytes(file.content)
        path.chmod(0o600)
        return path
