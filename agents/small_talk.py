"""Short answers to small talk, which need no language model."""

# ruff: noqa: E501 - a table is read by rows

import re
from datetime import datetime

from core.zones import wall_of
from core.zones import zone as zone_called

EXAMPLE = "remind me to call mum tomorrow at 9"
HELLO = f"Hello! What can I do for you? For example: “{EXAMPLE}”. /help shows more."
_TAIL = r"[^?]{0,20}$"
# The first row that fits answers; greetings come late, since "hey, how are you?" asks more.
ANSWERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\W*(?:(?:hi|hey|hello|ok|so|and|well)[\s,!]+)?(?:{words})", re.I), answer)
    for words, answer in (
        (
            r"how (?:are|r) (?:you|u)|how(?:'s| is) it going|how do you do|what'?s up\W*$|you ok(?:ay)?\?",
            f"I'm fine, thank you. What can I do for you? For example: “{EXAMPLE}”.",
        ),
        (
            r"(?:who|what) (?:are|r) (?:you|u)|what(?:'s| is) your name|are you (?:a |an )?(?:bot|robot|human|real|ai|person|machine)",
            "I'm Jenny, your assistant. I keep your reminders, lists, calendar and what you tell me"
            " to remember, on your own machine. /help shows how.",
        ),
        (
            rf"(?:that'?s |this is )?not what i (?:meant|said|asked|wanted){_TAIL}",
            "I'm sorry. “undo” takes back the last change; then tell me in other words.",
        ),
        (rf"(?:never ?mind|nvm|forget it|nothing|no worries){_TAIL}", "All right."),
        (rf"(?:sorry|my bad|oops|i apologi[sz]e){_TAIL}", "No harm done."),
        (
            rf"(?:you'?re|you are|u r) (?:so |the |very )?(?:great|best|good|awesome|amazing|kind|nice|helpful|sweet){_TAIL}"
            rf"|(?:good|great|nice) (?:job|work|girl)|well done|i love (?:you|u)\b{_TAIL}",
            "Thank you, that is kind.",
        ),
        (rf"(?:lol|haha+|hehe+|rofl){_TAIL}", "Glad that you like it."),
        (rf"(?:good night|good ?bye|bye|see (?:you|ya)|sleep well|cu){_TAIL}", "Bye! Your reminders come all the same."),
        (rf"(?:thanks|thank (?:you|u)|thx|cheers|ty){_TAIL}", "You're welcome."),
        (r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|jenny)\b", HELLO),
        (rf"(?:great|perfect|ok|okay|k|alright|all right|cool|fine|got it|sure|nice|good){_TAIL}", "All right."),
    )
)  # fmt: skip


def small_talk(text: str) -> str | None:
    """The answer to small talk; None when `text` is something else."""
    return next((answer for words, answer in ANSWERS if words.match(text)), None)


def clock(now: datetime, zone: str) -> str:
    """The time and the day where the person is."""
    wall = wall_of(now, zone_called(zone))
    return f"It is {wall:%H:%M} on {wall:%A}, {wall.day} {wall:%B %Y} ({zone})."
