"""When a reminder is not in its table, the person is told that nothing is set, and nothing else."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.access import Throttle
from bot.lanes import Lanes, Timing
from integrations.redis.limiter import RedisLimiter
from tests.integration.reminders.conftest import Life, texts

FUNCTION = "create function out_of_order() returns trigger language plpgsql as $$ begin {} end $$"
TRIGGER = "create trigger out_of_order {} insert on {} for each row execute function out_of_order()"
REFUSED = "raise exception 'out of order';"
SWALLOWED = "return null;"
VANISHES = "delete from {} where id = new.id; return null;"


@pytest.fixture
async def lanes(life: Life, redis_url: str) -> AsyncIterator[Lanes]:
    async with (
        RedisLimiter(redis_url) as limiter,
        Lanes(
            life.dispatcher, life.database, life.clock, Throttle(limiter), Timing(retry=0.01)
        ) as lanes,
    ):
        yield lanes


async def told(life: Life, lanes: Lanes, words: str) -> list[str]:
    """What leaves by the door after the words, as they come in from Telegram."""
    async with life.database.transaction(life.anna) as work:
        talk = await work.people.open_conversation("terminal", 0, life.clock.now())
        incoming = await work.inbox.add(talk.id, "text", words, "", life.clock.now(), 7)
    lanes.add(incoming)
    async with asyncio.timeout(20):
        while not life.door.sent:
            await asyncio.sleep(0.02)
            await life.delivery.drain("terminal")
    return texts(life.door.sent)


@pytest.mark.parametrize(
    "words", ["remind me tomorrow at 9 to pack", "remind me every day at 9 and 21 to rest"]
)
@pytest.mark.parametrize(
    ("when", "table", "what"),
    [
        ("before", "reminders", REFUSED),
        ("before", "reminders", SWALLOWED),
        ("before", "occurrences", REFUSED),
        ("after", "occurrences", VANISHES.format("occurrences")),
        ("after", "reminders", VANISHES.format("reminders")),
    ],
)
async def test_what_is_not_in_the_table_is_not_confirmed(
    life: Life, lanes: Lanes, when: str, table: str, what: str, words: str
) -> None:
    with psycopg.connect(life.url, autocommit=True) as connection:
        connection.execute(FUNCTION.format(what).encode())
        connection.execute(TRIGGER.format(when, table).encode())
    (said,) = await told(life, lanes, words)
    assert "nothing is set" in said
    assert life.rows("select id from reminders") == []
    assert life.rows("select body from outbox where body ->> 'text' like '%Reminder set%'") == []
    assert await life.wait(days=2) == []


async def test_what_fails_once_is_set_once(life: Life, lanes: Lanes) -> None:
    """The same words, once the table takes rows."""
    (said,) = await told(life, lanes, "remind me tomorrow at 9 to pack")
    assert said.startswith("Reminder set: pack\n")
    assert len(life.rows("select id from reminders")) == 1
