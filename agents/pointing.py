"""What points at the reminders, tasks or events that were shown: "move the second one to 6pm",
"delete both". What is to be done is understood of "it", and then meant of those."""

import re
from collections.abc import Callable
from dataclasses import replace

from agents.finding import PLACES
from core.models import Focus
from core.requests import Request, Route, Slots

_PLACE = (
    r"(?:the |my |number |no\.? ?|#)*"
    rf"(?:{'|'.join(PLACES)}|\d{{1,2}}(?:st|nd|rd|th)?)(?: one| reminder)?"
)
_SEVERAL = (
    r"both(?: of (?:them|these|those))?|all(?: (?:of )?(?:them|these|those)| two| three)"
    r"|them(?: all)?"
)
_VERBS = (
    r"move|change|push|shift|postpone|reschedule|set|make|put|cancel|delete|remove|drop|stop|skip"
    r"|leave out|rename|reword"
)
_FORM = re.compile(
    rf"\s*(?:(?:please|and|now|then|also|no)[ ,]+)*(?P<verb>{_VERBS})?\s*"
    rf"(?P<which>{_PLACE}(?:(?:,| and|,? &)+ {_PLACE})*|{_SEVERAL})"
    r"(?P<rest>(?:,? (?:to|by|at|on|for|until|till|into|as|in|an?|half|every|daily|weekly|urgent"
    r"|today|tomorrow|tonight|later|earlier|again|please)\b.*)?)",
    re.IGNORECASE | re.DOTALL,
)
ROUTES: dict[str, tuple[Route, ...]] = {
    "reminder": ("reminder.update", "reminder.cancel"),
    "task": ("task.update", "task.remove"),
    "event": ("calendar.update", "calendar.delete"),
}
# "Ten to nine" is an hour.
_MINUTES_TO = re.compile(
    r"(?:\d{1,2}|five) to"
    r" (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_LATER = re.compile(
    r"(?:(?:please|ok|okay|not now|remind me|ask me|again|do it|but|a bit|a little"
    r"|in a (?:bit|moment|minute|while)|later|soon|wait|not yet|snooze)[ ,.!]*)+",
    re.IGNORECASE,
)
_TO_AN_HOUR = re.compile(
    r"\s*(?:please )?(?:move|push|shift|reschedule) (?:the |my )?(?P<what>[^\d\n]{2,60}?) to"
    r" (?P<hour>\d{1,2})[\s.!]*",
    re.IGNORECASE,
)
_ONE = r"(?:only|just) (?:this|that|the next)(?: one| time| once)?|(?:this|that) (?:one|time) only"
_REACH = re.compile(
    rf"(?:no[ ,]+|please[ ,]+|and[ ,]+)*(?:(?P<this>{_ONE}|(?:only|just) (?:today|tomorrow|once))"
    r"|(?P<following>(?:for )?(?:all|the) (?:that )?follow(?:ing|s)?(?: ones)?|all of them"
    r"|every time|always|from (?:now|then) on|(?:for )?the whole series))[ .!]*",
    re.IGNORECASE,
)

_FAR = re.compile(
    r"(?P<change>(?:please )?(?:move|change|push|shift|postpone|reschedule|set|make|put)"
    r" (?:it|that|this)\b.+?),?\s+(?:but )?"
    r"(?:(?:only|just)(?: for)? (?P<day>today|tomorrow|(?:on )?\w+day)"
    rf"|(?P<this>{_ONE}|(?:only|just) once)"
    r"|(?:for |and )?(?P<following>all (?:that )?follow(?:ing)?(?: ones)?|from now on))[ .!]*",
    re.IGNORECASE,
)

_TO_A_CLOCK = re.compile(
    rf"((?:{_VERBS}) [^\d\n]{{1,60}}? to (?:5|10|20|25))(?= to \d{{1,2}}\b(?![:.]\d))",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:meeting|event|appointment)\b", re.IGNORECASE)
_HUSH = re.compile(
    r"(?:please )?(?:stop|quit|enough|no more) (?:nagging|bugging|pestering|pinging)(?: me)?"
    r"(?: (?:about|for) (?P<what>.{1,60}?))?(?: now| please)?[ .!]*",
    re.IGNORECASE,
)
_PAUSE = re.compile(
    r"(?:please )?(?:pause|suspend|skip) (?:the |my )?(?P<what>.{1,60}?)"
    r" (?P<until>(?:until|till) .{1,40})",
    re.IGNORECASE,
)


_MEANING = re.compile(
    r"(?:(?:no|nope|sorry|wait|oops|argh|actually|rather|i meant?)[ ,.!…-]*)+"
    r"(?P<hour>\d{1,2}(?:[:.]\d\d)?)[ .!]*",
    re.IGNORECASE,
)
_SOONER = re.compile(
    r"(?P<change>(?:please )?(?:move|make|push|pull|bring|shift|set) (?:it|that|this))(?: forward)?"
    r"(?: by)? (?P<length>.{1,30}?) (?:earlier|sooner)[ .!]*",
    re.IGNORECASE,
)


def meaning(text: str, focus: Focus, understand: Callable[[str], Request]) -> Request | None:
    """ "No, I meant 4", of the reminder at hand."""
    found = _MEANING.fullmatch(text.strip())
    if found is None or focus.subject not in ("reminder", "occurrence"):
        return None
    request = understand(f"make it {found['hour']}")
    return request if request.route == "reminder.update" and request.times else None


def sooner(text: str, focus: Focus, understand: Callable[[str], Request]) -> Request | None:
    """ "Make it an hour earlier", of the reminder at hand."""
    found = _SOONER.fullmatch(text.strip())
    if found is None or focus.subject not in ("reminder", "occurrence"):
        return None
    request = understand(f"move it by {found['length']}")
    return request if request.route == "reminder.update" and request.times else None


def to_a_clock(text: str, focus: Focus) -> str:
    """The text where "5 to 6" is a clock time to move a reminder to, which has no hours from 5 to
    6, in words that say so."""
    about = focus.subject in ("reminder", "occurrence") and not _EVENT.search(text)
    about = about or "reminder" in text.lower()
    return _TO_A_CLOCK.sub(r"\1 minutes", text) if about else text


def hushing(text: str) -> Request | None:
    """The wish that what rings until it is done stops, and stays open."""
    found = _HUSH.fullmatch(text.strip())
    if found is None:
        return None
    what = found["what"]
    points = what is None or what.lower() in ("it", "that", "this")
    slots = Slots(what=None if points else what, reference="it" if points else None)
    return Request(route="reminder.update", verb="hush", slots=slots)


def pausing(text: str, understand: Callable[[str], Request]) -> Request | None:
    """ "pause yoga until monday": what rings until then is cancelled, and series go on."""
    found = _PAUSE.fullmatch(text.strip())
    if found is None:
        return None
    times = understand(f"cancel it {found['until']}").times
    if not times:
        return None
    what = re.sub(r"\s*\breminders?$", "", found["what"], flags=re.IGNORECASE)
    every = what.lower() in ("", "all", "all my", "all the", "everything", "them")
    slots = Slots(what=None if every else what, scope="all" if every else None)
    return Request(route="reminder.cancel", verb="cancel", slots=slots, times=times)


def far(text: str, focus: Focus, understand: Callable[[str], Request]) -> Request | None:
    """A change of the reminder at hand that says how far it reaches: "move it to 10, only this
    time"."""
    found = _FAR.fullmatch(text.strip())
    if found is None or focus.subject not in ("reminder", "occurrence"):
        return None
    request = understand(f"{found['change']} {found['day'] or ''}".strip())
    if request.route != "reminder.update" or not request.times:
        return None
    scope = "following" if found["following"] else "this"
    return replace(request, slots=replace(request.slots, scope=scope))


def pointing(text: str, focus: Focus, understand: Callable[[str], Request]) -> Request | None:
    """The request about some of the things in `focus`; None where the text points at none."""
    found = _FORM.fullmatch(text.rstrip(" .!"))
    routes = ROUTES.get(focus.subject or "", ())
    if found is None or not focus.ids:
        return None
    verb, rest, which = found["verb"] or "move", found["rest"], found["which"]
    if not found["verb"] and (not rest or _MINUTES_TO.fullmatch(f"{which}{rest}")):
        return None
    request = understand(f"{verb} it{rest}")
    if request.also or request.route not in routes:
        return None
    what = None if request.slots.what == "it" else request.slots.what
    return replace(request, slots=replace(request.slots, what=what, reference=which))


def to_an_hour(text: str, understand: Callable[[str], Request]) -> Request | None:
    """ "move vitamins to 7", whatever they are."""
    found = _TO_AN_HOUR.fullmatch(text)
    times = understand(f"move it to {found['hour']}").times if found else ()
    if found is None or not times:
        return None
    slots = Slots(what=found["what"])
    return Request(route="calendar.update", verb="change", slots=slots, times=times)


def later(text: str, focus: Focus) -> Request | None:
    """The wish to be reminded again, without a time, of what has just rung."""
    if focus.subject != "occurrence" or not _LATER.fullmatch(text.strip()):
        return None
    return Request(route="reminder.update", verb="snooze", slots=Slots(reference="it"))


def reach(text: str, focus: Focus) -> Request | None:
    """How far the last change is to reach: "only this one", "all following"."""
    found = _REACH.fullmatch(text.strip())
    if found is None or (focus.subject, focus.route) != ("reminder", "reminder.update"):
        return None
    scope = "this" if found["this"] else "following"
    return Request(route="reminder.update", verb="reach", slots=Slots(scope=scope, reference="it"))
