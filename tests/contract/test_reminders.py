"""Reminders and their ringings: in memory and in PostgreSQL alike."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from core.models import Outgoing, Receipt, Reminder, Reply
from core.policies import Late, Quiet
from core.whereabouts import Trip
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

    async def test_what_the_person_left_out_is_known(self, home: Home) -> None:
        number, ringing = await add(home, "tea", 1)
        async with home.database.transaction(home.owner_id) as work:
            later = await work.occurrences.add(number, NOON + 2 * HOUR, None)
            cancelled = await work.occurrences.add(number, NOON + 3 * HOUR, None)
            await work.occurrences.settle([ringing, later], "skipped", NOON)
            await work.occurrences.mark(cancelled, "cancelled")
            assert await work.occurrences.left_out(NOON + HOUR, NOON + 9 * HOUR) == {
                (number, NOON + 2 * HOUR)
            }

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

    async def test_rounds_are_what_a_rule_brings(self, home: Home) -> None:
        number, ringing = await add(home, "tea", 2)
        async with home.database.transaction(home.owner_id) as work:
            once = replace(reminder("once"), rule=None)
            await work.reminders.add(once, NOON + HOUR, NOON)
            await work.occurrences.add(number, NOON + 3 * HOUR, ringing)
            assert [o.id for _, o in await work.reminders.rounds(NOON)] == [ringing]
            assert await work.reminders.rounds(NOON + 2 * HOUR) == []

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

    async def test_the_message_that_tells_of_several(self, home: Home) -> None:
        ringings = [(await add(home, text, hours))[1] for text, hours in (("a", -2), ("b", -1))]
        async with home.database.transaction(home.owner_id) as work:
            assert [r.text for r, _ in await work.occurrences.overdue(NOON - HOUR)] == ["a", "b"]
            for ringing in ringings:
                await work.occurrences.claim(ringing)
            assert await work.occurrences.overdue(NOON) == []
            talk = await work.people.open_conversation("terminal", 0, NOON)
            message = Outgoing(
                key="missed",
                conversation_id=talk.id,
                kind="push",
                reply=Reply(text="a and b"),
                occurrence_id=ringings[0],
            )
            await work.outbox.put(message, NOON)
            put = await work.outbox.number(message.key)
            assert await work.occurrences.told(put) == []
            await work.occurrences.rang(ringings, put)
            assert await work.outbox.claim(put, NOON, NOON + HOUR) is not None
            await work.outbox.sent(put, Receipt(message_id=7, at=NOON), ringings[0])
            found = [o for _, o in await work.occurrences.told(put)]
            assert [(o.id, o.outbox_id) for o in found] == [(n, put) for n in ringings]
            assert {(o.state, o.message_id, o.sent_at) for o in found} == {("sent", 7, NOON)}

    async def test_what_the_person_decides_has_its_time(self, home: Home) -> None:
        _, ringing = await add(home, "tea", -1)
        async with home.database.transaction(home.owner_id) as work:
            await work.occurrences.stands_for(ringing, 3)
            await work.occurrences.settle([ringing], "done", NOON)
            found = await work.occurrences.get(ringing)
            assert found is not None
            assert (found[1].state, found[1].collapsed) == ("done", 3)
            assert found[1].settled_at == NOON

    async def test_what_rings_on_is_hushed_and_what_was_snoozed_is_not(self, home: Home) -> None:
        number, ringing = await add(home, "tea", -2)
        async with home.database.transaction(home.owner_id) as work:
            await work.occurrences.claim(ringing)
            nag = await work.occurrences.add(number, NOON + HOUR, ringing)
            family = await work.occurrences.family(ringing)
            assert [(o.id, o.root_id) for o in family] == [(ringing, ringing), (nag, ringing)]
            await work.occurrences.hush(number)
            assert await work.reminders.upcoming(NOON) == []
            await work.occurrences.settle([ringing], "snoozed", NOON)
            again = await work.occurrences.add(number, NOON + 2 * HOUR, ringing)
            await work.occurrences.hush(number)
            assert [o.id for _, o in await work.reminders.upcoming(NOON)] == [again]

    async def test_policies_are_kept(self, home: Home) -> None:
        insistent = replace(
            reminder(),
            nag=timedelta(minutes=10),
            nag_most=3,
            late=Late(what="skip", after=2 * HOUR),
            urgent=True,
            floating=False,
        )
        async with home.database.transaction(home.owner_id) as work:
            saved = await work.reminders.add(insistent, NOON, NOON)
            assert saved == replace(insistent, id=saved.id)
            plain = replace(saved, nag=None, late=None, urgent=False)
            await work.reminders.save(plain)
            assert await work.reminders.get(saved.id) == plain


class TestPeople:
    async def test_where_somebody_is_and_when_it_is_quiet(self, home: Home) -> None:
        trip = Trip(zone="Asia/Tokyo", starts_at=NOON - HOUR, ends_at=NOON + HOUR)
        async with home.database.transaction(home.owner_id) as work:
            person = await work.people.get()
            assert (person.zone, person.home, person.trip) == ("Europe/Berlin",) * 2 + (None,)
            away = replace(
                person,
                trip=trip,
                quiet=Quiet(start=time(22), end=time(7)),
                late=Late(what="ask", after=HOUR),
            )
            await work.people.save(away)
            found = await work.people.get()
            assert found == replace(away, zone="Asia/Tokyo")
            await work.people.save(replace(found, trip=None, zone=found.home, quiet=None))
            back = await work.people.get()
            assert (back.zone, back.trip, back.quiet) == ("Europe/Berlin", None, None)
