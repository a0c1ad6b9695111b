"""How long a person waits for a command whose servers are stopped.

    python -m benchmarks.start [--json] [--runs 5]

Each command runs through the launcher on a data folder that exists; medians, in seconds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """One command: its median, its worst, and what may be asked of it, in seconds."""

    command: str
    median: float
    worst: float
    limit: float


COMMANDS = (
    (("ask", "what are my reminders?"), 3.0),
    (("understand", "call mum tomorrow at 9"), 1.0),
)


def measured(words: tuple[str, ...], limit: float, runs: int, environment: dict[str, str]) -> Start:
    """The command, run so often."""
    seconds: list[float] = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own launcher
            [str(ROOT / "jenny"), *words], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        seconds.append(time.perf_counter() - begun)
    return Start(
        command=words[0],
        median=round(statistics.median(seconds), 2),
        worst=round(max(seconds), 2),
        limit=limit,
    )


def main() -> int:
    """Print the figures; 1 when a median is over its limit."""
    options = argparse.ArgumentParser(prog="./jenny bench start")
    options.add_argument("--json", action="store_true")
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"JENNY_DATA": f"{folder}/data", "DATABASE_URL": ""}
        for words, limit in COMMANDS:
            measured(words, limit, 1, environment)
        found = [measured(words, limit, chosen.runs, environment) for words, limit in COMMANDS]
    if chosen.json:
        print(json.dumps([asdict(start) for start in found]))
    else:
        for start in found:
            print(
                f"{start.command:<12} median {start.median:.2f} s, worst {start.worst:.2f} s,"
                f" at most {start.limit:.0f} s"
            )
    return int(any(start.median > start.limit for start in found))


if __name__ == "__main__":
    sys.exit(main())
