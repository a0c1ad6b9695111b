"""Reminders that are set by something else: what is meant is found, and never counted from now."""

from datetime import timedelta

import pytest

from tests.house import House


@pytest.fixture
async def busy(house: House) -> House:
    """A dentist on Thursday at 15:00 in the calendar, and yoga every day at 7."""
    await house.done("dentist thursday 3pm")
    await house.say("remind me of yoga every day at 7")
    return house


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("remind me 1 hour before the dentist", "Reminder set: dentist\nThu 16 Apr at 14:00"),
        (
            "remind me 30 minutes before the dentist to pack my bag",
            "Reminder set: pack my bag\nThu 16 Apr at 14:30",
        ),
        (
            "remind me a day before the dentist to floss",
            "Reminder set: floss\ntomorrow, Wed 15 Apr at 15:00",
        ),
        (
            "remind me 10 minutes before my dentist appointment on thursday",
            "Reminder set: my dentist appointment\nThu 16 Apr at 14:50",
        ),
        (
            "remind me an hour before yoga tomorrow to unroll the mat",
            "Reminder set: unroll the mat\ntomorrow, Tue 14 Apr at 06:00",
        ),
        (
            "remind me 2 days before the exam on 20 June",
            "Reminder set: the exam\nThu 18 Jun at 09:00",
        ),
        (
            "remind me half an hour before yoga to unroll the mat",
            "Reminder set: unroll the mat\nevery day at 06:30",
        ),
        (
            "remind me to stretch tomorrow at 6pm an hour before",
            "Reminder set: stretch\ntomorrow, Tue 14 Apr at 17:00",
        ),
        (
            "remind me about the meeting tomorrow at 3 an hour before",
            "Reminder set: the meeting\ntomorrow, Tue 14 Apr at 14:00",
        ),
    ],
)
async def test_it_rings_so_long_before(busy: House, said: str, told: str) -> None:
    if "a day before" in said:
        told = told.replace("tomorrow, ", "")
    assert (await busy.reply(said)).startswith(told)


async def test_one_message_sets_both(house: House) -> None:
    said = await house.say("remind me to call mum tomorrow at 5 and remind me an hour before")
    assert [outgoing.reply.text.splitlines()[1][:27] for outgoing in said] == [
        "tomorrow, Tue 14 Apr at 17:",
        "tomorrow, Tue 14 Apr at 16:",
    ]
    rung = await house.wait(timedelta(days=2))
    assert [outgoing.reply.text for outgoing in rung] == ["call mum", "call mum"]


async def test_and_before_sets_both_too(house: House) -> None:
    said = await house.say("remind me to call mum tomorrow at 5pm and an hour before")
    assert len(said) == 2
    assert len(await house.wait(timedelta(days=2))) == 2


@pytest.mark.parametrize(
    "said",
    [
        "remind me a week before anna's birthday",
        "remind me 2 days before the exam to study",
        "remind me a week before the dentist",
        "remind me 10 minutes before the dentist tomorrow",
        "remind me an hour before the meeting on friday",
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_set(busy: House, said: str) -> None:
    await busy.say("hello")
    told = await busy.reply(said)
    assert "I have set nothing" in told
    async with busy.unit() as work:
        ahead = await work.reminders.upcoming(busy.clock.now())
    assert {reminder.text for reminder, _ in ahead} == {"yoga"}


async def test_before_nothing_is_refused(house: House) -> None:
    assert "I have set nothing" in await house.reply("remind me an hour before")
    assert await house.wait(timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("an hour before the dentist on friday", "That is 1 h before “dentist”, Fri 17 Apr at 16"),
        ("30 minutes before yoga on friday", "Fri 17 Apr at 06:30"),
        ("an hour before my meeting on tuesday", "Which one do you mean? There is “meeting with"),
    ],
)
async def test_of_several_it_is_the_one_of_the_day_that_is_said(
    busy: House, words: str, told: str
) -> None:
    await busy.done("dentist on friday at 4pm")
    await busy.done("meeting with Tom tomorrow at 3pm")
    await busy.done("meeting with Anna tomorrow at 11am")
    assert told in await busy.reply(f"remind me {words}")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("remind me on thursday an hour before the dentist", "Thu 16 Apr at 14:00"),
        ("on thursday remind me an hour before the dentist to floss", "Thu 16 Apr at 14:00"),
        ("remind me an hour before thursday's dentist appointment", "Thu 16 Apr at 14:00"),
        ("remind me 1 hour before thursday's dentist to floss", "floss\nThu 16 Apr at 14:00"),
        ("remind me an hour before tomorrow's exam", "so I have set nothing"),
        ("remind me an hour before the dentist tomorrow", "so I have set nothing"),
        ("remind me tomorrow an hour before bed", "so I have set nothing"),
        ("remind me an hour before the dentist next week", "so I have set nothing"),
        ("remind me an hour before the dentist and 2 hours before yoga", "Tell me one by one"),
        ("remind me a day before and an hour before the dentist", "Tell me one by one"),
    ],
)
async def test_it_is_never_counted_from_the_morning_of_a_day(
    busy: House, words: str, told: str
) -> None:
    assert told in await busy.reply(words)
