"""The phrases about Jenny's own settings, and commands that she does not know, as requests."""

import re
from datetime import time
from typing import Literal

from agents.calendar_words import calendar_words
from agents.insisting import LENGTH, seconds_of
from agents.places import is_zone
from core.errors import Refused
from core.requests import Request, Slots

COMMAND = re.compile(r"/([a-z_]+)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_PART = re.compile(
    r"(?:please\s+)?(?:(?:set|change|make)\s+)?my\s+"
    r"(?P<part>morning|lunch|afternoon|evening|night)s?"
    r"(?:\s+(?:is|are|to|at|starts?|begins?))+\s+(?P<time>(?:[012]?\d(?!\d)|noon|midnight).{0,10})",
    re.IGNORECASE,
)
_CALENDARS = re.compile(
    r"/calendars?(?:@\w+)?|(?:show|list) (?:me )?(?:my|the|all(?: my)?) calendars"
    r"|(?:which|what) calendars (?:do i have|are there|are connected|do you know)\??"
    r"|(?:connect|add|link|disconnect|remove|sync) (?:a|my|another|the|all my) (?:\w+ )?calendars?"
    r"|(?:connect|link|disconnect) (?:to )?(?:my )?(?:google|outlook|icloud|caldav)(?: calendar)?"
    r"|(?:make|use|set) .{1,40}? (?:as )?(?:my|the) default calendar",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?:please\s+)?(?:(?:set|change)\s+)?(?:my\s+)?time\s?zone\s*(?:is|to|:)?\s+(?P<zone>\S.{0,60})",
    re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm|a\.m\.?|p\.m\.?|o'?clock)?", re.IGNORECASE)
_HOURS = (
    r"(?:from |between )?(?P<start>[012]?\d(?:[:.h][0-5]\d)?\s*(?:am|pm)?|midnight)"
    r"\s*(?:to|until|till|and|-|–)\s*(?P<end>[012]?\d(?:[:.h][0-5]\d)?\s*(?:am|pm)?|noon)"
)
_QUIET = re.compile(
    r"(?:please )?(?:(?:set|change|make|put) )?(?:my |the )?"
    r"(?:/?quiet(?: hours| time)?(?: are| is| to)?|(?:do not|don'?t) (?:disturb|bother)(?: me)?"
    rf"|(?:be|keep|stay) quiet) (?:(?P<off>off)|{_HOURS})"
    r"|(?:(?:turn|switch) off|no|end|stop)(?: more)? (?:my |the )?quiet (?:hours|time)"
    r"|(?:turn|switch) (?:my |the )?quiet hours off",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"(?:always )?(?P<what>skip|deliver|ask(?: me)?(?: first)? about) (?:late|missed|overdue)"
    rf" reminders(?: (?:after|if (?:they'?re |they are )?(?:more|later) than) {LENGTH}(?: late)?)?"
    r"|late reminders:? (?P<kind>skip|deliver|ask)(?: (?:me|them|anyway))?(?: first)?"
    rf"(?: (?:after|if (?:more|later) than) {LENGTH.replace('?P<', '?P<or_')}(?: late)?)?",
    re.IGNORECASE,
)
_TRIP = re.compile(
    r"(?:i'?m|i am|i'?ll be|i will be|we'?re|we are) "
    r"(?:in|(?:(?:travell?ing|going|flying|off|moving) )to) "
    r"(?P<place>[^\W\d_][^,.!?\d]{1,40}?)"
    r"(?P<when>,? (?:from|until|till|through|to|for|starting|next|this|on|today|tomorrow|now)\b"
    r".*)?",
    re.IGNORECASE,
)
_BACK = re.compile(r"i(?:'?m| am) (?:back|home)(?: again)?(?: (?:home|in .{2,40}))?", re.IGNORECASE)


def setting(text: str) -> Request | None:
    """The request of a phrase or command that sets something for good, else None."""
    plain = " ".join(text.strip().rstrip(".! ").replace("’", "'").split())
    if part := _PART.fullmatch(plain):
        words = (part["part"].lower(), part["time"])
        return Request(route="other", verb="part", slots=Slots(what=words))
    found = COMMAND.fullmatch(plain)
    if _CALENDARS.fullmatch(plain):
        return Request(route="calendar.query", verb="calendars")
    if (asked := calendar_words(plain)) is not None:
        return asked
    if found and found[1].lower() in ("tz", "timezone", "zone") and found[2]:
        return Request(route="other", verb="zone", slots=Slots(what=found[2].strip()))
    if place := _ZONE.fullmatch(plain):
        return Request(route="other", verb="zone", slots=Slots(what=place["zone"]))
    return _insistence(plain) or _whereabouts(plain)


def _insistence(plain: str) -> Request | None:
    if quiet := _QUIET.fullmatch(plain):
        hours = (quiet["start"], quiet["end"]) if quiet["start"] else ("off",)
        return Request(route="other", verb="quiet", slots=Slots(what=hours))
    if late := _LATE.fullmatch(plain):
        said = (late["what"] or late["kind"]).lower()[:3]
        what = KINDS[said]
        after = seconds_of(late["number"] or late["or_number"], late["unit"] or late["or_unit"])
        return Request(route="other", verb="late", slots=Slots(late=what, late_after=after))
    return None


def _whereabouts(plain: str) -> Request | None:
    if _BACK.fullmatch(plain):
        return Request(route="other", verb="back")
    trip = _TRIP.fullmatch(plain)
    if trip is None or not is_zone(trip["place"]):
        return None
    what = (trip["place"], (trip["when"] or "").strip(" ,"))
    return Request(route="other", verb="trip", slots=Slots(what=what))


KINDS: dict[str, Literal["deliver", "skip", "ask"]] = {
    "del": "deliver", "ski": "skip", "ask": "ask",
}  # fmt: skip


def unknown(text: str, request: Request) -> str | None:
    """The name of the slash command that `request` could not be made of, else None."""
    found = COMMAND.match(text.strip())
    if found is None or request.route != "other" or request.verb:
        return None
    return f"/{found[1][:40]}"


def time_of(name: str, text: str) -> time:
    """A clock time as it is said of that part of the day: "8" is 20:00 for the evening.

    Raises:
        Refused: when it is no clock time.
    """
    words = {"noon": "12:00", "midnight": "0:00"}.get(text.strip().lower(), text.strip())
    found = _TIME.fullmatch(words)
    if found is None:
        raise Refused(f"“{text.strip()[:20]}” is no clock time. Try “set my {name} to 8:30”.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()[:1]
    if half == "p" or (not half and name in ("afternoon", "evening", "night") and 0 < hour < 12):
        hour = hour % 12 + 12
    elif half == "a":
        hour %= 12
    if name == "lunch" and not half and 0 < hour < 6:
        hour += 12
    if hour > 23 or minute > 59:
        raise Refused(f"“{text.strip()[:20]}” is no clock time. Try “set my {name} to 8:30”.")
    return time(hour, minute)
