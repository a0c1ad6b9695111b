"""What holds for every text: an answer, spans that are the text, the same answer again, in time."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.requests import ROUTES, Request, TimeExpression
from understanding import understand

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 10, tzinfo=BERLIN)
WORDS = tuple(
    # One sentence of what the grammar is made of.
    re.split(
        " ",
        "remind me to call mum tomorrow at 9 , . every other friday monday in an hour and a half"
        " until june 31 14 2026 5/6 3pm the last of next week from 2 to - between no make it add"
        " milk list cancel that forget 'quoted at 5' i like for 10 times noon may second 15h30",
    )
)


def every(request: Request) -> Iterator[Request]:
    yield request
    for further in request.also:
        yield from every(further)


def expressions(request: Request) -> Iterator[TimeExpression]:
    for each in every(request):
        yield from each.times


def check(text: str) -> None:
    request = understand(text, now=NOW, zone=BERLIN)
    for each in every(request):
        assert each.route in ROUTES
        assert 0 <= each.confidence <= 1
    for expression in expressions(request):
        start, end = expression.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == expression.text
    assert understand(text, now=NOW, zone=BERLIN) == request
    assert request.to_json()["route"] == request.route


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_answered(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_words_of_time_are_answered(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\ud800 remind me", "😀" * 50, "تذكير غدا 5", "İİİ tomorrow at 9", "1" * 5000],
)
def test_odd_texts_are_answered(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece",
    ["remind me ", "monday at 9 ", "every ", "x", "1", "a.", "!?", " ", "'a ", " and add ", "1-",
     "a@", "\0", "my list "],
)  # fmt: skip
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    understand(text[:1000], now=NOW, zone=BERLIN)
    began = time.process_time()
    understand(text, now=NOW, zone=BERLIN)
    # The promise is 0.1 s; a busy machine gets some room.
    assert time.process_time() - began < 0.4


def test_what_a_long_reminder_says_is_kept_whole() -> None:
    body = "read " + "very " * 2000 + "carefully"
    request = understand(f"remind me tomorrow to {body}", now=NOW, zone=BERLIN)
    assert request.slots.what == body
