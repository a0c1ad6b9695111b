"""What stands around the thing in a request, to be taken off where no form names it."""

import re

from core.requests import Route
from understanding.forms import Span

# The words that lead to the thing, by the concern of the route; two that belong together are joined
# by "_": who calls off is no call.
HEADS = {
    "reminder": """remind reminder reminders reminding set cancel delete remove drop stop turn clear
        change move push shift make reschedule edit update rename alarm timer snooze me one don't no
        more i need want new off""",
    "calendar": """add put create schedule book set up make plan arrange cancel delete remove drop
        scrap call_off off clear move push shift change reschedule postpone extend shorten edit
        update rename new event appointment i i've i'm having got have""",
    "task": """add put todo task tasks remove delete take cross off out check tick mark done with
        finished completed i we have need to must should already just of rename change move make
        set push item new""",
    "memory": "remember note that fyi btw please forget about",
}
DETERMINERS = "all of the my our this that a an some any to about for from"
TAILS = re.compile(
    r"(?:[\s,.!?]+(?:please|again|any ?more|thanks|reminders?|alarms?"
    r"|(?:to|on|from|off|in|of) (?:my |the |our )?(?:[\w-]+ )?(?:list|calendar|todos?|tasks)"
    r"))*[\s,.!?]*$"
)


def _any_of(words: str) -> str:
    ways = "|".join(map(re.escape, words.split())).replace("_", r"\s+")
    return rf"(?:(?:{ways})\b[:,]?\s*)*"


LEADING = {
    concern: re.compile(_any_of(words) + (_any_of(DETERMINERS) if concern != "memory" else ""))
    for concern, words in HEADS.items()
}


def thing_in(masked: str, start: int, route: Route) -> dict[str, Span]:
    """The span of what is left of a clause without its wrapper, as the group `what`."""
    if route == "other" or route.endswith((".list", ".query")):
        return {}
    head = LEADING[route.split(".")[0]].match(masked, start)
    first = head.end() if head else start
    tail = TAILS.search(masked, first)
    last = tail.start() if tail else len(masked)
    return {"what": (first, last)} if last > first else {}
