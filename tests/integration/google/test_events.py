"""Events as Google keeps them, and what other programs do to them meanwhile."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.calendars import Attendee, CalendarEvent, Hours, WholeDays
from core.errors import EventChanged, EventGone
from integrations.google.items import Item
from integrations.google.reading import Reader
from tests.google.events import Book
from tests.google.schema import Json
from tests.integration.google.conftest import Opened

BERLIN = "Europe/Berlin"
START = datetime(2026, 4, 14, 9)
EVENT = CalendarEvent(
    uid="review@jenny",
    title="Review",
    when=Hours(start=START, end=START + timedelta(hours=1), zone=BERLIN),
)
SERIES = replace(EVENT, uid="series@jenny", title="Standup", rule="FREQ=DAILY;COUNT=10")
BEN = Attendee(address="ben@example.org", name="Ben")
MET: Json = {
    "id": "met0001",
    "summary": "Plan <b>2026</b>",
    "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": "America/New_York"},
    "end": {"dateTime": "2026-04-14T22:30:00", "timeZone": "Asia/Tokyo"},
    "colorId": "7",
    "guestsCanModify": True,
    "extendedProperties": {"private": {"other-program": "keeps this"}},
    "reminders": {"useDefault": False, "overrides": [{"method": "email", "minutes": 90}]},
    "attendees": [
        {"email": "anna@example.org", "self": True, "responseStatus": "accepted"},
        {"email": "ben@example.org", "displayName": "Ben", "comment": "Maybe late",
         "responseStatus": "tentative", "optional": True},
    ],
}  # fmt: skip


def book(account: Opened) -> Book:
    """The same calendar, as another program writes it."""
    return Book(account.world, account.far)


def kept(account: Opened, ref: str) -> Json:
    """What Google has of that event."""
    return account.far.events[ref]


async def test_what_another_program_made_is_read(account: Opened) -> None:
    book(account).insert(MET)
    [event] = (await account.read()).events
    nine = datetime(2026, 4, 14, 9)
    end = datetime(2026, 4, 14, 22, 30)
    assert event.when == Hours(start=nine, end=end, zone="America/New_York", end_zone="Asia/Tokyo")
    assert event.attendees == (
        Attendee(address="anna@example.org", response="accepted", is_me=True),
        Attendee(address="ben@example.org", name="Ben", response="tentative", optional=True),
    )
    assert (event.reminders, event.organizer, event.uid) == ((90,), "", "met0001@google.com")


async def test_what_is_not_shown_survives_a_change(account: Opened) -> None:
    before = dict(book(account).insert(MET))
    [event] = (await account.read()).events
    guests = (*event.attendees, Attendee(address="cleo@example.org"))
    changed = replace(event, title="Plan", attendees=guests, reminders=(10, 90), place="Room 2")
    [told] = (await account.door.update(account.far.ref, changed, None)).events
    assert replace(told, etag="", raw="") == replace(changed, etag="", raw="")
    after = kept(account, "met0001")
    same = before.keys() - {"summary", "attendees", "reminders", "etag", "updated"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["attendees"][:2] == before["attendees"]
    assert after["reminders"]["overrides"] == [
        {"method": "email", "minutes": 90}, {"method": "popup", "minutes": 10}
    ]  # fmt: skip
    assert account.world.told[-1] == ("events.patch", "all")


async def test_a_description_with_marks_is_read_plain_and_left_as_it_is(account: Opened) -> None:
    text = 'Bring:<ul><li>the <b>plan</b></li><li>5 &lt; 6</li></ul><a href="https://x.org">Map</a>'
    book(account).insert(MET | {"description": text})
    [event] = (await account.read()).events
    assert event.notes == "Bring:\n- the plan\n- 5 < 6\n\nMap (https://x.org)"
    [event] = (
        await account.door.update(account.far.ref, replace(event, title="Plan"), None)
    ).events
    assert kept(account, "met0001")["description"] == text
    [told] = (
        await account.door.update(account.far.ref, replace(event, notes="a < b"), None)
    ).events
    assert told.notes == kept(account, "met0001")["description"] == "a < b"


async def test_guests_are_told_of_what_they_see(account: Opened) -> None:
    [made] = (await account.door.create(account.far.ref, EVENT, None)).events
    steps = (
        {"title": "Plan"},
        {"attendees": (BEN,)},
        {"reminders": (10,), "private": True},
        {"place": "Room 2"},
        {"attendees": ()},
    )
    for step in steps:
        changed = replace(made, **step)  # pyright: ignore
        [made] = (await account.door.update(account.far.ref, changed, None)).events
    told = [how for _, how in account.world.told]
    assert told == ["none", "none", "all", "none", "all", "all"]


async def test_the_answer_of_a_guest_is_no_change_of_the_event(account: Opened) -> None:
    [made] = (
        await account.door.create(account.far.ref, replace(EVENT, attendees=(BEN,)), None)
    ).events
    said = {"attendees": [{"email": BEN.address, "responseStatus": "accepted"}]}
    book(account).patch(made.ref, said, None)
    later = replace(made, title="Moved")
    [told] = (await account.door.update(account.far.ref, later, None)).events
    assert (told.title, [guest.response for guest in told.attendees]) == ("Moved", ["accepted"])
    book(account).patch(made.ref, said, None)
    await account.door.delete(account.far.ref, told, None)
    assert kept(account, made.ref)["status"] == "cancelled"


async def test_what_was_deleted_elsewhere_is_gone(account: Opened) -> None:
    [made] = (await account.door.create(account.far.ref, EVENT, None)).events
    token = (await account.read()).token
    book(account).delete(made.ref, None)
    with pytest.raises(EventGone):
        await account.door.update(account.far.ref, replace(made, title="Ours"), None)
    assert (await account.door.delete(account.far.ref, made, None)).gone == (made.ref,)
    news = await account.read(token)
    assert (news.events, news.gone) == ((), (made.ref,))


async def test_what_was_deleted_comes_back_when_it_is_put_in_again(account: Opened) -> None:
    [made] = (await account.door.create(account.far.ref, EVENT, None)).events
    await account.door.delete(account.far.ref, made, None)
    [back] = (await account.door.create(account.far.ref, EVENT, None)).events
    assert (back.ref, back.cancelled) == (made.ref, False)
    assert [event.uid for event in (await account.read()).events] == [EVENT.uid]


async def test_any_uid_makes_an_id_and_is_found_again(account: Opened) -> None:
    for uid in ("x", "ünïcödé 🎉", "A/B:c@" + "d" * 300):
        await account.door.create(account.far.ref, replace(EVENT, uid=uid), None)
    uids = {event.uid for event in (await account.read()).events}
    assert uids == {"x", "ünïcödé 🎉", "A/B:c@" + "d" * 300}
    for _ in range(2):
        await account.door.create(account.far.ref, replace(EVENT, uid="e" * 4000), None)
    assert len((await account.read()).events) == 4


async def test_a_floating_event_is_where_the_person_is(account: Opened) -> None:
    account.world.zone = "Asia/Kolkata"
    floating = replace(
        SERIES, when=replace(EVENT.when, zone=""), excluded=(START + timedelta(days=1),)
    )
    [made] = (await account.door.create(account.far.ref, floating, None)).events
    assert isinstance(made.when, Hours)
    assert (made.when.start, made.when.zone) == (START, "Asia/Kolkata")
    assert made.excluded == floating.excluded


async def test_an_event_becomes_a_day_and_an_hour_again(account: Opened) -> None:
    [made] = (await account.door.create(account.far.ref, SERIES, None)).events
    day = WholeDays(first=date(2026, 4, 14), last=date(2026, 4, 15))
    [told] = (await account.door.update(account.far.ref, replace(made, when=day), None)).events
    assert (told.when, told.rule) == (day, SERIES.rule)
    [told] = (
        await account.door.update(account.far.ref, replace(told, when=EVENT.when), None)
    ).events
    assert (told.when, told.rule) == (EVENT.when, SERIES.rule)
    [told] = (await account.door.update(account.far.ref, replace(told, rule=None), None)).events
    assert told.rule is None


async def test_an_occasion_that_was_cancelled_elsewhere_is_told(account: Opened) -> None:
    [series] = (await account.door.create(account.far.ref, SERIES, None)).events
    token = (await account.read()).token
    third = book(account).instances(series.ref, None, deleted=False)[2]
    book(account).delete(third["id"], None)
    for since in (None, token):
        [found] = [event for event in (await account.read(since)).events if event.original]
        assert (found.cancelled, found.original) == (True, START + timedelta(days=2))
        assert (found.series_ref, found.uid) == (series.ref, SERIES.uid)


async def test_an_occasion_is_cancelled_and_comes_back(account: Opened) -> None:
    [series] = (await account.door.create(account.far.ref, SERIES, None)).events
    original = START + timedelta(days=2)
    none = replace(series, ref="", etag="", raw="", rule=None, original=original, cancelled=True)
    first = await account.door.create(account.far.ref, none, series)
    [told] = (await account.door.create(account.far.ref, none, series)).events
    assert (told.cancelled, told.original, told.etag) == (True, original, first.events[0].etag)
    [_, gone] = (await account.read()).events
    assert (gone.cancelled, gone.ref) == (True, told.ref)
    await account.door.delete(account.far.ref, gone, series)
    assert [event.ref for event in (await account.read()).events] == [series.ref]


async def test_with_a_series_go_its_exceptions(account: Opened) -> None:
    [series] = (await account.door.create(account.far.ref, SERIES, None)).events
    third = book(account).instances(series.ref, None, deleted=False)[2]
    book(account).patch(third["id"], {"summary": "Late"}, None)
    token = (await account.read()).token
    book(account).delete(series.ref, None)
    news = await account.read(token)
    assert (news.events, set(news.gone)) == ((), {series.ref, third["id"]})


async def test_an_exception_of_a_series_that_nobody_sees_is_kept(account: Opened) -> None:
    made = book(account).insert(MET)
    at = {"dateTime": "2026-04-14T15:00:00+02:00", "timeZone": BERLIN}
    account.world.keep(account.far, made | {"recurringEventId": "unseen", "originalStartTime": at})
    [event] = (await account.read()).events
    assert (event.series_ref, event.original) == ("unseen", datetime(2026, 4, 14, 15))


async def test_pages_are_joined_and_nothing_new_is_one_request(account: Opened) -> None:
    account.world.page = 2
    [series] = (await account.door.create(account.far.ref, SERIES, None)).events
    for number, found in enumerate(book(account).instances(series.ref, None, deleted=False)[:5]):
        book(account).patch(found["id"], {"summary": f"Late {number}"}, None)
    # Now the series is told after its exceptions.
    account.far.events[series.ref] = account.far.events.pop(series.ref)
    page = await account.read()
    assert len(page.events) == 6
    assert all(event.uid == SERIES.uid for event in page.events)
    account.world.log.clear()
    assert (await account.read(page.token)).events == ()
    assert account.world.log == [("events.list", 200)]


def test_what_cannot_be_read_is_counted_and_stops_nothing() -> None:
    items: list[Item] = [
        {},
        {"id": "a"},
        {"id": "b", "start": {"date": "tomorrow"}},
        {"id": "c", "start": {"dateTime": "9999-12-31T23:00:00-05:00"}},
        {"id": "d", "start": {"dateTime": "2026-04-14T09:00:00Z", "timeZone": "Not/Known"}},
        {"id": "e", "start": {"date": "0001-01-01"}, "end": {"date": "0001-01-02"}},
    ]
    read = Reader().read(items, BERLIN)
    nine = Hours(start=START + timedelta(hours=2), end=None, zone=BERLIN)
    first = date(1900, 1, 1)
    assert [event.when for event in read.events] == [nine, WholeDays(first=first, last=first)]
    assert read.unread == 4


async def test_a_change_elsewhere_is_not_written_over(account: Opened) -> None:
    [made] = (await account.door.create(account.far.ref, SERIES, None)).events
    book(account).patch(made.ref, {"location": "Room 9"}, None)
    with pytest.raises(EventChanged) as caught:
        await account.door.update(account.far.ref, replace(made, title="Ours"), None)
    assert caught.value.theirs.events[0].place == "Room 9"
    assert kept(account, made.ref)["summary"] == "Standup"
