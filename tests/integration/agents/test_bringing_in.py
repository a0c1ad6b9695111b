"""What becomes of the events of a calendar file, and what is said of them."""

from agents.calendar_files import bring_in
from tests.integration.agents.conftest import NOON, Chat

ONE_DAY = """\
BEGIN:VEVENT
UID:standup@example.org
RECURRENCE-ID:{day}T080000Z
DTSTART:{day}T090000Z
DTEND:{day}T093000Z
SUMMARY:Standup with the board
END:VEVENT
"""
UNNAMED = """\
BEGIN:VEVENT
DTSTART;VALUE=DATE:202604{day}
SUMMARY:Trip {day}
END:VEVENT
"""
LEFT_OUT = "1 left out: changes of what is here, or beyond 5,000"
SERIES = """\
BEGIN:VEVENT
UID:standup@example.org
DTSTART:20260413T080000Z
DTEND:20260413T081500Z
RRULE:FREQ=DAILY;COUNT=5
SUMMARY:Standup
END:VEVENT
"""


async def brought(chat: Chat, *events: str) -> str:
    lines = ["BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//a//b\n", *events, "END:VCALENDAR\n"]
    found = chat.house.calendars.files.read("".join(lines).replace("\n", "\r\n").encode())
    async with chat.house.database.transaction(chat.owner_id) as work:
        return (await bring_in(found.events, work, NOON)).told()


async def test_an_invitation_to_one_day_of_a_series_is_an_event_once(chat: Chat) -> None:
    day = ONE_DAY.format(day="20260415")
    assert await brought(chat, day) == "1 event put in"
    assert "Standup with the board" in await chat.reply("what's on wednesday?")
    assert await brought(chat, day) == f"no events put in, {LEFT_OUT}"


async def test_events_without_a_name_of_their_own_all_come_in_once(chat: Chat) -> None:
    events = [UNNAMED.format(day=day) for day in (20, 21)]
    assert await brought(chat, *events) == "2 events put in"
    assert await brought(chat, *events) == "no events put in, 2 there already"
    assert "Trip 21" in await chat.reply("what's on on 21 april?")


async def test_an_exception_may_stand_before_its_series(chat: Chat) -> None:
    events = (ONE_DAY.format(day="20260415"), SERIES)
    assert await brought(chat, *events) == "2 events put in"
    assert await brought(chat, *events) == "no events put in, 2 there already"
    shown = await chat.reply("what's on wednesday?")
    assert shown.count("Standup") == 1
    assert "11:00" in shown


async def test_a_change_of_a_series_that_is_here_is_not_said_to_be_there(chat: Chat) -> None:
    await brought(chat, SERIES)
    day = ONE_DAY.format(day="20260416")
    assert await brought(chat, day) == f"no events put in, {LEFT_OUT}"
