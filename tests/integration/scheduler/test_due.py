"""What is due, on a real PostgreSQL: claimed once, labelled when late, never lost."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg.rows import dict_row

from core.clock import SimulatedClock
from core.models import Reminder
from core.recurrence import next_instant
from core.zones import instant_of, zone
from scheduler.due import DueClaims, terminal_session
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.fakes import FakeLimiter

BERLIN = "Europe/Berlin"
DAILY = "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"


class Ringing:
    """Sets reminders for Anna and looks at what rang."""

    def __init__(
        self, database: PostgresDatabase, boards: Boards, clock: SimulatedClock, anna: int, url: str
    ) -> None:
        self.database = database
        self.boards = boards
        self.clock = clock
        self.anna = anna
        self.limiter = FakeLimiter()
        self.claims = DueClaims(database, boards, self.limiter, clock)
        self._url = url

    async def set(self, wall: datetime, rule: str | None = None, text: str = "tea 🍵 *now*") -> int:
        reminder = Reminder(text=text, wall=wall, zone=BERLIN, rule=rule)
        due_at = instant_of(wall, zone(BERLIN))
        if rule is not None:
            first = next_instant(rule, wall, zone(BERLIN), self.clock.now())
            assert first is not None
            due_at = first[1]
        async with self.database.transaction(self.anna) as work:
            return (await work.reminders.add(reminder, due_at, self.clock.now())).id

    async def at(self, wall: datetime) -> list[str]:
        """What rings when the clock has come to the local `wall`."""
        self.clock.move_to(instant_of(wall, zone(BERLIN)))
        before = len(self.pushes())
        await self.claims.ring_due()
        return [push["text"] for push in self.pushes()[before:]]

    async def ahead(self) -> list[datetime]:
        async with self.database.transaction(self.anna) as work:
            return [o.due_at for _, o in await work.reminders.upcoming(self.clock.now())]

    async def chat(self, door: str, number: int) -> int:
        async with self.database.transaction(self.anna) as work:
            return (await work.people.open_conversation(door, number, self.clock.now())).id

    def pair(self, account: int) -> None:
        self.rows(
            "insert into identities (owner_id, door, account_id, paired_at)"
            " values (%(anna)s, 'telegram', %(account)s, now()) returning id",
            anna=self.anna,
            account=account,
        )

    def pushes(self) -> list[dict[str, Any]]:
        return self.rows(
            "select body ->> 'text' as text, conversation_id, key, occurrence_id"
            " from outbox where kind = 'push' order by id"
        )

    def states(self) -> list[object]:
        return [row["state"] for row in self.rows("select state from occurrences order by due_at")]

    def rows(self, query: LiteralString, **values: object) -> list[dict[str, Any]]:
        """What the tables say, seen by the administrator."""
        with (
            psycopg.connect(self._url) as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return cursor.execute(query, values).fetchall()

    async def change(self, number: int, change: Callable[[Reminder], Reminder]) -> None:
        async with self.database.transaction(self.anna) as work:
            reminder = await work.reminders.get(number)
            assert reminder is not None
            await work.reminders.save(change(reminder))


@pytest.fixture
def ringing(
    database: PostgresDatabase, boards: Boards, clock: SimulatedClock, anna: int, admin_url: str
) -> Ringing:
    return Ringing(database, boards, clock, anna, admin_url)


async def test_it_rings_verbatim_once_and_not_before(ringing: Ringing) -> None:
    await ringing.set(datetime(2026, 3, 28, 10))
    assert await ringing.at(datetime(2026, 3, 28, 9, 59, 59)) == []
    assert await ringing.at(datetime(2026, 3, 28, 10)) == ["tea 🍵 *now*"]
    assert await ringing.at(datetime(2026, 3, 28, 10, 0, 1)) == []
    (push,) = ringing.pushes()
    assert push["key"] == f"occurrence:{push['occurrence_id']}"
    assert ringing.states() == ["claimed"]


@pytest.mark.parametrize(
    ("wall", "label"),
    [
        (datetime(2026, 3, 28, 10, 0, 13), ""),
        (datetime(2026, 3, 28, 10, 3), "\n(due 10:00, 3 min late)"),
        (datetime(2026, 3, 28, 13), "\n(due 10:00, 3 h late)"),
        (
            datetime(2026, 3, 31, 10),
            "\n(due Sat 28 Mar at 10:00, 2 days 23 h late)",
        ),
    ],
)
async def test_late_it_says_how_late(ringing: Ringing, wall: datetime, label: str) -> None:
    await ringing.set(datetime(2026, 3, 28, 10), text="tea")
    assert await ringing.at(wall) == [f"tea{label}"]


async def test_of_what_a_series_missed_only_the_latest_rings(ringing: Ringing) -> None:
    await ringing.set(datetime(2026, 3, 28, 9, 30), "FREQ=DAILY;BYHOUR=9;BYMINUTE=30", "tea")
    assert await ringing.at(datetime(2026, 3, 31, 11, 30)) == [
        "tea\n(due 09:30, 2 h late; 3 earlier, too)"
    ]
    assert ringing.states() == ["skipped", "claimed", "scheduled"]
    assert await ringing.ahead() == [datetime(2026, 4, 1, 7, 30, tzinfo=UTC)]
    assert await ringing.at(datetime(2026, 4, 1, 9, 30)) == ["tea"]


async def test_a_series_keeps_its_hour_when_clocks_go_forward_and_back(ringing: Ringing) -> None:
    await ringing.set(datetime(2026, 3, 28, 9), DAILY, "tea")
    for day in (29, 30):
        assert await ringing.at(datetime(2026, 3, day, 9)) == ["tea"]
    assert await ringing.ahead() == [datetime(2026, 3, 31, 7, tzinfo=UTC)]
    await ringing.at(datetime(2026, 10, 24, 9))
    assert await ringing.at(datetime(2026, 10, 25, 8, 59)) == []
    assert await ringing.at(datetime(2026, 10, 25, 9)) == ["tea"]
    assert await ringing.ahead() == [datetime(2026, 10, 26, 8, tzinfo=UTC)]


async def test_skipped_and_repeated_hours(ringing: Ringing) -> None:
    rule = "FREQ=DAILY;BYHOUR=2;BYMINUTE=30"
    await ringing.set(datetime(2026, 3, 28, 9), rule, "tea")
    # 02:30 does not exist on the 29th: it is 03:30 then.
    assert await ringing.ahead() == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
    assert await ringing.at(datetime(2026, 3, 29, 3, 30)) == ["tea"]
    assert await ringing.ahead() == [datetime(2026, 3, 30, 0, 30, tzinfo=UTC)]
    # On 25 October it exists twice: it rings the first time only.
    await ringing.at(datetime(2026, 10, 24, 12))
    assert await ringing.ahead() == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    await ringing.at(datetime(2026, 10, 25, 2, 30))
    assert await ringing.ahead() == [datetime(2026, 10, 26, 1, 30, tzinfo=UTC)]


async def test_a_series_ends(ringing: Ringing) -> None:
    await ringing.set(datetime(2026, 3, 28, 10), f"{DAILY};COUNT=2".replace("=9", "=10"), "tea")
    assert await ringing.at(datetime(2026, 3, 28, 10)) == ["tea"]
    assert await ringing.at(datetime(2026, 3, 29, 10)) == ["tea"]
    assert await ringing.ahead() == []


async def test_two_claimers_ring_everything_exactly_once(ringing: Ringing) -> None:
    for n in range(40):
        await ringing.set(datetime(2026, 3, 28, 10), text=f"tea {n}")
    ringing.clock.move_to(datetime(2026, 3, 28, 9, tzinfo=UTC))
    other = DueClaims(ringing.database, ringing.boards, ringing.limiter, ringing.clock)
    counts = await asyncio.gather(ringing.claims.ring_due(), other.ring_due())
    assert sum(counts) == 40
    assert sorted(str(push["text"]) for push in ringing.pushes()) == sorted(
        f"tea {n}" for n in range(40)
    )


async def test_cancelling_and_ringing_race_to_one_of_two_ends(ringing: Ringing) -> None:
    ends = set[Sequence[object]]()
    for n in range(20):
        number = await ringing.set(datetime(2026, 3, 28, 9), DAILY, f"tea {n}")
        await ringing.at(datetime(2026, 3, 29, 9) + timedelta(days=2 * n))
        before = len(ringing.pushes())
        ringing.clock.move_to(ringing.clock.now() + timedelta(days=1))

        async def cancel(number: int = number) -> None:
            async with ringing.database.transaction(ringing.anna) as work:
                reminder = await work.reminders.get(number)
                assert reminder is not None
                await work.reminders.save(replace(reminder, state="cancelled"))
                await work.occurrences.cancel_scheduled(number)

        await asyncio.gather(ringing.claims.ring_due(), cancel())
        left = ringing.rows(
            "select state from occurrences where reminder_id = %(id)s order by due_at", id=number
        )
        ends.add((len(ringing.pushes()) - before, *(row["state"] for row in left[1:])))
    rang, stopped = (1, "claimed", "cancelled"), (0, "cancelled")
    assert ends <= {rang, stopped}, ends


async def test_a_cancelled_reminder_does_not_ring(ringing: Ringing) -> None:
    number = await ringing.set(datetime(2026, 3, 28, 10))
    await ringing.change(number, lambda reminder: replace(reminder, state="cancelled"))
    assert await ringing.at(datetime(2026, 3, 28, 10)) == []


async def test_a_rule_that_broke_rings_once_more_and_stops_nobody(ringing: Ringing) -> None:
    number = await ringing.set(datetime(2026, 3, 28, 9), DAILY, "broken")
    await ringing.set(datetime(2026, 3, 29, 9), text="tea")
    await ringing.change(number, lambda reminder: replace(reminder, rule="FREQ=DAFT"))
    assert await ringing.at(datetime(2026, 3, 29, 9)) == ["broken", "tea"]


async def test_one_that_cannot_be_rung_holds_up_none_of_the_others(ringing: Ringing) -> None:
    number = await ringing.set(datetime(2026, 3, 28, 9), DAILY, "lost")
    await ringing.set(datetime(2026, 3, 29, 9), text="tea")
    await ringing.change(number, lambda reminder: replace(reminder, zone="Mars/Base"))
    assert "tea" in await ringing.at(datetime(2026, 3, 29, 9))


async def test_it_rings_where_the_person_was_last(ringing: Ringing) -> None:
    terminal = await ringing.chat("terminal", 0)
    await ringing.set(datetime(2026, 3, 28, 10))
    await ringing.at(datetime(2026, 3, 28, 10))
    ringing.pair(501)
    telegram = await ringing.chat("telegram", 501)
    await ringing.set(datetime(2026, 3, 28, 11))
    await ringing.at(datetime(2026, 3, 28, 11))
    # A terminal that has been closed since is no place to ring.
    await ringing.chat("terminal", 0)
    await ringing.set(datetime(2026, 3, 28, 12))
    await ringing.at(datetime(2026, 3, 28, 12))
    await ringing.limiter.mark(terminal_session(ringing.anna), 60)
    await ringing.set(datetime(2026, 3, 28, 13))
    await ringing.at(datetime(2026, 3, 28, 13))
    places = [push["conversation_id"] for push in ringing.pushes()]
    assert places == [terminal, telegram, telegram, terminal]


async def test_a_blocked_bot_leaves_the_terminal(ringing: Ringing) -> None:
    ringing.pair(501)
    await ringing.chat("telegram", 501)
    ringing.rows("update identities set state = 'silent' returning id")
    await ringing.set(datetime(2026, 3, 28, 10))
    await ringing.at(datetime(2026, 3, 28, 10))
    (place,) = ringing.rows(
        "select door from conversations c join outbox o on o.conversation_id = c.id"
    )
    assert place["door"] == "terminal"


async def test_a_simulation_rings_for_nobody_with_a_telegram_account(ringing: Ringing) -> None:
    ringing.pair(501)
    await ringing.set(datetime(2026, 3, 28, 10))
    ringing.clock.move_to(datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert await ringing.claims.ring_due(terminal_only=True) == 0
    assert ringing.states() == ["scheduled"]


async def test_the_one_just_rung_is_what_done_means(ringing: Ringing) -> None:
    place = await ringing.chat("terminal", 0)
    await ringing.set(datetime(2026, 3, 28, 10))
    await ringing.at(datetime(2026, 3, 28, 10))
    async with ringing.database.transaction(ringing.anna) as work:
        focus = (await work.people.conversation(place)).focus
    (push,) = ringing.pushes()
    assert (focus.subject, focus.ids) == ("occurrence", (str(push["occurrence_id"]),))
