"""The state of the stand-in: who is there, what was said, what waits for the bot."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from tests.botapi.faults import Fault, Json
from tests.botapi.limits import Limits

TOKEN = "7001:" + "A" * 35
TOAST_SECONDS = 900.0
# Kinds of updates that a bot gets only when it asked for them (or named no kinds at all).
KINDS = frozenset(("message", "edited_message", "callback_query", "my_chat_member"))


@dataclass(kw_only=True)
class Kept:
    """A message as it is now, with what it was before each edit."""

    message: Json
    from_bot: bool
    at: float
    before: list[Json] = field(default_factory=list[Json])
    content: bytes = b""
    silent: bool = False

    @property
    def text(self) -> str:
        return str(self.message.get("text", ""))

    @property
    def labels(self) -> list[list[str]]:
        """The buttons under it, by row."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]


@dataclass(kw_only=True)
class Queued:
    """An update that waits for the bot. `handed` is when it was first handed out."""

    update: Json
    at: float
    handed: float | None = None


@dataclass(kw_only=True)
class Press:
    """A pressed button, and the toast that answered it."""

    id: str
    chat_id: int
    at: float
    toast: str | None = None
    answered: float | None = None


@dataclass(kw_only=True)
class Person:
    """Somebody with a private chat with the bot; chat and account have the same number."""

    id: int
    first_name: str
    blocked: bool = False
    deactivated: bool = False


@dataclass(kw_only=True)
class Call:
    """A request of the bot, for whoever counts them."""

    method: str
    chat_id: int | None
    at: float


class World:
    """Everything that the stand-in knows. Used from one event loop only.

    Without `limits` messages may come as fast as they like.
    """

    def __init__(
        self,
        token: str = TOKEN,
        ticks: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
    ) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.ticks = ticks
        self.limits = limits
        self.people: dict[int, Person] = {}
        self.chats: dict[int, dict[int, Kept]] = {}
        self.queue: list[Queued] = []
        self.handed: list[Json] = []
        self.presses: dict[str, Press] = {}
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.commands: list[Json] = []
        self.actions: list[tuple[int, str]] = []
        self.drafts: dict[int, str] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.allowed: list[str] = []
        self.webhook = ""
        self.conflicts = 0
        self.message_ids = count(1)
        self.update_ids = count(500_001)
        self.press_ids = count(1)
        self._changed = asyncio.Event()

    @property
    def bot(self) -> Json:
        """The bot as its messages show it."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Jenny",
            "username": "jenny_stand_in_bot",
        }

    def person(self, person_id: int, first_name: str = "Anna") -> Person:
        """The person with that number, who is made when new."""
        return self.people.setdefault(person_id, Person(id=person_id, first_name=first_name))

    def chat(self, chat_id: int) -> dict[int, Kept]:
        """The messages of a chat by number, oldest first."""
        return self.chats.setdefault(chat_id, {})

    def from_bot(self, chat_id: int) -> list[Kept]:
        """What the bot has said in a chat, as it stands now."""
        return [kept for kept in self.chat(chat_id).values() if kept.from_bot]

    def texts(self, chat_id: int) -> list[str]:
        """What the bot has said in a chat, as text."""
        return [kept.text for kept in self.from_bot(chat_id)]

    def fault(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this request meets; its count goes down."""
        for fault in self.faults:
            if fault.meets(method, chat_id):
                fault.times -= 1
                return fault
        return None

    def called(self, method: str, chat_id: int | None) -> None:
        """Note a request of the bot."""
        self.calls.append(Call(method=method, chat_id=chat_id, at=self.ticks()))
        self.counts[method] += 1

    def enqueue(self, update: Json) -> int:
        """Queue an update for the bot; it gets a number unless it brings one."""
        update = {"update_id": next(self.update_ids)} | update
        kinds = KINDS & update.keys()
        if not self.allowed or not kinds or kinds & set(self.allowed):
            self.queue.append(Queued(update=update, at=self.ticks()))
        self.change()
        return int(update["update_id"])

    def change(self) -> None:
        """Wake all who wait for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> bool:
        """Wait until `condition` holds; False when it does not within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._changed.wait()
        except TimeoutError:
            return condition()
        return True

    @contextmanager
    def broken(self, fault: Fault) -> Generator[Fault]:
        """`fault` strikes until it is used up or the block is left."""
        self.faults.append(fault)
        try:
            yield fault
        finally:
            if fault in self.faults:
                self.faults.remove(fault)
