"""The second shape that recall is tuned on: people who talk at length with an assistant.

What a person says is short and holds what is asked for later; the replies are long, use the words
of the topic again and again, and answer nothing. All of it is made from `data/long_chats.json`,
the same each time.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict, cast

DATA = Path(__file__).parent.parent / "data" / "long_chats.json"
START = datetime(2025, 1, 6, 18, tzinfo=UTC)
# Between two facts so many exchanges tell nothing.
IDLE = 3


class Topic(TypedDict):
    about: str
    words: list[str]
    facts: list[tuple[str, str]]


class Source(TypedDict):
    topics: list[Topic]
    values: dict[str, list[str]]
    small_talk: list[str]
    advice: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat:
    """The lines of one person as `./jenny memory import` takes them, and what is asked, with the
    message that answers."""

    lines: list[str] = field(default_factory=list[str])
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def chats(people: int) -> Sequence[Chat]:
    """One chat for each person."""
    source = cast("Source", json.loads(DATA.read_text("utf-8")))
    return [_Talk(source, seed).chat for seed in range(people)]


class _Talk:
    """The chat of one person, told topic by topic, each in a session of its own."""

    def __init__(self, source: Source, seed: int) -> None:
        self._source = source
        self._random = random.Random(seed)  # noqa: S311 - the same talk each time
        self._values = {
            name: self._random.choice(values) for name, values in source["values"].items()
        }
        self.chat = Chat()
        plan = [(topic, fact) for topic in source["topics"] for fact in topic["facts"]]
        self._random.shuffle(plan)
        for session, (topic, fact) in enumerate(plan):
            self._session(session, topic, *fact)

    def _session(self, session: int, topic: Topic, fact: str, question: str) -> None:
        place = self._random.randrange(IDLE + 1)
        for turn in range(IDLE + 1):
            if turn == place:
                self.chat.asked.append((self._filled(question, topic), self._next()))
                text = self._filled(fact, topic)
            else:
                text = self._filled(self._random.choice(self._source["small_talk"]), topic)
            self._say(session, "user", text)
            advice = self._random.sample(self._source["advice"], 7)
            self._say(session, "assistant", " ".join(self._filled(one, topic) for one in advice))

    def _filled(self, text: str, topic: Topic) -> str:
        w1, w2, w3 = self._random.sample(topic["words"], 3)
        return text.format(about=topic["about"], w1=w1, w2=w2, w3=w3, **self._values)

    def _next(self) -> str:
        return f"m{len(self.chat.lines)}"

    def _say(self, session: int, speaker: str, text: str) -> None:
        said_at = START + timedelta(days=session, minutes=len(self.chat.lines))
        self.chat.lines.append(
            json.dumps(
                {
                    "text": text,
                    "speaker": speaker,
                    "ref": self._next(),
                    "session": str(session),
                    "said_at": said_at.isoformat(),
                }
            )
        )
