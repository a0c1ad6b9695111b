import pytest

from tests.house import House, labels


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("dentist on thursday at 3pm", "dentist, Thu 16 Apr at 15:00."),
        (
            "lunch with Anna tomorrow from 12 to 1",
            "lunch with Anna, tomorrow, Tue 14 Apr at 12:00–13:00.",
        ),
        ("vacation from 3 to 10 august", "vacation, Mon 3 Aug – Mon 10 Aug."),
        ("Tom's birthday on 2 may all day", "Tom's birthday, Sat 2 May."),
        ("all day workshop on friday", "workshop, Fri 17 Apr."),
        ("offsite on friday for the whole day", "offsite, Fri 17 Apr."),
        ("add a team meeting on friday to my calendar", "team meeting, Fri 17 Apr."),
        (
            "put the budget review in my calendar on thursday from 2 to 4pm at HQ",
            "budget review, Thu 16 Apr at 14:00–16:00, at HQ.",
        ),
        ("meeting on thursday at 3pm in room 5", "meeting, Thu 16 Apr at 15:00, at room 5."),
        (
            "yoga every tuesday at 6pm starting 5 may",
            "yoga, Tue 5 May at 18:00, every Tuesday.",
        ),
        (
            "add a weekly 1:1 with Ben on mondays at 10 for 30 minutes starting next week",
            "1:1 with Ben, Mon 20 Apr at 10:00–10:30, every Monday.",
        ),
        (
            "create an event called Release on the last friday of every month at 4pm",
            "Release, Fri 24 Apr at 16:00, every month on the last Friday.",
        ),
        (
            "dinner with Anna on friday at 8pm at Luigi's for 2 hours",
            "dinner with Anna, Fri 17 Apr at 20:00–22:00, at Luigi's.",
        ),
        ("block friday afternoon for deep work", "deep work, Fri 17 Apr at 12:00–18:00."),
        ("tomorrow at 9 standup", "standup, tomorrow, Tue 14 Apr at 09:00."),
        ("every monday at 9 standup", "standup, Mon 20 Apr at 09:00, every Monday."),
    ],
)
async def test_an_event_is_confirmed_as_it_was_saved(house: House, message: str, said: str) -> None:
    (draft,) = await house.say(message)
    assert labels(draft) == ["Create", "Change", "Cancel"]
    assert await house.events() == []
    _, edit = await house.press("Create")
    assert edit.reply.text == f"In your calendar: {said}"
    assert labels(edit) == ["Undo"]


async def test_an_event_without_a_day_is_asked_about(house: House) -> None:
    assert await house.reply("add a dentist appointment to my calendar") == (
        "When is “dentist appointment”?"
    )
    said = await house.done("thursday at 3pm")
    assert said == "In your calendar: dentist appointment, Thu 16 Apr at 15:00."
    assert await house.events() == ["dentist appointment"]


async def test_an_event_that_repeats_is_proposed_with_its_rule(house: House) -> None:
    (said,) = await house.say("add a team sync every monday at 9 for 30 minutes to my calendar")
    assert said.reply.text == (
        "Shall I put this in your calendar?\n"
        "team sync, Mon 20 Apr at 09:00–09:30 (Europe/Berlin), every Monday"
    )


async def test_a_day_shows_events_reminders_and_tasks_in_order(house: House) -> None:
    await house.say("remind me to call mum today at 18:00")
    await house.done("dentist today at 3pm")
    await house.say("add pay rent to my tasks by today")
    await house.done("holiday on 13 april 2026")
    said = await house.reply("what's on today?")
    assert said == ("Today\n📅 holiday\n☐ pay rent\n15:00 📅 dentist\n18:00 ⏰ call mum")


async def test_several_days_have_headings(house: House) -> None:
    await house.done("dentist tomorrow at 3pm")
    await house.done("haircut on thursday at 10")
    said = await house.reply("what's on this week?")
    assert said == "Tomorrow, Tue 14 Apr\n15:00 📅 dentist\n\nThu 16 Apr\n10:00 📅 haircut"


async def test_what_is_overdue_belongs_to_today(house: House) -> None:
    await house.say("add pay rent to my tasks by today")
    house.clock.move_to(house.clock.now().replace(day=15))
    assert await house.reply("what's on today?") == (
        "Nothing is on today.\n\nOverdue\n☐ pay rent (was due Mon 13 Apr)"
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("move the dentist to 4pm", "dentist, Thu 16 Apr at 16:00"),
        ("move the dentist to friday", "dentist, Fri 17 Apr at 15:00"),
        ("move my dentist appointment to friday at 4pm", "dentist, Fri 17 Apr at 16:00"),
    ],
)
async def test_what_is_not_said_of_a_move_stays(house: House, message: str, said: str) -> None:
    await house.done("dentist on thursday at 3pm")
    assert await house.done(message, "Move") == f"Changed: {said}. It was Thu 16 Apr at 15:00."


async def test_an_event_is_deleted_by_its_words_and_brought_back(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    (asked,) = await house.say("cancel the dentist appointment")
    assert asked.reply.text == "Shall I delete dentist, Thu 16 Apr at 15:00?"
    assert labels(asked) == ["Delete", "Keep"]
    assert await house.events() == ["dentist"]
    toast, said = await house.press("Delete")
    assert toast.reply.text == "Deleted dentist."
    assert said.reply.text == "Deleted dentist, Thu 16 Apr at 15:00."
    assert await house.events() == []
    await house.press("undo")
    assert await house.events() == ["dentist"]


async def test_that_is_the_event_that_was_last_talked_of(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    await house.done("cancel that", "Delete")
    assert await house.events() == []


async def test_of_several_events_the_person_chooses(house: House) -> None:
    await house.done("dentist for Tom on friday at 3pm")
    await house.done("dentist with Lisa on saturday at 3pm")
    (asked,) = await house.say("cancel the dentist appointment")
    assert asked.reply.text == "Which event shall I delete?"
    assert labels(asked) == [
        "dentist for Tom Fri 17 Apr at 15:00",
        "dentist with Lisa Sat 18 Apr at 15:00",
        "Keep",
    ]
    await house.press("dentist for Tom Fri 17 Apr at 15:00")
    assert await house.events() == ["dentist with Lisa"]


async def test_what_is_in_no_calendar_is_said_to_be_in_none(house: House) -> None:
    (said,) = await house.say("cancel the dentist appointment")
    assert said.reply.text == "I find no event like “dentist appointment” in your calendar."


async def test_what_comes_next_is_one_thing(house: House) -> None:
    assert await house.reply("what's next?") == "Nothing is coming up."
    await house.done("dentist on thursday at 3pm")
    assert await house.reply("what's next?") == "Next: 📅 dentist, Thu 16 Apr at 15:00"
    await house.say("remind me to call mum tomorrow at 9")
    assert await house.reply("what's next?") == "Next: ⏰ call mum, tomorrow, Tue 14 Apr at 09:00"
    await house.say("cancel that")
    assert await house.reply("what are my reminders?") == "You have no reminders."


async def test_whether_a_day_is_free(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    assert await house.reply("am I free on thursday?") == (
        "Not entirely free:\nThu 16 Apr\n15:00 📅 dentist"
    )
    assert await house.reply("am I free on friday?") == "You are free.\nNothing is on Fri 17 Apr."


async def test_an_event_is_found_by_its_name(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    assert await house.reply("when is my dentist appointment?") == "dentist, Thu 16 Apr at 15:00"


async def test_a_bare_time_corrects_the_event(house: House) -> None:
    await house.done("dentist on thursday from 3pm to 4pm")
    assert await house.done("make it 5pm", "Move") == (
        "Changed: dentist, Thu 16 Apr at 17:00–18:00. It was Thu 16 Apr at 15:00–16:00."
    )


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("postpone the dentist by a week", "Thu 23 Apr at 15:00–16:00"),
        ("push the dentist back an hour", "Thu 16 Apr at 16:00–17:00"),
        ("bring the dentist forward by 30 minutes", "Thu 16 Apr at 14:30–15:30"),
        ("move the dentist two days later", "Sat 18 Apr at 15:00–16:00"),
        ("make the dentist an hour earlier", "Thu 16 Apr at 14:00–15:00"),
        ("delay the dentist by 20 minutes", "Thu 16 Apr at 15:20–16:20"),
    ],
)
async def test_an_event_is_put_off_by_so_much(house: House, words: str, at: str) -> None:
    await house.done("dentist on thursday at 3pm for an hour")
    assert await house.done(words, "Move") == (
        f"Changed: dentist, {at}. It was Thu 16 Apr at 15:00–16:00."
    )


@pytest.mark.parametrize(
    ("name", "words", "at"),
    [
        ("follow-up", "postpone the follow-up by a week", "Thu 23 Apr at 15:00–16:00"),
        ("catch up", "push the catch up by 30 minutes", "Thu 16 Apr at 15:30–16:30"),
        ("catch up", "bring the catch up up by 30 minutes", "Thu 16 Apr at 14:30–15:30"),
        (
            "night shift",
            "make the night shift 9 hours",
            "Thu 16 Apr at 15:00 – Fri 17 Apr at 00:00",
        ),
    ],
)
async def test_the_name_of_an_event_says_not_how_it_moves(
    house: House, name: str, words: str, at: str
) -> None:
    await house.done(f"{name} on thursday at 3pm for an hour")
    assert (await house.done(words, "Move")).startswith(f"Changed: {name}, {at}")


async def test_days_are_put_off_by_days_and_across_a_change_of_clocks(house: House) -> None:
    await house.done("vacation from 3 to 10 august")
    said = await house.done("postpone the vacation by a week", "Move")
    assert said.startswith("Changed: vacation, Mon 10 Aug – Mon 17 Aug.")
    await house.done("haircut on 20 october at 10")
    said = await house.done("postpone the haircut by 2 weeks", "Move")
    assert said.startswith("Changed: haircut, Tue 3 Nov at 10:00.")


async def test_whole_days_are_moved_as_days(house: House) -> None:
    await house.done("vacation from 3 to 10 august")
    assert await house.done("move vacation to 4 to 11 august", "Move") == (
        "Changed: vacation, Tue 4 Aug – Tue 11 Aug. It was Mon 3 Aug – Mon 10 Aug."
    )
    assert "📅 vacation" in await house.reply("what's on 5 august?")


async def test_the_next_meeting_is_any_and_a_named_one_the_first_of_its_name(house: House) -> None:
    await house.done("team meeting on wednesday at 10")
    await house.done("dentist on thursday at 3pm")
    await house.done("dentist on friday at 3pm")
    assert await house.reply("when is my next meeting?") == (
        "Next: 📅 team meeting, Wed 15 Apr at 10:00"
    )
    said = await house.reply("when is my next dentist appointment?")
    assert said == "dentist, Thu 16 Apr at 15:00"


async def test_conflicts_are_asked_for_and_no_event(house: House) -> None:
    assert await house.reply("conflicts this week?") == (
        "Nothing overlaps from today to Sun 19 Apr."
    )


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("make the dentist 30 minutes longer", "15:00–16:30"),
        ("extend the dentist by 30 minutes", "15:00–16:30"),
        ("shorten the dentist by 15 minutes", "15:00–15:45"),
        ("shorten the dentist to 20 minutes", "15:00–15:20"),
        ("make the dentist 2 hours", "15:00–17:00"),
    ],
)
async def test_an_event_gets_longer_by_what_is_said(house: House, words: str, hours: str) -> None:
    await house.done("dentist on thursday at 3pm for an hour")
    said = await house.done(words, "Move")
    assert said == f"Changed: dentist, Thu 16 Apr at {hours}. It was Thu 16 Apr at 15:00–16:00."


@pytest.mark.parametrize(
    "words",
    [
        "rename the dentist to checkup",
        "change the title of the dentist to checkup",
        "rename it to checkup",
    ],
)
async def test_an_event_is_renamed_by_words(house: House, words: str) -> None:
    await house.done("dentist on thursday at 3pm")
    assert await house.done(words, "Move") == (
        "Changed: checkup, Thu 16 Apr at 15:00. It was called “dentist”."
    )
    assert await house.events() == ["checkup"]


async def test_a_task_of_that_name_is_renamed_first(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    await house.say("add dentist to my tasks")
    await house.say("rename dentist to call the dentist")
    assert (await house.open_tasks(), await house.events()) == (["call the dentist"], ["dentist"])


async def test_guests_are_invited_by_their_addresses(house: House) -> None:
    await house.done("dentist on thursday at 3pm")
    (draft,) = await house.say("invite tom@example.org to the dentist")
    assert draft.reply.text.endswith(
        "dentist, Thu 16 Apr at 15:00 (Europe/Berlin), with tom@example.org\n"
        "⚠ My own calendar writes to nobody: tell the guests yourself."
    )
    said = await house.done("invite tom@example.org to the dentist", "Move")
    assert said == "Changed: dentist, Thu 16 Apr at 15:00."


@pytest.mark.parametrize(
    "words", ["which calendars do I have?", "make work my default calendar", "disconnect google"]
)
async def test_words_about_calendars_show_them(house: House, words: str) -> None:
    assert (await house.reply(words)).startswith("Your calendars:")


async def test_what_lasts_for_days_is_told_on_each_of_them(house: House) -> None:
    await house.done("conference from 20 april 9am to 22 april 5pm")
    await house.done("party on 22 april at 23:00 until 2am")
    assert await house.reply("what's on from 20 april to 22 april?") == (
        "Mon 20 Apr\nfrom 09:00 📅 conference\n\nTue 21 Apr\n📅 conference\n\n"
        "Wed 22 Apr\nuntil 17:00 📅 conference\n23:00–02:00 📅 party"
    )
    assert await house.reply("what's on on 21 april?") == "Tue 21 Apr\n📅 conference"
    assert await house.reply("what's on on 23 april?") == "Thu 23 Apr\nuntil 02:00 📅 party"


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("what's on tomorrow morning?", "09:00–10:00 📅 standup"),
        ("what's on tomorrow afternoon?", "15:00–16:00 📅 dentist"),
        ("what's on tomorrow night?", "19:00–20:00 📅 dinner"),
        ("do I have anything tomorrow between 14 and 16?", "15:00–16:00 📅 dentist"),
    ],
)
async def test_a_part_of_the_day_is_asked_for(house: House, question: str, shown: str) -> None:
    for words in ("standup tomorrow at 9", "dentist tomorrow at 3pm", "dinner tomorrow at 7pm"):
        await house.done(f"{words} for an hour")
    assert await house.reply(question) == f"Tomorrow, Tue 14 Apr\n{shown}"


async def test_what_stands_behind_a_comma_is_a_note(house: House) -> None:
    (draft,) = await house.say("dentist on thursday 14:30-15:15, bring the insurance card")
    assert draft.reply.text.endswith("Note: “bring the insurance card”.")
    _, shown = await house.press("Create")
    said = shown.reply.text
    assert said == "In your calendar: dentist, Thu 16 Apr at 14:30–15:15."
    assert await house.reply("show me the details of the dentist") == (
        "📅 dentist, Thu 16 Apr at 14:30–15:15\nNote: bring the insurance card\n"
        "There is no link.\nNobody is invited."
    )
    assert (await house.done("change the place to Main Street 5", "Move")).endswith(
        "at Main Street 5."
    )
    said = await house.done("the dentist is now at 4pm", "Move")
    assert said.startswith("Changed: dentist, Thu 16 Apr at 16:00–16:45")


async def test_when_somebody_is_met_next_is_one_thing(house: House) -> None:
    await house.done("gym tomorrow at 6pm")
    await house.done("lunch with Anna on thursday at 1pm")
    await house.done("dinner with Anna on friday at 7pm")
    assert await house.reply("when do I meet Anna next?") == (
        "📅 lunch with Anna, Thu 16 Apr at 13:00"
    )
    assert await house.reply("do I have something between 7 and 9 on friday?") == (
        "Nothing is on Fri 17 Apr at 07:00–09:00."
    )


async def test_a_part_of_the_day_is_free_or_not(house: House) -> None:
    await house.done("dentist tomorrow at 4pm for an hour")
    assert await house.reply("am I free tomorrow morning?") == (
        "You are free tomorrow, Tue 14 Apr at 06:00–12:00."
    )
    assert await house.reply("am I free tomorrow afternoon?") == (
        "You are not free tomorrow, Tue 14 Apr at 12:00–18:00:\n"
        "• dentist, tomorrow, Tue 14 Apr at 16:00–17:00"
    )
    assert await house.reply("find me a free hour tomorrow afternoon") == (
        "Free tomorrow, Tue 14 Apr (12:00–18:00):\n"
        "• tomorrow, Tue 14 Apr at 12:00–16:00\n• tomorrow, Tue 14 Apr at 17:00–18:00"
    )


async def test_an_overlap_with_what_lasts_for_days_names_its_day(house: House) -> None:
    await house.done("standup on 21 april at 9 for an hour")
    draft = (await house.say("conference from 20 april 9am to 22 april 5pm"))[0].reply.text
    assert draft.endswith("⚠ It overlaps “standup”: Tue 21 Apr at 09:00–10:00 (1 h).")


@pytest.mark.parametrize(
    "words",
    [
        "change the meeting to 10 to 11",
        "move the meeting to 10-11",
        "move it to 10 to 11",
        "change it to 10-11am",
        "make it 10 to 11",
    ],
)
async def test_hours_are_the_new_start_and_end(house: House, words: str) -> None:
    await house.done("book the meeting with Ben tomorrow at 9")
    assert await house.done(words, "Move") == (
        "Changed: meeting with Ben, tomorrow, Tue 14 Apr at 10:00–11:00."
        " It was tomorrow, Tue 14 Apr at 09:00."
    )


async def test_it_is_moved_from_its_time_to_another(house: House) -> None:
    await house.done("book the meeting with Ben tomorrow at 9")
    assert "tomorrow, Tue 14 Apr at 11:00." in await house.done("move it from 9 to 11", "Move")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("extend the workshop by a day", "Mon 20 Apr – Thu 23 Apr"),
        ("shorten the workshop by 2 days", "Mon 20 Apr"),
        ("extend the workshop by 2 days", "Mon 20 Apr – Fri 24 Apr"),
    ],
)
async def test_whole_days_become_more_or_fewer(house: House, words: str, days: str) -> None:
    await house.done("put a workshop from 20 to 22 april in my calendar")
    assert (await house.done(words, "Move")).startswith(f"Changed: workshop, {days}.")


async def test_no_event_is_left_without_a_day(house: House) -> None:
    await house.done("put a workshop from 20 to 22 april in my calendar")
    assert "I can't tell" in await house.reply("shorten the workshop by 3 days")


async def test_when_something_is_is_asked_of_the_calendar_before_the_memory(house: House) -> None:
    await house.done("shift tomorrow at 9")
    assert (await house.reply("when is my shift?")).startswith("shift, tomorrow, Tue 14 Apr")
    assert await house.reply("when is my tram?") == "I keep nothing."
