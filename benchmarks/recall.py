"""Recall of what was said: Jenny's memory beside plain vectors and beside words alone.

    python -m benchmarks.recall [--json] [FILE]

FILE holds conversations with questions and the messages that answer them, in the form of LoCoMo;
without it `locomo_dev.json` in $JENNY_DATASETS. Each conversation is a person of its own; recall@10
is the part of the answering messages among the first ten, averaged over the questions.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
import numpy.typing as npt

from app.embedded.lease import lease
from core.clock import SystemClock
from integrations.embeddings import MiniLM
from memory.imports import import_lines
from memory.recall import Recalling
from storage.boards import Boards
from storage.database import PostgresDatabase

MOST = 10
UNANSWERABLE = 5  # the category of questions that nothing answers
LAST = datetime(2100, 1, 1, tzinfo=UTC)


class Question(TypedDict):
    """A question, and the ids of the messages that answer it."""

    question: str
    evidence: list[str]
    category: int


class Sample(TypedDict):
    """A conversation: sessions of turns under `session_<n>`, their times beside them."""

    qa: list[Question]
    conversation: dict[str, object]


class Turn(TypedDict):
    """One message."""

    speaker: str
    dia_id: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """recall@10 of each way, over all questions, and how long Jenny took for one."""

    questions: int
    messages: int
    jenny: float
    words: float
    vectors: float
    ms_median: float
    ms_p95: float
    imported_per_second: float


def turns(sample: Sample) -> Iterator[tuple[Turn, str, datetime]]:
    """The messages of a conversation with their session and time, in order."""
    talk = sample["conversation"]
    number = 1
    while f"session_{number}" in talk:
        start = datetime.strptime(
            str(talk[f"session_{number}_date_time"]), "%I:%M %p on %d %B, %Y"
        ).replace(tzinfo=UTC)
        for place, turn in enumerate(cast("list[Turn]", talk[f"session_{number}"])):
            yield turn, str(number), start + timedelta(seconds=20 * place)
        number += 1


def line(turn: Turn, session: str, said_at: datetime) -> str:
    """A message as `./jenny memory import` takes it."""
    return json.dumps(
        {
            "text": turn["text"],
            "speaker": turn["speaker"],
            "ref": turn["dia_id"],
            "session": session,
            "said_at": said_at.isoformat(),
        }
    )


def share(wanted: Sequence[str], found: Sequence[str | None]) -> float:
    """Which part of `wanted` is among `found`."""
    return sum(ref in found for ref in wanted) / len(wanted)


class Vectors:
    """The peer: the nearest messages by the cosine alone, with the model as it was published."""

    def __init__(self, lines: Sequence[str]) -> None:
        said = [cast("dict[str, str]", json.loads(one)) for one in lines]
        self._model = MiniLM(whole=True)
        self._refs = [one["ref"] for one in said]
        texts = [f"{one['speaker']}: {one['text']}" for one in said]
        self._vectors: npt.NDArray[np.float64] = np.asarray(self._model.embed(texts))

    def best(self, question: str) -> list[str]:
        """The names of the first ten."""
        likeness = self._vectors @ np.asarray(self._model.embed([question])[0])
        return [self._refs[int(place)] for place in np.argsort(-likeness)[:MOST]]


async def measure(url: str, samples: Sequence[Sample]) -> Score:
    """Import every conversation and ask its questions."""
    model = MiniLM()
    shares: dict[str, list[float]] = {"jenny": [], "words": [], "vectors": []}
    times: list[float] = []
    messages, spent = 0, 0.0
    async with PostgresDatabase(url, SystemClock()) as database:
        recalling = Recalling(database, model)
        for number, sample in enumerate(samples):
            owner = await Boards(database).admit(f"bench{number}", "UTC", is_owner=False, at=LAST)
            lines = [line(*one) for one in turns(sample)]
            start = time.perf_counter()
            await import_lines(database, model, owner, lines, LAST, lambda _: None)
            spent += time.perf_counter() - start
            messages += len(lines)
            peer = Vectors(lines)
            for asked in sample["qa"]:
                if asked["category"] == UNANSWERABLE or not asked["evidence"]:
                    continue
                found = await recalling.search(owner, asked["question"], MOST, LAST)
                times.append(found.ms)
                async with database.transaction(owner) as work:
                    worded = await work.memories.recall(asked["question"], None, MOST, LAST)
                wanted = asked["evidence"]
                shares["jenny"].append(share(wanted, [hit.ref for hit in found.hits]))
                shares["words"].append(share(wanted, [hit.ref for hit in worded]))
                shares["vectors"].append(share(wanted, peer.best(asked["question"])))
    means = {name: statistics.fmean(values) for name, values in shares.items()}
    return Score(
        questions=len(times),
        messages=messages,
        jenny=means["jenny"],
        words=means["words"],
        vectors=means["vectors"],
        ms_median=statistics.median(times),
        ms_p95=statistics.quantiles(times, n=20)[-1],
        imported_per_second=messages / spent,
    )


def main() -> None:
    """Print the figures; exit status 1 without the file."""
    parser = argparse.ArgumentParser(prog="./jenny bench recall", description=__doc__)
    default = Path(os.environ.get("JENNY_DATASETS", "datasets")) / "locomo_dev.json"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.file.exists():
        sys.exit(f"{options.file} is missing: name a file, or its folder in JENNY_DATASETS.")
    samples = cast("list[Sample]", json.loads(options.file.read_text()))
    with tempfile.TemporaryDirectory() as folder, lease(Path(folder)) as servers:
        score = asyncio.run(measure(servers.database_url, samples))
    figures = {name: round(float(getattr(score, name)), 3) for name in Score.__slots__}
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{score.questions} questions about {score.messages} messages, recall@{MOST}:")
    print(f"  Jenny         {score.jenny:.3f}   ({score.ms_median:.1f} ms, p95 {score.ms_p95:.1f})")
    print(f"  words alone   {score.words:.3f}")
    print(f"  vectors alone {score.vectors:.3f}")
    print(f"  imported {score.imported_per_second:.0f} messages/s")


if __name__ == "__main__":
    main()
