"""`./jenny memory search`: what was said and known, for a person or line by line for programs."""

import json
import sys
from datetime import UTC, datetime

import typer

from app.commands.household import in_the_house, person_called
from app.commands.shown import fitted
from app.wiring import House
from core.clock import aware
from core.errors import WrongUsage
from core.models import Hit
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.recall import NOTHING

NEAREST = 3


def search(query: str, name: str, most: int, *, jsonl: bool) -> None:
    """What answers `query`, or with `jsonl` each line of standard input, answered line by line.

    Raises:
        WrongUsage: there is no query.
        Refused: nobody has that name.
    """
    if not jsonl and not query.strip():
        raise WrongUsage("What are you looking for? For example: ./jenny memory search “coffee”.")

    async def work(house: House) -> None:
        owner_id = await person_called(house, name)
        if jsonl:
            for line in sys.stdin:
                if line.strip():
                    answer = await _answered(house, owner_id, line)
                    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
                    sys.stdout.flush()
            return
        await _tell(house, owner_id, query, most)

    in_the_house(work)


async def _tell(house: House, owner_id: int, query: str, most: int) -> None:
    found = await house.recalling.search(owner_id, query, most, house.clock.now())
    async with house.database.transaction(owner_id) as unit:
        zone = (await unit.people.get()).zone
    fitting = [hit for hit in found.hits if hit.score >= NOTHING]
    if not fitting:
        typer.echo("Nothing that is kept answers that.")
        if found.hits:
            typer.echo("What comes nearest:")
    # The same may have been said twice on a day, under two numbers.
    for line in dict.fromkeys(_line(hit, zone) for hit in fitting or found.hits[:NEAREST]):
        typer.echo(fitted(line))


def _line(hit: Hit, zone: str) -> str:
    return f"{wall_of(hit.said_at, zone_called(zone)):%Y-%m-%d}  {hit.text}"


async def _answered(house: House, owner_id: int, line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
        query, most = str(asked["query"]), max(1, min(int(asked.get("k", 10)), 100))
        at = aware(datetime.fromisoformat(asked["at"])) if "at" in asked else house.clock.now()
        at = at.astimezone(UTC)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {"error": "A line is {“query”: “…”, “k”: 10, “at”: “2023-10-22T10:00:00Z”}."}
    return (await house.recalling.search(owner_id, query, most, at)).to_json()
