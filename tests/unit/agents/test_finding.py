"""Which of several things the words name."""

import pytest

from agents.finding import named

THINGS = ("pay rent", "buy a pastry", "call mum", "take pills", "water the plants", "carry the box")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("the pastry", ["buy a pastry"]),
        ("paying rent", ["pay rent"]),
        ("called mum", ["call mum"]),
        ("taking pills", ["take pills"]),
        ("watering plant", ["water the plants"]),
        ("carried the box", ["carry the box"]),
        ("party", []),
        ("milk", []),
    ],
)
def test_another_ending_is_the_same_word(wanted: str, found: list[str]) -> None:
    assert named(wanted, THINGS, str) == found


def test_what_begins_alike_is_another_thing() -> None:
    assert named("the pastry", ["pay rent"], str) == []
    assert named("mild", ["milk"], str) == []
