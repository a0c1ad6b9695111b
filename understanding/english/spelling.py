"""Normalisation: one spelling for what people type, and words of time with a wrong letter."""

import re
from functools import cache

# One spelling for what people type on a phone.
SPELLINGS = {
    "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "tomorow": "tomorrow",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorrrow": "tomorrow", "2moro": "tomorrow",
    "2morrow": "tomorrow", "2mrw": "tomorrow", "tomorro": "tomorrow", "tomorrows": "tomorrow",
    "tomorrow's": "tomorrow", "tmrow": "tomorrow", "tomo": "tomorrow",
    "tmoro": "tomorrow", "tmorrow": "tomorrow", "tmrrw": "tomorrow", "tmmrw": "tomorrow",
    "tmrws": "tomorrow", "tmrw's": "tomorrow", "tmrs": "tomorrow", "tmws": "tomorrow",
    "2mro": "tomorrow", "2mor": "tomorrow", "tomoz": "tomorrow", "2moz": "tomorrow",
    "morrow": "tomorrow", "2day": "today", "tody": "today", "today's": "today",
    "todays": "today", "tonite": "tonight", "tonight's": "tonight", "tonights": "tonight",
    "2nite": "tonight", "2night": "tonight", "tonihgt": "tonight", "nxt": "next", "evry": "every",
    "everyday": "daily", "eveyday": "daily", "untill": "until", "till": "until", "til": "until",
    "'til": "until", "'till": "until", "thru": "through", "frm": "from", "bfore": "before",
    "couple": "couple", "cpl": "couple", "o'clock": "oclock", "oclock": "oclock",
    "midday": "noon", "noontime": "noon", "upcoming": "coming", "yesterday's": "yesterday",
    "ystd": "yesterday", "xmas": "christmas", "x-mas": "christmas", "wkly": "weekly",
    "approximately": "about", "approx": "about", "roughly": "about", "circa": "about",
    "annualy": "annually", "n": "and", "'n": "and", "untl": "until", "fo": "for",
    "pls": "please", "plz": "please", "commencing": "starting", "beginning": "beginning",
}  # fmt: skip


def canonical(word: str) -> str:
    """The usual spelling of a word of time."""
    return SPELLINGS.get(word, word)


LONG_WORDS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "saturday",
    "january",
    "february",
    "september",
    "october",
    "november",
    "december",
    "tomorrow",
    "tonight",
    "weekend",
    "afternoon",
]
NOT_TYPOS = re.compile(r"sundae|mond[aeo]|tomorrows?|sunday|saturdays?|.*s")


@cache
def _near() -> dict[str, str]:
    """Every long word of time with one letter left out, and the word."""
    return {word[:i] + word[i + 1 :]: word for word in LONG_WORDS for i in range(1, len(word))}


def mistyped(word: str) -> str | None:
    """The long word of time that `word` differs from by one letter, None when there is none."""
    if not 5 <= len(word) <= 10 or NOT_TYPOS.fullmatch(word):
        return None
    near = _near()
    if word in near:
        return near[word]
    for i in range(1, len(word)):
        shorter = word[:i] + word[i + 1 :]
        target = near.get(shorter)
        if shorter in LONG_WORDS:
            return shorter
        if target is not None and target[0] == word[0] and len(target) == len(word):
            return target
    return None
