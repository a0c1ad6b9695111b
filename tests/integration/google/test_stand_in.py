"""The stand-in itself, asked by the real client: what Jenny does not use yet, and that its answers
are held to the description."""

import asyncio
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.errors import HttpError

from integrations.google.client import Call, plain_http, service_at
from integrations.google.login import Registration
from tests.google.events import Book
from tests.google.schema import Json, wrong_answer, wrong_parameters, wrong_request
from tests.google.world import World

STANDUP: Json = {
    "id": "standup01",
    "summary": "Standup",
    "start": {"dateTime": "2026-03-28T09:00:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-03-28T09:30:00", "timeZone": "Europe/Berlin"},
    "recurrence": ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20260330T090000"],
}
DAYS = {"timeMin": "2026-03-28T00:00:00Z", "timeMax": "2026-04-05T00:00:00Z"}


def asked(registration: Registration, token: str, make: Call) -> Any:
    """The answer to one request with that token alone."""
    http = AuthorizedHttp(Credentials(token), plain_http(5), refresh_status_codes=())  # pyright: ignore
    try:
        return make(service_at(registration)).execute(http=http)
    finally:
        http.close()


async def test_a_series_is_taken_apart_over_a_change_of_clocks(
    google: Registration, world: World
) -> None:
    Book(world, world.calendars[world.email]).insert(STANDUP)
    access, _ = world.let_in()
    page = await asyncio.to_thread(
        asked, google, access,
        lambda service: service.events().list(
            calendarId="primary", singleEvents=True, orderBy="startTime", **DAYS
        ),
    )  # fmt: skip
    assert [item["start"]["dateTime"] for item in page["items"]] == [
        "2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00", "2026-03-31T09:00:00+02:00"
    ]  # fmt: skip


async def test_what_is_busy_is_told_in_the_zone_that_is_asked_for(
    google: Registration, world: World
) -> None:
    book = Book(world, world.calendars[world.email])
    book.insert(STANDUP)
    book.patch("standup01_20260331T070000Z", {"transparency": "transparent"}, None)
    access, _ = world.let_in()
    body = DAYS | {"timeZone": "Asia/Kolkata", "items": [{"id": world.email}, {"id": "nobody"}]}
    told = await asyncio.to_thread(
        asked, google, access, lambda service: service.freebusy().query(body=body)
    )
    assert [span["start"] for span in told["calendars"][world.email]["busy"]] == [
        "2026-03-28T13:30:00+05:30", "2026-03-29T12:30:00+05:30"
    ]  # fmt: skip
    assert told["calendars"]["nobody"]["errors"][0]["reason"] == "notFound"


async def test_who_is_unknown_is_not_let_in(google: Registration) -> None:
    with pytest.raises(HttpError, match="401"):
        await asyncio.to_thread(
            asked, google, "ya29.stranger", lambda service: service.calendarList().list()
        )


def test_what_is_not_in_the_description_is_noticed() -> None:
    assert wrong_answer("events.get", {"id": "a", "summary": 1}) != []
    assert wrong_answer("events.get", {"start": {"dateTime": "2026-04-14T09:00:00"}}) != []
    assert wrong_answer("events.list", {"items": [{"colour": "red"}]}) != []
    assert wrong_answer("events.get", {"id": "a", "summary": None}) != []
    assert wrong_request("events.patch", {"summary": None}) == []
    assert wrong_request("events.patch", {"titel": "x"}) != []
    assert wrong_parameters("events.list", [("sendUpdates", "all")]) != []
    assert wrong_parameters("events.insert", [("sendUpdates", "some")]) != []
