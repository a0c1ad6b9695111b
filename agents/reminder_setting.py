"""Setting reminders: the rows, and what is said of them, rendered from the rows as saved."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from agents.agent import Turn
from agents.doubts import readings, remarks
from agents.insisting import insisted, insistent, insisting
from agents.reminder_texts import Ringing, line, schedule
from agents.reminder_times import Aim, aim_of
from agents.reminder_twins import already, twin_of
from agents.skipping import leave_out_within
from agents.task_reminders import link
from agents.windows import Window
from agents.wording import clock, listed, quoted
from core.anchors import Anchored
from core.errors import Refused
from core.models import Button, Focus, Occurrence, Reminder, Reply
from core.requests import Slots, TimeExpression
from core.stores import UnitOfWork

# Between times that are one after the other: "at 8, 12 and 18".
_AND = r"\s*(?:,|&|\band\b|,\s*and\b)\s*"
_OR = r"\s*,?\s*\bor\s+(?:else\s+|maybe\s+)?"
# "in 10, 20 and 30 minutes", and "in 10 minutes, 20 minutes and an hour".
_IN = re.compile(r"\bin\b", re.IGNORECASE)
_LENGTHS = re.compile(
    rf"\bin (?P<row>(?:\d+{_AND})+\d+) ?(?P<unit>min|h|hr|hour|day)(?:ute)?s?\b", re.IGNORECASE
)
_SECONDS = {"min": 60, "h": 3600, "hr": 3600, "hour": 3600, "day": 86400}
# So many reminders one message sets at most: one for each hour of a day.
MOST_TIMES = 24


def heard(turn: Turn) -> datetime:
    """When the words arrived: "in a minute" counts from then, also when the answer took longer."""
    return turn.incoming.received_at


def aims_of(turn: Turn, times: Sequence[TimeExpression]) -> list[Aim]:
    """When it is to ring: once, or at each of several times that are named together. Of a rule with
    several clock times there is one. Empty when the hour is not clear.

    Raises:
        Refused: with what was understood, when that is past or never comes.
    """
    together = _together(times, words_of(turn)) or [times]
    found = [aim_of(said, turn.person, heard(turn)) for said in together]
    aims = [aim for aim in found if aim is not None]
    if len(aims) < len(found):
        return []
    return sorted(aims, key=lambda aim: aim.due_at)


async def save(
    turn: Turn,
    text: str,
    aims: Sequence[Aim],
    work: UnitOfWork,
    follows: Callable[[int], Anchored] | None = None,
    off: Sequence[Window] = (),
) -> Reply:
    """Set `text` for each of `aims`, and tell how it was saved; `follows` tells what each goes
    along with. A series is left out within `off`. What is there already is not set again."""
    twins = [await twin_of(_made(turn, text, aim), aim.due_at, work) for aim in aims]
    known = [twin for twin in twins if twin is not None]
    aims = [aim for aim, twin in zip(aims, twins, strict=True) if twin is None]
    if not aims:
        await link(turn, known[0][0], work)
        return await already(known, turn, work)
    saved = [await _add(turn, text, aim, work, off) for aim in aims]
    if follows is not None:
        for reminder, _ in saved:
            await work.anchors.keep(follows(reminder.id))
    ids = tuple(str(reminder.id) for reminder, _ in saved)
    focus = Focus(route="reminder.set", subject="reminder", ids=ids)
    await work.people.focus(turn.conversation.id, focus)
    times = turn.request.times
    # A doubt about the words is told below, and the clock change is one.
    words = "" if times and times[0].conflict else turn.incoming.text
    said = [f"Reminder set: {saved[0][0].text}"]
    for ringing in saved:
        said += schedule(ringing, turn.person, heard(turn), words, off).split("\n")
    for aim in aims:
        if aim.assumed:
            said.append(
                f"You named no time, so I took your morning, {clock(aim.due_at, aim.zone)}."
            )
    # What holds for all of them is said once.
    told = list(dict.fromkeys(said))
    told += [f"You already have: {line(twin, turn.person, turn.now)}" for twin in known]
    told += remarks(times, turn.person, turn.now)
    if len(saved) > 1:
        return Reply(text="\n".join(told), route="reminder.set")
    number = saved[0][0].id
    change = Button(label="Change", data=f"change:{number}")
    others = readings(number, times, turn.person, turn.now)
    return Reply(text="\n".join(told), buttons=((change,), *others), route="reminder.set")


async def _add(turn: Turn, text: str, aim: Aim, work: UnitOfWork, off: Sequence[Window]) -> Ringing:
    """The rows as they are kept now."""
    added = await work.reminders.add(_made(turn, text, aim), aim.due_at, turn.now)
    await link(turn, added, work)
    for window in off if aim.rule is not None else ():
        await leave_out_within(
            (added, Occurrence(reminder_id=added.id, due_at=aim.due_at)), window, turn, work
        )
    until = None if off else aim.due_at
    rows = await work.reminders.upcoming(aim.due_at - timedelta(seconds=1), until)
    found = next((ringing for ringing in rows if ringing[0].id == added.id), None)
    if found is None:
        raise Refused("I could not save that reminder: nothing is set. Please tell me once more.")
    return found


def _made(turn: Turn, text: str, aim: Aim) -> Reminder:
    reminder = Reminder(
        text=text,
        wall=aim.wall,
        zone=aim.zone,
        floating=aim.floating,
        rule=aim.rule,
        every=aim.every,
        inbox_id=turn.incoming.inbox_id,
    )
    return insistent(reminder, _manner(turn))


def _manner(turn: Turn) -> Slots:
    """How insistent it is meant; said before, when the time had to be asked for."""
    focus, slots = turn.conversation.focus, turn.request.slots
    answers = turn.request.verb == "answer" or turn.incoming.kind == "press"
    if focus.question == "when" and focus.manner and answers:
        return insisted(turn.request, insisting(focus.manner)[1]).slots
    return slots


def either(times: Sequence[TimeExpression], words: str) -> list[TimeExpression]:
    """The times of which it is one or the other: "at 9 or 10"; none where that is not said."""
    if len(times) < 2 or any(said.kind not in ("instant", "date") for said in times):
        return []
    row = _OR.join(re.escape(said.text) for said in times)
    return list(times) if re.search(row, words, re.IGNORECASE) else []


def words_of(turn: Turn) -> str:
    """What was said of it. The subject may come in a message of its own, behind the one with the
    times."""
    return f"{turn.incoming.text}\n{turn.conversation.focus.pending or ''}"


def without_lengths(text: str, words: str) -> str:
    """What to say, without the lengths "in 10 and 20 minutes" of which only some were taken for
    times."""
    found = _LENGTHS.search(words)
    if found is None:
        return text
    ends = [end for end in range(len(found[0]), 3, -1) if text.endswith(found[0][:end])]
    return text[: -ends[0]].rstrip() if ends else text


def left_out(turn: Turn, text: str, aims: Sequence[Aim]) -> str:
    """The times that were said and that nothing is set for, unless they are part of `text`; a
    sentence, or nothing."""
    times = turn.request.times
    if len(aims) != 1 or aims[0].rule is not None or len(times) < 2:
        return ""
    day = aims[0].wall.date()
    apart = (said for said in times[1:] if said.value != day)
    others = [said.text for said in apart if said.text.lower() not in text.lower()]
    if not others:
        return ""
    named = listed([quoted(other, 30) for other in others])
    return f"I have set nothing for {named}: tell me that in a message of its own."


def _together(times: Sequence[TimeExpression], text: str) -> list[Sequence[TimeExpression]]:
    """The times one by one, where all of them stand one after the other and are of one kind; the
    time within a thing, as in "at 5 for the 6pm train", stands elsewhere.

    Raises:
        Refused: they are too many.
    """
    lengths = _LENGTHS.search(text)
    if lengths is not None:
        return _few([_length(number, lengths) for number in re.findall(r"\d+", lengths["row"])])
    kinds = {"date" if said.kind == "instant" else said.kind for said in times}
    if len(times) > 1 and _IN.match(times[0].text):
        kinds.discard("duration")
    if len(times) < 2 or kinds not in ({"date"}, {"recurrence"}):
        return []
    row = _AND.join(re.escape(said.text) for said in times)
    return _few(times) if re.search(row, text, re.IGNORECASE) else []


def _length(number: str, lengths: re.Match[str]) -> TimeExpression:
    seconds = float(int(number) * _SECONDS[lengths["unit"].lower()])
    return TimeExpression(text=lengths[0], span=lengths.span(), kind="duration", value=seconds)


def _few(times: Sequence[TimeExpression]) -> list[Sequence[TimeExpression]]:
    if len(times) > MOST_TIMES:
        raise Refused(
            f"Those are {len(times)} times, and I set at most {MOST_TIMES} with one message, so I"
            " have set nothing. Tell me some of them first, or a rule, like “every hour from 8 to"
            " 20”."
        )
    return [(said,) for said in times]
