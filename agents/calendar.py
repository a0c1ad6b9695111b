"""The local calendar: put events in, show days, move and delete."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agents.agenda import Days, agenda
from agents.agent import Conclusion, Pressed, Turn
from agents.finding import named, pointed
from agents.wording import days as days_said
from agents.wording import moment, period, quoted
from core.clock import Clock
from core.errors import Refused
from core.models import Button, Event, Focus, Reply
from core.requests import DateRange, Request, Route, TimeExpression, TimeRange
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

# How far ahead an event is looked for by its name.
HORIZON = timedelta(days=730)
MOST_BUTTONS = 8
LABEL_LENGTH = 40
WRAPPERS = ("appointment", "meeting", "event", "appt")
_ARTICLE = re.compile(r"^(?:an?|the|my)\s+", re.IGNORECASE)
NAME_IT = "For example: “cancel the dentist appointment”."
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
EXAMPLE = "For example: “dentist on thursday at 3pm”."


class CalendarAgent:
    """Answers calendar.* from Jenny's own calendar."""

    name = "calendar"
    routes: frozenset[Route] = frozenset(
        {"calendar.create", "calendar.query", "calendar.update", "calendar.delete"}
    )
    actions = frozenset({"unbook"})

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            match turn.request.route:
                case "calendar.create":
                    return [await self._create(turn, work)]
                case "calendar.update":
                    return [await self._move(turn, work)]
                case "calendar.delete":
                    return [await self._delete(turn, work)]
                case _:
                    return [await self._show(turn, work)]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        event = await work.events.get(int(argument)) if argument.isdecimal() else None
        if event is None:
            raise Refused("That event is not in the calendar any more.")
        await work.events.remove(event.id)
        text = f"Deleted {event_said(event, turn)}."
        return Pressed(toast=f"Deleted {event.title}.", edit=Reply(text=text))

    async def _create(self, turn: Turn, work: UnitOfWork) -> Reply:
        request, focus = turn.request, turn.conversation.focus
        answers = focus.question == "when" and focus.route == "calendar.create"
        title = _title(request) or (focus.pending if answers else None)
        if title is None:
            raise Refused(f"What is the event? {EXAMPLE}")
        timed = _timed(request, turn.person.zone)
        if timed is None:
            asked = Focus(route="calendar.create", question="when", pending=title)
            await work.people.focus(turn.conversation.id, asked)
            return Reply(text=f"When is {quoted(title)}?")
        event = await work.events.add(
            replace(timed, title=title, place=request.slots.place, inbox_id=turn.incoming.inbox_id),
            self._clock.now(),
        )
        await _focus(turn, work, [event])
        return Reply(text=f"In your calendar: {event_said(event, turn)}.")

    async def _show(self, turn: Turn, work: UnitOfWork) -> Reply:
        request = turn.request
        if request.verb == "find" and not request.times and _title(request) is not None:
            events = await _named(turn, work, _title(request) or "")
            if events:
                await _focus(turn, work, events)
                return Reply(text="\n".join(event_said(event, turn) for event in events[:10]))
        if not request.times and _NEXT.search(turn.incoming.text):
            return await self._next(turn, work)
        shown = await agenda(work, _days(turn))
        before = (await work.people.conversation(turn.conversation.id)).focus
        focus = replace(before, route=request.route)
        if shown.subject is not None:
            focus = replace(focus, subject=shown.subject, ids=shown.ids)
        await work.people.focus(turn.conversation.id, focus)
        if request.verb != "free":
            return Reply(text=shown.text)
        start = "Not entirely free:" if shown.busy else "You are free."
        return Reply(text=f"{start}\n{shown.text}")

    async def _next(self, turn: Turn, work: UnitOfWork) -> Reply:
        """The one thing that comes next: an event or a reminder."""
        zone, now = turn.person.zone, turn.now
        events = await work.events.between(_today(turn), _today(turn) + HORIZON, zone)
        coming = [event for event in events if _start(event, zone) > now]
        ringing = await work.reminders.upcoming(now)
        if coming and (not ringing or _start(coming[0], zone) <= ringing[0][1].due_at):
            await _focus(turn, work, coming[:1])
            return Reply(text=f"Next: 📅 {event_said(coming[0], turn)}")
        if not ringing:
            return Reply(text="Nothing is coming up.")
        reminder, occurrence = ringing[0]
        focus = Focus(route=turn.request.route, subject="reminder", ids=(str(reminder.id),))
        await work.people.focus(turn.conversation.id, focus)
        return Reply(text=f"Next: ⏰ {reminder.text}, {moment(occurrence.due_at, zone, now)}")

    async def _move(self, turn: Turn, work: UnitOfWork) -> Reply:
        event = await _one(turn, work, "Which event shall I change?")
        if isinstance(event, Reply):
            return event
        moved = _changed(event, turn)
        if moved == event:
            raise Refused("What shall I change? For example: “move the dentist to friday at 4pm”.")
        await work.events.save(moved)
        await _focus(turn, work, [moved])
        return Reply(text=f"Changed: {event_said(moved, turn)}. It was {_when(event, turn)}.")

    async def _delete(self, turn: Turn, work: UnitOfWork) -> Reply:
        event = await _one(turn, work, "Which event shall I delete?")
        if isinstance(event, Reply):
            return event
        await work.events.remove(event.id)
        return Reply(text=f"Deleted {event_said(event, turn)}.")


def event_said(event: Event, turn: Turn) -> str:
    """The event as the calendar holds it: "dentist, tomorrow, Tue 14 Apr at 15:00, at …"."""
    place = f", at {event.place}" if event.place else ""
    return f"{event.title}, {_when(event, turn)}{place}"


def _start(event: Event, zone: str) -> datetime:
    """The instant at which the event begins; of whole days, midnight."""
    if event.starts_at is not None:
        return event.starts_at
    midnight = datetime.combine(event.first_day or date.min, time())
    return instant_of(midnight, zone_called(zone))


def _when(event: Event, turn: Turn) -> str:
    zone = turn.person.zone
    if event.starts_at is None:
        first = event.first_day or _today(turn)
        return days_said(first, event.last_day or first, _today(turn))
    if event.ends_at is None:
        return moment(event.starts_at, zone, turn.now)
    return period(event.starts_at, event.ends_at, zone, turn.now)


def _timed(request: Request, zone: str) -> Event | None:
    """An event without a title at the time that is said; None when none is.

    Raises:
        Refused: when it is to come again and again.
    """
    event = Event(title="", zone=zone)
    for expression in request.times:
        match expression.value:
            case datetime() as start:
                length = request.slots.duration
                ends = start + timedelta(seconds=length) if length else None
                return replace(event, starts_at=start, ends_at=ends)
            case date() as on:
                return replace(event, first_day=on, last_day=on)
            case TimeRange() as span:
                return replace(event, starts_at=span.start, ends_at=span.end)
            case DateRange() as span:
                return replace(event, first_day=span.start, last_day=span.end)
            case str():
                raise Refused(
                    "My calendar can't repeat events yet. A reminder can: “remind me of the"
                    " team sync every monday at 9”."
                )
            case _:
                continue
    return None


def _changed(event: Event, turn: Turn) -> Event:
    """The event at its new time, length and place; what is not said stays."""
    slots = turn.request.slots
    place = slots.place or event.place
    moved = replace(event, place=place)
    if turn.request.times and turn.request.times[0].kind != "duration":
        moved = _at(moved, turn.request, turn.person.zone)
    if slots.duration and moved.starts_at is not None:
        moved = replace(moved, ends_at=moved.starts_at + timedelta(seconds=slots.duration))
    return moved


def _at(event: Event, request: Request, zone: str) -> Event:
    timed = _timed(request, zone)
    if timed is None:
        return event
    start, ends = timed.starts_at, timed.ends_at
    place = zone_called(zone)
    if start is None and event.starts_at is not None and timed.first_day == timed.last_day:
        # Only a day is said: the clock time stays.
        wall = wall_of(event.starts_at, place)
        start = instant_of(datetime.combine(timed.first_day or wall.date(), wall.time()), place)
    elif start is not None and _no_day(request.times[0]):
        on = event.first_day
        if event.starts_at is not None:
            on = wall_of(event.starts_at, place).date()
        clock_time = wall_of(start, place).time()
        start = instant_of(datetime.combine(on or start.date(), clock_time), place)
        ends = None
    if start is None:
        return replace(
            event, starts_at=None, ends_at=None, first_day=timed.first_day, last_day=timed.last_day
        )
    if ends is None and event.starts_at is not None and event.ends_at is not None:
        ends = start + (event.ends_at - event.starts_at)
    return replace(event, starts_at=start, ends_at=ends, first_day=None, last_day=None)


def _no_day(expression: TimeExpression) -> bool:
    """Whether only a clock time was said, so that the day is the event's own."""
    return expression.kind == "instant" and expression.rule == "clock alone"


def _days(turn: Turn) -> Days:
    """The local days that are asked for; today when none are said."""
    zone = turn.person.zone
    place = zone_called(zone)
    first = last = _today(turn)
    for expression in turn.request.times:
        match expression.value:
            case datetime() as instant:
                first = last = wall_of(instant, place).date()
            case date() as on:
                first = last = on
            case DateRange() as span:
                first, last = span.start, span.end
            case TimeRange() as span:
                first, last = wall_of(span.start, place).date(), wall_of(span.end, place).date()
            case _:
                continue
        break
    return Days(first=first, last=last, zone=zone, now=turn.now)


async def _one(turn: Turn, work: UnitOfWork, question: str) -> Event | Reply:
    """The event that is meant; a reply that asks when several fit.

    Raises:
        Refused: when none fits.
    """
    title = _title(turn.request)
    if title is None:
        ids = turn.conversation.focus.ids if turn.conversation.focus.subject == "event" else ()
        shown = [event for i in ids if (event := await work.events.get(int(i))) is not None]
        found = pointed(turn.request.slots.reference or "it", shown)
        found = found or shown
    else:
        found = await _named(turn, work, title)
    if not found:
        if title is None:
            raise Refused(f"I don't know which event you mean. Name it, please. {NAME_IT}")
        raise Refused(f"I find no event like {quoted(title, 40)} in your calendar.")
    if len(found) == 1:
        return found[0]
    buttons = tuple(
        (Button(label=_label(event, turn), data=f"unbook:{event.id}"),)
        for event in found[:MOST_BUTTONS]
    )
    if turn.request.route == "calendar.delete":
        return Reply(text=question, buttons=buttons)
    await _focus(turn, work, found)
    lines = [f"{n}. {event_said(event, turn)}" for n, event in enumerate(found, 1)]
    return Reply(text="\n".join([question, *lines]))


async def _named(turn: Turn, work: UnitOfWork, title: str) -> list[Event]:
    """The coming events that `title` names, in order; "appointment" and the like may be extra."""
    today = _today(turn)
    zone = turn.person.zone
    events = await work.events.between(today, today + HORIZON, zone)
    words = title.rstrip("?!. ").removeprefix("my ")
    found = named(words, events, lambda event: event.title)
    if not found:
        bare = " ".join(word for word in words.split() if word.casefold() not in WRAPPERS)
        found = named(bare, events, lambda event: event.title) if bare else []
    return found


def _title(request: Request) -> str | None:
    what = request.slots.what
    text = " and ".join(what) if isinstance(what, tuple) else what
    return _ARTICLE.sub("", text.strip(), count=1) or None if text else None


def _today(turn: Turn) -> date:
    return wall_of(turn.now, zone_called(turn.person.zone)).date()


def _label(event: Event, turn: Turn) -> str:
    text = f"{event.title} {_when(event, turn)}"
    return text if len(text) <= LABEL_LENGTH else f"{text[: LABEL_LENGTH - 1]}…"


async def _focus(turn: Turn, work: UnitOfWork, events: Sequence[Event]) -> None:
    ids = tuple(str(event.id) for event in events)
    focus = Focus(route=turn.request.route, subject="event", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
