"""Since when, and until when, something that a clause tells was so."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.requests import DateRange, PartsOfDay, TimeExpression, TimeRange
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called
from understanding.resolution.scene import scene_of
from understanding.times import times_in

_LEADS = re.compile(
    r"[,]?\s*\b(?P<word>since|from|until|till|to|for|in|on|at|during|as of|back in|about"
    r"|around)\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/:-])(?:19|20)\d\d(?![\d.,/:-]*\d)")
# A number that nothing leads to may be a room or a film.
_DATED = re.compile(
    r"\b(?:since|from|until|till|to|in|during|of|before|after|by|about|around)\s*$", re.IGNORECASE
)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./-]\d|spring|summer|autumn|winter",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:next|will|tomorrow|going to|coming|soon|upcoming)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:lived|worked|stayed|was|were|had)\b", re.IGNORECASE)

_DONE = re.compile(
    r"\b(?:was|were|had|did|went|bought|sold|met|saw|got|left|came|took|made|ate|broke|lost|found"
    r"|began|told|gave|read|ran|drove|flew|won|paid|fell|said|\w+ed)\b",
    re.IGNORECASE,
)
# What leads to a time may be a part of its words: "before May", "since noon".
_WAY = (
    r"(?:(?P<since>since|starting(?: on| from)?)|(?P<after>after)"
    r"|(?P<before>before|prior to|older than|more than)|(?P<until>until|till|up to))\b"
)
_LED, _LEADING = re.compile(rf"\b{_WAY}\s*$", re.I), re.compile(_WAY, re.I)
_HOUR = re.compile(
    rf"(?:(?:at|between|from|{_WAY}) )?(?:\d|(?:noon|midday|midnight)\b)", re.IGNORECASE
)
# From when until when, on the clock, the parts of a day are in which something was said.
_PARTS = (("morning", 0, 12), ("noon", 12, 18), ("evening", 17, 24), ("night", 18, 30))
_BEGINS = re.compile(r"\b(?:moved|relocated|started|began|begun|joined)\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:moved|have|has|since|born)\b|['’]ve\b", re.IGNORECASE)


# So long a text is no question.
LONGEST_ASKED = 300
# Nobody was told anything before.
BEGINNING = datetime.fromtimestamp(0, UTC)
Period = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """A clause without its times, and what these say; `past` when its verb is over."""

    rest: str
    since: datetime | None = None
    until: datetime | None = None
    past: bool = False


def dated(clause: str, said_at: datetime | None, zone: str) -> Dated:
    """The clause with its times taken out. Instants are aware, in UTC."""
    if said_at is None:
        return Dated(rest=clause)
    rest, since, until = clause, None, None
    past = bool(_PAST.search(clause)) and not _STILL.search(clause)
    for found in reversed(_times(clause, said_at, zone)):
        start, end = found.span
        lead = _LEADS.search(rest[:start])
        word = "" if lead is None else lead["word"].casefold()
        first, last = _bounds(found, said_at, zone, word)
        if first is None:
            continue
        first, last = _behind(first, last, clause, said_at, zone, found.text)
        rest = f"{rest[: start if lead is None else lead.start()]}{rest[end:]}".strip(" ,")
        if word in ("until", "till", "to"):
            until = last or first
        else:
            since, until = first, until or (last if past and word != "since" else None)
    return Dated(rest=rest, since=since, until=until, past=past)


def begins(text: str) -> bool:
    """Whether it tells of a beginning: "I moved to Porto" does, "I live in Porto" does not."""
    return _BEGINS.search(text) is not None


def happened_at(text: str, said_at: datetime, zone: str) -> datetime | None:
    """The instant that the first time in `text` begins; None without one."""
    for found in _times(text, said_at, zone):
        first, last = _bounds(found, said_at, zone, "")
        if first is not None:
            asked = text if _DONE.search(text) else "next"
            return _behind(first, last, asked, said_at, zone, found.text)[0]
    return None


def period(text: str, now: datetime, zone: str) -> Period | None:
    """From when until when the first time in a question is, the end left out. Days, weeks (Monday
    to Sunday) and months are those of `zone`."""
    # What is asked of the past lies there: "where did I live in February?"
    return _first(text, text if _DONE.search(text) else "next", now, zone)


def past(text: str, now: datetime, zone: str) -> Period | None:
    """As `period`, of when something was told: "in May" is the last one, "next week" none."""
    span = _first(text, text, now, zone) if len(text) <= LONGEST_ASKED else None
    return span if span is not None and span[0] <= now else None


def told(text: str, now: datetime, zone: str) -> Period | None:
    """As `past`, of an order, which means all that was told within: since a day, before it, in the
    hours of a morning, about an hour ago."""
    for found in _led(text, now, zone) if len(text) <= LONGEST_ASKED else ():
        led = _LEADING.match(found.text) or _LED.search(text[: found.span[0]])
        way = "" if led is None else led.lastgroup or ""
        length = isinstance(found.value, float | int) and way
        first, last = _bounds(found, now, zone, "for" if length else "")
        if first is None:
            continue
        instant = last is None and _HOUR.match(found.text)
        first, last = _told_then(found, first, last, text, now, zone)
        last = first if way and instant else last
        if way in ("before", "until"):
            return BEGINNING, first if way == "before" else last
        if first > now:
            return None
        if way in ("since", "after"):
            today = wall_of(now, zone_called(zone)).date()
            since = first if way == "since" else last
            return since, _midnight(today + timedelta(days=1), zone)
        return first, last
    return None


def _told_then(
    found: TimeExpression,
    first: datetime,
    last: datetime | None,
    text: str,
    now: datetime,
    zone: str,
) -> Period:
    """When it was told: a clock time ahead is that of yesterday, and an instant lasts a while."""
    by_clock = isinstance(found.value, datetime | TimeRange) and _HOUR.match(found.text)
    if first > now and by_clock and first - now <= timedelta(days=1):
        back = timedelta(days=1)
        first, last = first - back, last and last - back
    if last is None:
        first, last = _while(found.text.casefold(), first, now, zone)
    first, ends = _behind(first, last, text, now, zone, found.text)
    return first, ends or last


def _while(said: str, instant: datetime, now: datetime, zone: str) -> Period:
    """How long an instant lasts that something was told at."""
    if said.endswith("ago"):
        half = (now - instant) / 2
        return instant - half, instant + half
    midnight = _midnight(wall_of(instant, zone_called(zone)).date(), zone)
    for part, begins_at, ends_at in _PARTS:
        if part in said:
            return midnight + timedelta(hours=begins_at), midnight + timedelta(hours=ends_at)
    return instant, instant + timedelta(hours=1)


def _first(text: str, asked: str, now: datetime, zone: str) -> Period | None:
    for found in _led(text, now, zone):
        first, last = _bounds(found, now, zone, "")
        if first is not None:
            first, last = _behind(first, last, asked, now, zone, found.text)
            return first, last or first + timedelta(days=1)
    return None


def _times(text: str, said_at: datetime, zone: str) -> list[TimeExpression]:
    """The times of the text; a year that stands alone is one, too."""
    found = times_in(text, scene_of(said_at, zone_called(zone), PartsOfDay()))
    years = [_year(one) for one in _YEAR.finditer(text)]
    bare = [one for one in years if not any(_longer(other, one) for other in found)]
    kept = [one for one in found if not any(_overlap(one, other) for other in bare)]
    return sorted([*kept, *bare], key=lambda one: one.span)


def _led(text: str, now: datetime, zone: str) -> list[TimeExpression]:
    """The times of an order or a question."""
    return [
        one
        for one in _times(text, now, zone)
        if not _YEAR.fullmatch(one.text) or _DATED.search(text[: one.span[0]])
    ]


def _year(found: re.Match[str]) -> TimeExpression:
    number = int(found[0])
    whole = DateRange(start=date(number, 1, 1), end=date(number, 12, 31))
    return TimeExpression(text=found[0], span=found.span(), kind="range", value=whole)


def _overlap(one: TimeExpression, other: TimeExpression) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _longer(other: TimeExpression, year: TimeExpression) -> bool:
    """Whether the year belongs to a day or a month: "3 May 1988"."""
    return _overlap(other, year) and bool(_MONTH.search(other.text))


def _bounds(
    found: TimeExpression, said_at: datetime, zone: str, word: str
) -> tuple[datetime | None, datetime | None]:
    """The instants that an expression begins and ends at; the end is left out of it."""
    match found.value:
        case DateRange(start=start, end=end):
            return _midnight(start, zone), _midnight(end + timedelta(days=1), zone)
        case TimeRange(start=start, end=end):
            return start.astimezone(UTC), end.astimezone(UTC)
        case datetime() as instant:
            return instant.astimezone(UTC), None
        case date() as day:
            first = _midnight(day, zone)
            return first, first + timedelta(days=1)
        case float() | int() as seconds if word in ("for", "since"):
            return said_at - timedelta(seconds=seconds), None
        case _:
            return None, None


def _behind(
    first: datetime,
    last: datetime | None,
    clause: str,
    said_at: datetime,
    zone: str,
    words: str,
) -> tuple[datetime, datetime | None]:
    """What is told as done lies behind: "on Friday", "in March" are then the last ones."""
    if first <= said_at or _AHEAD.search(clause):
        return first, last
    if first - said_at <= timedelta(days=8):
        # The day itself would be called today.
        today = _midnight(wall_of(said_at, zone_called(zone)).date(), zone)
        weeks = 2 if _weeks_before(first, 1, zone) >= today else 1
        return _weeks_before(first, weeks, zone), last and _weeks_before(last, weeks, zone)
    return _last_of(words, said_at, zone) or (
        _year_before(first, zone),
        last and _year_before(last, zone),
    )


def _last_of(words: str, said_at: datetime, zone: str) -> tuple[datetime, datetime | None] | None:
    """When it came round last: Easter is on another day each year, and the 3rd comes each month."""
    came: tuple[datetime, datetime | None] | None = None
    seen_from = _year_before(said_at, zone)
    while found := _times(words, seen_from, zone)[:1]:
        start, end = _bounds(found[0], seen_from, zone, "")
        if start is None or not seen_from <= start <= said_at:
            break
        came, seen_from = (start, end), start + timedelta(days=7)
    return came


def _weeks_before(instant: datetime, weeks: int, zone: str) -> datetime:
    place = zone_called(zone)
    return instant_of(wall_of(instant, place) - timedelta(weeks=weeks), place).astimezone(UTC)


def _year_before(instant: datetime, zone: str) -> datetime:
    """What is told lies behind: "in March", said in April, was this year."""
    wall = wall_of(instant, zone_called(zone))
    day = min(wall.day, 28) if wall.month == 2 else wall.day
    back = wall.replace(year=wall.year - 1, day=day)
    return instant_of(back, zone_called(zone)).astimezone(UTC)


def _midnight(day: date, zone: str) -> datetime:
    """Midnight of a day at `zone`."""
    return instant_of(datetime.combine(day, time()), zone_called(zone)).astimezone(UTC)


def timeless(text: str, now: datetime, zone: str) -> str:
    """`text` without its times and what leads to them."""
    rest = text
    for found in reversed(_led(text, now, zone)):
        start, end = found.span
        lead = _LEADS.search(rest[:start])
        rest = f"{rest[: start if lead is None else lead.start()]}{rest[end:]}"
    return rest
