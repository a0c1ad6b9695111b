"""Invitations are answered wherever that can be done, and whoever has invited learns of it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.calendars import CalendarDoor, CalendarEvent, Hours, Response, own_answer, with_answer
from core.clock import SimulatedClock
from core.errors import EventRefused
from tests.contract.calendars.conftest import NOON, Far, keep, over_caldav, over_google
from tests.google.events import Book
from tests.google.world import World
from tests.outlook.account import microsoft
from tests.radicale import USER, Radicale, invitation

START = datetime(2026, 4, 14, 9)
BEN = {"name": "Ben Weiss", "address": "ben@example.org"}
RULE = "FREQ=DAILY;COUNT=10"


@dataclass(frozen=True, kw_only=True)
class Invited:
    """A calendar into which Ben has put "Review", once or every day; `learned` is what the far side
    holds, in its own words, of the person's answer to all of it."""

    far: Far
    door: CalendarDoor
    invite: Callable[[bool], None]
    learned: Callable[[], str]

    async def read(self) -> list[CalendarEvent]:
        calendar = self.far.calendar
        return [event async for page in self.door.changes(calendar, None) for event in page.events]

    async def answer(self, event: CalendarEvent, response: Response) -> None:
        wanted = replace(event, attendees=with_answer(event.attendees, response))
        await self.door.update(self.far.calendar, wanted, None)


def by_caldav(server: Radicale) -> tuple[Far, Callable[[bool], None], Callable[[], str]]:
    far = over_caldav(server)
    path = far.calendar.rstrip("/").rpartition("/")[2]

    def invite(daily: bool) -> None:
        text = invitation(f"RRULE:{RULE}" if daily else "")
        server.ask("PUT", f"{far.calendar}review.ics", text).raise_for_status()

    def learned() -> str:
        [text] = server.files(path).values()
        lines = text.replace("\r\n ", "").replace("\n ", "").splitlines()
        assert any("PARTSTAT=ACCEPTED;X-NUM-GUESTS=0:mailto:ben" in line for line in lines)
        assert "SEQUENCE:3" in lines
        mine = next(line for line in lines if line.endswith(f"mailto:{USER}"))
        assert mine.count("PARTSTAT") == 1
        return mine.partition("PARTSTAT=")[2].partition(";")[0]

    return far, invite, learned


def by_google(far: Far, world: World) -> tuple[Far, Callable[[bool], None], Callable[[], str]]:
    book = Book(world, world.calendars[world.email])

    def invite(daily: bool) -> None:
        body: dict[str, Any] = {
            "id": "met0001",
            "summary": "Review",
            "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": "Europe/Berlin"},
            "end": {"dateTime": "2026-04-14T10:00:00", "timeZone": "Europe/Berlin"},
            "attendees": [
                {"email": "ben@example.org", "organizer": True, "responseStatus": "accepted"},
                {"email": world.email, "displayName": "Anna"},
            ],
        }
        rule = {"recurrence": [f"RRULE:{RULE}"]} if daily else {}
        book.invite(body | rule, {"email": "ben@example.org", "displayName": "Ben Weiss"})

    def learned() -> str:
        ben, anna = world.calendars[world.email].events["met0001"]["attendees"]
        assert (ben["responseStatus"], world.told[-1][1]) == ("accepted", "all")
        return anna["responseStatus"]

    return replace(far, calendar=world.email), invite, learned


def by_graph() -> tuple[Far, Callable[[bool], None], Callable[[], str]]:
    there = microsoft(SimulatedClock(NOON))
    calendar = there.world.make_calendar("Work")

    def invite(daily: bool) -> None:
        zone = "W. Europe Standard Time"
        body: dict[str, Any] = {
            "subject": "Review",
            "start": {"dateTime": "2026-04-14T09:00:00", "timeZone": zone},
            "end": {"dateTime": "2026-04-14T10:00:00", "timeZone": zone},
            "attendees": [
                {"emailAddress": {"address": there.world.address, "name": "Anna"}},
            ],
        }
        if daily:
            limits = {"type": "numbered", "numberOfOccurrences": 10, "startDate": "2026-04-14"}
            limits["recurrenceTimeZone"] = zone
            body["recurrence"] = {"pattern": {"type": "daily", "interval": 1}, "range": limits}
        there.world.invite(calendar, body, BEN)

    def learned() -> str:
        (told, response) = there.world.answers[-1]
        assert told == "ben@example.org"
        return response

    far = Far(provider=there.provider, access=there.access(), calendar=calendar.id)
    return far, invite, learned


@pytest.fixture(params=["caldav", "google", "outlook"])
async def invited(request: pytest.FixtureRequest) -> AsyncIterator[Invited]:
    if request.param == "google":
        world: World = request.getfixturevalue("world")
        far = over_google(request.getfixturevalue("google"), world)
        far, invite, learned = by_google(far, world)
    elif request.param == "outlook":
        far, invite, learned = by_graph()
    else:
        far, invite, learned = by_caldav(request.getfixturevalue("dav"))
    async with far.provider.open(far.access, keep) as door:
        yield Invited(far=far, door=door, invite=invite, learned=learned)


async def test_an_invitation_tells_who_it_is_from_and_that_it_waits(invited: Invited) -> None:
    invited.invite(False)
    [event] = await invited.read()
    assert (event.organizer, event.organizer_name) == ("ben@example.org", "Ben Weiss")
    assert own_answer(event.attendees) == "none"


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ("accepted", {"ACCEPTED", "accepted"}),
        ("tentative", {"TENTATIVE", "tentative", "tentativelyAccepted"}),
        ("declined", {"DECLINED", "declined"}),
    ],
)
async def test_an_answer_arrives_and_changes_nothing_else(
    invited: Invited, response: Response, words: set[str]
) -> None:
    invited.invite(False)
    [event] = await invited.read()
    await invited.answer(event, response)
    assert invited.learned() in words
    # Outlook takes out of the calendar what is declined.
    for after in await invited.read():
        assert own_answer(after.attendees) == response
        assert (after.title, after.when, after.organizer) == (
            *("Review", event.when, "ben@example.org"),
        )


async def test_another_answer_takes_its_place(invited: Invited) -> None:
    invited.invite(False)
    [event] = await invited.read()
    await invited.answer(event, "accepted")
    [event] = await invited.read()
    await invited.answer(event, "tentative")
    assert invited.learned() in {"TENTATIVE", "tentative", "tentativelyAccepted"}
    [event] = await invited.read()
    if invited.far.provider.name == "outlook":
        with pytest.raises(EventRefused, match="can't take an answer back"):
            await invited.answer(event, "none")
        return
    await invited.answer(event, "none")
    assert invited.learned() in {"NEEDS-ACTION", "needsAction"}


async def test_one_occasion_is_answered_by_itself(invited: Invited) -> None:
    invited.invite(True)
    [series] = await invited.read()
    at = START + timedelta(days=2)
    when = Hours(start=at, end=at + timedelta(hours=1), zone="Europe/Berlin")
    one = replace(
        series,
        ref="",
        etag="",
        raw="",
        when=when,
        original=at,
        rule=None,
        attendees=with_answer(series.attendees, "tentative"),
    )
    await invited.door.create(invited.far.calendar, one, series)
    found = {event.original: own_answer(event.attendees) for event in await invited.read()}
    assert found == {None: "none", at: "tentative"}


async def test_one_occasion_is_declined_by_itself(invited: Invited) -> None:
    invited.invite(True)
    [series] = await invited.read()
    at = START + timedelta(days=2)
    when = Hours(start=at, end=at + timedelta(hours=1), zone="Europe/Berlin")
    answered = with_answer(series.attendees, "declined")
    one = replace(series, ref="", etag="", raw="", when=when, original=at, rule=None)
    await invited.door.create(invited.far.calendar, replace(one, attendees=answered), series)
    [series, *others] = await invited.read()
    assert own_answer(series.attendees) == "none"
    # Outlook takes it out of the series.
    assert [own_answer(other.attendees) for other in others] == (
        [] if series.excluded == (at,) else ["declined"]
    )
