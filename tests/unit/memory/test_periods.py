"""The time that a question speaks of, always behind us."""

from datetime import UTC, date, datetime

import pytest

from memory.periods import period

AT = datetime(2026, 4, 15, 12, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "first", "end"),
    [
        ("what did I tell you about the flat last week?", date(2026, 4, 6), date(2026, 4, 13)),
        ("what happened yesterday?", date(2026, 4, 14), date(2026, 4, 15)),
        ("who did I meet in May?", date(2025, 5, 1), date(2025, 6, 1)),
        ("who did I meet in March?", date(2026, 3, 1), date(2026, 4, 1)),
        ("where was I in May 2023", date(2023, 5, 1), date(2023, 6, 1)),
        ("where did I live in 2023?", date(2023, 1, 1), date(2024, 1, 1)),
        ("what did I say on Wednesday?", date(2026, 4, 8), date(2026, 4, 9)),
        ("what did I say last monday", date(2026, 4, 13), date(2026, 4, 14)),
        ("what did we plan last month", date(2026, 3, 1), date(2026, 4, 1)),
    ],
)
def test_a_named_time_is_the_latest_of_its_name(question: str, first: date, end: date) -> None:
    found = period(question, AT)
    assert found is not None
    assert (found[0].date(), found[1].date()) == (first, end)


@pytest.mark.parametrize("question", ["what may I eat?", "where is May?", "", "room 2023"])
def test_what_names_no_time_has_none(question: str) -> None:
    assert period(question, AT) is None
