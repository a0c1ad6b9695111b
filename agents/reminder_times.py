"""From the times in a request to what a reminder keeps: instant, wall clock, zone and rule."""

import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agents.places import is_zone, zone_named
from agents.wording import CODES, ago, moment
from core.errors import Refused
from core.models import Person, Reminder
from core.recurrence import NEVER, Place, check_rule, counts_elapsed, next_instant
from core.requests import DateRange, TimeExpression, TimeRange
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

TOO_SELDOM = (
    "That comes round so seldom that I cannot follow it, so I have set nothing."
    " Try a simpler rule, for example: “every monday at 9”."
)
# So long at most a rule may take to be followed, in seconds of the processor.
BUDGET_SECONDS = 0.05
TRIES = 3
LIFETIME = 100  # years
# A correction that leaves am or pm open stays so near to what it corrects.
CLOSE = timedelta(hours=2)
# "twice a day", and nothing says when.
_SO_OFTEN = re.compile(
    r"\b(?P<many>twice|thrice|(?:\d+|two|three|four|five|six) times)"
    r" (?:a|per|each|every) (?P<unit>day|week|month)",
    re.IGNORECASE,
)
_MANY = {"twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# What places one of these in its day, week or month.
_PLACES = {"day": ("BYHOUR", "BYMINUTE"), "week": ("BYDAY",), "month": ("BYMONTHDAY", "BYDAY")}
WHICH_TIMES = (
    "At which times is that? Name them, for example: “every day at 9 and 21” or “every monday and"
    " thursday at 9”. I have set nothing yet."
)
Found = tuple[datetime, datetime]
# "in 20 minutes" is real time: it does not move when the person travels.
_REAL_TIME = re.compile(r"\b(in|after|from now|later)\b", re.IGNORECASE)
_STATED = re.compile(
    r"\b(?P<city>[^\W\d_]+(?: [^\W\d_]+)?) time\b|\b(?P<short>utc|gmt|[ecmp]st|[ecmp]dt|cet|jst)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_BARE_CLOCK = re.compile(
    r"\s*(?:at |to |for |by |@)?\s*"
    r"(?:(?:half|quarter|\w+ minutes|five|ten|twenty|\d{1,2}) (?:past|to) )?"
    rf"(?:{_NUMBER}(?:[:.h]\d\d)?|noon|midnight|midday)"
    r"(?:\s*(?:am|pm|a\.m\.|p\.m\.|o'?clock|h))?\s*",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:\b(?:to|until|till)\b|[-–])\s*", re.IGNORECASE)


class Unplaced(Refused):
    """It is said how often it rings, and not when."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aim:
    """When something is to ring first, and by which clock. `assumed`: the hour was not said;
    `every`: it rings again whenever what it follows comes round."""

    due_at: datetime
    wall: datetime
    zone: str
    rule: str | None = None
    floating: bool = True
    assumed: bool = False
    every: bool = False


def place_of(reminder: Reminder, person: Person) -> Place:
    """The clock that the reminder goes by: the person's wherever they are, or that of its zone."""
    if reminder.floating and not counts_elapsed(reminder.rule or ""):
        return person.whereabouts
    return zone_called(reminder.zone)


def zone_shown(reminder: Reminder, instant: datetime, person: Person) -> str:
    """The zone in which its times are said at `instant`."""
    return person.whereabouts.zone_at(instant) if reminder.floating else reminder.zone


def zone_stated(words: str) -> str | None:
    """The zone that a time names for itself: "9am Tokyo time", "15:00 UTC"."""
    found = _STATED.search(words)
    if found is None:
        return None
    named = found["city"] or found["short"]
    candidates = (named, named.rpartition(" ")[2])
    return next((zone_named(name) for name in candidates if is_zone(name)), None)


def aim_of(times: Sequence[TimeExpression], person: Person, since: datetime) -> Aim | None:
    """What `times` say, as heard at the aware instant `since`; None when the hour is not clear.

    Raises:
        Refused: with what was understood, when that is past or never comes.
    """
    rules = [t for t in times if t.kind == "recurrence" and isinstance(t.value, str)]
    others = [t for t in times if t not in rules]
    if rules:
        first = others[0] if others else None
        return _series(str(rules[0].value), rules[0].text, first, person, since)
    if not others:
        return None
    said, place = others[0], zone_called(person.zone)
    match said.value:
        case float() | int():
            return once(since + timedelta(seconds=said.value), person, since, floating=False)
        case datetime():
            stated = zone_stated(said.text)
            floating = stated is None and not _REAL_TIME.search(said.text)
            return once(said.value, person, since, floating=floating, zone=stated)
        case TimeRange(start=start, end=end):
            return once(start, person, since) if start > since or end <= since else None
        case DateRange(start=start, end=end):
            return _on_day(max(start, min(end, wall_of(since, place).date())), person, since)
        case date():
            return _on_day(said.value, person, since)
        case _:
            return None


def on_day(day: date, like: datetime, zone: str) -> datetime:
    """The instant on the local `day` at the clock time that the instant `like` has at `zone`."""
    place = zone_called(zone)
    return instant_of(datetime.combine(day, wall_of(like, place).time()), place)


def is_bare_clock(said: TimeExpression) -> bool:
    """Whether the words name a clock time and no day."""
    return isinstance(said.value, datetime) and _BARE_CLOCK.fullmatch(said.text) is not None


def begun(said: TimeExpression) -> TimeExpression:
    """Of hours of no day, "6 to 7", the first one; anything else as it is."""
    match said.value, _TO.split(said.text):
        case TimeRange(start=start), [first, last]:
            first, end = (replace(said, text=text, value=start) for text in (first, last))
            bare = is_bare_clock(first) and is_bare_clock(end)
            return replace(first, kind="instant") if bare else said
        case _:
            return said


def at_clock(said: datetime, like: datetime, zone: str, *, assumed_half: bool) -> datetime:
    """The clock time of the instant `said`, on the day on which the instant `like` falls.

    With `assumed_half` am or pm was not said: 7 to 11 are then in the morning, 1 to 6 after noon.
    """
    place = zone_called(zone)
    clock, day = wall_of(said, place).time(), wall_of(like, place).date()
    if assumed_half:
        hour = clock.hour % 12
        clock = clock.replace(hour=hour if 7 <= hour <= 11 else hour + 12)
    return instant_of(datetime.combine(day, clock), place)


def close_by(said: datetime, like: datetime, zone: str) -> datetime | None:
    """The clock time of the instant `said`, in that half of the day which brings it close to the
    instant `like`: of something at 20:00, "8:30" is in the evening. None when neither does."""
    place = zone_called(zone)
    clock, day = wall_of(said, place).time(), wall_of(like, place).date()
    halves = (clock.replace(hour=clock.hour % 12 + later) for later in (0, 12))
    both = [instant_of(datetime.combine(day, half), place) for half in halves]
    return next((half for half in both if abs(half - like) <= CLOSE), None)


def like(reminder: Reminder, wall: datetime, person: Person, since: datetime) -> Aim:
    """A series as before, but at the clock time of the local `wall`, and on its day of the week or
    of the month where the rule names one.

    Raises:
        Refused: when it never comes round.
    """
    rule = reminder.rule or ""
    if counts_elapsed(rule):
        due_at = instant_of(wall, zone_called(reminder.zone))
        return Aim(due_at=due_at, wall=wall, zone=reminder.zone, rule=rule, floating=False)
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    parts |= {"BYHOUR": str(wall.hour), "BYMINUTE": str(wall.minute)}
    start = reminder.wall.replace(hour=wall.hour, minute=wall.minute, second=0)
    if parts["FREQ"] == "WEEKLY" and "," not in parts.get("BYDAY", ""):
        parts["BYDAY"] = CODES[wall.weekday()]
        start = datetime.combine(wall.date(), start.time()) if "COUNT" not in parts else start
    elif parts["FREQ"] == "MONTHLY" and parts.get("BYMONTHDAY", "").isdecimal():
        parts["BYMONTHDAY"] = str(wall.day)
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    found = next_instant(rule, start, place_of(reminder, person), since)
    if found is None:
        raise Refused(NEVER)
    return Aim(
        due_at=found[1], wall=start, zone=reminder.zone, rule=rule, floating=reminder.floating
    )


def once(
    instant: datetime,
    person: Person,
    since: datetime,
    *,
    floating: bool = True,
    zone: str | None = None,
) -> Aim:
    """One ringing at `instant`; a `floating` one has its clock time wherever the person is then.

    Raises:
        Refused: that is past, or too far away.
    """
    zone = zone or person.zone
    wall = wall_of(instant, zone_called(zone))
    if floating:
        # Where the person is then, the clock may be another.
        instant = person.whereabouts.instant_of(wall)
    if instant.year - since.year > LIFETIME:
        raise Refused(
            f"That is {instant.year - since.year} years away, so I have set nothing."
            " Tell me a time that you will live to see."
        )
    if instant <= since:
        said = moment(instant, zone, since)
        raise Refused(
            f"I understood {said}, but that is past ({ago(instant, since)}), so I have set nothing."
            " Tell me a time that is still to come."
        )
    return Aim(due_at=instant, wall=wall, zone=zone, floating=floating)


def _on_day(day: date, person: Person, since: datetime) -> Aim | None:
    """The person's morning of that day; None when it is today and the morning is over."""
    place = zone_called(person.zone)
    wall = datetime.combine(day, person.parts.morning)
    instant = instant_of(wall, place)
    if instant <= since and day == wall_of(since, place).date():
        return None
    return replace(once(instant, person, since), assumed=True)


def _series(
    rule: str, said: str, first: TimeExpression | None, person: Person, since: datetime
) -> Aim:
    """A series whose first ringing is the first time that its rule comes round from now on, or
    from the day on which it is said to start."""
    _check_placed(rule, said)
    stated = zone_stated(first.text if first else "") or zone_stated(said)
    zone = stated or person.zone
    elapsed = counts_elapsed(rule)
    start, after, timed = _start(first, zone_called(zone), since)
    silent = "BYHOUR" not in rule and not elapsed and "HOURLY" not in rule
    if silent and not timed:
        start = datetime.combine(start.date(), person.parts.morning)
    floating = stated is None and not elapsed
    place = person.whereabouts if floating else zone_called(zone)
    # The first one anchors the interval: "every other Monday" begins with the coming Monday.
    probe = rule if elapsed else re.sub(r"INTERVAL=\d+;?", "", rule).rstrip(";")
    check_rule(rule, start)
    found = _followed(probe, start, place, after)
    return Aim(
        due_at=found[1],
        wall=found[0],
        zone=zone,
        rule=rule,
        floating=floating,
        assumed=silent and not timed,
    )


def so_often(said: str) -> str:
    """How often it is to ring, without when: "twice a day"; empty where that is not said."""
    found = _SO_OFTEN.search(said)
    return found[0] if found else ""


def placed(rule: str, said: str) -> tuple[int, int]:
    """How many times the rule has of those that the words ask for, and how many these are."""
    often = _SO_OFTEN.search(said)
    if often is None:
        return 0, 0
    named = often["many"].split()[0].lower()
    wanted = int(named) if named.isdecimal() else _MANY[named]
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    places = [parts[name] for name in _PLACES[often["unit"].lower()] if name in parts]
    return math.prod(values.count(",") + 1 for values in places) if places else 0, wanted


def _check_placed(rule: str, said: str) -> None:
    """Raises Unplaced where the rule has fewer times than the words ask for."""
    known, wanted = placed(rule, said)
    if known < wanted and not known:
        raise Unplaced(WHICH_TIMES)
    if known < wanted:
        raise Unplaced(
            f"You said {so_often(said)}, and that is only {known} of {wanted}. Which are the"
            " others? I have set nothing yet."
        )


def _followed(rule: str, start: datetime, place: Place, after: datetime) -> Found:
    """When the rule comes round first.

    Raises:
        Refused: never, or it takes too long to tell.
    """
    # Only what is slow again and again is slow by itself: Python tidies up now and then.
    for _ in range(TRIES):
        began = time.thread_time()
        found = next_instant(rule, start, place, after)
        if found is None:
            raise Refused(NEVER)
        if time.thread_time() - began <= BUDGET_SECONDS:
            return found
    raise Refused(TOO_SELDOM)


def _start(
    first: TimeExpression | None, place: ZoneInfo, since: datetime
) -> tuple[datetime, datetime, bool]:
    """(local start, instant after which it rings, whether a clock time was said)."""
    moment_before = timedelta(seconds=1)
    match None if first is None else first.value:
        case datetime() as instant if instant > since:
            return wall_of(instant, place), instant - moment_before, True
        case TimeRange(start=instant) if instant > since:
            return wall_of(instant, place), instant - moment_before, True
        case date() as day if not isinstance(day, datetime):
            midnight = datetime.combine(day, datetime.min.time())
            return midnight, max(since, instant_of(midnight, place) - moment_before), False
        case _:
            return wall_of(since, place).replace(second=0, microsecond=0), since, False
