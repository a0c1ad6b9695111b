"""Replies of a real `./jenny run` beside a bare echo bot: nothing lost, in order, how fast.

    python -m benchmarks.reply [--json] [--updates 10000] [--chats 100]

Both bots get the same messages through the same stand-in for Telegram, one bot after the other:
first all at once, with duplicates in between, then an even stream of 50 a second.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.embedded.lease import Servers, lease
from benchmarks.ringing.storm import address
from benchmarks.telegram_bots.driver import ROOT, TOKEN, Seen, StandIn, process, stand_in
from benchmarks.telegram_bots.household import admit, rows_of_tasks

FIRST_CHAT = 10_001
DUPLICATES = 0.1
PER_SECOND = 50
STREAM_SECONDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What one bot did. Times are milliseconds from a message to its reply."""

    bot: str
    updates: int
    lost: int
    doubled: int
    disorder: int
    per_second: float
    stream_lost: int
    p50_ms: float
    p95_ms: float
    rows_twice: int | None = None
    rows_missing: int | None = None


def crowd(updates: int, chats: int, seed: int) -> list[dict[str, object]]:
    """All chats talking at once, each in its order; every tenth update comes a second time."""
    rolls = random.Random(seed)  # noqa: S311 - a repeatable mixture, not a secret
    turns = [FIRST_CHAT + n % chats for n in range(updates)]
    rolls.shuffle(turns)
    script: list[dict[str, object]] = []
    for number, chat in enumerate(turns):
        script.append(message(number, chat))
        if rolls.random() < DUPLICATES:
            script.append({"again": rolls.randrange(len(script))})
    return script


def message(number: int, chat: int) -> dict[str, object]:
    """A request that changes something and is confirmed by its name."""
    return {"chat": chat, "text": f"add m{number:05d} to shopping"}


async def measure(bot: str, telegram: StandIn, updates: int, chats: int) -> Result:
    """Both rounds of one bot that is already polling."""
    tell(f"{bot}: {updates} updates from {chats} chats at once")
    await telegram.say(crowd(updates, chats, seed=42))
    await telegram.quiet(updates)
    rush = await telegram.seen(0, updates)
    tell(f"{bot}: {PER_SECOND} updates a second for {STREAM_SECONDS} s")
    stream = await even(telegram, updates, chats)
    cuts = statistics.quantiles(stream.waits() or [0.0, 0.0], n=100)
    return Result(
        bot=bot,
        updates=updates,
        lost=rush.lost,
        doubled=rush.doubled,
        disorder=rush.disorder,
        per_second=round(rush.per_second, 1),
        stream_lost=stream.lost,
        p50_ms=round(cuts[49], 1),
        p95_ms=round(cuts[94], 1),
    )


async def even(telegram: StandIn, first: int, chats: int) -> Seen:
    """An even stream of messages, chat after chat."""
    count, before = PER_SECOND * STREAM_SECONDS, await telegram.sent()
    loop = asyncio.get_running_loop()
    begin = loop.time()
    for n in range(count):
        await asyncio.sleep(max(0.0, begin + n / PER_SECOND - loop.time()))
        await telegram.say([message(first + n, FIRST_CHAT + n % chats)])
    await telegram.quiet(before + count)
    return await telegram.seen(first, first + count)


async def echo(updates: int, chats: int, log: int) -> Result:
    """The floor."""
    async with stand_in() as telegram:
        settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.address}
        with process([sys.executable, "-m", "benchmarks.telegram_bots.echo"], settings, log):
            if not await telegram.polled():
                raise SystemExit("the echo bot does not start")
            return await measure("echo", telegram, updates, chats)


async def jenny(updates: int, chats: int, log: int, data: Path, servers: Servers) -> Result:
    """Jenny herself, with her servers in a folder of their own."""
    await admit(servers.database_url, range(FIRST_CHAT, FIRST_CHAT + chats))
    async with stand_in() as telegram:
        settings = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.address,
            "JENNY_DATA": str(data),
            "DATABASE_URL": address(servers.database_url),
            "DATABASE_ADMIN_URL": address(servers.admin_url),
            "REDIS_URL": servers.redis_url,
        }
        with process([str(ROOT / "jenny"), "run"], settings, log):
            if not await telegram.polled():
                raise SystemExit(f"./jenny run does not start: see {data.parent / 'log'}")
            result = await measure("jenny", telegram, updates, chats)
    titles = await rows_of_tasks(servers.database_url)
    expected = updates + PER_SECOND * STREAM_SECONDS
    twice = sum(times - 1 for times in titles.values())
    return replace(result, rows_twice=twice, rows_missing=expected - len(titles))


def tell(text: str) -> None:
    """Progress, for a person who waits."""
    print(text, file=sys.stderr, flush=True)


def table(results: Sequence[Result]) -> str:
    """The figures side by side."""
    names = [name for name in asdict(results[0]) if name != "bot"]
    rows = [["", *(result.bot for result in results)]]
    rows += [[name, *("–" if (v := asdict(r)[name]) is None else str(v) for r in results)]
             for name in names]  # fmt: skip
    return "\n".join(f"{row[0]:14}" + "".join(f"{cell:>12}" for cell in row[1:]) for row in rows)


async def main() -> None:
    options = argparse.ArgumentParser(prog="./jenny bench reply", description=__doc__)
    options.add_argument("--json", action="store_true")
    options.add_argument("--updates", type=int, default=10_000)
    options.add_argument("--chats", type=int, default=100)
    chosen = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jenny-bench-")))
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        stack.callback(os.close, log)
        floor = await echo(chosen.updates, chosen.chats, log)
        data = folder / "data"
        servers = stack.enter_context(lease(data))
        results = [await jenny(chosen.updates, chosen.chats, log, data, servers), floor]
    if chosen.json:
        print(json.dumps({result.bot: asdict(result) for result in results}))
    else:
        print(table(results))


if __name__ == "__main__":
    asyncio.run(main())
