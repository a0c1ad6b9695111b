"""The service as a process that dies, as by kill -9, where it is told to. Only this process of the
tests knows the points."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agents.answering import Answering
from agents.dispatcher import Dispatcher
from agents.presses import Presses
from app.servers import servers
from app.service import keep_going
from app.settings import load
from bot import delivery
from bot.delivery import Delivery
from bot.telegram.door import TelegramDoor
from memory.learning import Learner
from memory.remember import Remembering
from scheduler.due import DueClaims
from storage.access import GateStore
from storage.outbox import OutboxStore
from storage.reminders import OccurrenceStore


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """Before or after a method; `kind` limits it to messages of that kind, `words` to those that
    say so.

    What is inside a transaction dies before its commit.
    """

    owner: type
    method: str
    after: bool
    kind: str = ""
    words: str = ""

    def meant(self, values: Sequence[object]) -> bool:
        """Whether the method is called with what it is limited to."""
        kinds = not self.kind or any(getattr(value, "kind", "") == self.kind for value in values)
        return kinds and (not self.words or any(_text(v) == self.words for v in values))


def _sends(kind: str) -> dict[str, Point]:
    return {
        f"before a {kind} is sent": Point(
            owner=TelegramDoor, method="send", after=False, kind=kind
        ),
        f"after a {kind} is sent": Point(owner=TelegramDoor, method="send", after=True, kind=kind),
    }


POINTS: dict[str, Point] = {
    "before a batch is kept": Point(owner=GateStore, method="accept", after=False),
    "after a batch is kept": Point(owner=GateStore, method="accept", after=True),
    "before an answer": Point(owner=Answering, method="commit", after=False),
    "within an answer": Point(owner=Answering, method="_write", after=True),
    "after an answer": Point(owner=Answering, method="commit", after=True),
    "before a press": Point(owner=Presses, method="_commit", after=False),
    "within a press": Point(owner=Presses, method="_show", after=True),
    "after a press": Point(owner=Presses, method="_commit", after=True),
    "before a ringing": Point(owner=DueClaims, method="_claim", after=False),
    "within a ringing": Point(owner=OccurrenceStore, method="claim", after=True),
    "after a ringing": Point(owner=DueClaims, method="_claim", after=True),
    "within a claim for sending": Point(owner=OutboxStore, method="claim", after=True),
    **_sends("reply"),
    **_sends("push"),
    **_sends("edit"),
    **_sends("toast"),
    "within a receipt": Point(owner=OutboxStore, method="sent", after=True),
    "after a receipt": Point(owner=Delivery, method="_sent", after=True),
}

POISON = "poison"
DEADLY: dict[str, Point] = {
    "over a message": Point(owner=Dispatcher, method="handle", after=False, words=POISON),
}
LEARNING: dict[str, Point] = {
    "before facts are learned": Point(owner=Remembering, method="write", after=False),
    "after facts are learned": Point(owner=Remembering, method="write", after=True),
    "within a lesson": Point(owner=Learner, method="_mark", after=True),
}


def arm(point: Point) -> None:
    """Have this process die at `point`, the first time that it gets there."""
    original: Callable[..., Awaitable[Any]] = getattr(point.owner, point.method)

    async def deadly(*values: Any, **named: Any) -> Any:
        meant = point.meant(values)
        if meant and not point.after:
            _die()
        result = await original(*values, **named)
        if meant:
            _die()
        return result

    setattr(point.owner, point.method, deadly)


def _text(value: object) -> object:
    return getattr(value, "text", None)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def live(point: str, environment: Mapping[str, str]) -> None:
    """Run until killed, or until `point` if one is named."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if "JENNY_TEST_LEASE" in os.environ:
        delivery.LEASE = timedelta(seconds=float(os.environ["JENNY_TEST_LEASE"]))
    if point:
        arm((POINTS | DEADLY | LEARNING)[point])
    settings = load()
    with servers(settings) as running:
        asyncio.run(keep_going(settings, running, asyncio.Event()))
