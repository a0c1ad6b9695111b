"""Changing a series: one occasion, that one and all that follow, or all of it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from core.calendars import CalendarEvent, Hours, When, WholeDays
from core.errors import Refused
from core.events import Event, Scope
from core.occasions import read_stamp, stamp
from core.recurrence import instants
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

GONE = "That event is not in the calendar any more."
BEGINNING = datetime(1899, 1, 1, tzinfo=UTC)
_COUNT = re.compile(r"COUNT=(\d+)")
_ENDS = re.compile(r";(?:UNTIL|COUNT)=[^;]*|(?:UNTIL|COUNT)=[^;]*;")


async def change(
    work: UnitOfWork, before: Event, event: Event, scope: Scope, at: datetime
) -> Event:
    """Make `event` of the one that was shown as `before`; how it is shown now.

    Raises:
        Refused: it is not there any more.
    """
    if event.calendar_id != before.calendar_id:
        return await _elsewhere(work, before, event, at)
    if not before.occasion:
        await work.events.save(event)
        return await _shown(work, event.id)
    series = await work.events.whole(before.id)
    if series is None:
        raise Refused(GONE)
    original = read_stamp(before.occasion)
    if event.rule != before.rule:
        return await _ruled_anew(work, before, series, event, at)
    if scope == "this":
        made = _exception(series, event, original)
        return await _shown(work, await work.events.insert(
            made, at, calendar_id=before.calendar_id, series_id=before.id, inbox_id=event.inbox_id
        ))  # fmt: skip
    if scope == "all" or _is_first(series, original):
        moved = await _move_all(work, before, series, event, original)
        return await _shown(work, before.id, moved)
    await _end(work, before.id, series, original)
    rest = replace(_changed(series, event), uid=str(uuid4()), added=())
    by = _wall(_start(rest.when)) - _wall(original)
    off = (_by(value, by, rest.when) for value in _after(series.excluded, original))
    rest = replace(rest, rule=_ruled(_rest(series, original), original, by), excluded=tuple(off))
    made_id = await work.events.insert(
        rest, at, calendar_id=before.calendar_id, inbox_id=event.inbox_id
    )
    return await _shown(work, made_id, stamp(_start(rest.when)))


async def remove(work: UnitOfWork, event: Event, scope: Scope) -> None:
    """Take an event out, or that much of its series."""
    if not event.occasion:
        await _remove_alone(work, event)
        return
    series = await work.events.whole(event.id)
    if series is None:
        raise Refused(GONE)
    original = read_stamp(event.occasion)
    if scope == "this":
        excluded = tuple(sorted({*series.excluded, original}))
        await work.events.put(event.id, replace(series, excluded=excluded))
    elif scope == "all" or _is_first(series, original):
        await work.events.remove(event.id)
    else:
        await _end(work, event.id, series, original)


async def _remove_alone(work: UnitOfWork, event: Event) -> None:
    """Take out a single event, or an exception: without it, its series would take place then."""
    exception = None if event.series_id is None else await work.events.whole(event.id)
    if exception is None:
        await work.events.remove(event.id)
    else:
        await work.events.put(event.id, replace(exception, cancelled=True))


async def _ruled_anew(
    work: UnitOfWork, before: Event, series: CalendarEvent, event: Event, at: datetime
) -> Event:
    """Let the series repeat otherwise from that occasion on; what was before it stays."""
    original = read_stamp(before.occasion)
    first = replace(_changed(series, event), rule=event.rule, excluded=(), added=())
    if _is_first(series, original):
        for exception_id, _ in await work.events.exceptions(before.id):
            await work.events.remove(exception_id)
        await work.events.put(before.id, first)
        return await _shown(work, before.id, stamp(_start(first.when)))
    await _end(work, before.id, series, original)
    made_id = await work.events.insert(
        replace(first, uid=str(uuid4())),
        at,
        calendar_id=before.calendar_id,
        inbox_id=event.inbox_id,
    )
    return await _shown(work, made_id, stamp(_start(first.when)))


async def _elsewhere(work: UnitOfWork, before: Event, event: Event, at: datetime) -> Event:
    """Put the event, of a series all of it, into another calendar, and take it out of its own."""
    whole = await work.events.whole(before.id)
    if whole is None:
        raise Refused(GONE)
    fresh = replace(whole, uid=str(uuid4()), ref="", etag="", raw="", series_ref=None)
    made_id = await work.events.insert(
        fresh, at, calendar_id=event.calendar_id, inbox_id=event.inbox_id
    )
    for _, exception in await work.events.exceptions(before.id):
        bare = replace(exception, uid=fresh.uid, ref="", etag="", raw="", series_ref=None)
        await work.events.insert(bare, at, calendar_id=event.calendar_id, series_id=made_id)
    await work.anchors.moved(before.id, made_id)
    await work.events.remove(before.id)
    return await _shown(work, made_id, before.occasion)


async def _shown(work: UnitOfWork, event_id: int, occasion: str = "") -> Event:
    found = await work.events.get(event_id, occasion) or await work.events.get(event_id)
    if found is None:
        raise Refused(GONE)
    return found


def _exception(series: CalendarEvent, event: Event, original: date | datetime) -> CalendarEvent:
    made = _changed(series, event)
    return replace(made, rule=None, excluded=(), added=(), original=original)


def _changed(series: CalendarEvent, event: Event) -> CalendarEvent:
    """The series with all that the person sees of `event`, its time included."""
    return replace(
        series,
        title=event.title,
        when=when_of(event, series.when),
        place=event.place,
        notes=event.notes,
        link=event.link,
        attendees=event.attendees,
        private=event.private,
    )


async def _move_all(
    work: UnitOfWork, before: Event, series: CalendarEvent, event: Event, original: date | datetime
) -> str:
    """Shift the whole series as far as that occasion was shifted; the occasion's new stamp."""
    moved = _changed(series, event)
    by = _wall(_start(moved.when)) - _wall(original)
    when = _shifted(series.when, by, moved.when)
    if by or type(when) is not type(series.when):
        for exception_id, exception in await work.events.exceptions(before.id):
            if exception.original is not None:
                there = _by(exception.original, by, when)
                await work.events.put(exception_id, replace(exception, original=there))
    shifted = replace(
        moved,
        when=when,
        rule=_ruled(series.rule, original, by),
        excluded=tuple(_by(value, by, when) for value in series.excluded),
        added=tuple(_by(value, by, when) for value in series.added),
    )
    await work.events.put(before.id, shifted)
    return stamp(_by(original, by, when))


async def _end(
    work: UnitOfWork, series_id: int, series: CalendarEvent, original: date | datetime
) -> None:
    """Let the series end before that occasion; exceptions after it go with it."""
    for exception_id, exception in await work.events.exceptions(series_id):
        if exception.original is not None and _wall(exception.original) >= _wall(original):
            await work.events.remove(exception_id)
    last = _wall(original) - timedelta(days=1 if isinstance(series.when, WholeDays) else 0)
    until = last if isinstance(series.when, WholeDays) else last - timedelta(seconds=1)
    text = f"{until:%Y%m%d}" if isinstance(series.when, WholeDays) else f"{until:%Y%m%dT%H%M%S}"
    rule = f"{_ENDS.sub('', series.rule or '')};UNTIL={text}"
    kept = tuple(value for value in series.excluded if _wall(value) < _wall(original))
    await work.events.put(series_id, replace(series, rule=rule, excluded=kept))


def when_of(event: Event, like: When) -> When:
    """The time of an event that a person sees, in the zone of `like` where that has one."""
    if event.starts_at is None:
        first = event.first_day or date.min
        return WholeDays(first=first, last=event.last_day or first)
    zone = (like.zone if isinstance(like, Hours) else "") or event.zone
    place = zone_called(zone)
    end = None if event.ends_at is None else wall_of(event.ends_at, place)
    return Hours(start=wall_of(event.starts_at, place), end=end, zone=zone)


def _rest(series: CalendarEvent, original: date | datetime) -> str | None:
    """The rule from that occasion on; of a fixed number of times, those that are left."""
    rule = series.rule or ""
    found = _COUNT.search(rule)
    if found is None:
        return series.rule
    before = 0
    for wall, _ in instants(rule, _wall(_start(series.when)), zone_called("UTC"), BEGINNING):
        if wall >= _wall(original):
            break
        before += 1
    return rule.replace(found[0], f"COUNT={int(found[1]) - before}")


def _shifted(when: When, by: timedelta, like: When) -> When:
    """The first occasion, moved along, as long as `like`."""
    start = _wall(_start(when)) + by
    if isinstance(like, WholeDays):
        return WholeDays(first=start.date(), last=start.date() + (like.last - like.first))
    end = None if like.end is None else start + (like.end - like.start)
    return replace(like, start=start, end=end)


def _ruled(rule: str | None, at: date | datetime, by: timedelta) -> str | None:
    """The rule of a series whose occasion `at` has moved: to another day, the weekday that it names
    moves along."""
    if rule is None or not by:
        return rule
    days = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    found = re.search(r"BYDAY=([A-Z]{2})(?=;|$)", rule)
    if found is not None:
        apart = (_wall(at) + by).date() - _wall(at).date()
        code = days[(days.index(found[1]) + apart.days) % 7]
        rule = rule.replace(found[0], f"BYDAY={code}")
    return re.sub(r";BY(?:HOUR|MINUTE|SECOND)=[^;]*", "", rule)


def _after(
    values: tuple[date | datetime, ...], original: date | datetime
) -> tuple[date | datetime, ...]:
    return tuple(value for value in values if _wall(value) > _wall(original))


def _is_first(series: CalendarEvent, original: date | datetime) -> bool:
    return stamp(_start(series.when)) == stamp(original)


def _start(when: When) -> date | datetime:
    return when.first if isinstance(when, WholeDays) else when.start


def _wall(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _by(value: date | datetime, by: timedelta, when: When) -> date | datetime:
    """That occasion in its series, once this has moved and is at `when`."""
    wall = _wall(value) + by
    return wall.date() if isinstance(when, WholeDays) else wall
