"""Which of the buttons of a question words pick: "the second one", "the dentist one", "both"."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from agents.confirming import MOST_CHOICES
from agents.finding import PLACES, all_of, named, words_of
from agents.reminder_times import is_bare_clock
from agents.wording import plain_day
from core.models import Button
from core.requests import TimeExpression
from core.zones import wall_of
from core.zones import zone as zone_called

Times = Callable[[str], Sequence[TimeExpression]]

_THEM = r"(?: of (?:them|these|those))?"
NEITHER = rf"(?:neither|none|not (?:any|either|one)|no one|nothing){_THEM}"
_ALL = re.compile(
    r"(?:(?:all|both|each|every ?one)(?: (?:of )?(?:them|these|those))?|everything"
    rf"|(?:all|the) (?:two|three|four|five|six){_THEM}|all \d{{1,3}}{_THEM}|them all)",
    re.IGNORECASE,
)
_PLACED = re.compile(
    rf"(?:the |number |no\.? ?|option |#)*"
    rf"(?P<place>{'|'.join(PLACES)}|\d{{1,2}}(?:st|nd|rd|th)?)\.?"
    rf"(?: one)?{_THEM}",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:(?:ok|okay|well|um+|uh|please|just|only|i mean|i meant|it['’]?s|that['’]?s|take"
    r"|the one|the ones)\b[ ,]*)+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[ ,]+(?:please|thanks|thank you|thx|only)$", re.IGNORECASE)
_HAPPENED = re.compile(r"\w{2,}ed")
# Stands for a name, or leads up to one.
_ONE = re.compile(r"\b(?:the )?ones?\b", re.IGNORECASE)
_WEAK = re.compile(
    r"\b(?:with|about|at|on|in|from|that says|(?:called|named)(?= )|reminders?|tasks?|events?"
    r"|appointments?|the|today|next)\b",
    re.IGNORECASE,
)


def picked(said: str, choices: Sequence[Button], times_in: Times, zone: str) -> list[Button] | None:
    """Those of `choices` that `said` picks, by place, by name or by a time at `zone`, which
    `times_in` finds. Empty when that is left open; None when `said` is no answer."""
    plain = _AFTER.sub("", _BEFORE.sub("", said)).strip()
    if _ALL.fullmatch(plain):
        return all_of(plain, choices)
    whole = _fitting(plain, choices, times_in, zone)
    found = [whole]
    if whole is None:
        found = [_fitting(part, choices, times_in, zone) for part in _AND.split(plain)]
    several = [fits for fits in found if fits is not None]
    if len(several) < len(found):
        return None
    if any(len(fits) != 1 for fits in several):
        return []
    # "The second and the last" may be one and the same.
    return list(dict.fromkeys(fits[0] for fits in several))


def _fitting(
    plain: str, choices: Sequence[Button], times_in: Times, zone: str
) -> list[Button] | None:
    place = _PLACED.fullmatch(plain)
    if place is not None:
        number = PLACES.get(place["place"].lower()) or int(re.sub(r"\D", "", place["place"]))
        # Only what is shown has a place.
        shown = choices[:MOST_CHOICES]
        placed = shown[-1:] if number < 0 else shown[number - 1 : number] if number else ()
        return list(placed) if not plain.isdecimal() or _is_no_hour(number, choices, placed) else []
    # "one tomorrow" is no time.
    left, name = list(choices), _ONE.sub(" ", plain).strip()
    times = times_in(name)
    for expression in times:
        ways = _shown(expression, zone)
        left = [button for button in left if any(way in button.label for way in ways)]
        name = name.replace(expression.text, " ")
    name = " ".join(_WEAK.sub(" ", name).split())
    if name:
        found = named(name, left, lambda button: button.label)
        left = [button for button in found if not _tells(name, button.label)]
    return left if left and (name or times) else None


def _tells(name: str, label: str) -> bool:
    """Whether it is told what has happened: "mum called" is no name of "call mum"."""
    return any(_HAPPENED.fullmatch(word) for word in set(words_of(name)) - set(words_of(label)))


def _is_no_hour(number: int, choices: Sequence[Button], placed: Sequence[Button]) -> bool:
    """Whether none but the one in that place is at that hour: "2" may be the one at 14:00."""
    hour = re.compile(rf"\b(?:{number:02}|{number + 12:02}):00\b")
    return not any(hour.search(button.label) for button in choices if button not in placed)


def _shown(said: TimeExpression, zone: str) -> Iterable[str]:
    """How a time may stand on a button."""
    match said.value:
        case datetime() as instant:
            wall = wall_of(instant, zone_called(zone))
            halves = (0, 12) if "am/pm" in said.assumed else (0,)
            clocks = [f"{wall + timedelta(hours=hours):%H:%M}" for hours in halves]
            if is_bare_clock(said):
                return clocks
            return [f"{plain_day(wall.date(), wall.date())} at {clock}" for clock in clocks]
        case date() as day:
            return [plain_day(day, day)]
        case _:
            return []
