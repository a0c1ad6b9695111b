"""What Graph tells, and what we make of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.calendars import Hours, WholeDays, own_answer
from core.errors import TokenVoid
from integrations.outlook.mapping import read_event, read_series
from integrations.outlook.reading import Token
from integrations.outlook.zones import known, windows

ME = "anna@example.org"
Json = dict[str, Any]
SINGLE: Json = {
    "id": "AAMk=",
    "@odata.etag": 'W/"1"',
    "subject": "Board",
    "type": "singleInstance",
    "start": {"dateTime": "2026-04-14T07:00:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-04-14T08:00:00.0000000", "timeZone": "UTC"},
    "originalStartTimeZone": "W. Europe Standard Time",
    "originalEndTimeZone": "W. Europe Standard Time",
}
DAILY: Json = {
    "pattern": {"type": "daily", "interval": 1},
    "range": {"type": "noEnd", "startDate": "2026-04-14"},
}


def single(*fields: Json) -> Json:
    """A single event with these fields."""
    made = dict(SINGLE)
    for given in fields:
        made.update(given)
    return made


@pytest.mark.parametrize(
    ("named", "zone", "hour"),
    [
        ("W. Europe Standard Time", "Europe/Berlin", 9),
        ("Europe/Vienna", "Europe/Vienna", 9),
        ("India Standard Time", "Asia/Kolkata", 12),
        # A zone that somebody has made up: the moment is known all the same.
        ("tzone://Microsoft/Custom", "UTC", 7),
        ("", "UTC", 7),
    ],
)
def test_the_moment_is_right_whatever_the_zone_is_called(named: str, zone: str, hour: int) -> None:
    raw = single({"originalStartTimeZone": named, "originalEndTimeZone": named})
    event = read_event(raw, ME)
    assert event is not None
    assert isinstance(event.when, Hours)
    assert (event.when.zone, event.when.start.hour) == (zone, hour)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "America/New_York", "UTC"])
def test_a_zone_of_the_table_comes_back(zone: str) -> None:
    assert known(windows(zone, 2026)) == zone


def test_a_zone_that_is_in_no_table_goes_by_its_own_name() -> None:
    assert windows("Antarctica/Troll", 2026) == "Antarctica/Troll"


@pytest.mark.parametrize(
    "broken",
    [
        {"start": None},
        {"start": {"dateTime": "soon", "timeZone": "UTC"}},
        {"end": {"dateTime": "2026-13-14T08:00:00", "timeZone": "UTC"}},
        {"isAllDay": True, "start": {"dateTime": ""}},
        {"id": None},
    ],
)
def test_what_has_no_time_is_left_out(broken: Json) -> None:
    assert read_event(single(broken), ME) is None


def test_odd_shapes_are_taken_for_nothing() -> None:
    odd: Json = {"attendees": "Ben", "location": 7, "body": [], "recurrence": "daily"}
    event = read_event(single(odd), ME)
    assert event is not None
    assert (event.attendees, event.place, event.notes, event.rule) == ((), None, None, None)


def test_an_end_before_the_start_is_left_out() -> None:
    raw = single({"end": {"dateTime": "2026-04-14T06:00:00", "timeZone": "UTC"}})
    event = read_event(raw, ME)
    assert event is not None
    assert isinstance(event.when, Hours)
    assert event.when.end is None


def test_a_whole_day_is_the_same_day_everywhere() -> None:
    midnights = {
        "start": {"dateTime": "2026-04-14T00:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-04-16T00:00:00.0000000", "timeZone": "UTC"},
    }
    event = read_event(single(midnights, {"isAllDay": True}), ME)
    assert event is not None
    assert isinstance(event.when, WholeDays)
    assert (event.when.first.day, event.when.last.day) == (14, 15)


@pytest.mark.parametrize(
    "named", [{"occurrenceId": "OID.AAMk=.2026-04-16"}, {"originalStart": "2026-04-16T07:00:00Z"}]
)
def test_an_exception_knows_which_occasion_it_is(named: Json) -> None:
    moved = single({"id": "AAMkEx=", "type": "exception", "seriesMasterId": "AAMk="}, named)
    found = read_series(single({"recurrence": DAILY, "exceptionOccurrences": [moved]}), ME)
    assert found is not None
    series, exception = found
    assert isinstance(series.when, Hours)
    assert exception.original == series.when.start + timedelta(days=2)


def test_notes_that_come_with_tags_are_shown_without() -> None:
    body = {"contentType": "html", "content": "<html><b>Plan</b></html>"}
    event = read_event(single({"body": body, "bodyPreview": "Plan"}), ME)
    assert event is not None
    assert event.notes == "Plan"


def test_who_has_invited_is_named_unless_it_is_oneself() -> None:
    organizer = {"emailAddress": {"address": "Ben@example.org", "name": "Ben"}}
    theirs = read_event(single({"organizer": organizer}), ME)
    mine = read_event(single({"organizer": organizer}), "ben@example.org")
    assert theirs is not None
    assert mine is not None
    assert (theirs.organizer, mine.organizer) == ("Ben@example.org", "")


def test_a_series_in_daylight_time_keeps_its_hour() -> None:
    limits = DAILY["range"] | {"recurrenceTimeZone": "W. Europe Standard Time"}
    raw = single({"recurrence": DAILY | {"range": limits}})
    event = read_event(raw, ME)
    assert event is not None
    assert event.when == Hours(
        start=datetime(2026, 4, 14, 9), end=datetime(2026, 4, 14, 10), zone="Europe/Berlin"
    )


def test_what_asks_for_no_answer_is_no_invitation() -> None:
    ben: Json = {"organizer": {"emailAddress": {"address": "ben@example.org", "name": "Ben"}}}
    for response, own in (("none", None), ("notResponded", "none"), ("accepted", "accepted")):
        event = read_event(single(ben, {"responseStatus": {"response": response}}), ME)
        assert event is not None
        assert own_answer(event.attendees) == own


def test_what_was_read_without_answers_is_read_anew() -> None:
    now = datetime(2026, 4, 13, 10, tzinfo=UTC)
    kept = Token(link="https://graph.test/delta", until=now + timedelta(days=1))
    assert Token.read(kept.written(), now) == kept
    old = json.dumps({"link": kept.link, "until": kept.until.isoformat(), "series": {}})
    with pytest.raises(TokenVoid):
        Token.read(old, now)
