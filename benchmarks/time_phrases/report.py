"""The figures for times: ours and each peer's on the same rows, in the same run."""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from benchmarks.time_phrases.adapters import ADAPTERS
from benchmarks.time_phrases.peers import ROOT, Peer
from benchmarks.time_phrases.scoring import matches, p95, wilson
from core.requests import PartsOfDay
from understanding import understand
from understanding.resolution.scene import scene_of
from understanding.times import times_in

Row = dict[str, Any]
Ask = Callable[[str, datetime], tuple[list[Row], float]]

KINDS = ("instant", "date", "range", "duration", "recurrence")
NOW = datetime.fromisoformat("2013-02-12T04:30:00-02:00")
PHRASES = ROOT / "tests" / "unit" / "understanding" / "phrases"
OWN = (PHRASES / "ordinary.txt", PHRASES / "ordinary_talk.txt")
# Lines of the given texts that do hold a time by our contract (docs/understanding.md).
HOLD_A_TIME = (20, 35, 46, 51, 53)
LONG = 100_000
PIECES = ("remind me ", "monday at 9 ", "every ", "1", "1-", "a.", "'a ", "the last of next ",
          "5/6 ", " and ", "x", "at 9 and ")  # fmt: skip


def rows_of(path: Path) -> Iterator[Row]:
    """The JSON lines of a file; none when there is no such file."""
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from (cast(Row, json.loads(line)) for line in lines)


def ours(text: str, now: datetime) -> tuple[list[Row], float]:
    """Our first expression, as the contract gives it, and the seconds that the answer took."""
    began = time.perf_counter()
    found = understand(text, now=now).times
    spent = time.perf_counter() - began
    return [expression.to_json() for expression in found[:1]], spent


def score_times(folder: Path, shown: str, python: str) -> None:
    """Print accuracy by kind, false alarms and time per phrase, of ours and of each peer."""
    rows = list(rows_of(folder / "time_dev.jsonl"))
    answering: dict[str, Ask] = {"jenny": ours}
    peers = [Peer(name, python) for name in ADAPTERS]
    answering |= {peer.name: peer.ask for peer in peers if not peer.missing}
    right, spent = _answers(rows, answering, shown)
    seen = Counter(row["kind"] for row in rows)
    print(f"{'times':12}{'n':>6}" + "".join(f"{name:>13}" for name in answering))
    for kind in KINDS:
        shares = (right[name][kind] / max(1, seen[kind]) for name in answering)
        print(f"{kind:12}{seen[kind]:6}" + "".join(f"{share:13.1%}" for share in shares))
    print(f"{'p95 ms':18}" + "".join(f"{p95(spent[name]):13.2f}" for name in answering))
    _print_alarms(folder, answering, shown)
    for peer in peers:
        if peer.missing:
            print(f"{peer.name} is not installed here and was not measured: {peer.missing}")
        elif peer.killed:
            print(f"{peer.name} had to be killed {peer.killed} times")
        peer.close()
    print("A peer is right with any of its answers, ours with the first.")
    _print_speed(rows)


def _answers(
    rows: list[Row], answering: dict[str, Ask], shown: str
) -> tuple[dict[str, Counter[str]], dict[str, list[float]]]:
    right: dict[str, Counter[str]] = {name: Counter() for name in answering}
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for place, row in enumerate(rows, 1):
        now = datetime.fromisoformat(row["reference_time"])
        for name, ask in answering.items():
            got, seconds = ask(row["text"], now)
            good = any(matches(row, answer) for answer in got)
            right[name][row["kind"]] += good
            spent[name].append(seconds)
            if name == "jenny" and not good and shown.rstrip("s") == row["kind"]:
                print(
                    f"  {place} {row['text']!r} @{now:%Y-%m-%dT%H:%M} not {row['expected']}: {got}"
                )
        if sys.stderr.isatty() and place % 50 == 0:
            sys.stderr.write(f"\r{place} of {len(rows)} rows")
    return right, spent


def _print_alarms(folder: Path, answering: dict[str, Ask], shown: str) -> None:
    """The texts without a time that got one, with the interval of that share."""
    lines = (line for path in OWN for line in path.read_text("utf-8").splitlines())
    own = [line for line in lines if line and not line.startswith("#")]
    given = [row["text"] for row in rows_of(folder / "time_negative_dev.jsonl")]
    plain = [text for line, text in enumerate(given, 1) if line not in HOLD_A_TIME]
    for title, texts in (("fires, given", given), ("- hold none", plain), ("fires, own", own)):
        if not texts:
            continue
        cells = ""
        for name, ask in answering.items():
            fired = [text for text in texts if ask(text, NOW)[0]]
            low, high = wilson(len(fired), len(texts))
            cells += f"{len(fired) / len(texts):6.1%} {low * 100:.0f}–{high * 100:.0f}".rjust(13)
            if name == "jenny" and shown == "negative":
                print(*(f"  {text!r}" for text in fired), sep="\n")
        print(f"{title:12}{len(texts):6}{cells}")


def _print_speed(rows: list[Row]) -> None:
    """Our time for the times alone, and for the longest of texts."""
    spent: list[float] = []
    for row in rows:
        scene = scene_of(datetime.fromisoformat(row["reference_time"]), None, PartsOfDay())
        began = time.perf_counter()
        times_in(row["text"], scene)
        spent.append(time.perf_counter() - began)
    print(f"times alone, p95 ms {p95(spent):.2f}")
    worst = max((_long(piece), piece) for piece in PIECES)
    print(
        f"{LONG:,} characters, the worst of {len(PIECES)}: {worst[0] * 1000:.0f} ms, {worst[1]!r}"
    )


def _long(piece: str) -> float:
    text = (piece * LONG)[:LONG]
    began = time.perf_counter()
    understand(text, now=NOW)
    return time.perf_counter() - began
