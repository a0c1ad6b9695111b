"""What is worth keeping, what kind it is, and what is not kept at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning import Kind
from memory.extract import ties_in
from memory.gate import is_standing, junk, kind_of
from memory.secrets import secret, spelled_out


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("my card number is 4111 1111 1111 1111", True),
        ("4242-4242-4242-4242", True),
        ("my bank password is tulip", True),
        ("the password for my bank is tulip", True),
        ("my email password: tulip", True),
        ("the pin of my card is 1234", True),
        ("PIN for my visa is 1", True),
        ("the cvv is 123", True),
        ("4111 1111 1111 1112", False),
        ("0000 0000 0000 0000", False),
        ("my phone is 0049 170 1234567", False),
        ("my wifi password is tulip", False),
        ("the wifi password for the guest account is tulip", False),
        ("the door code is 1234", False),
        ("my locker pin is 4455", False),
        ("my netflix login is anna / sesame123", True),
        ("my netflix login is broken", False),
        ("the amazon login is down until 5", False),
        ("card pin 9921", True),
        ("the bike pin 9921", False),
        ("I forgot my bank password", False),
        ("change my bank password tomorrow", False),
        ("my pin is 1234", True),
        ("pw gmail tulip", True),
        ("netflix: anna@example.org / tulip", True),
        ("my amazon login is anna / tulip", True),
        ("my apple id password changed to Tulip", True),
        ("my paypal password's tulip", True),
        ("spotify password tulip", True),
        ("my online banking: user anna pass tulip", True),
        ("remember my bank pin four seven one one", True),
        ("seed phrase: apple banana cherry", True),
        ("gmail password reset", False),
        ("bank pin letter", False),
        ("my bank password expires on friday", False),
        ("my email is anna@example.org and my phone is 0123", False),
        ("my email: anna@example.org and my phone 0123 45", False),
        ("outlook: anna@example.org / ben@example.org", False),
        ("my paypal: anna@example.org pw tulip", True),
        ("netflix: watch Dark / Ozark", False),
        ("the pin is in the top drawer", False),
        ("the tracking number is 4111 1111 1111 1111", False),
    ],
)
def test_what_opens_money_or_an_account(text: str, refused: bool) -> None:
    assert secret(text) == refused


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("the pin of my card is 9921", True),
        ("my netflix login is anna / sesame123", True),
        ("my laptop password is due on friday", False),
        ("remind me that my gmail password is tulip", True),
        ("seed phrase: apple banana cherry", True),
        ("netflix: anna@example.org / tulip", True),
        ("remind me to reset my google password on friday", False),
        ("my bank password is wrong", False),
        ("pay with 4111 1111 1111 1111", True),
    ],
)
def test_whether_the_secret_itself_stands_there(text: str, spelled: bool) -> None:
    assert spelled_out(text) == spelled


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I'm allergic to nuts", "health"),
        ("I take insulin every day", "health"),
        ("my salary is 4000", "money"),
        ("I owe Tom €20", "money"),
        ("the wifi code is 1234", "code"),
        ("always answer in German", "standing"),
        ("I don't eat meat", "standing"),
        ("I love jazz", "taste"),
        ("Anna is my sister", "people"),
        ("I live in Berlin", "home"),
        ("I work at Siemens", "work"),
        ("mum's birthday is 4 May", "day"),
        ("I run every morning", "habit"),
        ("the museum opens on Monday", "other"),
    ],
)
def test_what_kind_a_fact_is_of(text: str, kind: Kind) -> None:
    assert kind_of(text, ties_in(text)) == kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("🙂🙂🙂", "empty"),
        ("thanks!", "small talk"),
        ("I'm tired", "small talk"),
        ("what a day it was?", "question"),
        ("do you like it", "question"),
        ("add milk to the list", "order"),
        ("“I love tea”", "quoted"),
        ("Tom: I love tea", "quoted"),
        ("You said that Anna is my sister", "quoted"),
        ("The user is interested in cooking", "invented"),
        ("She seems to like music", "invented"),
        ("long " * 200, "long"),
    ],
)
def test_junk_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert junk(text, ()) == reason


@pytest.mark.parametrize(
    "text", ["I love tea", "Anna is my sister", "always answer in German", "my shoe size is 43"]
)
def test_what_is_worth_keeping_passes(text: str) -> None:
    assert junk(text, ties_in(text)) is None


def test_an_order_for_always_is_one() -> None:
    assert is_standing("from now on, be brief")
    assert not is_standing("I always forget my keys")


@given(st.text(max_size=400))
def test_any_text_is_judged(text: str) -> None:
    assert secret(text) in (True, False)
    assert kind_of(text, ()) != ""
    assert junk(text, ()) is None or junk(text, ())
