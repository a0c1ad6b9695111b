"""The weights of the routes are what the examples in the repository give."""

import json
from base64 import b85decode

import numpy as np
import pytest

from benchmarks.training.weights import trained
from understanding.classifier import WEIGHTS, Weights


@pytest.mark.timeout(900)
def test_the_examples_give_the_weights() -> None:
    kept: Weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    made = trained()
    cure = "run `python -m benchmarks.training`"
    assert made["routes"] == kept["routes"], cure
    assert list(made["surface"]) == list(kept["surface"]), cure
    # Another processor may round a step otherwise.
    assert abs(made["surface_scale"] / kept["surface_scale"] - 1) < 0.01, cure
    assert _apart(list(made["surface"].values()), list(kept["surface"].values())) <= 2, cure
    assert _apart(made["vector"], kept["vector"]) <= 2, cure


def _apart(made: list[str], kept: list[str]) -> int:
    """The most steps that two rows of weights lie apart."""
    rows = [np.frombuffer(b"".join(map(b85decode, texts)), dtype=np.int8) for texts in (made, kept)]
    return int(np.abs(rows[0].astype(int) - rows[1].astype(int)).max())
