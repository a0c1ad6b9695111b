"""Reminders that fall due in the same second: Jenny, with all that she does, beside plain
APScheduler, on the same Redis. Then how late single ones are beside many scheduled ones.

    ./jenny bench reminders [--json] [--reminders 1000] [--people 100] [--scheduled 100000]

Jenny claims each in PostgreSQL, sends it to a stand-in for Telegram that enforces Telegram's
limits, keeps the receipt, and answers people who write meanwhile. Plain: one job a reminder, which
only notes that it ran, once as it comes and once patient (`misfire_grace_time=None`).
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app.embedded.lease import lease
from app.logs import configure
from benchmarks.ringing.load import loaded
from benchmarks.ringing.plain import plain
from benchmarks.ringing.result import AtOnce
from benchmarks.ringing.storm import PER_SECOND, storm

PLAIN: dict[str, dict[str, object]] = {
    "APScheduler": {},
    "APScheduler, patient": {"misfire_grace_time": None},
}


def tell(text: str) -> None:
    """Progress, for a person who waits."""
    print(text, file=sys.stderr, flush=True)


def table(results: Sequence[AtOnce]) -> str:
    """The results side by side."""
    lines = [f"{'':24}" + "".join(f"{result.way:>22}" for result in results)]
    for name in list(asdict(results[0]))[1:]:
        cells = ["–" if (v := asdict(r)[name]) is None else str(v) for r in results]
        lines.append(f"{name:24}" + "".join(f"{cell:>22}" for cell in cells))
    return "\n".join(lines)


async def main() -> None:
    """Run all of it, one after the other."""
    options = argparse.ArgumentParser(prog="./jenny bench reminders")
    options.add_argument("--json", action="store_true")
    options.add_argument("--reminders", type=int, default=1_000)
    options.add_argument("--people", type=int, default=100)
    options.add_argument("--scheduled", type=int, default=100_000)
    chosen = options.parse_args()
    configure("error")
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="jenny-bench-") as folder:
        data = Path(folder) / "data"
        with lease(data) as servers:
            many = f"{chosen.reminders} reminders in one second"
            seconds = chosen.reminders / PER_SECOND
            tell(
                f"Jenny: {many} of {chosen.people} people; about {seconds:.0f} s at Telegram's pace"
            )
            results = [await storm(chosen.reminders, chosen.people, servers, data)]
            for way, settings in PLAIN.items():
                tell(f"{way}: {many}")
                results.append(await plain(way, chosen.reminders, servers.redis_url, settings))
            tell(f"Jenny: single reminders beside {chosen.scheduled} scheduled ones")
            load = await loaded(chosen.scheduled, servers)
    if chosen.json:
        told = {result.way: asdict(result) for result in results}
        print(json.dumps(told | {"load": asdict(load), "machine_load_before": busy}))
    else:
        print(table(results), "", *(f"{k:24}{v:>22}" for k, v in asdict(load).items()), sep="\n")
        print(f"{'machine_load_before':24}{busy:>22.2f}")


if __name__ == "__main__":
    asyncio.run(main())
