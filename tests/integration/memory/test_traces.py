"""Where words of a fact may stand beside the fact itself: all of it is forgotten with it."""

from datetime import timedelta

from core.forgetting import Choice, Plans
from core.models import Incoming
from core.tasks import Task
from memory.imports import import_lines
from scheduler.calendars.news import tell
from tests.integration.memory.chats import NOON, Talk


async def facts(talk: Talk, words: str) -> tuple[str, ...]:
    async with talk.house.database.transaction(talk.owner_id) as work:
        return tuple(fact.id for fact in await work.memories.matching(words, 9))


async def forgotten(talk: Talk, choice: Choice) -> int:
    """Forgets it; the receipt's number."""
    async with talk.house.database.transaction(talk.owner_id) as work:
        return (await work.memories.forget(choice, talk.clock.now(), None)).id


def said(talk: Talk) -> list[object]:
    return [row[0] for row in talk.rows("select text from episodes order by id")]


async def test_a_message_that_said_so_once_more_goes_too(talk: Talk) -> None:
    await talk.say("I love durian")
    await talk.say("I really like durian!")
    assert talk.rows("select count(*) from proofs") == [(1,)]
    await forgotten(talk, Choice(facts=await facts(talk, "durian")))
    assert talk.holding("durian") == []


async def test_the_names_in_images_go(talk: Talk) -> None:
    await talk.say("Zelda is my sister")
    await talk.say("Zeldie is my friend")
    await talk.say("Zelda and Zeldie are the same")
    assert "changes" in talk.holding("zeldie")
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.memories.forget_all(talk.clock.now(), None)
    assert talk.holding("zeld") == []


async def test_what_a_fact_said_before_it_was_put_right_goes(talk: Talk) -> None:
    await talk.say("remember that my neighbour is called Zelda")
    await talk.say("who is my neighbour?")
    await talk.say("no, my neighbour is called Zora")
    await forgotten(talk, Choice(facts=await facts(talk, "neighbour")))
    assert (talk.holding("zora"), talk.holding("zelda")) == ([], [])


async def test_the_notes_of_a_draft_go(talk: Talk) -> None:
    await talk.say("remember that Zelda is my dentist")
    await talk.say("dentist on thursday at 4pm")
    rows = "update drafts set notes = 'ask for Zelda', attendees = '[{\"email\": \"zelda@x.org\"}]'"
    talk.rows(f"{rows} returning id")
    async with talk.house.database.transaction(talk.owner_id) as work:
        choice = await work.erasures.about(["Zelda"])
    await forgotten(talk, choice)
    assert talk.holding("zelda") == []


async def test_the_sentence_goes_and_the_others_stay(talk: Talk) -> None:
    await talk.say("I live in Berlin. My sister Anna loves durian. She buys it every week.")
    await forgotten(talk, Choice(facts=await facts(talk, "durian")))
    assert said(talk) == ["I live in Berlin."]
    assert (talk.holding("durian"), talk.holding("every week")) == ([], [])
    assert "Berlin" in await talk.answer("where do I live?")


async def test_a_message_in_hand_goes_as_a_whole(talk: Talk) -> None:
    await talk.say("remember that I love durian")
    incoming = await talk.receive("text", "Rain is wet. I love durian, I do.")
    await talk.deal(incoming, learn=False)
    soon = talk.clock.now() + timedelta(minutes=2)
    async with talk.house.database.transaction(talk.owner_id) as work:
        message = await work.episodes.of_message(incoming.inbox_id) or 0
        assert await work.lessons.claim(message, talk.clock.now(), soon) is not None
    await forgotten(talk, Choice(facts=await facts(talk, "durian")))
    assert said(talk) == []


async def test_a_message_that_waits_to_be_learned_from_loses_only_the_sentence(talk: Talk) -> None:
    await talk.say("remember that I love durian")
    incoming = await talk.receive("text", "Rain is wet. I love durian, I do.")
    await talk.deal(incoming, learn=False)
    await forgotten(talk, Choice(facts=await facts(talk, "durian")))
    await talk.house.learner.drain()
    assert (said(talk), talk.holding("durian")) == (["Rain is wet."], [])


async def test_what_is_read_late_does_not_bring_it_back(talk: Talk) -> None:
    await talk.say("remember that I love durian")
    late = await talk.receive("text", "I love durian.")
    await forgotten(talk, Choice(facts=await facts(talk, "durian")))
    talk.wait(timedelta(minutes=1))
    await talk.deal(late)
    assert talk.holding("durian") == []
    assert "“I love durian”" in await talk.answer("remember that I love durian")


async def test_no_import_brings_it_back_unless_it_was_said_later(talk: Talk) -> None:
    await talk.say("remember that Zelda broke her leg. I like figs")
    async with talk.house.database.transaction(talk.owner_id) as work:
        choice = await work.erasures.about(["Zelda"])
    await forgotten(talk, choice)
    talk.wait(timedelta(days=2))
    later = (NOON + timedelta(days=1)).isoformat()
    lines = [
        '{"text": "Zelda broke her leg."}',
        '{"text": "zelda broke  her leg", "said_at": "2026-04-01T10:00:00Z"}',
        '{"text": "We met ZELDA in Rome", "said_at": "2026-04-01T10:00:00Z"}',
        f'{{"text": "Zelda is well again", "said_at": "{later}"}}',
    ]
    house = talk.house
    now = talk.clock.now()
    done = await import_lines(
        house.database, house.embedder, talk.owner_id, lines, now, lambda _: None
    )
    assert (done.kept, done.known) == (1, 3)
    assert said(talk)[-1] == "Zelda is well again"


async def test_the_name_that_an_import_made_of_the_words_goes_with_them(talk: Talk) -> None:
    house, now = talk.house, talk.clock.now()
    line = '{"text": "Zelda broke her leg. We ate figs."}'

    async def kept() -> int:
        database, embedder = house.database, house.embedder
        done = await import_lines(database, embedder, talk.owner_id, [line], now, lambda _: None)
        return done.kept

    assert await kept() == 1
    [(ref,)] = talk.rows("select ref from episodes")
    async with house.database.transaction(talk.owner_id) as work:
        choice = await work.erasures.about(["Zelda"])
    await forgotten(talk, choice)
    assert talk.rows("select text, ref from episodes") == [("We ate figs.", None)]
    assert talk.holding(str(ref)) == []
    assert await kept() == 0


async def test_a_picture_that_was_sent_twice_goes_twice(talk: Talk) -> None:
    house, now = talk.house, talk.clock.now()
    lines = [f'{{"text": "{text}", "ref": "{text}{n}"}}' for n, text in enumerate("🦊🦊👍")]
    await import_lines(house.database, house.embedder, talk.owner_id, lines, now, lambda _: None)
    [(first,)] = talk.rows("select min(id) from episodes")
    await forgotten(talk, Choice(messages=(int(str(first)),)))
    assert said(talk) == ["👍"]


async def test_everything_forgotten_is_not_imported_again(talk: Talk) -> None:
    lines = ['{"text": "It rained figs", "ref": "D1:1"}', '{"text": "We sang", "ref": "D1:2"}']
    house, now = talk.house, talk.clock.now()

    async def kept(*some: str) -> int:
        database, embedder = house.database, house.embedder
        done = await import_lines(database, embedder, talk.owner_id, some, now, lambda _: None)
        return done.kept

    assert await kept(*lines) == 2
    async with house.database.transaction(talk.owner_id) as work:
        await work.memories.forget_all(now, None)
    assert await kept(*lines, '{"text": "Another tale", "ref": "D1:3"}') == 1


async def test_plans_go_only_with_those_that_were_chosen(talk: Talk) -> None:
    await talk.say("remember that Zelda is my boss")
    await talk.say("remind me to call Zelda tomorrow at 9")
    await talk.say("remind me to call mum tomorrow at 10")
    await talk.say("lunch with Zelda on thursday at 1pm")
    await talk.press("Create")
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.tasks.add(Task(title="Cake for Zelda"), NOON)
        choice = await work.erasures.about(["Zelda"])
    found = choice.plans
    assert (len(found.reminders), len(found.tasks), len(found.events)) == (1, 1, 1)
    await forgotten(talk, Choice(facts=choice.facts, mentions=choice.mentions, names=("Zelda",)))
    assert set(talk.holding("zelda")) == {"reminders", "tasks", "calendar_events", "changes"}
    await forgotten(talk, Choice(names=("Zelda",), plans=found))
    assert talk.holding("zelda") == []
    assert talk.rows("select text from reminders") == [("call mum",)]


async def test_what_was_pushed_of_plans_goes_with_all_of_them(talk: Talk) -> None:
    await talk.say("lunch with Zelda on thursday at 1pm")
    await talk.press("Create")
    async with talk.house.database.transaction(talk.owner_id) as work:
        for key in ("one", "two"):
            await tell(work, key, "“lunch with Zelda” is today at 14:00 now.", NOON)
    talk.rows("update outbox set state = 'sent' where key = 'one' returning id")
    async with talk.house.database.transaction(talk.owner_id) as work:
        await work.memories.forget_all(talk.clock.now(), None, await work.erasures.plans())
    assert talk.holding("zelda") == []


async def test_a_period_takes_what_was_told_in_it_and_nothing_else(talk: Talk) -> None:
    await talk.say("I love figs")
    talk.wait(timedelta(days=3))
    await talk.say("I love durian")
    talk.wait(timedelta(days=3))
    await talk.say("I love rain")
    async with talk.house.database.transaction(talk.owner_id) as work:
        day = timedelta(days=1)
        choice = await work.erasures.during(NOON + 2 * day, NOON + 4 * day)
    await forgotten(talk, choice)
    assert said(talk) == ["I love figs", "I love rain"]
    assert talk.holding("durian") == []


async def test_what_was_told_at_another_time_too_is_known_from_then(talk: Talk) -> None:
    await talk.say("I love figs")
    talk.wait(timedelta(days=3))
    await talk.say("I really love figs!")
    talk.wait(timedelta(days=3))
    async with talk.house.database.transaction(talk.owner_id) as work:
        choice = await work.erasures.during(NOON, NOON + timedelta(days=1))
    await forgotten(talk, choice)
    assert said(talk) == ["I really love figs!"]
    await talk.house.learner.drain()
    assert "(told Fri 17 Apr)" in await talk.answer("what do I love?")
    assert [tie[:2] for tie in talk.ties("LIKES")] == [("me", "figs")]


async def test_whatever_a_button_says_only_ones_own_plans_go(talk: Talk) -> None:
    ben = await talk.another("ben")
    await ben.say("remind me to call mum tomorrow at 10")
    [(number,)] = talk.rows("select id from reminders")
    await forgotten(talk, Choice(plans=Plans(reminders=(int(str(number)),))))
    assert talk.rows("select text from reminders") == [("call mum",)]


async def test_a_short_word_takes_nothing_along_that_only_has_its_letters(talk: Talk) -> None:
    await talk.say("remember that tea")
    await talk.say("The steak was good")
    waiting: Incoming = await talk.receive("text", "buy a steak")
    await forgotten(talk, Choice(facts=await facts(talk, "tea")))
    assert "The steak was good" in said(talk)
    async with talk.house.database.transaction(talk.owner_id) as work:
        assert await work.inbox.take(waiting.inbox_id) is not None
