"""What is far away is shown here, and what is changed here arrives there, once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from agents.calendar_questions import overlaps
from core.calendars import Access, CalendarEvent, Hours, WholeDays
from core.errors import AccessRevoked, CalendarBusy, CalendarDown, EventRefused
from core.events import Event
from tests.calendar_model import ModelCalendar, ModelProvider
from tests.integration.calendars.conftest import BERLIN, Synced, meeting

TUESDAY = date(2026, 4, 14)


def titles(events: list[Event]) -> list[str]:
    return [event.title for event in events]


class TestReading:
    async def test_what_is_new_changed_or_gone_there_is_so_here(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        work = far.listed["work"]
        work.put(meeting("standup"))
        work.put(meeting("review", hour=11))
        await synced.again()
        assert titles(await synced.shown(TUESDAY)) == ["standup", "review"]
        work.put(meeting("standup", hour=15))
        work.drop("review")
        await synced.again()
        [event] = await synced.shown(TUESDAY)
        assert (event.title, event.starts_at) == (
            "standup",
            datetime.fromisoformat("2026-04-14T15:00+02:00"),
        )

    async def test_nothing_new_takes_one_request_and_changes_no_row(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        far.listed["work"].put(meeting("standup"))
        await synced.again()
        before = await synced.rows("select xmin::text, * from calendar_events")
        far.requests.clear()
        await synced.again()
        assert far.requests == ["changes work"]
        assert await synced.rows("select xmin::text, * from calendar_events") == before

    async def test_a_token_that_is_void_leads_to_a_clean_whole_reading(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        work = far.listed["work"]
        for name in ("a", "b", "c"):
            work.put(meeting(name))
        await synced.again()
        work.drop("b")
        work.log.append("c")
        work.forgotten = len(work.log)
        await synced.again()
        assert titles(await synced.shown(TUESDAY)) == ["a", "c"]

    async def test_a_series_comes_day_by_day_with_its_exceptions(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        work = far.listed["work"]
        monday = datetime(2026, 4, 13, 9)
        series = replace(
            meeting("standup", 13),
            rule="FREQ=DAILY;COUNT=5",
            excluded=(monday + timedelta(days=1),),
        )
        moved = replace(
            meeting("standup, later", 15, 16, ref="x"),
            series_ref="standup",
            original=monday + timedelta(days=2),
        )
        work.put(moved)
        work.put(series)
        await synced.again()
        shown = await synced.shown(date(2026, 4, 13), 7)
        assert [(e.title, e.starts_at and e.starts_at.day) for e in shown] == [
            ("standup", 13),
            ("standup, later", 15),
            ("standup", 16),
            ("standup", 17),
        ]
        work.drop("x")
        work.put(replace(series, excluded=()))
        await synced.again()
        shown = await synced.shown(date(2026, 4, 13), 7)
        assert titles(shown) == ["standup"] * 5

    async def test_a_floating_clock_is_that_of_the_person(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        start = datetime(2026, 4, 14, 0, 30)
        far.listed["work"].put(
            CalendarEvent(
                uid="f", ref="f", title="night", when=Hours(start=start, end=None, zone="")
            )
        )
        await synced.again()
        [event] = await synced.shown(TUESDAY)
        assert event.starts_at == datetime.fromisoformat("2026-04-14T00:30+02:00")
        assert await synced.shown(TUESDAY - timedelta(days=1)) == []

    async def test_whole_days_stand_first(self, synced: Synced, far: ModelProvider) -> None:
        fair = CalendarEvent(
            uid="d",
            ref="d",
            title="fair",
            when=WholeDays(first=date(2026, 4, 13), last=date(2026, 4, 15)),
        )
        far.listed["work"].put(meeting("early", hour=0))
        far.listed["work"].put(fair)
        await synced.again()
        assert titles(await synced.shown(TUESDAY)) == ["fair", "early"]

    async def test_one_calendar_that_fails_does_not_hide_the_others(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        far.listed["home"] = ModelCalendar(name="Home")
        far.listed["home"].put(meeting("dentist"))
        async with synced.database.transaction(synced.owner_id) as work:
            await work.calendars.hurry(synced.clock.now())
        await synced.connect(Access(name="anna", address="", secret="s"))
        far.closed["work"] = CalendarDown("It does not answer.")
        await synced.again()
        assert titles(await synced.shown(TUESDAY)) == ["dentist"]
        [work_calendar] = [one for one in await synced.calendars() if one.ref == "work"]
        assert (work_calendar.failures, work_calendar.trouble) == (1, "It does not answer.")

    async def test_after_a_day_without_answer_it_goes_on(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        far.faults = [CalendarDown("It does not answer.")] * 20
        before = len(far.requests)
        for _ in range(96):
            await synced.again(minutes=15)
        assert len(far.requests) - before < 25
        assert await synced.pushed() == []
        far.faults = []
        far.listed["work"].put(meeting("standup"))
        await synced.again(hours=8)
        assert titles(await synced.shown(TUESDAY)) == ["standup"]

    async def test_a_busy_provider_is_left_alone_as_long_as_it_asks(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        far.faults = [CalendarBusy("Too many requests.", seconds=3600)]
        await synced.again()
        before = len(far.requests)
        await synced.again(minutes=50)
        assert len(far.requests) == before
        await synced.again(minutes=11)
        assert len(far.requests) == before + 1

    async def test_refused_access_is_told_once_and_not_asked_again(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        far.faults = [AccessRevoked("No.")] * 9
        for _ in range(5):
            await synced.again(hours=1)
        assert len(far.faults) == 8
        [text] = await synced.pushed()
        assert text == (
            "CalDAV does not let me into “anna” any more: the password or the consent was"
            " withdrawn or has run out. What I know of it stays as it was. Connect it anew:"
            " /calendars."
        )


class TestWriting:
    async def add(self, synced: Synced, title: str = "dentist") -> Event:
        [calendar] = await synced.calendars()
        start = datetime.fromisoformat("2026-04-14T15:00+02:00")
        event = Event(title=title, starts_at=start, zone=BERLIN, calendar_id=calendar.id)
        async with synced.database.transaction(synced.owner_id, cause=1) as work:
            return await work.events.add(event, synced.clock.now())

    async def test_what_is_put_in_here_arrives_there_once(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        await self.add(synced)
        await synced.sync.once()
        await synced.again()
        await synced.again()
        assert [e.title for e in far.listed["work"].events.values()] == ["dentist"]
        assert [r for r in far.requests if r.startswith("create")] == ["create dentist"]
        assert titles(await synced.shown(TUESDAY)) == ["dentist"]

    async def test_an_answer_that_was_lost_does_not_write_twice(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        await self.add(synced)
        [pending] = await synced.rows("select uid, event_id from calendar_writes")
        # It arrived there, and the machine was switched off before the answer was noted.
        far.listed["work"].put(meeting("dentist", 14, 15, ref=str(pending["uid"])))
        await synced.again()
        await synced.again()
        assert titles(await synced.shown(TUESDAY)) == ["dentist"]
        assert len(far.listed["work"].events) == 1
        assert await synced.rows("select * from calendar_writes") == []

    async def test_changing_and_deleting_arrive(self, synced: Synced, far: ModelProvider) -> None:
        event = await self.add(synced)
        await synced.sync.once()
        async with synced.database.transaction(synced.owner_id, cause=2) as work:
            await work.events.save(replace(event, title="dentist, Dr. Weiss"))
        await synced.sync.once()
        assert [e.title for e in far.listed["work"].events.values()] == ["dentist, Dr. Weiss"]
        async with synced.database.transaction(synced.owner_id, cause=3) as work:
            await work.events.remove(event.id)
        await synced.sync.once()
        assert far.listed["work"].events == {}

    async def test_undo_takes_each_of_them_back_there_too(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        event = await self.add(synced)
        await synced.sync.once()
        async with synced.database.transaction(synced.owner_id, cause=2) as work:
            await work.events.remove(event.id)
        await synced.sync.once()
        assert far.listed["work"].events == {}
        for cause, there in ((2, ["dentist"]), (1, [])):
            async with synced.database.transaction(synced.owner_id, cause=9) as work:
                assert await work.changes.undo(cause) == "undone"
            await synced.sync.once()
            assert [e.title for e in far.listed["work"].events.values()] == there

    async def test_somebody_who_was_quicker_wins_and_the_person_is_told(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        event = await self.add(synced)
        await synced.sync.once()
        [there] = far.listed["work"].events.values()
        far.listed["work"].put(replace(there, title="dentist (moved)", place="Room 2"))
        async with synced.database.transaction(synced.owner_id, cause=2) as work:
            await work.events.save(replace(event, title="checkup"))
        await synced.sync.write()
        [text] = await synced.pushed()
        assert text == (
            "I have not changed “checkup” in “Work”: it was changed there meanwhile. There it is"
            " now: dentist (moved), tomorrow, Tue 14 Apr at 15:00, at Room 2. Tell me again if you"
            " still want it."
        )
        assert titles(await synced.shown(TUESDAY)) == ["dentist (moved)"]

    async def test_what_was_deleted_there_meanwhile_is_gone_here(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        event = await self.add(synced)
        await synced.sync.once()
        far.listed["work"].drop(next(iter(far.listed["work"].events)))
        async with synced.database.transaction(synced.owner_id, cause=2) as work:
            await work.events.save(replace(event, title="checkup"))
        await synced.sync.write()
        assert await synced.shown(TUESDAY) == []
        assert len(await synced.pushed()) == 1

    async def test_while_the_provider_is_down_the_change_waits_and_it_is_said_once(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        await self.add(synced)
        far.faults = [CalendarDown("it does not answer.")] * 8
        for _ in range(6):
            await synced.again(minutes=5)
        assert await synced.pushed() == [
            "“dentist” is not in “Work” yet: it does not answer. I keep on trying; you need not do"
            " anything."
        ]
        far.faults = []
        await synced.again(hours=7)
        assert [e.title for e in far.listed["work"].events.values()] == ["dentist"]

    async def test_what_the_provider_refuses_is_taken_back_here(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        event = await self.add(synced)
        far.faults = [EventRefused("it is too long.")]
        await synced.sync.write()
        assert await synced.shown(TUESDAY) == []
        event = await self.add(synced, "lunch")
        await synced.sync.once()
        async with synced.database.transaction(synced.owner_id, cause=2) as work:
            await work.events.save(replace(event, title="lunch" * 99))
        far.faults = [EventRefused("it is too long.")]
        await synced.sync.once()
        assert titles(await synced.shown(TUESDAY)) == ["lunch"]


async def test_disconnecting_takes_everything_along_and_writes_nothing(
    synced: Synced, far: ModelProvider
) -> None:
    far.listed["work"].put(meeting("standup"))
    await synced.again()
    [calendar] = await synced.calendars()
    async with synced.database.transaction(synced.owner_id, cause=1) as work:
        await work.calendars.make_default(calendar.id)
        await work.calendars.close(synced.accounts[0])
    assert await synced.shown(TUESDAY) == []
    assert await synced.rows("select 1 from calendar_writes union all select 1 from secrets") == []
    async with synced.database.transaction(synced.owner_id) as work:
        assert [(c.name, c.is_default) for c in await work.calendars.all()] == [("Jenny", True)]
    assert len(far.listed["work"].events) == 1


async def test_an_overlap_across_zones_is_seen(synced: Synced, far: ModelProvider) -> None:
    tokyo = datetime(2026, 4, 14, 16, 30)
    when = Hours(start=tokyo, end=tokyo + timedelta(hours=1), zone="Asia/Tokyo")
    far.listed["work"].put(meeting("breakfast in Berlin", hour=9))
    far.listed["work"].put(CalendarEvent(uid="t", ref="t", title="call in Tokyo", when=when))
    await synced.again()
    [(one, other, common)] = overlaps(await synced.shown(TUESDAY))
    assert {one.title, other.title} == {"breakfast in Berlin", "call in Tokyo"}
    assert (common.start, common.end) == (
        datetime.fromisoformat("2026-04-14T09:30+02:00"),
        datetime.fromisoformat("2026-04-14T10:00+02:00"),
    )


class TestBadInput:
    async def test_a_rule_that_yields_nothing_or_too_much_harms_nothing(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        work = far.listed["work"]
        rules = ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=NONSENSE", "FREQ=MINUTELY")
        for rule in rules:
            work.put(replace(meeting(rule), rule=rule))
        await synced.again()
        shown = await synced.shown(TUESDAY)
        assert set(rules) <= {event.title for event in shown}
        [row] = await synced.rows("select count(*) as n from occasions")
        assert row["n"] == 10_002

    async def test_the_same_uid_twice_is_two_events(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        for ref in ("one", "two"):
            far.listed["work"].put(replace(meeting(ref), uid="same"))
        await synced.again()
        assert titles(await synced.shown(TUESDAY)) == ["one", "two"]

    async def test_letters_that_cannot_be_kept_hide_no_other_event(
        self, synced: Synced, far: ModelProvider
    ) -> None:
        far.listed["work"].put(meeting("Plain"))
        far.listed["work"].put(replace(meeting("Odd"), notes="a\0b \ud800", place="C:\\u0000"))
        await synced.again()
        odd, plain = sorted(await synced.shown(TUESDAY), key=lambda event: event.title)
        assert (odd.title, plain.title) == ("Odd", "Plain")
        assert (odd.notes, odd.place) == ("a\ufffdb \ufffd", "C:\\u0000")
