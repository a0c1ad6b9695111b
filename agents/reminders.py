"""Reminders: set, list, cancel, change. What is said is rendered from the rows as saved."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agents.agent import Conclusion, Pressed, Turn
from agents.anchors import (
    Lead,
    aim_before,
    anchored,
    before,
    each_of,
    found,
    found_on_its_day,
    lead_of,
    text_of,
    told,
    without,
    without_lead,
)
from agents.answering import saying
from agents.cancelling import cancel, press_cancel, press_cancel_all
from agents.confirming import MOST_CHOICES, TIMES, WHAT
from agents.doubts import lacking
from agents.event_deleting import skipped_or_deleted
from agents.insisting import manner_of
from agents.lead_words import HOW_LONG, lacks_length
from agents.reminder_bounds import bounded, check_understood
from agents.reminder_changes import (
    changed,
    made_insistent,
    press_change,
    press_instead,
    press_scope,
    reached,
)
from agents.reminder_choice import each_meant, subject_text
from agents.reminder_lists import press_page, shown_list
from agents.reminder_naming import reworded
from agents.reminder_setting import aims_of, either, left_out, save, without_lengths, words_of
from agents.reminder_texts import when
from agents.reminder_times import Aim, Unplaced, once
from agents.reminder_twins import press_second
from agents.ringing import (
    done,
    hush,
    press_all_done,
    press_done,
    press_late,
    press_other,
    press_snooze,
    snooze,
)
from agents.windows import Window
from agents.wording import listed, quoted, rule_in_words
from core.errors import Refused
from core.models import Button, Focus, Reply
from core.requests import Route, TimeExpression
from core.stores import UnitOfWork
from core.zones import instant_of, wall_of
from core.zones import zone as zone_called

# "remind me about that": of what was just spoken about.
POINTS = re.compile(r"\b(?:about|of) (?:that|this|it)\b", re.IGNORECASE)
# An alarm rings for nothing in particular.
ALARM = re.compile(r"\balarm\b", re.IGNORECASE)
EXAMPLE = "For example: “remind me to call mum tomorrow at 9”."
OVER = "That question is over. Tell me again what to remind you of, and when."


# What a button does to the ringing or reminder of its id; those with a choice carry it behind.
TAPS = {
    "done": press_done,
    "alldone": press_all_done,
    "other": press_other,
    "change": press_change,
}
# What the verbs of an update do; all others change the time.
UPDATES: dict[str, Callable[[Turn, UnitOfWork], Awaitable[Reply]]] = {
    "done": done,
    "snooze": snooze,
    "answer": snooze,
    "text": reworded,
    "reach": reached,
    "policy": made_insistent,
    "skip": skipped_or_deleted,
    "hush": hush,
}
CHOICES = {
    "cancel": press_cancel,
    "cancels": press_cancel_all,
    "snooze": press_snooze,
    "late": press_late,
    "scope": press_scope,
    "instead": press_instead,
    "second": press_second,
    "pages": press_page,
}


class ReminderAgent:
    """Answers reminder.*, and the buttons of lists, questions and ringings."""

    name = "reminders"
    routes: frozenset[Route] = frozenset(
        {"reminder.set", "reminder.list", "reminder.cancel", "reminder.update"}
    )
    actions = frozenset({"when", *TAPS, *CHOICES})

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        aims, lead, off = list[Aim](), None, ()
        if turn.request.route == "reminder.set":
            said, heard = turn.incoming.text, turn.incoming.received_at
            request, off = bounded(turn.request, said, turn.person, heard)
            turn = replace(turn, request=request)
            lead = lead_of(turn.request, turn.incoming.text)
            if lead is None and not turn.request.times and lacks_length(turn.incoming.text):
                raise Refused(HOW_LONG)
            if lead is None:
                check_understood(turn.request, turn.incoming.text)
            # A rule that seldom comes round takes its time to be followed.
            try:
                aims = await asyncio.to_thread(_aims, turn, lead)
            except Unplaced as question:
                return _asking_times(turn, str(question))

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            match turn.request.route, turn.request.verb:
                case "reminder.set", _ if lead is not None:
                    return await self._set_before(turn, work, lead, aims)
                case "reminder.set", _:
                    return [await self._set(turn, work, aims, off)]
                case "reminder.cancel", _:
                    return [await cancel(turn, work)]
                case "reminder.update", verb:
                    update = UPDATES.get(verb, changed)
                    told = [await update(one, work) for one in await each_meant(turn, work)]
                    return told if len(told) <= MOST_CHOICES else [_together(told)]
                case _:
                    return [await shown_list(turn, work)]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        number, _, more = argument.partition(":")
        if not number.isdecimal():
            raise Refused("I no longer know what that button was for. Tell me in words.")
        match action:
            case "when":
                return await self._answered(turn, number, more, work)
            case _ if action in CHOICES:
                return await CHOICES[action](turn, int(number), more, work)
            case _:
                return await TAPS[action](turn, int(number), work)

    async def _set(
        self, turn: Turn, work: UnitOfWork, aims: Sequence[Aim], off: Sequence[Window]
    ) -> Reply:
        text = await self._text_of(turn, work)
        if text is None:
            return await _ask_what(turn, aims, work)
        others = [aim for said in _either(turn) for aim in aims_of(turn, (said,))]
        if not aims or others:
            return await _ask_when(turn, text, work, others)
        reply = await save(turn, text, aims, work, off=off)
        said = [reply.text, left_out(turn, text, aims)]
        return replace(reply, text="\n".join(line for line in said if line))

    async def _set_before(
        self, turn: Turn, work: UnitOfWork, lead: Lead, aims: Sequence[Aim]
    ) -> list[Reply]:
        """So long before something else, or before the time that the same words name."""
        at_hand = await found_on_its_day(lead, turn, work) if aims else None
        if aims and at_hand is None:
            text = await self._text_of(turn, work)
            if text is None:
                return [await _ask_what(turn, aims, work)]
            text = without_lead(text)
            ahead = [before(aim, lead, turn) for aim in aims]
            early = await save(turn, lead.purpose or text, ahead, work)
            return [await save(turn, text, aims, work), early] if lead.also else [early]
        meant = at_hand or await found(lead, turn, work)
        anchor, others = await each_of(lead, meant, turn, work)
        aim = replace(aim_before(lead, anchor, turn), every=bool(others))
        follows = anchored(lead, anchor, aim, turn)
        reply = await save(turn, text_of(lead, turn.request, anchor), [aim], work, follows)
        return [replace(reply, text=f"{reply.text}\n{told(lead, anchor, others, turn)}")]

    async def _text_of(self, turn: Turn, work: UnitOfWork) -> str | None:
        text = _text(turn)
        if text is None and POINTS.search(turn.incoming.text):
            return await subject_text(turn, work)
        return text

    async def _answered(self, turn: Turn, asked: str, answer: str, work: UnitOfWork) -> Pressed:
        focus = turn.conversation.focus
        if focus.question != "when" or focus.ids != (asked,) or focus.pending is None:
            return Pressed(toast=OVER)
        if answer.isdecimal():
            aim = once(datetime.fromtimestamp(int(answer), UTC), turn.person, turn.now)
        else:
            aim = _offered(turn)[answer]
        reply = await save(turn, focus.pending, [aim], work)
        at = when(aim.due_at, turn.person, turn.now)
        toast = f"Set for {at}" if reply.route else f"There is one already {at}."
        return Pressed(toast=toast, edit=reply)


def _asking_times(turn: Turn, question: str) -> Conclusion:
    """Ask at which times of the day; the next message may name them alone, and some of them at a
    time."""
    pending, what = turn.incoming.text, turn.request.slots.what
    if turn.conversation.focus.question == TIMES and isinstance(what, str):
        pending = f"remind me {turn.request.times[0].text} to {what}"
    focus = Focus(
        route="reminder.set",
        question=TIMES,
        pending=pending,
        asked_at=turn.incoming.received_at,
    )
    return saying(Reply(text=question), turn.conversation, focus)


def _together(told: Sequence[Reply]) -> Reply:
    """So many answers in one message."""
    return replace(told[0], text="\n\n".join(reply.text for reply in told), buttons=())


def _either(turn: Turn) -> list[TimeExpression]:
    return either(turn.request.times, words_of(turn))


def _aims(turn: Turn, lead: Lead | None) -> list[Aim]:
    return aims_of(turn, turn.request.times if lead is None else without(lead, turn.request.times))


def _text(turn: Turn) -> str | None:
    """What to say when it rings, as the person has put it."""
    request, focus = turn.request, turn.conversation.focus
    given = (request.slots.what,) if isinstance(request.slots.what, str) else request.slots.what
    text = listed([part.strip() for part in given or () if part.strip()])
    if text and _either(turn):
        text = re.sub(r"^or\s+(?:to\s+)?|(?:^|\s+)or$", "", text, flags=re.IGNORECASE)
    if text:
        return without_lengths(text, turn.incoming.text)
    if request.verb == "answer" and focus.question == "when" and focus.pending:
        return focus.pending
    if not request.times:
        return None
    if request.verb == "wake":
        return "Wake up!"
    if request.times[0].kind == "duration":
        return "Timer"
    return "Alarm" if ALARM.search(turn.incoming.text) else None


def _offered(turn: Turn) -> dict[str, Aim]:
    """The answers that the buttons of "When?" stand for."""
    person, now = turn.person, turn.now
    place = zone_called(person.zone)
    wall = wall_of(now, place)
    tonight = datetime.combine(wall.date(), person.parts.night)
    if instant_of(tonight, place) <= now:
        tonight += timedelta(days=1)
    morning = datetime.combine(wall.date() + timedelta(days=1), person.parts.morning)
    hour = now + timedelta(hours=1)
    return {
        "1h": Aim(due_at=hour, wall=wall_of(hour, place), zone=person.zone, floating=False),
        "tonight": Aim(due_at=instant_of(tonight, place), wall=tonight, zone=person.zone),
        "tomorrow": Aim(due_at=instant_of(morning, place), wall=morning, zone=person.zone),
    }


async def _ask_what(turn: Turn, aims: Sequence[Aim], work: UnitOfWork) -> Reply:
    """Ask for the subject; the next message is taken for it."""
    focus = Focus(
        route="reminder.set",
        question=WHAT,
        pending=turn.incoming.text,
        asked_at=turn.incoming.received_at,
    )
    await work.people.focus(turn.conversation.id, focus)
    if not aims or _either(turn):
        return Reply(text=f"{lacking(turn.request)}What shall I remind you of? {EXAMPLE}")
    aim = aims[0]
    if aim.rule is not None:
        return Reply(text=f"What shall I remind you of {rule_in_words(aim.rule, aim.wall)}?")
    said = when(aim.due_at, turn.person, turn.now)
    return Reply(text=f"What shall I remind you of {said}?")


async def _ask_when(turn: Turn, text: str, work: UnitOfWork, others: Sequence[Aim] = ()) -> Reply:
    """Ask for the time; where one or the other was said, which of the `others`."""
    number = turn.incoming.inbox_id
    labels = [("In 1 hour", "1h"), ("Tonight", "tonight"), ("Tomorrow", "tomorrow")]
    if others:
        labels = [
            (when(aim.due_at, turn.person, turn.now), str(int(aim.due_at.timestamp())))
            for aim in others
        ]
    buttons = tuple(Button(label=said, data=f"when:{number}:{key}") for said, key in labels)
    focus = Focus(
        route="reminder.set",
        subject="reminder",
        ids=(str(number),),
        question="when",
        pending=text,
        manner=manner_of(turn.incoming.text),
        choices=buttons if others else (),
    )
    await work.people.focus(turn.conversation.id, focus)
    # A reminder for a place: "when I get home".
    unknown = "I can't know where you are. " if turn.request.slots.place else ""
    return Reply(
        text=f"{unknown}{lacking(turn.request)}When shall I remind you of {quoted(text)}?",
        buttons=(buttons,),
    )
