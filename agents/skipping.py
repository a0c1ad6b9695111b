"""Leaving out one ringing of a series: "skip yoga tomorrow"."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile

from agents import every_occasion
from agents.agent import Turn
from agents.days import days_asked
from agents.reminder_changes import one_meant
from agents.reminder_series import go_on
from agents.reminder_texts import Ringing, when
from agents.reminder_times import place_of
from agents.wording import quoted
from core.errors import Refused
from core.models import Focus, Reminder, Reply
from core.recurrence import instants
from core.requests import Request, Slots, TimeExpression, TimeRange
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called

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
    if reminder.every and occurrence.parent_id is None:
        return await _skipped_one(ringing, turn, work)
    if reminder.rule is None or occurrence.parent_id is not None:
        at = when(occurrence.due_at, turn.person, turn.now)
        raise Refused(
            f"{quoted(reminder.text)} rings only once, {at}, so I have left it as it is."
            " Say “cancel it” if you don't want it at all."
        )
    instant = _instant(ringing, turn)
    await _leave_out(reminder, instant, turn, work)
    following = await go_on(reminder, turn.person, turn.now, work)
    return await _told(reminder, instant, following, turn, work)


async def _skipped_one(ringing: Ringing, turn: Turn, work: UnitOfWork) -> Reply:
    """Leave out one occasion of those that it rings before."""
    reminder, occurrence = ringing
    ahead = await every_occasion.ahead_of(reminder, turn.now, turn.person, work)
    due = [one.due_at for one in ahead]
    instant = _on_the_day(ringing, due, turn) or occurrence.due_at
    await _leave_out(reminder, instant, turn, work)
    following = await every_occasion.ring_for(reminder, ahead, work)
    return await _told(reminder, instant, following and following.due_at, turn, work)


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


def _instant(ringing: Ringing, turn: Turn) -> datetime:
    """The ringing of a series that is meant.

    Raises:
        Refused: none falls on that day.
    """
    reminder, occurrence = ringing
    tick = timedelta(microseconds=1)
    coming = instants(
        reminder.rule or "", reminder.wall, place_of(reminder, turn.person), turn.now - tick
    )
    found = _on_the_day(ringing, (instant for _, instant in coming), turn)
    return found or occurrence.due_at


def _on_the_day(ringing: Ringing, coming: Iterable[datetime], turn: Turn) -> datetime | None:
    """The one of `coming` on the day that was said; None where none was.

    Raises:
        Refused: none falls on that day, or several on those days.
    """
    reminder, occurrence = ringing
    # A part of a day names no ringing.
    said = [time for time in turn.request.times if not isinstance(time.value, TimeRange)]
    wanted = days_asked(said, turn.person.zone)
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
    ahead = when(occurrence.due_at, turn.person, turn.now)
    raise Refused(
        f"{quoted(reminder.text)} does not ring then, so I have changed nothing."
        f" It rings next {ahead}."
    )
