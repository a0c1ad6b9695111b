"""How old somebody is, how long something has been so, and what is no answer to a question."""

from datetime import timedelta

from tests.integration.memory.chats import Talk


async def test_how_old_somebody_is(talk: Talk) -> None:
    await talk.say("my bday is 3 june 1988")
    await talk.say("anna was born on 12.3.1990")
    await talk.say("Ben was born in 1990")
    assert await talk.answer("how old is Ben?") == "Ben is 35 or 36 (born 1990)."
    await talk.say("rex is 4 years old")
    assert await talk.answer("how old am i") == "You are 37 (born 3 june 1988)."
    assert await talk.answer("how old is Anna?") == "Anna is 36 (born 12.3.1990)."
    assert await talk.answer("how old is rex?") == "Rex is 4."
    talk.wait(timedelta(days=800))
    assert await talk.answer("how old is rex?") == (
        "Rex was 4 when you told me, Tue 14 Apr 2026, so now 6 or 7."
    )


async def test_how_long_something_has_been_so(talk: Talk) -> None:
    await talk.say("i live in berlin since 2019")
    assert await talk.answer("how long have i lived in berlin?") == (
        "You live in berlin since 2019. That is about 7 years now."
    )
    await talk.say("moved to munich last month")
    assert await talk.answer("how long have i lived in munich?") == (
        "You moved to munich last month. That is about 6 weeks now."
    )
    assert (await talk.answer("where did i live before?")).startswith("Earlier you told me: ")


async def test_a_question_asked_before_is_no_answer(talk: Talk) -> None:
    await talk.say("I like tea")
    for question in ("when did i last see the dentist", "what does zelda like"):
        await talk.say(question)
        assert "see the dentist" not in await talk.answer(question)
        assert "zelda" not in await talk.answer(question)


async def test_who_lives_somewhere(talk: Talk) -> None:
    await talk.say("my sisters name is lena and she lives in hamburg")
    assert await talk.answer("who lives in hamburg?") == "Lena lives in hamburg."
    assert (await talk.answer("who lives in rome?")).startswith("I don't know.")


async def test_where_something_lies_is_put_right(talk: Talk) -> None:
    await talk.say("my passport is in the top drawer")
    assert await talk.answer("where is my passport") == "Your passport is in the top drawer."
    await talk.say("actually it's in the safe")
    assert await talk.answer("where is my passport") == "Your passport is in the safe."
    await talk.say("I put my passport in the blue bag")
    assert (await talk.answer("where is my passport")).startswith(
        "You put your passport in the blue bag."
    )


async def test_an_ex_is_no_wife(talk: Talk) -> None:
    await talk.say("my ex wife klara lives in paris")
    assert (await talk.answer("who is my wife?")).startswith("I don't know")
    assert await talk.answer("who is my ex?") == "Klara is your ex wife."
    assert await talk.answer("where does klara live?") == "Klara lives in paris."


async def test_children_are_sons_and_daughters(talk: Talk) -> None:
    await talk.say("My daughter Mia is 6 and my son Ben is 9")
    said = await talk.answer("who are my kids?")
    assert sorted(said.splitlines()) == ["Ben is your son.", "Mia is your daughter."]


async def test_where_nobody_ever_lived_is_no_home(talk: Talk) -> None:
    await talk.say("I have never lived in Rome")
    assert talk.ties("LIVES_IN") == []


async def test_mum_and_mom_are_one(talk: Talk) -> None:
    await talk.say("moms birthday is may 5th")
    assert await talk.answer("when is mum's birthday?") == "Mom's birthday is may 5th."


async def test_what_was_typed_in_a_hurry_is_told_well(talk: Talk) -> None:
    await talk.say("im vegan and allergic to nuts")
    assert await talk.answer("am i vegan") == "Yes. You are vegan."
    await talk.say("my wifes name is ana")
    assert await talk.answer("who is my wife?") == "Your wife's name is Ana."
