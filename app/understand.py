"""`./jenny understand`: a text explained in colour, or JSON lines in and out."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TextIO, cast
from zoneinfo import ZoneInfo

from core.errors import Refused, WrongUsage
from core.ports import Embedder
from core.requests import Request, TimeExpression
from core.zones import zone as zone_called
from integrations.embeddings import MiniLM
from understanding import understand

FORM = 'A line is like {"text": "call mum at 9", "now": "2013-02-12T04:30:00-02:00"}.'
PROGRESS_EVERY = 1000
COLOURS = ("bold cyan", "bold magenta", "bold green", "bold yellow")


def run(text: str, *, now: str, zone: str, jsonl: bool) -> None:
    """The whole command. `now` is ISO 8601, local at `zone` without an offset, else this moment.

    Raises:
        WrongUsage: there is no text.
        Refused: `now` is no instant, or there is no such zone.
    """
    if jsonl:
        lines = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        answer_lines(lines, sys.stdout, MiniLM(whole=True))
        return
    if not text:
        raise WrongUsage("Say what to explain: ./jenny understand “call mum tomorrow at 9”.")
    place = zone_called(zone) if zone else None
    moment = _instant(now, place)
    # The bytes of a shell need not be text, and then could not be printed either.
    explain(text.encode("utf-8", "replace").decode(), moment, place)


def _instant(said: object, place: ZoneInfo | None) -> datetime:
    """The aware instant that was said; without an offset it is local at `place`."""
    if said in (None, ""):
        return datetime.now(UTC).astimezone(place)
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise Refused(
            "“now” is no ISO 8601 instant: write it like 2026-03-28T21:00+01:00."
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=place) if place else moment.astimezone()
    return moment


def answer_lines(lines: Iterable[str], out: TextIO, embedder: Embedder | None = None) -> None:
    """Answer each JSON line with one, flushed, in order; a broken line with its error.

    Keeps nothing between lines. A terminal at stderr sees how far it is.
    """
    watched = sys.stderr.isatty() and not out.isatty()
    for number, line in enumerate(lines, 1):
        if line.strip():
            out.write(json.dumps(_answer(line, embedder)) + "\n")
            out.flush()
        if watched and number % PROGRESS_EVERY == 0:
            sys.stderr.write(f"\r{number} lines")
            sys.stderr.flush()
    if watched:
        sys.stderr.write("\n")


def _answer(line: str, embedder: Embedder | None) -> dict[str, object]:
    try:
        fields = _fields(line)
        text, zone = fields.get("text"), fields.get("zone")
        if not isinstance(text, str):
            raise Refused(f"“text” is missing or no text. {FORM}")
        place = zone_called(str(zone)) if zone else None
        now = _instant(fields.get("now"), place)
        return understand(text, now=now, zone=place, embedder=embedder).to_json()
    except OverflowError:
        return {"error": "“now” is at the very end of the calendar, where zones have no time."}
    except Refused as error:
        return {"error": str(error)}


def _fields(line: str) -> dict[str, object]:
    """The object of a line.

    Raises:
        Refused: it is none.
    """
    try:
        asked: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused(f"This is no JSON. {FORM}") from error
    if not isinstance(asked, dict):
        raise Refused(f"This is no object. {FORM}")
    return cast(dict[str, object], asked)


def explain(text: str, now: datetime, zone: ZoneInfo | None) -> None:
    """Print how `text` is understood: the request, its slots, each time with span and rule."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    request = understand(text, now=now, zone=zone, embedder=MiniLM(whole=True))
    marked = Text(text)
    for place, expression in enumerate(sorted(_times(request), key=lambda t: t.span)):
        marked.stylize(COLOURS[place % len(COLOURS)], *expression.span)
    console.print(marked)
    for row in _rows(request):
        name, _, value = row.partition("\t")
        console.print(Text.assemble((f"{name:>12}  ", "dim"), value))


def _times(request: Request) -> Iterator[TimeExpression]:
    yield from request.times
    for further in request.also:
        yield from _times(further)


def _rows(request: Request) -> Iterator[str]:
    verb = f" ({request.verb})" if request.verb else ""
    yield f"route\t{request.route}{verb}, confidence {request.confidence:.2f}"
    for name, value in request.slots.to_json().items():
        shown = ", ".join(map(str, cast(list[object], value))) if isinstance(value, list) else value
        yield f"{name}\t{shown}"
    for expression in request.times:
        start, end = expression.span
        assumed = f", assumed: {', '.join(expression.assumed)}" if expression.assumed else ""
        value = json.dumps(expression.to_json()["value"]).strip('"')
        yield f"time\t“{expression.text}” {start}–{end}: {expression.kind} {value}"
        yield f"rule\t{expression.rule}{assumed}"
        for other in cast(list[object], expression.to_json().get("alternatives", [])):
            shown = json.dumps(other).strip('"')
            yield f"or\t{shown}"
        if expression.conflict:
            yield f"conflict\t{expression.conflict}"
    if request.alternatives:
        yield f"or else\t{', '.join(request.alternatives)}"
    for further in request.also:
        yield from _rows(further)
