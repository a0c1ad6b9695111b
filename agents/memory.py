"""Memory: remember, recall, forget; the list and the export."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.agent import Conclusion, Pressed, Turn
from agents.answering import saying, sentence
from agents.confirming import KEEP, ask
from agents.privacy import unkept
from agents.recounting import chain, recounted, retold, told
from agents.wording import amount, day, listed, quoted, shortened
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

EXPORTED = (
    "Here is all that I keep of you: settings, reminders, tasks, events, facts, relations and"
    " messages. It is JSON in plain text, which any editor opens."
)
MOST_HITS = 5
MOST_EARLIER = 3
SURE = 0.4  # what scores less may be about something else
PAGE = 8
EVERYTHING = re.compile(r"\b(?:everything|all)\b", re.I)
UNKNOWN = "I don't know. Tell me, and I'll remember it: for example “my sister is Anna”."


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
                # A "yes" to it is forgotten too, and counts for nothing.
                await unsay(work, turn.now, inbox_id)
                receipt = await forget_all(work, turn.now)
            case _:
                fact_id, _, page = argument.partition(":")
                receipt = await forget(work, turn.now, inbox_id, facts=[fact_id])
                if page.isdecimal() and receipt.memories:
                    [shown] = await _list(work, turn, int(page))
                    shown = replace(shown, route="memory.forget")
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
            return saying(unkept())
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
                lines = _found(hits, turn)
            lines += await _earlier(question, turn, work)
            return [Reply(text="\n".join(dict.fromkeys(lines)) or UNKNOWN)]

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
    plain = dict.fromkeys(text.strip() for text in texts)
    statements = [Statement(text=text, place=max(said.find(text), 0)) for text in plain if text]
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


def _found(hits: Sequence[Hit], turn: Turn) -> list[str]:
    """What was said that may answer."""
    sure = [hit for hit in hits if hit.score >= SURE]
    start = "You told me:" if sure else "I don't know. What comes nearest to it:"
    return [start, *told(sure or hits, turn.person.zone, turn.now)]


async def _earlier(question: Question, turn: Turn, work: UnitOfWork) -> list[str]:
    """What was told of the same before, and is no longer so."""
    if not question.predicates:
        return []
    whose = question.name.casefold() or ME
    ended = [
        relation
        for relation in await work.relations.past()
        if relation.predicate in question.predicates and relation.subject.casefold() == whose
    ]
    facts = await _facts(work, [relation.fact_id for relation in ended[:MOST_EARLIER]])
    hits = [Hit(text=fact.text, said_at=fact.said_at, score=1) for fact in facts.values()]
    return [f"Earlier you told me: {line}" for line in told(hits, turn.person.zone, turn.now)]


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
    counts = (
        (receipt.memories, "fact"), (receipt.episodes, "message"), (receipt.relations, "relation"),
    )  # fmt: skip
    gone = [amount(number, noun) for number, noun in counts if number]
    if not gone:
        return "There was nothing left to forget."
    text = f"Forgotten for good: {listed(gone)}. This can't be undone."
    if receipt.remains:
        text += f" What remains: {listed(receipt.remains)} with the same words."
    return text


async def _export(turn: Turn, work: UnitOfWork) -> Sequence[Reply]:
    content = await export(work)
    today = wall_of(turn.now, zone_called(turn.person.zone)).date()
    file = File(name=f"jenny-{today.isoformat()}.json", content=content)
    return [Reply(text=EXPORTED, files=(file,))]


async def _list(work: UnitOfWork, turn: Turn, page: int) -> Sequence[Reply]:
    """One page of facts, each with a button that forgets it."""
    facts = await work.memories.facts(PAGE + 1, skip=page * PAGE)
    if not facts:
        text = "I remember nothing of you yet." if page == 0 else "That is all."
        return [Reply(text=text, route="memory.recall")]
    shown = facts[:PAGE]
    lines = _by_day(shown, page * PAGE + 1, turn, await _outdated(work))
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


def _by_day(facts: Sequence[Fact], first: int, turn: Turn, outdated: set[str]) -> list[str]:
    """The facts as they are told back, numbered from `first`, below the days of their telling."""
    zone = zone_called(turn.person.zone)
    today = wall_of(turn.now, zone).date()
    lines = ["What I remember of you, the newest first:"]
    heading = ""
    for number, fact in enumerate(facts, first):
        said = day(wall_of(fact.said_at, zone).date(), today)
        if said != heading:
            heading = said
            lines += ["", said[0].upper() + said[1:]]
        over = " (no longer so)" if fact.id in outdated else ""
        lines.append(f"{number}. {retold(shortened(fact.text))}{over}")
    return lines


async def _outdated(work: UnitOfWork) -> set[str]:
    """The facts of which nothing is true any more."""
    true = {relation.fact_id for relation in await work.relations.current()}
    over = {relation.fact_id for relation in await work.relations.past()}
    return {fact_id for fact_id in over - true if fact_id is not None}
