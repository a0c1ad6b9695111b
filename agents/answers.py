"""What a message means as the answer to what Jenny asked last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agents.confirming import KEEP, TIMES, WHAT, WHICH
from agents.confirming import QUESTION as CONFIRM
from agents.drafts import DESCRIBE, change_of, drop_of
from agents.drafts import answers as describes
from agents.picking import NEITHER, picked
from agents.reading import LONGEST, Understand, understood
from agents.reminder_times import placed, so_often
from agents.verdicts import amendment, verdict
from core.events import Scope
from core.models import Focus, Person
from core.requests import Request, Route, Slots, TimeExpression

LEFT = "All right, I leave it at that."
AGAIN = "Which of these do you mean? Tap one, or say “the first” or “the second”."
# What says yes, or no, to one kind of question alone.
_MAKE = r"(?:create|add|book|move) (?:it|that)|create|put it in|move"
_DELETE = r"(?:delete|remove) (?:it|that|them|all of them|them all)|delete|all of them"
# By what the data of the yes begins with.
_VERBS = {
    "book:": _MAKE,
    "cal:file:": r"(?:put|bring) (?:it|them|all|all of them) in|import(?: (?:it|them))?|put in",
    "cal:gone:": r"disconnect(?: (?:it|that))?",
}
_DO = r"(?:(?:yes|ok|okay|please|delete|move|change|cancel|do|just|only),? )*"
_SCOPES: dict[Scope, re.Pattern[str]] = {
    "all": re.compile(
        rf"{_DO}(?:all|all of (?:them|it)|them all|every one(?: of them)?"
        r"|the (?:whole|entire) series)",
        re.IGNORECASE,
    ),
    "following": re.compile(
        rf"{_DO}(?:this (?:one )?and (?:(?:all )?(?:that|which) follow|(?:all )?(?:the )?following)"
        r"(?: ones)?|(?:all )?(?:the )?following(?: ones)?|from (?:then|there|this one) on)",
        re.IGNORECASE,
    ),
    "this": re.compile(rf"{_DO}(?:this one|that one)(?: alone| only)?", re.IGNORECASE),
}
# What is more than times: "cancel my reminders at 9 and 21" is no answer to at which times.
_WORDS = re.compile(r"\b(?!(?:at|and|on|in|the|please|then|maybe|each|day|every)\b)\w", re.I)
# So long after a question a "yes" may be meant for something else.
PATIENCE = timedelta(hours=1)
# What may be the name of something, and not a request of its own.
_NAMING: tuple[Route, ...] = ("other", "task.add", "memory.store")
_RENAME = re.compile(r"(?:re)?name it|change (?:the )?(?:name|title)|call it", re.IGNORECASE)
_WRAPPER = re.compile(r"(?:remind me )?(?:to|that|of|about|it['’]s|it is) +", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The answer: no, yes to the `data` of buttons, or words that make a `request` whole; while it
    is not clear, the same is asked `again`."""

    request: Request | None = None
    data: tuple[str, ...] = ()
    again: bool = False


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
        decided = _decided(plain, focus, focus.pending)
        return decided or _amended(plain, now, person, focus, understand)
    if focus.question == WHICH and (which := _picked(plain, now, person, focus, understand)):
        return which
    if focus.choices and focus.question != WHICH:
        which = _picked(plain, now, person, focus, understand)
        if which is not None and len(which.data) == 1:
            return which
    if (said := verdict(plain, yes="(?!)", no=NEITHER)) in ("no", "wait"):
        return _pressed(change_of(focus) if said == "wait" else drop_of(focus))
    completed = {WHAT: _subject, TIMES: _times}.get(focus.question)
    if completed is not None and plain:
        return completed(plain, now, person, focus, understand)
    if describes(focus):
        return _description(text, now, person, focus, understand)
    return None


def _decided(plain: str, focus: Focus, pending: str) -> Answered | None:
    if (much := _much(plain, pending)) is not None:
        return much
    is_draft = focus.subject == "draft"
    verbs = next((yes for start, yes in _VERBS.items() if pending.startswith(start)), _DELETE)
    said = verdict(plain, yes=verbs, no=_DELETE if is_draft else "(?!)")
    match said:
        case "yes":
            return _pressed(pending)
        case "no":
            return _pressed(drop_of(focus) or KEEP.data)
        case "wait":
            return _pressed(change_of(focus) or KEEP.data)
        case None:
            return None


def _much(plain: str, pending: str) -> Answered | None:
    """A yes that says how much of a series is meant, as the buttons beside it do."""
    action, _, key = pending.partition(":")
    if action not in ("book", "unbook") or ":" in key:
        return None
    scope = next((name for name, said in _SCOPES.items() if said.fullmatch(plain)), None)
    return None if scope is None else _pressed(f"{pending}:{scope}")


def _pressed(data: str) -> Answered:
    return Answered(data=(data,) if data else ())


def _picked(
    plain: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """Which one it is, or that it is several of them."""

    def times_in(words: str) -> Sequence[TimeExpression]:
        return understood(words, now, person, Focus(), understand).times

    found = picked(plain, focus.choices, times_in, person.zone)
    if found is None:
        return None
    return Answered(data=tuple(button.data for button in found), again=not found)


def _amended(
    plain: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """A yes to a draft that is to be another one: "yes, but at 5"."""
    rest = amendment(plain)
    if rest is None or focus.subject != "draft":
        return None
    request = understood(rest, now, person, focus, understand)
    if request.times and request.route == "calendar.update":
        return Answered(request=request)
    return _description(rest, now, person, focus, understand)


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


def _times(
    plain: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """At which times it is to ring so often: "at 9 and 21", or how often and when."""
    first = understood(focus.pending or "", focus.asked_at or now, person, Focus(), understand)
    often = next((said.text for said in first.times if said.kind == "recurrence"), "")
    bare = so_often(often) or often
    fits = dict[int, Request]()
    # The answer may name all of them, or those that are missing.
    for words in (plain, *(f"{so} {at}{plain}" for so in (bare, often) for at in ("", "at "))):
        said = understood(words, now, person, Focus(), understand)
        rule = next((f"{t.value}" for t in said.times if t.kind == "recurrence"), "")
        if "BY" in rule and not _WORDS.search(_beside(said.times, words)):
            known, wanted = placed(rule, bare)
            fits.setdefault(min(known, wanted), replace(first, times=said.times, also=()))
    return Answered(request=fits[max(fits)]) if fits else None


def _beside(times: Sequence[TimeExpression], words: str) -> str:
    """What the words say beside the times."""
    for said in times:
        words = words.replace(said.text, " ")
    return words


def _description(
    text: str, now: datetime, person: Person, focus: Focus, understand: Understand
) -> Answered | None:
    """What a draft is to be, where the words hold no time and are no request."""
    request = understood(text, now, person, focus, understand)
    if request.times or (request.route != "other" and not _RENAME.match(text.strip())):
        return None
    if request.verb not in ("", "talk", "change"):
        return None
    slots = Slots(what=text.strip(" .!"))
    return Answered(request=Request(route="calendar.update", verb=DESCRIBE, slots=slots))
