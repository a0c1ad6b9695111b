"""Reminders and their ringings: in memory and in PostgreSQL alike."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.models import Outgoing, Reminder, Reply
from tests.contract.conftest import NOON, Home

HOUR = timedelta(hours=1)


def reminder(text: str = "tea 🍵") -> Reminder:
    return Reminder(
        text=text, wall=datetime(2026, 4, 13, 13), zone="Europe/Berlin", rule="FREQ=DAILY"
    )


async def add(home: Home, text: str, hours: int) -> tuple[int, int]:
    """The ids of a new reminder and of its first ringing, so many hours after noon."""
    async with home.database.transaction(home.owner_id) as work:
        saved = await work.reminders.add(reminder(text), NOON + hours * HOUR, NOON)
        found = await work.reminders.upcoming(NOON - 48 * HOUR)
        return saved.id, next(o.id for r, o in found if r.id == saved.id)


class TestReminders:
    async def test_what_is_read_is_what_was_saved(self, home: Home) -> None:
        number, _ = await add(home, "tea 🍵\n*two* lines", 1)
        async with home.database.transaction(home.owner_id) as work:
            saved = await work.reminders.get(number)
            assert saved is not None
            assert saved == replace(reminder("tea 🍵\n*two* lines"), id=number)
            await work.reminders.save(replace(saved, zone="Asia/Tokyo", rule=None, state="done"))
            again = await work.reminders.get(number)
            assert again == replace(saved, zone="Asia/Tokyo", rule=None, state="done")
            assert await work.reminders.get(number + 1000) is None

    async def test_what_is_ahead_comes_in_order_and_within_limits(self, home: Home) -> None:
        for text, hours in (("third", 3), ("first", 1), ("second", 2)):
            await add(home, text, hours)
        async with home.database.transaction(home.owner_id) as work:
            found = await work.reminders.upcoming(NOON)
            assert [r.text for r, _ in found] == ["first", "second", "third"]
            assert [o.due_at for _, o in found] == [NOON + n * HOUR for n in (1, 2, 3)]
            some = await work.reminders.upcoming(NOON + HOUR, NOON + 2 * HOUR)
            assert [r.text for r, _ in some] == ["second"]

    async def test_what_is_cancelled_is_not_ahead(self, home: Home) -> None:
        number, ringing = await add(home, "tea", 1)
        async with home.database.transaction(home.owner_id) as work:
            await work.occurrences.add(number, NOON + 2 * HOUR, ringing)
            assert await work.occurrences.cancel_scheduled(number) == 2
            assert await work.occurrences.cancel_scheduled(number) == 0
            assert await work.reminders.upcoming(NOON) == []

    async def test_a_ringing_that_was_cancelled_can_be_set_again(self, home: Home) -> None:
        number, ringing = await add(home, "tea", 1)
        async with home.database.transaction(home.owner_id) as work:
            await work.occurrences.mark(ringing, "cancelled")
            assert await work.occurrences.add(number, NOON + HOUR, None) == ringing
            ((_, found),) = await work.reminders.upcoming(NOON)
            assert (found.id, found.state) == (ringing, "scheduled")

    async def test_a_snoozed_one_stands_beside_its_series(self, home: Home) -> None:
        number, ringing = await add(home, "tea", 1)
        async with home.database.transaction(home.owner_id) as work:
            child = await work.occurrences.add(number, NOON + HOUR, ringing)
            assert child != ringing
            found = await work.occurrences.get(child)
            assert found is not None
            assert found[1].parent_id == ringing

    async def test_a_ringing_is_claimed_once(self, home: Home) -> None:
        _, ringing = await add(home, "tea", 1)
        async with home.database.transaction(home.owner_id) as work:
            claimed = await work.occurrences.claim(ringing)
            assert claimed is not None
            assert (claimed[0].text, claimed[1].state) == ("tea", "claimed")
            assert await work.occurrences.claim(ringing) is None
            assert await work.occurrences.claim(ringing + 1000) is None

    async def test_what_rang_comes_latest_first_until_it_is_done(self, home: Home) -> None:
        ringings = [(await add(home, text, hours))[1] for text, hours in (("a", -30), ("b", -2))]
        _, last = await add(home, "c", -1)
        async with home.database.transaction(home.owner_id) as work:
            for ringing in (*ringings, last):
                await work.occurrences.claim(ringing)
            rung = await work.reminders.rung(NOON - 24 * HOUR)
            assert [r.text for r, _ in rung] == ["c", "b"]
            await work.occurrences.mark(last, "done")
            assert [r.text for r, _ in await work.reminders.rung(NOON - 24 * HOUR)] == ["b"]

    async def test_the_message_with_which_it_rang(self, home: Home) -> None:
        _, ringing = await add(home, "tea", 1)
        async with home.database.transaction(home.owner_id) as work:
            assert await work.occurrences.message(ringing) is None
            talk = await work.people.open_conversation("terminal", 0, NOON)
            message = Outgoing(
                key=f"occurrence:{ringing}",
                conversation_id=talk.id,
                kind="push",
                reply=Reply(text="tea"),
                occurrence_id=ringing,
            )
            put = await work.outbox.put(message, NOON)
            assert await work.occurrences.message(ringing) == put
