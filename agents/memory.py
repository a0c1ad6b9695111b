"""Memory: remember, recall, forget; the list, the export and private mode."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.agent import Conclusion, Pressed, Turn
from agents.answering import sentence
from agents.confirming import KEEP, ask
from agents.recounting import chain, recounted, retold, told
from agents.wording import amount, listed, plain_day, quoted
from core.errors import Refused
from core.graph import ME
from core.models import Button, Fact, File, Focus, Forgotten, Hit, Relation, Reply
from core.ports import Graph
from core.requests import Route
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.exports import export
from memory.extract import LONGEST_NAME
from memory.forget import Meant, forget, forget_all, meant, unsay
from memory.questions import Question, question_in
from memory.recall import Recalling
from memory.remember import Kept, Remembering, Statement, relate

MOST_HITS = 5
SURE = 0.4  # what scores less may be about something else
PAGE = 8
EVERYTHING = re.compile(r"\b(?:everything|all)\b", re.I)
UNKNOWN = "I don't know. Tell me, and I'll remember it: for example “my sister is Anna”."
PRIVATE = "Private mode is on, so I keep nothing. /private ends it."


class MemoryAgent:
    """Answers memory.* and the buttons of memories."""

    name = "memory"
    routes: frozenset[Route] = frozenset({"memory.store", "memory.recall", "memory.forget"})
    actions = frozenset({"forget", "unsay", "memories"})

    def __init__(self, remembering: Remembering, recalling: Recalling, graph: Graph) -> None:
        self._remembering = remembering
        self._recalling = recalling
        self._graph = graph

    def slow(self, turn: Turn) -> bool:
        return False

    async def plan(self, turn: Turn) -> Conclusion:
        match turn.request.verb:
            case "private":
                return lambda work: _private(turn, work)
            case "export":
                return lambda work: _export(turn, work)
            case "list":
                return lambda work: _list(work, turn, 0)
            case _:
                return await self._by_route(turn)

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        inbox_id = turn.incoming.inbox_id
        match action:
            case "memories":
                page = int(argument) if argument.isdecimal() else 0
                [shown] = await _list(work, turn, page)
                return Pressed(toast=f"Page {page + 1}", edit=shown)
            case "unsay":
                number = int(argument) if argument.isdecimal() else 0
                receipt = await forget(work, turn.now, inbox_id, messages=[number])
            case _ if argument == "all":
                receipt = await forget_all(work, turn.now)
            case _:
                fact_id, _, page = argument.partition(":")
                receipt = await forget(work, turn.now, inbox_id, facts=[fact_id])
                if page.isdecimal() and receipt.memories:
                    [shown] = await _list(work, turn, int(page))
                    return Pressed(toast=_receipt(receipt), edit=shown)
        if not receipt.memories and not receipt.episodes and argument != "all":
            raise Refused("That is forgotten already.")
        shown = Reply(text=_receipt(receipt), route="memory.forget")
        return Pressed(toast="Forgotten.", edit=shown)

    async def _by_route(self, turn: Turn) -> Conclusion:
        match turn.request.route:
            case "memory.store":
                return await self._store(turn)
            case "memory.forget":
                return await self._forget(turn)
            case _:
                return await self._recall(turn)

    async def _store(self, turn: Turn) -> Conclusion:
        if turn.person.private:
            raise Refused(PRIVATE)
        statements = _statements(turn)
        if not statements:
            raise Refused("What shall I remember? For example: “remember that I like tea”.")
        incoming = turn.incoming
        kept = await self._remembering.write(
            incoming.owner_id, statements, incoming.received_at, incoming.inbox_id
        )

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            new = [one.fact for one in kept if not one.known]
            await relate(work, new, turn.now, incoming.inbox_id)
            ids = tuple(one.fact.id for one in kept)
            focus = Focus(route="memory.store", subject="memory", ids=ids)
            await work.people.focus(turn.conversation.id, focus)
            return [Reply(text=_remembered(kept))]

        return conclude

    async def _recall(self, turn: Turn) -> Conclusion:
        question = question_in(_clause(turn))
        owner_id = turn.person.id
        if question.kind == "any" and turn.request.slots.what is None:
            return lambda work: _list(work, turn, 0)
        if question.kind == "chain":
            paths = await self._graph.paths(owner_id, question.name)
            if paths:
                return sentence("\n".join(chain(path) for path in paths), "memory.recall")
        relations = await self._relations(question, owner_id)
        hits: Sequence[Hit] = ()
        if not relations:
            hits = await self._recalling.hits(owner_id, question.text, MOST_HITS, turn.now)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            facts = await _facts(work, [r.fact_id for r in relations] + [h.fact_id for h in hits])
            if facts:
                focus = Focus(route="memory.recall", subject="memory", ids=tuple(facts))
                await work.people.focus(turn.conversation.id, focus)
            lines = recounted(relations, facts)
            if question.kind == "about" and not question.predicates:
                for fact in await work.memories.matching(question.name, MOST_HITS):
                    lines += [] if fact.id in facts else [retold(fact.text)]
            if hits and not lines:
                sure = [hit for hit in hits if hit.score >= SURE]
                start = "You told me:" if sure else "I don't know. What comes nearest to it:"
                lines = [start, *told(sure or hits, turn.person.zone, turn.now)]
            return [Reply(text="\n".join(lines) or UNKNOWN)]

        return conclude

    async def _relations(self, question: Question, owner_id: int) -> list[Relation]:
        """What the graph answers; nothing when the question is not for it."""
        match question.kind:
            case "about":
                about = await self._graph.about(owner_id, question.name)
                if not question.predicates:
                    return about
                name = question.name.casefold()
                theirs = [r for r in about if r.subject.casefold() == name]
                return [r for r in theirs if r.predicate in question.predicates]
            case "bond" | "mine":
                about = await self._graph.about(owner_id, ME)
                return [r for r in about if r.subject == ME and r.predicate in question.predicates]
            case _:
                return []

    async def _forget(self, turn: Turn) -> Conclusion:
        what = turn.request.slots.what
        words = " ".join(what) if isinstance(what, tuple) else (what or "")
        if not words and EVERYTHING.search(turn.incoming.text):
            return lambda work: _ask_all(work, turn)
        alike = (
            await self._recalling.hits(turn.person.id, words, MOST_HITS, turn.now) if words else ()
        )

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            await unsay(work, turn.now, turn.incoming.inbox_id)
            found = await meant(work, words, alike) if words else await _pointed(turn, work)
            if not found.facts and not found.messages:
                raise Refused("I remember nothing like that, so there is nothing to forget.")
            if not found.sure:
                return [await _ask(turn, work, found)]
            ids = [fact.id for fact in found.facts]
            receipt = await forget(work, turn.now, turn.incoming.inbox_id, facts=ids)
            return [Reply(text=_receipt(receipt))]

        return conclude


def _statements(turn: Turn) -> list[Statement]:
    """What is to be kept. A message may hold several requests, so each is told by its place."""
    what, said = turn.request.slots.what, turn.incoming.text
    texts = (what,) if isinstance(what, str) else what or ()
    statements = [
        Statement(text=text.strip(), place=max(said.find(text), 0))
        for text in texts
        if text.strip()
    ]
    if turn.request.verb == "name" and statements:
        first, *rest = statements
        name = first.text.strip(' .!"“”')
        if len(name.split()) <= LONGEST_NAME:
            statements = [replace(first, text=f"My name is {name}"), *rest]
    return statements


def _clause(turn: Turn) -> str:
    """The sentence of the message that holds the question; a message may hold several."""
    text, what = turn.incoming.text, turn.request.slots.what
    if isinstance(what, str):
        for sentence_ in re.split(r"(?<=[.?!;\n])\s+", text):
            if what in sentence_:
                return sentence_
    return text


async def _facts(work: UnitOfWork, ids: Sequence[str | None]) -> dict[str, Fact]:
    found = [await work.memories.get(fact_id) for fact_id in dict.fromkeys(ids) if fact_id]
    return {fact.id: fact for fact in found if fact is not None}


def _remembered(kept: Sequence[Kept]) -> str:
    if not kept:
        return "You asked me to forget that, so I have not kept it again."
    new = [quoted(one.fact.text, 200) for one in kept if not one.known]
    old = [quoted(one.fact.text, 200) for one in kept if one.known]
    said = [f"I'll remember: {listed(new)}."] if new else []
    return "\n".join([*said, f"I knew already: {listed(old)}."] if old else said)


async def _pointed(turn: Turn, work: UnitOfWork) -> Meant:
    """What "forget that" means: the fact that the last turn was about."""
    focus = turn.conversation.focus
    ids = focus.ids if focus.subject == "memory" else ()
    facts = [await work.memories.get(fact_id) for fact_id in ids]
    known = tuple(fact for fact in facts if fact is not None)
    return Meant(facts=known, sure=len(known) == 1)


async def _ask(turn: Turn, work: UnitOfWork, found: Meant) -> Reply:
    lines = [(quoted(fact.text, 60), f"forget:{fact.id}") for fact in found.facts]
    lines += [(quoted(hit.text, 60), f"unsay:{hit.episode_id}") for hit in found.messages]
    if len(lines) == 1:
        text, data = lines[0]
        delete = Button(label="Delete", data=data)
        return await ask(turn, work, f"Shall I forget {text}?", delete, KEEP)
    rows = tuple((Button(label=text.strip("“”"), data=data),) for text, data in lines)
    return Reply(text="Which of these shall I forget?", buttons=(*rows, (KEEP,)))


async def _ask_all(work: UnitOfWork, turn: Turn) -> Sequence[Reply]:
    await unsay(work, turn.now, turn.incoming.inbox_id)
    text = (
        "Shall I forget everything that I remember of you? It cannot be undone."
        " Reminders, tasks and events stay."
    )
    return [await ask(turn, work, text, Button(label="Delete", data="forget:all"), KEEP)]


def _receipt(receipt: Forgotten) -> str:
    gone = [
        amount(receipt.memories, "fact"),
        amount(receipt.episodes, "message"),
        amount(receipt.relations, "relation"),
    ]
    text = f"Forgotten for good: {listed(gone)}."
    if receipt.remains:
        text += f" What remains: {listed(receipt.remains)} with the same words."
    return text


async def _private(turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
    on = not turn.person.private
    await work.people.save(replace(turn.person, private=on))
    if on:
        await work.episodes.drop(turn.incoming.inbox_id)
        return [
            Reply(text="Private mode is on: I keep nothing of what you write. /private ends it.")
        ]
    return [Reply(text="Private mode is off: I remember again.")]


async def _export(turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
    content = await export(work)
    day = wall_of(turn.now, zone_called(turn.person.zone)).date()
    file = File(name=f"jenny-{day.isoformat()}.json", content=content)
    return [Reply(text="Here is all that I remember of you.", files=(file,))]


async def _list(work: UnitOfWork, turn: Turn, page: int) -> Sequence[Reply]:
    """One page of facts, each with a button that forgets it."""
    facts = await work.memories.facts(PAGE + 1, skip=page * PAGE)
    if not facts:
        text = "I remember nothing of you yet." if page == 0 else "That is all."
        return [Reply(text=text, route="memory.recall")]
    shown = facts[:PAGE]
    lines = [_line(number, fact, turn) for number, fact in enumerate(shown, page * PAGE + 1)]
    forgetting = tuple(
        Button(label=f"Forget {number}", data=f"forget:{fact.id}:{page}")
        for number, fact in enumerate(shown, page * PAGE + 1)
    )
    rows = [forgetting[at : at + 4] for at in range(0, len(forgetting), 4)]
    turning = [Button(label="Back", data=f"memories:{page - 1}")] if page else []
    if len(facts) > PAGE:
        turning.append(Button(label="More", data=f"memories:{page + 1}"))
    buttons = (*rows, tuple(turning)) if turning else tuple(rows)
    return [Reply(text="\n".join(lines), buttons=buttons, route="memory.recall")]


def _line(number: int, fact: Fact, turn: Turn) -> str:
    zone = zone_called(turn.person.zone)
    day = plain_day(wall_of(fact.said_at, zone).date(), wall_of(turn.now, zone).date())
    return f"{number}. {quoted(fact.text, 200)} ({day})"
