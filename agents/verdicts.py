"""Yes, no and wait, in the words that people use for them. Pure; English."""

import re
from typing import Literal

Verdict = Literal["yes", "no", "wait"]

# Says nothing by itself.
_FILLER = (
    r"actually|h+m+|u+[hm]+|well|oh|ah|so|and|then|now|please|thanks|thank you|thx|jenny|sorry"
    r"|rather|instead|on second thoughts?"
)
_YES = (
    r"yes|y|yep|yeah|yup|sure(?: thing)?|of course|ok|okay|correct|right|exactly|perfect|great|cool"
    r"|fine|(?:that|it|that['’]s|it['’]s) (?:right|works|fine|good|perfect)|(?:looks|sounds) good"
    r"|do(?: (?:it|that|so))?|go (?:ahead|for it)|confirm(?:ed)?|definitely|absolutely|👍|👌|✅"
)
_NO = (
    r"no|nope|nah|no way|never ?mind|(?:forget|drop|skip|leave|discard|scratch) (?:it|that)"
    r"|forget about (?:it|that)|cancel(?: (?:it|that|this))?|stop|nothing|rather not|not now"
    r"|(?:don['’]?t|do not)(?: do (?:it|that))?|keep(?: (?:it|them|that))?|take (?:it|that) back"
    r"|/?undo(?: (?:it|that|this))?|👎|❌"
)
_WAIT = (
    r"wait(?: a (?:sec|second|minute|moment))?|(?:hold|hang) on|not (?:quite|yet|like that)"
    r"|(?:one|just a) (?:sec|second|minute|moment)|change(?: (?:it|that))?"
)
_BUT = r"but|only|just|except|though"
_END = r"(?:[ ,.;!…–-]+|$)"


def _row(*kinds: str) -> str:
    return rf"(?:(?:{'|'.join(kinds)}){_END})*"


def _all(first: str, *others: str) -> re.Pattern[str]:
    """Words of `first`, with fillers before and anything of `others` after them."""
    text = rf"{_row(_FILLER)}(?:{first}){_END}{_row(first, *others, _FILLER)}"
    return re.compile(text, re.IGNORECASE)


_REFUSED = _all(_NO)
# "no, wait" and "yes, but" leave it open what is wrong.
_HESITANT = re.compile(
    rf"{_row(_FILLER, _NO)}(?:{_WAIT}){_END}{_row(_WAIT, _FILLER)}"
    rf"|{_row(_FILLER)}(?:(?:{_YES}){_END})+(?:{_BUT}){_END}",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    rf"{_row(_FILLER)}(?:(?:{_YES}){_END})+(?:{_BUT})[ ,]+(?P<rest>.+)", re.IGNORECASE
)
_TRAILING = re.compile(rf"(?:[ ,]+(?:{_FILLER}))+$", re.IGNORECASE)
_PLEASE = re.compile(r"please", re.IGNORECASE)


def verdict(plain: str, *, yes: str, no: str = "(?!)") -> Verdict | None:
    """What `plain`, a text without marks at its ends, decides; None when it says more.

    `yes` and `no` are patterns of what says so to this question alone: a verb is a yes to the
    button that does it, and never to another.
    """
    if _all(f"{_YES}|{yes}").fullmatch(plain) or _PLEASE.fullmatch(plain):
        return "yes"
    if _HESITANT.fullmatch(plain):
        return "wait"
    if _REFUSED.fullmatch(plain) or re.fullmatch(no, plain, re.IGNORECASE):
        return "no"
    return None


def amendment(plain: str) -> str | None:
    """The change that a "yes, but …" asks for."""
    found = _AMENDED.fullmatch(plain)
    return None if found is None else _TRAILING.sub("", found["rest"])
