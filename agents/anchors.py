"""Reminders that are set by something else: "an hour before the dentist". What is meant is looked
up among the person's own reminders and events; nothing is ever counted from now instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.agent import Turn
from agents.event_choice import events_named
from agents.event_times import start_of
from agents.finding import named
from agents.reminder_choice import first_of_each
from agents.reminder_texts import Ringing, when
from agents.reminder_times import Aim, like, once, zone_shown
from agents.wording import listed, quoted, span
from core.errors import Refused
from core.events import Event
from core.models import Occurrence, Reminder
from core.requests import Request, TimeExpression
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

_BEFORE = r"\s+(?:before(?:hand)?|ahead of|prior to|in advance(?: of)?)\b"
_ANCHOR = r"(?:\s+(?P<anchor>[^,.!?;\n]+?))??(?:\s+to\s+(?P<purpose>[^\n]+?))?\s*[.!?]*(?=$|[,;\n])"
_TAIL = re.compile(
    r"[,\s]*(?:\b(?:an?|\d+|half an|one|two|three)\s+\w+)?" + _BEFORE + r".*$", re.IGNORECASE
)
_POINTS = frozenset({"it", "that", "this", "them", "then"})
_ALSO = re.compile(r"(?:\b(?:and|also|plus)|&|\+)(?:\s+(?:also|again|remind me|once))*\s*$", re.I)
# "at 6 an hour before" is a time and a lead, and no six hours.
_RUN_ON = re.compile(r"(?<=[\dm]) (?=(?:an?|half an) \w+" + _BEFORE + ")", re.IGNORECASE)
DAY_SECONDS = 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """So long before what `anchor` names; without a name it is what was just spoken of.

    `also` tells that the reminder itself is wanted, too; `purpose` is what to say, when it was
    said behind the name.
    """

    said: TimeExpression
    length: timedelta
    anchor: str
    purpose: str
    also: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """What was found: its name, and when it is. A `ringing` may come round again."""

    name: str
    instant: datetime
    ringing: Ringing | None = None


def apart(text: str) -> str:
    """The text with a lead set apart from the time before it."""
    return _RUN_ON.sub(", ", text)


def lead_of(request: Request, text: str) -> Lead | None:
    """The "an hour before …" of the request, where understanding knows no time for the rest."""
    for said in request.times:
        if said.kind != "duration" or not isinstance(said.value, int | float):
            continue
        found = re.search(re.escape(said.text) + _BEFORE + _ANCHOR, text, re.IGNORECASE)
        if found is None:
            continue
        anchor = re.sub(r"^(?:the|my|our)\s+", "", found["anchor"] or "", flags=re.IGNORECASE)
        return Lead(
            said=said,
            length=timedelta(seconds=said.value),
            anchor="" if anchor.lower() in _POINTS else anchor,
            purpose=found["purpose"] or "",
            also=_ALSO.search(text[: found.start()]) is not None,
        )
    return None


def without(lead: Lead, times: Sequence[TimeExpression]) -> tuple[TimeExpression, ...]:
    """The times that the request names besides."""
    return tuple(said for said in times if said is not lead.said)


def text_of(lead: Lead, request: Request, anchor: Anchor) -> str:
    """What to say when it rings: what was said of it, else the name of what comes."""
    if lead.purpose:
        return lead.purpose
    what = request.slots.what if isinstance(request.slots.what, str) else ""
    what = _TAIL.sub("", what).strip(" ,")
    return anchor.name if not what or lead.anchor.lower() in what.lower() else what


async def found(lead: Lead, turn: Turn, work: UnitOfWork) -> Anchor:
    """What the reminder is to come before.

    Raises:
        Refused: there is no such thing among the reminders and events, or there are several.
    """
    what = turn.request.slots.what
    words = lead.anchor or (what if isinstance(what, str) else "")
    anchors = await _named(words, turn, work) if words else await _at_hand(turn, work)
    if not anchors:
        raise Refused(
            f"I find nothing like {quoted(words, 40)} among your reminders and events, so I have"
            " set nothing. Tell me the time, for example: “remind me of it tomorrow at 3”."
            if words
            else "I don't know before what, so I have set nothing. Name it, for example: “remind me"
            " an hour before the dentist”."
        )
    if len({anchor.name.casefold() for anchor in anchors}) > 1:
        known = listed([quoted(anchor.name, 30) for anchor in anchors[:5]])
        raise Refused(f"Which one do you mean? There is {known}. I have set nothing yet.")
    return min(anchors, key=lambda anchor: anchor.instant)


def aim_before(lead: Lead, anchor: Anchor, turn: Turn) -> Aim:
    """When to ring. Whole days count on the calendar, shorter leads are real time; before a series
    it comes round with it, as long as both fall on one day.

    Raises:
        Refused: that is past.
    """
    person, heard = turn.person, turn.incoming.received_at
    at = anchor.ringing[0] if anchor.ringing is not None else None
    zone = person.zone if at is None else zone_shown(at, anchor.instant, person)
    place = zone_called(zone)
    instant = anchor.instant - lead.length
    if lead.length.total_seconds() % DAY_SECONDS == 0:
        instant = instant_of(wall_of(anchor.instant, place) - lead.length, place)
    if anchor.ringing is not None and anchor.ringing[0].rule and not anchor.ringing[1].parent_id:
        wall = wall_of(instant, place)
        if wall.date() == wall_of(anchor.instant, place).date():
            return like(anchor.ringing[0], wall, person, heard)
    # An event stays where it is when the person travels, and so does what comes before it.
    return once(instant, person, heard, floating=at is not None and at.floating, zone=zone)


def told(lead: Lead, anchor: Anchor, turn: Turn) -> str:
    """ "That is 1 h before “dentist”, tomorrow, Tue 14 Apr at 15:00." """
    at = when(anchor.instant, turn.person, turn.now)
    return f"That is {span(lead.length.total_seconds())} before {quoted(anchor.name, 40)}, {at}."


async def _named(words: str, turn: Turn, work: UnitOfWork) -> list[Anchor]:
    events = [_event(event, turn) for event in await events_named(turn, work, words)]
    ahead = first_of_each(await work.reminders.upcoming(turn.now))
    ringings = named(words, ahead, lambda ringing: ringing[0].text)
    # An event is the thing itself, a reminder of it is not.
    coming = [anchor for anchor in events if anchor.instant > turn.now]
    return coming or [_ringing(ringing) for ringing in ringings]


async def _at_hand(turn: Turn, work: UnitOfWork) -> list[Anchor]:
    """What was spoken of last, perhaps earlier in the same message."""
    focus = (await work.people.conversation(turn.conversation.id)).focus
    ids = [int(number) for number in focus.ids if number.isdecimal()]
    if focus.subject == "event":
        events = [await work.events.get(number) for number in ids]
        return [_event(event, turn) for event in events if event is not None]
    if focus.subject != "reminder":
        return []
    ahead = first_of_each(await work.reminders.upcoming(turn.now))
    return [_ringing(ringing) for ringing in ahead if ringing[0].id in ids]


def _event(event: Event, turn: Turn) -> Anchor:
    """Of whole days the morning counts."""
    zone = turn.person.zone
    instant = start_of(event, zone)
    if event.first_day is not None:
        morning = datetime.combine(event.first_day, turn.person.parts.morning)
        instant = instant_of(morning, zone_called(zone))
    return Anchor(name=event.title, instant=instant)


def _ringing(ringing: Ringing) -> Anchor:
    return Anchor(name=ringing[0].text, instant=ringing[1].due_at, ringing=ringing)


def before(aim: Aim, lead: Lead, turn: Turn) -> Aim:
    """So long before a time that was said in the same words.

    Raises:
        Refused: that is past, or a series would ring on the day before its own.
    """
    place = zone_called(aim.zone)
    at = Reminder(text="", wall=aim.wall, zone=aim.zone, rule=aim.rule, floating=aim.floating)
    first = Occurrence(reminder_id=0, due_at=aim.due_at)
    early = aim_before(lead, Anchor(name="", instant=aim.due_at, ringing=(at, first)), turn)
    if aim.rule is not None and early.rule is None:
        day = f"{wall_of(early.due_at, place):%H:%M} of the day before"
        raise Refused(f"That would be at {day}. Tell me the days and the time in one go, please.")
    return early
