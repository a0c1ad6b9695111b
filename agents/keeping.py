"""Remembering in the chat: what is told, corrected, or means the same."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.agent import Conclusion, Turn
from agents.answering import saying
from agents.memory_pages import shown_to
from agents.privacy import unkept
from agents.wording import listed, quoted
from core.errors import Refused
from core.learning import Lesson
from core.models import Fact, Focus, Reply
from core.stores import Database, UnitOfWork
from memory.bonds import BONDS
from memory.dates import happened_at
from memory.extract import LONGEST_STATEMENT, ties_in
from memory.gate import is_small_talk
from memory.remember import Kept, Remembering, Source, relate, settle
from memory.secrets import REFUSED, secret
from memory.telling import LONGEST_NAME

LATELY = 10
PAUSED = "The memory is paused, so I keep nothing. Say “resume memory” to go on."
_NAMED = re.compile(r"(?:his|her|their|its|the|my)? ?name(?: is|['’]s) (?P<new>.+)", re.IGNORECASE)
_SHORT = re.compile(r"(?:it(?:['’]s| is)|(?:s?he|they)(?:['’]s| is| are)) (?P<new>.+)", re.I)


class Keeping:
    """What the person wants kept."""

    def __init__(self, database: Database, remembering: Remembering) -> None:
        self._database = database
        self._remembering = remembering

    async def store(self, turn: Turn) -> Conclusion:
        """Keep what was said; answered once it is kept.

        Raises:
            Refused: nothing is to be kept now, or not this.
        """
        if turn.person.private:
            return saying(unkept())
        _allowed(turn)
        lessons = _lessons(turn)
        if not lessons:
            raise Refused("What shall I remember? For example: “remember that I like tea”.")
        incoming = turn.incoming
        source = Source(inbox_id=incoming.inbox_id, said_at=incoming.received_at)
        kept = await self._remembering.write(incoming.owner_id, lessons, source)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            await settle(work, kept, turn.now, incoming.inbox_id)
            await _focus(work, turn, [one.fact.id for one in kept])
            return [Reply(text=_remembered(kept))]

        return conclude

    async def correct(self, turn: Turn) -> Conclusion:
        """Put right the fact at hand; other words are kept beside it.

        Raises:
            Refused: nothing is to be kept now, or not this.
        """
        if turn.person.private:
            return saying(unkept())
        _allowed(turn)
        said = turn.request.slots.what
        words = said.strip(' “”"') if isinstance(said, str) else ""
        found = await self._meant(turn, words)
        if found is None:
            return await self.store(turn)
        fact, text = found
        await self._remembering.correct(turn.person.id, fact, text)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            await work.relations.hold()
            ties = ties_in(text, fact.said_at, turn.person.zone)
            renamed = _renamed(fact, words, turn)
            if renamed is not None:
                await work.evidence.merge(*renamed)
            await work.relations.retract(fact.id)
            await relate(work, ties, replace(fact, text=text), fact.episode_id, turn.now)
            await _focus(work, turn, [fact.id])
            was = quoted(fact.text, 200)
            return [Reply(text=f"Corrected: {quoted(text, 200)}. Before it was {was}.")]

        return conclude

    def same(self, turn: Turn) -> Conclusion:
        """Take two names for one.

        Raises:
            Refused: nothing is to be kept now.
        """
        if turn.person.private:
            return saying(unkept())
        _allowed(turn)
        names = turn.request.slots.what
        name, other = names if isinstance(names, tuple) and len(names) == 2 else ("", "")

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            known = {one.text.casefold() for one in await work.evidence.names()}
            if not {name.casefold(), other.casefold()} & known:
                raise Refused(f"I know neither {name} nor {other} yet.")
            # What is known better leads.
            first, second = (name, other) if name.casefold() in known else (other, name)
            await work.relations.hold()
            await work.evidence.merge(first, second)
            return [Reply(text=f"All right, {second} is {first}.")]

        return conclude

    async def _meant(self, turn: Turn, words: str) -> tuple[Fact, str] | None:
        """The fact that is to be put right, and what it says then. "Her name" may be of somebody
        told of a little before."""
        focus = turn.conversation.focus
        ids = reversed(focus.ids if focus.subject == "memory" else ())
        async with self._database.transaction(turn.person.id) as work:
            found = [await work.memories.get(fact_id) for fact_id in ids]
            lately = await work.memories.facts(LATELY) if _NAMED.fullmatch(words) else []
        known = [fact for fact in [*found, *lately] if fact is not None]
        for fact in shown_to(turn, known):
            text = _corrected(fact, words, turn)
            if text is not None:
                return fact, text
        return None


def _allowed(turn: Turn) -> None:
    if turn.person.paused:
        raise Refused(PAUSED)
    if secret(turn.incoming.text):
        raise Refused(REFUSED)


async def _focus(work: UnitOfWork, turn: Turn, ids: Sequence[str]) -> None:
    focus = Focus(route="memory.store", subject="memory", ids=tuple(ids))
    await work.people.focus(turn.conversation.id, focus)


def _lessons(turn: Turn) -> list[Lesson]:
    """What is to be kept. A message may hold several requests, so each is told by its place."""
    what, said = turn.request.slots.what, turn.incoming.text
    texts = (what,) if isinstance(what, str) else what or ()
    # "Can you remember that I like tea?" is polite, and no question.
    plain = [text.strip(" ?\n") for text in dict.fromkeys(texts) if text.strip(" ?\n")]
    if turn.request.verb == "name" and plain:
        name = plain[0].strip(' .!"“”')
        if len(name.split()) <= LONGEST_NAME:
            return [_lesson(f"My name is {name}", said, turn), *_each(plain[1:], turn)]
    return _each(plain, turn)


def _each(texts: Sequence[str], turn: Turn) -> list[Lesson]:
    worth = [text for text in texts if not is_small_talk(text)] if len(texts) > 1 else list(texts)
    lessons = [_lesson(text, turn.incoming.text, turn) for text in worth]
    at, zone = turn.incoming.received_at, turn.person.zone
    # "But now I love them" says nothing without what stands before it.
    torn = any(lesson.ties and not ties_in(lesson.text, at, zone) for lesson in lessons[1:])
    said = turn.incoming.text.strip()
    return [_lesson(said, said, turn)] if torn and len(said) <= LONGEST_STATEMENT else lessons


def _lesson(text: str, said: str, turn: Turn) -> Lesson:
    """The statement with what its sentence says; its time may stand before it."""
    place = max(said.find(text), 0)
    start = max((said.rfind(end, 0, place) for end in ".!?\n"), default=-1) + 1
    whole = said[start : place + len(text)].strip()
    at, zone = turn.incoming.received_at, turn.person.zone
    ties = ties_in(whole, at, zone) or ties_in(text, at, zone)
    return Lesson(
        text=text,
        place=place,
        ties=tuple(ties),
        happened_at=happened_at(whole, at, zone) if len(whole) < 500 else None,
    )


def _corrected(fact: Fact, words: str, turn: Turn) -> str | None:
    """What the fact says once it is put right; None when the words are of something else."""
    if turn.conversation.focus.question == "edit":
        return words
    old = ties_in(fact.text, fact.said_at, turn.person.zone)
    new = ties_in(words, fact.said_at, turn.person.zone)
    if any((o.subject, o.predicate) == (n.subject, n.predicate) for o in old for n in new):
        return words
    named = _NAMED.fullmatch(words) or _SHORT.fullmatch(words)
    instead = words if named is None else named["new"]
    if _NAMED.fullmatch(words) and not any(tie.predicate in BONDS.values() for tie in old):
        return None
    if len(old) != 1 or new or not 0 < len(instead.split()) <= LONGEST_NAME:
        return None
    # "No, in Turin" repeats what leads to the place.
    lead, _, _ = instead.partition(" ")
    found = re.search(re.escape(old[0].object), fact.text, re.IGNORECASE)
    if found is None:
        return fact.text
    before, after = fact.text[: found.start()], fact.text[found.end() :]
    repeats = before.casefold().endswith(f" {lead} ".casefold())
    return f"{before}{instead.removeprefix(f'{lead} ') if repeats else instead}{after}"


def _renamed(fact: Fact, words: str, turn: Turn) -> tuple[str, str] | None:
    """(right name, wrong name) where somebody's name is put right: what is known of them stays."""
    named = _NAMED.fullmatch(words)
    old = ties_in(fact.text, fact.said_at, turn.person.zone)
    people = [tie.object for tie in old if tie.predicate in BONDS.values()]
    return None if named is None or not people else (named["new"], people[0])


def _remembered(kept: Sequence[Kept]) -> str:
    if not kept:
        return "You asked me to forget that, so I have not kept it again."
    new = [quoted(one.fact.text, 200) for one in kept if not one.known]
    old = [quoted(one.fact.text, 200) for one in kept if one.known]
    said = [f"I'll remember: {listed(new)}."] if new else []
    return "\n".join([*said, f"I knew already: {listed(old)}."] if old else said)
