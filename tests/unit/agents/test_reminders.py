from datetime import UTC, datetime, timedelta

import pytest

from core.models import Outgoing
from tests.house import House

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def labels(outgoing: Outgoing) -> list[str]:
    return [button.label for line in outgoing.reply.buttons for button in line]


async def due(house: House) -> list[tuple[str, datetime]]:
    """What will ring, and when."""
    async with house.unit() as work:
        found = await work.reminders.upcoming(house.clock.now() - DAY)
    return [(reminder.text, occurrence.due_at) for reminder, occurrence in found]


async def test_what_is_said_is_what_was_saved(house: House) -> None:
    (said,) = await house.say("remind me to call mum tomorrow at 9")
    assert said.reply.text == ("Reminder set: call mum\ntomorrow, Tue 14 Apr at 09:00 (in 21 h)")
    assert (said.reply.route, labels(said)) == ("reminder.set", ["Change", "Undo"])
    assert await due(house) == [("call mum", datetime(2026, 4, 14, 7, tzinfo=UTC))]


async def test_a_series_is_said_as_a_rule_with_its_next_three_times(house: House) -> None:
    said = await house.reply("remind me every monday at 9 to water the plants")
    assert said == (
        "Reminder set: water the plants\nevery Monday at 09:00. Next: Mon 20 Apr at 09:00"
        " (in 6 days 21 h); Mon 27 Apr at 09:00; Mon 4 May at 09:00"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("remind me in 20 minutes to stretch", datetime(2026, 4, 13, 10, 20, tzinfo=UTC)),
        ("remind me tonight to stretch", datetime(2026, 4, 13, 18, tzinfo=UTC)),
        ("remind me every day at 8 to stretch", datetime(2026, 4, 14, 6, tzinfo=UTC)),
        ("remind me every other monday at 9 to stretch", datetime(2026, 4, 20, 7, tzinfo=UTC)),
        ("remind me to stretch every hour", datetime(2026, 4, 13, 11, tzinfo=UTC)),
        ("remind me every weekday at 7 to stretch", datetime(2026, 4, 14, 5, tzinfo=UTC)),
        ("remind me every month on the 31st to stretch", datetime(2026, 5, 31, 7, tzinfo=UTC)),
    ],
)
async def test_the_first_time_of(house: House, text: str, first: datetime) -> None:
    await house.say(text)
    assert await due(house) == [("stretch", first)]


async def test_a_bare_day_takes_the_persons_morning_and_says_so(house: House) -> None:
    said = await house.reply("remind me to call mum tomorrow")
    assert said.endswith(
        "tomorrow, Tue 14 Apr at 09:00 (in 21 h)\nYou named no time, so I took your morning, 09:00."
    )


async def test_a_time_that_is_past_is_refused_with_what_was_understood(house: House) -> None:
    said = await house.reply("remind me to call mum at 9 on 1 March 2020")
    assert said == (
        "I understood Sun 1 Mar 2020 at 09:00, but that is past (2234 days ago), so I have set"
        " nothing. Tell me a time that is still to come."
    )
    assert await due(house) == []


async def test_without_a_time_the_person_is_asked_and_answers_in_words(house: House) -> None:
    (asked,) = await house.say("remind me to feed the cat")
    assert asked.reply.text == "When shall I remind you of “feed the cat”?"
    assert labels(asked) == ["In 1 hour", "Tonight", "Tomorrow"]
    assert await due(house) == []
    said = await house.reply("in 20 minutes")
    assert said == "Reminder set: feed the cat\ntoday, Mon 13 Apr at 12:20 (in 20 min)"


@pytest.mark.parametrize(
    ("label", "at"),
    [
        ("in 1 hour", datetime(2026, 4, 13, 11, tzinfo=UTC)),
        ("tonight", datetime(2026, 4, 13, 18, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 4, 14, 7, tzinfo=UTC)),
    ],
)
async def test_or_answers_with_a_button(house: House, label: str, at: datetime) -> None:
    await house.say("remind me to feed the cat")
    toast, edit = await house.press(label)
    assert toast.reply.text.startswith("Set for ")
    assert edit.reply.text.startswith("Reminder set: feed the cat\n")
    assert labels(edit) == ["Change", "Undo"]
    assert await due(house) == [("feed the cat", at)]


async def test_a_question_that_is_over_sets_nothing(house: House) -> None:
    await house.say("remind me to feed the cat")
    press = await house.pressing("tonight")
    await house.say("remind me to call mum tomorrow at 9")
    (toast,) = await house.handle(press)
    assert toast.reply.text == (
        "That question is over. Tell me again what to remind you of, and when."
    )
    assert [text for text, _ in await due(house)] == ["call mum"]


async def test_today_after_the_morning_has_no_hour_of_its_own(house: House) -> None:
    assert (await house.reply("remind me today to call mum")).startswith("When shall I")


async def test_the_list_is_numbered_and_cancels_by_button(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("remind me to call bob tonight")
    (listed,) = await house.say("what are my reminders?")
    assert listed.reply.text == (
        "Your reminders:\n\nToday, Mon 13 Apr\n1. call bob, 20:00\n"
        "\nTomorrow, Tue 14 Apr\n2. call mum, 09:00"
    )
    assert labels(listed) == ["Cancel 1", "Cancel 2"]
    toast, edit = await house.press("cancel 1")
    assert toast.reply.text == "Cancelled: call bob"
    assert edit.reply.text == "Your reminders:\n\nTomorrow, Tue 14 Apr\n1. call mum, 09:00"
    assert [text for text, _ in await due(house)] == ["call mum"]
    await house.press("undo")
    assert [text for text, _ in await due(house)] == ["call bob", "call mum"]


@pytest.mark.parametrize("before", ["add buy milk to shopping", "buy milk on friday at 3pm"])
async def test_that_is_what_was_spoken_about(house: House, before: str) -> None:
    await house.say(before)
    said = await house.reply("remind me about that in 10 minutes")
    assert said.startswith("Reminder set: buy milk\n")


async def test_without_a_name_it_is_an_alarm_or_a_timer(house: House) -> None:
    await house.say("alarm at 7pm")
    await house.say("wake me up at 7")
    await house.say("set a timer for 20 minutes")
    assert [text for text, _ in await due(house)] == ["Timer", "Alarm", "Wake up!"]
    assert (await house.reply("remind me")).startswith("What shall I remind you of?")


async def test_no_reminders_are_said_to_be_none(house: House) -> None:
    assert await house.reply("what are my reminders?") == "You have no reminders."


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("cancel that", ["call mum", "call bob"]),
        ("cancel the second one", ["call mum", "buy bread"]),
        ("cancel reminder 3", ["call mum", "call bob"]),
        ("cancel my reminder to call mum", ["call bob", "buy bread"]),
        ("cancel the bread reminder", ["call mum", "call bob"]),
    ],
)
async def test_cancelling_by(house: House, words: str, left: list[str]) -> None:
    for what in ("call mum tomorrow at 8", "call bob tomorrow at 9", "buy bread tomorrow at 10"):
        await house.say(f"remind me to {what}")
    if "second" in words or "3" in words:
        await house.say("what are my reminders?")
    said = await house.reply(words)
    assert said.startswith("Cancelled")
    assert [text for text, _ in await due(house)] == left
    await house.press("undo")
    assert len(await due(house)) == 3


async def test_of_several_the_person_chooses(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 8")
    await house.say("remind me to call bob tomorrow at 9")
    (asked,) = await house.say("cancel my reminder to call")
    assert asked.reply.text == "Which one shall I cancel?"
    await house.press("call bob, tomorrow, Tue 14 Apr at 09:00")
    assert [text for text, _ in await due(house)] == ["call mum"]


async def test_what_is_not_there_is_said_not_to_be(house: House) -> None:
    assert await house.reply("cancel that") == "There is no reminder left to ring."
    await house.say("remind me to call mum tomorrow at 8")
    assert await house.reply("cancel the dentist reminder") == (
        "I find no reminder like “dentist”. There is “call mum”."
    )


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("no, at 6", datetime(2026, 4, 14, 16, tzinfo=UTC)),
        ("make it 10:15", datetime(2026, 4, 14, 8, 15, tzinfo=UTC)),
        ("hm, make that 10:15", datetime(2026, 4, 14, 8, 15, tzinfo=UTC)),
        ("on friday", datetime(2026, 4, 17, 7, tzinfo=UTC)),
        ("make it friday at 5pm", datetime(2026, 4, 17, 15, tzinfo=UTC)),
        ("push it back an hour", datetime(2026, 4, 14, 8, tzinfo=UTC)),
    ],
)
async def test_a_correction_moves_it(house: House, words: str, at: datetime) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    said = await house.reply(words)
    assert said.startswith("Changed: call mum\n")
    assert said.endswith("\nIt was tomorrow, Tue 14 Apr at 09:00.")
    assert await due(house) == [("call mum", at)]


@pytest.mark.parametrize(
    ("first", "then", "hour"),
    [
        ("tonight at 8", "make it 8:30", 20),
        ("at 6pm", "no, at 7", 19),
        ("at 1pm", "make it 11", 11),
    ],
)
async def test_a_correction_stays_in_its_half_of_the_day(
    house: House, first: str, then: str, hour: int
) -> None:
    house.clock.move_to(datetime(2026, 4, 14, 5, tzinfo=UTC))
    await house.say(f"remind me to send the photos {first}")
    assert f"\ntoday, Tue 14 Apr at {hour}:" in await house.reply(then)


async def test_a_series_takes_a_new_hour_as_a_whole(house: House) -> None:
    await house.say("remind me every monday at 9 to water the plants")
    said = await house.reply("make it 10")
    assert "every Monday at 10:00" in said
    rung = await house.wait(timedelta(days=15))
    assert [at(o) for o in rung] == [
        datetime(2026, 4, 20, 8, tzinfo=UTC),
        datetime(2026, 4, 27, 8, tzinfo=UTC),
    ]


@pytest.mark.parametrize("moved", ["wednesday at 7am", "friday at 9pm"])
async def test_one_ringing_moves_and_the_series_goes_on(house: House, moved: str) -> None:
    await house.say("remind me every thursday at 9 to swim")
    await house.say(f"move the swim reminder to {moved}")
    days = [at(o).day for o in await house.wait(timedelta(days=12))]
    assert days == [15 if moved.startswith("wed") else 17, 23]


def at(outgoing: Outgoing) -> datetime:
    assert outgoing.created_at is not None
    return outgoing.created_at


@pytest.mark.parametrize(
    "words",
    [
        "remind me every 30 february at 9 to leap",
        "remind me every year on 31 june at 9 to leap",
    ],
)
async def test_what_never_comes_round_is_refused(house: House, words: str) -> None:
    assert (await house.reply(words)).startswith("That never comes round, so I have set nothing.")
    assert await house.reply("what are my reminders?") == "You have no reminders."


async def test_what_takes_too_long_to_follow_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the processor were a thousand times slower.
    monkeypatch.setattr("agents.reminder_times.BUDGET_SECONDS", 1e-9)
    said = await house.reply("remind me every day at 9 to take pills")
    assert said.startswith("That comes round so seldom that I cannot follow it")
    assert await house.reply("what are my reminders?") == "You have no reminders."


async def test_a_list_of_a_day_stays_one_when_something_of_it_is_cancelled(house: House) -> None:
    await house.say("remind me to call mum tomorrow at 9")
    await house.say("remind me to stretch every day at 10")
    await house.say("remind me to call dad on friday at 9")
    await house.say("reminders for tomorrow")
    toast, shown = await house.press("Cancel 2")
    assert toast.reply.text == "Cancelled: stretch, the whole series"
    assert shown.reply.text == "Your reminders:\n\nTomorrow, Tue 14 Apr\n1. call mum, 09:00"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("did I set a reminder for grandma?", "1. call grandma, 11:00"),
        ("do I have a reminder to call grandma?", "1. call grandma, 11:00"),
        ("is there a reminder for dad?", "You have no reminder like “dad”."),
        ("do I have any reminders for tomorrow?", "You have no reminders for “tomorrow”."),
    ],
)
async def test_whether_there_is_one_of_it(house: House, words: str, told: str) -> None:
    await house.say("remind me on saturday at 11 to call grandma")
    await house.say("remind me on saturday at 12 to shop")
    said = await house.reply(words)
    assert told in said
    assert "shop" not in said


async def test_a_reminder_that_is_moved_to_hours_rings_at_the_first_on_its_day(
    house: House,
) -> None:
    await house.say("remind me to swim tomorrow at 5pm")
    assert "tomorrow, Tue 14 Apr at 18:00" in await house.reply("move it to 6 to 7")
