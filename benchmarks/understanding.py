"""How well Jenny understands: accuracy on evaluation data that stays outside the project.

    python -m benchmarks.understanding [FOLDER] [--errors KIND] [--split dev|train]

FOLDER (or JENNY_DATASETS) holds time_dev.jsonl, time_negative_dev.jsonl and intent_dev.jsonl.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from core.requests import Request
from understanding import understand

Row = dict[str, Any]

DAY_PARTS = {"morning": (0, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (16, 24),
             "tonight": (16, 24), "tonite": (16, 24), "lunch": (11, 14), "am": (0, 12)}  # fmt: skip


def rows_of(path: Path) -> Iterator[Row]:
    """The JSON lines of a file; none when there is no such file."""
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from (cast(Row, json.loads(line)) for line in lines)


def matches(row: Row, answer: Request) -> bool:
    """Whether the first expression of time is what the row expects."""
    if not answer.times:
        return False
    got = answer.times[0].to_json()
    wanted = [row["expected"], *row.get("also_ok", ())]
    if row["kind"] == "range" and row.get("match") == "daypart":
        return _in_part(row, got)
    return any(_equal(row["kind"], want, got) for want in wanted)


def _equal(kind: str, want: Any, got: Row) -> bool:
    value: Any = got["value"]
    match kind, got["kind"]:
        case ("instant", "instant"):
            return _near(want, value)
        case ("date", "date"):
            return want == value
        case ("range", "range"):
            return _same_range(want, value)
        case ("duration", "duration"):
            slack = 0.04 if float(want) >= 28 * 86400 else 0.005
            return abs(float(value) - float(want)) <= slack * float(want)
        case ("recurrence", "recurrence"):
            return _same_rule(want, value)
        case _:
            return False


def _near(want: str, value: str) -> bool:
    return abs(datetime.fromisoformat(want) - datetime.fromisoformat(value)) <= timedelta(minutes=1)


def _same_range(want: Row, value: Row) -> bool:
    if want["grain"] != value["grain"]:
        return False
    if want["grain"] == "time":
        return _near(want["start"], value["start"]) and _near(want["end"], value["end"])
    ends = (datetime.fromisoformat(want["end"]), datetime.fromisoformat(value["end"]))
    return want["start"] == value["start"] and abs(ends[0] - ends[1]) <= timedelta(days=1)


def _in_part(row: Row, got: Row) -> bool:
    value: Any = got["value"]
    start = value["start"] if got["kind"] == "range" else value
    if got["kind"] not in ("instant", "range") or "T" not in str(start):
        return False
    moment, want = datetime.fromisoformat(start), datetime.fromisoformat(row["expected"]["start"])
    words = row["text"].lower()
    low, high = next((hours for part, hours in DAY_PARTS.items() if part in words), (0, 24))
    return moment.date() == want.date() and low <= moment.hour < high


def _same_rule(want: str, value: str) -> bool:
    """Equal rules; where none was wanted, a part of the day may have brought its hour."""
    wanted, got = dict(canonical(want)), dict(canonical(value))
    if "BYHOUR" not in wanted and got.get("BYHOUR") in ("9", "15", "19", "20"):
        got.pop("BYHOUR")
        got.pop("BYMINUTE", None)
    return wanted == got


def canonical(rule: str) -> tuple[tuple[str, str], ...]:
    """An RFC 5545 rule without what does not change it."""
    fields = dict(part.split("=", 1) for part in rule.split(";"))
    fields.pop("DTSTART", None)
    if "UNTIL" in fields:
        day = datetime.strptime(fields["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007
        fields["UNTIL"] = str((day.toordinal() + 1) // 3)
    if "BYHOUR" in fields:
        fields.setdefault("BYMINUTE", "0")
    return tuple(sorted((k, ",".join(sorted(v.split(",")))) for k, v in fields.items()))


def score_times(folder: Path, shown: str) -> None:
    """Accuracy by kind, and the texts without a time that got one."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    spent: list[float] = []
    for row in rows_of(folder / "time_dev.jsonl"):
        now = datetime.fromisoformat(row["reference_time"])
        began = time.perf_counter()
        answer = understand(row["text"], now=now)
        spent.append(time.perf_counter() - began)
        good = matches(row, answer)
        seen[row["kind"]] += 1
        right[row["kind"]] += good
        if not good and shown in (row["kind"], row["kind"] + "s"):
            times = [(t.text, t.kind, t.to_json()["value"]) for t in answer.times]
            print(f"  {row['text']!r} @{row['reference_time'][:16]} not {row['expected']}: {times}")
    for kind, total in seen.items():
        print(f"{kind:12} {right[kind] / total:6.1%}  n={total}")
    if spent:
        print(f"p95 {sorted(spent)[int(len(spent) * 0.95)] * 1000:.2f} ms")
    negatives = list(rows_of(folder / "time_negative_dev.jsonl"))
    now = datetime.fromisoformat("2013-02-12T04:30:00-02:00")
    fired = [row["text"] for row in negatives if understand(row["text"], now=now).times]
    if negatives:
        print(f"{'fires':12} {len(fired) / len(negatives):6.1%}  n={len(negatives)}")
    if shown == "negative":
        print(*(f"  {text!r}" for text in fired), sep="\n")


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
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", default=os.environ.get("JENNY_DATASETS", ""))
    options.add_argument("--errors", default="")
    options.add_argument("--split", default="dev")
    chosen = options.parse_args()
    folder = Path(chosen.folder)
    if not chosen.folder or not folder.is_dir():
        print("Give the folder of the evaluation data, or set JENNY_DATASETS.", file=sys.stderr)
        return 1
    score_times(folder, chosen.errors)
    score_routes(folder, chosen.errors, chosen.split)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
