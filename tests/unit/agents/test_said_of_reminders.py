"""What people say of their reminders, and what must not be made of it."""

import pytest

from tests.house import House, labels

SWIM = "remind me to swim every thursday at 18:00"


async def listed(house: House) -> list[str]:
    text = await house.reply("reminders")
    return [line.partition(". ")[2] for line in text.splitlines() if line[:1].isdecimal()]


@pytest.mark.parametrize("words", ["move thursday's swim to 20", "move the thursday swim to 20:00"])
async def test_the_swim_of_a_day_is_moved_alone(house: House, words: str) -> None:
    await house.say(SWIM)
    assert (await house.reply(words)).startswith("Changed: swim\nThu 16 Apr at 20:00")
    assert await listed(house) == [
        "swim, moved to 20:00",
        "swim, 18:00 (every Thursday at 18:00)",
    ]


@pytest.mark.parametrize("asked", ["did I set a reminder for grandpa?", "cancel grandpa reminder"])
async def test_another_word_is_no_slip(house: House, asked: str) -> None:
    await house.say("remind me to call grandma on friday at 10")
    assert "no reminder like “grandpa”" in await house.reply(asked)
    assert await listed(house) == ["call grandma, 10:00"]


@pytest.mark.parametrize("typed", ["grandam", "gramdma", "grndma", "grandme"])
async def test_a_slip_is_looked_through(house: House, typed: str) -> None:
    await house.say("remind me to call grandma on friday at 10")
    assert "call grandma, 10:00" in await house.reply(f"did I set a reminder for {typed}?")


async def test_a_leap_day_comes_in_leap_years(house: House) -> None:
    assert (await house.reply("remind me every leap day at 9 to dance")).startswith(
        "Reminder set: dance\nevery year on 29 February at 09:00. Next: Tue 29 Feb 2028"
    )
    assert "Tue 29 Feb 2028 at 15:00" in await house.reply("remind me on leap day at 15 to sing")


@pytest.mark.parametrize(
    ("words", "often"),
    [
        ("remind me every payday at 9 to save", "every payday"),
        ("remind me to save every payday at 9", "every payday"),
        ("remind me every full moon to look up", "every full moon"),
        ("remind me to lock up every time I leave", "every time I leave"),
    ],
)
async def test_what_comes_round_in_an_unknown_way_is_not_set_once(
    house: House, words: str, often: str
) -> None:
    said = await house.reply(words)
    assert said.startswith(f"I can't tell when “{often}” is, so I have set nothing.")
    assert await listed(house) == []


async def test_every_one_of_many_things_is_no_series(house: House) -> None:
    said = await house.reply("remind me to hug every child at 15")
    assert said.startswith("Reminder set: hug every child\ntoday, Mon 13 Apr at 15:00")


async def test_how_far_a_change_reaches_is_said_again_and_again(house: House) -> None:
    one, every = ["swim, moved to 20:00", "swim, 18:00 (every Thursday at 18:00)"], [
        "swim, 20:00 (every Thursday at 20:00)"
    ]  # fmt: skip
    await house.say(SWIM)
    await house.say("move swim to 20")
    for words, now in [("only this one", one), ("all following", every)] * 2:
        assert (await house.reply(words)).startswith("Changed: swim")
        async with house.unit() as work:
            rows = await work.reminders.upcoming(house.clock.now())
        assert len(rows) == len(now)
    assert await listed(house) == every


async def test_its_buttons_do_so_too(house: House) -> None:
    await house.say(SWIM)
    await house.say("move swim to 20")
    toast, edit = await house.press("Only this one")
    assert (toast.reply.text, labels(edit)) == ("Only this one.", ["All following", "Undo"])
    toast, edit = await house.press("All following")
    assert (toast.reply.text, labels(edit)) == ("All that follow.", ["Only this one", "Undo"])
    assert await listed(house) == ["swim, 20:00 (every Thursday at 20:00)"]


@pytest.mark.parametrize(
    "words",
    [
        "change the text of yoga to pilates",
        "rename yoga to pilates",
        "change yoga to pilates",
        "change the yoga reminder to pilates",
        "change the name of yoga to pilates",
    ],
)
async def test_a_reminder_gets_another_text_by_its_name(house: House, words: str) -> None:
    await house.say("remind me to do yoga every monday at 7")
    assert (await house.reply(words)).startswith("Changed: pilates\nevery Monday at 07:00.")
    assert await listed(house) == ["pilates, 07:00 (every Monday at 07:00)"]


async def test_a_task_of_that_name_comes_first(house: House) -> None:
    await house.say("remind me to do yoga every monday at 7")
    await house.say("add yoga to my tasks")
    assert "pilates" in await house.reply("rename yoga to pilates")
    assert await house.open_tasks() == ["pilates"]
    assert await listed(house) == ["do yoga, 07:00 (every Monday at 07:00)"]


@pytest.mark.parametrize("part", ["tomorrow afternoon", "tomorrow"])
async def test_the_old_time_beside_the_new_one_is_not_taken_for_it(house: House, part: str) -> None:
    await house.say("remind me to take the pills tomorrow at 14:00")
    said = await house.reply(f"move the pills reminder {part} to 17:00")
    assert said.startswith("Changed: take the pills\ntomorrow, Tue 14 Apr at 17:00")


@pytest.mark.parametrize("part", ["tomorrow afternoon", "tomorrow"])
async def test_a_part_of_a_day_and_its_hour_are_one_time(house: House, part: str) -> None:
    assert await house.reply(f"remind me {part} to call mum at 5") == (
        "Reminder set: call mum\ntomorrow, Tue 14 Apr at 17:00 (in 1 day 5 h)"
    )


async def test_an_hour_outside_the_part_of_a_day_is_another_time(house: House) -> None:
    said = await house.reply("remind me tomorrow morning to pack for the train at 17:00")
    assert "tomorrow, Tue 14 Apr at 09:00" in said
    assert "I have set nothing for “at 17:00”" in said


@pytest.mark.parametrize("words", ["no, I meant 4", "sorry, 4", "actually 4:00", "wait i mean 4"])
async def test_a_bare_hour_corrects_what_was_just_set(house: House, words: str) -> None:
    await house.say("remind me to pick up the kids at half 3")
    assert (await house.reply(words)).startswith(
        "Changed: pick up the kids\ntoday, Mon 13 Apr at 16:00"
    )


@pytest.mark.parametrize(
    "words",
    [
        "remind me every weekday at 12:15 to stretch except on fridays",
        "remind me every weekday at 12:15 to stretch, but not on fridays",
    ],
)
async def test_an_excepted_weekday_behind_the_thing_does_not_ring(house: House, words: str) -> None:
    said = await house.reply(words)
    assert said.startswith(
        "Reminder set: stretch\nevery Monday, Tuesday, Wednesday and Thursday at 12:15."
    )


async def test_the_word_that_leads_to_the_start_is_not_part_of_the_thing(house: House) -> None:
    said = await house.reply("remind me to water plants every 3 days starting friday at 18")
    assert said.startswith("Reminder set: water plants\nevery 3 days at 18:00. Next: Fri 17 Apr")


@pytest.mark.parametrize(
    "words",
    [
        "remind me at 9 tomorrow new york time to call mum",
        "remind me tomorrow at 9 new york time to call mum",
        "remind me at 9am tomorrow EDT to call mum",
    ],
)
async def test_a_zone_behind_the_day_is_part_of_the_time(house: House, words: str) -> None:
    said = await house.reply(words)
    assert said.startswith(
        "Reminder set: call mum\ntomorrow, Tue 14 Apr at 09:00 (America/New_York"
    )


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("remind me when the sun sets to close the blinds", "close the blinds"),
        ("remind me before I go to bed to lock the door", "lock the door"),
        ("remind me at sunset to call bob", "call bob"),
        ("remind me if it rains to take an umbrella", "take an umbrella"),
    ],
)
async def test_what_nobody_can_tell_the_time_of_is_asked(
    house: House, words: str, what: str
) -> None:
    assert await house.reply(words) == f"When shall I remind you of “{what}”?"
    assert (await house.reply("at 20:30")).startswith(f"Reminder set: {what}\ntoday")


@pytest.fixture
async def three(house: House) -> House:
    for what, hour in (("call mum", 17), ("call dad", 18), ("feed the cat", 19)):
        await house.say(f"remind me to {what} at {hour}:00")
    return house


async def test_the_next_one_is_the_one_that_rings_first(three: House) -> None:
    assert (await three.reply("what's my next reminder?")).endswith("1. call mum, 17:00")
    assert (await three.reply("cancel the next reminder")).startswith("Cancelled: call mum")
    assert (await three.reply("cancel the next one")).startswith("Cancelled: call dad")


async def test_both_of_a_name_are_cancelled_together(three: House) -> None:
    (asked,) = await three.say("cancel both call reminders")
    assert asked.reply.text.startswith("Shall I cancel 2 reminders?\n1. call mum")


async def test_the_next_weeks_begin_today(three: House) -> None:
    assert "3. feed the cat, 19:00" in await three.reply("show my reminders for the next two weeks")
    assert "19:00 ⏰ feed the cat" in await three.reply("what's on in the next three days?")


async def test_the_last_one_is_not_the_one_that_was_just_changed(three: House) -> None:
    await three.say("reminders")
    await three.say("move the second one to 20:00")
    (asked,) = await three.say("delete the last one")
    assert asked.reply.text == "Which one shall I cancel?"
    assert len(await listed(three)) == 3


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("remind me on my birthday at 8 to celebrate", "on my birthday"),
        ("remind me at 8 on my birthday to celebrate", "on my birthday"),
        ("remind me on anna's birthday at 9 to call her", "on anna's birthday"),
    ],
)
async def test_an_hour_on_an_unknown_day_is_not_set_for_today(
    house: House, words: str, day: str
) -> None:
    said = await house.reply(words)
    assert said.startswith(f"I can't tell when “{day}” is, so I have set nothing.")
    assert await listed(house) == []


async def test_a_time_in_a_remark_belongs_to_the_thing(house: House) -> None:
    said = await house.reply("remind me to call mum (she's back at 6) at 7pm")
    assert said == "Reminder set: call mum (she's back at 6)\ntoday, Mon 13 Apr at 19:00 (in 7 h)"
    said = await house.reply("remind me to call dad (tomorrow at 9)")
    assert said.startswith("Reminder set: call dad\ntomorrow, Tue 14 Apr at 09:00")


async def test_another_language_sets_nothing(house: House) -> None:
    said = await house.reply("rappelle-moi demain à 9h d'appeler maman")
    assert said.startswith("I speak English only for now")
    assert await listed(house) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("remind me at 20 on the way home to buy milk", "today, Mon 13 Apr at 20:00"),
        ("remind me at 18 before dinner to take my pills", "today, Mon 13 Apr at 18:00"),
        ("remind me tomorrow at 9 every student must bring lunch", "tomorrow, Tue 14 Apr at 09:00"),
        ("remind me at 18 to ask why it jams every time we print", "today, Mon 13 Apr at 18:00"),
    ],
)
async def test_what_else_is_said_beside_an_hour_is_no_unknown_day(
    house: House, words: str, shown: str
) -> None:
    assert shown in await house.reply(words)


async def test_a_smile_keeps_its_mouth(house: House) -> None:
    assert (await house.reply("remind me at 18 to call Tom :)")).startswith(
        "Reminder set: call Tom :)\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        "remind me at 18 that my card pin is 9921",
        "remind me tomorrow at 9: card number 4111 1111 1111 1111",
        "add card pin 9921 to my shopping list",
        "bank appointment tomorrow at 9, my banking password: tulip7",
    ],
)
async def test_an_order_holds_no_secret(house: House, words: str) -> None:
    assert (await house.reply(words)).startswith("I don't keep what opens an account")
    assert await listed(house) == []
    assert await house.open_tasks() == []


@pytest.mark.parametrize(
    "words",
    [
        "remind me at 18 that my laptop password is about to expire",
        "remind me at 18:00 of the bike pin 9921",
    ],
)
async def test_what_only_speaks_of_a_secret_is_set(house: House, words: str) -> None:
    assert (await house.reply(words)).startswith("Reminder set")


async def test_a_place_is_no_zone(house: House) -> None:
    said = await house.reply("remind me at 9 tomorrow central park run")
    assert "tomorrow, Tue 14 Apr at 09:00 (in" in said


async def test_an_answer_holds_no_secret_either(house: House) -> None:
    await house.say("remind me tomorrow at 9")
    assert (await house.reply("my card pin is 9921")).startswith("I don't keep what opens")
    assert await listed(house) == []
