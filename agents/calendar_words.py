"""What people say to their calendar beyond the plainest forms, as requests."""

from dataclasses import replace

from agents.calendar_clearing import clearing
from agents.calendar_papers import exporting
from agents.event_answers import answering
from agents.event_details import PLACE, VERB, detailing, notes_it, tells_a_place
from core.requests import Request


def calendar_words(plain: str) -> Request | None:
    """The request of words that can mean nothing but the calendar, else None."""
    return exporting(plain) or answering(plain) or clearing(plain) or detailing(plain)


def of_calendar(text: str, asked: Request) -> Request:
    """The request, where what was taken for a matter of others may be one of the calendar: where an
    event takes place, or a note on what was just spoken of."""
    plain = " ".join(text.split()).replace("’", "'").rstrip(" .!")
    if asked.also:
        return asked
    if notes_it(plain):
        return replace(asked, route="calendar.update", verb=VERB)
    if asked.route == "memory.store" and not asked.times and tells_a_place(plain):
        return replace(asked, route="calendar.update", verb=PLACE)
    return asked
