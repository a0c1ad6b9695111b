"""What a message means as the answer to what Jenny asked last."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from agents.confirming import QUESTION as CONFIRM
from agents.confirming import WHAT
from agents.drafts import answers as describes
from agents.drafts import drop_of
from agents.reading import Understand, understood
from core.models import Focus, Person
from core.requests import Request, Route

LEFT = "All right, I leave it at that."
_YES = re.compile(
    r"(?:yes|yep|yeah|yup|sure|ok|okay|correct|right|please|do it|go ahead|create it|create|add it"
    r"|put it in|move it|move|delete it|delete|all of them|that's right|sounds good|confirm(?:ed)?)"
    r"(?:[ ,]+(?:please|thanks|thank you|do it|do|go ahead|jenny|delete (?:it|them)|create it))*",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:no|nope|nah|never ?mind|nevermind|forget (?:it|about it)|cancel|cancel it|stop|nothing"
    r"|don['’]?t|do not|leave it|keep (?:it|them)|keep|not now|skip it)"
    r"(?:[ ,]+(?:please|thanks|thank you|never ?mind|forget it|keep (?:it|them)|leave it|don['’]?t"
    r"|cancel(?: it)?|jenny))*",
    re.IGNORECASE,
)
# What may be the name of something, and not a request of its own.
_NAMING: tuple[Route, ...] = ("other", "task.add", "memory.store")
_RENAME = re.compile(r"(?:re)?name it|change (?:the )?(?:name|title)|call it", re.IGNORECASE)
_WRAPPER = re.compile(r"(?:remind me )?(?:to|that|of|about|it['’]s|it is) +", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The answer: no, yes to a button's `data`, or words that make a `request` whole."""

    request: Request | None = None
    data: str = ""


def answered(
    text: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """The message as an answer; None when it is none, or nothing was asked."""
    if focus.question is None:
        return None
    plain = " ".join(text.split()).strip(" .!…")
    if _NO.fullmatch(plain):
        return Answered(data=drop_of(focus))
    if focus.question == CONFIRM:
        yes = _YES.fullmatch(plain) and focus.pending
        return Answered(data=focus.pending or "") if yes else None
    if focus.question == WHAT and plain:
        return _subject(plain, now, person, focus, understand)
    if describes(focus):
        return _description(text, now, person, focus, understand)
    return None


def _subject(
    plain: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """What the reminder is to be of; its time was said before, or is asked for next."""
    request = understood(plain, now, person, Focus(), understand)
    is_name = request.route in _NAMING and request.verb in ("", "talk", "add", "remember")
    if plain.startswith("/") or plain.endswith("?") or not is_name or request.slots.list:
        return None
    asked_at = focus.asked_at or now
    first = understood(focus.pending or "", asked_at, person, Focus(), understand)
    if request.times and first.times:
        return None
    if request.times:
        return Answered(
            request=understood(f"remind me to {plain}", now, person, Focus(), understand)
        )
    what = _WRAPPER.sub("", plain, count=1) or plain
    slots = replace(first.slots, what=what)
    return Answered(request=replace(first, route="reminder.set", slots=slots, also=()))


def _description(
    text: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """What a draft is to be, where the words hold no time and are no request."""
    request = understood(text, now, person, focus, understand)
    if request.times or (request.route != "other" and not _RENAME.match(text.strip())):
        return None
    if request.verb not in ("", "talk", "change"):
        return None
    return Answered(request=Request(route="calendar.update", verb="describe"))
