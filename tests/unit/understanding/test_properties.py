"""What holds for every text: an answer, spans that are the text, the same answer again, in time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.understanding.promises import BERLIN, NOW, WORDS, kept, steps
from understanding import understand

PIECES = (
    "remind me ", "monday at 9 ", "every ", "x", "1", "a.", "!?", " ", "'a ", " and add ", "1-",
    "a@", "\0", "my list ", "the last of next ", "5/6 ", "at 9 and ", "2moro ", "code 1", "½",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_answered(text: str) -> None:
    kept(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_words_of_time_are_answered(text: str) -> None:
    kept(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\ud800 remind me", "😀" * 50, "تذكير غدا 5", "İİİ tomorrow at 9", "1" * 5000],
)
def test_odd_texts_are_answered(text: str) -> None:
    kept(text)


@pytest.mark.parametrize("piece", PIECES)
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    def work(length: int) -> int:
        return steps((piece * length)[:length])

    work(100)  # fills what is computed once
    assert work(4000) <= 2.2 * work(2000) + 500
    # Of a longer text only the beginning and the end are searched.
    assert work(100_000) <= 1.5 * work(10_000) + 500


def test_what_a_long_reminder_says_is_kept_whole() -> None:
    body = "read " + "very " * 2000 + "carefully"
    request = understand(f"remind me tomorrow to {body}", now=NOW, zone=BERLIN)
    assert request.slots.what == body
