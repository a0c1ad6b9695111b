"""A text as a row of items: words of time, numbers, marks; all else is one OTHER between them.

Work is bounded: so are the patterns, the part of the text that is read, and the items of time that
are kept; all are more than a message holds.
"""

# ruff: noqa: E501 - a table is read by rows

import re
from collections.abc import Iterator

from understanding.english.numerals import numeric_sense
from understanding.english.ordinary import FIXED
from understanding.english.spelling import canonical, mistyped
from understanding.english.words import (
    GOES_ON,
    ZONES,
    Sense,
    lexicon,
    zone_called,
)
from understanding.grammar.engine import Item
from understanding.grammar.meaning import Meaning

MOST_ITEMS = 400
# Of a longer text only the beginning and the end are searched for times.
HEAD, TAIL = 6000, 2000

TOKEN = re.compile(
    r"""
    (?P<other> https?://\S{1,2000} | www\.\S{1,2000} | [\w-]{1,64}\.(?:com|org|net|io|de|dev|ai)\b | [\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.]{0,64}
      | \+\d[\d\ ()-]{6,20}\d | \b\d{3}[-.\ ]\d{3,4}[-.\ ]\d{4}\b | \b\d{3}-\d{4}\b
      | [$€£¥\#]\s?\w[\w.,]{0,20} | \b(?:v|version:?\s?|build\s|section\s|chapter\s|page\s|room\s)\d[\w.]{0,20}
      | \b\d{1,5}\s(?-i:[A-Z][a-z]{1,20}\s){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|square)\b
      | \b\d{1,4}\s?x\s?\d{1,4}[a-z]{0,3}\b
      | \d[\d.,]{0,12}\s?(?:[%€£°] | (?:percent|dollars?|bucks|euros?|pounds?|cents|km|kg|points)\b)
    )
    | (?P<texted> \b2(?:moro+w?|mro|mor|moz|mor+ow|mrw|day|nite|night)\b )
    | (?P<quarter> \bq[1-4]\b )
    | (?P<iso> \b\d{4}-\d\d-\d\dT\d\d:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z\b|[+-]\d{2}:?\d{2})? )
    | (?P<date> \b\d{4}\s?(?P<m>[/.-])\s?\d{1,2}\s?(?P=m)\s?\d{1,2}\b(?!\.\d)
      | \b\d{1,2}\s?(?P<n>[/.-])\s?\d{1,2}\s?(?P=n)\s?(?:\d{4}|\d{2}(?!:\d))\b(?!\.\d{1,2}\.) )
    | (?P<yearmonth> \b\d{4}\s?[/-]\s?(?:0?[1-9]|1[0-2])\b(?!\s?[-/:]) | (?<![\d/-])(?:0?[1-9]|1[0-2])\s?[/-]\s?\d{4}\b(?!\s?[-/:]) )
    | (?P<colon> \b\d{1,2}:\d{2}(?::\d{2})?(?![:\d]) )
    | (?P<hclock> \b\d{1,2}h\d{2}\b )
    | (?P<dotted> \b\d{1,2}\.\s?(?:0?[1-9]|1[0-2])\.(?!\d) )
    | (?P<slash> \b\d{1,2}\s?/\s?\d{1,2}(?![\d/])(?!\.\d) )
    | (?P<ordinal> \b\d{1,3}(?:st|nd|rd|th)\b )
    | (?P<number> \d{1,3}(?:,\d{3})+(?!\d) | 0,\d{1,2} | \d{0,3}[½¼¾] | \d+(?:\.\d{1,4}(?![\d.]))? )
    | (?P<half> (?<![^\W\d_]) (?: [ap]m[ap]m | [ap]\s?m | [ap]\.\s?m\b\.? ) (?![^\W\d_]) )
    | (?P<word> week-end | [^\W\d_]+ (?: ['’][^\W\d_]+ )* (?: (?<=s)['’](?=\s\w) )? )
    | (?P<mark> \S | \n )
    """,
    re.VERBOSE | re.IGNORECASE,
)
QUOTED = re.compile(
    r"""(?<!\w)"[^"\n]{1,500}" | “[^”\n]{1,500}” | «[^»\n]{1,500}»
      | (?<!\w)['‘](?:[^'’\n]|(?<=\w)['’](?=\w)){1,500}['’](?!\w)""",
    re.VERBOSE,
)
MARKS = frozenset(",.:;!?-+/()&@~\n\"'")
DASHES = str.maketrans("–—−", "---")
OTHER: frozenset[str] = frozenset({"OTHER"})
# Contractions that would read as a day once their apostrophe is gone.
NEVER = frozenset({"we'd", "sun's", "sat's"})
# "Thursday's swim" is on that day; "thursday's at 6" is every week, with a slip.
OWNER = re.compile(r"(day)['’]s")
OWNING = re.compile(
    r"(?<!\bon )(?<!every )(?<!each )\w+day['’]s\s+(?!(?:at|from|to|and|or|in|for|until|i|we)\b)[a-z]"
)


def folded(text: str) -> str:
    """`text` in lower case, code point for code point."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def quotations(text: str, low: str) -> list[tuple[int, int]]:
    """Where `text` quotes, unless all of it is one quotation, or names what only looks like a time.

    `low` is `text` in lower case.
    """
    quoted = [found.span() for found in QUOTED.finditer(text)]
    if quoted and quoted[0] == (0, len(text)):
        quoted = []
    spans: list[tuple[int, int]] = []
    for span in sorted([*quoted, *(found.span() for found in FIXED.finditer(low))]):
        if not spans or span[0] >= spans[-1][1]:
            spans.append(span)
    return spans


def row_of(text: str, known: frozenset[str]) -> list[Item]:
    """The items of `text`; `known` are the words that rules name."""
    row: list[Item] = []
    kept = 0
    for item in _merge_strangers(_items(text, known)):
        row.append(item)
        kept += item.keys is not OTHER
        if kept >= MOST_ITEMS:
            break
    return row


def _items(text: str, known: frozenset[str]) -> Iterator[Item]:
    low = folded(text)
    quoted = quotations(text[: HEAD + TAIL], low[: HEAD + TAIL])
    quote = 0
    place = 0
    while place < len(low):
        if HEAD <= place < len(low) - TAIL:
            yield Item(start=place, end=len(low) - TAIL, keys=OTHER)
            place = len(low) - TAIL
            quote = len(quoted)
        if quote < len(quoted) and quoted[quote][0] == place:
            place = quoted[quote][1]
            yield Item(start=quoted[quote][0], end=place, keys=OTHER)
            quote += 1
            continue
        stop = quoted[quote][0] if quote < len(quoted) else len(low)
        if place < HEAD and len(low) > HEAD + TAIL:
            stop = min(stop, HEAD)
        for found in TOKEN.finditer(text, place, stop):
            yield _item(found, low, known)
        place = stop


def _item(found: re.Match[str], low: str, known: frozenset[str]) -> Item:
    start, end = found.span()
    kind = found.lastgroup or ""
    word = low[start:end].replace("’", "'")
    keys: frozenset[str] = OTHER
    values: tuple[Meaning, ...] = ()
    match kind:
        case "word" | "texted":
            word = OWNER.sub(r"\1", word) if OWNING.match(low, start) else word
            keys, values = _word_sense(word, known)
        case "half":
            keys = frozenset({"HALF", *("a" if word[0] == "a" else "p",)})
        case "mark":
            word = "." if word == "\n" else word.translate(DASHES)
            keys = frozenset({word, "MARK"}) if word in MARKS else OTHER
        case "other":
            pass
        case _:
            keys, values = numeric_sense(kind, word)
    rule = kind if kind not in ("word", "number", "texted", "quarter") else ""
    return Item(start=start, end=end, keys=keys, values=values, rule=rule)


def _word_sense(word: str, known: frozenset[str]) -> Sense:
    """What a word can mean to the rules: possessives and usual misspellings are looked through."""
    word = word.replace("’", "'")
    if word in NEVER:
        return OTHER, ()
    for form in _forms(word):
        if sense := lexicon().get(form):
            return sense
        if form in known:
            return frozenset({form}), ()
        if zone := zone_called(form):
            return frozenset({"ZONE" if form in ZONES else "CITY", form}), (zone,)
    if word in GOES_ON:
        return frozenset({"GO", word}), ()
    if guess := mistyped(word):
        return _word_sense(guess, known)
    return OTHER, ()


def _forms(word: str) -> Iterator[str]:
    yield canonical(word)
    if word.endswith("ish"):
        yield canonical(word.removesuffix("ish"))
    if "'" in word:
        yield canonical(word.replace("'", ""))
        yield canonical(word.removesuffix("'s").removesuffix("'"))


def _merge_strangers(items: Iterator[Item]) -> Iterator[Item]:
    """Neighbouring OTHERs as one; a number grown together with one is a code, not a number."""
    held: Item | None = None
    for item in items:
        if held is not None:
            glued = held.end == item.start
            if glued and held.keys is OTHER and item.values and "NUMBER" in item.keys:
                item = _stranger(item)
            elif glued and item.keys is OTHER and "NUMBER" in held.keys:
                held = _stranger(held)
            if held.keys is OTHER and item.keys is OTHER:
                held = Item(start=held.start, end=item.end, keys=OTHER)
                continue
            yield held
        held = item
    if held is not None:
        yield held


def _stranger(item: Item) -> Item:
    return Item(start=item.start, end=item.end, keys=OTHER)
