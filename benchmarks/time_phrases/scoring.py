"""When an answer about a time is right: the rules of the evaluation data."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

Row = dict[str, Any]

DAY_PARTS = {"morning": (0, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (16, 24),
             "tonight": (16, 24), "tonite": (16, 24), "lunch": (11, 14), "am": (0, 12)}  # fmt: skip


def matches(row: Row, got: Row) -> bool:
    """Whether an expression (`kind`, `value` as in the contract) is what the row expects."""
    wanted = [row["expected"], *row.get("also_ok", ())]
    try:
        if row["kind"] == "range" and row.get("match") == "daypart":
            return _in_part(row, got)
        return any(_equal(row["kind"], want, got) for want in wanted)
    except (ValueError, TypeError, KeyError):
        return False


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
    if fields.get("INTERVAL") == "1":
        del fields["INTERVAL"]
    if "UNTIL" in fields:
        day = datetime.strptime(fields["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007
        fields["UNTIL"] = str((day.toordinal() + 1) // 3)
    if "BYHOUR" in fields:
        fields.setdefault("BYMINUTE", "0")
    return tuple(sorted((k, ",".join(sorted(v.split(",")))) for k, v in fields.items()))


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z = 1.96
    share = hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def p95(spent: Iterable[float]) -> float:
    """The 95th percentile of seconds, in milliseconds."""
    ordered = sorted(spent)
    return ordered[int(len(ordered) * 0.95)] * 1000 if ordered else 0.0
