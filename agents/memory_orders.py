"""Orders to the memory that are read by their form, and statements that are plainly such."""

import re
from dataclasses import replace
from datetime import datetime

from agents.days import days_of
from core.models import Focus, Person
from core.requests import Request, Slots
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.asking import is_question
from memory.dates import happened_at
from memory.gate import is_standing, junk
from memory.lessons import by_rules
from memory.questions import question_in

_SWITCH = re.compile(
    r"(?:please )?(?:(?P<off>pause|stop|suspend|turn off)|(?P<on>resume|unpause|restart|turn on"
    r"|continue)) (?:your |the |my )?(?:memory|remembering|learning|learning about me)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?:please )?(?:don['’]?t|do not|stop) (?:remember|learn|sav|stor|keep)(?:e|ing)?"
    r" (?:anything|things|what i (?:say|write|tell you))(?: for now| any ?more)?",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"(?P<name>[\w'’. -]{1,40}?) and (?P<other>[\w'’. -]{1,40}?) are (?:both )?(?:one and )?the"
    r" same"
    r"(?: person| thing| one)?|(?P<one>[\w'’. -]{1,40}?) is the same (?:person )?as"
    r" (?P<another>[\w'’. -]{1,40}?)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:and )?(?:how|where|why) (?:do|did|would) you (?:know|get|learn|hear|have)(?: about)?"
    r" (?:that|this|it)(?: from)?|(?:who|when did i|where did i) (?:told|tell) you (?:that|this)"
    r"|says who|what makes you (?:think|say) (?:that|so)|why do you (?:think|say) (?:that|so)",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"(?:no|nope|wrong|actually|that['’]?s (?:wrong|not right|not true|incorrect)|not quite"
    r"|correction|sorry)\b[,.:;!]*\s+(?:(?:no|actually|it['’]s|sorry)\b[,]?\s+)?(?P<new>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ORDER = re.compile(
    r"(?:in (?:what|which) order|what came first|which (?:was|came|happened) first"
    r"|what did i do (?:first|before|after)|list .{0,40} in order)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_STANDING = re.compile(
    r"(?:what are |show(?: me)? |list )(?:my |the )?(?:standing )?"
    r"(?:instructions|preferences|rules)",
    re.IGNORECASE,
)
_RECEIPTS = re.compile(
    r"(?:(?:show|list)(?: me)? )?(?:(?:all )?(?:my|the|your) )?(?:memory |forgetting )?receipts"
    r"|what (?:have|did) you (?:forgotten|forget)(?: for me)?(?: so far)?",
    re.IGNORECASE,
)
# Of reminders, lists and calendars they say nothing.
_FORGET_ALL = re.compile(
    r"(?:please )?(?:(?:can|could) you (?:please )?)?"
    r"(?:(?:forget|delete|erase|wipe|clear|reset|empty) (?:all (?:of )?)?(?:my |your )?"
    r"(?:whole |entire )?memor(?:y|ies)|forget (?:about )?me|delete all (?:of )?my data"
    r"|(?:erase|wipe) (?:everything|it all))(?: please)?",
    re.IGNORECASE,
)
_ERASE = re.compile(
    r"[“\"']?erase[”\"']?"
    r"|(?:yes|y|yep|yeah|sure|ok|okay|do it|delete|go ahead|confirm)(?: please)?",
    re.IGNORECASE,
)
_DID = (
    r"(?:went|saw|ate|came|took|bought|sold|found|lost|broke|ran|drove|flew|won|paid|fell|visited"
    r"|had|met|(?:was|were) (?:at|in)(?! \d))"
)
# What is told, and no order.
_HAPPENED = re.compile(
    r"(?:my )?[\w-]+(?: and (?:my )?[\w-]+)? (?:got|was|were|had|met|\w+ed)\b[^?\n]*", re.IGNORECASE
)
_WAS_DONE = re.compile(
    rf"(?:(?:i|we|(?:my|our|the) [\w-]+) )?(?:(?:just|finally|yesterday|today) )*(?:i |we )?{_DID}"
    r" [^?\n]*",
    re.IGNORECASE,
)
# "Is my wife called Anna?" tells nothing.
_ASKS = re.compile(r"(?:is|are|was|were|am|do|does|did|has|have) [^?\n]{1,200}\?", re.IGNORECASE)
SURE = 0.9


def memory_order(text: str, focus: Focus) -> Request | None:
    """The order to the memory that `text` is by its form alone."""
    plain = " ".join(text.split()).rstrip(" .!?")
    if (whole := _of_all(plain)) is not None:
        return whole
    if _WHY.fullmatch(plain) and (focus.subject == "memory" or "know" in plain.casefold()):
        return Request(route="memory.recall", verb="why")
    if (what := _list(plain)) is not None:
        return Request(route="memory.recall", verb="list", slots=Slots(what=what))
    if _ORDER.match(plain):
        return Request(route="memory.recall", verb="order", slots=Slots(what=text))
    if found := _SAME.fullmatch(plain):
        names = (found["name"] or found["one"], found["other"] or found["another"])
        return Request(route="memory.store", verb="same", slots=Slots(what=names))
    if focus.question == "erase" and _ERASE.fullmatch(plain):
        # A yes is too little for what can't be undone.
        written = "erase" in plain.casefold()
        return Request(route="memory.forget", verb="erase" if written else "insist")
    if focus.question == "edit" and focus.subject == "memory" and _tells(text):
        return Request(route="memory.store", verb="correct", slots=Slots(what=text.strip()))
    if focus.subject == "memory" and focus.ids and (found := _CORRECTION.fullmatch(plain)):
        return Request(route="memory.store", verb="correct", slots=Slots(what=found["new"]))
    if is_standing(text) and "?" not in text and len(text) < 300:
        return Request(route="memory.store", verb="remember", slots=Slots(what=text.strip()))
    return None


def _tells(text: str) -> bool:
    """Whether it may be what a fact is to say: "remind me at 5" and "what's on?" are no answers."""
    return not text.startswith("/") and junk(text, ()) not in ("order", "question")


def _of_all(plain: str) -> Request | None:
    """The order that is about all of the memory."""
    if _FORGET_ALL.fullmatch(plain):
        return Request(route="memory.forget", verb="forget")
    if (found := _SWITCH.fullmatch(plain)) or _STOP.fullmatch(plain):
        resumes = found is not None and found["on"] is not None
        return Request(route="memory.store", verb="resume" if resumes else "pause")
    return None


def _list(plain: str) -> str | None:
    """The list that is asked for."""
    forms = ((_STANDING, "standing"), (_RECEIPTS, "receipts"))
    return next((what for form, what in forms if form.fullmatch(plain)), None)


def stated(text: str, request: Request, now: datetime, person: Person) -> Request:
    """`request`; or to remember `text`, where that is a plain statement and the request a guess;
    or to answer it, where it plainly asks for what is kept and was taken for talk."""
    if request.route == "memory.store" and _ASKS.fullmatch(text.strip()):
        return Request(route="memory.recall", verb="recall", slots=Slots(what=text.strip()))
    is_talk = request.route == "other" and request.verb in ("", "talk")
    planned = request.route in ("calendar.create", "calendar.update")
    if (planned or is_talk) and "?" not in text and _is_over(text, request, now, person.zone):
        return Request(route="memory.store", verb="remember", slots=Slots(what=text.strip()))
    asked = question_in(text)
    # What is on tells nothing of the last time.
    is_last = asked.kind == "last" and request.verb == "agenda"
    sure = request.confidence >= SURE and request.route != "other" and not is_last
    if sure or request.also or request.route == "memory.forget":
        return request
    if request.route == "other" and request.verb not in ("", "talk"):
        return request
    guessed = request.route == "other" or (request.route == "memory.recall" and not request.times)
    if (guessed and asked.predicates) or asked.kind == "last":
        return Request(route="memory.recall", verb="recall", slots=Slots(what=text.strip()))
    parts = by_rules(text, now, person.zone)
    if (
        (request.route == "memory.recall" and is_question(text))
        or not parts
        or any(not one.ties or junk(one.text, ()) for one in parts)
    ):
        return request
    slots = Slots(what=parts[0].text if len(parts) == 1 else tuple(one.text for one in parts))
    return replace(
        request, route="memory.store", verb="remember", confidence=SURE, slots=slots,
        alternatives=(),
    )  # fmt: skip


def _is_over(text: str, request: Request, now: datetime, zone: str) -> bool:
    """Whether it tells of days that lie behind: "we got married on 14 May 2012"."""
    if _WAS_DONE.fullmatch(text.strip()):
        when = happened_at(text, now, zone)
        return when is not None and when <= now
    days = [found for said in request.times if (found := days_of(said, zone)) is not None]
    today = wall_of(now, zone_called(zone)).date()
    told = _HAPPENED.fullmatch(text.strip()) is not None
    return told and bool(days) and all(last <= today for _, last in days)
