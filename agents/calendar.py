"""The local calendar: put events in, show days, move and delete."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from agents import (
    blocking,
    calendar_clearing,
    calendar_questions,
    calendar_settings,
    drafts,
    event_answers,
    event_details,
    event_names,
    event_naming,
    event_series,
    event_view,
    tasks,
)
from agents.agenda import Days, agenda
from agents.agent import Agent, Conclusion, Pressed, Turn
from agents.calendar_choice import (
    calendar_asked,
    calendar_for,
    calendar_to,
    check_writable,
    in_calendar,
)
from agents.calendar_consent import ANSWER, ASK, Consents
from agents.calendar_papers import EXPORT, FILE, IMPORT, Papers
from agents.calendar_words import SOUGHT
from agents.cancelling import cancel as cancel_reminder
from agents.coming_birthdays import BIRTHDAYS, BORN, birthday_asked
from agents.days import coming, days_asked, today_of
from agents.doubts import lacking
from agents.event_choice import WRAPPERS, event_of, events_named, focus_on, one, title_of
from agents.event_deleting import deletion
from agents.event_guests import invited, inviting
from agents.event_texts import remarks, said
from agents.event_times import changed, start_of, timed, with_clock
from agents.invitations import answer_buttons
from agents.reminder_changes import changed as changed_reminder
from agents.reminder_choice import names_a_reminder
from agents.reminder_naming import renamed
from agents.wording import moment, quoted
from core.clock import Clock
from core.errors import Refused
from core.events import Draft, Event, Scope
from core.models import Focus, Reply
from core.requests import Request, Route
from core.stores import Database, UnitOfWork

_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
_ALL_DAY = re.compile(
    r"^all[- ]day (?=\S)|(?<=\S),? (?:for )?(?:all[- ]day|the (?:whole|entire) day)$", re.I
)
_MEETING = re.compile(r"\b(?:meeting|event|appointment)\b", re.IGNORECASE)
# How far ahead the next event is looked for: mostly it is near.
AHEAD = (timedelta(days=14), timedelta(days=730))
EXAMPLE = "For example: “dentist on thursday at 3pm”."
SCOPES: dict[str, Scope] = {"this": "this", "following": "following", "all": "all"}
# These ask another service; asking for consent does not yet.
ASKING = frozenset({calendar_settings.SECRET, calendar_settings.DISCONNECT, ANSWER, FILE, IMPORT})
ACCOUNTS = ASKING | {ASK}
# What is said in forms of its own.
WORDED: dict[str, Callable[[Turn, UnitOfWork], Awaitable[Reply]]] = {
    calendar_settings.VERB: calendar_settings.overview,
    calendar_clearing.VERB: calendar_clearing.by_words,
    event_answers.VERB: event_answers.by_words,
    event_details.VERB: event_details.by_words,
    event_details.TOLD: event_details.by_words,
}
PRESSED: dict[str, Callable[[Turn, str, UnitOfWork], Awaitable[Pressed]]] = {
    calendar_settings.ACTION: calendar_settings.press,
    calendar_clearing.ACTION: calendar_clearing.press,
    event_answers.ACTION: event_answers.press,
}
MOVE_EXAMPLE = "For example: “move the dentist to friday at 4pm”."


class CalendarAgent:
    """Answers calendar.* from Jenny's own calendar, and the buttons of drafts.

    `memory` answers for what is in no calendar: "when is my birthday?"; `talk`, where it has a
    model, for what may be a matter of the world: "when is the final?".
    """

    name = "calendar"
    routes: frozenset[Route] = frozenset(
        {"calendar.create", "calendar.query", "calendar.update", "calendar.delete"}
    )
    actions = frozenset({"book", "redraft", "nodraft", "unbook", *PRESSED})

    def __init__(
        self,
        database: Database,
        clock: Clock,
        memory: Agent,
        talk: Agent,
        consents: Consents,
        papers: Papers,
    ) -> None:
        self._database = database
        self._clock = clock
        self._consents = consents
        self._papers = papers
        self._memory = memory
        self._talk = talk

    def slow(self, turn: Turn) -> bool:
        sought = turn.request.verb == SOUGHT and self._talk.slow(turn)
        return sought or turn.request.verb in ASKING

    async def plan(self, turn: Turn) -> Conclusion:
        request = turn.request
        if request.verb in ACCOUNTS:
            return await self._account(turn)
        if request.verb == event_details.TOLD and not await self._is_event(turn):
            return await self._remembered(turn)
        if request.verb == SOUGHT:
            return await self._sought(turn)
        elsewhere: Conclusion | None = None
        named = request.verb == "find" and not request.times and not _bare(request)
        if named or request.verb in (BORN, event_view.VERB):
            asked = replace(request, route="memory.recall", verb="recall")
            known = await self._memory.plan(replace(turn, request=asked))
            elsewhere = _as_memory(known, "memory.recall")

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            if elsewhere is not None:
                return await self._found(turn, work) or await elsewhere(work)
            return [await self._answer(turn, work)]

        return conclude

    async def _sought(self, turn: Turn) -> Conclusion:
        """The event that may be meant; else what others know of it."""
        async with self._database.transaction(turn.person.id) as work:
            is_event = bool(await events_named(turn, work, title_of(turn.request) or ""))
        if is_event or not self._talk.slow(turn):
            return await self.plan(replace(turn, request=replace(turn.request, verb="find")))
        request = replace(turn.request, route="other", verb="")
        return _as_memory(await self._talk.plan(replace(turn, request=request)), "other")

    async def _answer(self, turn: Turn, work: UnitOfWork) -> Reply:
        """What our own tables alone can tell and change."""
        verb = turn.request.verb
        if (worded := WORDED.get(verb)) is not None:
            return await worded(turn, work)
        match turn.request.route:
            case "calendar.create":
                return await self._create(turn, work)
            case "calendar.update":
                return await self._other(turn, work) or await self._move(turn, work)
            case "calendar.delete":
                return await self._other(turn, work) or await self._delete(turn, work)
            case _ if verb == EXPORT:
                return await self._papers.export(turn, work)
            case _:
                return await self._show(turn, work)

    async def _is_event(self, turn: Turn) -> bool:
        async with self._database.transaction(turn.person.id) as work:
            return await event_details.is_meant(turn, work)

    async def _remembered(self, turn: Turn) -> Conclusion:
        """What is no matter of a calendar after all."""
        request = replace(turn.request, route="memory.store", verb="")
        conclude = await self._memory.plan(replace(turn, request=request))
        return _as_memory(conclude, "memory.store")

    async def _account(self, turn: Turn) -> Conclusion:
        """What somebody else is asked for."""
        which = str(turn.request.slots.what or "")
        match turn.request.verb:
            case calendar_settings.SECRET:
                return await calendar_settings.connect(turn, self._consents.connecting)
            case calendar_settings.DISCONNECT:
                return await self._consents.disconnect(turn, which)
            case verb if verb == ANSWER:
                return await self._consents.answer(turn)
            case verb if verb == FILE:
                return await self._papers.preview(turn)
            case verb if verb == IMPORT:
                return await self._papers.put_in(turn)
            case _:
                return await self._consents.ask(turn, "google" if which == "google" else "outlook")

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        if (pressed := PRESSED.get(action)) is not None:
            return await pressed(turn, argument, work)
        key, _, more = argument.partition(":")
        scope = SCOPES.get(more, "this")
        if action != "unbook":
            number = int(key) if key.isdecimal() else 0
            return await drafts.press(turn, action, number, work, SCOPES.get(more))
        event = await event_of(key, work)
        if event is None:
            raise Refused(drafts.GONE)
        await event_series.remove(work, event, scope)
        text = f"Deleted {drafts.so_much(event, scope, turn)}."
        return Pressed(toast=f"Deleted {event.title}.", edit=Reply(text=text))

    async def _create(self, turn: Turn, work: UnitOfWork) -> Reply:
        if calendar_questions.asks(turn.incoming.text):
            return await self._show(turn, work)
        request, focus = in_calendar(turn.request), turn.conversation.focus
        turn = replace(turn, request=request)
        if drafts.answers(focus) and (draft := await drafts.at_hand(turn, work)):
            return await drafts.redrafted(turn, work, draft)
        answers = focus.question == "when" and focus.route == "calendar.create"
        title = title_of(request) or (focus.pending if answers else None)
        keeping = blocking.blocks(turn.incoming.text)
        if title is None and keeping and request.times:
            title = blocking.TITLE
        if title is None:
            raise Refused(f"What is the event? {EXAMPLE}")
        event = timed(turn)
        if event is None and keeping and request.times:
            raise Refused(blocking.NO_DAY)
        if event is None:
            asked = Focus(route="calendar.create", question="when", pending=title)
            await work.people.focus(turn.conversation.id, asked)
            return Reply(text=f"{lacking(request)}When is {quoted(title)}?")
        if keeping:
            event = await blocking.blocked(event, turn, work)
        if event.starts_at is None:
            title = _ALL_DAY.sub("", title)
        event = replace(event, title=title, calendar_id=await calendar_for(turn, work))
        draft = Draft(kind="create", event=event_naming.named(event, turn))
        if turn.person.ask_first:
            return await drafts.propose(turn, work, draft)
        return await self._at_once(turn, work, draft)

    async def _at_once(self, turn: Turn, work: UnitOfWork, draft: Draft) -> Reply:
        """Put it in without asking, as the person has set it; what it overlaps is said all the
        same."""
        event = replace(draft.event, inbox_id=turn.incoming.inbox_id)
        found = await remarks(event, turn, work)
        made = await work.events.add(event, self._clock.now())
        await focus_on(turn, work, [made])
        return Reply(text="\n".join([f"In your calendar: {said(made, turn)}.", *found]))

    async def _move(self, turn: Turn, work: UnitOfWork) -> Reply:
        turn = with_clock(turn)
        draft = await drafts.at_hand(turn, work)
        if draft is not None:
            return await drafts.redrafted(turn, work, draft)
        if (reworded := await renamed(turn, work)) is not None:
            return reworded
        if await names_a_reminder(turn, work):
            return replace(await changed_reminder(turn, work), route="reminder.update")
        if (draft := await event_names.renamed(turn, work)) is not None:
            return draft
        turn = inviting(turn)
        request = turn.request
        event = await one(turn, work, "Which event shall I change?")
        if isinstance(event, Reply):
            return event
        await check_writable(event, work)
        moved = invited(event, turn) if request.verb == "invite" else changed(event, turn)
        moved = replace(moved, calendar_id=await calendar_to(event, turn, work))
        if moved == event:
            raise Refused(f"What shall I change? {MOVE_EXAMPLE}")
        again = (moved.rule, moved.calendar_id) != (event.rule, event.calendar_id)
        scope = "all" if again else request.slots.scope or "this"
        return await drafts.propose(turn, work, Draft(kind="move", event=moved, scope=scope))

    async def _other(self, turn: Turn, work: UnitOfWork) -> Reply | None:
        """What is a task and no event is changed or removed as one: "move rent to friday"."""
        title = title_of(turn.request)
        if title is not None and await events_named(turn, work, title):
            return None
        moves = turn.request.route == "calendar.update"
        return await tasks.instead(turn, work, "task.update" if moves else "task.remove")

    async def _delete(self, turn: Turn, work: UnitOfWork) -> Reply:
        draft = await drafts.at_hand(turn, work)
        # Of a move, "delete the dentist" means the event itself.
        if draft is not None and (draft.kind == "create" or title_of(turn.request) is None):
            return await drafts.dropped_by_words(turn, work, draft)
        if await names_a_reminder(turn, work):
            return replace(await cancel_reminder(turn, work), route="reminder.cancel")
        return await deletion(turn, work)

    async def _show(self, turn: Turn, work: UnitOfWork) -> Reply:
        request = turn.request
        text = turn.incoming.text
        alone = not request.times and request.slots.person is None
        # "When is my appointment?" asks for the next one.
        is_next = request.verb == "find" or _NEXT.search(text) is not None
        if alone and is_next and not BIRTHDAYS.search(text):
            return await self._next(turn, work)
        asked = await calendar_questions.answer(turn, _days(turn), work)
        if asked is not None:
            return asked
        part = calendar_questions.part_of_day(turn)
        hours = None if part is None else (part.start, part.end)
        shown = await agenda(work, _days(turn), await calendar_asked(turn, work), hours)
        before = (await work.people.conversation(turn.conversation.id)).focus
        focus = replace(before, route=request.route)
        if shown.subject is not None:
            focus = replace(focus, subject=shown.subject, ids=shown.ids)
        await work.people.focus(turn.conversation.id, focus)
        if request.verb != "free":
            return Reply(text=shown.text, buttons=shown.buttons)
        start = "Not entirely free:" if shown.busy else "You are free."
        return Reply(text=f"{start}\n{shown.text}")

    async def _found(self, turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
        """The coming events that the question names."""
        special = {BORN: birthday_asked, event_view.VERB: event_view.shown}
        if (asked := special.get(turn.request.verb)) is not None:
            told = await asked(turn, work)
            return [] if told is None else [told]
        events = await events_named(turn, work, title_of(turn.request) or "")
        if not events:
            return []
        if _NEXT.search(turn.incoming.text):
            events = events[:1]
        await focus_on(turn, work, events)
        text = "\n".join(said(event, turn) for event in events[:10])
        return [Reply(text=text, buttons=answer_buttons(events, turn.now, turn.person.zone))]

    async def _next(self, turn: Turn, work: UnitOfWork) -> Reply:
        """The one thing that comes next: an event or a reminder."""
        zone, now = turn.person.zone, turn.now
        coming: list[Event] = []
        for ahead in AHEAD:
            events = await work.events.between(today_of(turn), today_of(turn) + ahead, zone)
            ahead_of_now = [event for event in events if start_of(event, zone) > now]
            coming = [event for event in ahead_of_now if event.answer != "declined"]
            if coming:
                break
        ringing = await work.reminders.upcoming(now)
        if _MEETING.search(turn.incoming.text):
            ringing = []
        if coming and (not ringing or start_of(coming[0], zone) <= ringing[0][1].due_at):
            await focus_on(turn, work, coming[:1])
            buttons = answer_buttons(coming[:1], now, zone)
            return Reply(text=f"Next: 📅 {said(coming[0], turn)}", buttons=buttons)
        if not ringing:
            return Reply(text="Nothing is coming up.")
        reminder, occurrence = ringing[0]
        focus = Focus(route=turn.request.route, subject="reminder", ids=(str(reminder.id),))
        await work.people.focus(turn.conversation.id, focus)
        return Reply(text=f"Next: ⏰ {reminder.text}, {moment(occurrence.due_at, zone, now)}")


def _as_memory(conclude: Conclusion, route: Route) -> Conclusion:
    """What the memory answers, under its own route."""

    async def concluded(work: UnitOfWork) -> Sequence[Reply]:
        return [replace(reply, route=reply.route or route) for reply in await conclude(work)]

    return concluded


def _bare(request: Request) -> bool:
    """Whether nothing names what is looked for: "my next meeting" is any."""
    title = title_of(request)
    return title is None or title.casefold() in WRAPPERS


def _days(turn: Turn) -> Days:
    """The local days that are asked for; today when none are said."""
    zone = turn.person.zone
    today = today_of(turn)
    times = [coming(said, today) for said in turn.request.times]
    first, last = days_asked(times, zone) or (today, today)
    return Days(first=first, last=last, zone=zone, now=turn.now)
