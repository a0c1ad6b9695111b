"""The one transaction of a message: what it changes, its replies and its "done" mark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.agent import Conclusion, Pressed
from agents.undo import with_undo
from agents.welcome import welcome
from agents.wording import clock as clock_at
from core.clock import Clock
from core.errors import PersonError
from core.models import (
    Conversation,
    Episode,
    Focus,
    Incoming,
    Interaction,
    Outgoing,
    OutgoingKind,
    Person,
    Reply,
)
from core.requests import Request, Route
from core.stores import Database, UnitOfWork
from memory.forget import unsay
from memory.secrets import secret

Kind = Literal["ASKED", "SET_REMINDER", "HAS_EVENT", "INTERACTED_WITH", "CHECKED_CALENDAR"]
KINDS: dict[Route, Kind] = {
    "reminder.set": "SET_REMINDER",
    "calendar.create": "HAS_EVENT",
    "calendar.query": "CHECKED_CALENDAR",
    "memory.recall": "ASKED",
    "other": "ASKED",
}
# What these leave behind, unless Jenny had to ask first.
MADE = {"SET_REMINDER": "reminder", "HAS_EVENT": "event"}
# Talk and statements teach; orders and questions do not.
TEACH: frozenset[Route] = frozenset({"memory.store", "other"})
ORDERS = frozenset(
    {"settings", "help", "start", "zone", "trip", "back", "part", "quiet", "late", "undo", "said",
     "private", "pause", "resume", "export", "yes", "no", "greet", "clock", "why",
     "correct"}
)  # fmt: skip
TOAST_LIMIT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """The conclusion of one request, and which agent has drawn it."""

    request: Request
    agent: str
    conclude: Conclusion


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """All that one message leads to. Only a message of the person's own words is an episode."""

    incoming: Incoming
    person: Person
    talk: Conversation
    steps: tuple[Step, ...]
    is_episode: bool = True
    toast: str | None = None


class _StepRefused(Exception):
    """Ends the transaction, so that a step that gave up half-way leaves nothing behind."""

    def __init__(self, index: int, sentence: PersonError) -> None:
        super().__init__()
        self.index = index
        self.sentence = sentence


class Answering:
    """Commits answers. `remark` is said below the confirmation of a reminder, when not empty."""

    def __init__(self, database: Database, clock: Clock, remark: Callable[[], str]) -> None:
        self._database = database
        self._clock = clock
        self._remark = remark

    async def commit(self, answer: Answer) -> None:
        """Carry out the steps and queue their replies; nothing when the message is done already.

        A step that raises PersonError changes nothing, and its sentence is the reply.
        """
        steps = list(answer.steps)
        while True:
            try:
                async with self._database.transaction(
                    answer.incoming.owner_id, cause=answer.incoming.inbox_id
                ) as work:
                    await self._write(work, replace(answer, steps=tuple(steps)))
                return
            except _StepRefused as refused:
                step = steps[refused.index]
                said = str(refused.sentence)
                steps[refused.index] = replace(step, conclude=sentence(said, step.request.route))

    async def _write(self, work: UnitOfWork, answer: Answer) -> None:
        incoming = answer.incoming
        if await work.inbox.take(incoming.inbox_id) is None:
            return
        await self._keep(work, answer)
        replies = await self._replies(work, answer)
        await self._put_toast(work, answer)
        if answer.person.untold:
            replies += await self._undelivered(work)
        replies += await self._introduction(work, answer)
        for number, reply in enumerate(replies):
            await put(work, incoming, reply, f"reply:{incoming.inbox_id}:{number}", self._clock)
        await work.inbox.close(incoming.inbox_id, "done", self._clock.now())

    async def _keep(self, work: UnitOfWork, answer: Answer) -> None:
        """The message as it was written, and what it teaches for later."""
        incoming, person = answer.incoming, answer.person
        if person.private or secret(incoming.text):
            # Not even the row that it came in with holds it any longer.
            await unsay(work, self._clock.now(), incoming.inbox_id)
            return
        if not answer.is_episode or person.paused or not incoming.text.strip():
            return
        episode_id = await work.episodes.keep(_episode(incoming))
        teaches = any(
            step.request.route in TEACH and step.request.verb not in ORDERS for step in answer.steps
        )
        if episode_id is not None and teaches and not incoming.forwarded:
            await work.lessons.put(episode_id, self._clock.now())

    async def _replies(self, work: UnitOfWork, answer: Answer) -> list[Reply]:
        await _close_question(work, answer)
        incoming = answer.incoming
        replies: list[Reply] = []
        for index, step in enumerate(answer.steps):
            try:
                said = await step.conclude(work)
            except PersonError as error:
                raise _StepRefused(index, error) from error
            route = step.request.route
            replies += [replace(reply, route=reply.route or route) for reply in said]
            if not answer.person.private:
                await work.relations.log(
                    await interaction(work, incoming, route, step.agent, self._clock)
                )
        inbox_id = incoming.inbox_id
        # The words of a fact have no image: what was put right is put right once more instead.
        takes_back = any(step.request.verb in ("undo", "correct") for step in answer.steps)
        if replies and not takes_back and await work.changes.any(inbox_id):
            replies[-1] = with_undo(remarked(replies[-1], self._remark), inbox_id)
        return replies

    async def _put_toast(self, work: UnitOfWork, answer: Answer) -> None:
        if answer.toast is not None:
            await put_toast(work, answer.incoming, answer.toast, self._clock)

    async def _undelivered(self, work: UnitOfWork) -> list[Reply]:
        """The next contact is where a person learns of what could not be sent to them."""
        lost = await work.outbox.undelivered(self._clock.now())
        if not lost:
            return []
        lines = [f"• {outgoing.reply.text}" for outgoing in lost]
        return [Reply(text="\n".join(["This could not be delivered to you:", *lines]))]

    async def _introduction(self, work: UnitOfWork, answer: Answer) -> list[Reply]:
        if answer.person.introduced:
            return []
        person = await work.people.get()
        if person.introduced:
            return []
        await work.people.save(replace(person, introduced=True))
        return [welcome(person, clock_at(self._clock.now(), person.zone))]


def sentence(text: str, route: Route | None = None) -> Conclusion:
    """A conclusion that only says `text`."""
    return saying(Reply(text=text, route=route))


def saying(
    reply: Reply, talk: Conversation | None = None, focus: Focus | None = None
) -> Conclusion:
    """A conclusion that only says `reply`, and perhaps asks what `focus` waits for."""

    async def conclude(work: UnitOfWork) -> Sequence[Reply]:
        if talk is not None and focus is not None:
            await work.people.focus(talk.id, focus)
        return [reply] if reply.text else []

    return conclude


def remarked(reply: Reply, remark: Callable[[], str]) -> Reply:
    """The confirmation of a reminder with `remark` below it, which is asked for only then."""
    said = remark() if reply.route == "reminder.set" else ""
    return replace(reply, text=f"{reply.text}\n\n{said}") if said else reply


async def interaction(
    work: UnitOfWork, incoming: Incoming, route: Route, agent: str, clock: Clock
) -> Interaction:
    """What is logged of an answer: with the id of what it made, unless Jenny had to ask first."""
    kind = KINDS.get(route, "INTERACTED_WITH")
    target = None
    if kind in MADE:
        focus = (await work.people.conversation(incoming.conversation_id)).focus
        made = focus.subject == MADE[kind] and focus.question is None and focus.ids
        kind, target = (kind, focus.ids[-1]) if made else ("INTERACTED_WITH", None)
    return Interaction(
        kind=kind, agent=agent, target=target, at=clock.now(), inbox_id=incoming.inbox_id
    )


async def put(work: UnitOfWork, incoming: Incoming, reply: Reply, key: str, clock: Clock) -> None:
    """Queue a reply to `incoming`."""
    outgoing = Outgoing(
        key=key,
        conversation_id=incoming.conversation_id,
        kind="reply",
        reply=reply,
        inbox_id=incoming.inbox_id,
    )
    await work.outbox.put(outgoing, clock.now())


async def put_toast(work: UnitOfWork, incoming: Incoming, text: str, clock: Clock) -> None:
    """Queue the toast of a press."""
    outgoing = Outgoing(
        key=f"toast:{incoming.inbox_id}",
        conversation_id=incoming.conversation_id,
        kind="toast",
        reply=Reply(text=text[:TOAST_LIMIT]),
        inbox_id=incoming.inbox_id,
        callback_id=incoming.callback_id,
    )
    await work.outbox.put(outgoing, clock.now())


async def put_edit(
    work: UnitOfWork,
    incoming: Incoming,
    shown: Pressed,
    target_id: int,
    clock: Clock,
    again: int = 0,
) -> None:
    """Queue the new form of the message whose button was pressed; `again` counts those that the
    same message has had already because of `incoming`."""
    if shown.edit is None:
        return
    kind: OutgoingKind = "edit"
    outgoing = Outgoing(
        key=f"edit:{incoming.inbox_id}" + (f":{again}" if again else ""),
        conversation_id=incoming.conversation_id,
        kind=kind,
        reply=shown.edit,
        inbox_id=incoming.inbox_id,
        target_id=target_id,
    )
    await work.outbox.put(outgoing, clock.now())


def _episode(incoming: Incoming) -> Episode:
    return Episode(
        text=incoming.text,
        said_at=incoming.received_at,
        origin="forward" if incoming.forwarded else "chat",
        inbox_id=incoming.inbox_id,
    )


async def _close_question(work: UnitOfWork, answer: Answer) -> None:
    """What was asked before is answered, or no longer asked, once another request is dealt with."""
    focus = answer.talk.focus
    talk_only = all(
        step.request.route == "other" and not step.request.verb for step in answer.steps
    )
    if focus.question is not None and not talk_only:
        over = replace(focus, question=None, pending=None, choices=())
        await work.people.focus(answer.talk.id, over)
