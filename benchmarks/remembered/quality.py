"""What recall finds, and how well it knows when it has found nothing."""

import json
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, cast

from benchmarks.recall import UNANSWERABLE, Sample, Vectors, line, share, turns
from benchmarks.remembered.long_chats import chats
from integrations.embeddings import MiniLM
from memory.imports import import_lines
from memory.recall import Found, Recalling
from storage.boards import Boards
from storage.database import PostgresDatabase

LAST = datetime(2100, 1, 1, tzinfo=UTC)
DATA = Path(__file__).parent.parent / "data"
UNTOLD = DATA / "untold.txt"
WRITTEN = DATA / "written_chats"
EACH_WAY = 150


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """What somebody said, and questions about it with the messages that answer."""

    lines: Sequence[str]
    asked: Sequence[tuple[str, Sequence[str]]]
    unanswerable: Sequence[str] = ()
    names: Sequence[str] = ()


class Asked(TypedDict):
    question: str
    evidence: list[str]


class Written(TypedDict):
    """A file of written chats; messages as `./jenny memory import` takes them."""

    messages: list[dict[str, str]]
    questions: list[Asked]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Means over all questions of a shape."""

    questions: int
    messages: int
    at_10: float
    at_20: float
    words: float
    vectors: float


@dataclass(kw_only=True, slots=True)
class Tally:
    """What was measured of each question."""

    at_10: list[float] = field(default_factory=list[float])
    at_20: list[float] = field(default_factory=list[float])
    words: list[float] = field(default_factory=list[float])
    vectors: list[float] = field(default_factory=list[float])
    told: list[float] = field(default_factory=list[float])
    untold: list[float] = field(default_factory=list[float])
    fifth: list[float] = field(default_factory=list[float])
    messages: int = 0


def locomo(file: Path) -> Iterator[Talk]:
    """The conversations of a file in the form of LoCoMo."""
    for sample in cast("list[Sample]", json.loads(file.read_text("utf-8"))):
        asked = [q for q in sample["qa"] if q["category"] != UNANSWERABLE and q["evidence"]]
        said = list(turns(sample))
        yield Talk(
            lines=[line(*one) for one in said],
            asked=[(q["question"], q["evidence"]) for q in asked],
            unanswerable=[q["question"] for q in sample["qa"] if q["category"] == UNANSWERABLE],
            names=sorted({turn["speaker"] for turn, _, _ in said}),
        )


def long_chats(people: int) -> Iterator[Talk]:
    """Our own people who talk at length with an assistant."""
    for chat in chats(people):
        yield Talk(lines=chat.lines, asked=[(text, [ref]) for text, ref in chat.asked])


def written_chats() -> Iterator[Talk]:
    """Two people's chats with an assistant over eight months, each message and question written
    for itself; the answers stand in what either of them said."""
    for file in sorted(WRITTEN.glob("*.json")):
        chat = cast("Written", json.loads(file.read_text("utf-8")))
        yield Talk(
            lines=[json.dumps(message) for message in chat["messages"]],
            asked=[(asked["question"], asked["evidence"]) for asked in chat["questions"]],
        )


async def measure(
    database: PostgresDatabase, model: MiniLM, talks: Sequence[Talk], name: str
) -> Tally:
    """Import each talk as a person of its own and ask."""
    recalling, tally = Recalling(database, model), Tally()
    for number, talk in enumerate(talks):
        owner = await Boards(database).admit(f"{name}{number}", "UTC", is_owner=False, at=LAST)
        await import_lines(database, model, owner, talk.lines, LAST, lambda _: None)
        tally.messages += len(talk.lines)
        plain, nearest = Plain(talk.lines), Vectors(talk.lines)
        for question, wanted in talk.asked:
            found = await recalling.search(owner, question, 20, LAST)
            refs = [hit.ref for hit in found.hits]
            tally.at_10.append(share(wanted, refs[:10]))
            tally.at_20.append(share(wanted, refs))
            tally.words.append(share(wanted, plain.best(question, 10)))
            tally.vectors.append(share(wanted, nearest.best(question)))
            tally.told.append(confidence(found))
        for question in untold(talk.names, number):
            tally.untold.append(confidence(await recalling.search(owner, question, 10, LAST)))
        for question in talk.unanswerable:
            tally.fifth.append(confidence(await recalling.search(owner, question, 10, LAST)))
    return tally


def finding(tally: Tally) -> Finding:
    return Finding(
        questions=len(tally.at_10),
        messages=tally.messages,
        at_10=statistics.fmean(tally.at_10),
        at_20=statistics.fmean(tally.at_20),
        words=statistics.fmean(tally.words),
        vectors=statistics.fmean(tally.vectors),
    )


class Plain:
    """BM25 as in the books: whole words of texts and speakers, k1 1.2, b 0.75."""

    def __init__(self, lines: Sequence[str]) -> None:
        said = [cast("Mapping[str, str]", json.loads(one)) for one in lines]
        self._refs = [one["ref"] for one in said]
        self._counts = [Counter(_words(f"{one['speaker']}: {one['text']}")) for one in said]
        self._sizes = [sum(counts.values()) for counts in self._counts]
        self._mean = statistics.fmean(self._sizes)
        self._found = Counter(word for counts in self._counts for word in counts)

    def best(self, question: str, most: int) -> list[str]:
        words = set(_words(question))
        scores = [self._score(place, words) for place in range(len(self._refs))]
        order = sorted(range(len(scores)), key=lambda place: -scores[place])
        return [self._refs[place] for place in order[:most]]

    def _score(self, place: int, words: set[str]) -> float:
        counts, size = self._counts[place], self._sizes[place]
        total = 0.0
        for word in words & counts.keys():
            found = self._found[word]
            rare = math.log(1 + (len(self._refs) - found + 0.5) / (found + 0.5))
            often = counts[word]
            total += rare * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * size / self._mean))
        return total


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def untold(names: Sequence[str], number: int) -> list[str]:
    """Questions about what nobody told, half of them for each second conversation."""
    if not names:
        return []
    asked = UNTOLD.read_text("utf-8").splitlines()[number % 2 :: 2]
    return [text.replace("NAME", names[place % len(names)]) for place, text in enumerate(asked)]


def confidence(found: Found) -> float:
    """How sure recall is that something answers."""
    return max((hit.score for hit in found.hits), default=0.0)


def spread(values: Sequence[float], most: int) -> list[float]:
    """At most so many of them, taken evenly."""
    step = max(1, len(values) // most)
    return list(values[::step][:most])


def auroc(told: Sequence[float], untold: Sequence[float]) -> float:
    """How often a question with an answer is the surer one of two."""
    pairs = [(a > b) + 0.5 * (a == b) for a in told for b in untold]
    return statistics.fmean(pairs)


def curve(told: Sequence[float], untold: Sequence[float]) -> list[tuple[float, float, float]]:
    """For bars of rising height: the bar, which part of the answerable passes, and which part of
    the rest is told apart."""
    bars = [n / 50 for n in range(5, 31)]
    return [
        (
            bar,
            sum(score >= bar for score in told) / len(told),
            sum(score < bar for score in untold) / len(untold),
        )
        for bar in bars
    ]
