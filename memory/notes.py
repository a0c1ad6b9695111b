"""Folders of Markdown notes (Obsidian's, for example) as lines that can be imported."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ENDINGS = (".md", ".markdown")
LONGEST = 20_000
_DAY = re.compile(r"^(?:date|created)(?: ?at)?: *[\"']?(\d{4}-\d\d-\d\d(?:[T ][\d:]+)?)", re.M)
_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n", re.DOTALL)
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
        text = file.read_text("utf-8", "replace")
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        yield json.dumps({"text": None, "ref": f"note:{name}"})
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
            row = {"text": told[:LONGEST], "said_at": said_at, "session": name}
            yield json.dumps(row | {"ref": f"note:{name}:{digest}"})


def _day(head: str, name: str) -> str | None:
    found = _DAY.search(head)
    named = _NAMED_DAY.search(name)
    word = found[1] if found else named[0] if named else None
    try:
        return None if word is None else datetime.fromisoformat(word).isoformat()
    except ValueError:
        return None
