"""What people type on a phone, in full words: "u", "w/", "dont", "remindrs"."""

# ruff: noqa: E501 - a table is read by rows

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from understanding.english.words import listed

WORDS = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "k": "ok", "n": "and", "&": "and", "w/": "with",
    "w": "with", "w/o": "without", "abt": "about", "bout": "about", "re": "about", "wat": "what",
    "wot": "what", "wats": "what's", "wut": "what", "hav": "have", "plz": "please", "pls": "please",
    "cal": "calendar", "calender": "calendar", "calander": "calendar", "sched": "schedule",
    "schedual": "schedule", "shedule": "schedule", "bday": "birthday", "pw": "password",
    "appt": "appointment", "appts": "appointments", "mtg": "meeting", "mtgs": "meetings",
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "cant": "can't", "wont": "won't",
    "isnt": "isn't", "im": "i'm", "ive": "i've", "whats": "what's", "whens": "when's",
    "wheres": "where's", "whos": "who's", "hows": "how's", "thats": "that's", "lets": "let's",
    "rmnd": "remind", "rmd": "remind", "rem": "remind", "remindme": "remind me", "rember": "remember",
    "remeber": "remember", "gimme": "give me", "lemme": "let me", "wanna": "want to",
    "gotta": "have to", "gonna": "going to", "smth": "something", "sth": "something", "nvm": "never mind",
    "todos": "todos", "alarm's": "alarm", "b4": "before", "luv": "love", "tho": "though",
}  # fmt: skip
# Words on which much hangs; one letter wrong, missing, doubled or swapped is forgiven.
TRIGGERS = listed("""
    remind reminder reminders calendar schedule reschedule appointment appointments meeting cancel
    delete remove snooze remember forget everything anything finished complete completed shopping
    grocery groceries birthday dentist postpone appointment event events tasks timer alarm alarms
    dinner schedule agenda favourite favorite
""")
NOT_MEANT = frozenset(
    listed("""
    rewind remand remainder remote removed removes cancels deleted deletes forged forgot forgets
    seeing meetings eating heating beating dentists asks masks task evens even timers times time
    timed alarming dinners diner reminded reminds completes compete remembers forgetting shipping
    stopping chopping snoozed snoozes canceled cancelled finishes schedules scheduled calendars
    tamer tier tiger finisher completely birthdays sinner winner tanks talks takes agendas
    parcel
""")
)
TOKEN = re.compile(r"(?:w/o?|&|[^\W\d_][^\W_]*(?:['’][^\W_]+)*)(?![^\W_])")
SHORTEST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Plain:
    """A text in full words. `places` tells for each of its code points, and for its end, where
    that stands in the text as it was typed."""

    text: str
    places: tuple[int, ...]

    def place_of(self, typed: int) -> int:
        """Where the code point at `typed` stands in the full words."""
        return min(bisect_left(self.places, typed), len(self.text))


def plain(low: str) -> Plain:
    """`low` (lower case) with shorthand and slips of its weightiest words in full."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for found in TOKEN.finditer(low):
        full = _full(found[0])
        if full == found[0] or (found.start() == 0 and found[0] in ("re", "w", "n", "y")):
            continue
        start, end = found.span()
        pieces += [low[at:start], full]
        places += range(at, start)
        places += [min(start + i, end - 1) for i in range(len(full))]
        at = end
    pieces.append(low[at:])
    places += range(at, len(low) + 1)
    return Plain(text="".join(pieces), places=tuple(places))


@cache
def _near() -> dict[str, str]:
    """Every slip of a trigger that drops one letter; two words that share one are near."""
    return {slip: word for word in reversed(TRIGGERS) for slip in _shorter(word)}


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))}


def _full(word: str) -> str:
    if word in WORDS:
        return WORDS[word]
    if len(word) < SHORTEST or word in NOT_MEANT or word in TRIGGERS or len(word) > 14:
        return word
    candidates = {_near().get(word)} | {_near().get(slip) for slip in _shorter(word)}
    candidates |= {t for t in TRIGGERS if t in _shorter(word)}
    meant = [c for c in candidates if c is not None and _slip(word, c)]
    return max(meant, key=len) if meant else word


def _slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two neighbours are swapped."""
    if abs(len(typed) - len(meant)) > 1 or typed[0] != meant[0]:
        return False
    if len(typed) != len(meant):
        longer, shorter = sorted((typed, meant), key=len, reverse=True)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    wrong = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    if len(wrong) == 1:
        return len(typed) > SHORTEST
    swapped = [(i, j) for i, j in pairwise(wrong) if typed[i] == meant[j] and typed[j] == meant[i]]
    return len(wrong) == 2 and bool(swapped) and wrong[1] == wrong[0] + 1
