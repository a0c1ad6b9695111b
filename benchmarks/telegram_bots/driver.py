"""Drives a bot through the Bot API stand-in and measures what its people would see."""

import asyncio
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncGenerator, Container, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "7001:" + "A" * 35
# Nothing new for so long: what is missing by then is lost.
QUIET_SECONDS = 20.0
AFTER_SECONDS = 3.0
START_SECONDS = 60.0

_MARK = re.compile(r"\bm(\d{5})\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A message to the bot: its number, when it could be fetched, when its replies came."""

    number: int
    chat: int
    at: float
    replies: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What the chats hold in the end. `disorder` counts replies behind those of later messages."""

    said: tuple[Said, ...]
    disorder: int

    @property
    def lost(self) -> int:
        return sum(not one.replies for one in self.said)

    @property
    def doubled(self) -> int:
        return sum(len(one.replies) > 1 for one in self.said)

    @property
    def per_second(self) -> float:
        """From the moment when the first could be fetched to the last reply."""
        last = max((at for one in self.said for at in one.replies), default=0.0)
        took = last - min(one.at for one in self.said)
        return sum(bool(one.replies) for one in self.said) / took if took > 0 else 0.0

    def waits(self) -> list[float]:
        """Milliseconds from each message to its first reply, sorted."""
        return sorted((one.replies[0] - one.at) * 1000 for one in self.said if one.replies)

    def of(self, chats: Container[int]) -> "Seen":
        """The same of these chats alone, without their order."""
        return Seen(said=tuple(one for one in self.said if one.chat in chats), disorder=0)


class StandIn:
    """The stand-in in a process of its own, as seen from its control side."""

    def __init__(self, address: str, client: httpx.AsyncClient) -> None:
        self.address = address
        self._client = client

    async def say(self, messages: Sequence[Mapping[str, object]]) -> None:
        """Write all of `messages` at once."""
        answer = await self._client.post("/control/say", json=list(messages))
        answer.raise_for_status()

    async def arrive(self, chats: Sequence[int]) -> None:
        """Let these people be there, without a word of theirs."""
        answer = await self._client.post("/control/act/arrive", json={"chats": list(chats)})
        answer.raise_for_status()

    async def polled(self) -> bool:
        """Whether a bot has come to fetch something within the time for a start."""
        for _ in range(int(START_SECONDS / 0.1)):
            if await self._calls("getUpdates"):
                return True
            await asyncio.sleep(0.1)
        return False

    async def quiet(self, replies: int) -> None:
        """Wait until the bot has nothing more to say: at least `replies` messages, or a while."""
        sent, unchanged = -1, 0.0
        while unchanged < (QUIET_SECONDS if sent < replies else AFTER_SECONDS):
            await asyncio.sleep(0.2)
            now = await self._calls("sendMessage")
            unchanged = 0.0 if now != sent else unchanged + 0.2
            sent = now

    async def sent(self) -> int:
        """How many messages the bot has sent so far."""
        return await self._calls("sendMessage")

    async def times(self) -> list[tuple[int, bool, str, float]]:
        """Every message: chat, whether it is the bot's, text, tick."""
        return (await self._client.get("/control/times")).json()

    async def refused(self) -> int:
        """How many messages came too fast."""
        return int((await self._client.get("/control/state")).json()["refused"])

    async def seen(self, first: int, end: int) -> Seen:
        """What became of the messages numbered from `first` up to `end`."""
        rows = await self.times()
        said: dict[int, tuple[int, float]] = {}
        replies: dict[int, list[float]] = defaultdict(list)
        orders: dict[int, list[int]] = defaultdict(list)
        for chat, from_bot, text, at in rows:
            found = _MARK.search(text)
            number = int(found.group(1)) if found else -1
            if not first <= number < end:
                continue
            if from_bot:
                if not replies[number]:
                    orders[chat].append(number)
                replies[number].append(at)
            else:
                said[number] = (chat, at)
        return Seen(
            said=tuple(
                Said(number=n, chat=c, at=at, replies=tuple(replies[n]))
                for n, (c, at) in said.items()
            ),
            disorder=sum(
                later < earlier for order in orders.values() for earlier, later in pairwise(order)
            ),
        )

    async def _calls(self, method: str) -> int:
        state: dict[str, Any] = (await self._client.get("/control/state")).json()
        return int(state["calls"].get(method, 0))


@asynccontextmanager
async def stand_in(*, limits: bool = False) -> AsyncGenerator[StandIn]:
    """The stand-in on a free port, ended afterwards; with Telegram's `limits` if wanted."""
    command = [sys.executable, "-m", "tests.botapi.server", "--token", TOKEN]
    command += ["--limits"] if limits else []
    with process(command, {}, subprocess.PIPE) as running:
        assert running.stdout is not None  # noqa: S101 - a pipe was asked for
        line = await asyncio.to_thread(running.stdout.readline)
        address = line.decode().strip()
        async with httpx.AsyncClient(base_url=address, timeout=120) as client:
            yield StandIn(address, client)


class process:
    """A process in the checkout, ended when the block is left."""

    def __init__(self, command: Sequence[str], settings: Mapping[str, str], out: int) -> None:
        self._command = command
        self._settings = settings
        self._out = out

    def __enter__(self) -> subprocess.Popen[bytes]:
        self._running = subprocess.Popen(  # noqa: S603 - our own commands
            self._command,
            cwd=ROOT,
            env=dict(os.environ) | dict(self._settings),
            stdout=self._out,
            stderr=self._out if self._out != subprocess.PIPE else None,
        )
        return self._running

    def __exit__(self, *_: object) -> None:
        self._running.terminate()
        try:
            self._running.wait(20)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
        if self._running.stdout is not None:
            self._running.stdout.close()
