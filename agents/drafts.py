"""Drafts: an event is shown as it was understood, and a tap puts it into the calendar."""

import re
from dataclasses import replace
from datetime import datetime

from agents import event_series
from agents.agent import Pressed, Turn
from agents.calendar_choice import calendar_line, untold
from agents.confirming import QUESTION, ask
from agents.event_choice import fitting, focus_on, title_of
from agents.event_texts import news, proposed, remarks, repeats, said, when
from agents.event_times import changed, timed
from agents.wording import quoted
from core.errors import Refused
from core.events import Draft, Event, Scope
from core.models import Button, Focus, Outgoing, Reply
from core.stores import UnitOfWork

CHANGE = "change"
MUCH: dict[Scope, str] = {
    "this": ", this one alone",
    "following": ", this one and all that follow",
    "all": ", all of them",
}
FOLLOWING, ALL = "This and following", "All of them"
# The verb of words that hold no time, but a name, a place or company.
DESCRIBE = "describe"
OVER = "That draft is over. Tell me again what to put in, and when."
GONE = "That event is not in the calendar any more."
WHAT = (
    "What shall I change? For example: “at 4”, “tomorrow”, “make it an hour”, “at Luigi's” or"
    " “call it checkup”."
)
_PLACE = re.compile(r"(?:it'?s |make it )?(?:at|in) (?P<text>.+)", re.IGNORECASE)
_WITH = re.compile(r"(?:it'?s )?(?P<text>with .+)", re.IGNORECASE)
_NAME = re.compile(
    r"(?:call it|name it|(?:rename it|change (?:the )?(?:name|title)) to) (?P<text>.+)",
    re.IGNORECASE,
)


def so_much(event: Event, scope: Scope, turn: Turn) -> str:
    """The event in words; of a series, how much of it is meant."""
    if not event.occasion:
        return said(event, turn)
    shown = replace(event, rule=None) if scope == "this" else event
    return f"{said(shown, turn)}{MUCH[scope]}"


async def propose(turn: Turn, work: UnitOfWork, draft: Draft) -> Reply:
    """Show `draft`, kept so that its buttons work also after a restart."""
    event = draft.event
    saved = await work.drafts.add(replace(draft, inbox_id=turn.incoming.inbox_id), turn.now)
    if draft.kind == "create":
        yes, lines = "Create", ["Shall I put this in your calendar?", proposed(event, turn)]
        lines += [] if event.notes is None else news(replace(event, notes=None), event)
    else:
        before = await work.events.get(event.id, event.occasion)
        old = "" if before is None else await _was(before, event, turn, work)
        was = [f"It is {old} now."] if old else []
        yes, lines = "Move", ["Shall I change this in your calendar?", proposed(event, turn), *was]
        lines += [] if before is None else news(before, event)
        if before is None or len(event.attendees) > len(before.attendees):
            lines += await untold(event, work)
    lines += await calendar_line(event, work)
    lines += await remarks(event, turn, work)
    focus = Focus(route=turn.request.route, subject="draft", ids=(str(saved.id),))
    asked = await ask(
        turn,
        work,
        "\n".join(lines),
        Button(label=yes, data=f"book:{saved.id}"),
        Button(label="Change", data=f"redraft:{saved.id}"),
        Button(label="Cancel", data=f"nodraft:{saved.id}"),
        focus=focus,
    )
    if not event.occasion or turn.request.slots.scope is not None or draft.scope != "this":
        return asked
    return replace(asked, buttons=(*asked.buttons, scopes(f"book:{saved.id}")))


def scopes(data: str) -> tuple[Button, ...]:
    """More of a series than the one occasion that the first button is for."""
    return (
        Button(label=FOLLOWING, data=f"{data}:following"),
        Button(label=ALL, data=f"{data}:all"),
    )


async def at_hand(turn: Turn, work: UnitOfWork) -> Draft | None:
    """The open draft that the words are about: they name nothing else."""
    focus = turn.conversation.focus
    if focus.subject != "draft" or not focus.ids:
        return None
    draft = await work.drafts.get(int(focus.ids[0]))
    if draft is None or draft.state != "open":
        return None
    title = title_of(turn.request)
    # "rename it to X" and an answer to "What shall I change?" hold words, but name no event.
    is_description = focus.question == CHANGE or turn.request.verb == DESCRIBE
    if title is None or is_description or turn.request.slots.reference:
        return draft
    return draft if fitting(title, [draft.event]) else None


async def redrafted(turn: Turn, work: UnitOfWork, draft: Draft) -> Reply:
    """The draft as the words make it, in place of the old one."""
    event = _described(draft.event, turn)
    if event == draft.event:
        focus = replace(turn.conversation.focus, question=CHANGE, pending=None)
        await work.people.focus(turn.conversation.id, focus)
        return Reply(text=WHAT)
    await work.drafts.settle(draft.id, "replaced")
    return await propose(turn, work, replace(draft, id=0, event=event, replaces=draft.id))


async def taken_back(work: UnitOfWork, inbox_id: int, talk_id: int, now: datetime) -> bool:
    """Drop what the words of that message have proposed; the draft that they changed is open
    again, and what is said next is about it. False when one is in the calendar already."""
    drafts = await work.drafts.of_message(inbox_id)
    if any(draft.state == "done" for draft in drafts):
        return False
    for draft in drafts:
        if draft.state == "open" and draft.replaces is not None:
            await work.drafts.settle(draft.replaces, "open")
            await work.people.focus(talk_id, _waiting(draft.replaces, now))
        await work.drafts.settle(draft.id, "replaced")
    return True


def _waiting(draft_id: int, now: datetime) -> Focus:
    return Focus(
        route="calendar.update",
        subject="draft",
        ids=(str(draft_id),),
        question=QUESTION,
        pending=f"book:{draft_id}",
        asked_at=now,
    )


async def press(
    turn: Turn, action: str, draft_id: int, work: UnitOfWork, scope: Scope | None = None
) -> Pressed:
    """A button of a draft: "book" carries it out, "redraft" asks, "nodraft" drops it."""
    draft = await work.drafts.get(draft_id)
    if draft is None:
        raise Refused(OVER)
    if draft.state != "open":
        told = await _over(draft, turn, work)
        return Pressed(toast=told, edit=Reply(text=told) if draft.state == "replaced" else None)
    if action == "redraft":
        focus = Focus(
            route="calendar.update", subject="draft", ids=(str(draft.id),), question=CHANGE
        )
        await work.people.focus(turn.conversation.id, focus)
        return Pressed(toast="What shall I change?", replies=(Reply(text=WHAT),))
    if action == "nodraft":
        return Pressed(toast="Cancelled.", edit=await dropped(turn, work, draft))
    reply = await _book(turn, work, replace(draft, scope=scope or draft.scope))
    return Pressed(toast=reply.text, edit=reply)


async def _book(turn: Turn, work: UnitOfWork, draft: Draft) -> Reply:
    """Put the event into the calendar, or change the one that is there."""
    event = draft.event
    if draft.kind == "create":
        made = await work.events.add(replace(event, id=0, inbox_id=draft.inbox_id), turn.now)
        text, route = f"In your calendar: {said(made, turn)}.", "calendar.create"
    else:
        before = await work.events.get(event.id, event.occasion)
        if before is None:
            raise Refused(GONE)
        wanted = replace(event, inbox_id=before.inbox_id)
        made = await event_series.change(work, before, wanted, draft.scope, turn.now)
        like = replace(made, rule=before.rule) if draft.scope == "this" else made
        old = await _was(before, like, turn, work)
        much = MUCH[draft.scope] if before.occasion and draft.scope != "this" else ""
        what = [f"Changed: {said(made, turn)}{much}.", f"It was {old}." if old else ""]
        text = " ".join(line for line in (*what, *news(before, made)) if line)
        route = "calendar.update"
    await work.drafts.settle(draft.id, "done", made.id)
    await focus_on(turn, work, [made])
    return Reply(text=text, route=route)


async def _was(before: Event, event: Event, turn: Turn, work: UnitOfWork) -> str:
    """What of it is to change, as it was: its calendar, its name or its time; else empty."""
    if event.calendar_id not in (0, before.calendar_id):
        [line] = await calendar_line(before, work)
        return f"in {line.removeprefix('Calendar: ')}"
    if event.title != before.title:
        return f"called {quoted(before.title, 60)}"
    if event.rule != before.rule:
        return repeats(before).removeprefix(", ") or "once"
    return "" if when(before, turn) == when(event, turn) else when(before, turn)


async def dropped(turn: Turn, work: UnitOfWork, draft: Draft) -> Reply:
    """Nothing comes of the draft."""
    await work.drafts.settle(draft.id, "dropped")
    await work.people.focus(turn.conversation.id, Focus())
    kept = "Nothing is put in" if draft.kind == "create" else "It stays as it is"
    return Reply(text=f"All right. {kept}: {draft.event.title}.", route="calendar.create")


async def dropped_by_words(turn: Turn, work: UnitOfWork, draft: Draft) -> Reply:
    """The same, and the message that asked loses its buttons."""
    reply = await dropped(turn, work, draft)
    asked = await work.outbox.offering(turn.conversation.id, f"book:{draft.id}")
    if asked is not None:
        shown = Outgoing(
            key=f"edit:{turn.incoming.inbox_id}",
            conversation_id=turn.conversation.id,
            kind="edit",
            reply=reply,
            inbox_id=turn.incoming.inbox_id,
            target_id=asked,
        )
        await work.outbox.put(shown, turn.now)
    return reply


async def _over(draft: Draft, turn: Turn, work: UnitOfWork) -> str:
    """What has become of the draft already."""
    if draft.state == "dropped":
        return "That was cancelled already."
    if draft.state == "replaced":
        return "That draft was changed since; the newest one is further down."
    event = await work.events.get(draft.event.id, draft.event.occasion)
    event = event or await work.events.get(draft.event.id)
    if event is None:
        return GONE
    return f"That is done already: {said(event, turn)}."


def _described(event: Event, turn: Turn) -> Event:
    """The event with the new time, place, company or name that the words give it."""
    text = turn.request.slots.what
    if turn.request.verb == DESCRIBE and isinstance(text, str):
        for pattern, field in ((_NAME, "title"), (_WITH, "company"), (_PLACE, "place")):
            if found := pattern.fullmatch(text):
                return _with(event, field, found["text"].strip(' "“”'))
        return event
    if turn.request.route == "calendar.create":
        fresh = timed(turn)
        title = title_of(turn.request)
        moved = event if fresh is None else _at_time_of(event, fresh)
        place = turn.request.slots.place or event.place
        return replace(moved, title=title or event.title, place=place)
    return changed(event, turn)


def _at_time_of(event: Event, fresh: Event) -> Event:
    """The event at the time of `fresh`, repeating as that does."""
    return replace(
        event,
        starts_at=fresh.starts_at,
        ends_at=fresh.ends_at,
        first_day=fresh.first_day,
        last_day=fresh.last_day,
        rule=fresh.rule,
    )


def _with(event: Event, field: str, text: str) -> Event:
    match field:
        case "title":
            return replace(event, title=text)
        case "company":
            return replace(event, title=f"{event.title} {text}")
        case _:
            return replace(event, place=text)


def drop_of(focus: Focus) -> str:
    """The button that a "no" stands for; empty when the talk is of no draft."""
    return f"nodraft:{focus.ids[0]}" if focus.subject == "draft" and focus.ids else ""


def change_of(focus: Focus) -> str:
    """The button that a "wait" stands for; empty when the talk is of no draft."""
    return f"redraft:{focus.ids[0]}" if focus.subject == "draft" and focus.ids else ""


def answers(focus: Focus) -> bool:
    """Whether "What shall I change?" waits for its answer."""
    return focus.question == CHANGE and focus.subject == "draft"
