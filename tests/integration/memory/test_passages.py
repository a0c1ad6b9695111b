"""What recall looks at: pieces of texts, their words and their vectors, and that they go along."""

from collections.abc import Sequence

import psycopg
import pytest

from core.forgetting import Choice
from core.models import Episode, Fact
from core.passages import Passage
from integrations.embeddings import MiniLM
from memory.extract import ties_in
from memory.forget import forget, forget_all
from memory.recall import Recalling
from memory.remember import embed, embed_pending, relate
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.integration.memory.conftest import NOON, Remember

LAID = ("passages", "postings", "codes")
FILLER = "The committee spoke about the budget of the coming year and adjourned. "


class OtherModel:
    """Another embedder, whose numbers mean something else."""

    model = "other"

    def __init__(self, embedder: MiniLM) -> None:
        self._embedder = embedder

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [vector[::-1] for vector in self._embedder.embed(texts)]


class Coarse:
    """An embedder that costs nothing and knows one thing only: what speaks of the sauna."""

    model = "coarse"

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [
            [float("sauna" in text), float("sauna" not in text)] + [0.0] * 382 for text in texts
        ]


def rows(admin_url: str, table: str) -> int:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute(f"select count(*) from {table}".encode()).fetchone()  # noqa: S608
    assert row is not None
    return int(row[0])


async def keep(database: PostgresDatabase, owner: int, *texts: str) -> list[int]:
    async with database.transaction(owner) as work:
        kept = [await work.episodes.keep(Episode(text=text, said_at=NOON)) for text in texts]
    return [episode_id for episode_id in kept if episode_id is not None]


async def test_a_text_of_a_hundred_thousand_characters_is_kept_whole_and_found_by_its_pieces(
    database: PostgresDatabase, anna: int
) -> None:
    half = FILLER * 720
    text = half + "The spare fuse for the sauna lies in the biscuit tin. " + half
    assert len(text) > 100_000
    await keep(database, anna, text)
    embedder = Coarse()
    assert await embed_pending(database, embedder, anna) > 100
    async with database.transaction(anna) as work:
        [whole] = await work.episodes.listed(10)
    assert whole.text == text
    found = await Recalling(database, embedder).search(anna, "what about the sauna?", 5, NOON)
    assert len(found.hits) == 1
    assert "biscuit tin" in found.hits[0].text
    assert len(found.hits[0].text) <= 1000


@pytest.mark.parametrize("text", ["x" * 2500, "ß" * 1000, "a " * 1001, " " * 3000 + "end"])
async def test_the_pieces_of_a_text_are_the_text(
    database: PostgresDatabase, anna: int, text: str, admin_url: str
) -> None:
    await keep(database, anna, text)
    with psycopg.connect(admin_url) as connection:
        pieces = connection.execute(
            "select substr(e.text, p.starts, p.length) from passages p"
            " join episodes e on e.id = p.episode_id order by p.starts"
        ).fetchall()
    assert "".join(piece for (piece,) in pieces) == text
    assert all(len(piece) <= 1000 for (piece,) in pieces)


async def test_vectors_of_two_models_are_never_mixed(
    database: PostgresDatabase, embedder: MiniLM, anna: int
) -> None:
    await keep(database, anna, "We should invite the neighbours for dinner.", "The tide is low.")
    await embed_pending(database, embedder, anna)
    other, question = OtherModel(embedder), "a meal with those next door"
    boards = Boards(database)
    assert await boards.without_vectors(embedder.model) == []
    assert await boards.without_vectors(other.model) == [anna]
    before = await Recalling(database, other).search(anna, question, 5, NOON)
    assert before.hits == ()
    assert await embed_pending(database, other, anna) == 2
    assert await boards.without_vectors(other.model) == []
    after = await Recalling(database, other).search(anna, question, 1, NOON)
    assert after.hits[0].text.startswith("We should invite")


async def test_the_coarse_leg_finds_what_the_full_one_does(
    database: PostgresDatabase, embedder: MiniLM, anna: int, admin_url: str
) -> None:
    await keep(database, anna, "We invited the neighbours.", "The tide is low.", "Tea is ready.")
    await embed_pending(database, embedder, anna)
    recalling, question = Recalling(database, embedder), "those next door"
    full = await recalling.search(anna, question, 3, NOON)
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "insert into codes select owner_id, id, binary_quantize(embedding)::bit(384)"
            " from passages"
        )
    # From now on new ones get a code, too.
    await keep(database, anna, "Our neighbours moved out.")
    await embed_pending(database, embedder, anna)
    assert rows(admin_url, "codes") == 4
    coarse = await recalling.search(anna, question, 4, NOON)
    assert {hit.text for hit in full.hits} < {hit.text for hit in coarse.hits}


CROWD = """
insert into passages (id, owner_id, episode_id, starts, length, said_at, size, asks, dated, model,
  embedding)
overriding system value
select n, %(owner)s, %(episode)s, n, 1, %(at)s, 1, false, false, 'coarse',
  (array_fill(-1, array[n %% 380 + 1]) || array_fill(1, array[383 - n %% 380]))::halfvec(384)
from generate_series(1001, 1000 + %(count)s::int) n
"""


@pytest.mark.parametrize(("count", "coded"), [(9_999, 0), (10_000, 10_001)])
async def test_from_ten_thousand_and_one_on_all_of_them_have_codes(
    database: PostgresDatabase, anna: int, admin_url: str, count: int, coded: int
) -> None:
    [episode] = await keep(database, anna, "The sauna is warm.")
    embedder = Coarse()
    with psycopg.connect(admin_url) as connection:
        values = {"owner": anna, "episode": episode, "at": NOON, "count": count}
        connection.execute(CROWD, values)
    assert await embed_pending(database, embedder, anna) == 1
    assert rows(admin_url, "codes") == 0
    # It is looked whether there are so many with each hundredth passage.
    async with database.transaction(anna) as work:
        await embed(database, embedder, anna, [Passage(id=1100, text="no")])
        assert await work.passages.count() == count + 1
    assert rows(admin_url, "codes") == coded
    assert rows(admin_url, "codes where pg_column_size(code) <> 56") == 0, "copied when compared"
    found = await Recalling(database, embedder).search(anna, "the sauna", 1, NOON)
    assert [hit.text for hit in found.hits] == ["The sauna is warm."]


async def test_words_answer_where_all_that_lies_near_came_later(
    database: PostgresDatabase, anna: int, admin_url: str
) -> None:
    near = (f"The sauna is warm ({number})." for number in range(200))
    await keep(database, anna, "The ladder leans on the fence.", *near)
    embedder = Coarse()
    await embed_pending(database, embedder, anna)
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "insert into codes select owner_id, id, binary_quantize(embedding)::bit(384)"
            " from passages"
        )
        connection.execute("update passages set said_at = said_at + interval '1 day' where id > 1")
    question = "is the ladder in the sauna?"
    found = await Recalling(database, embedder).search(anna, question, 5, NOON)
    assert [hit.text for hit in found.hits] == ["The ladder leans on the fence."]


async def test_what_belongs_to_whom_the_question_names_is_found(
    database: PostgresDatabase,
    embedder: MiniLM,
    remember: Remember,
    anna: int,
) -> None:
    said = ("My sister is Mia", "Mia works at Halden", "I like tea")
    ids = [await remember(anna, text, f"k{place}") for place, text in enumerate(said)]
    facts = [Fact(id=i or "", text=t, said_at=NOON) for i, t in zip(ids, said, strict=True)]
    async with database.transaction(anna) as work:
        for fact in facts:
            await relate(work, ties_in(fact.text), fact, None, NOON)
    found = await Recalling(database, embedder).search(anna, "tell me of Halden", 2, NOON)
    assert [hit.text for hit in found.hits] == ["Mia works at Halden", "My sister is Mia"]


async def test_what_is_forgotten_is_looked_at_no_more(
    database: PostgresDatabase,
    embedder: MiniLM,
    remember: Remember,
    anna: int,
    admin_url: str,
) -> None:
    fact = await remember(anna, "I like tea", "k1")
    [episode] = await keep(database, anna, "The ladder is at Omar's")
    await keep(database, anna, "The tide is low")
    await embed_pending(database, embedder, anna)
    with psycopg.connect(admin_url) as connection:
        connection.execute(
            "insert into codes select owner_id, id, binary_quantize(embedding)::bit(384)"
            " from passages"
        )
    async with database.transaction(anna) as work:
        await forget(work, NOON, None, Choice(facts=(fact or "",), messages=(episode,)))
    assert [rows(admin_url, table) for table in LAID] == [1, 2, 1]
    async with database.transaction(anna) as work:
        await forget_all(work, NOON)
    assert [rows(admin_url, table) for table in LAID] == [0, 0, 0]


async def test_a_corrected_fact_is_found_by_its_new_words_alone(
    database: PostgresDatabase, embedder: MiniLM, writer: object, remember: Remember, anna: int
) -> None:
    from integrations.mem0.writer import Mem0FactWriter

    assert isinstance(writer, Mem0FactWriter)
    fact = await remember(anna, "My dentist is Dr Weber", "k1")
    await writer.update(anna, fact or "", "My dentist is Dr Kiss")
    async with database.transaction(anna) as work:
        assert await work.memories.recall("Weber", None, 5, NOON) == []
        [hit] = await work.memories.recall("Kiss", None, 5, NOON)
    assert hit.fact_id == fact
