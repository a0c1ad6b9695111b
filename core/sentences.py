"""Sentences: where they end, whether two say the same or name somebody, and cutting some out of a
message."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

# The end of a sentence, which "Dr. Huber", "e.g. tea" and "No. 5" are not; "5 p.m. She …" may be.
_END = re.compile(
    r"(?<=[.!?])(?<!\b(?:dr|mr|ms|st|vs|no)\.)(?<!\bmrs\.)(?<!\bprof\.)"
    r"(?<!\b[^\W\d_]\.[^\W\d_]\.)(?<!^[^\W\d_]\.)\s+"
    r"|(?<=\bno\.)\s+(?!\d)|(?<=\b[ap]\.m\.)\s+(?=(?-i:[A-Z]))|\n+",
    re.IGNORECASE,
)
_PART = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w+")
# How a picture is drawn is no part of what it names.
_DRAWN = "\ufe0f"
# By so many words at the beginning of a text it is looked up.
_START = 3
_AROUND = "“”‘’\"'()[]…"
# What points back at the sentence before, and says nothing without it.
_POINTER = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|them|their|theirs|that|this|these|those|there)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The pieces of `text`, verbatim; empty ones among them keep their place."""
    return _END.split(text)


def parts(text: str) -> list[str]:
    """As `sentences`, but also those that only look like some: what was forgotten before they were
    told apart is known by them."""
    return _PART.split(text)


def normal(text: str) -> str:
    """The words of `text` alone: case, accents' forms, spaces and marks make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(plain))


def holds(text: str, words: str) -> bool:
    """Whether `words` stand in `text`, one after the other and none of them in part."""
    return bool(words) and f" {normal(words)} " in f" {normal(text)} "


def runs(text: str, most: int) -> Iterator[str]:
    """Every run of one to `most` words that stand side by side in `text`, as `normal` writes it."""
    yield from _runs(normal(text).split(), most)


def _runs(words: Sequence[str], most: int) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + most, len(words)) + 1):
            yield " ".join(words[start:end])


def marked(name: str) -> bool:
    """Whether the words of `name` alone would be another one: "C++", ".NET", "🦊"."""
    plain = name.strip()
    return re.match(r"\.\w", plain) is not None or any(map(_tells, plain))


def pattern(name: str) -> str:
    """The regular expression of a marked name, case aside; Python's and PostgreSQL's."""
    plain = name.strip().replace(_DRAWN, "")
    before = "" if _is_picture(plain[:1]) else r"(?<!\w)"
    after = "" if _is_picture(plain[-1:]) else r"(?!\w)"
    return f"{before}{re.escape(plain)}{after}"


def names(text: str, name: str) -> bool:
    """Whether `text` names it."""
    if not marked(name):
        return holds(text, name)
    return re.search(pattern(name), text, re.IGNORECASE) is not None


def written(name: str) -> str:
    """A marked name, however it is drawn and whatever its case."""
    plain = unicodedata.normalize("NFC", name).casefold().replace(_DRAWN, "")
    return " ".join(plain.split())


def marked_in(text: str, most: int) -> Iterator[str]:
    """Every marked name of one to `most` words that `text` may hold, as `written` writes it."""
    words = [_bare(word) for word in written(text).split()]
    if any(map(marked, words)):
        yield from filter(marked, _runs(words, most))
    for is_picture, letters in groupby(written(text), _is_picture):
        if is_picture:
            whole = "".join(letters)
            yield from (whole, *whole)


def _bare(word: str) -> str:
    return word.lstrip(_AROUND).rstrip(f"{_AROUND}.,;:!?")


def _tells(letter: str) -> bool:
    return letter in "#*" or unicodedata.category(letter).startswith("S")


def _is_picture(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter) in ("So", "Sk", "Cf")


class Phrases:
    """Texts that are looked for in others, all at once: one by one thousands of them would take
    minutes."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._plain = {_told(text) for text in texts} - {""}
        self._all = "\n".join(f" {one} " for one in self._plain)
        self._lengths: dict[str, set[int]] = {}
        for one in self._plain:
            words = one.split()
            self._lengths.setdefault(" ".join(words[:_START]), set()).add(len(words))

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in `text`, as `holds` has it; "🦊" in "🦊" alone."""
        words = _told(text).split()
        return any(
            " ".join(words[place : place + length]) in self._plain
            for place in range(len(words))
            for many in range(1, _START + 1)
            for length in self._lengths.get(" ".join(words[place : place + many]), ())
        )

    def hold(self, text: str) -> bool:
        """Whether `text` stands in one of them."""
        plain = _told(text)
        return bool(plain) and f" {plain} " in self._all


def _told(text: str) -> str:
    """What has no words, as a picture has none, is what it looks like."""
    return normal(text) or written(text)


def cut(
    text: str, words: Phrases, whom: Collection[str] = ()
) -> tuple[str, tuple[str, ...]] | None:
    """`text` without the sentences that hold any of `words` or name any of `whom`, and those.

    What follows such a sentence and points back at it ("She …") goes with it. None when nothing
    can be cut out so that the rest tells nothing of it: then all of the text has to go.
    """
    kept: list[str] = []
    gone: list[str] = []
    after_gone = False
    for piece in sentences(text):
        doomed = any(names(piece, name) for name in whom)
        doomed = doomed or words.stand_in(piece) or words.hold(piece)
        after_gone = doomed or (after_gone and bool(_POINTER.search(piece)))
        (gone if after_gone else kept).append(piece)
    rest = " ".join(piece for piece in kept if piece.strip())
    if not gone or not normal(rest):
        return None
    return rest, tuple(gone)
