"""Rules over items: patterns of words and meanings that fold into one meaning.

A text becomes a row of items. A layer of rules reads the row once from left to right; at each place
the longest pattern wins, the earlier rule among equals, and its items become one. Patterns are of
bounded length, so a layer is linear in the row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from understanding.grammar.meaning import Meaning

M = TypeVar("M")

Make = Callable[["Found"], Meaning | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A word or a meaning at `start` to `end` (code points). `keys` are what patterns ask for."""

    start: int
    end: int
    keys: frozenset[str]
    values: tuple[Meaning, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The items that a pattern matched."""

    items: Sequence[Item]

    def of(self, kind: type[M]) -> list[M]:
        """The meanings of this kind, in order, one an item."""
        found = (next((v for v in item.values if isinstance(v, kind)), None) for item in self.items)
        return [value for value in found if value is not None]

    def one(self, kind: type[M], place: int = 0) -> M:
        """The meaning of this kind at `place` among its like."""
        return self.of(kind)[place]

    def has(self, *keys: str) -> bool:
        """Whether any of these words or kinds is among the items."""
        return any(item.keys.intersection(keys) for item in self.items)

    @property
    def glued(self) -> bool:
        """Whether no space stands between the items."""
        pairs = zip(self.items, self.items[1:], strict=False)
        return all(left.end == right.start for left, right in pairs)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One row of the grammar.

    `pattern` is a row of keys: lower case for words, upper case for kinds, `|` between
    alternatives, a trailing `?` for what may be missing. `make` gives the meaning, or None to
    decline. `before` and `after` are keys that must not stand next to the match; of `beside` one
    must, on either side.
    """

    name: str
    pattern: str
    make: Make
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    @cached_property
    def elements(self) -> tuple[tuple[frozenset[str], bool], ...]:
        """The pattern's places: the keys that fit, and whether the place may stay empty."""
        return tuple(
            (frozenset(part.removesuffix("?").split("|")), part.endswith("?"))
            for part in self.pattern.split()
        )

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """The keys of each place that may not stay empty."""
        return tuple(keys for keys, optional in self.elements if not optional)

    def can_fit(self, present: frozenset[str]) -> bool:
        """Whether a row with only these keys may hold the pattern."""
        for keys in self.needed:  # noqa: SIM110 - asked for every rule of every layer
            if keys.isdisjoint(present):
                return False
        return True

    @property
    def words(self) -> set[str]:
        """The words (not kinds) that the pattern and its neighbours name."""
        keys = {key for element, _ in self.elements for key in element}
        return {key for key in keys | self.before | self.after | self.beside if not key.isupper()}


def rule(
    name: str, pattern: str, make: Make, *, after: str = "", before: str = "", beside: str = ""
) -> Rule:
    """A row of the table; `after`, `before` and `beside` are keys in one string."""
    return Rule(
        name=name,
        pattern=pattern,
        make=make,
        after=frozenset(after.split()),
        before=frozenset(before.split()),
        beside=frozenset(beside.split()),
    )


class Layer:
    """Rules that are tried together."""

    def __init__(self, rules: Iterable[Rule], *, passes: int = 1) -> None:
        self.rules = tuple(rules)
        self.passes = passes
        self._first: dict[str, list[tuple[int, Rule]]] = {}
        for order, rule in enumerate(self.rules):
            for key in _first_keys(rule):
                self._first.setdefault(key, []).append((order, rule))
        # Items of the same keys begin the same rules; there are as many as the lexicon has senses.
        self._begun: dict[frozenset[str], tuple[tuple[int, Rule], ...]] = {}

    def fold(self, items: list[Item], keys_of: Callable[[Meaning], frozenset[str]]) -> list[Item]:
        """The row with every match of a rule folded into one item."""
        for _ in range(self.passes):
            folded = self._pass(items, keys_of)
            if len(folded) == len(items):
                return folded
            items = folded
        return items

    def _pass(self, items: list[Item], keys_of: Callable[[Meaning], frozenset[str]]) -> list[Item]:
        living = self._living(items)
        if not living:
            return items
        row: list[Item] = []
        place = 0
        while place < len(items):
            rules = living.get(items[place].keys)
            best, end = self._longest(items, place, rules) if rules else (None, place)
            if best is None:
                row.append(items[place])
                place += 1
                continue
            value, rule = best
            row.append(
                Item(
                    start=items[place].start,
                    end=items[end - 1].end,
                    keys=keys_of(value),
                    values=(value,),
                    rule=rule.name,
                )
            )
            place = end
        return row

    def _beginning(self, keys: frozenset[str]) -> tuple[tuple[int, Rule], ...]:
        known = self._begun.get(keys)
        if known is None:
            known = tuple({pair for key in keys for pair in self._first.get(key, ())})
            self._begun[keys] = known
        return known

    def _living(self, items: list[Item]) -> dict[frozenset[str], list[tuple[int, Rule]]]:
        """By the keys of an item, the rules that may begin there: all their places find something
        in this row."""
        kinds = {item.keys for item in items}
        begun = {keys: rules for keys in kinds if (rules := self._beginning(keys))}
        if not begun:
            return {}
        present = frozenset[str]().union(*kinds)
        living = {
            keys: [pair for pair in rules if pair[1].can_fit(present)]
            for keys, rules in begun.items()
        }
        return {keys: rules for keys, rules in living.items() if rules}

    def _longest(
        self, items: list[Item], place: int, rules: list[tuple[int, Rule]]
    ) -> tuple[tuple[Meaning, Rule] | None, int]:
        candidates = [
            (-end, order, rule)
            for order, rule in rules
            for end in _ends(rule.elements, items, place)
            if _free(rule, items, place, end)
        ]
        for end, _, rule in sorted(candidates, key=lambda candidate: candidate[:2]):
            value = _made(rule, Found(items=items[place:-end]))
            if value is not None:
                return (value, rule), -end
        return None, place


def _made(rule: Rule, found: Found) -> Meaning | None:
    """What the rule makes of it; a rule that looks for a kind that is not there declines."""
    try:
        return rule.make(found)
    except (LookupError, ValueError, OverflowError):
        return None


def _free(rule: Rule, items: list[Item], place: int, end: int) -> bool:
    """Whether the neighbours let the rule stand."""
    if rule.after and place and rule.after & items[place - 1].keys:
        return False
    if rule.before and end < len(items) and rule.before & items[end].keys:
        return False
    neighbours = items[max(0, place - 1) : place] + items[end : end + 1]
    return not rule.beside or any(rule.beside & item.keys for item in neighbours)


def _first_keys(rule: Rule) -> set[str]:
    keys: set[str] = set()
    for element, optional in rule.elements:
        keys |= element
        if not optional:
            break
    return keys


def _ends(
    elements: tuple[tuple[frozenset[str], bool], ...], items: list[Item], place: int
) -> set[int]:
    """Where the pattern can end when it begins at `place`."""
    places = {place}
    for element, optional in elements:
        onward = {p + 1 for p in places if p < len(items) and not element.isdisjoint(items[p].keys)}
        places = onward | places if optional else onward
        if not places:
            break
    return places - {place}
