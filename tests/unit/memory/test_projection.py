"""The projector against a queue and an index in memory: order, outages, no index at all."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from core.errors import ServerDown
from core.graph import Batch, Entity
from core.models import Relation
from memory.graph import IndexedGraph
from memory.projection import Projector

ANNA, BEN = 1, 2


class InMemoryQueue:
    """Changes in order: (owner id, the entity that changed)."""

    def __init__(self, *changes: tuple[int, Entity]) -> None:
        self.changes = list(changes)
        self.kept = list(changes)

    async def origin(self) -> str:
        return "here"

    async def everybody(self) -> list[int]:
        return [ANNA, BEN]

    async def waiting(self) -> list[int]:
        return list(dict.fromkeys(owner_id for owner_id, _ in self.changes))

    @asynccontextmanager
    async def next(self, owner_id: int, most: int) -> AsyncGenerator[Batch | None]:
        mine = [change for change in self.changes if change[0] == owner_id][:most]
        entities = tuple(entity for _, entity in mine)
        yield Batch(owner_id=owner_id, entities=entities) if mine else None
        for change in mine:
            self.changes.remove(change)

    async def drop(self, owner_id: int) -> None:
        self.changes = [change for change in self.changes if change[0] != owner_id]

    async def refill(self, owner_id: int) -> None:
        await self.drop(owner_id)
        self.changes += [change for change in self.kept if change[0] == owner_id]

    async def behind(self, owner_id: int) -> bool:
        return owner_id in await self.waiting()


class InMemoryIndex:
    """Names by owner; down while `outages` are left."""

    def __init__(self, outages: int = 0) -> None:
        self.names: dict[int, list[str]] = {}
        self.outages = outages
        self.origin = ""

    async def prepare(self, origin: str) -> bool:
        self._answer()
        return self.origin == origin

    async def adopt(self, origin: str) -> None:
        self._answer()
        self.origin = origin

    async def apply(self, batch: Batch) -> None:
        self._answer()
        names = self.names.setdefault(batch.owner_id, [])
        names += [entity.name for entity in batch.entities if entity.name not in names]

    async def clear(self) -> None:
        self._answer()
        self.names, self.origin = {}, ""

    def _answer(self) -> None:
        if self.outages:
            self.outages -= 1
            raise ServerDown("Neo4j", "start it.")


class ScriptedGraph:
    """Answers with a relation that names it as the subject."""

    def __init__(self, name: str) -> None:
        self.down = False
        self._name = name

    async def about(self, owner_id: int, name: str) -> list[Relation]:
        if self.down:
            raise ServerDown("Neo4j", "start it.")
        return [Relation(subject=self._name, predicate="KNOWS", object=name)]

    async def paths(self, owner_id: int, name: str, hops: int = 2) -> list[list[Relation]]:
        return [await self.about(owner_id, name)]


def changes(*names: str) -> list[tuple[int, Entity]]:
    return [
        (owner_id, Entity(id=number, name=name))
        for number, name in enumerate(names)
        for owner_id in (ANNA, BEN)
    ]


async def test_everybody_is_told_in_order() -> None:
    queue, index = InMemoryQueue(*changes("a", "b", "c")), InMemoryIndex()
    assert await Projector(queue, index).drain()
    assert index.names == {ANNA: ["a", "b", "c"], BEN: ["a", "b", "c"]}
    assert queue.changes == []


async def test_nothing_is_lost_while_the_index_is_down() -> None:
    queue, index = InMemoryQueue(*changes("a")), InMemoryIndex(outages=1)
    projector = Projector(queue, index)
    assert not await projector.drain()
    assert len(queue.changes) == 2
    assert await projector.drain()
    assert index.names == {ANNA: ["a"], BEN: ["a"]}


async def test_an_index_that_lost_its_data_is_told_everything() -> None:
    queue, index = InMemoryQueue(*changes("a")), InMemoryIndex()
    assert await Projector(queue, index).drain()
    await index.clear()
    assert await Projector(queue, index).drain()
    assert index.names == {ANNA: ["a"], BEN: ["a"]}


async def test_rebuilding_is_cut_off_and_goes_on() -> None:
    queue, index = InMemoryQueue(*changes("a")), InMemoryIndex()
    projector = Projector(queue, index)
    assert await projector.drain()
    index.names[ANNA].append("wrong")
    index.outages = 1
    with pytest.raises(ServerDown):
        await projector.rebuild()
    await projector.rebuild()
    assert index.names == {ANNA: ["a"], BEN: ["a"]}


async def test_it_comes_back_by_itself_after_an_outage_and_wakes_for_new_changes() -> None:
    queue, index = InMemoryQueue(*changes("a")), InMemoryIndex(outages=3)
    wake = asyncio.Event()
    running = asyncio.create_task(Projector(queue, index, retry_seconds=0.001).run(wake))
    async with asyncio.timeout(5):
        while queue.changes:
            await asyncio.sleep(0.001)
        queue.changes.append((ANNA, Entity(id=9, name="later")))
        wake.set()
        while queue.changes:
            await asyncio.sleep(0.001)
    running.cancel()
    assert index.names[ANNA] == ["a", "later"]


async def test_without_an_index_the_queue_is_emptied() -> None:
    queue = InMemoryQueue(*changes("a", "b"))
    await Projector(queue, None).drain()
    assert queue.changes == []


async def test_an_index_that_is_behind_or_down_is_not_believed() -> None:
    queue = InMemoryQueue((ANNA, Entity(id=1, name="a")))
    index, truth = ScriptedGraph("index"), ScriptedGraph("truth")
    graph = IndexedGraph(index, truth, queue)
    assert [link.subject for link in await graph.about(ANNA, "a")] == ["truth"]
    assert [link.subject for link in await graph.about(BEN, "a")] == ["index"]
    assert (await graph.paths(BEN, "a"))[0][0].subject == "index"
    index.down = True
    assert [link.subject for link in await graph.about(BEN, "a")] == ["truth"]
    assert (await graph.paths(BEN, "a"))[0][0].subject == "truth"
