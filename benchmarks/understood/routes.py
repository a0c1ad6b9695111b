"""Which request a text is: on public sentences; on terse ones of our own with time and thing."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from benchmarks.time_phrases.report import rows_of
from core.requests import Request

Row = dict[str, Any]
# A share (or milliseconds) and of how many.
Figures = dict[str, tuple[float, int]]
# What reads a text: the text, now, and the zone where there is one.
Reader = Callable[[str, datetime, ZoneInfo | None], Request]

TERSE = Path(__file__).parents[1] / "data" / "terse.jsonl"
NOW = datetime.fromisoformat("2026-03-04T10:00:00+01:00")
SHOWN = 400


def score_routes(read: Reader, folder: Path, shown: str, split: str) -> Figures:
    """Accuracy of routes in scope, and `other` kept other; errors of the route `shown`."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    confused: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of(folder / f"intent_{split}.jsonl"):
        got = read(row["text"], NOW, None).route
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
            print(*(f"     {text}" for text in texts[:SHOWN]), sep="\n")
    return {name: (right[name] / seen[name], seen[name]) for name in sorted(seen)}


def score_terse(read: Reader, shown: str, path: Path = TERSE) -> Figures:
    """Routes of terse requests, and those right in route, time and thing."""
    routes = whole = total = 0
    for row in rows_of(path):
        got = read(row["text"], datetime.fromisoformat(row["now"]), ZoneInfo(row["zone"]))
        total += 1
        routes += got.route == row["route"]
        wrong = list(_wrong(row, got))
        whole += not wrong
        if wrong and shown == "terse":
            print(f"  {row['text']!r}: {'; '.join(wrong)}")
    if total:
        print(f"{'terse route':16} {routes / total:6.1%}  n={total}")
        print(f"{'terse whole':16} {whole / total:6.1%}  n={total} (route, time and thing)")
    share = max(1, total)
    return {"terse route": (routes / share, total), "terse whole": (whole / share, total)}


def _wrong(row: Row, got: Request) -> Iterator[str]:
    if got.route != row["route"]:
        yield f"{got.route} for {row['route']}"
    what = list(got.slots.what) if isinstance(got.slots.what, tuple) else got.slots.what
    if row["route"] != "other" and not _same_thing(row["what"], what):
        yield f"what {what!r} for {row['what']!r}"
    times = [(t.kind, t.to_json()["value"]) for t in got.times]
    wanted = [(t["kind"], t["value"]) for t in row["times"]]
    if times[:1] != wanted[:1]:
        yield f"times {times} for {wanted}"


def _same_thing(wanted: Any, got: Any) -> bool:
    """Equal, whatever the case; an article more or less does not matter."""
    return [_plain(item) for item in _items(wanted)] == [_plain(item) for item in _items(got)]


def _items(thing: Any) -> list[str]:
    if not thing:
        return []
    return [thing] if isinstance(thing, str) else list(cast(list[str], thing))


def _plain(text: str) -> str:
    words = text.casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["my"], ["a"], ["an"]) else words)


def score_speed(read: Reader, texts: list[str]) -> Figures:
    """The 95th percentile of a whole answer."""
    spent: list[float] = []
    for text in texts:
        began = time.perf_counter()
        read(text, NOW, None)
        spent.append(time.perf_counter() - began)
    slow = sorted(spent)[int(len(spent) * 0.95)] * 1000 if spent else 0.0
    print(f"{'whole answer':16} p95 {slow:.2f} ms")
    return {"whole answer p95 ms": (slow, len(spent))}
