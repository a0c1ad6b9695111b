"""`./jenny rebuild`: an index from the truth."""

import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.household import in_the_house
from app.wiring import House
from core.passages import Passage
from integrations.redis.alarms import RedisAlarms
from memory.remember import BATCH, embed
from scheduler.reconcile import Reconciler


def rebuild(what: str) -> None:
    """Empty the index called `what` and fill it from PostgreSQL.

    Raises:
        OperatorError: a server cannot be reached; with the cure.
    """
    work = {"alarms": _alarms, "graph": _graph, "vectors": _vectors}[what]
    typer.echo(in_the_house(work), err=True)


async def _alarms(house: House) -> str:
    async with RedisAlarms(house.servers.redis_url, None) as alarms:
        await Reconciler(house.boards, alarms, house.claims, house.clock).rebuild()
    return "Alarms are set for all that is due within 24 hours."


async def _graph(house: House) -> str:
    await house.projector.rebuild()
    if not house.settings.neo4j_url:
        return "There is no Neo4j: PostgreSQL answers for the graph, and nothing has to be built."
    return "The graph is built."


async def _vectors(house: House) -> str:
    total = 0
    with Progress(console=Console(stderr=True), transient=True) as progress:
        people = [owner_id for owner_id, _ in await house.boards.people()]
        counts = [await _count(house, owner_id) for owner_id in people]
        task = progress.add_task("Vectors", total=sum(counts))
        for owner_id in people:
            last = 0
            while some := await _next(house, owner_id, last):
                await embed(house.database, house.embedder, owner_id, some)
                total, last = total + len(some), some[-1].id
                progress.update(task, completed=total)
    return f"{total} facts and messages have their vectors."


async def _count(house: House, owner_id: int) -> int:
    async with house.database.transaction(owner_id) as unit:
        return await unit.passages.count()


async def _next(house: House, owner_id: int, after: int) -> list[Passage]:
    async with house.database.transaction(owner_id) as unit:
        return await unit.passages.after(after, BATCH)
