"""Questions about who and what belongs together: asked of an index when it is up to date, or of
the truth itself."""

import structlog

from core.errors import ServerDown
from core.graph import Progress
from core.models import Relation
from core.ports import Graph
from core.stores import Database

log = structlog.get_logger()


class RelationsGraph:
    """`core.ports.Graph` straight from the relations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def about(self, owner_id: int, name: str) -> list[Relation]:
        async with self._database.transaction(owner_id) as work:
            return await work.relations.about(name)

    async def paths(self, owner_id: int, name: str, hops: int = 2) -> list[list[Relation]]:
        async with self._database.transaction(owner_id) as work:
            return await work.relations.paths(name, hops)


class IndexedGraph:
    """`core.ports.Graph` from an index; while that is down or behind, from the truth.

    What was just said, or just forgotten, is in the answer at once either way.
    """

    def __init__(self, index: Graph, truth: Graph, progress: Progress) -> None:
        self._index = index
        self._truth = truth
        self._progress = progress

    async def about(self, owner_id: int, name: str) -> list[Relation]:
        if not await self._progress.behind(owner_id):
            try:
                return await self._index.about(owner_id, name)
            except ServerDown as error:
                log.warning("graph_answered_by_sql", server=error.server)
        return await self._truth.about(owner_id, name)

    async def paths(self, owner_id: int, name: str, hops: int = 2) -> list[list[Relation]]:
        if not await self._progress.behind(owner_id):
            try:
                return await self._index.paths(owner_id, name, hops)
            except ServerDown as error:
                log.warning("graph_answered_by_sql", server=error.server)
        return await self._truth.paths(owner_id, name, hops)
