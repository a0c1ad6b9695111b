"""Questions about time are answered by code: what is free, what overlaps, how busy it is."""

import pytest

from tests.house import House

EVENTS = (
    "dentist on thursday from 3pm to 4pm",
    "meeting with Anna on thursday from 3:30pm to 5pm",
    "lunch with Tom tomorrow from 12:30pm to 1:30pm",
    "coffee with Ben tomorrow from 5pm to 5:30pm",
)
ANSWERS = {
    "am I free tomorrow at 1pm?": "You are not free tomorrow, Tue 14 Apr at 13:00–14:00:\n"
    "• lunch with Tom, tomorrow, Tue 14 Apr at 12:30–13:30",
    "am I free tomorrow at 3?": "You are free tomorrow, Tue 14 Apr at 15:00–16:00.",
    "find me a free slot of 2 hours on thursday": "Free of 2 h Thu 16 Apr (09:00–18:00):\n"
    "• Thu 16 Apr at 09:00–15:00",
    "find me 2 hours on thursday": "Free of 2 h Thu 16 Apr (09:00–18:00):\n"
    "• Thu 16 Apr at 09:00–15:00",
    "what do I have with Anna?": "📅 meeting with Anna, Thu 16 Apr at 15:30–17:00",
    "do I have any conflicts this week?": "These overlap from today to Sun 19 Apr:\n"
    "• “dentist” and “meeting with Anna”: Thu 16 Apr at 15:30–16:00 (30 min)",
    "how busy is my week?": "3 h 30 min taken from today to Sun 19 Apr:\n"
    "• tomorrow, Tue 14 Apr: 2 events, 1 h 30 min\n• Thu 16 Apr: 2 events, 2 h",
    "what's on tomorrow after lunch?": "📅 coffee with Ben, tomorrow, Tue 14 Apr at 17:00–17:30",
    "what's on after lunch tomorrow?": "📅 coffee with Ben, tomorrow, Tue 14 Apr at 17:00–17:30",
    "anything before lunch tomorrow?": "Nothing is on tomorrow, Tue 14 Apr before lunch.",
    "what's on after dinner?": "Nothing is on today after dinner.",
    "what do I have with Anna this week?": "📅 meeting with Anna, Thu 16 Apr at 15:30–17:00",
    "what do I have with tom tomorrow?": ("📅 lunch with Tom, tomorrow, Tue 14 Apr at 12:30–13:30"),
    "what's my next meeting?": "Next: 📅 lunch with Tom, tomorrow, Tue 14 Apr at 12:30–13:30",
    "when is my dentist appointment?": "dentist, Thu 16 Apr at 15:00–16:00",
}


@pytest.fixture
async def busy(house: House) -> House:
    for text in EVENTS:
        await house.done(text)
    return house


@pytest.mark.parametrize("question", ANSWERS)
async def test_the_answer_is_exact(busy: House, question: str) -> None:
    assert await busy.reply(question) == ANSWERS[question]


@pytest.mark.parametrize("words", ["find timesheets", "look for a timer", "suggest some timber"])
async def test_a_word_that_begins_like_time_asks_for_none(busy: House, words: str) -> None:
    assert "Free of" not in await busy.reply(words)


async def test_working_hours_without_weekends_are_looked_through(busy: House) -> None:
    said = await busy.reply("when am I free this week?")
    assert said.splitlines()[2:4] == [
        "• tomorrow, Tue 14 Apr at 09:00–12:30",
        "• tomorrow, Tue 14 Apr at 13:30–17:00",
    ]
    assert "Sat" not in said


async def test_birthdays_are_found_in_calendars(house: House) -> None:
    assert "I know of no birthday" in await house.reply("upcoming birthdays")
    await house.done("add Anna's birthday on 2 May to my calendar")
    assert await house.reply("upcoming birthdays") == "🎂 Anna's birthday, Sat 2 May"
    for words in (
        "when is Anna's birthday?",
        "when's the birthday of Anna",
        "when is anna’s bday?",
    ):
        assert await house.reply(words) == "🎂 Anna's birthday, Sat 2 May"
    # What no calendar has, the memory is asked for.
    assert await house.reply("when is Tom's birthday?") == "I keep nothing."


async def test_a_birthday_is_not_the_day_on_which_a_present_is_bought(house: House) -> None:
    await house.done("add buy a present for Tom's birthday on friday at 3pm to my calendar")
    await house.done("add Tom's birthday on 2 May to my calendar")
    assert await house.reply("when is Tom's birthday?") == "🎂 Tom's birthday, Sat 2 May"
