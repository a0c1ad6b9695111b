"""Routes and slots of what people say. The present is Wednesday, 4 March 2026, 10:00 in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.requests import Context, Request
from understanding import understand

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, tzinfo=BERLIN)


def heard(text: str, context: Context | None = None) -> Request:
    return understand(text, now=NOW, zone=BERLIN, context=context or Context())


@pytest.mark.parametrize(
    ("text", "route", "what"),
    [
        ("remind me to call mum tomorrow at 9", "reminder.set", "call mum"),
        ("in 20 minutes remind me to take the pizza out", "reminder.set", "take the pizza out"),
        ("tmrw 3p remind me call the bank", "reminder.set", "call the bank"),
        ("wake me up at 6", "reminder.set", None),
        ("set a 10 minute timer for pasta", "reminder.set", "pasta"),
        ("pick up the kids at 4", "reminder.set", "pick up the kids"),
        ("every monday at 9 remind me to water plants", "reminder.set", "water plants"),
        ("what are my reminders?", "reminder.list", None),
        ("how much time is left on my timer", "reminder.list", None),
        ("don't remind me to call mum", "reminder.cancel", "call mum"),
        ("stop the timer", "reminder.cancel", None),
        ("snooze 10 min", "reminder.update", None),
        ("dentist thu 3pm", "calendar.create", "dentist"),
        ("lunch with Anna on friday at 1pm", "calendar.create", "lunch with Anna"),
        ("put yoga on my calendar for friday at 6", "calendar.create", "yoga"),
        ("what's on today?", "calendar.query", None),
        ("am i free tomorrow at 3?", "calendar.query", None),
        ("what's next", "calendar.query", None),
        ("move the dentist to friday at 4", "calendar.update", "dentist"),
        ("add Bob to the meeting tomorrow", "calendar.update", "meeting"),
        ("cancel lunch with anna", "calendar.delete", "lunch with anna"),
        ("we're out of milk", "task.add", "milk"),
        ("we need toilet paper", "task.add", "toilet paper"),
        ("need to call the plumber", "task.add", "call the plumber"),
        ("todo: fix the sink", "task.add", "fix the sink"),
        ("add 'call the plumber' to my to-do list", "task.add", "call the plumber"),
        ("what's on my shopping list?", "task.list", None),
        ("mark laundry as done", "task.complete", "laundry"),
        ("done", "task.complete", None),
        ("take milk off the shopping list", "task.remove", "milk"),
        ("move soap to the hardware list", "task.update", "soap"),
        ("remember that I like my coffee black", "memory.store", "I like my coffee black"),
        ("I'm allergic to nuts", "memory.store", "I'm allergic to nuts"),
        ("I no longer like tea", "memory.store", "I no longer like tea"),
        ("what do I like?", "memory.recall", "what do I like"),
        ("how do I know Tom?", "memory.recall", "how do I know Tom"),
        ("who is Anna?", "memory.recall", "Anna"),
        ("remind me where I left the keys", "memory.recall", "where I left the keys"),
        ("forget that I like coffee", "memory.forget", "I like coffee"),
        ("what will the weather be tomorrow", "other", None),
        ("how do reminders work?", "other", None),
        ("tell me a joke", "other", None),
    ],
)
def test_routes_and_what_they_are_about(text: str, route: str, what: str | None) -> None:
    request = heard(text)
    assert request.route == route
    if what is not None or route != "other":
        assert request.slots.what == what or what is None


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("/help", "help"),
        ("what can you do?", "help"),
        ("/start", "start"),
        ("undo that", "undo"),
        ("/settings", "settings"),
        ("/tz Europe/Berlin", "settings"),
        ("/private", "private"),
        ("/export", "export"),
        ("thanks!", "thanks"),
    ],
)
def test_other_has_finer_verbs(text: str, verb: str) -> None:
    request = heard(text)
    assert (request.route, request.verb) == ("other", verb)


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("/memory", "memory.recall"),
        ("/reminders", "reminder.list"),
        ("/tasks@JennyBot", "task.list"),
        ("/today", "calendar.query"),
        ("/remind tomorrow at 9 call mum", "reminder.set"),
    ],
)
def test_commands(text: str, route: str) -> None:
    assert heard(text).route == route


def test_a_command_carries_its_slots() -> None:
    assert heard("/tz Europe/Berlin").slots.what == "Europe/Berlin"
    request = heard("/remind tomorrow at 9 call mum")
    assert request.slots.what == "call mum"
    assert request.times[0].text == "tomorrow at 9"


def test_items_of_a_list_are_one_request() -> None:
    request = heard("add milk, eggs and bread to the shopping list")
    assert request.slots.what == ("milk", "eggs", "bread")
    assert request.slots.list == "shopping"
    assert request.also == ()


def test_several_facts_are_one_request() -> None:
    request = heard("I love hiking, and Anna is my sister")
    assert request.slots.what == ("I love hiking", "Anna is my sister")


def test_two_requests_stand_in_text_order() -> None:
    request = heard("show my tasks and remind me to call bob at 5")
    assert [request.route, *(r.route for r in request.also)] == ["task.list", "reminder.set"]
    assert request.also[0].slots.what == "call bob"


def test_a_quotation_is_verbatim_and_holds_no_time() -> None:
    request = heard("remind me tonight to say 'see you tomorrow at 5'")
    assert [t.text for t in request.times] == ["tonight"]
    assert request.slots.what == "say 'see you tomorrow at 5'"


def test_a_lead_before_an_event() -> None:
    request = heard("remind me 30 minutes before the meeting")
    assert (request.slots.lead, request.slots.what) == (1800, "the meeting")


def test_a_shift_of_an_event_is_a_length() -> None:
    request = heard("move the dentist an hour later")
    assert (request.times[0].kind, request.times[0].value) == ("duration", 3600)


def test_for_an_update_the_new_time_comes_first() -> None:
    request = heard("move my 3pm to 4pm")
    assert request.route == "calendar.update"
    assert [t.text for t in request.times] == ["4pm", "3pm"]


def test_a_memory_keeps_its_times() -> None:
    request = heard("remember that Anna's exam is on 5 june")
    assert request.slots.what == "Anna's exam is on 5 june"
    assert [t.text for t in request.times] == ["on 5 june"]


@pytest.mark.parametrize(
    ("subject", "route"),
    [
        (None, "reminder.cancel"),
        ("reminder", "reminder.cancel"),
        ("event", "calendar.delete"),
        ("task", "task.remove"),
        ("memory", "memory.forget"),
    ],
)
def test_cancel_that_points_to_the_last_turn(subject: str | None, route: str) -> None:
    request = heard("cancel that", Context(subject=subject))
    assert (request.route, request.slots.reference) == (route, "that")


@pytest.mark.parametrize(
    ("text", "subject", "route"),
    [
        ("no, at 6", "reminder", "reminder.update"),
        ("make it 7", "event", "calendar.update"),
        ("at 10:15", "reminder", "reminder.update"),
        ("make it friday", "task", "task.update"),
    ],
)
def test_corrections_change_the_last_turn(text: str, subject: str, route: str) -> None:
    request = heard(text, Context(subject=subject))
    assert request.route == route
    assert len(request.times) == 1


def test_an_answer_belongs_to_its_question() -> None:
    request = heard("tomorrow at 9", Context(route="reminder.set", question="when"))
    assert request.route == "reminder.set"
    assert request.times[0].text == "tomorrow at 9"


def test_a_follow_up_repeats_the_question() -> None:
    request = heard("and on friday?", Context(route="calendar.query"))
    assert (request.route, request.times[0].kind) == ("calendar.query", "date")


def test_done_after_a_reminder_is_about_it() -> None:
    assert heard("done", Context(subject="reminder")).route == "reminder.update"


def test_doubt_names_other_readings() -> None:
    request = heard("the thing with the boiler")
    assert request.confidence < 0.8
    assert len(request.alternatives) == 2
    assert request.route not in request.alternatives
