"""`./jenny memory`: what Jenny knows, from the shell."""

import json
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
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
from memory.encodings import decoded_lines
from memory.exports import export as exported
from memory.exports import lines, markdown
from memory.imports import Imported, episode_of, import_lines
from memory.notes import ENDINGS, note_lines

PAGE = 500
SHOWN = 10


def preview(file: str) -> None:
    """What an import of `file` would keep: how much, and how it begins; nothing is kept.

    Raises:
        Refused: the file cannot be read.
    """
    good, broken = 0, 0
    with _lines(file) as (rows, _):
        for line in rows:
            try:
                said = episode_of(line, datetime.now(UTC)) if line.strip() else None
            except Refused:
                broken += 1
                continue
            if said is not None and good < SHOWN:
                typer.echo(fitted(f"{said.said_at:%Y-%m-%d}  {said.text}"))
            good += said is not None
    typer.echo(
        f"{good} to keep, but for those that are known already or forgotten, {broken} broken."
        " Nothing is kept yet.",
        err=True,
    )


def import_file(file: str, name: str, *, as_json: bool) -> None:
    """Keep the lines of `file` ("-" is standard input), or the paragraphs of a folder of Markdown
    files, with a progress bar on stderr. What is known already is passed over.

    Raises:
        Refused: the file cannot be read, or some lines were no messages; the others are kept.
    """

    async def work(house: House) -> Imported:
        owner_id = await admitted(house, name)
        with _lines(file) as (rows, total), Progress(console=_shown(), transient=True) as bar:
            task = bar.add_task("Keeping", total=total)
            return await import_lines(
                house.database,
                house.embedder,
                owner_id,
                rows,
                house.clock.now(),
                lambda done: bar.update(task, completed=done),
                lambda done: bar.update(task, description="Reading", completed=done, total=None),
            )

    done = in_the_house(work)
    if as_json:
        typer.echo(json.dumps({"kept": done.kept, "known": done.known, "broken": done.broken}))
    else:
        typer.echo(
            f"{done.kept} kept, {done.known} known already or forgotten, {done.broken} broken.",
            err=True,
        )
    numbers = [number for number, _ in done.faults]
    notes = _notes(file, numbers)
    for number, why in done.faults:
        typer.echo(f"{notes.get(number, f'Line {number}')}: {why}", err=True)
    if done.broken:
        named = list(dict.fromkeys(notes.values()))
        raise Refused(_broken(named or [str(number) for number in numbers], done, bool(named)))


def _notes(file: str, numbers: Sequence[int]) -> dict[int, str]:
    """In which notes of a folder the paragraphs of these numbers stand."""
    path = Path(file)
    if not numbers or not _is_notes(path):
        return {}
    told = enumerate(note_lines(path), 1)
    return {number: str(json.loads(line)["session"]) for number, line in told if number in numbers}


def _is_notes(path: Path) -> bool:
    return path.is_dir() or path.suffix.casefold() in ENDINGS


def _broken(named: list[str], done: Imported, in_notes: bool) -> str:
    """How much could not be kept, where, and what to do."""
    more = done.broken - len(done.faults)
    where = listed([*named, f"{more} more"] if more else named)
    noun, one, some = ("paragraph", "in", "in") if in_notes else ("line", "line", "lines")
    many, them = (some, "them") if done.broken > 1 else (one, "it")
    return (
        f"{amount(done.broken, noun)} could not be kept ({many} {where}): mend {them}"
        f" and import {them} again. No {noun} is kept twice."
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


def export(name: str, form: str = "json") -> None:
    """All that is kept of a person, as one JSON document on standard output; as `lines` what can be
    imported again, as `markdown` the facts for reading.

    Raises:
        Refused: nobody has that name.
    """

    async def work(house: House) -> bytes:
        owner_id = await person_called(house, name)
        async with house.database.transaction(owner_id) as unit:
            if form == "lines":
                return await lines(unit)
            if form == "markdown":
                return await markdown(unit, (await unit.people.get()).zone)
            return await exported(unit) + b"\n"

    document = in_the_house(work)
    sys.stdout.buffer.write(document)
    sys.stdout.flush()
    if form != "json":
        return
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
        with open(sys.stdin.fileno(), "rb", closefd=False) as source:
            yield decoded_lines(source), None
        return
    path = Path(file)
    try:
        if _is_notes(path):
            path.stat()
            yield note_lines(path), sum(1 for _ in note_lines(path))
            return
        with path.open("rb") as counted:
            total = sum(1 for _ in decoded_lines(counted))
        with path.open("rb") as source:
            yield decoded_lines(source), total
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error


def _shown() -> Console:
    return Console(stderr=True)
