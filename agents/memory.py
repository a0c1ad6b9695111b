"""Memory: remember, recall, forget; the list, the export and pause."""

from collections.abc import Sequence
from dataclasses import replace

from agents.agent import Conclusion, Pressed, Turn
from agents.days import today_of
from agents.forgetting import ACTIONS, planned, press, receipts
from agents.keeping import Keeping
from agents.memory_pages import EDIT, one, page, shown_to, why
from agents.recalling import Answers
from agents.wording import quoted
from core.errors import Refused
from core.models import File, Focus, Reply
from core.ports import Graph
from core.requests import Route
from core.stores import Database, UnitOfWork
from memory.exports import export, lines, markdown
from memory.recall import Recalling
from memory.remember import Remembering

EXPORTED = (
    "Here is all that I keep of you: settings, reminders, tasks, events, facts, relations and"
    " messages. It is JSON in plain text, which any editor opens. “/export markdown” gives your"
    " memory for reading, “/export lines” what ./jenny memory import takes again."
)
READABLE = "Here is your memory for reading, in Markdown."
AGAIN = "Here is your memory, a line for each message and fact; ./jenny memory import takes it."
NOT_HERE = "I hand that over only where nobody reads along: ask me in our own chat."
PAUSED = (
    "The memory is paused: I answer, but keep and learn nothing of what you write, until you say"
    " “resume memory”."
)
RESUMED = "The memory is on again."


class MemoryAgent:
    """Answers memory.* and the buttons of memories."""

    name = "memory"
    routes: frozenset[Route] = frozenset({"memory.store", "memory.recall", "memory.forget"})
    actions = ACTIONS | {"memories", "fact", "pin", "why", EDIT}

    def __init__(
        self, database: Database, remembering: Remembering, recalling: Recalling, graph: Graph
    ) -> None:
        self._keeping = Keeping(database, remembering)
        self._answers = Answers(database, recalling, graph)
        self._recalling = recalling

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        match turn.request.verb:
            case "pause" | "resume":
                return lambda work: _pause(turn, work)
            case "export":
                return lambda work: _export(turn, work)
            case "list":
                return lambda work: _list(turn, work)
            case "correct":
                return await self._keeping.correct(turn)
            case "same":
                return self._keeping.same(turn)
            case "why":
                return self._answers.why(turn)
            case "order":
                return await self._answers.order(turn)
            case _:
                return await self._by_route(turn)

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        subject, _, back = argument.partition(":")
        match action:
            case "memories":
                number = int(subject) if subject.isdecimal() else 0
                return Pressed(
                    toast=f"Page {number + 1}", edit=await page(work, turn, number, back)
                )
            case "fact":
                return Pressed(toast="What shall I do?", edit=await one(work, turn, subject, back))
            case "pin":
                return await _pin(turn, work, subject, back)
            case "why":
                return await _why(turn, work, subject)
            case "edit":
                return await _edit(turn, work, subject)
            case _:
                return await press(turn, action, argument, work)

    async def _by_route(self, turn: Turn) -> Conclusion:
        match turn.request.route:
            case "memory.store":
                return await self._keeping.store(turn)
            case "memory.forget":
                return await planned(turn, self._recalling)
            case _:
                return await self._answers.answer(turn)


async def _list(turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
    wanted = turn.request.slots.what
    if wanted == "receipts":
        return [await receipts(work, turn)]
    return [await page(work, turn, 0, wanted.strip() if isinstance(wanted, str) else "")]


async def _pin(turn: Turn, work: UnitOfWork, fact_id: str, back: str) -> Pressed:
    fact = await work.memories.get(fact_id)
    if fact is None:
        raise Refused("That is forgotten already.")
    await work.evidence.pin(fact_id, on=not fact.pinned)
    toast = "No longer pinned." if fact.pinned else "Pinned: I always keep it at hand."
    return Pressed(toast=toast, edit=await one(work, turn, fact_id, back))


async def _why(turn: Turn, work: UnitOfWork, fact_id: str) -> Pressed:
    fact = await work.memories.get(fact_id)
    if fact is None or not shown_to(turn, [fact]):
        raise Refused("That is forgotten already.")
    said = Reply(text=await why(work, turn, fact), route="memory.recall")
    return Pressed(toast="Because you told me.", replies=(said,))


async def _edit(turn: Turn, work: UnitOfWork, fact_id: str) -> Pressed:
    fact = await work.memories.get(fact_id)
    if fact is None or not shown_to(turn, [fact]):
        raise Refused("That is forgotten already.")
    focus = Focus(
        route="memory.store", subject="memory", ids=(fact_id,), question=EDIT, asked_at=turn.now
    )
    await work.people.focus(turn.conversation.id, focus)
    text = f"What shall I remember instead of {quoted(fact.text, 200)}?"
    return Pressed(toast="Write it anew.", replies=(Reply(text=text, route="memory.store"),))


async def _pause(turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
    paused = turn.request.verb == "pause"
    await work.people.save(replace(turn.person, paused=paused))
    return [Reply(text=PAUSED if paused else RESUMED)]


async def _export(turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
    if turn.conversation.shared:
        raise Refused(NOT_HERE)
    name = f"jenny-{today_of(turn).isoformat()}"
    match turn.request.slots.what:
        case "markdown" | "md":
            content = await markdown(work, turn.person.zone)
            return [Reply(text=READABLE, files=(File(name=f"{name}.md", content=content),))]
        case "lines" | "jsonl":
            content = await lines(work)
            return [Reply(text=AGAIN, files=(File(name=f"{name}.jsonl", content=content),))]
        case _:
            file = File(name=f"{name}.json", content=await export(work))
            return [Reply(text=EXPORTED, files=(file,))]
