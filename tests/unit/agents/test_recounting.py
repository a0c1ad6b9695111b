"""What is known, told back to the one who said it."""

from datetime import UTC, datetime

import pytest

from agents.recounting import chain, recounted, retold, sentences
from core.models import Fact, Relation

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


def relation(subject: str, predicate: str, thing: str, fact_id: str | None = None) -> Relation:
    return Relation(subject=subject, predicate=predicate, object=thing, fact_id=fact_id)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("I like my coffee black", "You like your coffee black."),
        ("I'm allergic to nuts", "You are allergic to nuts."),
        ("my wife loves me.", "Your wife loves you."),
        ("I was born in Rome", "You were born in Rome."),
        ("I've two cats", "You've two cats."),
        ("Anna is my sister", "Anna is your sister."),
        ("the wifi code is 1234", "The wifi code is 1234."),
        ("I call you Jen", "You said: “I call you Jen”."),
        ("Imke made me a cake", "Imke made you a cake."),
    ],
)
def test_i_becomes_you(said: str, told: str) -> None:
    assert retold(said) == told


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (relation("me", "SISTER", "Anna"), "Anna is your sister."),
        (relation("Anna", "HUSBAND", "Tom"), "Tom is Anna's husband."),
        (relation("me", "DISLIKES", "tea"), "You don't like tea."),
        (relation("Anna", "DISLIKES", "tea"), "Anna doesn't like tea."),
        (relation("me", "BIRTHDAY", "4 May"), "Your birthday is 4 May."),
        (relation("me", "NAMED", "Bob"), "You are called Bob."),
        (relation("Anna", "OWES", "ten euros"), "Anna – owes: ten euros."),
    ],
)
def test_a_relation_is_a_sentence(told: Relation, sentence: str) -> None:
    assert sentences([told]) == [sentence]


def test_objects_of_one_kind_share_a_sentence() -> None:
    friends = [relation("me", "FRIEND", name) for name in ("Anna", "Tom", "Tom")]
    assert sentences(friends) == ["Anna and Tom are your friends."]


def test_a_chain_is_one_sentence() -> None:
    path = [relation("me", "SISTER", "Anna"), relation("Anna", "HUSBAND", "Tom")]
    assert chain(path) == "Anna is your sister, and Tom is Anna's husband."


def test_a_fact_speaks_for_its_relation_when_it_tells_nothing_else() -> None:
    coffee = Fact(id="a", text="I like my coffee black", said_at=NOON)
    mixed = Fact(id="b", text="I like tea and Anna is my sister", said_at=NOON)
    relations = [relation("me", "LIKES", "coffee", "a"), relation("me", "LIKES", "tea", "b")]
    lines = recounted(relations, {"a": coffee, "b": mixed}, "UTC", NOON)
    assert lines == ["You like your coffee black.", "You like tea."]
