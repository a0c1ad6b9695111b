"""Multinomial logistic regression by full-batch descent from zero: no chance in it, only numpy."""

from base64 import b85encode
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.examples import Example, examples
from core.requests import ROUTES
from integrations.embeddings import MiniLM
from understanding.classifier import BIAS, Weights
from understanding.english.features import features_of

Floats = NDArray[np.float32]

SURFACE_EXAMPLES = 14  # of each template, for the words
VECTOR_EXAMPLES = 10  # and for the meaning, which costs more to compute
FEWEST_TEMPLATES = 3  # in which a feature must occur
STRETCH = np.float32(4)  # brings the numbers of a vector of length 1 into the range of the bias
SMOOTHING = 0.03
DECAY = 3e-5


def trained() -> Weights:
    """The content of the weights' file."""
    surface, surface_scale = _packed(_surface())
    vector, vector_scale = _packed(_vector())
    names, rows = _vocabulary(examples(SURFACE_EXAMPLES)), list(surface)
    return Weights(
        made_of=ingredients(),
        routes=list(ROUTES),
        surface_scale=surface_scale,
        surface=dict(zip([*names, BIAS], map(_text, rows), strict=True)),
        vector_scale=vector_scale,
        vector=[_text(column) for column in vector.T],
    )


def ingredients() -> str:
    """A digest of all that the weights are made of: what is seen of each example, whose vectors
    they are, and this file."""
    digest = sha256(Path(__file__).read_bytes() + _embedder().model.encode())
    for example in examples(SURFACE_EXAMPLES):
        seen = sorted(features_of(example.masked, example.times))
        digest.update(repr((example.route, example.template, seen)).encode())
    for example in examples(VECTOR_EXAMPLES):
        digest.update(repr((example.route, example.text)).encode())
    return digest.hexdigest()


def _surface() -> Floats:
    made = examples(SURFACE_EXAMPLES)
    place = {name: number for number, name in enumerate(_vocabulary(made))}
    rows = np.zeros((len(made), len(place) + 1), dtype=np.float32)
    rows[:, -1] = 1
    for row, example in zip(rows, made, strict=True):
        known = [place[f] for f in features_of(example.masked, example.times) if f in place]
        row[known] = 1 / np.sqrt(max(1, len(known)))
    return _descended(rows, made, steps=200, rate=0.3)


def _vector() -> Floats:
    made = examples(VECTOR_EXAMPLES)
    vectors = np.asarray(_embedder().embed([e.text for e in made]), dtype=np.float32)
    rows = np.hstack([vectors * STRETCH, np.ones((len(made), 1), dtype=np.float32)])
    weights = _descended(rows, made, steps=250, rate=0.1)
    weights[:-1] *= STRETCH
    return weights


def _embedder() -> MiniLM:
    """The one by which requests are heard."""
    return MiniLM(whole=True)


def _vocabulary(made: Sequence[Example]) -> list[str]:
    """The features that occur in several templates, by name."""
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for example in made:
        for name in features_of(example.masked, example.times):
            seen[name].add(example.template)
    return sorted(name for name, where in seen.items() if len(where) >= FEWEST_TEMPLATES)


def _descended(rows: Floats, made: Sequence[Example], *, steps: int, rate: float) -> Floats:
    """The weights (features by routes) after so many steps of Adam."""
    wanted = np.full((len(made), len(ROUTES)), SMOOTHING / len(ROUTES), dtype=np.float32)
    wanted[range(len(made)), [ROUTES.index(e.route) for e in made]] += 1 - SMOOTHING
    weights = np.zeros((rows.shape[1], len(ROUTES)), dtype=np.float32)
    drift, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        scores = rows @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = rows.T @ (chances - wanted) / len(made) + DECAY * weights
        drift = 0.9 * drift + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        pace = rate if step <= 0.7 * steps else rate / 10
        root = np.sqrt(spread / (1 - 0.99**step)) + 1e-8
        weights -= (pace * (drift / (1 - 0.9**step)) / root).astype(np.float32)
    return weights


def _packed(weights: Floats) -> tuple[NDArray[np.int8], float]:
    """The weights in steps of one scale, each a signed byte."""
    scale = float(np.abs(weights).max()) / 127
    return np.round(weights / scale).astype(np.int8), scale


def _text(row: NDArray[np.int8]) -> str:
    return b85encode(row.tobytes()).decode("ascii")
