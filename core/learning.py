"""What messages teach."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

Kind = Literal[
    "taste",
    "people",
    "home",
    "work",
    "day",
    "habit",
    "standing",
    "health",
    "money",
    "code",
    "other",
]
"""What a fact is about. `standing` is what always holds for Jenny's answers."""
KINDS: tuple[Kind, ...] = get_args(Kind)


def kind_named(word: object) -> Kind | None:
    """The kind with that name."""
    return next((kind for kind in KINDS if kind == word), None)


SENSITIVE: frozenset[Kind] = frozenset({"health", "money", "code"})


# The object of a tie that ends whatever there was: "I quit my job".
WHATEVER = "whatever it was"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """subject –predicate→ object, as a text tells it; `ended` when it says that it is over.

    `since` and `until` are from when and until when; None where the text does not say. `denied`
    when it only says that it is not so: it need never have been.
    """

    subject: str
    predicate: str
    object: str
    ended: bool = False
    since: datetime | None = None
    until: datetime | None = None
    denied: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """A sentence worth keeping, and the ties in it. `place` numbers it within its message."""

    text: str
    place: int
    ties: tuple[Tie, ...] = ()
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A message that waits to be learned from; `answer` is what the model said of it before."""

    episode_id: int
    inbox_id: int | None
    text: str
    said_at: datetime
    attempts: int
    answer: str | None = field(default=None)
