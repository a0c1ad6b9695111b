"""What a classifier sees of a clause besides its meaning: words, pairs of words, kinds of words."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from core.requests import TimeKind
from understanding.english.classes import CLASSES

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?:]")
MOST_WORDS = 60
# Whatever its kind, a moment is a moment; lengths and repetitions ask for other things.
MARKS: dict[TimeKind, str] = {
    "instant": "<when>",
    "date": "<when>",
    "range": "<when>",
    "duration": "<length>",
    "recurrence": "<repeat>",
}
Mark = tuple[int, TimeKind]


def features_of(masked: str, times: Sequence[Mark]) -> frozenset[str]:
    """The surface features of a clause in lower case whose times are blanks.

    `times` are the places of the times in it, with their kinds.
    """
    return frozenset(_features(tokens_of(masked, times), [kind for _, kind in times]))


def tokens_of(masked: str, times: Sequence[Mark]) -> list[str]:
    """The words of the clause, with a mark in the place of each time."""
    words = [(found.start(), found[0].replace("’", "'")) for found in WORD.finditer(masked)]
    marks = [(place, MARKS[kind]) for place, kind in times]
    return [word for _, word in sorted([*words, *marks])][:MOST_WORDS]


def _features(tokens: list[str], kinds: list[TimeKind]) -> Iterator[str]:
    yield from tokens
    yield from (f"{a} {b}" for a, b in pairwise(["^", *tokens, "$"]))
    yield "^ " + " ".join(tokens[:2])
    yield "^ " + " ".join(tokens[:3])
    yield from (f"is:{kind}" for kind in kinds or ["timeless"])
    yield f"long:{min(len(tokens), 12) // 3}"
    classes = sorted({name for token in tokens for name in CLASSES.get(token, ())})
    yield from (f"has:{name}" for name in classes)
    yield from (f"has:{a}+{b}" for a, b in combinations(classes, 2))
    for name in CLASSES.get(next((t for t in tokens if t[0] != "<"), ""), ()):
        yield f"first:{name}"
        yield from (f"first:{name}+{other}" for other in classes)
