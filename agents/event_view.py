"""One event with all that belongs to it: “who is coming to the review?”, “its link”."""

import re

from agents.agent import Turn
from agents.calendar_choice import calendar_line
from agents.days import days_asked
from agents.event_choice import day_of, event_of, events_named, focus_on
from agents.event_texts import said
from agents.invitations import answer_buttons
from agents.wording import shortened
from core.calendars import Attendee, Response
from core.events import Event
from core.models import Reply
from core.requests import Request, Slots
from core.stores import UnitOfWork

VERB = "view"
_EVENT = r"(?:the |my |our )?(?P<which>[^:?\n]{1,80}?)"
_FORMS = tuple(
    re.compile(rf"(?:please )?{words}\W*", re.IGNORECASE)
    for words in (
        r"(?:show|give|tell)(?: me)? (?:all )?(?:the )?(?:details|info) (?:of|for|about|on)"
        rf" {_EVENT}",
        r"(?:what(?: is|'?s| are)|show(?: me)?|give me|send me) the"
        r" (?:link|url|notes?|guests?|guest list|attendees|description)"
        rf" (?:of|for|to|on|in) {_EVENT}",
        # "Who is going to win?" is no question about guests.
        r"who(?: else)?(?: is|'?s| are| will be)?"
        r" (?:(?:coming|invited|attending)(?: to| at)?|going to(?= (?:the|my|our)\b))"
        rf" {_EVENT}",
        rf"who(?: has| have)? (?:accepted|declined|answered|confirmed)(?: for)? {_EVENT}",
        rf"(?:is|are) there (?:any |a )?notes? (?:on|for|to) {_EVENT}",
    )
)
_LINK = re.compile(r"\b(?:link|url|details|info)\b", re.IGNORECASE)
_NOTES = re.compile(r"\b(?:notes?|description|details|info)\b", re.IGNORECASE)
_GUESTS = re.compile(r"\b(?:who|guests?|attendees|guest list|details|info)\b", re.IGNORECASE)
_POINTS = frozenset({"it", "that", "this"})
MOST = 30
SAID: dict[Response, str] = {
    "accepted": "yes",
    "tentative": "maybe",
    "declined": "no",
    "none": "no answer yet",
}


def viewing(plain: str) -> Request | None:
    """The request of words that ask for what belongs to an event, else None."""
    for form in _FORMS:
        if found := form.fullmatch(plain):
            slots = Slots(what=found["which"].strip())
            return Request(route="calendar.query", verb=VERB, slots=slots)
    return None


async def shown(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The event that the words name with all that belongs to it; None where there is none."""
    event = await _meant(turn, work)
    if event is None:
        return None
    await focus_on(turn, work, [event])
    lines = [f"📅 {said(event, turn)}"]
    lines += [f"From: {shortened(event.inviter, 80)}"] if event.inviter else []
    if event.attendees:
        guests = [_guest(who) for who in event.attendees[:MOST]]
        more = len(event.attendees) - MOST
        lines.append("Guests: " + ", ".join(guests) + (f" and {more} more" if more > 0 else ""))
    lines += [f"Link: {event.link}"] if event.link else []
    lines += [f"Note: {shortened(event.notes, 1500)}"] if event.notes else []
    lines += ["It is private."] if event.private else []
    lines += ["It takes no time of yours: you are free."] if not event.busy else []
    lines += await calendar_line(event, work)
    lines += _lacking(event, turn.incoming.text)
    buttons = answer_buttons([event], turn.now, turn.person.zone)
    return Reply(text="\n".join(lines), buttons=buttons, route="calendar.query")


def _lacking(event: Event, text: str) -> list[str]:
    """That there is nothing of what was asked for."""
    asked = (
        (_LINK, event.link, "There is no link."),
        (_NOTES, event.notes, "There are no notes."),
        (_GUESTS, event.attendees, "Nobody is invited."),
    )
    return [told for words, there, told in asked if words.search(text) and not there]


def _guest(who: Attendee) -> str:
    name = "you" if who.is_me else shortened(who.name or who.address, 60)
    return f"{name} ({SAID[who.response]})"


async def _meant(turn: Turn, work: UnitOfWork) -> Event | None:
    which = str(turn.request.slots.what or "")
    if which.casefold() in _POINTS:
        focus = turn.conversation.focus
        keys = focus.ids if focus.subject == "event" else ()
        return await event_of(keys[0], work) if keys else None
    for expression in turn.request.times:
        which = which.replace(expression.text, " ")
    name = re.sub(r" (?:on|at|of|from)\s*$", "", " ".join(which.split()))
    events = await events_named(turn, work, name)
    days = days_asked(turn.request.times, turn.person.zone)
    on_day = [
        event
        for event in events
        if days is None or days[0] <= day_of(event, turn.person.zone) <= days[1]
    ]
    return next(iter(on_day or events), None)
