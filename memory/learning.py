"""Learns from messages behind the replies: each once, whatever dies in between."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from core.clock import Clock
from core.errors import ServerDown
from core.learning import Lesson, Waiting
from core.lessons import LessonBoard, Reader
from core.models import Button, Outgoing, Person
from core.stores import Database, UnitOfWork
from core.zones import zone as zone_called
from memory.gate import junk
from memory.lessons import INSTRUCTIONS, SCHEME, by_model, by_rules, merged, tells
from memory.remember import Kept, Remembering, Source, settle
from memory.secrets import secret

log = structlog.get_logger()

BATCH = 100
LEASE = timedelta(minutes=2)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)
# So often a model that is away is waited for; then the rules have to do. What fails in another way
# so often is set aside.
PATIENCE, MOST_ATTEMPTS = 6, 5
LOOK_SECONDS = 60.0
RETRY_SECONDS = 5.0
MOST_KNOWN = 12
SAVED = "📝 Saved: "


class Learner:
    """Works through the queue. Without `reader` it goes by the rules alone."""

    def __init__(
        self,
        database: Database,
        board: LessonBoard,
        remembering: Remembering,
        clock: Clock,
        reader: Reader | None,
    ) -> None:
        self._database = database
        self._board = board
        self.remembering = remembering
        self._clock = clock
        self._reader = reader

    async def run(self, wake: asyncio.Event) -> None:
        """Learn whenever `wake` is set, and once a minute what waits for another try; until it is
        cancelled."""
        while True:
            wake.clear()
            pause = LOOK_SECONDS
            try:
                await self.drain()
            except ServerDown as error:
                log.warning("learning_waits", server=error.server)
                pause = RETRY_SECONDS
            try:
                async with asyncio.timeout(pause):
                    await wake.wait()
            except TimeoutError:
                continue

    async def drain(self) -> int:
        """Learn from all that waits now; from how many messages.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        done = 0
        while due := await self._board.lessons_due(self._clock.now(), BATCH):
            taken = [await self._learn(owner_id, episode_id) for owner_id, episode_id in due]
            done += sum(taken)
            if not any(taken):
                break
        return done

    async def _learn(self, owner_id: int, episode_id: int) -> bool:
        """Learn from one message; False when another does."""
        now = self._clock.now()
        async with self._database.transaction(owner_id) as work:
            waiting = await work.lessons.claim(episode_id, now, now + LEASE)
            person = await work.people.get()
        if waiting is None:
            return False
        try:
            if waiting.attempts > max(MOST_ATTEMPTS, PATIENCE + 1):
                await self._set_aside(owner_id, waiting, "it was cut off each time")
            else:
                await self._teach(person, waiting)
        except ServerDown as error:
            if error.server == "PostgreSQL":
                raise
            await self._postpone(owner_id, waiting, error.server)
        except Exception as error:  # noqa: BLE001 - the edge of one message: the others go on
            await self._failed(owner_id, waiting, type(error).__name__)
        return True

    async def _teach(self, person: Person, waiting: Waiting) -> None:
        lessons, refused = await self._lessons(person, waiting)
        kept: list[Kept] = []
        if waiting.inbox_id is not None and lessons:
            source = Source(inbox_id=waiting.inbox_id, said_at=waiting.said_at)
            kept = await self.remembering.write(person.id, lessons, source)
        async with self._database.transaction(person.id, cause=waiting.inbox_id) as work:
            # What was forgotten meanwhile has left the queue.
            if not await work.lessons.finish(waiting.episode_id):
                return
            for reason in refused:
                await work.lessons.refuse(reason)
            if waiting.inbox_id is not None:
                await settle(work, kept, self._clock.now(), waiting.inbox_id)
                await self._mark(work, waiting.inbox_id, kept)

    async def _lessons(self, person: Person, waiting: Waiting) -> tuple[list[Lesson], list[str]]:
        """What is worth keeping of the message, and not kept already; why the rest is not."""
        if secret(waiting.text) or person.private or person.paused:
            return [], []
        found = by_rules(waiting.text, waiting.said_at, person.zone)
        answer = await self._answer(person, waiting)
        if answer is not None:
            found = merged(by_model(answer, person.zone), found)
        reasons = [junk(lesson.text, lesson.ties) for lesson in found]
        worth = [
            lesson
            for lesson, reason in zip(found, reasons, strict=True)
            if reason is None and tells(lesson) and not secret(lesson.text)
        ]
        async with self._database.transaction(person.id) as work:
            told = await _told(work, waiting)
        return merged(told, worth)[len(told) :], [reason for reason in reasons if reason]

    async def _answer(self, person: Person, waiting: Waiting) -> str | None:
        """The model's reading of the message, asked for once."""
        if self._reader is None or waiting.answer is not None or waiting.attempts > PATIENCE:
            return waiting.answer
        async with self._database.transaction(person.id) as work:
            known = [fact.text for fact in await work.memories.facts(MOST_KNOWN)]
        here = waiting.said_at.astimezone(zone_called(person.zone))
        told = INSTRUCTIONS.format(moment=f"{here:%A %Y-%m-%d %H:%M}, {person.zone}")
        answer = await self._reader.read(told, waiting.text, known, SCHEME)
        async with self._database.transaction(person.id) as work:
            await work.lessons.keep_answer(waiting.episode_id, answer)
        return answer

    async def _mark(self, work: UnitOfWork, inbox_id: int, kept: Sequence[Kept]) -> None:
        """A quiet word below the reply, with a way back."""
        new = [one.fact.text for one in kept if not one.known]
        replied = await work.lessons.replied(inbox_id)
        versions = [] if replied is None else await work.outbox.versions(replied)
        if not new or not versions:
            return
        shown = versions[-1]
        said = "; ".join(new)
        text = f"{shown.reply.text}\n\n{SAVED}{said if len(said) <= 200 else said[:199] + '…'}"
        undo = Button(label="Undo", data=f"undo:{inbox_id}")
        others = tuple(
            line for line in shown.reply.buttons if all(b.data != undo.data for b in line)
        )
        edit = Outgoing(
            key=f"learned:{inbox_id}",
            conversation_id=shown.conversation_id,
            kind="edit",
            reply=replace(shown.reply, text=text, buttons=(*others, (undo,))),
            inbox_id=inbox_id,
            target_id=versions[0].id,
        )
        await work.outbox.put(edit, self._clock.now())

    async def _postpone(self, owner_id: int, waiting: Waiting, server: str) -> None:
        wait = min(FIRST_RETRY * 2 ** (waiting.attempts - 1), LONGEST_RETRY)
        log.warning("lesson_postponed", episode_id=waiting.episode_id, server=server)
        async with self._database.transaction(owner_id) as work:
            await work.lessons.postpone(waiting.episode_id, self._clock.now() + wait)

    async def _failed(self, owner_id: int, waiting: Waiting, why: str) -> None:
        if waiting.attempts >= MOST_ATTEMPTS:
            await self._set_aside(owner_id, waiting, why)
        else:
            await self._postpone(owner_id, waiting, why)

    async def _set_aside(self, owner_id: int, waiting: Waiting, why: str) -> None:
        log.error("lesson_set_aside", episode_id=waiting.episode_id, error=why)
        async with self._database.transaction(owner_id) as work:
            await work.lessons.set_aside(waiting.episode_id)


async def _told(work: UnitOfWork, waiting: Waiting) -> list[Lesson]:
    """What the message was already told to have kept, on the reply path."""
    if waiting.inbox_id is None:
        return []
    facts = await work.lessons.told(waiting.inbox_id)
    return [
        lesson
        for fact in facts
        for lesson in by_rules(fact.text, fact.said_at, "UTC") or [Lesson(text=fact.text, place=0)]
    ]
