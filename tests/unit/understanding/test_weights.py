"""The weights of the routes are those that the examples in the repository give."""

import json

import pytest

from benchmarks.training.weights import ingredients
from understanding.classifier import WEIGHTS, Weights


@pytest.mark.timeout(300)
def test_the_weights_were_made_of_these_examples() -> None:
    kept: Weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert kept["made_of"] == ingredients(), "run `python -m benchmarks.training`"
