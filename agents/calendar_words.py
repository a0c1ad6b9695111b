"""What people say to their calendar beyond the plainest forms, as requests."""

import re
from dataclasses import replace

from agents.blocking import blocking
from agents.calendar_clearing import clearing
from agents.calendar_papers import exporting
from agents.calendar_questions import is_finding
from agents.coming_birthdays import BORN
from agents.event_answers import answering
from agents.event_choice import WRAPPERS
from agents.event_details import TOLD, VERB, detailing, notes_it, tells_a_place
from agents.event_guests import inviting_to
from agents.event_view import viewing
from core.requests import Request, Slots

# The verb of a question that is one of the calendar only where an event has that name.
SOUGHT = "sought"
UNDOUBTED = 0.8
_BIRTHDAY = re.compile(
    r"(?:when(?: is|'?s)|what (?:day|date) is) "
    r"(?:(?P<whose>(?!my\b|your\b)[^?\n]{1,40}?)'s? (?:birthday|bday)"
    r"|(?:the )?(?:birthday|bday) of (?P<of>[^?\n]{1,40}?))\W*",
    re.IGNORECASE,
)
# What an event may be called; the memory answers where none is.
_WHEN = re.compile(
    r"(?:when(?: is|'?s)|what (?:time|day|date) is|(?:when|what time) does)"
    r" (?:the|my|our) (?:next )?"
    r"(?P<what>(?![^?\n]*\b(?:birthday|bday|anniversary|name day)\b)[^?\n]{2,60}?)"
    r"(?: again| start| begin)?\W*",
    re.IGNORECASE,
)
# A part of the day that is no time of its own here: "lunch" is not what is asked for.
_SIDE = re.compile(
    r"(?:(?:what(?: is|'?s| do (?:i|we) have| have i got)?|do (?:i|we) have anything"
    r"|is there anything|anything)(?: (?:on|planned|scheduled|going on|happening|coming up|up))*) "
    r"(?:after|before|until) (?:breakfast|lunch|noon|dinner|work)\b[^\n]{0,40}",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"(?:what(?: else)?|do|what meetings) (?:do )?(?:i|we) have (?:anything )?"
    r"(?:(?:on|planned|scheduled|coming up) )?with (?P<who>\w+(?: (?-i:[A-Z])\w+)?)"
    r"(?: (?:today|tomorrow|(?:this|next|on) \w+))?\W*",
    re.IGNORECASE,
)
_SOONER = re.compile(
    r"(?:please )?(?:bring|pull) (?:the |my )?(?P<what>[^:\n]{1,60}?) (?:forward|back|up)(?: by)?"
    r" (?:an?|half an|\d+|one|two|three) ?(?:h|min|hours?|minutes?|mins?|days?|weeks?)",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?:the |my )(?P<what>[^:?\n]{1,60}?) (?:is|starts|begins) now (?:at|on) [^\n]{1,40}",
    re.IGNORECASE,
)
_LONGER = re.compile(
    r"(?:please )?(?:lengthen|extend|prolong|shorten) (?:it|that)(?: (?:by|to))? [^\n]{2,30}",
    re.IGNORECASE,
)


def calendar_words(plain: str) -> Request | None:
    """The request of words that can mean nothing but the calendar, else None."""
    if _SIDE.fullmatch(plain) or is_finding(plain):
        return Request(route="calendar.query", verb="agenda")
    if found := _WITH.fullmatch(plain):
        return Request(route="calendar.query", verb="agenda", slots=Slots(person=found["who"]))
    if found := _SOONER.fullmatch(plain) or _NOW.fullmatch(plain):
        slots = Slots(what=found["what"])
        return Request(route="calendar.update", verb="change", slots=slots)
    if _LONGER.fullmatch(plain):
        slots = Slots(reference="it")
        return Request(route="calendar.update", verb="change", slots=slots)
    forms = (exporting, answering, clearing, blocking, inviting_to, viewing, detailing)
    return next((asked for form in forms if (asked := form(plain)) is not None), None)


def _is_sought(asked: Request) -> bool:
    """Whether a "when is …?" may be of one event: what is on today is no answer to it."""
    unsure = asked.confidence < UNDOUBTED or asked.route == "other"
    if asked.verb == "agenda":
        return unsure or not asked.times
    return unsure and asked.verb in ("", "talk", "find")


def of_calendar(text: str, asked: Request) -> Request:
    """The request, where what was taken for a matter of others may be one of the calendar: where an
    event takes place, a birthday, or a note on what was just spoken of."""
    plain = " ".join(text.split()).replace("’", "'").rstrip(" .!")
    if asked.also:
        return asked
    if asked.route == "memory.recall" and (found := _BIRTHDAY.fullmatch(plain)):
        what = f"{(found['whose'] or found['of']).strip()}'s birthday"
        slots = replace(asked.slots, what=what)
        return replace(asked, route="calendar.query", verb=BORN, slots=slots, times=())
    if asked.route == "memory.recall" and not asked.times and (found := _WHEN.fullmatch(plain)):
        slots = replace(asked.slots, what=found["what"])
        return replace(asked, route="calendar.query", verb="find", slots=slots, confidence=1.0)
    if _is_sought(asked) and (found := _WHEN.fullmatch(plain)) and found["what"] not in WRAPPERS:
        slots = replace(asked.slots, what=found["what"])
        return replace(asked, route="calendar.query", verb=SOUGHT, slots=slots, confidence=1.0)
    if notes_it(plain):
        return replace(asked, route="calendar.update", verb=VERB)
    if asked.route == "memory.store" and not asked.times and tells_a_place(plain):
        return replace(asked, route="calendar.update", verb=TOLD)
    return asked
