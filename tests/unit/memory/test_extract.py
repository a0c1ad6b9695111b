"""Which relations a sentence tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning import Tie
from core.models import Relation
from memory.bonds import bond_named
from memory.extract import ended_by, ties_in

Triple = tuple[str, str, str]


def triples(text: str) -> list[Triple]:
    return [(r.subject, r.predicate, r.object) for r in ties_in(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I like my coffee black", [("me", "LIKES", "coffee")]),
        ("I love New York", [("me", "LIKES", "New York")]),
        (
            "I really love jazz, sushi and rainy days",
            [("me", "LIKES", "jazz"), ("me", "LIKES", "sushi"), ("me", "LIKES", "rainy days")],
        ),
        ("I don't like tea", [("me", "DISLIKES", "tea")]),
        ("I can’t stand olives", [("me", "DISLIKES", "olives")]),
        (
            "I hate mushrooms and olives",
            [("me", "DISLIKES", "mushrooms"), ("me", "DISLIKES", "olives")],
        ),
        ("anna is my sister", [("me", "SISTER", "Anna")]),
        ("Anna's my older sister", [("me", "SISTER", "Anna")]),
        ("my wife is Anna", [("me", "WIFE", "Anna")]),
        ("My mum's name is Eva Maria", [("me", "MOTHER", "Eva Maria")]),
        ("my best friend is called Tom", [("me", "FRIEND", "Tom")]),
        ("Anna and Tom are my friends", [("me", "FRIEND", "Anna"), ("me", "FRIEND", "Tom")]),
        ("Tom is Anna's husband", [("Anna", "HUSBAND", "Tom")]),
        ("Chris' brother is Tom", [("Chris", "BROTHER", "Tom")]),
        (
            "Anna is my sister and she works at Siemens",
            [("me", "SISTER", "Anna"), ("Anna", "WORKS_AT", "Siemens")],
        ),
        (
            "I love hiking, and Anna is my sister",
            [("me", "LIKES", "hiking"), ("me", "SISTER", "Anna")],
        ),
        ("Anna is my boss; she's from Rome", [("me", "BOSS", "Anna"), ("Anna", "FROM", "Rome")]),
        (
            "I work as a nurse at the Charité",
            [("me", "WORKS_AS", "nurse"), ("me", "WORKS_AT", "Charité")],
        ),
        (
            "Tom works with Anna at Siemens",
            [("Tom", "WORKS_WITH", "Anna"), ("Tom", "WORKS_AT", "Siemens")],
        ),
        ("I live in Berlin", [("me", "LIVES_IN", "Berlin")]),
        ("I moved to Hamburg.", [("me", "LIVES_IN", "Hamburg")]),
        ("I'm allergic to nuts", [("me", "ALLERGIC_TO", "nuts")]),
        ("I am vegetarian", [("me", "IS", "vegetarian")]),
        ("I have two cats", [("me", "HAS", "two cats")]),
        ("Tom speaks Danish", [("Tom", "SPEAKS", "Danish")]),
        ("I know Tom from school", [("me", "KNOWS", "Tom")]),
        ("Tom is married to Lena", [("Tom", "MARRIED_TO", "Lena")]),
        ("my birthday is on 4 May", [("me", "BIRTHDAY", "4 May")]),
        ("Anna's birthday is the 3rd of June", [("Anna", "BIRTHDAY", "3rd of June")]),
        ("My name is Bob", [("me", "NAMED", "Bob")]),
        ("my sister likes chess", [("my sister", "LIKES", "chess")]),
    ],
)
def test_what_a_sentence_tells(text: str, told: list[Triple]) -> None:
    assert triples(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "My wife is tired",
        "it is my birthday",
        "that is my boss",
        "he is my brother",
        "I love it",
        "I love when it rains",
        "I like the way in which the old man from the corner shop tells his stories",
        "",
        "🙂",
    ],
)
def test_what_names_nobody_and_nothing_tells_no_relation(text: str) -> None:
    assert triples(text) == []


@given(st.text(max_size=600))
def test_any_text_is_read(text: str) -> None:
    for relation in ties_in(text):
        assert relation.subject
        assert relation.object.strip()
        assert relation.predicate.replace("_", "").isupper()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I love figs. The tram was late.", [("me", "LIKES", "figs")]),
        (
            "My sister is Anna. She lives in Rome",
            [("me", "SISTER", "Anna"), ("Anna", "LIVES_IN", "Rome")],
        ),
        ("My dentist is Dr. Anna Huber", [("me", "DENTIST", "Dr. Anna Huber")]),
        ("I work at St. Mary Hospital", [("me", "WORKS_AT", "St. Mary Hospital")]),
        ("My boss is J. R. Smith", [("me", "BOSS", "J. R. Smith")]),
        ("my birthday is on 12. May", [("me", "BIRTHDAY", "12. May")]),
        ("The tram was late\nTom speaks Danish", [("Tom", "SPEAKS", "Danish")]),
        ("I prefer listening to music", [("me", "LIKES", "listening to music")]),
        ("I prefer to walk to school", [("me", "LIKES", "walk to school")]),
        ("I prefer swimming to running", [("me", "LIKES", "swimming")]),
        ("Tom prefers tea to coffee", [("Tom", "LIKES", "tea")]),
    ],
)
def test_sentences_tell_each_of_their_own(text: str, told: list[Triple]) -> None:
    assert triples(text) == told


def test_long_texts_are_not_searched() -> None:
    assert ties_in("I like tea. " * 10_000) == []


@pytest.mark.parametrize(
    ("new", "old", "ends"),
    [
        (("me", "LIVES_IN", "Rome"), ("me", "LIVES_IN", "Berlin"), True),
        (("me", "LIVES_IN", "berlin"), ("me", "LIVES_IN", "Berlin"), False),
        (("me", "DISLIKES", "Tea"), ("me", "LIKES", "tea"), True),
        (("me", "DISLIKES", "tea"), ("me", "LIKES", "coffee"), False),
        (("me", "LIKES", "tea"), ("me", "LIKES", "coffee"), False),
        (("me", "FRIEND", "Tom"), ("me", "FRIEND", "Anna"), False),
        (("Anna", "LIVES_IN", "Rome"), ("me", "LIVES_IN", "Berlin"), False),
    ],
)
def test_what_a_new_relation_ends(new: Triple, old: Triple, ends: bool) -> None:
    known = Relation(subject=old[0], predicate=old[1], object=old[2])
    told = Tie(subject=new[0], predicate=new[1], object=new[2])
    assert ended_by(told, [known]) == ([known] if ends else [])


def test_bonds_have_many_words() -> None:
    assert (bond_named("Mum"), bond_named("sisters"), bond_named("code")) == (
        "MOTHER",
        "SISTER",
        None,
    )
