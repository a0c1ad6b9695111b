"""Jenny's memory beside stock Mem0 on the same PostgreSQL, in the same run.

    python -m benchmarks.memory [--quick] [--json] [FILE]

Speed: a search of people with few and with many memories, without the embedding: its statement,
and that with the transaction around it; of people not seen since the server's start; of somebody
with 100,000 memories; bytes a memory; forgetting all of a person; from a message to its being
searchable. Quality: recall of the answering messages in the form of LoCoMo (FILE, else
`locomo_dev.json` in $JENNY_DATASETS) and in our own long chats with an assistant, made and written
ones, beside plain BM25 and plain vectors (what Mem0 answers when its search is exact), and how well
questions that nothing answers are told apart.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from app.embedded.lease import lease
from benchmarks.remembered import figures, quality
from benchmarks.remembered.forgetting import forgetting
from benchmarks.remembered.people import Crowd
from benchmarks.remembered.quality import Talk, Tally
from benchmarks.remembered.stages import cold, fill, largest, sizes, warm, writing
from core.clock import SystemClock
from integrations.embeddings import MiniLM
from storage.database import PostgresDatabase

CROWDS = (
    Crowd(first=10_000, people=1000, memories=100),
    Crowd(first=20_000, people=200, memories=1_000),
    Crowd(first=30_000, people=20, memories=10_000),
)
QUICK = (
    Crowd(first=10_000, people=50, memories=100),
    Crowd(first=20_000, people=10, memories=1_000),
    Crowd(first=30_000, people=1, memories=10_000),
)
ONE = Crowd(first=40_000, people=1, memories=100_000)
Report = Callable[[str, object], None]


def main() -> None:
    """Print the figures as they come."""
    parser = argparse.ArgumentParser(prog="./jenny bench memory", description=__doc__)
    default = Path(os.environ.get("JENNY_DATASETS", "datasets")) / "locomo_dev.json"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    parser.add_argument("--quick", action="store_true", help="two minutes: fewer people")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[str, object] = {"load": figures.load()}

    def report(name: str, value: object) -> None:
        found[name] = value
        if not options.json:
            print(f"{name}: {figures.shown(value)}", flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        speed(folder / "speed", report, quick=options.quick)
        if not options.file.exists():
            print(f"{options.file} is missing, so nothing is asked of it.", file=sys.stderr)
        find(folder / "quality", report, options.file, quick=options.quick)
    report("load at the end", figures.load())
    if options.json:
        print(json.dumps(found, default=asdict))


def speed(folder: Path, report: Report, *, quick: bool) -> None:
    """All that is measured in milliseconds and bytes."""
    crowds = QUICK if quick else CROWDS
    with lease(folder) as servers:
        fill(servers, folder, crowds)
        for crowd in crowds:
            report(f"search, {crowd.people} × {crowd.memories}", warm(servers, folder, crowd))
        report("bytes a memory", sizes(servers, crowds))
        report("forgotten, all of one person, ms", forgetting(servers, folder, *crowds[:0:-1]))
    for crowd in crowds[1:2]:
        report(f"unseen, {crowd.people} × {crowd.memories}", cold(folder, crowd))
    with lease(folder) as servers:
        report("written", writing(servers, 60 if quick else 400))
        if not quick:
            report("search, 1 × 100000", largest(servers, ONE))


def find(folder: Path, report: Report, file: Path, *, quick: bool) -> None:
    """All that is measured in what was found."""
    shapes: dict[str, list[Talk]] = {"long chats": list(quality.long_chats(1 if quick else 4))}
    if not quick:
        shapes["written chats"] = list(quality.written_chats())
    if file.exists():
        talks = list(quality.locomo(file))
        shapes["two people"] = talks[:1] if quick else talks
    with lease(folder) as servers:
        for name, talks in shapes.items():
            tally = asyncio.run(_asked(servers.database_url, talks, name.split()[0]))
            report(f"found, {name}", quality.finding(tally))
            if tally.untold:
                report("abstention", figures.abstention(tally))


async def _asked(url: str, talks: list[Talk], name: str) -> Tally:
    async with PostgresDatabase(url, SystemClock()) as database:
        return await quality.measure(database, MiniLM(), talks, name)


if __name__ == "__main__":
    main()
