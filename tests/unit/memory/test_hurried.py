"""What people type in a hurry tells the same as when they take their time."""

from datetime import UTC, datetime

import pytest

from memory.extract import ties_in

Triple = tuple[str, str, str]


def triples(text: str) -> list[Triple]:
    return [(tie.subject, tie.predicate, tie.object) for tie in ties_in(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "my sisters name is lena and she lives in hamburg",
            [("me", "SISTER", "Lena"), ("Lena", "LIVES_IN", "hamburg")],
        ),
        (
            "my brother tom works at bosch and has two kids",
            [("me", "BROTHER", "Tom"), ("Tom", "WORKS_AT", "bosch"), ("Tom", "HAS", "two kids")],
        ),
        ("moved to munich", [("me", "LIVES_IN", "munich")]),
        ("parked in garage B level 3", [("me", "PARKED_AT", "in garage B level 3")]),
        ("my bday is 3 june 1988", [("me", "BIRTHDAY", "3 june 1988")]),
        ("moms birthday is may 5th", [("my mom", "BIRTHDAY", "may 5th")]),
        ("annas birthday is 3 may", [("Anna", "BIRTHDAY", "3 may")]),
        ("im vegan and allergic to nuts", [("me", "IS", "vegan"), ("me", "ALLERGIC_TO", "nuts")]),
        ("love sushi, hate olives", [("me", "LIKES", "sushi"), ("me", "DISLIKES", "olives")]),
        ("i have a dog named rex lol", [("me", "DOG", "Rex")]),
        ("im 34 and live in berlin", [("me", "AGED", "34"), ("me", "LIVES_IN", "berlin")]),
        (
            "my gf is called mia, shes 29",
            [("me", "GIRLFRIEND", "Mia"), ("Mia", "AGED", "29")],
        ),
        ("ive got a new bike", [("me", "HAS", "new bike")]),
        ("my husband works and lives in Rome", [("my husband", "LIVES_IN", "Rome")]),
        ("my brother rarely works", []),
    ],
)
def test_what_is_typed_in_a_hurry(text: str, told: list[Triple]) -> None:
    assert triples(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Sarah loves sushi and hates olives",
            [("Sarah", "LIKES", "sushi"), ("Sarah", "DISLIKES", "olives")],
        ),
        ("I love tea and work at Bosch", [("me", "LIKES", "tea"), ("me", "WORKS_AT", "Bosch")]),
        ("Tom likes cake and is my boss", [("Tom", "LIKES", "cake"), ("me", "BOSS", "Tom")]),
        (
            "Mia's birthday is June 3rd, Ben's is on 12 August",
            [("Mia", "BIRTHDAY", "June 3rd"), ("Ben", "BIRTHDAY", "12 August")],
        ),
        (
            "I used to hate mushrooms but now I love them",
            [("me", "DISLIKES", "mushrooms"), ("me", "LIKES", "mushrooms")],
        ),
        ("Tom says he hates olives", [("Tom", "DISLIKES", "olives")]),
    ],
)
def test_several_things_are_told_of_one_in_a_breath(text: str, told: list[Triple]) -> None:
    assert triples(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "If I lived in Paris I would eat croissants every day",
        "I'd love to go to Japan one day",
        "I wish I worked at Google",
        "maybe I live in the wrong city",
        "I hate you all, just kidding",
    ],
)
def test_what_somebody_would_do_or_jokes_about_tells_nothing(text: str) -> None:
    assert triples(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "my ex wife klara lives in paris",
            [("me", "EX_WIFE", "Klara"), ("Klara", "LIVES_IN", "paris")],
        ),
        ("my former boss is Sabine", [("me", "EX_BOSS", "Sabine")]),
        ("my mother in law is Helga", [("me", "MOTHER_IN_LAW", "Helga")]),
        ("my kids are Mia and Ben", [("me", "CHILD", "Mia"), ("me", "CHILD", "Ben")]),
        ("I have two kids, Mia and Ben", [("me", "CHILD", "Mia"), ("me", "CHILD", "Ben")]),
        ("rex is 4 years old", [("Rex", "AGED", "4")]),
        ("My daughter Mia is 6", [("me", "DAUGHTER", "Mia"), ("Mia", "AGED", "6")]),
        ("Anna's birthday: 4 May", [("Anna", "BIRTHDAY", "4 May")]),
        ("my passport is in the top drawer", [("passport", "KEPT_AT", "in the top drawer")]),
        ("I put the spare key under the mat", [("spare key", "KEPT_AT", "under the mat")]),
        ("the code for the garage is 9921", [("me", "GARAGE_CODE", "9921")]),
        ("the wifi password is orchid", [("me", "WIFI_PASSWORD", "orchid")]),
        ("I was born on 3 May 1990", [("me", "BORN", "3 May 1990")]),
        (
            "my friend Tom's birthday is 5 june",
            [("me", "FRIEND", "Tom"), ("Tom", "BIRTHDAY", "5 june")],
        ),
        (
            "my sister anna is a nurse and works at the zoo",
            [("me", "SISTER", "Anna"), ("Anna", "IS", "nurse"), ("Anna", "WORKS_AT", "zoo")],
        ),
        ("my boss is in a bad mood", []),
        ("my laptop is on fire", []),
        ("I am 5 minutes late", []),
    ],
)
def test_who_was_once_and_where_things_lie(text: str, told: list[Triple]) -> None:
    assert triples(text) == told


def test_what_was_so_without_a_time_is_over() -> None:
    [tie] = ties_in("I lived in Rome", datetime(2026, 4, 14, tzinfo=UTC))
    assert (tie.object, tie.ended, tie.denied) == ("Rome", True, False)


def test_what_never_was_is_denied_and_not_told_to_have_been() -> None:
    [tie] = ties_in("I have never lived in Rome")
    assert (tie.object, tie.ended, tie.denied) == ("Rome", True, True)
