"""From a message to the agent that answers it, and back: the one way through the house."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog

from agents.agent import Agent, Turn
from agents.answering import Answer, Answering, Step, saying, sentence
from agents.answers import AGAIN, LEFT, Answered, answered
from agents.calendar_papers import FILE, MARK
from agents.calendar_settings import beside, secret_verb
from agents.confirming import MOST_CHOICES
from agents.drafts import taken_back
from agents.presses import Presses, Said
from agents.reading import Reading, Understand, read, refused, warm
from agents.settings import SettingsAgent
from core.clock import Clock
from core.errors import SORRY, JennyError, PersonError, ServerDown
from core.models import Conversation, Focus, Incoming, Person, Reply
from core.ports import Prompt
from core.requests import Request, Route, Slots
from core.stopping import stop
from core.stores import Database, UnitOfWork
from understanding import Undecided

log = structlog.get_logger()

# So long an edit waits for the message that it corrects; then it is a message of its own.
PATIENCE = timedelta(seconds=10)
OUTAGE_SECONDS = 1.0
# Characters; at this length the slowest takes a hundredth of a second.
SHORT = 200
# Verbs that the route `other` holds, and by whose agent they are answered.
ROUTE_OF_VERB: dict[str, Route] = {"export": "memory.recall"}
CORRECTED = {
    "changed": "Something has changed since that message, so I left what came of it as it is."
    " Tell me in a new message what you would like instead.",
    "rung": "That reminder has already rung, so your correction comes too late."
    " Tell me in a new message what you would like instead.",
}


class Dispatcher:
    """Deals with what came in, one message whole. An async context: leaving it stops what is slow;
    the rows stay open and are taken up again at the next start.

    `at_once` understands as `understand` does without blocking, or raises Undecided.
    """

    def __init__(
        self,
        database: Database,
        agents: Sequence[Agent],
        understand: Understand,
        clock: Clock,
        *,
        at_once: Understand | None = None,
        prompt: Prompt | None = None,
        remark: Callable[[], str] = str,
    ) -> None:
        self._database = database
        self._understand = understand
        self._at_once = at_once
        self._is_warm = False
        self._clock = clock
        self._prompt = prompt
        self._settings = SettingsAgent(clock)
        everybody = [*agents, self._settings]
        self._by_route = {route: agent for agent in everybody for route in agent.routes}
        self._answering = Answering(database, clock, remark)
        self._presses = Presses(database, everybody, understand, clock, remark)
        self._slow: dict[int, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await stop(self._slow.values())

    async def ready(self) -> None:
        """Have the tables read that are read once, so that no message waits for them."""
        if self._at_once is not None and not self._is_warm:
            await asyncio.to_thread(warm, self._at_once, self._clock.now())
            self._is_warm = True

    async def idle(self) -> None:
        """Wait until nothing slow is under way."""
        while self._slow:
            await asyncio.gather(*self._slow.values())

    async def handle(self, incoming: Incoming) -> None:
        """Deal with `incoming` whole; twice the same changes nothing.

        Raises:
            ServerDown: PostgreSQL cannot be reached; try the same again.
        """
        if incoming.inbox_id in self._slow:
            return
        began = self._clock.now()
        await self._deal(incoming)
        took = (self._clock.now() - began).total_seconds()
        log.info(
            "message_handled",
            inbox_id=incoming.inbox_id,
            kind=incoming.kind,
            slow=incoming.inbox_id in self._slow,
            ms=round(took * 1000),
        )

    async def _deal(self, incoming: Incoming) -> None:
        match incoming.kind:
            case "press":
                said = await self._presses.handle(incoming)
                if said is not None:
                    await self._pressed(incoming, said)
            case "edit":
                await self._edit(incoming)
            case "text":
                await self._message(incoming)
            case "unsupported" if incoming.data.startswith(MARK):
                await self._file(incoming)
            case "unsupported":
                await self._message(incoming, Reply(text=_unsupported(incoming), route="other"))

    async def _message(self, incoming: Incoming, first: Reply | None = None) -> None:
        person, talk = await self._scene(incoming)
        if first is not None and not incoming.text.strip():
            await self._answer(incoming, person, talk, Reading(reply=first))
            return
        if (verb := secret_verb(incoming, talk.focus)) is not None:
            # Its words are for whoever they let in: no understanding, no episode, no model.
            request = Request(route="calendar.query", verb=verb)
            reading = Reading(requests=(request,))
            await self._answer(incoming, person, talk, reading, is_episode=False)
            return
        answer = None
        if talk.focus.question is not None and not incoming.forwarded:
            heard = incoming.received_at
            answer = await asyncio.to_thread(
                answered, incoming.text, heard, person, talk.focus, self._understand
            )
        if answer is not None and answer.data:
            await self._confirmed(incoming, person, talk, answer.data)
            return
        reading = _answer_read(answer, talk.focus, incoming.text) or await self._read(
            incoming, person, talk
        )
        before = () if first is None else (_said(first),)
        await self._answer(incoming, person, talk, reading, before=before)

    async def _file(self, incoming: Incoming) -> None:
        """A calendar file; what it was sent with is not read."""
        person, talk = await self._scene(incoming)
        slots = Slots(what=incoming.data.removeprefix(MARK))
        request = Request(route="calendar.query", verb=FILE, slots=slots)
        await self._answer(incoming, person, talk, Reading(requests=(request,)), is_episode=False)

    async def _confirmed(
        self, incoming: Incoming, person: Person, talk: Conversation, data: Sequence[str]
    ) -> None:
        """A "yes", or the choice of some of several, that stands for presses."""
        action, _, argument = data[0].partition(":")
        if (request := beside(action, argument)) is not None:
            await self._answer(incoming, person, talk, Reading(requests=(request,)))
            return
        turns = await self._presses.chosen(incoming, person, talk, data)
        steps = [await self._plan(turn) for turn in turns]
        if not turns:
            steps = self._presses.confirmed(incoming, person, talk, data)
        await self._answer(incoming, person, talk, Reading(), before=tuple(steps))

    async def _read(self, incoming: Incoming, person: Person, talk: Conversation) -> Reading:
        """A short text of a known form is read on the spot: a thread would take longer to come to
        its turn. Judging a text by its meaning computes for some milliseconds."""
        if self._at_once is not None and len(incoming.text) <= SHORT:
            await self.ready()
            with suppress(Undecided):
                return read(incoming, person, talk, self._at_once)
        return await asyncio.to_thread(read, incoming, person, talk, self._understand)

    async def _pressed(self, incoming: Incoming, said: Said) -> None:
        """A press that stands for words: they are dealt with as if they had been sent."""
        person, talk = await self._scene(incoming)
        meant = replace(incoming, kind="text", text=said.text)
        reading = Reading(requests=(said.request,)) if said.request else None
        if reading is None:
            reading = await self._read(meant, person, talk)
        toast = said.toast if incoming.kind == "press" else None
        await self._answer(
            meant, person, talk, reading, toast=toast, is_episode=said.request is None
        )

    async def _edit(self, incoming: Incoming) -> None:
        """Take back what the original changed, and deal with the new words instead."""
        outcome = await self._take_back(incoming)
        if outcome == "waiting":
            return
        if outcome in CORRECTED:
            person, talk = await self._scene(incoming)
            reading = Reading(reply=Reply(text=CORRECTED[outcome], route="other"))
            await self._answer(incoming, person, talk, reading)
        else:
            await self._message(incoming)

    async def _take_back(self, incoming: Incoming) -> str:
        inbox_id, now = incoming.inbox_id, self._clock.now()
        async with self._database.transaction(incoming.owner_id, cause=inbox_id) as work:
            if await work.inbox.take(inbox_id) is None or incoming.message_id is None:
                return "nothing"
            original = await work.inbox.original(incoming.conversation_id, incoming.message_id)
            is_open = original is None or await work.inbox.take(original) is not None
            if is_open and now - incoming.received_at < PATIENCE:
                await work.inbox.close(inbox_id, "waiting", now)
                return "waiting"
            if original is None or is_open:
                return "nothing"
            if not await taken_back(work, original, incoming.conversation_id, now):
                return "changed"
            return await work.changes.undo(original)

    async def _answer(
        self,
        incoming: Incoming,
        person: Person,
        talk: Conversation,
        reading: Reading,
        *,
        before: tuple[Step, ...] = (),
        toast: str | None = None,
        is_episode: bool = True,
    ) -> None:
        turns = [
            Turn(
                person=person,
                conversation=talk,
                incoming=incoming,
                request=request,
                now=self._clock.now(),
            )
            for request in reading.requests
        ]

        async def finish() -> None:
            steps = [*before, *[await self._plan(turn) for turn in turns]]
            if reading.reply is not None:
                steps.append(_said(reading.reply, talk, reading))
            await self._answering.commit(
                Answer(
                    incoming=incoming,
                    person=person,
                    talk=talk,
                    steps=tuple(steps),
                    is_episode=is_episode,
                    toast=toast,
                )
            )

        if any(self._agent(turn.request).slow(turn) for turn in turns):
            await self._defer(incoming, talk, finish, toast)
        else:
            await finish()

    async def _plan(self, turn: Turn) -> Step:
        agent = self._agent(turn.request)
        try:
            conclude = await agent.plan(turn)
        except PersonError as error:
            conclude = sentence(str(error), turn.request.route)
        return Step(request=turn.request, agent=agent.name, conclude=conclude)

    def _agent(self, request: Request) -> Agent:
        if request.route == "other" and request.verb in self._settings.verbs:
            return self._settings
        return self._by_route[ROUTE_OF_VERB.get(request.verb, request.route)]

    async def _scene(self, incoming: Incoming) -> tuple[Person, Conversation]:
        async with self._database.transaction(incoming.owner_id) as work:
            return await work.people.scene(incoming.conversation_id)

    async def _defer(
        self,
        incoming: Incoming,
        talk: Conversation,
        finish: Callable[[], Coroutine[None, None, None]],
        toast: str | None,
    ) -> None:
        """Free the chat: mark the row, and do the rest beside it. A restart takes the row up."""
        if not await self._presses.defer(incoming, toast):
            return
        task = asyncio.create_task(self._finish(incoming, finish))
        self._slow[incoming.inbox_id] = task
        task.add_done_callback(lambda _: self._slow.pop(incoming.inbox_id, None))
        if self._prompt is not None:
            await self._prompt.busy(talk)

    async def _finish(
        self, incoming: Incoming, finish: Callable[[], Coroutine[None, None, None]]
    ) -> None:
        while True:
            try:
                await finish()
            except ServerDown as error:
                if error.server == "PostgreSQL":
                    await asyncio.sleep(OUTAGE_SECONDS)
                    continue
                await self.apologise(incoming, error)
            except Exception as error:  # noqa: BLE001 - the edge of one message: nobody else awaits it
                await self.apologise(incoming, error)
            return

    async def apologise(self, incoming: Incoming, error: Exception) -> None:
        """Answer a message that cannot be dealt with, so that it is not tried for ever."""
        log.error("message_failed", inbox_id=incoming.inbox_id, error=type(error).__name__)
        known = isinstance(error, JennyError)
        person, talk = await self._scene(incoming)
        said = Reply(text=str(error) if known else SORRY, route="other")
        if incoming.kind != "press" and secret_verb(incoming, talk.focus) is not None:
            step = _erasing(replace(said, erases=incoming.message_id), incoming.inbox_id)
            await self._answer(incoming, person, talk, Reading(), before=(step,), is_episode=False)
            return
        toast = said.text if incoming.kind == "press" else None
        await self._answer(incoming, person, talk, Reading(reply=said), toast=toast)


def _answer_read(answer: Answered | None, focus: Focus, text: str) -> Reading | None:
    """The answer to a question as requests, as the question once more, or as its end."""
    if answer is None:
        return None
    if answer.again:
        rows = tuple((button,) for button in focus.choices[:MOST_CHOICES])
        return Reading(reply=Reply(text=AGAIN, buttons=rows, route=focus.route), focus=focus)
    if answer.request is not None:
        return refused(text, answer.request.route) or Reading(requests=(answer.request,))
    return Reading(reply=Reply(text=LEFT, route="other"), focus=Focus())


def _erasing(reply: Reply, inbox_id: int) -> Step:
    """An answer to words that open an account: they go, also where it could not be opened."""

    async def conclude(work: UnitOfWork) -> Sequence[Reply]:
        await work.inbox.erase(inbox_id)
        return [reply]

    return Step(request=Request(route="other"), agent="dispatcher", conclude=conclude)


def _said(reply: Reply, talk: Conversation | None = None, reading: Reading | None = None) -> Step:
    """A step of the dispatcher's own: words, and perhaps a question."""
    focus = None if reading is None else reading.focus
    request = Request(route=reply.route or "other", verb="said" if focus else "")
    return Step(request=request, agent="dispatcher", conclude=saying(reply, talk, focus))


def _unsupported(incoming: Incoming) -> str:
    what = incoming.data or "message of this kind"
    article = "an" if what[0] in "aeiou" else "a"
    start = f"I can't do anything with {article} {what} yet; it stays here in the chat."
    if incoming.text.strip():
        return f"{start} Its words I can read:"
    return f"{start} Tell me in words what you would like; /help has examples."
