"""What a new event is called, and what else its words tell: its place, and a note behind it."""

import re
from dataclasses import replace

from agents.agent import Turn
from core.events import Event

_WRAPPER = re.compile(
    r"(?:please )?(?:create|add|make|put|new|schedule|set up|enter) (?:an? |the )?(?:new )?"
    r"(?:event|appointment|meeting|entry) (?:called|named|titled):? ",
    re.IGNORECASE,
)
# What led to a time that is a hole now.
_LED = re.compile(r",? (?:starting|beginning|commencing|from|as of)$", re.IGNORECASE)
# A place is written with a capital letter; "at home" and "at work" belong to the name.
_AT = re.compile(r"(?P<title>\S.*?) at (?P<place>(?:the |[Tt]he )?[A-Z0-9].*)")
_TAIL = re.compile(r",? (?:at|in) (?P<place>(?:the |room )?(?!.*\bcalendar\b)[A-Z0-9].{0,80})")
_LASTING = re.compile(
    r",? for (?:an?|half an|\d+(?:[.,]\d)?|one|two|three) ?(?:h|hrs?|hours?|min(?:ute)?s?|days?)$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*[,;] ?(?P<note>(?!(?:at|in|with|for|every|and|until|from)\b)\S.{3,200})")
_KIND = re.compile(r"\b(?:meeting|appointment|call|session|class|lesson)\b", re.IGNORECASE)


def named(event: Event, turn: Turn) -> Event:
    """The event with its name as one would write it, and the note and place beside it."""
    return _placed(_noted(replace(event, title=_bare(event.title)), turn), turn)


def _bare(title: str) -> str:
    return _LED.sub("", _WRAPPER.sub("", title, count=1)) or title


def _noted(event: Event, turn: Turn) -> Event:
    """What stands behind a comma after all that was said of its time: "…, bring the card"."""
    found = _NOTE.fullmatch(_behind(turn))
    if found is None or not event.title.endswith(f" {found['note']}"):
        return event
    title = event.title.removesuffix(found["note"]).rstrip(" ,;")
    return replace(event, title=title, notes=found["note"])


def _placed(event: Event, turn: Turn) -> Event:
    """The place that its own name, or the whole text, ends with: "dinner at Luigi's". Where nothing
    but the place is left of its name, it is called by what it is."""
    found = _TAIL.fullmatch(_behind(turn))
    place = turn.request.slots.place or (None if found is None else found["place"])
    place = None if place is None else _LASTING.sub("", place)
    if place and event.title.casefold() in (f"in {place}".casefold(), f"at {place}".casefold()):
        kind = _KIND.search(turn.incoming.text)
        return replace(event, title=kind[0].lower() if kind else "event", place=place)
    inside = _AT.fullmatch(event.title)
    if inside is None or place not in (None, inside["place"]):
        return replace(event, place=place)
    return replace(event, title=inside["title"], place=inside["place"])


def _behind(turn: Turn) -> str:
    """What stands behind the last time of the text."""
    if not turn.request.times:
        return ""
    text = turn.incoming.text
    ends = max(text.rfind(said.text) + len(said.text) for said in turn.request.times)
    return text[ends:].rstrip(" .!")
