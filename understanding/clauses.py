"""The parts of a text that may each be a request of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.requests import TimeExpression
from understanding.english import phrases
from understanding.english.features import Mark
from understanding.english.shorthand import plain
from understanding.forms import Span
from understanding.slots import after_meal, strip_span

MOST_CLAUSES = 8
MOST_BETWEEN = 80
AND = re.compile(r"\s*(?:,|;|\band\b|&|\n)\s*(?:and\s+|then\s+|also\s+)?")
LINKED = re.compile(r"\bremind\b.*(?:,|\band)\s*$", re.DOTALL)
TO_DO = re.compile(r"\s+to [a-z]")
AND_TO = re.compile(r"\band (?=to [a-z])")
TO = re.compile(r"\bto\b")
REMIND = re.compile(r"\bremind\b")
ENDS = re.compile(r"\s*(?:$|[.,;!\n]|and\b)")
LITTLE = frozenset({"on", "at", "the", "again", "then", "also", "or", "to", "until", "every", "by"})
# "now" says little: a request with another time is about that one.
NOW_RULES = frozenset({"now", "now alone", "now at the end", "soonest", "as soon as"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A part of `text`. `masked` is in lower case and in full words, with blanks for its times;
    `places` tells where its code points stand in the clause."""

    text: str
    span: Span
    masked: str
    places: tuple[int, ...]
    times: tuple[TimeExpression, ...]
    marks: tuple[Mark, ...]

    def times_but_now(self) -> tuple[TimeExpression, ...]:
        """The times that say more than "now"."""
        return tuple(t for t in self.times if t.rule not in NOW_RULES)

    def in_text(self, span: Span) -> Span:
        """A span of `masked` in the whole text; what reached the end of `masked` goes on."""
        start, end = self.places[span[0]] + self.span[0], self.places[span[1]] + self.span[0]
        if span[1] == len(self.masked):
            end = self.span[1]
        return strip_span(self.text, (start, end))


def clauses_of(text: str, low: str, times: Sequence[TimeExpression]) -> list[Clause]:
    """The clauses of `text`, cut where a further request begins; never within a time."""
    inside = [t.span for t in times]
    cuts = [0]
    for found in phrases.NEXT_REQUEST.finditer(low[: phrases.MOST_READ * MOST_CLAUSES]):
        free = not any(start < found.end() < end for start, end in inside)
        if free and found.start() > 0 and len(cuts) < MOST_CLAUSES:
            cuts.append(found.end())
    cuts = sorted({*cuts, *_between_events(low, times), *_further(low, times)})[:MOST_CLAUSES]
    ends = [*cuts[1:], len(text)]
    return [_clause(text, low, span, times) for span in zip(cuts, ends, strict=True)]


def _between_events(low: str, times: Sequence[TimeExpression]) -> Iterator[int]:
    """Where one thing with its time ends and another with its own begins: "dentist tomorrow at 3
    and lunch friday at 1"."""
    for earlier, later in pairwise(t for t in times if t.kind in ("instant", "recurrence")):
        found = AND.match(low, earlier.span[1])
        between = low[found.end() : later.span[0]].split() if found else []
        if found and set(between) - LITTLE and later.span[0] - found.end() < MOST_BETWEEN:
            yield found.end()


def _further(low: str, times: Sequence[TimeExpression]) -> Iterator[int]:
    """Where a further thing to be reminded of begins with its time, or ends with it: "remind me at
    9 to call mum and at 10 to pay", "remind me at 9 to pack and to leave at 10"."""
    for earlier, later in pairwise(times):
        before = low[: later.span[0]]
        if TO_DO.match(low, later.span[1]) and LINKED.search(before) and TO_DO.search(before):
            yield later.span[0]
        between = next(reversed([*AND_TO.finditer(before, earlier.span[1])]), None)
        ends = ENDS.match(low, later.span[1])
        single = earlier.kind == later.kind == "instant" and ends
        if not between or not single or not REMIND.search(low, 0, earlier.span[0]):
            continue
        # "To tell Sam to come and to bring wine", "to go to the bank and to the doctor" are one.
        if len(TO.findall(low[earlier.span[1] : between.start()])) == 1:
            yield between.end()


def _clause(text: str, low: str, span: Span, times: Sequence[TimeExpression]) -> Clause:
    own = tuple(t for t in times if span[0] <= t.span[0] < span[1])
    masked = low[span[0] : min(span[1], span[0] + phrases.MOST_READ)].replace("’", "'")
    for t in own:
        start, end = after_meal(t) - span[0], t.span[1] - span[0]
        masked = masked[:start] + " " * max(0, min(end, len(masked)) - start) + masked[end:]
    full = plain(masked)
    return Clause(
        text=text,
        span=span,
        masked=full.text,
        places=full.places,
        times=own,
        marks=tuple((full.place_of(t.span[0] - span[0]), t.kind) for t in own),
    )
