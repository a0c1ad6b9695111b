"""Since when, and until when, as a clause tells it at noon on Monday 13 April 2026 in Berlin."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from memory.dates import happened_at, past, period, told
from memory.extract import ties_in
from memory.scopes import scope_of

NOON = datetime(2026, 4, 13, 10, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def day(instant: datetime | None) -> str:
    return "" if instant is None else instant.astimezone(ZoneInfo(BERLIN)).date().isoformat()


@pytest.mark.parametrize(
    ("text", "thing", "since", "until", "ended"),
    [
        ("I moved to Munich last month", "Munich", "2026-03-01", "", False),
        ("I moved to Porto", "Porto", "", "", False),
        ("Anna moved to Porto in 2023", "Porto", "2023-01-01", "", False),
        ("I have lived in Porto since 2020", "Porto", "2020-01-01", "", False),
        ("I lived in Berlin from 2018 to 2021", "Berlin", "2018-01-01", "2022-01-01", True),
        ("I lived in Rome in 2021", "Rome", "2021-01-01", "2022-01-01", True),
        ("I used to live in Oslo", "Oslo", "", "", True),
        ("I don't live in Oslo anymore", "Oslo", "", "", True),
        ("I no longer work at Siemens", "Siemens", "", "", True),
        ("I quit my job at Siemens last week", "Siemens", "", "2026-04-06", True),
        ("I started working at Bosch in March", "Bosch", "2026-03-01", "", False),
        ("I've been working at Bosch for 3 years", "Bosch", "2023-04-14", "", False),
        ("I like coffee in the morning", "coffee in the morning", "", "", False),
    ],
)
def test_a_tie_has_its_times(text: str, thing: str, since: str, until: str, ended: bool) -> None:
    [tie] = ties_in(text, NOON, BERLIN)
    assert (tie.object, day(tie.since), day(tie.until), tie.ended) == (thing, since, until, ended)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("yesterday I bought a bike", "2026-04-12"),
        ("on Friday I sold the boat", "2026-04-10"),
        ("I go to Rome next week", "2026-04-20"),
        ("I met Tom in March", "2026-03-01"),
        ("I like tea", ""),
    ],
)
def test_when_it_happened(text: str, when: str) -> None:
    assert day(happened_at(text, NOON, BERLIN)) == when


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("where did I live in 2023?", "2023-01-01", "2024-01-01"),
        ("where did I live in February?", "2026-02-01", "2026-03-01"),
        ("what did I tell you about the flat last week?", "2026-04-06", "2026-04-13"),
        ("what did I say this week?", "2026-04-13", "2026-04-20"),
        ("what did I tell you yesterday?", "2026-04-12", "2026-04-13"),
        ("who did I meet in May?", "2025-05-01", "2025-06-01"),
        ("who did I meet during May 2023?", "2023-05-01", "2023-06-01"),
        ("what was said on Monday?", "2026-04-06", "2026-04-07"),
        ("what did I say last Friday", "2026-04-10", "2026-04-11"),
        ("what did we plan last month", "2026-03-01", "2026-04-01"),
        ("where did I go last weekend?", "2026-04-11", "2026-04-13"),
        ("where did I go last year?", "2025-01-01", "2026-01-01"),
    ],
)
def test_the_period_that_is_asked_of(text: str, start: str, end: str) -> None:
    found = period(text, NOON, BERLIN)
    assert found is not None
    assert (day(found[0]), day(found[1])) == (start, end)


@pytest.mark.parametrize(
    "question", ["what may I eat?", "where is May?", "", "room 2023", "what is on next week?"]
)
def test_what_names_no_time_that_lies_behind_has_none(question: str) -> None:
    assert past(question, NOON, BERLIN) is None


def test_the_order_and_the_question_mean_the_same_week() -> None:
    scope = scope_of("forget everything that I told you last week", NOON, BERLIN)
    assert scope is not None
    assert (scope.since, scope.until) == past("what did I say last week?", NOON, BERLIN)
    friday = scope_of("forget everything from Friday", NOON, BERLIN)
    assert friday is not None
    assert day(friday.since) == "2026-04-10"
    for name in ("trip next week", "meeting tomorrow 9am"):
        ahead = scope_of(f"forget everything about the {name}", NOON, BERLIN)
        assert ahead is not None
        assert (ahead.name, ahead.since) == (name, None)


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("since last Friday", "04-10 00:00", "04-14 00:00"),
        ("after last Friday", "04-11 00:00", "04-14 00:00"),
        ("before yesterday", "01-01 01:00", "04-12 00:00"),
        ("until yesterday", "01-01 01:00", "04-13 00:00"),
        ("prior to last Friday", "01-01 01:00", "04-10 00:00"),
        ("before May", "01-01 01:00", "05-01 00:00"),
        ("since May", "05-01 00:00", "04-14 00:00"),
        ("since January", "01-01 00:00", "04-14 00:00"),
        ("since the 3rd", "04-03 00:00", "04-14 00:00"),
        ("since noon", "04-13 12:00", "04-14 00:00"),
        ("before noon", "01-01 01:00", "04-13 12:00"),
        ("after 10am", "04-13 10:00", "04-14 00:00"),
        ("until 10am", "01-01 01:00", "04-13 10:00"),
        ("more than a week ago", "01-01 01:00", "04-06 00:00"),
        ("older than a week", "01-01 01:00", "04-06 12:00"),
        ("an hour ago", "04-13 10:30", "04-13 11:30"),
        ("this morning", "04-13 00:00", "04-13 12:00"),
        ("this afternoon", "04-13 12:00", "04-13 18:00"),
        ("last night", "04-12 18:00", "04-13 06:00"),
        ("at 1pm", "04-12 13:00", "04-12 14:00"),
        ("yesterday", "04-12 00:00", "04-13 00:00"),
    ],
)
def test_when_it_was_told_that_is_to_go(said: str, since: str, until: str) -> None:
    found = told(f"forget everything I told you {said}", NOON, BERLIN)
    assert found is not None
    walls = [instant.astimezone(ZoneInfo(BERLIN)) for instant in found]
    assert [f"{wall:%m-%d %H:%M}" for wall in walls] == [since, until]


@pytest.mark.parametrize(
    ("order", "name"),
    [
        ("what I told you on monday about Anna", "Anna"),
        ("what we discussed about Anna yesterday", "Anna"),
        ("the last hour", ""),
        ("last week", ""),
    ],
)
def test_a_period_keeps_whom_it_is_about(order: str, name: str) -> None:
    scope = scope_of(f"forget {order}", NOON, BERLIN)
    assert scope is not None
    assert (scope.name, scope.since is not None) == (name, True)
