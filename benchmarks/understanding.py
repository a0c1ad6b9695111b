"""How well Jenny understands: accuracy on evaluation data that stays outside the project.

    python -m benchmarks.understanding [FOLDER] [--errors KIND] [--split dev|train] [--peers PYTHON]

FOLDER (or JENNY_DATASETS) holds time_dev.jsonl, time_negative_dev.jsonl and intent_dev.jsonl.
Other libraries for times answer the same rows; `--peers` names a Python that has them.
"""

import argparse
import os
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

from benchmarks.time_phrases.report import rows_of, score_times
from understanding import understand


def score_routes(folder: Path, shown: str, split: str) -> None:
    """Accuracy of routes in scope, and `other` kept other."""
    now = datetime.fromisoformat("2026-03-04T10:00:00+01:00")
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    confused: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of(folder / f"intent_{split}.jsonl"):
        got = understand(row["text"], now=now).route
        group = "kept other" if row["route"] == "other" else "in scope"
        for name in {group, row["route"]} - {"other"}:
            seen[name] += 1
            right[name] += got == row["route"]
        if got != row["route"]:
            confused[row["route"], got].append(row["text"])
    for name in sorted(seen):
        print(f"{name:16} {right[name] / seen[name]:6.1%}  n={seen[name]}")
    for (want, got), texts in sorted(confused.items(), key=lambda pair: -len(pair[1])):
        if shown in (want, "routes"):
            print(f"-- {want} taken for {got}: {len(texts)}")
            print(*(f"     {text}" for text in texts[:: max(1, len(texts) // 12)]), sep="\n")


def main() -> int:
    """Print every figure; errors of one kind or route on demand."""
    options = argparse.ArgumentParser(prog="./jenny bench understanding", description=__doc__)
    options.add_argument("folder", nargs="?", default=os.environ.get("JENNY_DATASETS", ""))
    options.add_argument("--errors", default="")
    options.add_argument("--split", default="dev")
    options.add_argument("--peers", default=sys.executable)
    chosen = options.parse_args()
    folder = Path(chosen.folder)
    if not chosen.folder or not folder.is_dir():
        print("Give the folder of the evaluation data, or set JENNY_DATASETS.", file=sys.stderr)
        return 1
    score_times(folder, chosen.errors, chosen.peers)
    score_routes(folder, chosen.errors, chosen.split)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
