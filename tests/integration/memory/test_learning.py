"""What messages teach behind the replies: once each, whatever dies; of others nothing."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.errors import ServerDown
from core.forgetting import Choice
from memory.learning import Learner
from memory.remember import Remembering
from tests.integration.memory.chats import Talk

MIXED = "Long day at the lake with everybody, it rained a lot. By the way, Anna moved to Porto."


class ScriptedReader:
    """A model that answers what it is given, or is away."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def read(
        self, instructions: str, text: str, known: Sequence[str], scheme: dict[str, object]
    ) -> str:
        self.asked.append(text)
        if not self.answers:
            raise ServerDown("model", "start it.")
        return self.answers.pop(0)


class Dying(Remembering):
    """Writes, and dies before anything more can be done."""

    async def write(self, *values: object, **named: object) -> list[object]:  # type: ignore[override]
        await super().write(*values, **named)  # type: ignore[arg-type]
        raise asyncio.CancelledError


class Failing(Remembering):
    """Cannot write."""

    async def write(self, *values: object, **named: object) -> list[object]:  # type: ignore[override]
        raise ValueError


def facts(talk: Talk) -> list[object]:
    found = talk.rows("select text from memories where owner_id = %s order by text", talk.owner_id)
    return [row[0] for row in found]


def learner(talk: Talk, reader: ScriptedReader | None, *, dies: bool = False) -> Learner:
    house = talk.house
    kept = house.learner.remembering
    remembering = Dying(house.database, kept.writer) if dies else kept
    return Learner(house.database, house.boards, remembering, talk.clock, reader)


async def test_what_is_told_by_the_way_is_learned_and_marked_quietly(talk: Talk) -> None:
    shown = await talk.say(MIXED)
    assert shown[-1].kind == "edit"
    assert shown[-1].reply.text.endswith("📝 Saved: By the way, Anna moved to Porto.")
    assert talk.ties("LIVES_IN") == [("Anna", "Porto", "2026-04-14", None)]
    assert talk.rows("select count(*) from lessons") == [(0,)]


async def test_the_mark_takes_it_back(talk: Talk) -> None:
    await talk.say(MIXED)
    [toast] = await talk.press("Undo")
    assert toast.reply.text == "Undone."
    assert facts(talk) == []
    assert talk.ties("LIVES_IN") == []


@pytest.mark.parametrize(
    "text",
    [
        "does Anna live in Porto?",
        "remind me tomorrow at 9 that Anna lives in Porto",
        "ok thanks, that is nice",
    ],
)
async def test_questions_orders_and_small_talk_teach_nothing(talk: Talk, text: str) -> None:
    await talk.say(text)
    assert facts(talk) == []


async def test_what_others_wrote_teaches_nothing_and_keeps_its_mark(talk: Talk) -> None:
    await talk.say("Anna moved to Porto, and I love her cat", forwarded=True)
    assert facts(talk) == []
    assert talk.rows("select origin from episodes") == [("forward",)]


async def test_a_crash_after_the_facts_leaves_nothing_twice(talk: Talk) -> None:
    await talk.deal(await talk.receive("text", MIXED), learn=False)
    with pytest.raises(asyncio.CancelledError):
        await learner(talk, None, dies=True).drain()
    assert talk.ties("LIVES_IN") == []
    talk.wait(timedelta(minutes=3))
    await learner(talk, None).drain()
    assert facts(talk) == ["By the way, Anna moved to Porto."]
    assert talk.ties("LIVES_IN") == [("Anna", "Porto", "2026-04-14", None)]


async def test_two_that_learn_at_once_learn_it_once(talk: Talk) -> None:
    for place in ("Porto", "Rome", "Oslo"):
        text = f"Long day, it rained a lot. By the way, Anna moved to {place}."
        await talk.deal(await talk.receive("text", text), learn=False)
    await asyncio.gather(*(learner(talk, None).drain() for _ in range(4)))
    assert len(facts(talk)) == 3
    assert [row[3] is None for row in talk.ties("LIVES_IN")].count(True) == 1


async def test_a_message_that_always_fails_is_set_aside_and_counted(talk: Talk) -> None:
    await talk.deal(await talk.receive("text", MIXED), learn=False)
    house = talk.house
    failing = Failing(house.database, house.learner.remembering.writer)
    for _ in range(6):
        await Learner(house.database, house.boards, failing, talk.clock, None).drain()
        talk.wait(timedelta(hours=2))
    assert await talk.house.boards.learning() == {"lessons": 0, "unlearned": 1, "junk": 0}


async def test_a_model_is_asked_once_also_when_it_is_cut_off_after_its_answer(talk: Talk) -> None:
    answer: dict[str, object] = {
        "facts": [
            {
                "text": "My cousin Imke plays the cello",
                "happened_at": None,
                "relations": [
                    {
                        "subject": "me", "predicate": "cousin", "object": "Imke", "ended": False,
                        "since": "2020-01-01", "until": None,
                    }
                ],
            },
            {"text": "The user seems to like music", "happened_at": None, "relations": []},
            "nonsense",
        ]
    }  # fmt: skip
    reader = ScriptedReader(json.dumps(answer))
    text = "lovely evening, so much cello"
    await talk.deal(await talk.receive("text", text), learn=False)
    with pytest.raises(asyncio.CancelledError):
        await learner(talk, reader, dies=True).drain()
    talk.wait(timedelta(minutes=3))
    await learner(talk, reader).drain()
    assert len(reader.asked) == 1
    assert facts(talk) == ["My cousin Imke plays the cello"]
    assert talk.ties("COUSIN") == [("me", "Imke", "2020-01-01", None)]
    assert (await talk.house.boards.learning())["junk"] == 1


async def test_without_its_model_it_waits_and_then_goes_by_the_rules(talk: Talk) -> None:
    reader = ScriptedReader()
    await talk.deal(await talk.receive("text", MIXED), learn=False)
    for _ in range(8):
        await learner(talk, reader).drain()
        talk.wait(timedelta(hours=2))
    assert len(reader.asked) == 6
    assert facts(talk) == ["By the way, Anna moved to Porto."]


@pytest.mark.parametrize(
    "answer", ["", "no JSON", "[]", '{"facts": 7}', '{"facts": [[]]}', "{" * 9]
)
async def test_any_answer_of_a_model_is_survived(talk: Talk, answer: str) -> None:
    await talk.deal(await talk.receive("text", "it was a day like any other"), learn=False)
    await learner(talk, ScriptedReader(answer)).drain()
    assert facts(talk) == []
    assert talk.rows("select count(*) from lessons") == [(0,)]


async def test_what_is_forgotten_meanwhile_is_not_learned(talk: Talk) -> None:
    await talk.deal(await talk.receive("text", MIXED), learn=False)
    [(episode_id,)] = talk.rows("select id from episodes")
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.memories.forget(Choice(messages=(int(str(episode_id)),)), talk.clock.now(), None)
    await learner(talk, None).drain()
    assert talk.holding("porto") == []
