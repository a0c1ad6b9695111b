"""Reminders that were set before an event or a birthday follow it, whoever moves it."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from core.clock import SimulatedClock
from core.occasions import read_stamp
from tests.integration.agents.conftest import NOON, Chat
from tests.integration.agents.test_calendars import connected, in_step
from tests.radicale import Radicale, radicale

MEETING = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:one"),
        *("DTSTAMP:20260101T000000Z", "DTSTART:202604{day}T130000Z", "DTEND:202604{day}T140000Z"),
        *("SUMMARY:Planning", "END:VEVENT", "END:VCALENDAR", ""),
    ]
)

MOVED = (
    "“Planning” is Fri 17 Apr at 15:00 now. I remind you of “read the minutes” Wed 15 Apr at 15:00."
)
DELETED = "I don't remind you of “read the minutes”: the event is not in the calendar any more."


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        server.make_calendar("work", "Work")
        yield server


async def told(chat: Chat) -> list[str]:
    """What the person is told unasked, now that something may have moved."""
    before = len(chat.door.sent)
    await chat.house.following.once()
    await chat.house.delivery.drain("terminal")
    return [sent.reply.text for sent in chat.door.sent[before:]]


async def rings(chat: Chat, days: int) -> list[str]:
    """What rings within so many days, with its instant."""
    place = chat.house.clock.now()
    sent = await chat.wait(timedelta(days=days))
    assert chat.house.clock.now() == place + timedelta(days=days)
    return [one.reply.text for one in sent]


async def put(chat: Chat, text: str) -> None:
    await chat.say(text)
    await chat.press("Create")


async def upcoming(chat: Chat) -> list[str]:
    async with chat.house.database.transaction(chat.owner_id) as work:
        found = await work.reminders.upcoming(chat.house.clock.now())
        return [f"{reminder.text} {one.due_at:%a %d %H:%M}" for reminder, one in found]


async def test_it_moves_goes_and_comes_back_with_the_event(chat: Chat) -> None:
    await put(chat, "meeting with Anna on thursday at 3pm")
    said = await chat.reply("remind me an hour before my meeting with Anna to print the plan")
    assert said.endswith("“meeting with Anna”, Thu 16 Apr at 15:00. If that moves, so does this.")
    await chat.say("remind me the evening before the meeting with Anna")
    assert await told(chat) == []
    await chat.say("move the meeting with Anna to friday at 4pm")
    await chat.press("Move")
    assert await told(chat) == [
        "“meeting with Anna” is Fri 17 Apr at 16:00 now. I remind you of “meeting with Anna”"
        " Thu 16 Apr at 19:00.\n“meeting with Anna” is Fri 17 Apr at 16:00 now. I remind you of"
        " “print the plan” Fri 17 Apr at 15:00."
    ]
    await chat.say("cancel the meeting with Anna")
    await chat.press("Delete")
    (gone,) = await told(chat)
    assert "I don't remind you of “print the plan”: the event is not in the calendar" in gone
    assert await upcoming(chat) == []
    await chat.press("Undo")
    (back,) = await told(chat)
    assert "I remind you of “print the plan” Fri 17 Apr at 15:00." in back
    assert await rings(chat, 5) == ["meeting with Anna", "print the plan"]


async def test_it_follows_what_others_do_to_the_calendar(chat: Chat, dav: Radicale) -> None:
    address = f"{dav.home}work/one.ics"
    dav.ask("PUT", address, MEETING.replace("{day}", "16")).raise_for_status()
    await connected(chat, dav)
    await in_step(chat)
    await chat.say("remind me 2 days before planning to read the minutes")
    assert await upcoming(chat) == ["read the minutes Tue 14 13:00"]
    clock = chat.house.clock
    assert isinstance(clock, SimulatedClock)
    changes = (("PUT", MEETING.replace("{day}", "17"), MOVED), ("DELETE", "", DELETED))
    for method, body, said in changes:
        dav.ask(method, address, body).raise_for_status()
        clock.move_to(clock.now() + timedelta(minutes=10))
        await in_step(chat)
        assert await told(chat) == [said]
    assert await upcoming(chat) == []


async def test_one_occasion_and_the_whole_series(chat: Chat) -> None:
    await put(chat, "team sync every monday at 9 for 30 minutes")
    await chat.say("remind me 30 min before the team sync")
    await chat.say("move the team sync to tuesday at 10")
    await chat.press("All of them")
    assert await told(chat) == [
        "“team sync” is Tue 21 Apr at 10:00 now. I remind you of “team sync” Tue 21 Apr at 09:30."
    ]
    await chat.press("Undo")
    await told(chat)
    await chat.say("move the team sync on 20 april to 11")
    await chat.press("Move")
    assert await told(chat) == [
        "“team sync” is Mon 20 Apr at 11:00 now. I remind you of “team sync” Mon 20 Apr at 10:30."
    ]


async def test_an_occasion_that_is_taken_out_takes_its_reminder_along(chat: Chat) -> None:
    await put(chat, "standup every day at 4pm")
    await chat.say("remind me 30 min before the standup to print")
    await chat.say("cancel the standup today")
    await chat.press("Delete")
    gone = "I don't remind you of “print”: the event is not in the calendar any more."
    assert await told(chat) == [gone]
    await chat.press("Undo")
    assert "I remind you of “print” today, Mon 13 Apr at 15:30." in (await told(chat))[0]
    async with chat.house.database.transaction(chat.owner_id) as work:
        (shown,) = await work.events.between(NOON.date(), NOON.date(), "Europe/Berlin")
        series = await work.events.whole(shown.id)
        assert series is not None
        at = read_stamp(shown.occasion)
        off = replace(series, rule=None, excluded=(), original=at, cancelled=True)
        await work.events.insert(off, NOON, series_id=shown.id)
    assert await told(chat) == [gone]


async def test_what_comes_sooner_than_the_reminder_rings_at_once(chat: Chat) -> None:
    await put(chat, "dentist on thursday at 3pm")
    await chat.say("remind me 2 hours before the dentist to brush")
    await chat.say("move the dentist to today at 1pm")
    await chat.press("Move")
    assert (await told(chat))[0].endswith("“brush” today, Mon 13 Apr at 12:00.")
    await chat.house.claims.ring_due()
    await chat.house.delivery.drain("terminal")
    assert chat.door.sent[-1].reply.text == "brush"


async def test_one_that_cannot_follow_stops_no_other(chat: Chat) -> None:
    await put(chat, "dentist on thursday at 3pm")
    await chat.say("remind me an hour before the dentist to brush")
    await chat.say("remind me 2 hours before the dentist to eat")
    async with chat.house.database.connection(chat.owner_id) as connection:
        await connection.execute(
            "update anchors set length = '900000 days' where length = '2 hours'::interval"
        )
    await chat.say("move the dentist to friday at 4pm")
    await chat.press("Move")
    with structlog.testing.capture_logs() as logs:
        (said,) = await told(chat)
    assert said.endswith("I remind you of “brush” Fri 17 Apr at 15:00.")
    (failed,) = [entry for entry in logs if entry["event"] == "following_failed"]
    assert failed["owner"] == chat.owner_id
    assert failed["error"] == "OverflowError"
    assert isinstance(failed["reminder"], int)


async def test_one_that_is_wanted_again_rings_where_its_event_is_now(chat: Chat) -> None:
    await put(chat, "dentist on thursday at 3pm")
    await chat.say("remind me an hour before the dentist to brush")
    (cancelled,) = await chat.say("cancel the brush reminder")
    await chat.say("move the dentist to friday at 4pm")
    await chat.press("Move")
    assert await told(chat) == []
    await chat.press_again(cancelled, "Undo")
    assert (await told(chat))[0].endswith("I remind you of “brush” Fri 17 Apr at 15:00.")
    assert await upcoming(chat) == ["brush Fri 17 13:00"]


async def test_a_time_that_the_person_has_set_themselves_stays(chat: Chat) -> None:
    await put(chat, "dentist on thursday at 3pm")
    await chat.say("remind me an hour before the dentist to brush")
    await chat.say("move the brush reminder to wednesday at 8pm")
    await chat.say("move the dentist to friday at 4pm")
    await chat.press("Move")
    assert await told(chat) == []
    assert await upcoming(chat) == ["brush Wed 15 18:00"]


async def test_a_birthday_that_was_told_is_followed(chat: Chat) -> None:
    await chat.say("Anna's birthday is 5 May")
    await chat.house.learner.drain()
    said = await chat.reply("remind me 2 days before Anna's birthday to buy a present")
    assert "Sun 3 May at 09:00" in said
    await chat.say("Anna's birthday is 7 May")
    await chat.house.learner.drain()
    assert await told(chat) == [
        "Anna's birthday is Thu 7 May now. I remind you of “buy a present” Tue 5 May at 09:00."
    ]
    await chat.say("forget Anna's birthday")
    await chat.press("Anna's birthday is 7 May")
    assert (await told(chat))[0].endswith("the birthday is not known any more.")


async def test_a_birthday_that_has_come_is_not_told_of_again(chat: Chat) -> None:
    await chat.say("Anna's birthday is 16 April")
    await chat.house.learner.drain()
    await chat.say("remind me 2 days before Anna's birthday to buy a present")
    assert await rings(chat, 5) == ["buy a present"]
    await chat.say("Tom's birthday is 3 June")
    await chat.house.learner.drain()
    assert await told(chat) == []
    assert await upcoming(chat) == []


async def test_a_birthday_of_a_calendar_is_followed(chat: Chat) -> None:
    await put(chat, "Tom's birthday on 2 may all day")
    said = await chat.reply("remind me on the evening before Tom's birthday to bake")
    assert "Fri 1 May at 19:00" in said


async def test_a_birthday_that_comes_round_is_rung_for_every_year(chat: Chat) -> None:
    await put(chat, "Tom's birthday on 2 may every year")
    said = await chat.reply("remind me 2 days before Tom's birthday to bake")
    assert "before every “Tom's birthday”, then Fri 30 Apr 2027 at 09:00" in said
    assert await rings(chat, 20) == ["bake"]
    await chat.say("done")
    assert await upcoming(chat) == ["bake Fri 30 07:00"]
    assert await rings(chat, 365) == ["bake"]
