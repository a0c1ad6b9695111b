"""Which event is meant: by its words, by its place in what was shown, or by "that"."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from agents.agent import Turn
from agents.confirming import ask_which_one, offer
from agents.days import today_of
from agents.event_texts import label
from agents.event_times import start_of
from agents.finding import PLACE, named, pointed
from agents.reminder_times import is_bare_clock
from agents.wording import amount, quoted
from core.errors import Refused
from core.events import Event
from core.models import Button, Focus, Reply
from core.requests import Request, TimeExpression
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

# How far ahead an event is looked for by its name.
HORIZON = timedelta(days=730)
MOST_BUTTONS = 8
WRAPPERS = ("appointment", "meeting", "event", "appt", "class", "session", "lesson")
NAME_IT = "For example: “cancel the dentist appointment”."
_ARTICLE = re.compile(r"^(?:an?|the|my)\s+", re.IGNORECASE)


def title_of(request: Request) -> str | None:
    """The words that name the event, without an article."""
    what = request.slots.what
    text = " and ".join(what) if isinstance(what, tuple) else what
    return _ARTICLE.sub("", text.strip(), count=1) or None if text else None


async def one(turn: Turn, work: UnitOfWork, question: str) -> Event | Reply:
    """The event that is meant; a reply that asks when several fit.

    Raises:
        Refused: when none fits.
    """
    title = title_of(turn.request)
    found = await _at_time(turn, work, title)
    if found:
        title = None
    elif title is None and _said(turn):
        raise Refused(f"I find no event at that time. {NAME_IT}")
    elif title is None:
        ids = turn.conversation.focus.ids if turn.conversation.focus.subject == "event" else ()
        shown = [event for key in ids if (event := await event_of(key, work)) is not None]
        reference = turn.request.slots.reference or "it"
        found = pointed(reference, shown)
        if not found and PLACE.search(reference.casefold()):
            raise Refused(f"I have shown {amount(len(shown), 'event')}, and that is none of them.")
        found = found or shown
        if len({event.id for event in found}) == 1:
            # Occasions of one series: the first that was shown, and more of it by a button.
            found = found[:1]
    else:
        found = await _meant(turn, work, title)
    if not found:
        if title is None:
            raise Refused(f"I don't know which event you mean. Name it, please. {NAME_IT}")
        raise Refused(f"I find no event like {quoted(title, 40)} in your calendar.")
    if len(found) == 1:
        return found[0]
    shown = [(event.key, label(event, turn)) for event in found[:MOST_BUTTONS]]
    if turn.request.route != "calendar.delete":
        return await ask_which_one(turn, work, question, "event", shown)
    focus = Focus(subject="event", ids=tuple(key for key, _ in shown))
    buttons = [Button(label=name, data=f"unbook:{key}") for key, name in shown]
    return await offer(turn, work, question, buttons, focus)


async def events_named(
    turn: Turn, work: UnitOfWork, title: str, on: date | None = None
) -> list[Event]:
    """The coming events that `title` names, in order; "appointment" and the like may be extra. With
    `on` those that begin on that day."""
    first, zone = on or today_of(turn), turn.person.zone
    events = await work.events.between(first, on or first + HORIZON, zone)
    if on is not None:
        events = [event for event in events if day_of(event, zone) == on]
    return _next_fitting(title, events, turn)


def _next_fitting(title: str, events: Sequence[Event], turn: Turn) -> list[Event]:
    """Of what has begun today already and comes round again, that which is still to come."""
    ahead = [event for event in events if start_of(event, turn.person.zone) > turn.now]
    return fitting(title, ahead) or fitting(title, events)


def fitting(title: str, events: Sequence[Event]) -> list[Event]:
    """Those of `events` that `title` names."""
    words = title.rstrip("?!. ").removeprefix("my ")
    found = named(words, events, _name)
    if not found:
        bare = " ".join(word for word in words.split() if word.casefold() not in WRAPPERS)
        found = named(bare, events, _name) if bare else []
    return found


async def focus_on(turn: Turn, work: UnitOfWork, events: Sequence[Event]) -> None:
    """Let "that" and "the second one" mean these events."""
    ids = tuple(event.key for event in events)
    focus = Focus(route=turn.request.route, subject="event", ids=ids)
    await work.people.focus(turn.conversation.id, focus)


async def event_of(key: str, work: UnitOfWork) -> Event | None:
    """The event that a key of `Event.key` names; None when it is gone, or never was."""
    number, _, occasion = key.partition("@")
    return await work.events.get(int(number), occasion) if number.isdecimal() else None


def _said(turn: Turn) -> list[TimeExpression]:
    """The instants that say which event is meant; a new time is said before them."""
    times = turn.request.times[1 if turn.request.route == "calendar.update" else 0 :]
    return [said for said in times if isinstance(said.value, datetime)]


async def _at_time(turn: Turn, work: UnitOfWork, title: str | None) -> list[Event]:
    """What begins at the time that is said, where nothing but that names it: "the 3pm". Of a bare
    clock time it is the next within a week, of either half of the day when none was said."""
    said = _said(turn)
    if not said or (title is not None and title.casefold() not in WRAPPERS):
        return []
    [first, *_], zone = said, turn.person.zone
    at, half = first.value, timedelta(hours=12 if "am/pm" in first.assumed else 24)
    if not isinstance(at, datetime):
        return []
    days = timedelta(days=7 if is_bare_clock(first) else 0)
    day = wall_of(at, zone_called(zone)).date()
    events = await work.events.between(min(day, today_of(turn)), day + days, zone)
    ahead = [event for event in events if event.starts_at is not None]
    exact = [event for event in ahead if event.starts_at == at]
    near = [event for event in ahead if _same_clock(event, at, half, zone)] if days else []
    return exact or near[:1]


def _same_clock(event: Event, at: datetime, half: timedelta, zone: str) -> bool:
    place = zone_called(zone)
    wall, wanted = wall_of(start_of(event, zone), place), wall_of(at, place)
    apart = datetime.combine(wanted.date(), wall.time()) - wanted
    return apart % half == timedelta(0)


async def _meant(turn: Turn, work: UnitOfWork, title: str) -> list[Event]:
    """Those that `title` names, on the day that is said; of a series one occasion: that of the day,
    else the next. A new time is said first, so it is not the day of what is to be changed."""
    times = turn.request.times[1 if turn.request.route == "calendar.update" else 0 :]
    days = {day for expression in times if (day := _day(expression.value, turn)) is not None}
    first, zone = today_of(turn), turn.person.zone
    events = await work.events.between(first, first + HORIZON, zone)
    on_day = [event for event in events if day_of(event, zone) in days]
    found = fitting(title, on_day) or _next_fitting(title, events, turn)
    nearest: dict[int, Event] = {}
    for event in found:
        nearest.setdefault(event.series_id or event.id, event)
    return list(nearest.values())


def _day(value: object, turn: Turn) -> date | None:
    if isinstance(value, datetime):
        return wall_of(value, zone_called(turn.person.zone)).date()
    return value if isinstance(value, date) else None


def day_of(event: Event, zone: str) -> date:
    """The local day on which it begins."""
    return wall_of(start_of(event, zone), zone_called(zone)).date()


def _name(event: Event) -> str:
    guests = " ".join(who.name for who in event.attendees)
    return f"{event.title} {event.place or ''} {guests}".rstrip()
