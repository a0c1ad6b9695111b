"""Several times in one request: a reminder for each of them, or one rule where they come round."""

from datetime import timedelta

import pytest

from tests.house import House, labels

DAY = timedelta(days=1)


async def rung(house: House, span: timedelta) -> list[str]:
    return [
        f"{outgoing.created_at:%d %H:%M} {outgoing.reply.text}"
        for outgoing in await house.wait(span)
        if outgoing.created_at
    ]


async def test_each_time_of_a_day_rings(house: House) -> None:
    """Noon in Berlin is 10:00 UTC."""
    (said,) = await house.say("remind me at 2pm, 6pm and 8pm to drink water")
    assert said.reply.text == (
        "Reminder set: drink water\n"
        "today, Mon 13 Apr at 14:00 (in 2 h)\n"
        "today, Mon 13 Apr at 18:00 (in 6 h)\n"
        "today, Mon 13 Apr at 20:00 (in 8 h)"
    )
    assert await rung(house, DAY) == [f"13 {hour}:00 drink water" for hour in (12, 16, 18)]


@pytest.mark.parametrize(
    ("words", "instants"),
    [
        ("remind me to walk the dog at 4pm and at 8pm", ["13 14:00", "13 18:00"]),
        ("remind me at 8, 12 and 18 to walk the dog", ["13 16:00", "14 06:00", "14 10:00"]),
        ("remind me tomorrow at 15, 17 to walk the dog", ["14 13:00", "14 15:00"]),
        (
            "remind me at 8, 9, 10, 11, 12, 13, 14, 15 to walk the dog",
            [
                "13 11:00",
                "13 12:00",
                "13 13:00",
                "14 06:00",
                "14 07:00",
                "14 08:00",
                "14 09:00",
                "14 10:00",
            ],
        ),
        (
            "remind me in 10, 20 and 30 minutes to walk the dog",
            ["13 10:10", "13 10:20", "13 10:30"],
        ),
        ("remind me to walk the dog in 1 and 2 hours", ["13 11:00", "13 12:00"]),
        (
            "remind me in 10 minutes, 20 minutes and an hour to walk the dog",
            ["13 10:10", "13 10:20", "13 11:00"],
        ),
        ("remind me tuesday and thursday at 9 to walk the dog", ["14 07:00", "16 07:00"]),
        ("remind me to walk the dog tomorrow at 9 and friday at 10", ["14 07:00", "17 08:00"]),
    ],
)
async def test_none_of_them_is_lost(house: House, words: str, instants: list[str]) -> None:
    await house.say(words)
    assert await rung(house, 5 * DAY) == [f"{at} walk the dog" for at in instants]


async def test_every_day_they_are_one_rule(house: House) -> None:
    said = await house.reply("remind me every day at 8, 12 and 18 to drink water")
    assert said.startswith(
        "Reminder set: drink water\nevery day at 08:00, 12:00 and 18:00. Next: today,"
    )
    assert len(await rung(house, 2 * DAY)) == 6
    assert await house.reply("cancel the water reminder") != ""
    assert await rung(house, DAY) == []


async def test_undo_takes_all_of_them_back(house: House) -> None:
    (said,) = await house.say("remind me at 2pm and 6pm to drink water")
    assert labels(said) == ["Undo"]
    await house.press("Undo")
    assert await rung(house, DAY) == []


@pytest.mark.parametrize(
    "words",
    [
        "remind me at 5pm to leave for the 6pm train",
        "remind me at 5pm to check whether Tom comes at 7pm",
        "remind me at 5pm to go to the bank and to the doctor at 6pm",
        "remind me at 5pm to ask Anna to come and to bring wine at 7pm",
    ],
)
async def test_a_time_within_the_thing_rings_nothing(house: House, words: str) -> None:
    await house.say(words)
    assert [said[:8] for said in await rung(house, DAY)] == ["13 15:00"]


async def test_without_a_subject_all_wait_for_it(house: House) -> None:
    await house.say("remind me at 2pm and 6pm")
    await house.say("drink water")
    assert await rung(house, DAY) == ["13 12:00 drink water", "13 16:00 drink water"]


def hours(count: int) -> str:
    """So many clock times one after the other, a minute apart."""
    return ", ".join(f"13:{minute:02}" for minute in range(10, 10 + count))


@pytest.mark.parametrize("count", [13, 24])
async def test_a_dozen_and_more_are_all_set(house: House, count: int) -> None:
    said = await house.reply(f"remind me at {hours(count)} to drink water")
    assert len(said.splitlines()) == 1 + count
    assert len(await rung(house, DAY)) == count


async def test_too_many_are_refused_and_not_dropped(house: House) -> None:
    said = await house.reply(f"remind me at {hours(25)} to drink water")
    assert said.startswith("Those are 25 times, and I set at most 24 with one message, so I have")
    assert await rung(house, DAY) == []


@pytest.mark.parametrize(
    ("answer", "rings"),
    [
        ("the second one", "13 16:00"),
        ("press", "13 16:00"),
        ("at 5pm", "13 15:00"),
        ("6pm", "13 16:00"),
        ("tomorrow at 9", "14 07:00"),
    ],
)
async def test_of_one_or_the_other_it_is_asked_which(house: House, answer: str, rings: str) -> None:
    (asked,) = await house.say("remind me to call mum at 5pm or 6pm")
    assert asked.reply.text == "When shall I remind you of “call mum”?"
    assert labels(asked) == ["today, Mon 13 Apr at 17:00", "today, Mon 13 Apr at 18:00"]
    if answer == "press":
        await house.press("today, Mon 13 Apr at 18:00")
    else:
        await house.say(answer)
    assert await rung(house, DAY) == [f"{rings} call mum"]


async def test_of_one_or_the_other_before_the_subject(house: House) -> None:
    (asked,) = await house.say("remind me at 5pm or 6pm to call mum")
    assert asked.reply.text == "When shall I remind you of “call mum”?"


async def test_of_one_or_the_other_without_a_subject_both_are_asked(house: House) -> None:
    assert (await house.reply("remind me at 9 or 10")).startswith("What shall I remind you of?")
    (asked,) = await house.say("call mum")
    assert labels(asked) == ["today, Mon 13 Apr at 21:00", "today, Mon 13 Apr at 22:00"]


@pytest.mark.parametrize(
    "words",
    [
        "water the plants at 16 and the cat at 17",
        "remind me to water the plants at 16 and the cat at 17",
    ],
)
async def test_two_things_with_one_verb_are_two(house: House, words: str) -> None:
    await house.say(words)
    assert await rung(house, DAY) == ["13 14:00 water the plants", "13 15:00 water the cat"]


async def test_an_appointment_behind_an_errand_is_one(house: House) -> None:
    first, second = await house.say("call mum at 16 and dentist at 17")
    assert first.reply.text.startswith("Reminder set: call mum\n")
    assert "Create" in labels(second)


async def test_days_of_a_month_are_each_set(house: House) -> None:
    await house.say("remind me on the 15th, 20th and 25th at 9 to pay")
    assert await rung(house, 14 * DAY) == ["15 07:00 pay", "20 07:00 pay", "25 07:00 pay"]
    assert "on the 15th, 20th and 25th at 09:00" in await house.reply("reminders")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("what did I set?", "1. call mum, 17:00"),
        ("search mum", "1. call mum, 17:00"),
        ("search milk", "I find no task with “milk”."),
        ("remind me before all my meetings", "Tell me how long before, and what it is called"),
    ],
)
async def test_what_else_is_said(house: House, words: str, says: str) -> None:
    await house.say("remind me to call mum at 5pm")
    assert says in await house.reply(words)


@pytest.mark.parametrize(
    "words",
    [
        "remind me every monday except 20 april at 9 to water",
        "remind me every monday at 9 except on 20 april to water",
        "remind me to water every monday at 9, except the 20th",
    ],
)
async def test_a_day_that_is_taken_out_of_a_series_does_not_ring(house: House, words: str) -> None:
    said = await house.reply(words)
    assert said.startswith("Reminder set: water\nevery Monday at 09:00. Next: Mon 27 Apr at 09:00")
    assert await rung(house, 21 * DAY) == ["27 07:00 water", "04 07:00 water"]


async def test_the_next_three_leave_out_what_is_taken_out(house: House) -> None:
    said = await house.reply("remind me every day at 15 except wednesday 15 april to stretch")
    assert "today, Mon 13 Apr at 15:00 (in 3 h); tomorrow, Tue 14 Apr at 15:00; Thu 16" in said


@pytest.mark.parametrize("often", ["twice a day", "3 times a day", "three times a week"])
async def test_so_often_without_a_time_is_asked_about(house: House, often: str) -> None:
    assert (await house.reply(f"remind me {often} to run")).startswith("At which times is that?")
    assert await house.reply("reminders") == "You have no reminders."
    assert (await house.reply("remind me twice a day at 9 and 21 to run")).startswith("Reminder")


@pytest.mark.parametrize(
    "answer", ["twice a day at 9 and 21", "at 9 and 21", "9 and 21", "every day at 9 and 21"]
)
async def test_its_times_may_come_in_the_next_message(house: House, answer: str) -> None:
    await house.say("remind me to take pills twice a day")
    assert (await house.reply(answer)).startswith(
        "Reminder set: take pills\nevery day at 09:00 and 21:00. Next: today, Mon 13 Apr at 21:00"
    )


@pytest.mark.parametrize(
    "words",
    [
        "what's on tomorrow",
        "add milk to shopping",
        "reminders",
        "list my reminders at 9 and 21",
        "cancel my reminders at 9 and 21",
    ],
)
async def test_another_message_is_no_answer_to_that(house: House, words: str) -> None:
    await house.say("remind me to take pills twice a day")
    assert "Reminder set" not in await house.reply(words)
    assert await house.reply("reminders") == "You have no reminders."


@pytest.mark.parametrize(
    ("words", "rings"),
    [
        (
            "in an hour remind me to check the laundry and in two hours to fold it",
            ["13 11:00 check the laundry", "13 12:00 fold it"],
        ),
        (
            "remind me tomorrow at 9 to call mum and at 10 to pay rent",
            ["14 07:00 call mum", "14 08:00 pay rent"],
        ),
        (
            "remind me tomorrow at 9 to pack and to leave at 10",
            ["14 07:00 pack", "14 08:00 leave"],
        ),
        (
            "water the plants tomorrow at 4 and the cat at 5",
            ["14 14:00 water the plants", "14 15:00 water the cat"],
        ),
    ],
)
async def test_each_time_has_its_own_thing(house: House, words: str, rings: list[str]) -> None:
    await house.say(words)
    assert await rung(house, 2 * DAY) == rings


async def test_when_the_next_is(house: House) -> None:
    await house.say("remind me to call mum at 5pm")
    assert "1. call mum, 17:00" in await house.reply("when is my next reminder?")


@pytest.mark.parametrize(
    "words",
    [
        "remind me every day at 15 to take pills until wednesday",
        "remind me every day to take pills at 3 until wednesday",
        "remind me every day at 15 to take pills through wednesday",
        "remind me every day at 15 to take pills for 3 days",
        "remind me every day at 15 for 3 days to take pills",
        "remind me to take pills every day at 15 until wednesday",
    ],
)
async def test_a_series_ends_where_it_is_said_to(house: House, words: str) -> None:
    said = await house.reply(words)
    assert said.startswith(
        "Reminder set: take pills\nevery day at 15:00, until 15 Apr 2026. Next: "
    )
    assert await rung(house, 5 * DAY) == [f"{day} 13:00 take pills" for day in (13, 14, 15)]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("remind me for 2 days at 9 to take pills", ["14 07", "15 07"]),
        ("remind me at 15 for 2 days to take pills", ["13 13", "14 13"]),
        ("remind me for the next 2 days at 9 to take pills", ["14 07", "15 07"]),
        ("remind me for 2 days to take pills at 9", ["14 07", "15 07"]),
        ("remind me tomorrow at 9 for 2 days to take pills", ["14 07", "15 07"]),
        ("remind me every day at 9 for 2 days to take pills", ["14 07", "15 07"]),
        ("remind me every day at 15 to take pills for 2 days", ["13 13", "14 13"]),
        ("remind me every monday at 15 for 2 weeks to take pills", ["13 13", "20 13"]),
    ],
)
async def test_so_many_days_are_so_many(house: House, words: str, days: list[str]) -> None:
    await house.say(words)
    assert await rung(house, 30 * DAY) == [f"{day}:00 take pills" for day in days]


async def test_a_length_behind_the_thing_belongs_to_it(house: House) -> None:
    await house.say("remind me at 9 tomorrow to book a room for 2 nights")
    assert await rung(house, 5 * DAY) == ["14 07:00 book a room"]
    await house.say("remind me on sunday at 17:00 to see the weather for the next 5 days")
    assert await rung(house, 9 * DAY) == ["19 15:00 see the weather"]


async def test_the_next_weeks_begin_at_once(house: House) -> None:
    said = await house.reply("remind me for the next 2 weeks at 8 to take pills")
    assert "every day at 08:00, 14 times. Next: tomorrow, Tue 14 Apr at 08:00" in said


async def test_what_comes_an_hour_before_may_be_another_thing(house: House) -> None:
    await house.say("remind me to send the invoice in 2 hours, and an hour before that to check it")
    assert await rung(house, DAY) == ["13 11:00 check it", "13 12:00 send the invoice"]


@pytest.mark.parametrize(
    ("words", "first", "number"),
    [
        ("remind me to stretch every hour until 5pm", "13 11:00 stretch", 5),
        ("remind me to stretch every 10 minutes until 1pm", "13 10:10 stretch", 6),
        ("remind me every hour to stretch for 3 hours", "13 11:00 stretch", 3),
    ],
)
async def test_what_counts_hours_ends_at_a_clock_time(
    house: House, words: str, first: str, number: int
) -> None:
    await house.say(words)
    found = await rung(house, 2 * DAY)
    assert (found[0], len(found)) == (first, number)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("remind me next monday, wednesday and friday at 7 to swim", (20, 22, 24)),
        ("remind me to swim this wednesday, thursday and friday at 7", (15, 16, 17)),
    ],
)
async def test_days_of_one_week_are_none_of_every_week(
    house: House, words: str, days: tuple[int, ...]
) -> None:
    await house.say(words)
    assert await rung(house, 21 * DAY) == [f"{day} 05:00 swim" for day in days]


@pytest.mark.parametrize(
    ("words", "rings"),
    [
        (
            "remind me every day at 15 to call everyone except Bob until tuesday",
            ["13 13:00 call everyone except Bob", "14 13:00 call everyone except Bob"],
        ),
    ],
)
async def test_what_bounds_a_series_leaves_the_rest_as_it_is(
    house: House, words: str, rings: list[str]
) -> None:
    await house.say(words)
    assert await rung(house, 7 * DAY) == rings


async def test_a_clock_time_within_the_thing_ends_no_daily_series(house: House) -> None:
    await house.say("remind me every day at 15 to fast until 5pm")
    assert len(await rung(house, 7 * DAY)) >= 6


@pytest.mark.parametrize(
    ("words", "rings"),
    [
        (
            "remind me tomorrow at 9 to call mum and on 30 february to pay rent",
            ["14 07:00 call mum"],
        ),
    ],
)
async def test_a_further_thing_has_its_own_time(house: House, words: str, rings: list[str]) -> None:
    await house.say(words)
    assert await rung(house, 2 * DAY) == rings


async def test_what_is_done_is_nobody_to_be_called(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9 and leave at 10")
    assert "call leave" not in await house.reply("reminders")


async def test_what_is_to_be_moved_on_weekdays_rings_on_each(house: House) -> None:
    said = await house.reply("remind me to move my car monday to friday at 8")
    assert said.startswith("Reminder set: move my car\nevery weekday at 08:00.")


@pytest.mark.parametrize(
    "words", ["wake me at 6:30 for two weeks", "wake me up at 6:30 for the next 14 days"]
)
async def test_who_is_woken_for_days_is_woken_in_the_morning(house: House, words: str) -> None:
    assert (await house.reply(words)).startswith(
        "Reminder set: Wake up!\nevery day at 06:30, 14 times."
    )


async def test_a_reminder_that_is_set_for_a_length_rings_then(house: House) -> None:
    said = await house.reply("set a reminder for 2 weeks to renew the visa")
    assert said.startswith("Reminder set: renew the visa\nMon 27 Apr at ")


async def test_asking_for_a_reminder_at_a_time_sets_none(house: House) -> None:
    await house.say("remind me tomorrow at 9 to call mum")
    assert "1. call mum, 09:00" in await house.reply("is there a reminder for tuesday morning?")
    assert len(await rung(house, 2 * DAY)) == 1


@pytest.mark.parametrize(
    ("first", "then"), [("at 9", "and 21"), ("9", "at 9 and 21"), ("at 9", "21:00")]
)
async def test_fewer_times_than_were_said_are_asked_about(
    house: House, first: str, then: str
) -> None:
    await house.say("remind me to take pills twice a day")
    assert await house.reply(first) == (
        "You said twice a day, and that is only 1 of 2. Which are the others?"
        " I have set nothing yet."
    )
    assert await house.reply(then) == (
        "Reminder set: take pills\nevery day at 09:00 and 21:00. Next: today, Mon 13 Apr at 21:00"
        " (in 9 h); tomorrow, Tue 14 Apr at 09:00; tomorrow, Tue 14 Apr at 21:00"
    )


async def test_a_series_that_lacks_one_of_its_times_is_not_set(house: House) -> None:
    said = await house.reply("remind me to take pills twice a day at 9")
    assert said.startswith("You said twice a day, and that is only 1 of 2.")
    assert "only 1 of 2" in await house.reply("remind me twice a week on monday to run")
    assert await house.reply("reminders") == "You have no reminders."
