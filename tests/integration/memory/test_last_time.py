"""What was done is kept as told and found by its day; what is asked may stand in a calendar."""

from datetime import timedelta

import pytest

from tests.integration.memory.chats import Talk


@pytest.mark.parametrize(
    ("told", "asked", "day"),
    [
        ("went to the dentist today", "when did i last go to the dentist", "Tue 14 Apr"),
        ("went for a run yesterday", "when did I last go for a run?", "Mon 13 Apr"),
        ("bought new shoes last week", "how long ago did I last buy shoes?", "Mon 6 Apr"),
        ("saw the dentist on friday", "when was my last dentist appointment?", "Fri 10 Apr"),
        ("I visited grandma on Easter", "when was the last time I visited grandma", "Sun 5 Apr"),
    ],
)
async def test_what_was_done_is_kept_and_found_by_its_day(
    talk: Talk, told: str, asked: str, day: str
) -> None:
    assert await talk.answer(told) == f"I'll remember: “{told}”."
    talk.wait(timedelta(days=10))
    assert await talk.answer(asked) == f"The last time that you told me of was {day}: “{told}”."


@pytest.mark.parametrize(
    "told",
    [
        "the meeting went well yesterday",
        "had lunch with Ben today",
        "we had dinner with Anna on friday",
        "was at the gym yesterday at 5pm",
        "I had yoga today at 1pm",
    ],
)
async def test_what_lies_behind_is_kept_and_not_planned(talk: Talk, told: str) -> None:
    assert await talk.answer(told) == f"I'll remember: “{told}”."
    assert talk.rows("select 1 from drafts") == []


@pytest.mark.parametrize("said", ["we had a meeting tomorrow at 3", "lunch with Ben today at 5pm"])
async def test_what_lies_ahead_is_planned(talk: Talk, said: str) -> None:
    assert (await talk.answer(said)).startswith("Shall I put this in your calendar?")


async def test_what_was_done_with_somebody_else_is_no_answer(talk: Talk) -> None:
    await talk.say("visited grandma yesterday")
    talk.wait(timedelta(days=2))
    assert (await talk.answer("when did I last visit Paul?")).startswith("I don't know.")


async def test_when_something_is_may_stand_in_the_calendar(talk: Talk) -> None:
    assert (await talk.answer("when is the workshop?")).startswith("I don't know.")
    await talk.say("workshop on friday at 10")
    await talk.press("Create")
    for asked in ("when is the workshop?", "when's the workshop", "when is my workshop"):
        assert await talk.answer(asked) == "workshop, Fri 17 Apr at 10:00", asked


async def test_what_is_on_today_answers_no_question_for_one_event(talk: Talk) -> None:
    await talk.say("my exam is on monday at 9")
    assert "“my exam is on monday at 9”" in await talk.answer("when is my exam?")
    await talk.say("exam on friday at 11")
    await talk.press("Create")
    assert await talk.answer("when is my exam?") == "exam, Fri 17 Apr at 11:00"
    assert "exam, Fri 17 Apr at 11:00" in await talk.answer("when is my appointment?")


async def test_what_was_said_in_two_halves_is_one_fact(talk: Talk) -> None:
    await talk.say("i used to hate mushrooms but now i love them")
    assert len(talk.rows("select 1 from memories")) == 1
    assert await talk.answer("do i like mushrooms") == "Yes. You like mushrooms."


async def test_who_quits_works_nowhere(talk: Talk) -> None:
    await talk.say("I work at Bosch")
    talk.wait(timedelta(days=3))
    await talk.say("I quit my job")
    assert talk.ties("WORKS_AT") == [("me", "Bosch", "2026-04-14", "2026-04-17")]
    assert (await talk.answer("where do I work?")).splitlines() == [
        "Nothing now, as far as I know.",
        "Earlier you told me: “I work at Bosch” (Tue 14 Apr)",
    ]


async def test_who_quits_a_habit_keeps_the_job(talk: Talk) -> None:
    await talk.say("I work at Bosch")
    for habit in ("smoking", "coffee", "the gym"):
        await talk.say(f"I quit {habit}")
    assert await talk.answer("where do I work?") == "You work at Bosch."
    await talk.say("I quit Bosch")
    assert (await talk.answer("where do I work?")).startswith("Nothing now")


@pytest.mark.parametrize("where", ["in the garage", "with the mechanic", "opposite the church"])
async def test_where_the_car_is_is_told_like_that(talk: Talk, where: str) -> None:
    await talk.say(f"my car is {where}")
    assert await talk.answer("where's my car?") == f"Your car is {where}."


@pytest.mark.parametrize("state", ["on silent", "on 5%"])
async def test_how_something_is_is_no_place(talk: Talk, state: str) -> None:
    await talk.say("my phone is in the kitchen")
    await talk.say(f"my phone is {state}")
    assert await talk.answer("where is my phone?") == "Your phone is in the kitchen."


@pytest.mark.parametrize("told", ["I lost my keys", "I had a dog", "may is my favourite month"])
async def test_what_is_plainly_told_is_kept_though_no_rule_knows_it(talk: Talk, told: str) -> None:
    assert await talk.answer(told) == f"I'll remember: “{told}”."


async def test_what_is_known_of_others_is_not_even_near(talk: Talk) -> None:
    await talk.say("sarah is vegetarian now")
    assert await talk.answer("is sarah vegetarian?") == "Yes. Sarah is vegetarian now."
    await talk.say("Tom is my brother")
    assert "arah" not in await talk.answer("is Tom vegetarian?")


async def test_what_is_told_without_an_order_is_kept_and_said_to_be(talk: Talk) -> None:
    said = await talk.answer("she hates coriander in everything that I cook")
    assert said.startswith("I have kept that in your words")
    assert "coriander" in await talk.answer("what about the coriander?")
    await talk.say("pause memory")
    assert "kept" not in await talk.answer("she hates parsley in everything that I cook")


async def test_a_change_of_jobs_ends_the_old_one(talk: Talk) -> None:
    await talk.say("I started at DHL on 1 March 2021")
    talk.wait(timedelta(days=30))
    await talk.say("I switched jobs")
    assert (await talk.answer("where do I work?")).startswith("Nothing now, as far as I know.")
    assert "DHL" in await talk.answer("where did I work in 2022?")


async def test_a_trade_has_its_article_and_a_habit_its_verb(talk: Talk) -> None:
    await talk.say("sophie is a vet and works at the zoo")
    await talk.say("i go bouldering every wednesday")
    await talk.say("my mum lives in Bonn, my dad in Trier")
    assert await talk.answer("what does Sophie do for work?") == (
        "Sophie is a vet.\nSophie works at zoo."
    )
    assert await talk.answer("what are my habits?") == "You go bouldering every wednesday."
    assert await talk.answer("where does my dad live?") == (
        "Your mum lives in Bonn, your dad in Trier."
    )
