"""Reminders named without the word: skipped, moved, done; and what is too far away."""

from datetime import timedelta

import pytest

from tests.house import House, labels


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("skip yoga tomorrow", "Skipped: yoga, tomorrow, Tue 14 Apr at 07:00\nNext: Wed 15 Apr"),
        ("skip yoga on thursday", "Skipped: yoga, Thu 16 Apr at 07:00\nNext: tomorrow, Tue 14"),
        ("please skip the next yoga", "Skipped: yoga, tomorrow, Tue 14 Apr at 07:00\nNext: Wed"),
        ("skip it this time", "Skipped: yoga, tomorrow, Tue 14 Apr at 07:00\nNext: Wed 15 Apr"),
    ],
)
async def test_one_ringing_is_left_out_and_the_series_goes_on(
    house: House, said: str, told: str
) -> None:
    await house.say("remind me of yoga every day at 7")
    assert (await house.reply(said)).startswith(told)
    rung = await house.wait(timedelta(days=4))
    days = {"skip yoga on thursday": [14, 15, 17]}.get(said, [15, 16, 17])
    assert [outgoing.created_at.day for outgoing in rung if outgoing.created_at] == days


async def test_undo_brings_it_back(house: House) -> None:
    await house.say("remind me of yoga every day at 7")
    await house.say("skip yoga tomorrow")
    await house.press("Undo")
    assert len(await house.wait(timedelta(days=2))) == 2


async def test_what_rings_once_is_not_skipped(house: House) -> None:
    await house.say("remind me of the parcel tomorrow at 9")
    assert "rings only once" in await house.reply("skip the parcel")
    assert len(await house.wait(timedelta(days=1))) == 1


async def test_a_reminder_is_moved_by_its_name(house: House) -> None:
    await house.say("remind me of yoga every day at 7")
    assert "every day at 08:00" in await house.reply("move yoga to 8")
    await house.say("remind me to feed granny on friday at 10")
    assert "Fri 17 Apr at 11:00" in await house.reply("push granny back an hour")


@pytest.mark.parametrize(
    "words",
    [
        "make yoga an hour earlier",
        "move the yoga reminder an hour earlier",
        "make it 1 hour earlier",
    ],
)
async def test_earlier_is_not_later(house: House, words: str) -> None:
    await house.say("remind me of yoga tomorrow at 7")
    assert (await house.reply(words)).startswith("Changed: yoga\ntomorrow, Tue 14 Apr at 06:00")


async def test_of_an_event_and_a_reminder_the_one_spoken_of_last_moves(house: House) -> None:
    await house.say("remind me of yoga every day at 7")
    await house.done("yoga tomorrow at 6pm")
    (asked,) = await house.say("move yoga to 8pm")
    assert "Move" in labels(asked)
    await house.say("remind me of yoga every day at 7")
    assert "every day at 20:00" in await house.reply("move yoga to 8pm")


async def test_an_event_is_moved_after_speaking_of_another_reminder(house: House) -> None:
    await house.done("yoga tomorrow at 6pm")
    await house.say("remind me to call mum every day at 7")
    (asked,) = await house.say("move yoga to 8pm")
    assert "Move" in labels(asked)


async def test_what_rang_is_done_by_its_name(house: House) -> None:
    await house.say("remind me to water the plants in 5 minutes")
    await house.wait(timedelta(minutes=6))
    said = await house.say("done with the plants")
    assert {outgoing.kind: outgoing.reply.text for outgoing in said} == {
        "edit": "water the plants\n✓ Done (Mon 13 Apr at 12:06)",
        "reply": "✓ Done: water the plants",
    }


async def test_the_timer_is_the_one_that_stops(house: House) -> None:
    await house.say("remind me of yoga every day at 7")
    await house.say("timer 10 minutes")
    await house.say("hello")
    assert (await house.reply("stop the timer")).startswith("Cancelled: Timer")


async def test_what_is_centuries_away_is_refused(house: House) -> None:
    assert "I have set nothing" in await house.reply("remind me to celebrate in 500 years")


@pytest.mark.parametrize("answer", ["tomorrow at 9", "press"])
async def test_how_insistent_it_is_survives_the_question_when(house: House, answer: str) -> None:
    assert "When" in await house.reply("remind me to pay the bill, it's urgent")
    if answer == "press":
        toast, shown = await house.press("Tomorrow")
        assert toast.reply.text == "Set for tomorrow, Tue 14 Apr at 09:00"
        assert "It is urgent" in shown.reply.text
    else:
        assert "It is urgent" in await house.reply(answer)


async def test_a_list_of_next_week_holds_what_comes_round_then(house: House) -> None:
    await house.say("remind me of yoga every day at 7")
    await house.say("remind me of the parcel tomorrow at 9")
    told = await house.reply("show my reminders for next week")
    assert "Mon 20 Apr\n1. yoga, 07:00 (every day at 07:00)" in told
    assert "parcel" not in told


async def test_a_long_list_has_pages(house: House) -> None:
    for number in range(25):
        await house.say(f"remind me of thing{chr(97 + number)} tomorrow at 9")
    (first,) = await house.say("show my reminders")
    assert "… and 5 more" in first.reply.text
    assert "More" in labels(first)
    toast, second = await house.press("More")
    assert toast.reply.text == "From number 21 on"
    assert "25. thingy" in second.reply.text
    _, back = await house.press("Back")
    assert "1. thinga" in back.reply.text


async def test_a_new_rule_may_begin_with_what_was_left_out(house: House) -> None:
    await house.say("remind me every day at 9 to do yoga")
    await house.say("skip yoga tomorrow")
    assert (await house.reply("change yoga to every other day")).startswith(
        "Changed: do yoga\nevery other day at 09:00. Next: Thu 16 Apr at 09:00"
    )
    rung = await house.wait(timedelta(days=4))
    assert [f"{sent.created_at:%d}" for sent in rung if sent.created_at] == ["16"]


@pytest.mark.parametrize(
    ("words", "rings"),
    [
        ("move swim on thursday to 20", ["13 16", "16 18", "20 16"]),
        ("move swim on monday to 20", ["13 16", "16 16", "20 18"]),
        ("move swim to 20", ["13 18", "16 18", "20 18"]),
    ],
)
async def test_a_day_that_is_named_beside_the_new_time_is_moved_alone(
    house: House, words: str, rings: list[str]
) -> None:
    """On Monday 13 at noon."""
    await house.say("remind me every monday and thursday at 18 to swim")
    await house.say(words)
    rung = await house.wait(timedelta(days=8))
    assert [f"{sent.created_at:%d %H}" for sent in rung if sent.created_at] == rings
