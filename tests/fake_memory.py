"""Episodes, facts, relations and changes of a person, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from core.evidence import Name
from core.forgetting import NO_PLANS, Choice, Erasure, Forgotten, Plans, State
from core.learning import Kind, Waiting
from core.models import Episode, Fact, Hit, Interaction, Person, Relation
from core.passages import Passage, Vector
from core.sentences import holds
from tests.fake_rows import Row, Store


class FakeEpisodes(Store):
    async def keep(self, episode: Episode) -> int | None:
        for known in self.state.episodes.values():
            same_message = episode.inbox_id is not None and known.inbox_id == episode.inbox_id
            if same_message or (episode.ref is not None and known.ref == episode.ref):
                return None
        episode_id = self.unit.ids()
        self.state.episodes[episode_id] = replace(episode, id=episode_id)
        return episode_id

    async def bring(self, episodes: Sequence[Episode]) -> int:
        return sum([await self.keep(episode) is not None for episode in episodes])

    async def drop(self, inbox_id: int) -> None:
        kept = self.state.episodes.items()
        self.state.episodes = {i: e for i, e in kept if e.inbox_id != inbox_id}

    async def listed(self, most: int, after_id: int = 0) -> list[Episode]:
        return [e for e in self.state.episodes.values() if e.id > after_id][:most]

    async def matching(self, words: str, most: int) -> list[Episode]:
        wanted = words.casefold().split()
        newest = sorted(self.state.episodes.values(), key=lambda e: e.said_at, reverse=True)
        said = [(e, f"{e.speaker}: {e.text}".casefold()) for e in newest]
        return [e for e, text in said if all(word in text for word in wanted)][:most]

    async def of_message(self, inbox_id: int) -> int | None:
        found = [e.id for e in self.state.episodes.values() if e.inbox_id == inbox_id]
        return found[0] if found else None


class FakePassages(Store):
    """There are none: recall goes by words."""

    async def waiting(self, model: str, most: int, after_id: int = 0) -> list[Passage]:
        return []

    async def after(self, passage_id: int, most: int) -> list[Passage]:
        return []

    async def count(self) -> int:
        return 0

    async def set_vectors(self, vectors: Sequence[tuple[int, Vector]]) -> None: ...


class FakeMemories(Store):
    async def recall(
        self,
        query: str,
        vector: Vector | None,
        most: int,
        at: datetime,
        during: tuple[datetime, datetime] | None = None,
    ) -> list[Hit]:
        wanted = set(query.casefold().split())
        hits = [
            Hit(
                text=fact.text,
                said_at=fact.said_at,
                score=len(wanted & set(fact.text.casefold().split())),
                fact_id=fact.id,
            )
            for fact in self.state.facts.values()
        ]
        found = [hit for hit in hits if hit.score > 0]
        return sorted(found, key=lambda hit: -hit.score)[:most]

    async def facts(
        self,
        most: int,
        skip: int = 0,
        *,
        kind: Kind | None = None,
        about: str = "",
        hidden: Collection[Kind] = (),
        during: tuple[datetime, datetime] | None = None,
    ) -> list[Fact]:
        newest = sorted(self.state.facts.values(), key=lambda f: f.said_at, reverse=True)
        newest = [f for f in newest if kind in (None, f.kind) and f.kind not in hidden]
        newest = [f for f in newest if about.casefold() in f.text.casefold()]
        start, end = during or (None, None)
        newest = [f for f in newest if start is None or end is None or start <= f.said_at < end]
        return newest[skip : skip + most]

    async def get(self, fact_id: str) -> Fact | None:
        return self.state.facts.get(fact_id)

    async def matching(self, words: str, most: int) -> list[Fact]:
        wanted = words.casefold().split()
        facts = await self.facts(len(self.state.facts))
        return [f for f in facts if all(word in f.text.casefold() for word in wanted)][:most]

    async def forget(self, choice: Choice, at: datetime, cause: int | None) -> Forgotten:
        facts, episodes = self.state.facts, self.state.episodes
        gone = [facts.pop(i) for i in choice.facts if i in facts]
        said = [*choice.messages, *choice.mentions]
        unsaid = [episodes.pop(i) for i in said if i in episodes]
        return Forgotten(memories=len(gone), episodes=len(unsaid))

    async def unsay(self, at: datetime, cause: int) -> None:
        """Nothing is kept here that could be erased."""

    async def forget_all(
        self, at: datetime, cause: int | None, plans: Plans = NO_PLANS
    ) -> Forgotten:
        gone = Forgotten(memories=len(self.state.facts), episodes=len(self.state.episodes))
        self.state.facts.clear()
        self.state.episodes.clear()
        return gone


class FakeErasures(Store):
    """Finds by words; keeps no receipts."""

    async def hold(self) -> None:
        """One transaction at a time is open here anyway."""

    async def about(self, names: Sequence[str]) -> Choice:
        facts = [f.id for f in self.state.facts.values() if any(holds(f.text, n) for n in names)]
        return Choice(facts=tuple(facts), names=tuple(names))

    async def during(self, since: datetime, until: datetime) -> Choice:
        facts = [f.id for f in self.state.facts.values() if since <= f.said_at < until]
        return Choice(facts=tuple(facts), only=True)

    async def fitting(self, words: str) -> Choice:
        facts = [f.id for f in self.state.facts.values() if holds(f.text, words)]
        return Choice(facts=tuple(facts))

    async def plans(self) -> Plans:
        return NO_PLANS

    async def examples(self, choice: Choice, most: int) -> list[str]:
        return [self.state.facts[fact_id].text for fact_id in choice.facts][:most]

    async def listed(self, most: int) -> list[Erasure]:
        return []

    async def open(self) -> list[Erasure]:
        return []

    async def told(self, erasure_id: int, line: str) -> int | None:
        return None

    async def mark(self, erasure_ids: Sequence[int], state: State, at: datetime) -> None: ...


class FakeRelations(Store):
    async def assert_(self, relation: Relation, at: datetime) -> int | None:
        same = (relation.subject, relation.predicate, relation.object)
        for known in self.state.relations.values():
            triple = (known.subject, known.predicate, known.object)
            if triple == same and known.valid_to is None:
                return None
        relation_id = self.unit.ids()
        self.state.relations[relation_id] = replace(relation, id=relation_id, recorded_at=at)
        return relation_id

    async def hold(self) -> None:
        """One transaction at a time is open here anyway."""

    async def retract(self, fact_id: str) -> None:
        kept = self.state.relations.items()
        self.state.relations = {i: r for i, r in kept if r.fact_id != fact_id}

    async def end(self, relation_id: int, at: datetime) -> None:
        known = self.state.relations[relation_id]
        self.state.relations[relation_id] = replace(known, valid_to=at)

    async def current(self) -> list[Relation]:
        return [r for r in self.state.relations.values() if r.valid_to is None]

    async def past(self) -> list[Relation]:
        ended = [r for r in self.state.relations.values() if r.valid_to is not None]
        return sorted(ended, key=lambda r: (r.valid_to or datetime.max, r.id), reverse=True)  # noqa: DTZ901

    async def about(self, name: str) -> list[Relation]:
        wanted = name.casefold()
        return [
            relation
            for relation in self.state.relations.values()
            if relation.valid_to is None
            and wanted in (relation.subject.casefold(), relation.object.casefold())
        ]

    async def paths(self, name: str, hops: int = 2) -> list[list[Relation]]:
        return [[relation] for relation in await self.about(name) if relation.subject == "me"]

    async def log(self, interaction: Interaction) -> None:
        self.state.log.append(interaction)


class FakeLessons(Store):
    """Nobody learns in memory; what is put is seen."""

    async def put(self, episode_id: int, at: datetime) -> None:
        self.state.lessons.append(episode_id)

    async def claim(self, episode_id: int, at: datetime, lease_until: datetime) -> Waiting | None:
        return None

    async def keep_answer(self, episode_id: int, answer: str) -> None: ...
    async def finish(self, episode_id: int) -> bool:
        return False

    async def postpone(self, episode_id: int, until: datetime) -> None: ...
    async def set_aside(self, episode_id: int) -> None: ...
    async def told(self, inbox_id: int) -> list[Fact]:
        return [fact for fact in self.state.facts.values() if fact.inbox_id == inbox_id]

    async def replied(self, inbox_id: int) -> int | None:
        return None

    async def refuse(self, reason: str) -> None: ...


class FakeEvidence(Store):
    """Every fact has its own message alone, every name means itself."""

    async def prove(self, fact_id: str, inbox_id: int) -> None: ...
    async def proofs(self, fact_id: str) -> list[Episode]:
        inbox_id = self.state.facts[fact_id].inbox_id
        return [e for e in self.state.episodes.values() if e.inbox_id == inbox_id]

    async def pin(self, fact_id: str, *, on: bool) -> None:
        self.state.facts[fact_id] = replace(self.state.facts[fact_id], pinned=on)

    async def standing(self, most: int) -> list[Fact]:
        return [f for f in self.state.facts.values() if f.pinned or f.kind == "standing"][:most]

    async def names(self) -> list[Name]:
        return []

    async def merge(self, name: str, other: str) -> None: ...


class FakeChanges(Store):
    async def undo(self, inbox_id: int) -> str:
        images = self.state.changes.get(inbox_id)
        if not images:
            return "nothing"
        for (table, row_id), (_, after) in sorted(images.items()):
            present = self.present(table, row_id)
            if present != after:
                rung = getattr(present, "state", "") in ("claimed", "sent", "missed")
                return "rung" if table == "occurrences" and rung else "changed"
        for key, (before, _) in images.items():
            if isinstance(before, Person):
                self.state.person = before
            elif before is None:
                self.state.rows.pop(key, None)
            else:
                self.state.rows[key] = before
        del self.state.changes[inbox_id]
        return "undone"

    def present(self, table: str, row_id: int) -> Row | None:
        if table == "people":
            return self.state.person
        return self.state.rows.get((table, row_id))

    async def any(self, inbox_id: int) -> bool:
        return bool(self.unit.changed()) or bool(self.state.changes.get(inbox_id))
