"""Processes that are killed and started again, the people who talk meanwhile, and what must hold in
the end."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict
from redis.asyncio import Redis

from bot.render import REPEAT
from tests.botapi.faults import Fault
from tests.botapi.people import People
from tests.botapi.world import TOKEN, Kept, Press, World
from tests.crash.victim import live

ROOT = Path(__file__).parents[2]
CHATS = (501, 502, 503)
LABEL = REPEAT.strip()
DONE = "✓ Done"
MOST_WAITING = 30
SENDING = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")
# What a life needs is imported once, by a process from which each is forked: hundreds of lives
# spend their time on what they are there for.
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.victim", "integrations.mem0.engine"])


class Life:
    """One process of the service."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self._over = asyncio.get_running_loop().run_in_executor(None, process.join)

    async def wait(self) -> None:
        """Wait until it is dead."""
        await asyncio.shield(self._over)

    @property
    def returncode(self) -> int | None:
        """Minus the signal that it died of; None while it lives."""
        return self._process.exitcode if self._over.done() else None


@dataclass(kw_only=True)
class Said:
    """A message that must be answered once; one that `rings` sets a reminder, which rings once."""

    chat: int
    mark: str
    rings: bool
    press: Press | None = None


@dataclass(kw_only=True)
class Lives:
    """The lives of one service, over one stand-in and one database."""

    world: World
    address: str
    admin_url: str
    environment: dict[str, str]
    said: list[Said] = field(default_factory=list[Said])
    waiting: list[Said] = field(default_factory=list[Said])

    @asynccontextmanager
    async def life(self, point: str = "") -> AsyncGenerator[Life]:
        """The service, until the block is left or it dies at `point`."""
        process = FORKS.Process(target=live, args=(point, self.environment), daemon=True)
        process.start()
        life = Life(process)
        try:
            yield life
        finally:
            if life.returncode is None:
                process.kill()
            await life.wait()

    def cut(self, chance: random.Random) -> int:
        """Have a few of the next requests broken off, before or after they are carried out."""
        method = chance.choice(SENDING)
        times, apply = chance.randint(1, 3), chance.random() < 0.5
        self.world.faults.append(Fault(method=method, times=times, cut=True, apply=apply))
        return times

    async def flush(self) -> int:
        """Empty Redis; once."""
        async with Redis.from_url(self.environment["REDIS_URL"]) as client:  # pyright: ignore
            await client.flushall()  # pyright: ignore[reportUnknownMemberType]
        return 1

    async def polls(self) -> None:
        """Wait until the service asks for updates, the next time."""
        before = self.world.counts["getUpdates"]
        await self.world.until(lambda: self.world.counts["getUpdates"] > before, 20)

    def say(self, chat: int, *, rings: bool) -> Said:
        """A message with a word of its own in it."""
        # A number in a word could be taken for a time.
        mark = "quag" + "".join("abcdefghij"[int(digit)] for digit in f"{len(self.said):04}")
        text = f"remind me to {mark} in 1 second" if rings else f"add {mark} to shopping"
        People(self.world).say(chat, text)
        said = Said(chat=chat, mark=mark, rings=rings)
        self.said.append(said)
        self.waiting.append(said)
        return said

    def press(self) -> None:
        """Press Done on everything that has rung and was not pressed yet."""
        for said in self.waiting:
            if said.press is None and said.rings:
                rung = [k for k in self.pushes(said) if ["Done", "10 min", "1 h"] in k.labels]
                if rung:
                    number = int(rung[0].message["message_id"])
                    said.press = People(self.world).press(said.chat, "Done", number)

    async def talk(self, chat: int, chance: random.Random) -> None:
        """Talk, until cancelled."""
        while True:
            # A service that dies all the time is not to be buried under what it owes.
            if len(self.waiting) < MOST_WAITING:
                self.say(chat, rings=chance.random() < 0.4)
            self._over()
            await asyncio.sleep(0.05 * chance.randint(1, 20))

    async def settled(self, seconds: float = 40) -> float:
        """Wait until everything is answered, has rung, and is done, at most `seconds`; how many it
        took."""
        began = time.monotonic()
        await self.world.until(self._over, seconds)
        return time.monotonic() - began

    def _over(self) -> bool:
        """Press what can be pressed; whether nothing is waited for any more."""
        self.press()
        self.waiting = [said for said in self.waiting if not self._is_over(said)]
        return not self.waiting

    def _is_over(self, said: Said) -> bool:
        if not self.replies(said):
            return False
        if not said.rings:
            return True
        # Without a receipt the message cannot be changed, and its new form is said anew.
        done = any(
            said.mark in kept.text and DONE in kept.text for kept in self.world.from_bot(said.chat)
        )
        return done and said.press is not None and said.press.answered is not None

    def replies(self, said: Said) -> list[Kept]:
        """The answers to a message, with the words that they had first."""
        start = "Reminder set: " if said.rings else "Added "
        return [k for k in self.world.from_bot(said.chat) if f"{start}{said.mark}" in first(k)]

    def pushes(self, said: Said) -> list[Kept]:
        """The messages with which it rang."""
        return [
            k
            for k in self.world.from_bot(said.chat)
            if first(k).removeprefix(LABEL).strip().startswith(said.mark) and DONE not in first(k)
        ]

    def faults(self) -> list[str]:
        """What does not hold: unanswered, repeated without a label, a row twice or missing."""
        found: list[str] = []
        for said in self.said:
            found += _once(self.replies(said), f"answer to {said.mark}")
            if said.rings:
                found += _once(self.pushes(said), f"ringing of {said.mark}")
                if said.press is None or said.press.answered is None:
                    found.append(f"no toast for {said.mark}")
        tasks = Counter(str(row[0]) for row in self.rows("select title from tasks"))
        reminders = Counter(str(row[0]) for row in self.rows("select text from reminders"))
        for said in self.said:
            rows = (reminders if said.rings else tasks)[said.mark]
            if rows != 1:
                found.append(f"{rows} rows for {said.mark}")
        left = self.rows("select state, count(*) from occurrences where state <> 'done' group by 1")
        return found + [f"{row[1]} occurrences are {row[0]}" for row in left]

    def left(self) -> list[tuple[Any, ...]]:
        """What has not come to its end, for whoever looks for the cause of a fault."""
        return [
            *self.rows(
                "select 'inbox', id, kind, state, received_at from inbox where state <> 'done'"
            ),
            *self.rows(
                "select 'outbox', id, kind, state, attempts, error, not_before, sent_at from outbox"
                " where state <> 'sent' order by id"
            ),
        ]

    def repeats(self) -> int:
        """How many messages said that they may be a repeat."""
        return sum(first(k).startswith(LABEL) for chat in CHATS for k in self.world.from_bot(chat))

    def free(self) -> None:
        """End the leases of the dead, as minutes would."""
        with psycopg.connect(self.admin_url) as connection:
            connection.execute("update lessons set not_before = '-infinity'")

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.admin_url) as connection:
            return connection.execute(query).fetchall()


def first(kept: Kept) -> str:
    """The text that a message had before any edit."""
    return str((kept.before[0] if kept.before else kept.message).get("text", ""))


def _once(found: list[Kept], what: str) -> list[str]:
    plain = [kept for kept in found if not first(kept).startswith(LABEL)]
    if not found:
        return [f"no {what}"]
    return [f"{len(plain)} × {what} without a label"] if len(plain) > 1 else []


def environment(address: str, urls: tuple[str, str, str], data: Path) -> dict[str, str]:
    """The settings of the service. `urls`: of the database by the app and by the administrator, and
    of Redis."""
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "JENNY_DATA": str(data),
        "JENNY_ZONE": "UTC",
        "LOG_LEVEL": "error",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": address,
        "DATABASE_URL": _url(urls[0]),
        "DATABASE_ADMIN_URL": _url(urls[1]),
        "REDIS_URL": urls[2],
    }


def _url(conninfo: str) -> str:
    """libpq's key words as an address, which is what settings take."""
    return f"postgresql://?{urlencode(conninfo_to_dict(conninfo))}"
