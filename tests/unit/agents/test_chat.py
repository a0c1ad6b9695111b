"""What Jenny says to what is no order, with and without a language model."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from agents.agent import Turn
from agents.chat import EXAMPLES, ChatAgent, Recall
from core.errors import ServerDown
from core.models import Conversation, Hit, Incoming, Person
from core.ports import ChatModel
from core.requests import ROUTES, Request, Route
from core.stores import UnitOfWork
from memory.briefing import Briefing, brief
from understanding import understand

NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)
ANNA = Person(id=7, name="anna", zone="Europe/Berlin")


class ScriptedModel:
    """Answers with `answer`, or raises it; keeps what it was shown."""

    def __init__(self, answer: str | ServerDown) -> None:
        self._answer = answer
        self.instructions = ""
        self.memory = ""

    async def answer(self, instructions: str, memory: str, question: str) -> str:
        self.instructions, self.memory = instructions, memory
        if isinstance(self._answer, ServerDown):
            raise self._answer
        return self._answer


async def recall(owner_id: int, question: str, most: int, at: datetime, zone: str) -> list[Hit]:
    """Knows one thing about person 7."""
    return [Hit(text="Anna likes tea", said_at=at, score=1.0)] if owner_id == ANNA.id else []


async def know_nothing(
    owner_id: int, question: str, most: int, at: datetime, zone: str
) -> list[Hit]:
    """Knows one thing that hardly fits."""
    return [Hit(text="Anna likes tea", said_at=at, score=0.3)]


async def briefed(owner_id: int, question: str, tokens: int, at: datetime, zone: str) -> Briefing:
    """Tells all that `recall` knows."""
    return brief(await recall(owner_id, question, 9, at, zone), tokens, zone)


def chat(model: ChatModel | None, knowing: Recall = recall) -> ChatAgent:
    return ChatAgent(model, knowing, briefed)


def turn(text: str, *, person: Person = ANNA, alternatives: tuple[Route, ...] = ()) -> Turn:
    return Turn(
        person=person,
        conversation=Conversation(id=1, owner_id=person.id, door="terminal", chat_id=0),
        incoming=Incoming(
            inbox_id=1,
            owner_id=person.id,
            conversation_id=1,
            kind="text",
            text=text,
            received_at=NOW,
        ),
        request=Request(route="other", alternatives=alternatives),
        now=NOW,
    )


async def said(agent: ChatAgent, asked: Turn) -> str:
    conclude = await agent.plan(asked)
    (reply,) = await conclude(cast(UnitOfWork, None))
    return reply.text


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("could you wake me somehow?", "reminder.set"),
        ("I should buy a present", "task.add"),
        ("we have some meeting", "calendar.create"),
        ("am I free on the weekend?", "calendar.query"),
        ("why is the sky blue?", "reminder.set"),
        ("who won the war?", "memory.recall"),
    ],
)
async def test_without_a_model_it_says_so_and_shows_the_nearest_thing_that_works(
    text: str, nearest: Route
) -> None:
    answer = await said(chat(None, know_nothing), turn(text))
    assert "Without a language model" in answer
    assert f"“{EXAMPLES[nearest]}”" in answer


async def test_without_a_model_a_question_is_answered_by_what_was_told() -> None:
    agent = chat(None)
    assert await said(agent, turn("which drink does she like")) == (
        "You told me:\n“Anna likes tea” (Tue 14 Apr)"
    )
    assert "Anna likes tea" not in await said(agent, turn("some words that ask nothing"))
    secret = replace(ANNA, private=True)
    assert "Anna likes tea" not in await said(agent, turn("what drink?", person=secret))


async def test_the_likeliest_other_reading_is_the_nearest() -> None:
    asked = turn("hm, the milk", alternatives=("other", "task.complete"))
    assert EXAMPLES["task.complete"] in await said(chat(None), asked)


@pytest.mark.parametrize(("route", "example"), list(EXAMPLES.items()))
def test_what_is_proposed_is_understood(route: str, example: str) -> None:
    found = understand(example, now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert found.route == route


def test_every_order_has_an_example() -> None:
    assert set(EXAMPLES) == set(ROUTES) - {"other"}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Hi!", "Hello"),
        ("good morning", "Hello"),
        ("thanks a lot", "You're welcome"),
        ("how are you?", "I'm fine"),
        ("hey, how are you", "I'm fine"),
        ("who are you?", "I'm Jenny"),
        ("ok", "All right"),
        ("never mind", "All right"),
        ("sorry!", "No harm done"),
        ("you're great", "Thank you"),
        ("that's not what I meant", "I'm sorry"),
        ("good night", "Bye"),
    ],
)
async def test_small_talk_needs_no_model(text: str, start: str) -> None:
    assert (await said(chat(None), turn(text))).startswith(start)


async def test_the_clock_needs_no_model() -> None:
    asked = turn("what day is it")
    asked = replace(asked, request=Request(route="other", verb="clock"))
    agent = chat(ScriptedModel("Doomsday."))
    assert await said(agent, asked) == "It is 14:00 on Tuesday, 14 April 2026 (Europe/Berlin)."
    assert not agent.slow(asked)


@pytest.mark.parametrize("text", ["what time is it?", "what day is it", "what's the date today"])
def test_questions_for_the_clock_are_heard(text: str) -> None:
    found = understand(text, now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert (found.route, found.verb) == ("other", "clock")


async def test_with_a_model_it_answers_from_what_is_known() -> None:
    model = ScriptedModel("Tea.")
    agent = chat(model)
    assert await said(agent, turn("what would I drink?")) == "Tea."
    assert "[1] 2026-04-14: Anna likes tea" in model.memory
    assert "14:00 (Europe/Berlin)" in model.instructions


async def test_where_others_read_along_nothing_that_was_told_is_used() -> None:
    model = ScriptedModel("No idea.")
    asked = turn("what would I drink?")
    asked = replace(asked, conversation=replace(asked.conversation, chat_id=-100))
    await said(chat(model), asked)
    assert model.memory == ""
    assert "Anna likes tea" not in await said(chat(None), asked)


async def test_the_model_is_told_the_language_of_talk() -> None:
    model = ScriptedModel("Tee.")
    anna = Person(id=7, name="anna", zone="UTC", language="de")
    await said(chat(model), turn("what would I drink?", person=anna))
    assert "in German." in model.instructions


async def test_in_private_mode_the_model_is_shown_nothing() -> None:
    model = ScriptedModel("No idea.")
    private = Person(id=7, name="anna", zone="UTC", private=True)
    await said(chat(model), turn("what would I drink?", person=private))
    assert model.memory == ""


async def test_a_model_that_is_away_is_told_of() -> None:
    agent = chat(ScriptedModel(ServerDown("model", "start it.")))
    assert "doesn't answer" in await said(agent, turn("tell me a story"))


def test_only_a_model_makes_it_slow() -> None:
    asked = turn("tell me a story")
    assert not chat(None).slow(asked)
    assert chat(ScriptedModel("")).slow(asked)
