"""Imported messages, found again by meaning and by words, in one statement."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.models import Episode
from integrations.embeddings import MiniLM
from memory.imports import import_lines
from memory.recall import Recalling
from memory.remember import embed_pending
from storage.database import PostgresDatabase
from tests.integration.memory.conftest import NOON, Remember

LATER = NOON + timedelta(days=400)
TALK = (
    ("Lena", "The spare key lies under the blue flower pot."),
    ("Ola", "Then I can water your plants while you are in Crete."),
    ("Lena", "My train leaves on Friday evening."),
    ("Ola", "I bought a kayak last week, it is red."),
    ("Lena", "Paul's phone number is 030 1234567."),
    ("Ola", "We should invite the neighbours for dinner."),
)


def line(number: int, speaker: str, text: str, session: str = "1") -> str:
    said_at = (NOON + timedelta(minutes=number)).isoformat()
    ref = f"T{number}"
    return json.dumps(
        {"text": text, "speaker": speaker, "ref": ref, "session": session, "said_at": said_at}
    )


LINES = [line(number, *said) for number, said in enumerate(TALK)]


@pytest.fixture
def recalling(database: PostgresDatabase, embedder: MiniLM) -> Recalling:
    return Recalling(database, embedder)


async def bring(database: PostgresDatabase, embedder: MiniLM, owner: int, lines: list[str]) -> str:
    told: list[int] = []
    done = await import_lines(database, embedder, owner, lines, LATER, told.append)
    return f"{done.kept} kept, {done.known} known, {done.broken} broken, {told[-1:]} dealt with"


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("where is the spare key?", "T0"),
        ("what is the number of Paul?", "T4"),
        ("when does Lena's train leave?", "T2"),
        ("what colour is the kayak?", "T3"),
    ],
)
async def test_the_message_that_answers_comes_first(
    database: PostgresDatabase,
    embedder: MiniLM,
    recalling: Recalling,
    anna: int,
    question: str,
    ref: str,
) -> None:
    await bring(database, embedder, anna, LINES)
    found = await recalling.search(anna, question, 3, LATER)
    assert found.hits[0].ref == ref
    assert not found.abstain


async def test_meaning_finds_what_shares_no_word(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    await bring(database, embedder, anna, LINES)
    found = await recalling.search(anna, "a meal with those next door", 1, LATER)
    assert [hit.ref for hit in found.hits] == ["T5"]


@pytest.mark.parametrize(
    "question", ["who painted the Mona Lisa?", "how much is the rent?", "", "?"]
)
async def test_what_nothing_answers_is_not_answered(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int, question: str
) -> None:
    await bring(database, embedder, anna, LINES)
    assert (await recalling.search(anna, question, 3, LATER)).abstain
    assert await recalling.hits(anna, question, 3, LATER) == ()


async def test_only_what_had_been_said_by_then_is_found(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    await bring(database, embedder, anna, LINES)
    then = NOON + timedelta(minutes=2, seconds=30)
    found = await recalling.search(anna, "what did Ola buy?", 10, then)
    assert {hit.ref for hit in found.hits} <= {"T0", "T1", "T2"}


async def test_a_second_import_adds_only_what_is_new(
    database: PostgresDatabase, embedder: MiniLM, anna: int
) -> None:
    assert await bring(database, embedder, anna, LINES[:4]) == (
        "4 kept, 0 known, 0 broken, [4] dealt with"
    )
    assert await bring(database, embedder, anna, LINES) == (
        "2 kept, 4 known, 0 broken, [6] dealt with"
    )
    async with database.transaction(anna) as work:
        kept = await work.episodes.listed(100)
        assert await work.passages.waiting(embedder.model, 10) == []
    assert [(episode.speaker, episode.text) for episode in kept] == list(TALK)


async def test_an_import_that_was_cut_off_goes_on_whatever_its_lines_have(
    database: PostgresDatabase, embedder: MiniLM, anna: int
) -> None:
    lines = ["{broken" if n % 3 == 0 else json.dumps({"text": f"note {n}"}) for n in range(300)]

    def cut_off() -> Iterator[str]:
        yield from lines[:250]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        await import_lines(database, embedder, anna, cut_off(), LATER, lambda _: None)
    done = await import_lines(database, embedder, anna, lines, LATER, lambda _: None)
    assert (done.kept, done.known, done.broken) == (67, 133, 100)
    async with database.transaction(anna) as work:
        kept = await work.episodes.listed(1000)
    assert len({episode.text for episode in kept}) == len(kept) == 200


async def test_an_import_that_was_cut_off_while_it_made_vectors_makes_the_rest(
    database: PostgresDatabase, embedder: MiniLM, anna: int
) -> None:
    lines = [json.dumps({"text": f"note {n}"}) for n in range(150)]

    def cut_off(done: int) -> None:
        raise OSError(f"the power is gone after {done}")

    with pytest.raises(OSError, match="after 64"):
        await import_lines(database, embedder, anna, lines, LATER, lambda _: None, cut_off)
    told: list[int] = []
    done = await import_lines(database, embedder, anna, lines, LATER, lambda _: None, told.append)
    assert (done.kept, done.known, told) == (0, 150, [64, 86])
    async with database.transaction(anna) as work:
        assert await work.passages.waiting(embedder.model, 10) == []


async def test_lines_without_a_name_that_say_the_same_are_found_once(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    days = (NOON, NOON + timedelta(days=1))
    said = [{"text": "The kayak is in the shed", "said_at": day.isoformat()} for day in days]
    told = await bring(database, embedder, anna, [json.dumps(row) for row in said])
    assert told.startswith("2 kept")
    found = await recalling.search(anna, "where is the kayak?", 5, LATER)
    assert [(hit.text, hit.ref) for hit in found.hits] == [("The kayak is in the shed", None)]


async def test_broken_lines_are_named_and_passed_over(
    database: PostgresDatabase, embedder: MiniLM, anna: int
) -> None:
    lines = [
        "not json",
        "[1]",
        '{"said_at": "2023-05-08T13:56:00Z"}',
        '{"text": 5}',
        '{"text": "x", "said_at": "yesterday"}',
        "",
        '{"text": "Only a text \\u0000 with a NUL"}',
        '{"text": "A number for a name", "session": 7, "ref": 8}',
    ]
    done = await import_lines(database, embedder, anna, lines, LATER, lambda _: None)
    assert [number for number, _ in done.faults] == [1, 2, 3, 4, 5]
    async with database.transaction(anna) as work:
        first, second = await work.episodes.listed(10)
    assert (first.said_at, first.origin) == (LATER, "import")
    assert (second.session, second.ref) == ("7", "8")


async def test_people_recall_their_own_alone(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int, ben: int
) -> None:
    await bring(database, embedder, anna, LINES)
    found = await recalling.search(ben, "where is the spare key?", 10, LATER)
    assert (found.hits, found.abstain) == ((), True)


async def test_what_was_answered_with_the_words_of_the_question_comes_before_its_like(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    house = "We have found a little house."
    talks = {
        "1": (house, "A summer by the sea, lovely!"),
        "2": (house, "The plumber comes at ten."),
    }
    lines = [
        line(int(session) * 10 + place, "Ola", text, session)
        for session, said in talks.items()
        for place, text in enumerate(said)
    ]
    await bring(database, embedder, anna, lines)
    found = await recalling.search(anna, "what about the summer by the sea?", 3, LATER)
    assert [hit.ref for hit in found.hits] == ["T11", "T10", "T20"]


async def test_words_find_what_has_no_vector_yet(
    database: PostgresDatabase, recalling: Recalling, anna: int
) -> None:
    async with database.transaction(anna) as work:
        await work.episodes.keep(Episode(text="The ladder is at Omar's", said_at=NOON))
    found = await recalling.search(anna, "where is the ladder?", 3, LATER)
    assert [hit.text for hit in found.hits] == ["The ladder is at Omar's"]


async def test_an_earlier_question_is_no_answer(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    async with database.transaction(anna) as work:
        await work.episodes.keep(Episode(text="where is the ladder?", said_at=NOON))
    await embed_pending(database, embedder, anna)
    assert (await recalling.search(anna, "where is the ladder?", 3, LATER)).hits == ()


async def test_a_time_in_the_question_prefers_what_was_said_then(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    async with database.transaction(anna) as work:
        for text, days in (("We looked at the flat", 7), ("The flat was shown to us", 40)):
            said_at = NOON - timedelta(days=days)
            await work.episodes.keep(Episode(text=text, said_at=said_at))
    await embed_pending(database, embedder, anna)
    for asked, text in (("last week", "We looked"), ("in March", "The flat was shown")):
        found = await recalling.search(anna, f"what about the flat {asked}?", 2, NOON)
        assert found.hits[0].text.startswith(text)


async def test_a_fact_stands_for_its_message(
    database: PostgresDatabase,
    embedder: MiniLM,
    recalling: Recalling,
    remember: Remember,
    anna: int,
) -> None:
    async with database.transaction(anna) as work:
        chat = await work.people.open_conversation("terminal", 0, NOON)
        said = await work.inbox.add(chat.id, "text", "remember that I like tea", "", NOON)
        await work.episodes.keep(Episode(text=said.text, said_at=NOON, inbox_id=said.inbox_id))
    fact_id = await remember(anna, "I like tea", f"{said.inbox_id}:14", said.inbox_id)
    await embed_pending(database, embedder, anna)
    [hit] = await recalling.hits(anna, "what tea do I like?", 5, LATER)
    assert (hit.text, hit.fact_id) == ("I like tea", fact_id)


async def test_odd_questions_do_no_harm(
    database: PostgresDatabase, embedder: MiniLM, recalling: Recalling, anna: int
) -> None:
    await bring(database, embedder, anna, LINES)
    for question in ("it's a \\ 'quoted' & | ! <-> thing:*", "\0", "\ud800", "x " * 20_000, "🙂"):
        found = await recalling.search(anna, question, 3, LATER)
        assert len(found.hits) <= 3


def test_the_form_for_programs_is_the_contract() -> None:
    from core.models import Hit
    from memory.recall import Found

    said_at = datetime(2023, 5, 8, 13, 56, tzinfo=UTC)
    hit = Hit(text="Hello", said_at=said_at, score=0.71234, ref="D1:3")
    found = Found(hits=(hit,), abstain=False, ms=6.31)
    assert found.to_json() == {
        "hits": [
            {"ref": "D1:3", "text": "Hello", "said_at": "2023-05-08T13:56:00Z", "score": 0.712}
        ],
        "abstain": False,
        "ms": 6.3,
    }
