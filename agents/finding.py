"""Which of several things a person means: by its words, or by pointing at what was shown."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from rapidfuzz.distance import OSA

Thing = TypeVar("Thing")

PLACES = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "last": -1,
}  # fmt: skip
ALL = re.compile(r"\b(all|both|them|those|everything|each)\b")
MANY = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
PLACE = re.compile(
    r"\b(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|sixth|seventh|eighth|ninth|tenth|last"
    r"|\d+(?:st|nd|rd|th)?|(?:number|no) \w+)\b|#"
)
# One slip in a word of five letters or more; shorter words are too easily others ("swim", "slim").
SLIP = 0.8
SLIPPERY = 5
# Letters that the ear takes for one another, and those in whose rows neighbours are hit.
SOUNDS = ("aeiouyäöüáéíóúàèìòùâêîôûëï", "cksqxzç", "bp", "dt", "fvw", "gj", "mn", "lr")
ROWS = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
_NTH = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th)?")
AND = re.compile(r"\s*(?:,\s*and\b|,|\band\b|&)\s*")
_EMPTY = frozenset({"the", "a", "an", "my", "to", "of", "for", "and", "some", "task", "item"})


def words_of(text: str) -> list[str]:
    """The words that tell, case-folded."""
    words = re.findall(r"\w+", text.casefold())
    return [word for word in words if word not in _EMPTY] or words


def named(wanted: str, things: Sequence[Thing], title: Callable[[Thing], str]) -> list[Thing]:
    """The things that `wanted` fits best: the very title, else all words, else words like them."""
    exact = " ".join(words_of(wanted))
    whole = [thing for thing in things if " ".join(words_of(title(thing))) == exact]
    if whole:
        return whole[:1]
    parts = words_of(wanted)
    inside = [t for t in things if all(part in words_of(title(t)) for part in parts)]
    if inside:
        return inside
    return [
        thing
        for thing in things
        if all(any(_alike(part, word) for word in words_of(title(thing))) for part in parts)
    ]


def _alike(part: str, word: str) -> bool:
    """Whether two words differ in their ending alone, as call and called, or by a slip."""
    begin, other = _stem(part), _stem(word)
    begun = min(len(begin), len(other)) >= 3 and (part.startswith(other) or word.startswith(begin))
    return begun or slipped(part, word)


def _stem(word: str) -> str:
    """What stays of a word when it takes another ending: "tak" of take and taking."""
    return word[:-1] if len(word) > 3 and word[-1] in "ey" else word


def slipped(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with a letter wrong, left out, doubled or swapped. A letter is
    wrong that lies beside the right one on the keyboard, or sounds like it: "grandpa" is no slip
    of "grandma"."""
    long_enough = min(len(typed), len(meant)) >= SLIPPERY
    if not long_enough or OSA.normalized_similarity(typed, meant) < SLIP:
        return False
    pairs = [pair for pair in zip(typed, meant, strict=False) if pair[0] != pair[1]]
    is_swapped = len(pairs) == 2 and pairs[0] == pairs[1][::-1]
    return len(typed) != len(meant) or is_swapped or all(_confused(*pair) for pair in pairs)


def _confused(one: str, other: str) -> bool:
    if any(one in sound and other in sound for sound in SOUNDS):
        return True
    return any(abs(row.find(one) - row.find(other)) <= 1 for row in ROWS if {one, other} <= {*row})


def pointed(reference: str, shown: Sequence[Thing]) -> list[Thing]:
    """What "that", "the second one", "all of them" mean among what was `shown`, in its order.

    "it" with several shown is none of them: the person has to be asked.
    """
    if ALL.search(reference.casefold()):
        return all_of(reference, shown)
    if PLACE.search(reference.casefold()):
        return numbered(reference, shown)
    return list(shown) if len(shown) == 1 else []


def all_of(said: str, shown: Sequence[Thing]) -> list[Thing]:
    """All that was `shown`, for "all of them", "both", "all three"; none of it where it is not so
    many."""
    words = re.findall(r"\w+", said.casefold())
    many = {MANY[word] for word in words if word in MANY}
    many |= {int(word) for word in words if word.isdecimal()}
    return list(shown) if many <= {len(shown)} else []


def numbered(reference: str, shown: Sequence[Thing]) -> list[Thing]:
    """What "the second one", "number 3", "the first and the last" mean among what was `shown`; else
    nothing."""
    said = reference.casefold()
    parts = AND.split(said)
    if len(parts) > 1:
        several = [numbered(part, shown) for part in parts]
        return [found for fits in several for found in fits] if all(several) else []
    for word in re.findall(r"\w+", said):
        digits = _NTH.fullmatch(word)
        number = int(digits[1]) if digits else PLACES.get(word)
        # "that one" points, it does not count.
        if number is None or (word == "one" and not said.startswith(("number", "no", "#", "one"))):
            continue
        index = number - 1 if number > 0 else len(shown) + number
        return [shown[index]] if 0 <= index < len(shown) else []
    return []
