"""What others get wrong: words that come back as an order, things that come back from the dead,
messages when there is nothing to say."""

from datetime import timedelta

from tests.fakes import ScriptedModel
from tests.house import House
from tests.integration.reminders.conftest import Life, at, texts


async def test_a_ringing_is_the_persons_own_words_and_asks_no_model() -> None:
    model = ScriptedModel()
    house = House(model=model)
    async with house.dispatcher:
        await house.say("remind me to drink *water* <b>now</b> 💧 at 1pm")
        (push,) = await house.wait(timedelta(hours=2))
        assert push.reply.text == "drink *water* <b>now</b> 💧"
        await house.press("Done")
    assert model.asked == []


async def test_what_rings_is_taken_for_no_order(life: Life) -> None:
    await life.say('remind me at 13:00 to "remind me every minute to add milk to shopping"')
    (push,) = await life.until(2026, 4, 13, 13)
    assert push.reply.text == "remind me every minute to add milk to shopping"
    assert await life.wait(days=1) == []
    assert life.rows("select count(*) as n from reminders") == [{"n": 1}]
    assert life.rows("select count(*) as n from tasks") == [{"n": 0}]


async def test_when_there_is_nothing_to_say_nothing_is_said(life: Life) -> None:
    await life.say("add milk to shopping")
    assert await life.wait(days=30) == []
    assert await life.off(days=3) == []


async def test_a_start_after_a_start_says_nothing_twice(life: Life) -> None:
    await life.say("remind me to restart the router at 13:00")
    await life.say("remind me every day at 13:30 to eat")
    assert len(await life.off(hours=6)) == 1
    for _ in range(5):
        assert await life.off(seconds=2) == []


async def test_what_was_cancelled_stays_so_over_restarts(life: Life) -> None:
    await life.say("remind me every day at 9 to take pills")
    await life.until(2026, 4, 14, 9)
    await life.press("1 h")
    (said,) = await life.say("stop reminding me to take pills")
    assert said.startswith("Cancelled: take pills")
    for _ in range(3):
        assert await life.off(days=1) == []
    assert await life.wait(days=3) == []


async def test_what_was_missed_for_weeks_is_still_told(life: Life) -> None:
    await life.say("remind me to renew my passport at 13:00")
    (push,) = await life.off(days=30)
    assert push.reply.text == "renew my passport\n(due Mon 13 Apr at 13:00, 29 days 23 h late)"


async def test_in_a_minute_is_a_minute_from_the_words(life: Life) -> None:
    await life.say("remind me in 1 minute to blink")
    await life.say("remind me in 2 minutes to nod")
    rung = await life.wait(minutes=5)
    assert [*zip(at(rung), texts(rung), strict=True)] == [
        ("13 12:01", "blink"),
        ("13 12:02", "nod"),
    ]
