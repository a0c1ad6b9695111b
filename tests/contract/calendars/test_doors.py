"""What Jenny may rely on, whoever keeps the calendar."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.calendars import Attendee, CalendarDoor, CalendarEvent, Changes, Hours, WholeDays
from core.errors import CalendarMissing, EventChanged, EventGone
from tests.calendar_model import bare
from tests.contract.calendars.conftest import ELSEWHERE, Far

BERLIN = "Europe/Berlin"
elsewhere = pytest.mark.parametrize("far", ELSEWHERE, indirect=True)
START = datetime(2026, 4, 14, 9)
PLAIN = CalendarEvent(
    uid="plain@jenny",
    title="Review, with “quotes”; and a \\ backslash",
    when=Hours(start=START, end=START + timedelta(hours=1), zone=BERLIN),
)
SERIES = CalendarEvent(
    uid="series@jenny",
    title="Standup",
    when=Hours(start=START, end=START + timedelta(minutes=15), zone=BERLIN),
    rule="FREQ=DAILY;COUNT=10",
)
EVENTS = {
    "with an end": PLAIN,
    "over midnight": replace(
        PLAIN, when=Hours(start=START, end=START + timedelta(hours=20), zone=BERLIN)
    ),
    "far away": replace(
        PLAIN, when=Hours(start=START, end=START + timedelta(hours=1), zone="Asia/Kolkata")
    ),
    "a day": replace(PLAIN, when=WholeDays(first=date(2026, 4, 14), last=date(2026, 4, 14))),
    "some days": replace(PLAIN, when=WholeDays(first=date(2026, 4, 14), last=date(2026, 4, 17))),
    "all of it": replace(
        PLAIN,
        place="Room 2,\nfirst floor",
        notes="Bring:\n- the plan\n- ünïcödé 🎉",
        reminders=(10, 60),
        busy=False,
        private=True,
    ),
    "a series": SERIES,
    "an ending series": replace(SERIES, rule="FREQ=WEEKLY;UNTIL=20260601T090000;BYDAY=TU,TH"),
    "a series with a gap": replace(SERIES, excluded=(START + timedelta(days=1),)),
    "a yearly day": replace(
        PLAIN,
        title="Anna's birthday",
        when=WholeDays(first=date(2026, 4, 14), last=date(2026, 4, 14)),
        rule="FREQ=YEARLY",
    ),
}


async def everything(door: CalendarDoor, far: Far, token: str | None = None) -> Changes:
    """All pages as one."""
    events: list[CalendarEvent] = []
    gone: list[str] = []
    end = None
    async for page in door.changes(far.calendar, token):
        events += page.events
        gone += page.gone
        end = page.token
    return Changes(events=tuple(events), gone=tuple(gone), token=end)


async def test_its_calendars_are_listed(door: CalendarDoor, far: Far) -> None:
    found = {calendar.ref: calendar for calendar in await door.calendars()}
    assert found[far.calendar].name == far.name
    assert found[far.calendar].writable


@pytest.mark.parametrize("name", EVENTS)
async def test_what_is_put_in_comes_back_as_it_was(door: CalendarDoor, far: Far, name: str) -> None:
    made = await door.create(far.calendar, EVENTS[name], None)
    assert bare(made.events[0]) == bare(far.kept(EVENTS[name]))
    [read] = (await everything(door, far)).events
    assert bare(read) == bare(far.kept(EVENTS[name]))
    assert (read.ref, read.etag) == (made.events[0].ref, made.events[0].etag)


async def test_creating_twice_makes_one(door: CalendarDoor, far: Far) -> None:
    first = await door.create(far.calendar, PLAIN, None)
    again = await door.create(far.calendar, PLAIN, None)
    assert again.events[0].ref == first.events[0].ref
    assert len((await everything(door, far)).events) == 1


@elsewhere
async def test_a_token_brings_only_what_is_new(door: CalendarDoor, far: Far) -> None:
    [kept] = (await door.create(far.calendar, PLAIN, None)).events
    token = (await everything(door, far)).token
    assert (await everything(door, far, token)).events == ()
    [made] = (await door.create(far.calendar, SERIES, None)).events
    news = await everything(door, far, token)
    assert [bare(event) for event in news.events] == [bare(SERIES)]
    await door.delete(far.calendar, kept, None)
    news = await everything(door, far, news.token)
    assert (news.events, news.gone) == ((), (kept.ref,))
    await door.update(far.calendar, replace(made, title="Daily"), None)
    news = await everything(door, far, news.token)
    assert [event.title for event in news.events] == ["Daily"]


async def test_an_update_writes_what_is_asked_for_and_nothing_else(
    door: CalendarDoor, far: Far
) -> None:
    [made] = (await door.create(far.calendar, EVENTS["all of it"], None)).events
    changed = replace(
        made, title="Moved", when=replace(PLAIN.when, start=START - timedelta(hours=1))
    )
    [told] = (await door.update(far.calendar, changed, None)).events
    [read] = (await everything(door, far)).events
    assert bare(told) == bare(read) == bare(changed)


@elsewhere
async def test_who_comes_second_learns_what_is_there(door: CalendarDoor, far: Far) -> None:
    [made] = (await door.create(far.calendar, PLAIN, None)).events
    [theirs] = (await door.update(far.calendar, replace(made, title="Theirs"), None)).events
    assert theirs.etag != made.etag
    for attempt in (door.update, door.delete):
        with pytest.raises(EventChanged) as caught:
            await attempt(far.calendar, replace(made, title="Ours"), None)
        assert [event.title for event in caught.value.theirs.events] == ["Theirs"]


async def test_what_is_gone_cannot_be_changed_but_deleted_again(
    door: CalendarDoor, far: Far
) -> None:
    [made] = (await door.create(far.calendar, PLAIN, None)).events
    await door.delete(far.calendar, made, None)
    with pytest.raises(EventGone):
        await door.update(far.calendar, replace(made, title="Ours"), None)
    await door.delete(far.calendar, made, None)


async def test_one_occasion_becomes_another_and_like_the_others_again(
    door: CalendarDoor, far: Far
) -> None:
    [series] = (await door.create(far.calendar, SERIES, None)).events
    original = START + timedelta(days=2)
    later = Hours(
        start=original + timedelta(hours=3), end=original + timedelta(hours=4), zone=BERLIN
    )
    moved = replace(SERIES, title="Standup, late", when=later, rule=None, original=original)
    told = await door.create(far.calendar, moved, series)
    assert (told.events[0].title, told.events[0].original) == ("Standup, late", original)
    read = await everything(door, far)
    assert {event.title for event in read.events} == {"Standup", "Standup, late"}
    exception = next(event for event in read.events if event.original is not None)
    assert (exception.when, exception.series_ref) == (later, series.ref)
    home = next(event for event in read.events if event.original is None)
    told = await door.update(far.calendar, replace(exception, title="Later still"), home)
    assert told.events[0].title == "Later still"
    read = await everything(door, far)
    exception = next(event for event in read.events if event.original is not None)
    home = next(event for event in read.events if event.original is None)
    await door.delete(far.calendar, exception, home)
    assert [event.title for event in (await everything(door, far)).events] == ["Standup"]


@elsewhere
async def test_a_token_brings_that_an_occasion_is_like_the_others_again(
    door: CalendarDoor, far: Far
) -> None:
    [series] = (await door.create(far.calendar, SERIES, None)).events
    late = replace(SERIES, title="Standup, late", rule=None, original=START)
    await door.create(far.calendar, late, series)
    read = await everything(door, far)
    exception = next(event for event in read.events if event.original is not None)
    home = next(event for event in read.events if event.original is None)
    await door.delete(far.calendar, exception, home)
    news = await everything(door, far, read.token)
    assert exception.ref in news.gone or home.ref in news.gone


async def test_an_occasion_is_taken_out_of_a_series(door: CalendarDoor, far: Far) -> None:
    [series] = (await door.create(far.calendar, SERIES, None)).events
    gap = (START + timedelta(days=3),)
    await door.update(far.calendar, replace(series, excluded=gap), None)
    [read] = (await everything(door, far)).events
    assert read.excluded == gap


async def test_guests_are_kept(door: CalendarDoor, far: Far) -> None:
    guest = Attendee(address="ben@example.org", name="Ben")
    [made] = (await door.create(far.calendar, replace(PLAIN, attendees=(guest,)), None)).events
    [read] = (await everything(door, far)).events
    assert [(who.address, who.name) for who in read.attendees] == [("ben@example.org", "Ben")]
    await door.update(far.calendar, replace(made, attendees=()), None)
    [read] = (await everything(door, far)).events
    assert read.attendees == ()


async def test_a_calendar_that_is_not_there_is_missing(door: CalendarDoor, far: Far) -> None:
    nowhere = replace_last(far.calendar)
    with pytest.raises(CalendarMissing):
        async for _ in door.changes(nowhere, None):
            pass


def replace_last(ref: str) -> str:
    """The name of a calendar that nobody has made."""
    return f"{ref.rstrip('/')}-nowhere/"
