"""Folders of Markdown notes (Obsidian's, for example) as lines that can be imported."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from memory.encodings import decoded

ENDINGS = (".md", ".markdown")
LONGEST = 20_000
_DAY = re.compile(r"^(?:date|created)(?: ?at)?: *[\"']?(\d{4}-\d\d-\d\d(?:[T ][\d:]+)?)", re.M)
_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---(?:\n|\Z)", re.DOTALL)
_NAMED_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LINK = re.compile(r"!?\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")


def note_lines(path: Path) -> Iterator[str]:
    """One JSON line a paragraph, with its heading, file by file. Its `ref` is made of the file and
    of the words, so that the same again is known and what was changed is new.

    Its day is the one that the note names in its head or its name, or that of the file.
    """
    folder = path if path.is_dir() else path.parent
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix.casefold() in ENDINGS and file.is_file():
            name = file.relative_to(folder).as_posix()
            if not name.startswith(".") and "/." not in name:
                yield from _paragraphs(file, name)


def _paragraphs(file: Path, name: str) -> Iterator[str]:
    try:
        text = re.sub(r"\r\n?", "\n", decoded(file.read_bytes()))
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        yield json.dumps({"text": None, "ref": f"note:{name}", "session": name})
        return
    head = _HEAD.match(text)
    said_at = _day("" if head is None else head["head"], name) or changed.isoformat()
    heading = ""
    for part in re.split(r"\n\s*\n", text[0 if head is None else head.end() :]):
        plain = _LINK.sub(r"\1", part).strip()
        if plain.startswith("#") and "\n" not in plain:
            heading = plain.lstrip("# ").strip()
        elif any(letter.isalnum() for letter in plain):
            told = f"{heading}: {plain}" if heading else plain
            digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
            row = {"said_at": said_at, "session": name}
            for place, piece in enumerate(_pieces(told)):
                ref = f"note:{name}:{digest}{f':{place}' if place else ''}"
                yield json.dumps(row | {"text": piece, "ref": ref})


def _pieces(text: str) -> Iterator[str]:
    """`text` in pieces that are no longer than a line may be."""
    for start in range(0, len(text), LONGEST):
        yield text[start : start + LONGEST]


def _day(head: str, name: str) -> str | None:
    found = _DAY.search(head)
    named = _NAMED_DAY.search(name)
    word = found[1] if found else named[0] if named else ""
    # Noon in Greenwich is that day nearly everywhere.
    at = f"{word}T12:00" if _NAMED_DAY.fullmatch(word) else word
    try:
        return datetime.fromisoformat(at).isoformat() if at else None
    except ValueError:
        return None
