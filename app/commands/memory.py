"""`./jenny memory`: what Jenny knows, from the shell."""

import json
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.household import admitted, in_the_house, person_called
from app.wiring import House
from core.clock import aware
from core.errors import Refused, WrongUsage
from core.models import Fact, Forgotten
from memory.exports import export as exported
from memory.forget import forget as forget_chosen
from memory.forget import forget_all, receipt_json
from memory.imports import Imported, import_lines

PAGE = 500
MOST_TO_FORGET = 50


def import_file(file: str, name: str, *, as_json: bool) -> None:
    """Keep the lines of `file` ("-" is standard input), with a progress bar on stderr.

    Raises:
        Refused: the file cannot be read, or nothing in it is a message.
    """

    async def work(house: House) -> Imported:
        owner_id = await admitted(house, name)
        with _lines(file) as (lines, total), Progress(console=_shown(), transient=True) as bar:
            task = bar.add_task("Keeping", total=total)
            return await import_lines(
                house.database,
                house.embedder,
                owner_id,
                lines,
                house.clock.now(),
                lambda done: bar.update(task, completed=done),
            )

    done = in_the_house(work)
    for number, why in done.broken[:20]:
        typer.echo(f"Line {number}: {why}", err=True)
    if as_json:
        typer.echo(json.dumps({"kept": done.kept, "known": done.known, "broken": len(done.broken)}))
    else:
        typer.echo(
            f"{done.kept} kept, {done.known} known already, {len(done.broken)} broken.", err=True
        )
    if done.broken and not done.kept and not done.known:
        raise Refused("Nothing was kept: each line must be a JSON object with a “text”.")


def search(query: str, name: str, most: int, *, jsonl: bool) -> None:
    """What fits `query`, or with `jsonl` each line of standard input, answered line by line.

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
        found = await house.recalling.search(owner_id, query, most, house.clock.now())
        for hit in found.hits:
            typer.echo(f"{hit.score:.2f}  {hit.said_at:%Y-%m-%d}  {hit.text}")
        if found.abstain:
            typer.echo("Nothing that is kept really answers this.", err=True)

    in_the_house(work)


async def _answered(house: House, owner_id: int, line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
        query, most = str(asked["query"]), max(1, min(int(asked.get("k", 10)), 100))
        at = aware(datetime.fromisoformat(asked["at"])) if "at" in asked else house.clock.now()
        at = at.astimezone(UTC)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {"error": "A line is {“query”: “…”, “k”: 10, “at”: “2023-10-22T10:00:00Z”}."}
    return (await house.recalling.search(owner_id, query, most, at)).to_json()


def list_facts(name: str, *, as_json: bool) -> None:
    """All facts, the newest first.

    Raises:
        Refused: nobody has that name.
    """

    async def work(house: House) -> list[Fact]:
        return await _facts(house, await person_called(house, name))

    facts = in_the_house(work)
    for fact in facts:
        if as_json:
            typer.echo(json.dumps(_plain(fact), ensure_ascii=False))
        else:
            typer.echo(f"{fact.said_at:%Y-%m-%d}  {fact.text}")
    if not facts:
        typer.echo("Nothing is remembered yet.", err=True)


def forget(words: str, name: str, *, everything: bool, as_json: bool, ask: bool) -> None:
    """Erase what fits `words`, or everything, and print the receipt.

    Raises:
        WrongUsage: neither words nor --all are given.
        Refused: nobody has that name, or nothing fits.
    """
    if not words.strip() and not everything:
        raise WrongUsage("Forget what? Give words, or --all for everything.")

    async def work(house: House) -> Forgotten:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            facts = [] if everything else await unit.memories.matching(words, MOST_TO_FORGET)
        if not everything and not facts:
            raise Refused("Nothing that is remembered fits these words.")
        if ask and sys.stdin.isatty():
            for fact in facts:
                typer.echo(f"- {fact.text}", err=True)
            typer.confirm("Forget this for good?", abort=True, err=True)
        now = house.clock.now()
        async with house.database.transaction(owner_id) as unit:
            if everything:
                done = await forget_all(unit, now)
            else:
                done = await forget_chosen(unit, now, None, facts=[fact.id for fact in facts])
        await house.projector.drain()
        return done

    receipt = in_the_house(work)
    if as_json:
        typer.echo(json.dumps(receipt_json(receipt)))
        return
    typer.echo(
        f"Forgotten: facts {receipt.memories}, messages {receipt.episodes}, "
        f"relations {receipt.relations}."
    )
    for rest in receipt.remains:
        typer.echo(f"What remains: {rest}", err=True)


def export(name: str) -> None:
    """All that is remembered, as one JSON document on standard output.

    Raises:
        Refused: nobody has that name.
    """

    async def work(house: House) -> bytes:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            return await exported(unit)

    sys.stdout.buffer.write(in_the_house(work) + b"\n")


async def _facts(house: House, owner_id: int) -> list[Fact]:
    found: list[Fact] = []
    async with house.database.transaction(owner_id) as unit:
        while page := await unit.memories.facts(PAGE, skip=len(found)):
            found += page
    return found


def _plain(fact: Fact) -> dict[str, object]:
    return {"id": fact.id, "text": fact.text, "said_at": fact.said_at.isoformat()}


@contextmanager
def _lines(file: str) -> Generator[tuple[Iterable[str], int | None]]:
    """The lines of a file, and how many there are when that can be told."""
    if file == "-":
        yield sys.stdin, None
        return
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as counted:
            total = sum(1 for _ in counted)
        with Path(file).open(encoding="utf-8", errors="replace") as lines:
            yield lines, total
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error


def _shown() -> Console:
    return Console(stderr=True)
