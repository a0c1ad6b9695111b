"""How well Jenny understands: accuracy on evaluation data that stays outside the project.

    python -m benchmarks.understand [FOLDER] [--errors KIND] [--split dev|train]
        [--peers PYTHON] [--json]

FOLDER (or JENNY_DATASETS) holds time_dev.jsonl, time_negative_dev.jsonl and intent_dev.jsonl.
With --json the figures are one line of JSON on standard output; the report goes to
standard error.
Other libraries for times answer the same rows; `--peers` names a Python that has them. The terse
requests are the project's own.
"""

import argparse
import json
import os
import sys
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.time_phrases.report import rows_of, score_times
from benchmarks.understood.copies import report_copies
from benchmarks.understood.routes import Figures, Reader, score_routes, score_speed, score_terse
from core.ports import Embedder
from core.requests import Request
from integrations.embeddings import MiniLM
from understanding import understand


def score_requests(folder: Path, shown: str, split: str) -> Figures:
    """Routes and terse requests, with the embedding and without, and how long an answer takes."""
    figures: Figures = {}
    for title, embedder in (
        ("without the embedding", None),
        ("with the embedding", MiniLM(whole=True)),
    ):
        print(f"\n{title}")
        read = _reader(embedder)
        texts = [row["text"] for row in rows_of(folder / f"intent_{split}.jsonl")]
        parts = (
            score_terse(read, shown),
            score_routes(read, folder, shown, split),
            score_speed(read, texts),
        )
        figures |= {f"{title}: {name}": got for part in parts for name, got in part.items()}
    return figures


def _reader(embedder: Embedder | None) -> Reader:
    def read(text: str, now: datetime, zone: ZoneInfo | None) -> Request:
        return understand(text, now=now, zone=zone, embedder=embedder)

    return read


def main() -> int:
    """Print every figure; errors of one kind or route on demand."""
    options = argparse.ArgumentParser(prog="./jenny bench understand", description=__doc__)
    options.add_argument("folder", nargs="?", default=os.environ.get("JENNY_DATASETS", ""))
    options.add_argument("--errors", default="")
    options.add_argument("--json", action="store_true")
    options.add_argument("--split", default="dev")
    options.add_argument("--peers", default=sys.executable)
    chosen = options.parse_args()
    folder = Path(chosen.folder)
    if not chosen.folder or not folder.is_dir():
        print("Give the folder of the evaluation data, or set JENNY_DATASETS.", file=sys.stderr)
        return 1
    with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
        report_copies(folder)
        score_times(folder, chosen.errors, chosen.peers)
        figures = score_requests(folder, chosen.errors, chosen.split)
    if chosen.json:
        print(json.dumps({"figures": figures}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
