"""Words that only look like a time: "5 minute noodles" measures noodles."""

import re

# What a length before it does measure: "a 30 minute meeting" holds a duration.
MEASURED = frozenset(
    {
        *("timer", "countdown", "alarm", "reminder", "snooze", "delay", "extension", "notice"),
        *("meeting", "call", "session", "chat", "sync", "slot", "block", "event", "interview"),
        *("walk", "run", "ride", "drive", "break", "nap", "rest", "workout", "class", "lesson"),
        *("appointment", "lunch", "dinner", "breakfast", "coffee", "standup", "review", "shift"),
        *("skype", "teams", "zoom", "phone", "video", "trip", "holiday", "vacation", "stay"),
        *("please", "long", "window", "gap", "buffer", "massage", "swim", "hike", "yoga"),
    }
)
SINGULAR = re.compile(r"(?:second|minute|min|hour|day|week|month|year)$", re.IGNORECASE)
NEXT_WORD = re.compile(r"[ -]([^\W\d_]+)")


def only_measures(text: str, span: tuple[int, int]) -> bool:
    """Whether the length at `span` is but the size of the thing behind it."""
    words = text[slice(*span)].split()
    if not SINGULAR.search(words[-1]) or words[0].lower() in ("a", "an", "one", "1", "half"):
        return False
    behind = NEXT_WORD.match(text, span[1])
    return behind is not None and behind[1].lower() not in MEASURED and _is_noun(behind[1])


FUNCTION_WORDS = frozenset(
    {
        *("for", "to", "and", "of", "on", "at", "in", "from", "until", "before", "after", "later"),
        *("then", "with", "starting", "the", "my", "a", "each", "every", "but", "or", "now"),
        *("ago", "long", "is", "i", "we", "so", "that", "this", "if", "when", "early", "ahead"),
    }
)


def _is_noun(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS
