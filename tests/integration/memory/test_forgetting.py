"""What was forgotten stays forgotten, in every table, and what was not stays."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from core.forgetting import Choice
from core.learning import Lesson
from core.models import Button, Episode, Fact, Incoming, Outgoing, Receipt, Reply
from core.tasks import Task
from integrations.embeddings import MiniLM
from integrations.mem0.writer import Mem0FactWriter
from memory.extract import ties_in
from memory.forget import forget, forget_all, receipt_json
from memory.imports import import_lines
from memory.remember import Remembering, Source, settle
from storage.database import PostgresDatabase
from tests.integration.memory.conftest import NOON

LATER = NOON + timedelta(hours=1)
COFFEE = "I like my coffee black"


def lesson(text: str, place: int) -> Lesson:
    return Lesson(text=text, place=place, ties=tuple(ties_in(text)))


async def message(database: PostgresDatabase, owner: int, text: str) -> Incoming:
    async with database.transaction(owner) as work:
        chat = await work.people.open_conversation("terminal", 0, NOON)
        return await work.inbox.add(chat.id, "text", text, "", NOON)


async def teach(
    database: PostgresDatabase, writer: Mem0FactWriter, owner: int, *texts: str
) -> list[Fact]:
    """One message with these statements, dealt with whole."""
    said = await message(database, owner, "remember that " + ". ".join(texts))
    remembering = Remembering(database, writer)
    places = [lesson(text, said.text.find(text)) for text in texts]
    source = Source(inbox_id=said.inbox_id, said_at=NOON)
    kept = await remembering.write(owner, places, source)
    facts = [one.fact for one in kept]
    async with database.transaction(owner, cause=said.inbox_id) as work:
        await work.episodes.keep(Episode(text=said.text, said_at=NOON, inbox_id=said.inbox_id))
        await settle(work, kept, NOON, said.inbox_id)
        reply = Outgoing(
            key=f"reply:{said.inbox_id}:0",
            conversation_id=said.conversation_id,
            kind="reply",
            reply=Reply(text=f"I'll remember: {texts[0]}", route="memory.store"),
            inbox_id=said.inbox_id,
        )
        await work.outbox.put(reply, NOON)
        sent = await work.outbox.number(reply.key)
        await work.outbox.sent(sent, Receipt(message_id=sent, at=NOON))
        await work.inbox.close(said.inbox_id, "done", NOON)
    return facts


def rows_with(admin_url: str, word: str) -> list[str]:
    """The tables in which `word` still stands, past the walls."""
    with psycopg.connect(admin_url) as connection:
        names = connection.execute(
            "select tablename from pg_tables where schemaname = 'public'"
        ).fetchall()
        return [
            name
            for (name,) in names
            if connection.execute(
                f"select exists (select from {name} t where t::text ilike %s)".encode(),  # noqa: S608
                (f"%{word}%",),
            ).fetchone()
            == (True,)
        ]


async def over_or_waiting(
    database: PostgresDatabase, owner: int, task: asyncio.Task[object]
) -> None:
    """Wait until the task is done, or somebody waits for a lock."""
    waits = "select from pg_locks where not granted"
    async with asyncio.timeout(10), database.connection(owner) as connection:
        while not task.done() and not await (await connection.execute(waits)).fetchall():
            await asyncio.sleep(0.02)


async def test_every_table_is_rid_of_it(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int, admin_url: str
) -> None:
    [fact] = await teach(database, writer, anna, COFFEE)
    await teach(database, writer, anna, "I love hiking")
    assert len(rows_with(admin_url, "coffee")) >= 6
    async with database.transaction(anna) as work:
        receipt = await forget(work, LATER, None, Choice(facts=(fact.id,)))
    assert rows_with(admin_url, "coffee") == []
    assert (receipt.memories, receipt.episodes, receipt.relations, receipt.graph_nodes) == (
        1,
        1,
        1,
        1,
    )
    assert receipt.remains == ()
    async with database.transaction(anna) as work:
        assert [left.text for left in await work.memories.facts(10)] == ["I love hiking"]
        assert [left.object for left in await work.relations.about("me")] == ["hiking"]


async def test_the_other_fact_of_the_message_stays(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int
) -> None:
    coffee, sister = await teach(database, writer, anna, COFFEE, "Anna is my sister")
    async with database.transaction(anna) as work:
        await forget(work, LATER, None, Choice(facts=(coffee.id,)))
        assert [fact.id for fact in await work.memories.facts(10)] == [sister.id]
        assert [relation.object for relation in await work.relations.about("me")] == ["Anna"]


async def test_a_replay_does_not_teach_it_again(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int, admin_url: str
) -> None:
    [fact] = await teach(database, writer, anna, COFFEE)
    assert fact.inbox_id is not None
    async with database.transaction(anna) as work:
        await forget(work, LATER, None, Choice(facts=(fact.id,)))
    again = await Remembering(database, writer).write(
        anna, [lesson(COFFEE, 14)], Source(inbox_id=fact.inbox_id, said_at=NOON)
    )
    async with database.transaction(anna) as work:
        said = Episode(text=COFFEE, said_at=NOON, inbox_id=fact.inbox_id)
        assert await work.episodes.keep(said) is None
    assert again == []
    assert rows_with(admin_url, "coffee") == []


async def test_what_waits_from_before_the_order_teaches_nothing(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int
) -> None:
    [fact] = await teach(database, writer, anna, COFFEE)
    waiting = await message(database, anna, f"Remember: {COFFEE}")
    order = await message(database, anna, "forget that I like coffee")
    after = await message(database, anna, f"No, do remember that {COFFEE}")
    async with database.transaction(anna, cause=order.inbox_id) as work:
        receipt = await forget(work, LATER, order.inbox_id, Choice(facts=(fact.id,)))
    assert receipt.queued == 1
    async with database.transaction(anna) as work:
        assert await work.inbox.take(waiting.inbox_id) is None
        assert await work.inbox.take(after.inbox_id) is not None
    known = [lesson(COFFEE, 0)]
    remembering = Remembering(database, writer)
    before = Source(inbox_id=waiting.inbox_id, said_at=NOON)
    assert await remembering.write(anna, known, before) == []
    later = Source(inbox_id=after.inbox_id, said_at=NOON)
    assert len(await remembering.write(anna, known, later)) == 1


async def test_an_imported_line_does_not_come_back(
    database: PostgresDatabase, embedder: MiniLM, anna: int, admin_url: str
) -> None:
    lines = ['{"text": "I broke my ankle", "ref": "a"}', '{"text": "It rained", "ref": "b"}']
    await import_lines(database, embedder, anna, lines, NOON, lambda _: None)
    async with database.transaction(anna) as work:
        first, _ = await work.episodes.listed(10)
        await forget(work, LATER, None, Choice(messages=(first.id,)))
    done = await import_lines(database, embedder, anna, lines, NOON, lambda _: None)
    assert (done.kept, done.known) == (0, 2)
    assert rows_with(admin_url, "ankle") == []


async def test_what_is_on_its_way_out_does_not_leave(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int
) -> None:
    [fact] = await teach(database, writer, anna, COFFEE)
    asked = await message(database, anna, "what do I like?")
    async with database.transaction(anna) as work:
        button = Button(label="Forget 1", data=f"forget:{fact.id}")
        answer = Outgoing(
            key="answer",
            conversation_id=asked.conversation_id,
            kind="reply",
            reply=Reply(text=f"1. “{COFFEE}”", buttons=((button,),), route="memory.recall"),
        )
        await work.outbox.put(answer, NOON)
        queued = await work.outbox.number(answer.key)
        receipt = await forget(work, LATER, None, Choice(facts=(fact.id,)))
        assert receipt.queued == 1
        assert await work.outbox.claim(queued, LATER, LATER) is None


async def test_reminders_with_the_same_words_are_named_and_stay(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int
) -> None:
    [fact] = await teach(database, writer, anna, "call Zoe")
    async with database.transaction(anna) as work:
        await work.tasks.add(Task(title="Call Zoe about the boat"), NOON)
        receipt = await forget(work, LATER, None, Choice(facts=(fact.id,)))
        assert receipt.remains == ("1 task",)
        assert len(await work.tasks.open()) == 1


async def test_nobody_forgets_for_somebody_else(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int, ben: int
) -> None:
    [fact] = await teach(database, writer, anna, COFFEE)
    await teach(database, writer, ben, COFFEE)
    async with database.transaction(ben) as work:
        receipt = await forget(work, LATER, None, Choice(facts=(fact.id,)))
        assert (receipt.memories, receipt.episodes) == (0, 0)
        await forget_all(work, LATER)
    async with database.transaction(anna) as work:
        assert len(await work.memories.facts(10)) == 1
        assert await work.episodes.of_message(fact.inbox_id or 0) is not None


async def test_all_of_it_goes_with_a_receipt_and_reminders_stay(
    database: PostgresDatabase,
    writer: Mem0FactWriter,
    embedder: MiniLM,
    anna: int,
    admin_url: str,
) -> None:
    await teach(database, writer, anna, COFFEE, "Anna is my sister")
    lines = ['{"text": "I broke my ankle", "ref": "a"}']
    await import_lines(database, embedder, anna, lines, NOON, lambda _: None)
    async with database.transaction(anna) as work:
        await work.tasks.add(Task(title="Buy milk"), NOON)
        receipt = await forget_all(work, LATER)
        assert [task.title for task in await work.tasks.open()] == ["Buy milk"]
    shown = receipt_json(receipt)
    assert shown["removed"] == {
        "memories": 2,
        "episodes": 2,
        "relations": 2,
        "graph_nodes": 3,
        "queued": 0,
    }
    assert shown["remains"] == []
    assert rows_with(admin_url, "coffee") == []
    assert rows_with(admin_url, "ankle") == []


async def test_forgetting_ten_thousand_takes_no_time_to_speak_of(
    database: PostgresDatabase, anna: int, admin_url: str
) -> None:
    with psycopg.connect(admin_url) as connection:
        connection.execute("select set_config('app.owner', %s, true)", (str(anna),))
        connection.execute("select set_config('app.at', %s, true)", (NOON.isoformat(),))
        connection.execute(
            """
            insert into memories (id, owner_id, text, payload, key, said_at)
            select gen_random_uuid(), %(owner)s, 'fact ' || n, '{}', 'k' || n, %(at)s
            from generate_series(1, 10000) n
            """,
            {"owner": anna, "at": NOON},
        )
        connection.execute("update passages set embedding = array_fill(0.05::real, array[384])")
    async with database.transaction(anna) as work:
        receipt = await forget_all(work, LATER)
    assert receipt.memories == 10_000
    assert receipt.ms < 5_000


@pytest.mark.parametrize("everything", [True, False])
async def test_who_forgets_waits_for_lines_that_are_coming_in(
    database: PostgresDatabase, anna: int, *, everything: bool
) -> None:
    text = "The key lies under the mat"
    line = Episode(text=text, said_at=NOON, origin="import", ref="line:1", dated=True)

    async def order() -> None:
        async with database.transaction(anna) as work:
            if everything:
                await forget_all(work, LATER)
            else:
                await forget(work, LATER, None, Choice(quotes=(text,)))

    async with database.transaction(anna) as importing:
        # What is buried is looked at; what is brought after that belongs to the same batch.
        assert await importing.episodes.bring([]) == 0
        ordered = asyncio.create_task(order())
        await over_or_waiting(database, anna, ordered)
        assert await importing.episodes.bring([line]) == 1
    await ordered
    async with database.transaction(anna) as work:
        assert await work.episodes.listed(10) == []


async def test_what_is_learned_while_everything_goes_is_not_kept(
    database: PostgresDatabase, writer: Mem0FactWriter, anna: int
) -> None:
    said, order = [await message(database, anna, text) for text in (COFFEE, "forget everything")]
    async with database.transaction(anna) as work:
        await work.episodes.keep(Episode(text="Hello", said_at=NOON))
    async with database.transaction(anna) as forgetting:
        assert (await forget_all(forgetting, LATER, order.inbox_id)).episodes == 1
        fact = Fact(id="", text=COFFEE, said_at=NOON)
        key = f"{said.inbox_id}:1"
        learned = asyncio.create_task(writer.add(anna, fact, key, said.inbox_id))
        await over_or_waiting(database, anna, learned)
    assert await learned is None
    async with database.transaction(anna) as work:
        assert await work.memories.facts(10) == []


async def test_a_message_that_is_being_answered_and_an_order_to_forget_wait_in_turn(
    database: PostgresDatabase, anna: int
) -> None:
    said = await message(database, anna, COFFEE)

    async def order() -> None:
        async with database.transaction(anna) as work:
            await forget_all(work, LATER)

    async with database.transaction(anna) as answering:
        assert await answering.inbox.take(said.inbox_id) is not None
        ordered = asyncio.create_task(order())
        await over_or_waiting(database, anna, ordered)
        await answering.episodes.keep(Episode(text=COFFEE, said_at=NOON, inbox_id=said.inbox_id))
        await answering.inbox.close(said.inbox_id, "done", NOON)
    await ordered
    async with database.transaction(anna) as work:
        assert await work.episodes.listed(10) == []
