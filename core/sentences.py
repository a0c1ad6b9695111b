"""Sentences: where they end, whether two say the same, and cutting some out of a message."""

import re
import unicodedata
from collections.abc import Collection, Iterator

_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w+")
# What points back at the sentence before, and says nothing without it.
_POINTER = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|them|their|theirs|that|this|these|those|there)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The pieces of `text`, verbatim; empty ones among them keep their place."""
    return _END.split(text)


def normal(text: str) -> str:
    """The words of `text` alone: case, accents' forms, spaces and marks make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(plain))


def holds(text: str, words: str) -> bool:
    """Whether `words` stand in `text`, one after the other and none of them in part."""
    return bool(words) and f" {normal(words)} " in f" {normal(text)} "


def runs(text: str, most: int) -> Iterator[str]:
    """Every run of one to `most` words that stand side by side in `text`, as `normal` writes it."""
    words = normal(text).split()
    for start in range(len(words)):
        for end in range(start + 1, min(start + most, len(words)) + 1):
            yield " ".join(words[start:end])


def cut(text: str, words: Collection[str]) -> tuple[str, tuple[str, ...]] | None:
    """`text` without the sentences that hold any of `words`, and those sentences.

    What follows such a sentence and points back at it ("She …") goes with it. None when nothing
    can be cut out so that the rest tells nothing of it: then all of the text has to go.
    """
    kept: list[str] = []
    gone: list[str] = []
    after_gone = False
    for piece in sentences(text):
        doomed = any(holds(piece, some) or holds(some, piece) for some in words)
        after_gone = doomed or (after_gone and bool(_POINTER.search(piece)))
        (gone if after_gone else kept).append(piece)
    rest = " ".join(piece for piece in kept if piece.strip())
    if not gone or not normal(rest):
        return None
    return rest, tuple(gone)
