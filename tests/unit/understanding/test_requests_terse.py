"""What people type on a phone: shorthand, slips, bare nouns. Now: 4 March 2026, 10:00, Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.requests import Context, Request
from understanding import understand
from understanding.english.shorthand import plain

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, tzinfo=BERLIN)


def heard(text: str, context: Context | None = None) -> Request:
    return understand(text, now=NOW, zone=BERLIN, context=context or Context())


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("wat do u hav", "what do you have"),
        ("cancle the remindr", "cancel the reminder"),
        ("supper w/ Ida".lower(), "supper with ida"),
        ("move the remainder", "move the remainder"),
        ("remote control", "remote control"),
    ],
)
def test_shorthand_and_slips_are_read_in_full(typed: str, full: str) -> None:
    read = plain(typed)
    assert read.text == full
    assert len(read.places) == len(full) + 1
    assert read.places[-1] == len(typed)


@pytest.mark.parametrize(
    ("text", "route", "what"),
    [
        ("rmnd me 2 things", "reminder.set", None),
        ("remindr for the meds 8pm", "reminder.set", "the meds"),
        ("delete gym reminder", "reminder.cancel", "gym"),
        ("change reminder for gas to 6pm", "reminder.update", "gas"),
        ("supper w/ ida sat 7pm", "calendar.create", "supper w/ ida"),
        ("lunch friday", "calendar.create", "lunch"),
        ("cancel the dentist", "calendar.delete", "dentist"),
        ("move swim to 10", "calendar.update", "swim"),
        ("extend the dentist by an hour", "calendar.update", "dentist"),
        ("yoga moved to thursday", "calendar.update", "yoga"),
        ("milk is due on friday", "task.add", "milk"),
        ("buy milk tomorrow", "task.add", "buy milk"),
        ("plums, figs, dates", "task.add", ("plums", "figs", "dates")),
        ("no figs left", "task.add", "figs"),
        ("gutters done", "task.complete", "gutters"),
        ("tick off figs and plums", "task.complete", ("figs", "plums")),
        ("delete task paint fence", "task.remove", "paint fence"),
        ("make paint fence urgent", "task.update", "paint fence"),
        ("rename task fence to gate", "task.update", "fence"),
        ("fyi i dont eat figs", "memory.store", "i dont eat figs"),
        ("when is my birthday?", "memory.recall", "my birthday"),
        ("my glove size?", "memory.recall", "my glove size"),
        ("any notes on Ida", "memory.recall", "Ida"),
        ("delete what u know about Ida", "memory.forget", "Ida"),
        ("what do you know about me?", "memory.recall", None),
        ("do you remember when the museum of trains closes?", "memory.recall",
         "when the museum of trains closes"),
    ],
)  # fmt: skip
def test_terse_requests(text: str, route: str, what: str | tuple[str, ...] | None) -> None:
    request = heard(text)
    assert request.route == route
    assert what is None or request.slots.what == what


def test_a_bare_number_is_an_hour_for_an_update_and_minutes_for_a_snooze() -> None:
    moved = heard("move yoga on friday to 6")
    assert moved.times[0].text == "6"
    assert moved.times[0].value == datetime(2026, 3, 6, 18, tzinfo=BERLIN)
    assert [(t.text, t.value) for t in heard("snooze 10").times] == [("10", 600.0)]


def test_two_events_in_one_message() -> None:
    request = heard("dentist tomorrow at 3 and lunch with Ida friday at 1")
    assert [request.slots.what, *(r.slots.what for r in request.also)] == [
        "dentist",
        "lunch with Ida",
    ]
    assert request.slots.person is None


def test_the_same_time_next_week_is_a_shift() -> None:
    request = heard("same time next week", Context(subject="event"))
    assert (request.route, request.times[0].value) == ("calendar.update", 7 * 86400)


def test_policy_and_scope_are_no_part_of_the_thing() -> None:
    asked = heard("remind me to take my pills every day at 8 until i do it")
    assert (asked.slots.what, asked.slots.policy) == ("take my pills", "until i do it")
    moved = heard("cancel standup on monday and all following")
    assert (moved.slots.what, moved.slots.scope) == ("standup", "following")


def test_person_place_and_length_of_an_event() -> None:
    slots = heard("lunch with Ida at Luigi's on friday at 1pm for 90 minutes").slots
    assert (slots.person, slots.place) == ("Ida", "Luigi's")


def test_an_abbreviation_ends_no_fact() -> None:
    assert heard("my boss is Mrs. Smith").slots.what == "my boss is Mrs. Smith"
    assert heard("who is Zoltan?").route == "memory.recall"


def test_an_unknown_command_is_no_request() -> None:
    assert heard("/frobnicate now").route == "other"


@pytest.mark.parametrize(
    "text",
    ["how tall is the tower in Pisa", "turn the lamp on", "is it going to rain on friday",
     "transfer 50 euros to my savings", "what a day", "play some jazz", "spell rhythm"],
)  # fmt: skip
def test_what_is_not_hers_stays_other(text: str) -> None:
    assert heard(text).route == "other"
