"""Any event comes back from Google's form as it went in, and a patch makes of one any other."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from core.calendars import Attendee, CalendarEvent, Hours, When, WholeDays
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called
from integrations.google.items import Item
from integrations.google.reading import event_of, id_of, uid_of
from integrations.google.writing import difference, whole, without_nothing
from tests.google.events import merged
from tests.google.schema import Json, wrong_request

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
RULES = (
    "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR;INTERVAL=2", "FREQ=MONTHLY;BYDAY=-1SU;COUNT=9",
    "FREQ=DAILY;UNTIL=20300101T083000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map(
    lambda text: text.strip() or "x"
)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Clocks that exist, once: what is skipped or comes twice has another name."""
    zone, end_zone = draw(st.sampled_from(ZONES)), draw(st.sampled_from(ZONES))
    start = draw(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))).replace(
        second=0, microsecond=0
    )
    start = wall_of(instant_of(start, zone_called(zone)), zone_called(zone))
    instant = instant_of(start, zone_called(zone)) + timedelta(minutes=draw(st.integers(0, 9999)))
    end = wall_of(instant, zone_called(end_zone))
    if instant_of(end, zone_called(end_zone)) != instant:
        end_zone, end = "UTC", instant.astimezone(UTC).replace(tzinfo=None)
    return Hours(start=start, end=end, zone=zone, end_zone=None if end_zone == zone else end_zone)


@st.composite
def days(draw: st.DrawFn) -> WholeDays:
    first = draw(DAYS)
    return WholeDays(first=first, last=first + timedelta(days=draw(st.integers(0, 40))))


@st.composite
def events(draw: st.DrawFn) -> CalendarEvent:
    when: When = draw(st.one_of(hours(), days()))
    rule = draw(st.one_of(st.none(), st.sampled_from(RULES)))
    if isinstance(when, WholeDays) and rule is not None:
        rule = rule.replace("T083000", "")
    start: date | datetime = when.first if isinstance(when, WholeDays) else when.start
    gaps = draw(st.sets(st.integers(1, 60), max_size=3)) if rule else set[int]()
    addresses = draw(st.sets(st.sampled_from(["a@x.org", "b@x.org", "c@x.org"])))
    return CalendarEvent(
        uid=draw(TEXTS),
        title=draw(TEXTS),
        when=when,
        rule=rule,
        excluded=tuple(start + timedelta(days=7 * gap) for gap in sorted(gaps)),
        place=draw(st.none() | TEXTS),
        notes=draw(st.none() | TEXTS),
        link=draw(st.none() | st.just("https://example.org/x")),
        attendees=tuple(Attendee(address=address) for address in sorted(addresses)),
        reminders=tuple(sorted(draw(st.sets(st.integers(0, 40320), max_size=5)))),
        busy=draw(st.booleans()),
        private=draw(st.booleans()),
    )


def seen(event: CalendarEvent) -> CalendarEvent:
    """The event without what Google adds."""
    return replace(event, ref="", etag="", raw="")


@given(events())
@settings(max_examples=150, deadline=None)
def test_what_is_put_in_is_read(event: CalendarEvent) -> None:
    item = whole(event, "Europe/Berlin")
    assert wrong_request("events.insert", item) == []
    assert seen(event_of(item, "Europe/Berlin")) == event


@given(events(), events())
@settings(max_examples=150, deadline=None)
def test_a_patch_makes_of_one_the_other(one: CalendarEvent, other: CalendarEvent) -> None:
    item = whole(one, "Europe/Berlin")
    wanted = replace(other, uid=one.uid)
    body = difference(item, event_of(item, ""), wanted, "Europe/Berlin")
    assert wrong_request("events.patch", body) == []
    patched = cast(Item, without_nothing(merged(cast(Json, item), cast(Json, body))))
    assert seen(event_of(patched, "")) == wanted
    assert difference(patched, event_of(patched, ""), wanted, "") == {}


@given(TEXTS)
def test_an_id_tells_its_uid(uid: str) -> None:
    ref = id_of(uid)
    assert (uid_of(ref, ""), set(ref) <= set("0123456789abcdefghijklmnopqrstuv")) == (uid, True)


@given(st.text("0123456789abcdefghijklmnopqrstuv", max_size=30))
def test_the_id_of_another_program_is_no_uid_of_ours(ref: str) -> None:
    assert uid_of(ref, "given") == "given" or ref.startswith("jenn1")
    uid = uid_of(f"jenn1{ref}", "given")
    assert uid == "given" or id_of(uid) == f"jenn1{ref}"
