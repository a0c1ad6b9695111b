"""Pieces of facts and messages as recall looks at them, and their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Vector:
    """384 numbers of length 1, and the name of the model that made them: only vectors of one model
    can be compared."""

    model: str
    numbers: Sequence[float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A text that is to have a vector, as its vector sees it: with who said it."""

    id: int
    text: str
