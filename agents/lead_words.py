"""How "an hour before …" is put, so that understanding sees the lead and the time apart."""

import re

BEFORE = r"\s+(?:before(?:hand)?|ahead of|prior to|in advance(?: of)?)\b"
# "at 6 an hour before" is a time and a lead, and no six hours.
_RUN_ON = re.compile(r"(?<=[\dm]) (?=(?:an?|half an) \w+" + BEFORE + ")", re.IGNORECASE)
# "an hour before tomorrow's dentist" is before the dentist, and not before midnight.
_OF_A_DAY = re.compile(
    rf"(?P<lead>\b(?:hours?|h|minutes?|mins?){BEFORE}\s+)"
    r"(?:(?P<near>today|tomorrow|tonight)|(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day))['’]s"
    r"\s+(?P<what>[^,.!?;\n]+?)(?=\s+to\s|\s*[,.!?;\n]|\s*$)",
    re.IGNORECASE,
)
# Nothing says how long before; "before bed to take pills" lacks a time like any other.
_NO_LENGTH = re.compile(
    r"\s*(?:please\s+)?remind me before\s+(?![^\n]*\bto\b)\S[^\n]*", re.IGNORECASE
)
HOW_LONG = (
    "Tell me how long before, and what it is called, for example: “remind me 10 minutes before"
    " every standup” or “remind me an hour before the dentist”."
)


def lacks_length(text: str) -> bool:
    """Whether it is to be before something, and nothing says how long."""
    return _NO_LENGTH.fullmatch(text) is not None


def apart(text: str) -> str:
    """The text with a lead set apart from the time before it, and from the day behind it."""
    return _OF_A_DAY.sub(_day_last, _RUN_ON.sub(", ", text))


def _day_last(found: re.Match[str]) -> str:
    day = found["near"] or f"on {found['day']}"
    return f"{found['lead']}the {found['what']} {day}"
