"""Figures as they are printed."""

import os
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import cast

from benchmarks.remembered.quality import EACH_WAY, Tally, auroc, curve, spread


def load() -> list[float]:
    """What else the machine had to do: its load over one, five and fifteen minutes."""
    return [round(number, 1) for number in os.getloadavg()]


def shown(value: object) -> str:
    """On one line, numbers in three digits."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value).items()
        return ", ".join(f"{name} {shown(one)}" for name, one in pairs)
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def abstention(tally: Tally) -> dict[str, object]:
    """How well what was never told is told apart, and LoCoMo's own such questions beside it."""
    told = spread(tally.told, EACH_WAY)
    untold = spread(tally.untold, EACH_WAY)
    return {
        "told": len(told),
        "untold": len(untold),
        "auroc": auroc(told, untold),
        "auroc of category 5": auroc(told, tally.fifth) if tally.fifth else None,
        "curve (bar, told that pass, untold that do not)": [
            [round(number, 2) for number in point] for point in curve(told, untold)
        ],
    }
