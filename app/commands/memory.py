"""`./jenny memory`: what Jenny knows, from the shell."""

import json
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from agents.wording import amount, listed
from app.commands.household import admitted, in_the_house, person_called
from app.commands.shown import fitted
from app.wiring import House
from core.errors import Refused
from core.models import Fact
from memory.exports import export as exported
from memory.imports import Imported, import_lines

PAGE = 500
# So many broken lines are named.
MOST_BROKEN = 20


def import_file(file: str, name: str, *, as_json: bool) -> None:
    """Keep the lines of `file` ("-" is standard input), with a progress bar on stderr.

    Raises:
        Refused: the file cannot be read, or some lines were no messages; the others are kept.
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
    if as_json:
        typer.echo(json.dumps({"kept": done.kept, "known": done.known, "broken": len(done.broken)}))
    else:
        typer.echo(
            f"{done.kept} kept, {done.known} known already, {len(done.broken)} broken.", err=True
        )
    for number, why in done.broken[:MOST_BROKEN]:
        typer.echo(f"Line {number}: {why}", err=True)
    if done.broken:
        raise Refused(_broken([number for number, _ in done.broken]))


def _broken(numbers: list[int]) -> str:
    """How many lines could not be kept, which, and what to do."""
    named = [str(number) for number in numbers[:MOST_BROKEN]]
    if len(numbers) > MOST_BROKEN:
        named.append(f"{len(numbers) - MOST_BROKEN} more")
    some, them = ("lines", "them") if len(numbers) > 1 else ("line", "it")
    return (
        f"{amount(len(numbers), 'line')} could not be kept ({some} {listed(named)}): mend {them}"
        f" and import {them} again. Lines with a “ref” are never kept twice."
    )


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
            typer.echo(fitted(f"{fact.said_at:%Y-%m-%d}  {fact.text}"))
    if not facts:
        typer.echo("Nothing is remembered yet.", err=True)


def export(name: str) -> None:
    """All that is kept of a person, as one JSON document on standard output.

    Raises:
        Refused: nobody has that name.
    """

    async def work(house: House) -> bytes:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            return await exported(unit)

    document = in_the_house(work)
    sys.stdout.buffer.write(document + b"\n")
    sys.stdout.flush()
    kinds = json.loads(document).items()
    held = [amount(len(rows), kind.removesuffix("s")) for kind, rows in kinds if kind != "person"]
    typer.echo(
        f"That is what Jenny keeps for you: the settings, {listed(held)}. What Jenny said and"
        " proposed (kept 14 days) and the log of steps (400 days, no texts) are not in it.",
        err=True,
    )


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
