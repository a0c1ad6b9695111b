"""What Google's calendar sends and takes, as far as we read it. All else stays in the raw text."""

from typing import TypedDict

# What is said of an answer that is nothing of this.
STRANGE = "it answers in a way that nobody understands."


class Time(TypedDict, total=False):
    """A day, or an instant with the zone that it was said in."""

    date: str | None
    dateTime: str | None
    timeZone: str | None


class Guest(TypedDict, total=False):
    email: str
    displayName: str
    responseStatus: str
    optional: bool
    self: bool


class Alarm(TypedDict):
    """So many minutes before the start, by "popup" or "email"."""

    method: str
    minutes: int


class Alarms(TypedDict, total=False):
    """The calendar's own reminders, or others in their place."""

    useDefault: bool
    overrides: list[Alarm]


class Source(TypedDict, total=False):
    """Where an event comes from."""

    url: str
    title: str


class Item(TypedDict, total=False):
    """An event, a series, or an instance of one. A None takes a field away."""

    id: str
    etag: str
    status: str
    iCalUID: str
    summary: str | None
    description: str | None
    location: str | None
    start: Time
    end: Time
    endTimeUnspecified: bool
    recurrence: list[str] | None
    recurringEventId: str
    originalStartTime: Time
    attendees: list[Guest] | None
    attendeesOmitted: bool
    organizer: Guest
    reminders: Alarms
    transparency: str | None
    visibility: str | None
    hangoutLink: str
    source: Source | None


class Page(TypedDict, total=False):
    """Events, page by page; the sync token comes with the last page."""

    items: list[Item]
    timeZone: str
    nextPageToken: str
    nextSyncToken: str


class Listed(TypedDict, total=False):
    """A calendar in the person's list."""

    id: str
    summary: str
    summaryOverride: str
    accessRole: str
    primary: bool
    timeZone: str


class Listing(TypedDict, total=False):
    """A page of the person's calendars."""

    items: list[Listed]
    nextPageToken: str
