"""Answering an invitation, by words and by the buttons below it. Whoever keeps the calendar passes
the answer on to who has invited."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents import drafts, event_series
from agents.agenda import agenda, days_of
from agents.agent import Pressed, Turn
from agents.calendar_choice import check_writable
from agents.confirming import offer
from agents.days import days_asked, today_of
from agents.event_choice import HORIZON, MOST_BUTTONS, day_of, event_of, fitting, focus_on
from agents.event_texts import label, said
from agents.event_times import start_of
from agents.finding import words_of
from agents.invitations import ACTION, ANSWERS
from agents.wording import quoted
from core.calendars import Response, own_answer, with_answer
from core.errors import Refused
from core.events import Event, Scope
from core.models import Button, Focus, Reply
from core.requests import Request, Slots
from core.stores import UnitOfWork

VERB = "rsvp"
_ORDER = re.compile(
    r"(?:please |can you |could you )?(?:"
    r"(?P<m>tentatively accept|maybe (?:to|for)|(?:say|answer|rsvp|reply) maybe(?: to| for)?)"
    r"|(?P<y>accept|(?:say|answer|rsvp|reply) yes (?:to|for))"
    r"|(?P<n>decline|reject|(?:say|answer|rsvp|reply) no (?:to|for))"
    r")(?: (?P<what>[^?\n]{1,100}))?",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"(?:(?:all|all of|the|my|that|this|these|those) )*"
    r"(?:(?:(?:calendar|meeting) )?(?:invitations?|invites?)\b)?"
    r"(?: ?\b(?:to|for|of)\b)?(?: ?\b(?:the|my)\b)? ?(?P<title>.*?)"
    r"(?: ?\b(?:from|by) (?P<who>.+))?",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?P<who>.+?)['’]s (?:(?:calendar|meeting) )?(?:invitation|invite)"
    r"(?: (?:to|for) (?:the |my )?(?P<title>.+))?",
    re.IGNORECASE,
)
_POINTS = frozenset({"it", "that", "this", "them", "one", "that one", "this one", ""})
_LOOSE = re.compile(r"\s+(?:on|at|for|in|of)$", re.IGNORECASE)
_ALL = re.compile(r"\ball\b|\bthem\b|\binvit(?:ation|e)s\b", re.IGNORECASE)
SAID: dict[Response, str] = {
    "accepted": "Accepted",
    "tentative": "Answered with maybe",
    "declined": "Declined",
}
NONE = "No invitation waits for an answer."
NO_INVITATION = "Nobody has invited you to that, so there is nothing to answer."


def answering(plain: str) -> Request | None:
    """The request of words that answer an invitation, else None."""
    found = _ORDER.fullmatch(plain)
    if found is None:
        return None
    letter = next(name for name in ANSWERS if found[name])
    slots = Slots(what=(found["what"] or "").strip() or None, new=letter)
    return Request(route="calendar.update", verb=VERB, slots=slots)


async def by_words(turn: Turn, work: UnitOfWork) -> Reply:
    """Answer the invitation that the words name, or ask which one.

    Raises:
        Refused: there is none.
    """
    letter = turn.request.slots.new or "y"
    _, response = ANSWERS[letter]
    found = await _meant(turn, work)
    if len(found) > 1 and not _ALL.search(str(turn.request.slots.what or "")):
        shown = found[:MOST_BUTTONS]
        buttons = [
            Button(label=label(event, turn), data=f"{ACTION}:{event.key}:{letter}")
            for event in shown
        ]
        focus = Focus(subject="event", ids=tuple(event.key for event in shown))
        return await offer(turn, work, "Which invitation shall I answer?", buttons, focus)
    told = [await _answer(turn, work, event, response, _scope(event, turn)) for event in found]
    await focus_on(turn, work, found)
    return Reply(text="\n".join(told), route="calendar.update")


async def press(turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
    """A button that answers; where it stood below some days, these are shown again.

    Raises:
        Refused: there is nothing to answer any more.
    """
    key, _, rest = argument.partition(":")
    letter, _, back = rest.partition(":")
    event = await event_of(key, work)
    if event is None or letter not in ANSWERS:
        raise Refused(drafts.GONE)
    _, response = ANSWERS[letter]
    told = await _answer(turn, work, event, response, "all")
    days = days_of(back, turn.person.zone, turn.now)
    if days is None:
        return Pressed(toast=told, edit=Reply(text=told, route="calendar.update"))
    shown = await agenda(work, days)
    edit = Reply(text=shown.text, buttons=shown.buttons, route="calendar.query")
    return Pressed(toast=told, edit=edit)


async def _answer(
    turn: Turn, work: UnitOfWork, event: Event, response: Response, scope: Scope
) -> str:
    """Answer it; what was done, in words."""
    if event.answer is None:
        raise Refused(NO_INVITATION)
    await check_writable(event, work)
    rule = None if scope == "this" else event.rule
    name = said(replace(event, inviter="", rule=rule), turn)
    much = drafts.MUCH[scope] if event.occasion else ""
    if event.answer == response and not much:
        return f"{SAID[response]} already: {name}."
    if event.occasion and scope == "this":
        guests = with_answer(event.attendees, response)
        wanted = replace(event, attendees=guests)
        await event_series.change(work, event, wanted, scope, turn.now)
    else:
        await _answer_whole(work, event.id, response)
    return f"{SAID[response]}: {name}{much}."


async def _answer_whole(work: UnitOfWork, event_id: int, response: Response) -> None:
    """Answer a single event, or a series with those of its exceptions that were answered alike."""
    whole = await work.events.whole(event_id)
    if whole is None:
        raise Refused(drafts.GONE)
    before = own_answer(whole.attendees)
    exceptions = await work.events.exceptions(event_id)
    same = [(number, one) for number, one in exceptions if own_answer(one.attendees) == before]
    for number, one in [(event_id, whole), *same]:
        guests = with_answer(one.attendees, response)
        await work.events.put(number, replace(one, attendees=guests))


async def _meant(turn: Turn, work: UnitOfWork) -> list[Event]:
    """The invitations that the words name; of those the unanswered, where there are some."""
    first, zone = today_of(turn), turn.person.zone
    events = await work.events.between(first, first + HORIZON, zone)
    found = [event for event in events if event.answer is not None]
    if not found:
        raise Refused(NONE)
    asked = days_asked(turn.request.times, zone)
    if asked is not None:
        found = [event for event in found if asked[0] <= day_of(event, zone) <= asked[1]]
    readings = _named(turn)
    if any(any(reading) for reading in readings):
        fits = (_fitting(title, who, found) for title, who in readings)
        found = next((events for events in fits if events), list[Event]())
    elif asked is None:
        keys = turn.conversation.focus.ids if turn.conversation.focus.subject == "event" else ()
        found = [event for event in found if event.key in keys] or found
    ahead = [event for event in found if start_of(event, zone) > turn.now]
    nearest: dict[int, Event] = {}
    for event in ahead or found:
        nearest.setdefault(event.id, event)
    fits = list(nearest.values())
    fits = [event for event in fits if event.answer == "none"] or (fits if _is_named(turn) else [])
    if not fits:
        words = quoted(str(turn.request.slots.what or ""), 40)
        raise Refused(f"I find no invitation like {words}." if _is_named(turn) else NONE)
    return fits


def _is_named(turn: Turn) -> bool:
    """Whether the words tell more than that an invitation is meant."""
    return any(any(reading) for reading in _named(turn)) or bool(turn.request.times)


def _fitting(title: str, who: str, events: Sequence[Event]) -> list[Event]:
    wanted = set(words_of(who)) if who else set[str]()
    found = [event for event in events if wanted <= set(words_of(event.inviter))]
    return fitting(title, found) if title else found


def _named(turn: Turn) -> list[tuple[str, str]]:
    """The words that name the event, and whoever has invited; each may be empty. The second reading
    of "drinks by the river" is a name."""
    words = str(turn.request.slots.what or "")
    for time in turn.request.times:
        words = words.replace(time.text, " ")
    words = _LOOSE.sub("", " ".join(words.split()))
    found = _OWNED.fullmatch(words) or _WHAT.fullmatch(words)
    if found is None:
        return [(words, "")]
    title = _LOOSE.sub("", (found["title"] or "").strip())
    who = (found["who"] or "").strip()
    reading = ("" if title.casefold() in _POINTS else title, who)
    return [reading, (words, "")] if who else [reading]


def _scope(event: Event, turn: Turn) -> Scope:
    """Of a series all of it, unless a day is named."""
    return turn.request.slots.scope or ("this" if turn.request.times else "all")
