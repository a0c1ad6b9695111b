"""Reminders that are set by something else: "an hour before the dentist". What is meant is looked
up among the person's own reminders and events; nothing is ever counted from now instead."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from agents.agent import Turn
from agents.coming_birthdays import BIRTHDAYS
from agents.days import days_of, today_of
from agents.event_choice import event_of, events_named
from agents.every_occasion import Coming, coming, spot_of
from agents.finding import named
from agents.lead_words import BEFORE, apart
from agents.reminder_choice import first_from, first_of_each
from agents.reminder_texts import NEXT, Ringing, when
from agents.reminder_times import Aim, like, once, zone_shown
from agents.wording import day, listed, moment, quoted, span
from core.anchors import Anchored, Spot, Tie, ringing_of, start_of
from core.errors import Refused
from core.events import Event
from core.models import Occurrence, Reminder
from core.requests import DateRange, Request, TimeExpression
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called
from memory.birthdays import birthdays

_ANCHOR = (
    r"(?:\s+(?P<anchor>[^,.!?;\n]+?))??(?:,?\s+remind me\b)?(?:\s+to\s+(?P<purpose>[^\n]+?))?"
    r"\s*[.!?]*(?=$|[,;\n])"
)
# "the evening before the exam": at that time of the day, so many days before.
_PART = re.compile(
    r"\b(?:on |in )?the (?P<part>morning|afternoon|evening|night|day) (?:before|(?P<same>of))\b"
    + _ANCHOR,
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    r"(?P<own>birthday)|(?P<whose>.+?)['’]s? birthday|birthday of (?P<of>.+)", re.IGNORECASE
)
_TAIL = re.compile(
    r"[,\s]*(?:\b(?:an?|\d+|half an|one|two|three)\s+\w+)?" + BEFORE + r".*$", re.IGNORECASE
)
_EACH = re.compile(
    r"^(?:every(?: one of)?|each(?: of)?|all(?: of)?)(?: single)?\s+"
    r"|\s+(?:every|each) (?:single )?time$",
    re.IGNORECASE,
)
_POINTS = frozenset({"it", "that", "this", "them", "then"})
ONE_BY_ONE = (
    "Those are several at once, so I have set nothing. Tell me one by one, for example: “remind me"
    " an hour before the dentist”."
)
_ALSO = re.compile(r"(?:\b(?:and|also|plus)|&|\+)(?:\s+(?:also|again|remind me|once))*\s*$", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """So long before what `anchor` names; without a name it is what was just spoken of.

    `also` tells that the reminder itself is wanted, too; `purpose` is what to say, when it was
    said behind the name. `part` is the part of the day that is meant, of so many days before.
    `every` tells that each time is meant, and not the next alone.
    """

    said: TimeExpression
    length: timedelta
    anchor: str
    purpose: str
    also: bool = False
    part: str = ""
    every: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """What was found: its name, and when it is. A `ringing` may come round again, an event or a
    birthday is followed by its `key` or by `whose` it is; `repeats` tells of a series of events."""

    name: str
    spot: Spot
    ringing: Ringing | None = None
    key: str = ""
    whose: str | None = None
    repeats: bool = False


def lead_of(request: Request, text: str) -> Lead | None:
    """The "an hour before …" of the request, where understanding knows no time for the rest."""
    text = apart(text)
    for said in request.times:
        if said.kind != "duration" or not isinstance(said.value, int | float):
            continue
        found = re.search(re.escape(said.text) + BEFORE + _ANCHOR, text, re.IGNORECASE)
        if found is None:
            continue
        return Lead(
            said=said,
            length=timedelta(seconds=said.value),
            anchor=_bare(found["anchor"] or ""),
            every=_EACH.search(found["anchor"] or "") is not None,
            purpose=found["purpose"] or "",
            also=_ALSO.search(text[: found.start()]) is not None,
        )
    return None if request.times else _part_of_day(text)


def _part_of_day(text: str) -> Lead | None:
    """The "on the evening before …" of a text that names no time."""
    found = _PART.search(text)
    if found is None or not found["anchor"]:
        return None
    length = timedelta(0) if found["same"] else timedelta(days=1)
    span = found.start(), found.end("same" if found["same"] else "part")
    part = found["part"].lower()
    if part == "day":
        part = "morning" if found["same"] else ""
    return Lead(
        said=TimeExpression(
            text=text[slice(*span)], span=span, kind="duration", value=length.total_seconds()
        ),
        length=length,
        anchor=_bare(found["anchor"]),
        every=_EACH.search(found["anchor"]) is not None,
        purpose=found["purpose"] or "",
        part=part,
    )


def _bare(anchor: str) -> str:
    named = re.sub(r"^(?:the|my|our)\s+", "", _EACH.sub("", anchor), flags=re.IGNORECASE)
    return "" if named.lower() in _POINTS else named


def without(lead: Lead, times: Sequence[TimeExpression]) -> tuple[TimeExpression, ...]:
    """The times that the request names besides."""
    return tuple(said for said in times if said is not lead.said)


def text_of(lead: Lead, request: Request, anchor: Anchor) -> str:
    """What to say when it rings: what was said of it, else the name of what comes."""
    if lead.purpose and lead.purpose.lower() not in anchor.name.lower():
        return lead.purpose
    what = request.slots.what if isinstance(request.slots.what, str) else ""
    what = without_lead(_PART.sub("", what))
    return anchor.name if not what or lead.anchor.lower() in what.lower() else what


def without_lead(what: str) -> str:
    """The thing itself, without the words that an earlier ringing is wanted, too."""
    return _TAIL.sub("", what).strip(" ,")


async def found(lead: Lead, turn: Turn, work: UnitOfWork) -> Anchor:
    """What the reminder is to come before.

    Raises:
        Refused: there is no such thing among the reminders and events, or there are several.
    """
    what = turn.request.slots.what
    words = lead.anchor or (what if isinstance(what, str) else "")
    # "before my flight to London" may be all of a name.
    whole = f"{words} to {lead.purpose}"
    anchors = await _named(whole, turn, work) if words and lead.purpose else []
    if not anchors:
        anchors = await _named(words, turn, work) if words else await _at_hand(turn, work)
    if not anchors:
        raise Refused(
            f"I find nothing like {quoted(words, 40)} among your reminders and events, so I have"
            " set nothing. Tell me the time, for example: “remind me of it tomorrow at 3”."
            if words
            else "I don't know before what, so I have set nothing. Name it, for example: “remind me"
            " an hour before the dentist”."
        )
    return _one_of(anchors, turn)


def _one_of(anchors: Sequence[Anchor], turn: Turn) -> Anchor:
    """The first to come, as long as all have one name."""
    if len({anchor.name.casefold() for anchor in anchors}) > 1:
        known = listed([quoted(anchor.name, 30) for anchor in anchors[:5]])
        raise Refused(f"Which one do you mean? There is {known}. I have set nothing yet.")
    return min(anchors, key=lambda anchor: _start(anchor, turn))


async def found_on_its_day(lead: Lead, turn: Turn, work: UnitOfWork) -> Anchor | None:
    """What the reminder is to come before, where only its day is said with its name: "an hour
    before the dentist tomorrow". None where an hour is said, or whole days before a day are meant.

    Raises:
        Refused: there is no such thing then, so nothing says from when to count; or there are
            several, or several leads.
    """
    said = without(lead, turn.request.times)
    if any(re.search(re.escape(one.text) + BEFORE, turn.incoming.text, re.I) for one in said):
        raise Refused(ONE_BY_ONE)
    days = days_of(said[0], turn.person.zone) if len(said) == 1 else None
    whole_days = lead.length % timedelta(days=1) == timedelta(0)
    if days is None or not lead.anchor or not isinstance(said[0].value, date | DateRange):
        return None
    if isinstance(said[0].value, datetime) or (whole_days and said[0].text not in lead.anchor):
        return None
    first, last = days
    words = _bare(" ".join(lead.anchor.replace(said[0].text, " ").split()))
    on = first if first == last else None
    anchors = await _named(words, turn, work, on) if words else []
    there = [anchor for anchor in anchors if first <= _day_of(anchor, turn) <= last]
    if there:
        return _alone(_one_of(there, turn))
    if whole_days:
        return None
    then = f"on {day(first, today_of(turn))}" if on else "then"
    raise Refused(
        f"I find nothing like {quoted(words or lead.anchor, 40)} {then} among your reminders and"
        " events, so I have set nothing. Tell me the time, for example: “remind me of it tomorrow"
        " at 3”."
    )


def _alone(anchor: Anchor) -> Anchor:
    """Of a series that day's ringing alone."""
    if anchor.ringing is None:
        return anchor
    reminder, occurrence = anchor.ringing
    return replace(anchor, ringing=(replace(reminder, rule=None), occurrence))


def _day_of(anchor: Anchor, turn: Turn) -> date:
    return anchor.spot.day or wall_of(_start(anchor, turn), zone_called(turn.person.zone)).date()


def aim_before(lead: Lead, anchor: Anchor, turn: Turn) -> Aim:
    """When to ring. Whole days count on the calendar, shorter leads are real time; before a series
    it comes round with it, as long as both fall on one day.

    Raises:
        Refused: that is past.
    """
    person, heard = turn.person, turn.incoming.received_at
    at = anchor.ringing[0] if anchor.ringing is not None else None
    zone = person.zone if at is None else zone_shown(at, _start(anchor, turn), person)
    place = zone_called(zone)
    instant = ringing_of(_tie(lead, anchor, turn), anchor.spot, person.parts.morning, zone)
    if anchor.ringing is not None and anchor.ringing[0].rule and not anchor.ringing[1].parent_id:
        wall = wall_of(instant, place)
        if wall.date() == wall_of(_start(anchor, turn), place).date():
            return like(anchor.ringing[0], wall, person, heard)
    # An event stays where it is when the person travels, and so does what comes before it.
    return once(instant, person, heard, floating=at is not None and at.floating, zone=zone)


async def each_of(
    lead: Lead, anchor: Anchor, turn: Turn, work: UnitOfWork
) -> tuple[Anchor, list[Coming]]:
    """The next occasion before which there still is to ring, and those after it; none of them
    unless each is meant and there are several. Of a birthday that comes round each is."""
    every = lead.every or (anchor.repeats and BIRTHDAYS.search(anchor.name) is not None)
    if not (every and anchor.key):
        return anchor, []
    heard, tie = turn.incoming.received_at, _tie(lead, anchor, turn)
    found = (await coming(anchor.name, tie, heard, turn.person, work))[:NEXT]
    if len(found) < 2:
        return anchor, []
    first, *others = found
    tied = str(first.tied(tie).event_id)
    return replace(anchor, spot=spot_of(first.event), key=tied), others


def anchored(lead: Lead, anchor: Anchor, aim: Aim, turn: Turn) -> Callable[[int], Anchored] | None:
    """What the reminder with a number will follow; None where it is set before another one."""
    if anchor.ringing is not None:
        return None
    tie = replace(_tie(lead, anchor, turn), title=anchor.name if aim.every else None)
    return lambda number: Anchored(reminder_id=number, tie=tie, spot=anchor.spot, due_at=aim.due_at)


def _tie(lead: Lead, anchor: Anchor, turn: Turn) -> Tie:
    number, _, occasion = anchor.key.partition("@")
    parts = turn.person.parts
    clocks = {
        "morning": parts.morning,
        "afternoon": parts.afternoon,
        "evening": parts.evening,
        "night": parts.night,
    }
    return Tie(
        event_id=int(number) if number else None,
        occasion=occasion,
        whose=anchor.whose,
        length=lead.length,
        clock=clocks.get(lead.part),
    )


def _start(anchor: Anchor, turn: Turn) -> datetime:
    return start_of(anchor.spot, turn.person.parts.morning, turn.person.zone)


def told(lead: Lead, anchor: Anchor, others: Sequence[Coming], turn: Turn) -> str:
    """ "That is 1 h before “dentist”, tomorrow, Tue 14 Apr at 15:00." Where each is meant, when it
    rings before `others`."""
    length = lead.said.text if lead.part else span(lead.length.total_seconds())
    said = f"{length} before" if lead.length else length
    if others:
        then = "; ".join(moment(one.due_at, turn.person.zone, turn.now) for one in others)
        name = quoted(anchor.name, 40)
        return f"That is {said} every {name}, then {then}. If one of them moves, so does this."
    if anchor.spot.day is None:
        at = when(_start(anchor, turn), turn.person, turn.now)
    else:
        at = day(anchor.spot.day, today_of(turn))
    text = f"That is {said} {quoted(anchor.name, 40)}, {at}."
    if anchor.ringing is not None:
        return text
    text += " If that moves, so does this."
    if anchor.repeats:
        text += f" For each time say: “before every {anchor.name}”."
    elif lead.every:
        text += " It is in your calendar only once."
    return text


async def _named(words: str, turn: Turn, work: UnitOfWork, on: date | None = None) -> list[Anchor]:
    """What the words name of all that is to come; with `on`, on that day if there is any."""
    events = [_event(event) for event in await events_named(turn, work, words, on)]
    ahead = first_of_each(await work.reminders.upcoming(turn.now))
    ringings = named(words, ahead, lambda ringing: ringing[0].text)
    if on is not None:
        since = instant_of(datetime.combine(on, time()), zone_called(turn.person.zone))
        ringings = [_from(ringing, since, turn) for ringing in ringings]
    # An event is the thing itself, a reminder of it is not.
    coming = [anchor for anchor in events if _start(anchor, turn) > turn.now]
    coming = coming or await _born(words, turn, work)
    return coming or [_ringing(ringing) for ringing in ringings]


def _from(ringing: Ringing, since: datetime, turn: Turn) -> Ringing:
    """The ringing, or the first of its series from `since` on."""
    due_at = first_from(ringing, since, turn)
    reminder, occurrence = ringing
    return reminder, replace(occurrence, due_at=due_at or occurrence.due_at)


async def _born(words: str, turn: Turn, work: UnitOfWork) -> list[Anchor]:
    """The birthday that the words name, of those that were told."""
    found = _BIRTHDAY.fullmatch(words.strip())
    if found is None:
        return []
    name = "me" if found["own"] else (found["whose"] or found["of"]).casefold()
    names = {name, f"my {name}"}
    known = await birthdays(work, turn.now, turn.person.zone)
    return [
        Anchor(name=one.name, spot=Spot(day=one.day), whose=one.whose)
        for one in known
        if one.whose.casefold() in names
    ]


async def _at_hand(turn: Turn, work: UnitOfWork) -> list[Anchor]:
    """What was spoken of last, perhaps earlier in the same message."""
    focus = (await work.people.conversation(turn.conversation.id)).focus
    if focus.subject == "event":
        events = [await event_of(key, work) for key in focus.ids]
        return [_event(event) for event in events if event is not None]
    if focus.subject != "reminder":
        return []
    ahead = first_of_each(await work.reminders.upcoming(turn.now))
    return [_ringing(ringing) for ringing in ahead if str(ringing[0].id) in focus.ids]


def _event(event: Event) -> Anchor:
    repeats = event.rule is not None or event.series_id is not None
    return Anchor(name=event.title, spot=spot_of(event), key=event.key, repeats=repeats)


def _ringing(ringing: Ringing) -> Anchor:
    spot = Spot(starts_at=ringing[1].due_at)
    return Anchor(name=ringing[0].text, spot=spot, ringing=ringing)


def before(aim: Aim, lead: Lead, turn: Turn) -> Aim:
    """So long before a time that was said in the same words.

    Raises:
        Refused: that is past, or a series would ring on the day before its own.
    """
    place = zone_called(aim.zone)
    at = Reminder(text="", wall=aim.wall, zone=aim.zone, rule=aim.rule, floating=aim.floating)
    first = Occurrence(reminder_id=0, due_at=aim.due_at)
    early = aim_before(
        lead, Anchor(name="", spot=Spot(starts_at=aim.due_at), ringing=(at, first)), turn
    )
    if aim.rule is not None and early.rule is None:
        day = f"{wall_of(early.due_at, place):%H:%M} of the day before"
        raise Refused(f"That would be at {day}. Tell me the days and the time in one go, please.")
    return early
