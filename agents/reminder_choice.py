"""Which reminder is meant: by its words, by its place in the last list, or by "that"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from agents.agent import Turn
from agents.confirming import ask_which_one, offer
from agents.days import days_of, whole_part
from agents.event_choice import events_named
from agents.finding import ALL, PLACE, named, pointed, words_of
from agents.reminder_texts import Ringing, brief, line
from agents.reminder_times import is_bare_clock, place_of
from agents.windows import UNTIL, window_of
from agents.wording import listed, quoted
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.recurrence import next_instant
from core.requests import TimeRange
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

# What has just fallen due and not rung yet is still there to be cancelled.
LOOKBACK = timedelta(days=1)
LABEL_LENGTH = 40
# With a day, these mean the series itself and not that day's ringing.
ONWARD = re.compile(
    r"\b(?:from|starting|after|series|for good|for ?ever|altogether|completely)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\breminders\b", re.IGNORECASE)
NEXT = re.compile(r"\bnext(?: (?:one|reminder|alarm|timer))?\b(?! \w+s\b)", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_KINDS = re.compile(r"\b(?:timer|alarm)\b", re.IGNORECASE)
_WRAPPERS = frozenset(
    {
        "reminder",
        "reminders",
        "alarm",
        "alarms",
        "timer",
        "timers",
        "about",
        "all",
        "both",
        "every",
        "one",
        "before",
    }
)


async def chosen(turn: Turn, work: UnitOfWork) -> tuple[list[Ringing], bool] | str:
    """The next ringings of the reminders that are meant, and whether that is sure; or a sentence
    that says why there is none."""
    coming = await work.reminders.upcoming(turn.now - LOOKBACK)
    slots = turn.request.slots
    title = titled(slots.what)
    if not title and slots.scope != "all":
        coming = _of_the_kind(turn.incoming.text, coming)
    ahead = first_of_each(coming)
    if not ahead:
        return "There is no reminder left to ring."
    if turn.request.route == "reminder.cancel" and _names_a_time(turn):
        several = slots.scope == "all" or _PLURAL.search(turn.incoming.text) is not None
        later = not several or not ONWARD.search(turn.incoming.text)
        # What rings on, or was put off, comes before the next of its series.
        then = first_of_each([one for one in coming if _rings_then(one, turn, later=later)])
        if not title and slots.reference:
            return await _pointed_then(turn, work, coming, slots.reference)
        if not title:
            return (then, several or len(then) == 1) if then else "No reminder rings then."
        ahead = then if named(title, then, lambda ringing: ringing[0].text) else ahead
    if slots.scope == "all" and not title:
        return ahead, True
    if title:
        near = named(title, ahead, lambda ringing: ringing[0].text)
        if not near and title.isdecimal():
            return await _pointed(turn, work, ahead, f"number {title}")
        if near:
            near = near if len(near) > 1 else _namesakes(near[0], ahead, turn)
            both = len(near) == 2 and _BOTH.search(turn.incoming.text) is not None
            return near, len(near) == 1 or slots.scope == "all" or both
        known = listed([quoted(reminder.text, 30) for reminder, _ in ahead[:5]])
        return f"I find no reminder like {quoted(title, 40)}. There is {known}."
    return await _pointed(turn, work, ahead, turn.request.slots.reference or "it")


async def one_meant(turn: Turn, work: UnitOfWork) -> Ringing | Reply:
    """The next ringing of the one reminder that is meant, or the question which one it is.

    Raises:
        Refused: when it is none.
    """
    found = await chosen(turn, work)
    if isinstance(found, str):
        raise Refused(found)
    ringings, sure = found
    if not sure or len(ringings) > 1:
        choices = [(str(ringing[0].id), choice(ringing, turn)) for ringing in ringings]
        return await ask_which_one(turn, work, "Which one do you mean?", "reminder", choices)
    return ringings[0]


async def each_meant(turn: Turn, work: UnitOfWork) -> list[Turn]:
    """The turn once for each reminder, where it points at several with "both" or "all of them"."""
    slots = turn.request.slots
    found = None
    if slots.what is None and slots.scope is None and ALL.search((slots.reference or "").lower()):
        found = await chosen(turn, work)
    if found is None or isinstance(found, str) or not found[1]:
        return [turn]
    focus = turn.conversation.focus
    request = replace(turn.request, slots=replace(slots, reference="it"))
    return [
        replace(
            turn,
            conversation=replace(turn.conversation, focus=replace(focus, ids=(str(one.id),))),
            request=request,
        )
        for one, _ in found[0]
    ]


async def names_a_reminder(turn: Turn, work: UnitOfWork) -> bool:
    """Whether what is to be changed by its name is a reminder to come. Of a reminder and an event
    it is the one that was spoken of last; a reminder that follows the event moves with it."""
    title = titled(turn.request.slots.what)
    if not title:
        return False
    ahead = first_of_each(await work.reminders.upcoming(turn.now))
    found = named(title, ahead, lambda ringing: ringing[0].text)
    if not found or not await events_named(turn, work, title):
        return bool(found)
    if turn.conversation.focus.subject not in ("reminder", "occurrence"):
        return False
    along = await work.anchors.following() if turn.request.route == "calendar.update" else ()
    return any(reminder.id not in along for reminder, _ in found)


async def ask_which(
    question: str, ringings: Sequence[Ringing], turn: Turn, work: UnitOfWork, more: str = ""
) -> Reply:
    """A question with a button that cancels each; the buttons carry `more`, too."""
    buttons = [
        Button(label=choice(ringing, turn), data=f"cancel:{ringing[0].id}:{more}".rstrip(":"))
        for ringing in ringings
    ]
    ids = tuple(str(reminder.id) for reminder, _ in ringings)
    return await offer(turn, work, question, buttons, Focus(subject="reminder", ids=ids))


async def subject_text(turn: Turn, work: UnitOfWork) -> str | None:
    """What the conversation is about just now, in its own words; None unless it is one thing."""
    focus = turn.conversation.focus
    if len(focus.ids) != 1 or not focus.ids[0].isdecimal():
        return None
    number = int(focus.ids[0])
    match focus.subject:
        case "reminder":
            reminder = await work.reminders.get(number)
            return None if reminder is None else reminder.text
        case "occurrence":
            rung = await work.occurrences.get(number)
            return None if rung is None else rung[0].text
        case "task":
            task = await work.tasks.get(number)
            return None if task is None else task.title
        case "event":
            event = await work.events.get(number)
            return None if event is None else event.title
        case _:
            return None


def label(text: str) -> str:
    """The text on one line, short enough for a button."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LABEL_LENGTH else f"{flat[: LABEL_LENGTH - 1]}…"


def choice(ringing: Ringing, turn: Turn) -> str:
    """The reminder as it fits on a button, where its time tells it from others of that name."""
    whole = line(ringing, turn.person, turn.now)
    if len(whole) <= LABEL_LENGTH:
        return label(whole)
    at = brief(ringing, turn.person, turn.now)
    text = " ".join(ringing[0].text.split())
    room = LABEL_LENGTH - len(at) - 2
    return f"{text if len(text) <= room else text[: room - 1] + '…'}, {at}"


async def _pointed(
    turn: Turn, work: UnitOfWork, ahead: list[Ringing], reference: str
) -> tuple[list[Ringing], bool] | str:
    if NEXT.search(reference):
        return ahead[:1], True
    focus = turn.conversation.focus
    ids: list[int] = []
    if focus.subject == "reminder":
        ids = [int(number) for number in focus.ids if number.isdecimal()]
    elif focus.subject == "occurrence":
        rung = [await work.occurrences.get(int(number)) for number in focus.ids]
        ids = [found[0].id for found in rung if found is not None]
    by_id = {reminder.id: (reminder, occurrence) for reminder, occurrence in ahead}
    shown = [by_id[number] for number in ids if number in by_id]
    counts = PLACE.search(reference.casefold())
    if len(ids) == 1 and not shown and focus.question is None and not counts:
        return "Nothing of that reminder is left to ring."
    # What was changed of a list that was shown does not count as that list.
    if counts and len(shown) == 1 < len(ahead) and focus.route == "reminder.update":
        return ahead, False
    found = pointed(reference, shown or ahead)
    return (found, True) if found else (ahead if counts else shown or ahead, False)


async def _pointed_then(
    turn: Turn, work: UnitOfWork, coming: list[Ringing], reference: str
) -> tuple[list[Ringing], bool] | str:
    """What is pointed at, as long as it rings at the time that was said: no other takes its
    place."""
    found = await _pointed(turn, work, first_of_each(coming), reference)
    if isinstance(found, str) or not found[1]:
        return found
    meant = {reminder.id for reminder, _ in found[0]}
    then = first_of_each([r for r in coming if r[0].id in meant and _rings_then(r, turn)])
    if then:
        return then, True
    known = listed([quoted(reminder.text, 30) for reminder, _ in found[0][:5]])
    return f"Nothing of {known} rings then, so I have cancelled nothing."


def _namesakes(ringing: Ringing, ahead: Sequence[Ringing], turn: Turn) -> list[Ringing]:
    """All that say the very same, or the one of them that was spoken of last."""
    text, focus = ringing[0].text.casefold(), turn.conversation.focus
    same = [other for other in ahead if other[0].text.casefold() == text]
    at_hand = [other for other in same if focus.ids == (str(other[0].id),)]
    return at_hand if at_hand and focus.subject == "reminder" else same


def _names_a_time(turn: Turn) -> bool:
    times = turn.request.times
    return bool(times) and times[0].kind in ("instant", "date", "range")


def _rings_then(ringing: Ringing, turn: Turn, *, later: bool = True) -> bool:
    """Whether it rings next at the clock time, or on the day, that was said. A series may do so
    `later` than next."""
    zone = turn.person.zone
    said, place = whole_part(turn.request.times[0], zone), zone_called(zone)
    if UNTIL.search(turn.incoming.text):
        window, due_at = window_of(turn), first_from(ringing, turn.now, turn)
        return window is not None and due_at is not None and due_at < window[1]
    if isinstance(said.value, datetime) and is_bare_clock(said):
        half = timedelta(hours=12 if "am/pm" in said.assumed else 24)
        apart = wall_of(ringing[1].due_at, place) - wall_of(said.value, place)
        return apart % half == timedelta(0)
    days = days_of(said, zone)
    if days is None:
        return False
    since = instant_of(datetime.combine(days[0], time()), place)
    if isinstance(said.value, TimeRange):
        since = said.value.start
    due_at = first_from(ringing, since, turn) if later else ringing[1].due_at
    if isinstance(said.value, TimeRange):
        return due_at is not None and since <= due_at < said.value.end
    if isinstance(said.value, datetime):
        return due_at == said.value
    return due_at is not None and days[0] <= wall_of(due_at, place).date() <= days[1]


def first_from(ringing: Ringing, since: datetime, turn: Turn) -> datetime | None:
    """Its first ringing from then on; of a series that may be later than the next."""
    reminder, occurrence = ringing
    if occurrence.due_at >= since or reminder.rule is None or occurrence.parent_id is not None:
        return occurrence.due_at
    place = place_of(reminder, turn.person)
    later = next_instant(reminder.rule, reminder.wall, place, since - timedelta(microseconds=1))
    return None if later is None else later[1]


def _of_the_kind(said: str, ahead: list[Ringing]) -> list[Ringing]:
    """Where "the timer" or "the alarm" is spoken of: those, when there are any."""
    found = _KINDS.search(said)
    if found is None:
        return ahead
    texts = ("timer",) if found[0].casefold() == "timer" else ("alarm", "wake up!")
    return [ringing for ringing in ahead if ringing[0].text.casefold() in texts] or ahead


def first_of_each(ringings: Sequence[Ringing]) -> list[Ringing]:
    """The first ringing of each reminder."""
    first: dict[int, Ringing] = {}
    for ringing in ringings:
        first.setdefault(ringing[0].id, ringing)
    return list(first.values())


def titled(what: str | tuple[str, ...] | None) -> str:
    """The words that name the reminder, without those that only say that it is one."""
    text = what if isinstance(what, str) else " ".join(what or ())
    return " ".join(word for word in words_of(text) if word not in _WRAPPERS)
