"""`./jenny memory search`: what was said and known, for a person or line by line for programs."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import typer

from app.commands.household import in_the_house, person_called
from app.commands.shown import fitted
from app.wiring import House
from core.clock import aware
from core.errors import Refused, WrongUsage
from core.models import Hit
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.recall import NOTHING

NEAREST = 3
FORM = 'A line is like {"query": "coffee", "k": 10, "at": "2023-10-22T10:00:00Z"}.'


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a line of a program asks: the best `most` of what had been said until `at`."""

    query: str
    most: int
    at: datetime


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
    async with house.database.transaction(owner_id) as unit:
        zone = (await unit.people.get()).zone
    found = await house.recalling.search(owner_id, query, most, house.clock.now(), zone)
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
        asked = _question(line, house.clock.now())
    except Refused as error:
        return {"error": str(error)}
    return (await house.recalling.search(owner_id, asked.query, asked.most, asked.at)).to_json()


def _question(line: str, now: datetime) -> Question:
    """What a line asks.

    Raises:
        Refused: with what is wrong with the line.
    """
    try:
        asked: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused(f"This is no JSON. {FORM}") from error
    if not isinstance(asked, dict):
        raise Refused(f"This is no object. {FORM}")
    fields = cast(dict[str, object], asked)
    query = fields.get("query")
    if not isinstance(query, str):
        raise Refused(f"“query” is missing or no text. {FORM}")
    return Question(query=query, most=_number(fields.get("k", 10)), at=_at(fields.get("at"), now))


def _number(said: object) -> int:
    try:
        return max(1, min(int(str(said)), 100))
    except ValueError as error:
        raise Refused(f"“k” is no whole number. {FORM}") from error


def _at(said: object, now: datetime) -> datetime:
    if said is None:
        return now
    try:
        return aware(datetime.fromisoformat(str(said))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(f"“at” is no instant with an offset. {FORM}") from error
