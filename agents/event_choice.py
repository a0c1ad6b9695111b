"""Which event is meant: by its words, by its place in what was shown, or by "that"."""

import re
from collections.abc import Sequence
from datetime import timedelta

from agents.agent import Turn
from agents.event_texts import label, said
from agents.event_times import today
from agents.finding import named, pointed
from agents.wording import quoted
from core.errors import Refused
from core.events import Event
from core.models import Button, Focus, Reply
from core.requests import Request
from core.stores import UnitOfWork

# How far ahead an event is looked for by its name.
HORIZON = timedelta(days=730)
MOST_BUTTONS = 8
WRAPPERS = ("appointment", "meeting", "event", "appt")
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
    if title is None:
        ids = turn.conversation.focus.ids if turn.conversation.focus.subject == "event" else ()
        shown = [event for i in ids if (event := await work.events.get(int(i))) is not None]
        found = pointed(turn.request.slots.reference or "it", shown) or shown
    else:
        found = await events_named(turn, work, title)
    if not found:
        if title is None:
            raise Refused(f"I don't know which event you mean. Name it, please. {NAME_IT}")
        raise Refused(f"I find no event like {quoted(title, 40)} in your calendar.")
    if len(found) == 1:
        return found[0]
    if turn.request.route == "calendar.delete":
        return _choice(question, found, turn)
    await focus_on(turn, work, found)
    lines = [f"{n}. {said(event, turn)}" for n, event in enumerate(found, 1)]
    return Reply(text="\n".join([question, *lines]))


async def events_named(turn: Turn, work: UnitOfWork, title: str) -> list[Event]:
    """The coming events that `title` names, in order; "appointment" and the like may be extra."""
    first = today(turn)
    events = await work.events.between(first, first + HORIZON, turn.person.zone)
    return fitting(title, events)


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
    ids = tuple(str(event.id) for event in events)
    focus = Focus(route=turn.request.route, subject="event", ids=ids)
    await work.people.focus(turn.conversation.id, focus)


def _name(event: Event) -> str:
    return f"{event.title} {event.place or ''}".rstrip()


def _choice(question: str, found: Sequence[Event], turn: Turn) -> Reply:
    rows = [
        (Button(label=label(event, turn), data=f"unbook:{event.id}"),)
        for event in found[:MOST_BUTTONS]
    ]
    return Reply(text=question, buttons=tuple(rows))
