"""The layers of the English grammar of time, in the order in which they fold a text."""

from functools import cache

from understanding.english.clocks import CLOCKS, PAST, ZONED
from understanding.english.dates import DATES
from understanding.english.holidays import HOLIDAY_DAYS
from understanding.english.lexer import row_of
from understanding.english.moments import MOMENTS, STRETCHES
from understanding.english.numbers import FRACTIONS, LENGTHS, NUMBERS, SUMS, TENS_AND_ONES
from understanding.english.offsets import OFFSETS
from understanding.english.periods import NTHS, PERIODS
from understanding.english.ranges import DAY_RANGES, RANGES, SPANS
from understanding.english.relative import DAYPARTS, JOINED, PARTED, WEEKDAYS
from understanding.english.repeat_details import BODIES, COUNTS, TAILS
from understanding.english.repeats import HEADS
from understanding.grammar.engine import Item
from understanding.grammar.kinds import keys_of

LAYERS = (
    TENS_AND_ONES, NUMBERS, FRACTIONS, CLOCKS, PAST, LENGTHS, SUMS, ZONED, HEADS, BODIES,
    HOLIDAY_DAYS, DAY_RANGES, DATES, PERIODS, NTHS, WEEKDAYS, DAYPARTS, SPANS, TAILS, OFFSETS,
    JOINED, RANGES, PARTED, MOMENTS, TAILS, STRETCHES, COUNTS,
)  # fmt: skip


@cache
def known_words() -> frozenset[str]:
    """Every word that a rule names."""
    return frozenset(word for layer in LAYERS for row in layer.rules for word in row.words)


def parsed(text: str) -> list[Item]:
    """The row of `text` with everything of time folded together."""
    row = row_of(text, known_words())
    for layer in LAYERS:
        row = layer.fold(row, keys_of)
    return row
