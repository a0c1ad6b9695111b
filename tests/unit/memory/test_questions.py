"""What a question about what is known asks for."""

import pytest

from memory.questions import Kind, question_in


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("who is Anna?", "about", "Anna"),
        ("Who's Eva Maria", "about", "Eva Maria"),
        ("what do you know about Anna?", "about", "Anna"),
        ("tell me about Tom", "about", "Tom"),
        ("how do I know Tom?", "chain", "Tom"),
        ("do you know how I know Tom?", "any", ""),
        ("what do you know about me?", "any", ""),
        ("who is my sister's boss?", "about", "my sister"),
        ("when is mum's birthday?", "about", "my mum"),
        ("what do you know about my wife?", "about", "my wife"),
        ("where did I leave the umbrella?", "about", "umbrella"),
        ("what do I like to drink?", "any", ""),
        ("how long does it take to boil an egg?", "any", ""),
        ("what did Anna do?", "any", ""),
        ("what is Anna doing?", "any", ""),
        ("how long do cats live?", "any", ""),
        ("how long do I have to cook rice?", "any", ""),
        ("what does photosynthesis do?", "any", ""),
        ("x" * 10_000, "any", ""),
        ("", "any", ""),
    ],
)
def test_whom_it_is_about(text: str, kind: Kind, name: str) -> None:
    found = question_in(text)
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    ("text", "kind", "predicate"),
    [
        ("what do I like?", "mine", "LIKES"),
        ("What do I really love", "mine", "LIKES"),
        ("what do I hate?", "mine", "DISLIKES"),
        ("since when do I live in Porto?", "mine", "LIVES_IN"),
        ("how long has Anna worked at Bosch?", "about", "WORKS_AT"),
        ("what does my wife do for a living?", "about", "WORKS_AT"),
        ("what languages do I speak?", "mine", "SPEAKS"),
        ("what do I not like?", "mine", "DISLIKES"),
        ("where do I live?", "mine", "LIVES_IN"),
        ("where do I work?", "mine", "WORKS_AT"),
        ("where did I live", "mine", "LIVES_IN"),
        ("where did I park?", "mine", "PARKED_AT"),
        ("where is my car?", "mine", "PARKED_AT"),
        ("do I like coffee?", "mine", "DISLIKES"),
        ("does Anna work at Siemens?", "about", "WORKS_AT"),
        ("what is my shoe size?", "mine", "SHOE_SIZE"),
        ("what's Anna's favourite colour?", "about", "FAVOURITE_COLOUR"),
        ("what are my allergies?", "mine", "ALLERGIC_TO"),
        ("do you know where I live?", "mine", "LIVES_IN"),
        ("can you tell me who my boss is?", "bond", "BOSS"),
        ("how many siblings do I have", "bond", "SISTER"),
        ("who lives in Rome?", "whose", "LIVES_IN"),
        ("whats the wifi password", "mine", "WIFI_CODE"),
        ("what's my phone number", "mine", "PHONE_NUMBER"),
        ("how old is Mia?", "about", "AGED"),
        ("who is my sister's boss?", "about", "BOSS"),
        ("when is mum's birthday?", "about", "BIRTHDAY"),
        ("what am I allergic to?", "mine", "ALLERGIC_TO"),
        ("what's my name?", "mine", "NAMED"),
        ("when is my birthday?", "mine", "BIRTHDAY"),
        ("who is my sister?", "bond", "SISTER"),
        ("what is my mum's name?", "bond", "MOTHER"),
        ("who are my friends?", "bond", "FRIEND"),
        ("where does Anna live?", "about", "LIVES_IN"),
        ("what does Tom not like?", "about", "DISLIKES"),
        ("when is Anna's birthday?", "about", "BIRTHDAY"),
        ("who is Anna's husband?", "about", "HUSBAND"),
    ],
)
def test_which_relations_it_asks_for(text: str, kind: Kind, predicate: str) -> None:
    found = question_in(text)
    assert found.kind == kind
    assert predicate in found.predicates


def test_work_on_something_is_no_job() -> None:
    assert question_in("how long did I work on the report?").kind == "any"
