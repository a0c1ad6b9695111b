"""What a message means as the answer to what Jenny asked last."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agents.confirming import QUESTION as CONFIRM
from agents.confirming import WHAT
from agents.drafts import answers as describes
from agents.drafts import drop_of
from agents.reading import LONGEST, Understand, understood
from core.models import Focus, Person
from core.requests import Request, Route

LEFT = "All right, I leave it at that."
_POLITE = r"(?:[ ,]+(?:please|thanks|thank you|do it|do|go ahead|jenny|{verbs}))*"
_AGREED = (
    r"yes|yep|yeah|yup|sure|ok|okay|correct|right|please|do it|go ahead|that['’]s right|sounds good"
    r"|confirm(?:ed)?"
)
_MAKE = r"(?:create|add|book|move) (?:it|that)|create|put it in|move"
_DELETE = r"(?:delete|remove) (?:it|that|them|all of them)|delete|all of them"


def _yes(verbs: str) -> re.Pattern[str]:
    polite = _POLITE.format(verbs=verbs)
    return re.compile(rf"(?:{_AGREED}|{verbs}){polite}", re.IGNORECASE)


# A verb is a yes to the button that does it, and never to another.
_YES_TO_DRAFT, _YES_TO_DELETION = _yes(_MAKE), _yes(_DELETE)
_DROPS = re.compile(_DELETE, re.IGNORECASE)
# So long after a question a "yes" may be meant for something else.
PATIENCE = timedelta(hours=1)
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
    if len(text) > LONGEST or (focus.asked_at and now - focus.asked_at > PATIENCE):
        return None
    plain = " ".join(text.split()).strip(" .!…")
    if focus.question == CONFIRM and focus.pending:
        return _confirmation(plain, focus, focus.pending)
    if _NO.fullmatch(plain):
        return Answered(data=drop_of(focus))
    if focus.question == WHAT and plain:
        return _subject(plain, now, person, focus, understand)
    if describes(focus):
        return _description(text, now, person, focus, understand)
    return None


def _confirmation(plain: str, focus: Focus, pending: str) -> Answered | None:
    is_draft = focus.subject == "draft"
    if (_YES_TO_DRAFT if is_draft else _YES_TO_DELETION).fullmatch(plain):
        return Answered(data=pending)
    if _NO.fullmatch(plain) or (is_draft and _DROPS.fullmatch(plain)):
        return Answered(data=drop_of(focus))
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
