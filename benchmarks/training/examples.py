"""Sentences made of the examples: blanks filled, slips made; always the same ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.requests import ROUTES, Route, TimeKind
from understanding.english.features import Mark

FOLDER = Path(__file__).parents[2] / "understanding" / "english" / "examples"
PIECE = re.compile(r"\[(?P<choice>[^\[\]]*)\]|\{(?P<blank>[\w-]+)\}")
KINDS: dict[str, TimeKind] = {
    "when-instant": "instant",
    "when-date": "date",
    "when-range": "range",
    "when-duration": "duration",
    "when-recurrence": "recurrence",
}
# What people put before anything, before a question and before an order; of every route alike.
POLITE = ("please ", "hey jenny ", "ok ", "so ", "um ", "hi, ", "jenny ")
ASKING = (
    "tell me ", "can you tell me ", "do you know ", "i want to know ", "let me know ",
    "i need to know ", "would you tell me ", "i'd like to know ",
)  # fmt: skip
ORDERING = (
    "can you ", "could you please ", "would you ", "i need you to ", "i want you to ", "please ",
    "go ahead and ", "i'd like you to ", "i want to ", "i would like to ", "can you please ",
)  # fmt: skip
ORDERS = re.compile(
    r"(?:add|put|create|set|schedule|book|make|plan|cancel|delete|remove|clear|drop|move|push|change"
    r"|show|list|read|give|play|turn|find|order|send|check|mark|take|call|buy|transfer|pay|get)\b"
)
QUESTIONS = re.compile(r"(?:what|when|where|who|which|how)\b")


@dataclass(frozen=True, kw_only=True)
class Example:
    """A sentence with its route. `template` is the number of the line that it was made of."""

    text: str
    masked: str
    times: tuple[Mark, ...]
    route: Route
    template: int


class Dice:
    """A row of chances that is the same on every machine (xorshift, 32 bits)."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2654435761 % 2**32 or 1

    def below(self, most: int) -> int:
        """A number from 0 to most - 1."""
        x = self._state
        x ^= x << 13 & 0xFFFFFFFF
        x ^= x >> 17
        x ^= x << 5 & 0xFFFFFFFF
        self._state = x
        return x % most


@dataclass(kw_only=True)
class _Draft:
    text: str = ""
    masked: str = ""
    times: list[Mark] = field(default_factory=list[Mark])

    def add(self, piece: str, kind: TimeKind | None = None) -> None:
        if kind is not None:
            self.times.append((len(self.masked), kind))
        self.text += piece
        self.masked += " " * len(piece) if kind else piece


def vocabulary() -> dict[str, list[str]]:
    """The fillers of each blank."""
    rows = [line for line in _lines("vocabulary.txt") if ":" in line]
    named = (row.split(":", 1) for row in rows)
    return {name.strip(): [w.strip() for w in words.split(" | ")] for name, words in named}


def templates() -> Iterator[tuple[Route, str]]:
    """Every line of the examples with its route, in order."""
    for path in sorted(FOLDER.glob("*.txt")):
        route: Route | None = None
        for line in _lines(path.name) if path.stem != "vocabulary" else ():
            if line.startswith("= "):
                route = next(known for known in ROUTES if known == line[2:].strip())
            elif route is not None:
                yield route, line


def examples(most: int) -> list[Example]:
    """At most `most` different sentences of each template."""
    words = vocabulary()
    return [
        example
        for number, (route, template) in enumerate(templates())
        for example in _of_template(template, route, number, words, most)
    ]


def _lines(name: str) -> Iterator[str]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _of_template(
    template: str, route: Route, number: int, words: dict[str, list[str]], most: int
) -> Iterator[Example]:
    dice = Dice(number + 1)
    seen: set[str] = set()
    for turn in range(most * 2):
        draft = _Draft()
        _fill(template, words, dice, draft)
        if turn % 2:
            draft = _led(draft, dice)
        if turn % 4 == 3:
            _mistype(draft, dice)
        text = " ".join(draft.text.split())
        if text in seen or len(seen) >= most:
            continue
        seen.add(text)
        yield Example(
            text=draft.text.strip(),
            masked=draft.masked.lower(),
            times=tuple(draft.times),
            route=route,
            template=number,
        )


def _fill(template: str, words: dict[str, list[str]], dice: Dice, draft: _Draft) -> None:
    place = 0
    for found in PIECE.finditer(template):
        draft.add(template[place : found.start()])
        place = found.end()
        if found["choice"] is not None:
            options = found["choice"].split("|")
            _fill(options[dice.below(len(options))], words, dice, draft)
        else:
            fillers = words[found["blank"]]
            chosen = fillers[dice.below(len(fillers))]
            draft.add(chosen, KINDS.get(found["blank"]))
    draft.add(template[place:])


def _led(draft: _Draft, dice: Dice) -> _Draft:
    """The same with something polite before it."""
    asks, orders = QUESTIONS.match(draft.masked), ORDERS.match(draft.masked)
    leads = ASKING if asks else ORDERING if orders else POLITE
    lead = leads[dice.below(len(leads))]
    led = _Draft(text=lead + draft.text, masked=lead + draft.masked)
    led.times = [(place + len(lead), kind) for place, kind in draft.times]
    return led


def _mistype(draft: _Draft, dice: Dice) -> None:
    """Swap two letters of one word, as a thumb does, or forget one."""
    places = [f.start() for f in re.finditer(r"[a-z](?=[a-z]{3})", draft.masked)]
    if not places:
        return
    place = places[dice.below(len(places))] + 1
    for name in ("text", "masked"):
        old = getattr(draft, name)
        setattr(draft, name, old[:place] + old[place + 1] + old[place] + old[place + 2 :])
