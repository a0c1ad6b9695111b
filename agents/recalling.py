"""Questions about what is known, answered from the rows in plain sentences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agents.agent import Conclusion, Turn
from agents.finding import named, words_of
from agents.memory_pages import outdated, page, shown_to, told_in, why
from agents.reckoning import reckoned
from agents.recounting import chain, found_by, recounted, retold, source, told
from agents.wording import plain_day
from core.errors import Refused
from core.graph import ME
from core.models import Fact, Focus, Hit, Relation, Reply
from core.ports import Graph
from core.sentences import names
from core.stores import Database, UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.bonds import bonds_named, is_attribute, is_single
from memory.dates import dated, happened_at, past
from memory.entities import resolved
from memory.extract import same, ties_in
from memory.questions import Question, question_in, tells_only_when
from memory.recall import Recalling

MOST_HITS = 5
MOST_EARLIER = 3
MOST_ORDERED = 12
SURE = 0.4  # what scores less may be about something else
UNKNOWN = "I don't know. Tell me, and I'll remember it: for example “my sister is Anna”."
WHICH_ONE = "Of which one? Ask me by its words, or tap its number in /memory and then Why."
ALONE = "What I know of that I tell only where nobody reads along: ask me in our own chat."
_PARTS = re.compile(r".*?\b(?:did|have) (?:i|we) (?P<what>.+?)\W*$|.*?: *(?P<list>.+?)\W*$", re.I)
_FORMERLY = re.compile(r"\b(?:before|previously|formerly|used to)\W*$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:did|was|were|used to|before|back then)\b", re.IGNORECASE)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What answers a question: relations that hold, or held, and else what was said. `unknown`
    are those of which nobody told whether they held then."""

    relations: Sequence[Relation] = ()
    over: Sequence[Relation] = ()
    hits: Sequence[Hit] = ()
    unknown: Sequence[Relation] = ()


class Answers:
    """Answers what the person asks of their memory."""

    def __init__(self, database: Database, recalling: Recalling, graph: Graph) -> None:
        self._database = database
        self._recalling = recalling
        self._graph = graph

    async def answer(self, turn: Turn) -> Conclusion:
        """What a question leads to."""
        clause = _clause(turn)
        when = _when(clause, turn)
        plain = clause if when is None else dated(clause, turn.now, turn.person.zone).rest
        question = await self._whole(question_in(plain), turn.person.id)
        if question.kind == "any" and turn.request.slots.what is None and when is None:
            return lambda work: _listed(work, turn)
        if when is not None and tells_only_when(plain):
            return lambda work: _told_then(work, turn, when)
        if question.kind == "chain":
            paths = await self._graph.paths(turn.person.id, question.name)
            if paths:
                return lambda work: _linked(work, turn, paths)
        if question.kind == "last":
            hits = await self._hits(turn, question.text, MOST_ORDERED)
            return lambda work: _last(work, turn, question, hits)
        found = await self._found(question, turn, when)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            return [Reply(text=await _said(question, found, turn, when, work))]

        return conclude

    async def order(self, turn: Turn) -> Conclusion:
        """What happened when, the first first."""
        what = turn.request.slots.what
        text = what if isinstance(what, str) else turn.incoming.text
        found = _PARTS.match(" ".join(text.split()))
        words = text if found is None else (found["what"] or found["list"] or text)
        parts = [part for part in re.split(r", (?:and )?| and | or ", words) if part]
        if len(parts) > 1:
            each = [await self._hits(turn, part, 1) for part in parts]
            hits = [hit for one in each for hit in one]
        else:
            hits = list(await self._hits(turn, words, MOST_ORDERED))

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            facts = await _facts(work, [hit.fact_id for hit in hits])
            kept = shown_to(turn, list(facts.values()))
            dates = {_marked(hit): _date(hit, facts, turn) for hit in _visible(hits, kept, turn)}
            ordered = sorted(dates.items(), key=lambda pair: pair[1])
            lines = [f"{n}. {_day(at, turn)}: {text}" for n, (text, at) in enumerate(ordered, 1)]
            return [Reply(text="\n".join(lines) or _nothing(turn, hits))]

        return conclude

    def why(self, turn: Turn) -> Conclusion:
        """Where what was just told comes from."""
        focus = turn.conversation.focus

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            ids = focus.ids if focus.subject == "memory" else ()
            facts = shown_to(turn, list((await _facts(work, ids)).values()))
            if focus.subject == "memory" and not ids:
                raise Refused(WHICH_ONE)
            if not facts:
                raise Refused("Ask that right after I have told you something that I know.")
            return [Reply(text="\n\n".join([await why(work, turn, fact) for fact in facts]))]

        return conclude

    async def _hits(self, turn: Turn, words: str, most: int) -> Sequence[Hit]:
        person = turn.person
        return await self._recalling.hits(person.id, words, most, turn.now, person.zone)

    async def _whole(self, question: Question, owner_id: int) -> Question:
        """The question with the name that things are kept under: "my sister" is Anna."""
        if not question.name:
            return question
        async with self._database.transaction(owner_id) as work:
            known, mine = await work.evidence.names(), await work.relations.about(ME)
        return replace(question, name=resolved(question.name, known, mine))

    async def _found(self, question: Question, turn: Turn, when: Span | None) -> Found:
        relations = await self._relations(question, turn.person.id)
        over = await self._over(question, turn.person.id)
        if when is not None and [*relations, *over]:
            held = _surest([r for r in [*over, *relations] if _held(r, when)])
            return Found(
                relations=[r for r in held if r.valid_to is None],
                over=[r for r in held if r.valid_to is not None],
                unknown=() if held else [*relations, *over],
            )
        if relations or (over and question.predicates):
            return Found(relations=relations, over=over)
        hits = await self._hits(turn, question.text, MOST_HITS if when is None else 50)
        if when is not None:
            hits = [hit for hit in hits if when[0] <= hit.said_at < when[1]][:MOST_HITS]
        return Found(hits=hits)

    async def _relations(self, question: Question, owner_id: int) -> list[Relation]:
        """What the graph answers; nothing when the question is not for it."""
        if question.kind == "whose":
            async with self._database.transaction(owner_id) as work:
                return [r for r in await work.relations.current() if _asked(r, question)]
        if question.kind not in ("about", "bond", "mine"):
            return []
        name = question.name or ME
        about = await self._graph.about(owner_id, name)
        if question.kind == "about" and not question.predicates:
            return about
        return [r for r in about if same(r.subject, name) and _asked(r, question)]

    async def _over(self, question: Question, owner_id: int) -> list[Relation]:
        """What was so before."""
        if not question.predicates or question.kind == "whose":
            return []
        whose = question.name or ME
        async with self._database.transaction(owner_id) as work:
            past = await work.relations.past()
        return [r for r in past if same(r.subject, whose) and _asked(r, question)]


def _asked(relation: Relation, question: Question) -> bool:
    thing = question.thing.casefold()
    fits = not thing or thing in relation.object.casefold()
    fits = fits or relation.predicate in bonds_named(thing)
    return fits and any(_is_of(relation.predicate, one) for one in question.predicates)


def _is_of(predicate: str, asked: str) -> bool:
    """Whether it is what is asked for: "my plate" may be that of the car."""
    return predicate == asked or (is_attribute(asked) and predicate.endswith(f"_{asked}"))


def _held(relation: Relation, when: Span) -> bool:
    """Whether it was true at some time of the period, as far as is known."""
    start, end = when
    begun = relation.valid_from is None or relation.valid_from < end
    return begun and (relation.valid_to is None or relation.valid_to > start)


def _surest(held: Sequence[Relation]) -> list[Relation]:
    """Of what there is one at a time, that of which is known since when it was so, if any."""
    known = {r.predicate for r in held if r.valid_from is not None and is_single(r.predicate)}
    return [r for r in held if r.valid_from is not None or r.predicate not in known]


def _when(clause: str, turn: Turn) -> Span | None:
    """The time that is asked of, when it lies behind."""
    span = past(clause, turn.now, turn.person.zone)
    return span if _BEFORE.search(clause) else None


def _clause(turn: Turn) -> str:
    """The sentence of the message that holds the question; a message may hold several."""
    text, what = turn.incoming.text, turn.request.slots.what
    if isinstance(what, str):
        for part in re.split(r"(?<=[.?!;\n])\s+", text):
            if what in part:
                return part
    return text


async def _listed(work: UnitOfWork, turn: Turn) -> Sequence[Reply]:
    return [await page(work, turn, 0)]


async def _told_then(work: UnitOfWork, turn: Turn, when: Span) -> Sequence[Reply]:
    return [await told_in(work, turn, when)]


async def _last(
    work: UnitOfWork, turn: Turn, question: Question, hits: Sequence[Hit]
) -> Sequence[Reply]:
    """When something was that happens now and then, as it was told last."""
    facts = await _facts(work, [hit.fact_id for hit in hits])
    seen = _visible(hits, shown_to(turn, list(facts.values())), turn)
    # What was done, without the verb, which has many forms: "the dentist" of "go to the dentist".
    verb, _, what = question.text.partition(" ")
    very = named(what if words_of(what) else verb, seen, lambda hit: hit.text)
    dates = {_marked(hit): _date(hit, facts, turn) for hit in very}
    behind = {text: at for text, at in dates.items() if at <= turn.now}
    if not behind:
        return [Reply(text=_nothing(turn, hits))]
    text, at = max(behind.items(), key=lambda pair: pair[1])
    await _focus(work, turn, {one: facts[one] for one in facts if facts[one].text == text})
    return [Reply(text=f"The last time that you told me of was {_day(at, turn)}: “{text}”.")]


async def _linked(
    work: UnitOfWork, turn: Turn, paths: Sequence[Sequence[Relation]]
) -> Sequence[Reply]:
    """How the person is connected with somebody, as far as it may be told here."""
    every = await _facts(work, [link.fact_id for path in paths for link in path])
    facts = {fact.id: fact for fact in shown_to(turn, list(every.values()))}
    await _focus(work, turn, facts)
    lines = [
        chain(path)
        for path in paths
        if all(link.fact_id is None or link.fact_id in facts for link in path)
    ]
    return [Reply(text="\n".join(lines) or _nothing(turn, paths), route="memory.recall")]


async def _focus(work: UnitOfWork, turn: Turn, facts: Mapping[str, Fact]) -> None:
    """What "how do you know that?" asks of."""
    if facts:
        focus = Focus(route="memory.recall", subject="memory", ids=tuple(facts))
        await work.people.focus(turn.conversation.id, focus)


async def _facts(work: UnitOfWork, ids: Sequence[str | None]) -> dict[str, Fact]:
    found = [await work.memories.get(fact_id) for fact_id in dict.fromkeys(ids) if fact_id]
    return {fact.id: fact for fact in found if fact is not None}


async def _said(
    question: Question, found: Found, turn: Turn, when: Span | None, work: UnitOfWork
) -> str:
    """The answer in words."""
    relations, over = found.relations, found.over or found.unknown
    ids = [r.fact_id for r in [*relations, *over]] + [hit.fact_id for hit in found.hits]
    every = await _facts(work, ids)
    facts = {fact.id: fact for fact in shown_to(turn, list(every.values()))}
    relations = [r for r in relations if r.fact_id is None or r.fact_id in facts]
    hits = _visible(found.hits, list(facts.values()), turn)
    await _focus(work, turn, facts)
    lines = reckoned(question, [*relations, *over], facts, turn.person.zone, turn.now)
    if lines:
        over = ()
    lines = lines or recounted(relations, facts, turn.person.zone, turn.now)
    if _is_whether(question) and relations:
        liked = relations[0].predicate not in ("DISLIKES", "AVOIDS")
        lines[0] = f"{'Yes' if liked else 'No'}. {lines[0]}"
    if question.kind == "about" and not question.predicates:
        over_now = await outdated(work)
        for fact in shown_to(turn, await work.memories.matching(question.name, MOST_HITS)):
            end = " (no longer so)" if fact.id in over_now else ""
            lines += [] if fact.id in facts else [f"{retold(fact.text)}{end}"]
    if hits and not lines:
        lines = _told_nearest(hits, question, turn)
    if found.unknown:
        lines = ["That far back I know nothing. What you told me:"]
        when = None
    if over and not found.unknown and not lines and when is None:
        lines.append("Nothing now, as far as I know.")
    earlier = [] if question.thing and relations else _earlier(over, facts, turn, when)
    lines = [*earlier, *lines] if _FORMERLY.search(question.text) else [*lines, *earlier]
    every_one = [*found.relations, *over, *found.hits]
    return "\n".join(dict.fromkeys(lines)) or _nothing(turn, every_one)


def _is_whether(question: Question) -> bool:
    """Whether it is answered by yes or no."""
    asks_all = question.kind in ("whose", "bond") or question.reckons is not None
    return bool(question.thing) and not asks_all


def _told_nearest(hits: Sequence[Hit], question: Question, turn: Turn) -> list[str]:
    """What was said that may answer; what tells something else than is asked is no answer."""
    sure = [hit for hit in hits if hit.score >= SURE and not _tells_else(hit.text, question)]
    if question.name and not sure:
        # What tells of others is not even near.
        hits = [hit for hit in hits if names(hit.text, question.name.removeprefix("my "))]
    if not hits:
        return []
    start = found_by(sure) if sure else "I don't know. What comes nearest to it:"
    return [start, *told(sure or hits, turn.person.zone, turn.now)]


def _tells_else(text: str, question: Question) -> bool:
    told = ties_in(text)
    whose = question.name or ME
    answers = any(tie.predicate in question.predicates and same(tie.subject, whose) for tie in told)
    return bool(question.predicates and told) and not answers


def _earlier(
    over: Sequence[Relation], facts: dict[str, Fact], turn: Turn, when: Span | None
) -> list[str]:
    """What was so before, and is no longer; what ended last first."""
    lines: list[str] = []
    for relation in over[:MOST_EARLIER]:
        fact = facts.get(relation.fact_id or "")
        if fact is None:
            continue
        hit = Hit(text=fact.text, said_at=fact.said_at, score=1)
        [line] = told([hit], turn.person.zone, turn.now)
        if relation.valid_to is None:
            lines.append(line)
        elif when is None:
            lines.append(f"Earlier you told me: {line}")
        else:
            # "I used to live in Berlin" does not say until when.
            told_end = relation.valid_to != fact.said_at
            end = f", so until {_day(relation.valid_to, turn)}" if told_end else ""
            lines.append(f"You told me: {line}{end}")
    return list(dict.fromkeys(lines))


def _visible(hits: Sequence[Hit], shown: Sequence[Fact], turn: Turn) -> list[Hit]:
    """What may be told here. A message is not quoted where others read along: nobody has looked
    through it for what is private."""
    ids = {fact.id for fact in shown}
    quotable = not turn.conversation.shared
    return [hit for hit in hits if (quotable if hit.fact_id is None else hit.fact_id in ids)]


def _nothing(turn: Turn, found: Sequence[object]) -> str:
    """What is said when nothing may be told of what was found."""
    return ALONE if found and turn.conversation.shared else UNKNOWN


def _marked(hit: Hit) -> str:
    where = ", ".join(source(hit))
    return f"{hit.text} ({where})" if where else hit.text


def _date(hit: Hit, facts: dict[str, Fact], turn: Turn) -> datetime:
    """When it happened, or else when it was told."""
    fact = facts.get(hit.fact_id or "")
    kept = None if fact is None else fact.happened_at
    return kept or happened_at(hit.text[:500], hit.said_at, turn.person.zone) or hit.said_at


def _day(at: datetime, turn: Turn) -> str:
    zone = zone_called(turn.person.zone)
    return plain_day(wall_of(at, zone).date(), wall_of(turn.now, zone).date())
