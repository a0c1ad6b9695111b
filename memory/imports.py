"""Messages from elsewhere, one JSON object a line, kept verbatim."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from itertools import islice

from core.errors import Refused
from core.models import Episode
from core.ports import Embedder
from core.stores import Database
from memory.remember import embed_pending
from memory.secrets import secret

BATCH = 200
MOST_FAULTS = 20
_NUMBERED = re.compile(r"episode:\d{1,18}", re.ASCII)
FIELDS = ("text", "said_at", "speaker", "ref", "session")


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """How many lines were kept, were known already, and were broken; of the first of these the
    number and what is wrong."""

    kept: int = 0
    known: int = 0
    broken: int = 0
    faults: tuple[tuple[int, str], ...] = ()


def episode_of(line: str, now: datetime) -> Episode:
    """The message of a line; without a time it was said `now`, without a `ref` it is known by what
    the line says.

    Raises:
        Refused: with what is wrong with the line.
    """
    try:
        fields: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused("This is no JSON object.") from error
    if not isinstance(fields, dict):
        raise Refused("This is no JSON object.")
    words = {name: _word(fields.get(name), name) for name in FIELDS}  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    text = words["text"]
    if text is None or not text.strip():
        raise Refused("“text” is missing.")
    if secret(text):
        raise Refused("It holds what opens an account or a card, which is not kept.")
    return Episode(
        text=text,
        said_at=_instant(words["said_at"], now),
        speaker=words["speaker"],
        origin="import",
        session=words["session"],
        ref=_ref(words),
        dated=words["said_at"] is not None,
    )


def _ref(words: Mapping[str, str | None]) -> str:
    """The name of the line, else one made of it: the same for the same line, so that an import
    that was cut off goes on. Older exports number messages, and every house counts from one."""
    ref = words["ref"] or ""
    numbered = _NUMBERED.fullmatch(ref)
    if ref and not numbered:
        return ref
    said = json.dumps([words[name] for name in FIELDS]).encode()
    return f"line:{f'{ref}:' if numbered else ''}{hashlib.sha256(said).hexdigest()[:16]}"


def _word(value: object, name: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and name != "text":
        return str(value)
    raise Refused(f"“{name}” must be a text.")


def _instant(value: str | None, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refused("“said_at” must be ISO 8601, like 2023-05-08T13:56:00Z.") from error
    # In some zone it would lie outside of what can be counted.
    if not MINYEAR < found.year < MAXYEAR:
        raise Refused("“said_at” lies too far off.")
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


async def import_lines(
    database: Database,
    embedder: Embedder,
    owner_id: int,
    lines: Iterable[str],
    now: datetime,
    progress: Callable[[int], None],
    embedded: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Keep each line once; what is known already is passed over. Once all are kept, and found by
    their words, they get their vectors, which takes much longer.

    Every batch is committed, so an import that was cut off goes on where it ended. `progress` is
    told how many lines are dealt with so far, `embedded` how many passages have got a vector.
    """
    total, done = Imported(), 0
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(numbered, BATCH)):
        episodes, faults = _episodes(batch, now)
        async with database.transaction(owner_id) as work:
            new = await work.episodes.bring(episodes)
        total = Imported(
            kept=total.kept + new,
            known=total.known + len(episodes) - new,
            broken=total.broken + len(faults),
            faults=(*total.faults, *faults)[:MOST_FAULTS],
        )
        done += len(batch)
        progress(done)
    await embed_pending(database, embedder, owner_id, embedded)
    return total


def _episodes(
    batch: Sequence[tuple[int, str]], now: datetime
) -> tuple[list[Episode], list[tuple[int, str]]]:
    episodes: list[Episode] = []
    faults: list[tuple[int, str]] = []
    for number, line in batch:
        try:
            episodes.append(episode_of(line, now))
        except Refused as error:
            faults.append((number, str(error)))
    return episodes, faults
