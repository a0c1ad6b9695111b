"""How insistent a reminder is: the words that say so, what is kept of them, and how it is told.

The words stand at the end of a message ("…, keep reminding me every 10 minutes until I do it") or
make a message of their own about the reminder at hand.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from agents.wording import span
from core.models import Occurrence, Person, Reminder
from core.policies import Late
from core.requests import Request, Slots, TimeExpression
from core.stores import UnitOfWork

DEFAULT = timedelta(minutes=10)
SHORTEST = timedelta(minutes=1)
# Rung and not answered yet; a missed one could not be delivered.
OPEN = ("claimed", "sent", "missed")

_NUMBERS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0,
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "half an": 0.5, "half a": 0.5,
}  # fmt: skip
_UNITS = {"m": 60, "h": 3600, "d": 86_400}
# "10 minutes", "half an hour"; the groups are read by `seconds_of`.
LENGTH = (
    r"(?P<number>\d{1,3}|half an?|an?|one|two|three|five|ten|fifteen|twenty|thirty)?\s*"
    r"(?P<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d)\b"
)
_DONE = (
    r"(?:do|did|done|finish(?:ed)?|complete[d]?|say|said|tell|told|mark(?:ed)?|tick(?:ed)?"
    r"|confirm(?:ed)?|press(?:ed)?|tap(?:ped)?|answer(?:ed)?|reply|replied|acknowledge[d]?"
    r"|(?:take|took|taken) (?:it|them))"
)
_UNTIL = rf"(?:until|till|unless) i(?:'ve| have)? {_DONE}\b[^.!?\n]{{0,40}}?"
_JOIN = r"[\s,;.–-]*\b(?:and\s+|then\s+|but\s+)*(?:please\s+)?"
_VERB = (
    r"(?:keep(?: on)? (?:reminding|nagging|bugging|pinging|pestering|telling) me"
    r"|(?:nag|bug|pester) me|(?:don'?t|do not) stop|repeat(?: it| that)?|(?:remind|ping) me again)"
    r"(?: (?:about|of) (?:it|that))?"
)
_MOST = r"(?:,? ?(?:at most|up to|max(?:imum)?(?: of)?|no more than) (?P<most>\d{1,2}) times)"
NAGS = (
    # "…, keep reminding me every 10 minutes until I do it, at most 5 times"
    rf"{_JOIN}{_VERB}(?: every {LENGTH})(?: {_UNTIL})?{_MOST}?",
    rf"{_JOIN}{_VERB} {_UNTIL},? every {LENGTH}{_MOST}?",
    rf"{_JOIN}{_VERB} {_UNTIL}{_MOST}?",
    # "remind me to drink every 10 minutes until I do it"
    rf"[\s,]*every {LENGTH} {_UNTIL}{_MOST}?",
    rf"[\s,]*\b{_UNTIL}",
)
_LATE = (
    r"(?:if|when) (?:it'?s |it is |you'?re |you are )?(?:more than |over |later than |late by )*"
)
SKIPS = (
    rf"{_JOIN}(?:skip|drop|forget|leave out) (?:it|that)(?: out)? {_LATE}{LENGTH}(?: late)?",
    rf"{_JOIN}(?:skip|drop|forget|leave out) (?:it|that)(?: out)? {_LATE}late",
)
ASKS = (
    rf"{_JOIN}ask (?:me )?(?:first )?{_LATE}{LENGTH}(?: late)?",
    rf"{_JOIN}ask (?:me )?(?:first )?{_LATE}late",
)
DELIVERS = (rf"{_JOIN}(?:also |even )+if (?:it'?s |it is |you'?re )?late",)
URGENT = (
    rf"{_JOIN}(?:it'?s|it is|this is|that'?s) (?:really |very )?urgent",
    r"[\s,;–-]*\b(?:also |even )+(?:in|during|at) (?:my |the )?quiet (?:hours|time)",
)
_FIRST = re.compile(r"\s*urgent(?:ly)?\s*[:,!–-]+\s*", re.IGNORECASE)
_NAG_ME = re.compile(r"(\s*(?:please\s+)?)nag me (?=to |about )", re.IGNORECASE)


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(pattern.replace(" ", r"\s+") + r"[\s.!]*$", re.IGNORECASE)
        for pattern in patterns
    )


# What "until I do it" leads to would swallow whatever stands behind it, so it comes last.
_TABLE = (
    ("skip", _compiled(SKIPS)),
    ("ask", _compiled(ASKS)),
    ("deliver", _compiled(DELIVERS)),
    ("urgent", _compiled(URGENT)),
    ("nag", _compiled(NAGS)),
)


def insisting(text: str) -> tuple[str, Slots]:
    """`text` without the words about how insistent it is meant, and what they said."""
    said = Slots()
    opening = _FIRST.match(text)
    if opening is not None:
        text, said = text[opening.end() :], replace(said, urgent=True)
    found = _last(text)
    while found is not None:
        name, match = found
        text, said = text[: match.start()], _with(said, name, match)
        found = _last(text)
    if (nagging := _NAG_ME.match(text)) is not None:
        text = f"{nagging[1]}remind me {text[nagging.end() :]}"
        said = replace(said, nag=said.nag or DEFAULT.total_seconds())
    return text.rstrip(" ,;"), said


def manner_of(text: str) -> str:
    """The words of `text` about how insistent it is meant, such that they can be read again."""
    plain, said = insisting(text)
    if said == Slots():
        return ""
    if text.startswith(plain):
        return text[len(plain) :]
    # What stands in front ("urgent: …", "nag me to …") is taken with all the rest.
    return text


def _last(text: str) -> tuple[str, re.Match[str]] | None:
    """The clause of that kind with which `text` ends."""
    for name, patterns in _TABLE:
        for pattern in patterns:
            match = pattern.search(text)
            if match is not None and text[match.start() :].count('"') == 0:
                return name, match
    return None


def _with(said: Slots, name: str, match: re.Match[str]) -> Slots:
    groups = match.groupdict()
    length = seconds_of(groups.get("number"), groups.get("unit"))
    match name:
        case "nag":
            most = groups.get("most")
            nag = max(length or DEFAULT.total_seconds(), SHORTEST.total_seconds())
            return replace(said, nag=nag, nag_most=int(most) if most else said.nag_most)
        case "skip" | "ask" | "deliver":
            kind: Literal["deliver", "skip", "ask"] = name
            return replace(said, late=kind, late_after=length)
        case _:
            return replace(said, urgent=True)


def seconds_of(number: str | None, unit: str | None) -> float | None:
    """How long the words of a match of `LENGTH` are; None without them."""
    if unit is None:
        return None
    words = " ".join((number or "one").lower().split())
    value = float(words) if words.isdecimal() else _NUMBERS[words]
    return value * _UNITS[unit[0].lower()]


def insisted(request: Request, said: Slots) -> Request:
    """`request` with what was said about how insistent it is meant. Without a time of its own it
    rings after the first pause."""
    if said == Slots():
        return request
    slots = replace(
        request.slots,
        nag=said.nag,
        nag_most=said.nag_most,
        late=said.late,
        late_after=said.late_after,
        urgent=said.urgent,
    )
    times = request.times
    if said.nag is not None and not times and request.route == "reminder.set":
        words = f"in {span(said.nag)}"
        times = (TimeExpression(text=words, span=(0, 0), kind="duration", value=said.nag),)
    return replace(request, slots=slots, times=times)


def insistent(reminder: Reminder, slots: Slots) -> Reminder:
    """The reminder as insistent as the slots say."""
    if slots.nag is not None:
        most = max(1, slots.nag_most or reminder.nag_most)
        reminder = replace(reminder, nag=timedelta(seconds=slots.nag), nag_most=most)
    if slots.late is not None:
        after = timedelta(seconds=slots.late_after or 0)
        reminder = replace(reminder, late=Late(what=slots.late, after=after))
    return replace(reminder, urgent=True) if slots.urgent else reminder


def told(reminder: Reminder, due_at: datetime, person: Person) -> list[str]:
    """What there is to say about it, a sentence a line."""
    said: list[str] = []
    if reminder.nag is not None:
        every = span(reminder.nag.total_seconds())
        said.append(f"Then every {every} until it is done, at most {reminder.nag_most} times.")
    if reminder.late is not None:
        said.append(late_in_words(reminder.late))
    quiet = person.quiet
    if reminder.urgent:
        said.append("It is urgent: it sounds in quiet hours, too.")
    elif quiet is not None and quiet.holds(due_at, person.whereabouts.zone_at(due_at)):
        said.append(
            "That is in your quiet hours: it comes without a sound. Say “it's urgent” if it must"
            " sound."
        )
    return said


def late_in_words(late: Late) -> str:
    """ "When it is more than 2 h late, I leave it out and tell you so." """
    when = "late"
    if late.after:
        when = f"more than {span(late.after.total_seconds())} late"
    match late.what:
        case "deliver":
            return "When it is late, it comes with a label that says how late."
        case "skip":
            return f"When it is {when}, I leave it out and tell you so."
        case "ask":
            return f"When it is {when}, I ask whether you still want it."


async def insist(
    reminder: Reminder, occurrence: Occurrence, person: Person, work: UnitOfWork, now: datetime
) -> int:
    """Let it ring again if nobody answers, outside quiet hours; for the how many-th time it rings
    now."""
    if reminder.nag is None:
        return 1
    family = await work.occurrences.family(occurrence.root_id)
    times = sum(1 for other in family if other.state in OPEN)
    if times <= reminder.nag_most:
        again = now + reminder.nag
        if person.quiet is not None and not reminder.urgent:
            again = person.quiet.over(again, person.whereabouts.zone_at(again))
        await work.occurrences.add(reminder.id, again, occurrence.root_id)
    return times
