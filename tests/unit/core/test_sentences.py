"""Sentences that hold what is forgotten, and the rest of the message."""

import pytest

from core.sentences import Phrases, cut, sentences

WORDS = ("I like tea", "Anna moved to Porto last week", "yes", "🦊")


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("As I said, I like  TEA.", True),
        ("I like teapots", False),
        ("Well: Anna moved to Porto last week, you know", True),
        ("Anna moved to Porto", False),
        ("oh yes", True),
        ("yesterday", False),
        ("", False),
        ("🦊", True),
        (" 🦊\ufe0f", True),
        ("👍", False),
        ("...", False),
    ],
)
def test_whether_one_of_many_stands_in_a_text(text: str, stands: bool) -> None:
    assert Phrases(WORDS).stand_in(text) is stands


def test_whether_a_text_stands_in_one_of_many() -> None:
    assert Phrases(WORDS).hold("moved to Porto")
    assert not Phrases(WORDS).hold("tea Anna")
    assert not Phrases(WORDS).hold("...")


def test_the_sentence_goes_with_what_points_back_at_it() -> None:
    told = "It rained. Anna moved to Porto last week. She hates it. We ate soup."
    assert cut(told, Phrases(WORDS)) == (
        "It rained. We ate soup.",
        ("Anna moved to Porto last week.", "She hates it."),
    )
    assert cut("I like tea.", Phrases(WORDS)) is None
    assert cut("We ate soup. Zelda sang.", Phrases(()), ["Zelda"]) == (
        "We ate soup.",
        ("Zelda sang.",),
    )


def test_thousands_are_looked_for_at_once() -> None:
    texts = [f"I like the fruit that is called kind{n}" for n in range(4000)]
    phrases = Phrases(texts)
    assert all(phrases.stand_in(f"Well, {text}. It rains.") for text in texts)
    assert not any(phrases.hold(f"kind{n} is what it is called") for n in range(4000))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Dr. Weiss is my dentist. She is kind.", "Dr. Weiss is my dentist."),
        ("I met Mr. and Mrs. Berg. They sing.", "I met Mr. and Mrs. Berg."),
        ("Bring fruit, e.g. figs. It rains.", "Bring fruit, e.g. figs."),
        ("We live in St. Pauli, No. 5. It rains.", "We live in St. Pauli, No. 5."),
        ("She said no. I left.", "She said no."),
        ("J. Huber is my boss. It rains.", "J. Huber is my boss."),
        ("We eat at 5 p.m. Anna cooks.", "We eat at 5 p.m."),
        ("I take vitamin D. My wife is Anna.", "I take vitamin D."),
        ("I am 40. I live in Rome.", "I am 40."),
        ("i like tea. she hates it", "i like tea."),
    ],
)
def test_a_sentence_ends_where_it_ends(text: str, first: str) -> None:
    assert sentences(text)[0] == first
    assert len(sentences(text)) == 2


def test_with_a_doctor_goes_the_whole_sentence() -> None:
    told = "It rained. Dr. Weiss is my dentist. We ate soup."
    assert cut(told, Phrases(["Dr. Weiss is my dentist"])) == (
        "It rained. We ate soup.",
        ("Dr. Weiss is my dentist.",),
    )
