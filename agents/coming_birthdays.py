"""Whose birthday comes: of those that stand in calendars, and of those that were told."""

import re
from dataclasses import replace
from datetime import date, timedelta

from agents.agenda import Days
from agents.agent import Turn
from agents.days import today_of
from agents.event_choice import day_of
from agents.finding import words_of
from agents.wording import day
from core.models import Focus, Reply
from core.stores import UnitOfWork
from memory.birthdays import birthdays

# The verb of a question for one birthday.
BORN = "born"
BIRTHDAYS = re.compile(r"\bbirthdays?\b", re.IGNORECASE)
_NEXT = re.compile(r"\bnext\b(?! (?:week|month|year))", re.IGNORECASE)
_TOLD = re.compile(r"['’]s? birthday\b.*|^(?:birthday of|birthday:?) ", re.IGNORECASE)
MOST = 20
YEAR = timedelta(days=366)


async def coming_birthdays(turn: Turn, days: Days, work: UnitOfWork) -> Reply:
    """Those of the days that are named, else of the coming year; of "next" the first alone."""
    span = days if turn.request.times else replace(days, last=days.first + timedelta(days=365))
    zone = days.zone
    found: dict[tuple[date, str], str] = {}
    for event in await work.events.between(span.first, span.last, zone):
        if BIRTHDAYS.search(event.title):
            found.setdefault((day_of(event, zone), _whose(event.title)), event.title)
    for told in await birthdays(work, turn.now, zone):
        if span.first <= told.day <= span.last:
            name = told.name[0].upper() + told.name[1:]
            found.setdefault((told.day, _whose(told.name)), name)
    if not found:
        return Reply(text=f"I know of no birthday {named_days(span)}.")
    coming = sorted(found)
    if _NEXT.search(turn.incoming.text) and not turn.request.times:
        coming = [key for key in coming if key[0] == coming[0][0]]
    lines = [f"🎂 {found[key]}, {day(key[0], days.today)}" for key in coming[:MOST]]
    return Reply(text="\n".join(lines))


async def birthday_asked(turn: Turn, work: UnitOfWork) -> Reply | None:
    """The next birthday of whom the question names, as a calendar has it; None where none has."""
    what = turn.request.slots.what
    whose = set(words_of(_TOLD.sub("", what))) if isinstance(what, str) else set[str]()
    zone, today = turn.person.zone, today_of(turn)
    events = await work.events.between(today, today + YEAR, zone)
    found = [
        event
        for event in events
        if BIRTHDAYS.search(event.title) and whose and whose <= set(words_of(event.title))
    ]
    # Presents are bought before it.
    very = [event for event in found if set(words_of(_whose(event.title))) == whose]
    event = next(iter(very or found), None)
    if event is None:
        return None
    focus = Focus(route="calendar.query", subject="event", ids=(event.key,))
    await work.people.focus(turn.conversation.id, focus)
    return Reply(text=f"🎂 {event.title}, {day(day_of(event, zone), today)}")


def _whose(title: str) -> str:
    """Whose it is, so that one that is known twice is told once."""
    return _TOLD.sub("", title).strip().casefold()


def named_days(days: Days) -> str:
    if days.first == days.last:
        return day(days.first, days.today)
    return f"from {day(days.first, days.today)} to {day(days.last, days.today)}"
