"""The words that say how insistent a reminder is meant."""

from typing import Any

import pytest

from agents.insisting import insisting

ASKED = "remind me to pay at 9"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (" and keep reminding me every 10 minutes until I do it", {"nag": 600}),
        (", nag me every 5 min until I've done it", {"nag": 300}),
        (", keep nagging me every half an hour until I say done", {"nag": 1800}),
        (" every 20 minutes until I tick it off", {"nag": 1200}),
        (" until I do it", {"nag": 600}),
        (" and don't stop until I do it", {"nag": 600}),
        (", keep reminding me every hour, at most 3 times", {"nag": 3600, "nag_most": 3}),
        (
            " and keep reminding me every 15 minutes until i confirm, up to 3 times, it's urgent",
            {"nag": 900, "nag_most": 3, "urgent": True},
        ),
        (", skip it if it's more than 2 hours late", {"late": "skip", "late_after": 7200}),
        (" but skip it if late", {"late": "skip"}),
        (", ask me first if it is over 1 day late", {"late": "ask", "late_after": 86_400}),
        (", even if it's late", {"late": "deliver"}),
        (" even in quiet hours", {"urgent": True}),
        (", it's really urgent!", {"urgent": True}),
    ],
)
def test_they_are_taken_off_the_request(words: str, said: dict[str, Any]) -> None:
    rest, slots = insisting(ASKED + words)
    assert rest == ASKED
    assert slots.to_json() == said


@pytest.mark.parametrize(
    "text",
    [
        "remind me every 10 minutes to drink",
        "remind me again in 10 minutes",
        "remind me to stay until I sleep",
        "remind me to skip it",
        'remind me at 5 to say "keep nagging me until I do it"',
    ],
)
def test_other_words_stay(text: str) -> None:
    rest, slots = insisting(text)
    assert (rest, slots.to_json()) == (text, {})


def test_to_be_nagged_is_to_be_reminded() -> None:
    rest, slots = insisting("nag me to call mum at 5pm")
    assert (rest, slots.to_json()) == ("remind me to call mum at 5pm", {"nag": 600})
    rest, slots = insisting("urgent: remind me to call mum at 5pm")
    assert (rest, slots.to_json()) == ("remind me to call mum at 5pm", {"urgent": True})
