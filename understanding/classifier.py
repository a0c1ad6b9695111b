"""Which route a text most likely asks for, by weights learned from the examples in the repository.

Two judges, each a multinomial logistic regression: one sees the words, the other the vector of the
text's meaning. Both are small enough for plain Python. `benchmarks/training` makes the weights.
"""

import json
from base64 import b85decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt
from operator import mul
from pathlib import Path
from struct import unpack
from typing import TypedDict

from core.requests import ROUTES, Route

WEIGHTS = Path(__file__).parent / "english" / "weights.json"
BIAS = ""


class Weights(TypedDict):
    """Rows of signed bytes in base 85; a weight is its byte times the scale.

    `made_of` is a digest of the examples and of how the weights are made of them.
    """

    made_of: str
    routes: list[str]
    surface_scale: float
    surface: dict[str, str]
    vector_scale: float
    vector: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """How likely each route is (0 to 1), the likeliest first."""

    chances: tuple[tuple[Route, float], ...]

    @property
    def route(self) -> Route:
        """The likeliest route."""
        return self.chances[0][0]

    @property
    def confidence(self) -> float:
        """How likely the likeliest route is."""
        return self.chances[0][1]

    def of(self, route: Route) -> float:
        """How likely `route` is."""
        return dict(self.chances)[route]


# How much each judge's word counts, and how far `other` is preferred; chosen on public data.
WORDS_COUNT, MEANING_COUNTS, OTHER_FIRST = 1.3, 0.6, 0.7


def guess(features: Iterable[str], vector: Sequence[float] | None = None) -> Guess:
    """The chances of every route for a text with these features; sharper with its vector."""
    scores = [WORDS_COUNT * score for score in _normal(surface_scores(features))]
    if vector is not None:
        meaning = _normal(vector_scores(vector))
        scores = [a + MEANING_COUNTS * b for a, b in zip(scores, meaning, strict=True)]
    scores[ROUTES.index("other")] += OTHER_FIRST
    chances = [exp(score) for score in _normal(scores)]
    pairs = sorted(zip(ROUTES, chances, strict=True), key=lambda pair: -pair[1])
    return Guess(chances=tuple(pairs))


def surface_scores(features: Iterable[str]) -> list[float]:
    """The words' score for each route. Features nobody learned count for nothing."""
    file = _file()
    known = [row for row in map(file["surface"].get, features) if row is not None]
    share = file["surface_scale"] / sqrt(max(1, len(known)))
    sums = [sum(column) * share for column in zip(*map(_row, known), strict=True)]
    bias = _row(file["surface"][BIAS])
    sums = sums or [0.0] * len(ROUTES)
    return [s + b * file["surface_scale"] for s, b in zip(sums, bias, strict=True)]


def vector_scores(vector: Sequence[float]) -> list[float]:
    """The meaning's score for each route; `vector` has length 1."""
    scale = _file()["vector_scale"]
    return [scale * (sum(map(mul, row, vector)) + row[-1]) for row in _columns()]


def _normal(scores: Sequence[float]) -> list[float]:
    """Logarithms of chances that add up to 1."""
    top = max(scores)
    whole = top + log(sum(exp(score - top) for score in scores))
    return [score - whole for score in scores]


@cache
def _file() -> Weights:
    file: Weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return file


@cache
def _columns() -> tuple[tuple[int, ...], ...]:
    """For each route the weights of the vector's numbers, the bias last."""
    return tuple(_row(row) for row in _file()["vector"])


def _row(packed: str) -> tuple[int, ...]:
    data = b85decode(packed)
    return unpack(f"{len(data)}b", data)
