"""Events of Outlook on the stand-in for Graph: what comes, what goes, and what stays untouched."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from core.calendars import Attendee, CalendarDoor, CalendarEvent, Changes, Hours, WholeDays
from core.clock import SimulatedClock
from core.errors import EventChanged, EventGone, EventRefused
from tests.outlook.account import Microsoft, microsoft
from tests.outlook.app import Fault
from tests.outlook.telling import told
from tests.outlook.world import Calendar, Item

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
BERLIN = "Europe/Berlin"
START = datetime(2026, 4, 14, 9)
THEIRS: dict[str, Any] = {
    "subject": "Board",
    "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": "W. Europe Standard Time"},
    "end": {"dateTime": "2026-04-14T10:00:00", "timeZone": "W. Europe Standard Time"},
    "categories": ["Red category"],
    "importance": "high",
}
DAILY: dict[str, Any] = {
    "pattern": {"type": "daily", "interval": 1},
    "range": {
        "type": "noEnd",
        "startDate": "2026-04-14",
        "recurrenceTimeZone": "W. Europe Standard Time",
    },
}


@pytest.fixture
def far() -> Microsoft:
    return microsoft(SimulatedClock(NOON))


@pytest.fixture
def work(far: Microsoft) -> Calendar:
    return far.world.make_calendar("Work")


@pytest.fixture
async def door(far: Microsoft) -> AsyncIterator[CalendarDoor]:
    async def keep(secret: str) -> None:
        raise AssertionError("the token is new")

    async with far.provider.open(far.access(), keep) as opened:
        yield opened


async def read(door: CalendarDoor, work: Calendar, token: str | None = None) -> Changes:
    pages = [page async for page in door.changes(work.id, token)]
    return Changes(
        events=tuple(event for page in pages for event in page.events),
        gone=tuple(ref for page in pages for ref in page.gone),
        token=pages[-1].token,
        unread=sum(page.unread for page in pages),
    )


async def only(door: CalendarDoor, work: Calendar) -> CalendarEvent:
    [event] = (await read(door, work)).events
    return event


def put(far: Microsoft, work: Calendar, **fields: Any) -> Item:
    """What another program puts in."""
    return far.world.create(work, THEIRS | fields)


def day_of(item: Item, day: date) -> str:
    return item.name_of(day)


class TestReading:
    async def test_an_event_is_in_its_own_zone(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        away = {"dateTime": "2026-04-14T07:00:00", "timeZone": "Eastern Standard Time"}
        put(far, work, end=away, showAs="workingElsewhere", sensitivity="confidential")
        event = await only(door, work)
        assert event.when == Hours(
            start=START,
            end=datetime(2026, 4, 14, 7),
            zone=BERLIN,
            end_zone="America/New_York",
        )
        assert (event.busy, event.private) == (False, True)
        assert event.uid.startswith("040000008200E0")

    async def test_an_online_meeting_brings_its_link(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        put(far, work, isOnlineMeeting=True, onlineMeeting={"joinUrl": "https://teams.test/l/1"})
        event = await only(door, work)
        assert event.link == "https://teams.test/l/1"
        with pytest.raises(EventRefused, match="online meeting"):
            await door.update(work.id, replace(event, notes="mine"), None)

    async def test_answers_of_guests_are_read(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        guest = {"emailAddress": {"address": "ben@example.org", "name": "Ben"}, "type": "optional"}
        answered = guest | {"status": {"response": "tentativelyAccepted"}}
        put(far, work, attendees=[answered])
        [who] = (await only(door, work)).attendees
        assert who == Attendee(
            address="ben@example.org", name="Ben", response="tentative", optional=True
        )

    async def test_a_series_comes_whole_with_gaps_and_exceptions(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        series = put(far, work, recurrence=DAILY)
        far.world.delete(work, day_of(series, date(2026, 4, 15)))
        far.world.change(work, day_of(series, date(2026, 4, 16)), {"subject": "Board, long"})
        home, exception = (await read(door, work)).events
        assert (home.rule, home.excluded) == ("FREQ=DAILY", (START + timedelta(days=1),))
        assert (exception.title, exception.original) == ("Board, long", START + timedelta(days=2))
        assert (exception.series_ref, exception.uid) == (home.ref, home.uid)

    async def test_what_happens_to_occasions_is_heard_of(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        series = put(far, work, recurrence=DAILY)
        token = (await read(door, work)).token
        far.world.change(work, day_of(series, date(2026, 4, 16)), {"subject": "Board, long"})
        news = await read(door, work, token)
        assert [event.title for event in news.events] == ["Board", "Board, long"]
        far.world.delete(work, day_of(series, date(2026, 4, 15)))
        news = await read(door, work, news.token)
        assert news.events[0].excluded == (START + timedelta(days=1),)
        far.world.delete(work, series.id)
        news = await read(door, work, news.token)
        assert news.events == ()
        assert series.id in news.gone

    async def test_events_of_all_times_are_there_and_stay_in_step(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        def at(year: int) -> dict[str, Any]:
            moved = {name: dict(THEIRS[name]) for name in ("start", "end")}
            for one in moved.values():
                one["dateTime"] = one["dateTime"].replace("2026", str(year))
            return moved

        old = put(far, work, **at(2019))
        late = put(far, work, **at(2031))
        first = await read(door, work)
        assert {event.ref for event in first.events} == {old.id, late.id}
        far.world.change(work, old.id, {"subject": "Board of old"})
        far.world.delete(work, late.id)
        news = await read(door, work, first.token)
        assert [event.title for event in news.events] == ["Board of old"]
        assert late.id in news.gone
        assert old.id in {event.ref for event in news.events}

    async def test_nothing_new_is_one_request(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        for number in range(30):
            put(far, work, subject=f"meeting {number}")
        token = (await read(door, work)).token
        far.wire.asked.clear()
        assert (await read(door, work, token)).events == ()
        assert len(far.wire.asked) == 1

    async def test_pages_are_followed_to_the_end(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        far.world.page = 3
        token = (await read(door, work)).token
        for number in range(20):
            put(far, work, subject=f"meeting {number}")
        news = await read(door, work, token)
        assert len(news.events) == 20
        assert len((await read(door, work)).events) == 20

    async def test_an_event_that_cannot_be_read_hides_no_other(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        sound = told(far.world, put(far, work), None)
        broken = {"id": "AAMkBroken=", "type": "singleInstance", "start": None}
        page = httpx.Response(200, json={"value": [broken, sound]})
        far.wire.faults.append(Fault(part="/events?", answer=page))
        found = await read(door, work)
        assert ([event.title for event in found.events], found.unread) == (["Board"], 1)


class TestWriting:
    async def test_only_what_has_changed_is_sent(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        item = put(far, work)
        event = await only(door, work)
        await door.update(work.id, replace(event, title="Board, new", place="Room 2"), None)
        assert far.wire.bodies == [{"subject": "Board, new", "location": {"displayName": "Room 2"}}]
        assert (item.fields["categories"], item.fields["importance"]) == (["Red category"], "high")

    async def test_a_zone_with_the_same_clocks_is_not_written_anew(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        vienna = Hours(start=START, end=START + timedelta(hours=1), zone="Europe/Vienna")
        event = CalendarEvent(uid="v", title="Opera", when=vienna)
        [made] = (await door.create(work.id, event, None)).events
        assert far.wire.bodies[-1]["start"]["timeZone"] == "Central Europe Standard Time"
        await door.update(work.id, replace(made, when=vienna, title="Opera!"), None)
        assert far.wire.bodies[-1] == {"subject": "Opera!"}

    async def test_guests_who_stay_are_sent_as_they_were(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        room = {"emailAddress": {"address": "room@example.org", "name": "Room"}, "type": "resource"}
        put(far, work, attendees=[room])
        event = await only(door, work)
        both = (*event.attendees, Attendee(address="ben@example.org"))
        await door.update(work.id, replace(event, attendees=both), None)
        kinds = [guest["type"] for guest in far.wire.bodies[-1]["attendees"]]
        assert kinds == ["resource", "required"]

    async def test_moving_a_series_moves_its_range(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        put(far, work, recurrence=DAILY)
        event = await only(door, work)
        later = Hours(
            start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1), zone=BERLIN
        )
        [made] = (await door.update(work.id, replace(event, when=later), None)).events
        assert (made.when, made.rule) == (later, "FREQ=DAILY")
        assert far.wire.bodies[-1]["recurrence"]["range"]["startDate"] == "2026-04-15"

    async def test_a_series_that_moves_keeps_its_gaps(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        item = put(far, work, recurrence=DAILY)
        far.world.delete(work, day_of(item, date(2026, 4, 15)))
        event = await only(door, work)
        later = Hours(start=START + timedelta(hours=1), end=START + timedelta(hours=2), zone=BERLIN)
        [made] = (await door.update(work.id, replace(event, when=later), None)).events
        assert made.excluded == (START + timedelta(days=1, hours=1),)

    async def test_a_series_may_end_or_become_single(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        put(far, work, recurrence=DAILY)
        event = await only(door, work)
        ended = replace(event, rule="FREQ=DAILY;UNTIL=20260420T090000")
        [made] = (await door.update(work.id, ended, None)).events
        assert made.rule == "FREQ=DAILY;UNTIL=20260420T090000"
        [made] = (await door.update(work.id, replace(made, rule=None), None)).events
        assert made.rule is None

    async def test_an_occasion_is_cancelled_and_stays_out(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        put(far, work, recurrence=DAILY)
        series = await only(door, work)
        original = START + timedelta(days=2)
        out = replace(series, ref="", raw="", rule=None, original=original, cancelled=True)
        answer = await door.create(work.id, out, series)
        assert (answer.events[0].cancelled, answer.events[0].original) == (True, original)
        [series] = (await read(door, work)).events
        assert series.excluded == (original,)
        with pytest.raises(EventRefused, match="cannot be put back"):
            await door.update(work.id, replace(series, excluded=()), None)

    async def test_what_is_put_in_again_has_what_it_had(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        put(far, work, showAs="oof", sensitivity="confidential")
        event = await only(door, work)
        await door.delete(work.id, event, None)
        await door.create(work.id, replace(event, ref="", etag=""), None)
        [item] = work.items.values()
        kept = {name: item.fields[name] for name in ("categories", "importance", "showAs")}
        assert kept == {"categories": ["Red category"], "importance": "high", "showAs": "oof"}
        assert item.fields["sensitivity"] == "confidential"

    async def test_an_occasion_cannot_pass_its_neighbours(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        put(far, work, recurrence=DAILY)
        series = await only(door, work)
        far_away = Hours(
            start=START + timedelta(days=5, hours=2),
            end=START + timedelta(days=5, hours=3),
            zone=BERLIN,
        )
        moved = replace(
            series, ref="", raw="", rule=None, original=START + timedelta(days=2), when=far_away
        )
        with pytest.raises(EventRefused, match="between its neighbours"):
            await door.create(work.id, moved, series)

    async def test_somebody_quicker_is_seen_also_where_only_an_occasion_goes(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        item = put(far, work, recurrence=DAILY)
        series = await only(door, work)
        far.world.change(work, item.id, {"subject": "Theirs"})
        with pytest.raises(EventChanged) as caught:
            await door.update(work.id, replace(series, excluded=(START,)), None)
        assert caught.value.theirs.events[0].title == "Theirs"
        assert item.cancelled == set()

    async def test_an_exception_of_a_series_that_is_gone_is_gone(
        self, far: Microsoft, door: CalendarDoor, work: Calendar
    ) -> None:
        item = put(far, work, recurrence=DAILY)
        far.world.change(work, day_of(item, date(2026, 4, 16)), {"subject": "Board, long"})
        series, exception = (await read(door, work)).events
        far.world.delete(work, item.id)
        with pytest.raises(EventGone):
            await door.update(work.id, replace(exception, title="Mine"), series)
        answer = await door.delete(work.id, exception, series)
        assert series.ref in answer.gone

    @pytest.mark.parametrize(
        ("event", "words"),
        [
            (Hours(start=START, end=START + timedelta(hours=1), zone=""), "without a zone"),
            (Hours(start=START, end=None, zone=BERLIN), "when it ends"),
        ],
    )
    async def test_what_outlook_cannot_have_is_said(
        self, door: CalendarDoor, work: Calendar, event: Hours, words: str
    ) -> None:
        with pytest.raises(EventRefused, match=words):
            await door.create(work.id, CalendarEvent(uid="x", title="x", when=event), None)
        assert work.items == {}

    async def test_a_birthday_keeps_its_day_in_every_zone(
        self, door: CalendarDoor, work: Calendar
    ) -> None:
        day = WholeDays(first=date(2026, 12, 31), last=date(2027, 1, 1))
        event = CalendarEvent(uid="b", title="New Year", when=day, rule="FREQ=YEARLY")
        [made] = (await door.create(work.id, event, None)).events
        assert (made.when, made.rule) == (day, "FREQ=YEARLY")

    async def test_a_link_becomes_the_last_line_of_the_notes(
        self, door: CalendarDoor, work: Calendar
    ) -> None:
        when = Hours(start=START, end=START + timedelta(hours=1), zone=BERLIN)
        event = CalendarEvent(uid="l", title="Talk", when=when, link="https://talk.test/1")
        [made] = (await door.create(work.id, event, None)).events
        assert made.notes == "https://talk.test/1"
