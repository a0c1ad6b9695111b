"""Leaving out one ringing of a series: "skip yoga tomorrow"."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice, takewhile

from agents import every_occasion
from agents.agent import Turn
from agents.days import days_asked
from agents.reminder_changes import one_meant
from agents.reminder_choice import LOOKBACK
from agents.reminder_series import go_on
from agents.reminder_texts import Ringing, when
from agents.reminder_times import place_of
from agents.windows import Window, window_of
from agents.wording import amount, quoted
from core.errors import Refused
from core.models import Focus, Reminder, Reply
from core.recurrence import instants
from core.requests import Request, Slots, TimeExpression
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

# So many ringings of a series at most are left out at once.
MOST = 100
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
# The longest that a day is, when clocks go back.
DAY = timedelta(hours=25)
_SKIP = re.compile(
    r"\s*(?:please\s+|jenny[,\s]+)?(?:skip|leave out)\s+(?P<rest>[^\n]{2,100}?)"
    r"(?:\s+(?:this|next) (?:once|time))?(?:,?\s+please)?[\s.!]*",
    re.IGNORECASE,
)
# Words of a rule for late ones, not of one ringing.
_RULE = re.compile(r"\b(?:if|when|late|reminders|after|every|unless)\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"^(?:'s\b|on\b|for\b|the\b|my\b|next\b|of\b|one\b|reminder\b|it\b|that\b|this\b|\s|,)+",
    re.IGNORECASE,
)


def skipping(text: str, times: tuple[TimeExpression, ...]) -> Request | None:
    """The request to leave out one ringing; `times` are those that the text holds."""
    found = _SKIP.fullmatch(text)
    if found is None or _RULE.search(found["rest"]):
        return None
    rest = found["rest"]
    days = tuple(said for said in times if said.kind in ("date", "instant", "range"))[:1]
    for said in days:
        rest = rest.replace(said.text, " ")
    what = re.sub(r"\s+on$", "", _EMPTY.sub("", rest.strip())).strip(" ,")
    slots = Slots(what=what or None, reference=None if what else "it")
    return Request(route="reminder.update", verb="skip", slots=slots, times=days)


def may_skip(text: str) -> bool:
    """Whether the text has that form."""
    return _SKIP.fullmatch(text) is not None


async def skipped(turn: Turn, work: UnitOfWork) -> Reply:
    """Leave out the next ringing, or the one of the day that was said; the series goes on."""
    ringing = await one_meant(turn, work)
    if isinstance(ringing, Reply):
        return ringing
    reminder, occurrence = ringing
    comes_round = reminder.rule is not None or reminder.every
    if not comes_round or occurrence.parent_id is not None:
        at = when(occurrence.due_at, turn.person, turn.now)
        raise Refused(
            f"{quoted(reminder.text)} rings only once, {at}, so I have left it as it is."
            " Say “cancel it” if you don't want it at all."
        )
    coming = await _coming(reminder, turn.now - TICK, turn, work)
    instant = await _at_the_hour(ringing, turn, work) or _on_the_day(ringing, coming, turn)
    instant = instant or occurrence.due_at
    await _leave_out(reminder, instant, turn, work)
    following = await _go_on(reminder, turn, work)
    return await _told(reminder, instant, following, turn, work)


async def leave_out_within(
    ringing: Ringing, window: Window, turn: Turn, work: UnitOfWork
) -> str | None:
    """Leave out all that a series rings in that time, also what was put off until then, and say so.
    None when nothing of it is left to ring then.

    Raises:
        Refused: it rings too often then.
    """
    reminder, (first, end) = ringing[0], window
    # The reminder first: a ringing that is just claimed holds it, and may add the next one.
    await work.reminders.save(reminder)
    ahead = await work.reminders.upcoming(turn.now - LOOKBACK, end - TICK)
    due = {o.due_at: o for r, o in ahead if r.id == reminder.id and o.due_at >= first}
    for instant, occurrence in due.items():
        if occurrence.parent_id is None:
            await _leave_out(reminder, instant, turn, work)
        else:
            await work.occurrences.mark(occurrence.id, "cancelled")
    coming = await _coming(reminder, max(first, turn.now) - TICK, turn, work)
    further = list(islice(takewhile(lambda instant: instant < end, coming), MOST + 1))
    if len(further) > MOST:
        raise Refused(
            f"{quoted(reminder.text)} rings more than {MOST} times then, so I have changed nothing."
            f" Tell me one day, or say “delete the reminder {reminder.text[:30]}” to end it."
        )
    for instant in further:
        await _leave_out(reminder, instant, turn, work)
    times = sorted({*due, *further})
    if not times:
        return None
    following = await _go_on(reminder, turn, work)
    then = when(times[0], turn.person, turn.now)
    said = (
        f"only {then}" if len(times) == 1 else f"only {amount(len(times), 'time')} from {then} on"
    )
    after = when(following, turn.person, turn.now) if following else "never, that was the last"
    return f"{reminder.text}, {said}. Next: {after}"


async def several_then(reminder: Reminder, window: Window, turn: Turn, work: UnitOfWork) -> bool:
    """Whether it rings more than once within the one day that the window is."""
    first, end = window
    if end - first > DAY:
        return False
    coming = await _coming(reminder, max(first, turn.now) - TICK, turn, work)
    return len(list(islice(takewhile(lambda instant: instant < end, coming), 2))) > 1


async def _at_the_hour(ringing: Ringing, turn: Turn, work: UnitOfWork) -> datetime | None:
    """The one that rings at the very time that was said, or in that part of the day.

    Raises:
        Refused: it does not ring in that part of the day.
    """
    window = window_of(turn)
    if window is None or window[1] - window[0] >= DAY / 2:
        return None
    coming = await _coming(ringing[0], max(window[0], turn.now) - TICK, turn, work)
    found = next(takewhile(lambda instant: instant < window[1], coming), None)
    if found is None and window[1] - window[0] > SECOND:
        raise Refused(_silent_then(ringing, turn))
    return found


async def _coming(
    reminder: Reminder, after: datetime, turn: Turn, work: UnitOfWork
) -> Iterable[datetime]:
    """When it comes round after that."""
    if reminder.every:
        ahead = await every_occasion.ahead_of(reminder, after, turn.person, work)
        return [one.due_at for one in ahead]
    place = place_of(reminder, turn.person)
    return (at for _, at in instants(reminder.rule or "", reminder.wall, place, after))


async def _go_on(reminder: Reminder, turn: Turn, work: UnitOfWork) -> datetime | None:
    """Its next ringing that is not left out."""
    if reminder.every:
        ahead = await every_occasion.ahead_of(reminder, turn.now, turn.person, work)
        following = await every_occasion.ring_for(reminder, ahead, work)
        return None if following is None else following.due_at
    return await go_on(reminder, turn.person, turn.now, work)


async def _leave_out(reminder: Reminder, instant: datetime, turn: Turn, work: UnitOfWork) -> None:
    number = await work.occurrences.add(reminder.id, instant, None)
    await work.occurrences.settle([number], "skipped", turn.now)


async def _told(
    reminder: Reminder, instant: datetime, following: datetime | None, turn: Turn, work: UnitOfWork
) -> Reply:
    focus = Focus(route="reminder.update", subject="reminder", ids=(str(reminder.id),))
    await work.people.focus(turn.conversation.id, focus)
    said = f"Skipped: {reminder.text}, {when(instant, turn.person, turn.now)}"
    after = when(following, turn.person, turn.now) if following else "never, that was the last"
    return Reply(text=f"{said}\nNext: {after}", route="reminder.update")


def _on_the_day(ringing: Ringing, coming: Iterable[datetime], turn: Turn) -> datetime | None:
    """The one of `coming` on the day that was said; None where none was.

    Raises:
        Refused: none falls on that day, or several on those days.
    """
    reminder = ringing[0]
    wanted = days_asked(turn.request.times, turn.person.zone)
    if wanted is None:
        return None
    place = zone_called(turn.person.zone)
    first, last = wanted
    near = takewhile(lambda found: wall_of(found, place).date() <= last, coming)
    then = (instant for instant in near if wall_of(instant, place).date() >= first)
    found, another = next(then, None), next(then, None) if first < last else None
    if another is not None:
        raise Refused(
            f"{quoted(reminder.text)} rings more than once then, so I have changed nothing. Tell me"
            " one day, for example: “skip it tomorrow”."
        )
    if found is not None:
        return found
    raise Refused(_silent_then(ringing, turn))


def _silent_then(ringing: Ringing, turn: Turn) -> str:
    ahead = when(ringing[1].due_at, turn.person, turn.now)
    return (
        f"{quoted(ringing[0].text)} does not ring then, so I have changed nothing."
        f" It rings next {ahead}."
    )
