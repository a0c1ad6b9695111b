"""Reply → the parts that a chat can take: text, entities in UTF-16 units, buttons. Pure.

Telegram counts in UTF-16 units and takes 4,096 of them at once; our marks count code points.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from core.models import Button, Mark, Reply

LIMIT = 4096
REPEAT = "This may be a repeat: I could not tell whether it had arrived.\n\n"

_JOINER = "\u200d"
# Where a text may be cut, best first; a cut lies behind the separator.
_SEPARATORS = ("\n\n", "\n", ". ", " ")
# A cut that leaves a part emptier than this looks like an accident; a worse separator is better.
_FULL_ENOUGH = 0.5
# Clusters are short; a text made of joiners only must not be searched to its beginning.
_LONGEST_CLUSTER = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """How a stretch of a part is set; `offset` and `length` in UTF-16 units of its text."""

    kind: Literal["bold", "italic", "code", "date_time"]
    offset: int
    length: int
    instant: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One message: never blank, at most `LIMIT` units long."""

    text: str
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def harmless(text: str) -> str:
    """`text` with NUL and lone surrogates, which no wire takes, each shown as U+FFFD."""
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def parts(reply: Reply) -> tuple[Part, ...]:
    """The messages that show `reply`, buttons under the last one; none for a blank text.

    Joined they are the text itself, but for stretches of blanks too long for one message.
    """
    text = harmless(reply.text)
    shown = [
        Part(text=text[start:end], entities=_entities(text, start, end, reply.marks))
        for start, end in pieces(text, reply.marks)
        if not text[start:end].isspace()
    ]
    if shown:
        shown[-1] = replace(shown[-1], buttons=reply.buttons)
    return tuple(shown)


def labelled(part: Part) -> tuple[Part, ...]:
    """`part` with the remark that it may be a repeat; in two when both do not fit into one."""
    if units(REPEAT) + units(part.text) > LIMIT:
        return Part(text=REPEAT.strip()), part
    moved = tuple(replace(e, offset=e.offset + units(REPEAT)) for e in part.entities)
    return (replace(part, text=REPEAT + part.text, entities=moved),)


def shortened(text: str, most: int) -> str:
    """`text`, cut to `most` UTF-16 units with an ellipsis when it is longer."""
    clean = harmless(text)
    if units(clean) <= most:
        return clean
    return clean[: _reach(clean, 0, most - 1)] + "…"


def pieces(text: str, marks: Sequence[Mark], limit: int = LIMIT) -> list[tuple[int, int]]:
    """Half-open stretches of `text` in code points, in order and without gaps."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _reach(text, start, limit)
        if end < len(text):
            end = _cut(text, start, end, marks)
        found.append((start, end))
        start = end
    return found


def _reach(text: str, start: int, limit: int) -> int:
    """How far `limit` units carry from `start`, in code points."""
    end = min(len(text), start + limit)
    surplus = units(text[start:end]) - limit
    while surplus > 0:
        end -= 1
        surplus -= 2 if text[end] > "\uffff" else 1
    return end


def _cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> int:
    """The best place in (start, end] to end a message."""
    for separator in _SEPARATORS:
        at = text.rfind(separator, start, end)
        if at >= start + (end - start) * _FULL_ENOUGH:
            candidate = _before_mark(at + len(separator), start, marks)
            if candidate > start + (end - start) * _FULL_ENOUGH:
                return candidate
    whole = _before_mark(_before_cluster(text, start, end), start, marks)
    return whole if whole > start else end


def _before_mark(at: int, start: int, marks: Sequence[Mark]) -> int:
    """`at`, moved in front of a mark that it would tear apart, if that leaves anything."""
    for mark in sorted(marks, key=lambda m: m.start, reverse=True):
        if start < mark.start < at < mark.end:
            at = mark.start
    return at


def _before_cluster(text: str, start: int, end: int) -> int:
    """`end`, moved in front of the letter or emoji that it would tear apart."""
    for at in range(end, max(start, end - _LONGEST_CLUSTER), -1):
        if not _clings(text[at - 1], text[at]):
            return at
    return end


def _clings(left: str, right: str) -> bool:
    """Whether `right` belongs to the same visible character as `left`."""
    if left == _JOINER or right == _JOINER:
        return True
    flag = "\U0001f1e6" <= left <= "\U0001f1ff" and "\U0001f1e6" <= right <= "\U0001f1ff"
    tone = "\U0001f3fb" <= right <= "\U0001f3ff"
    return flag or tone or unicodedata.category(right) in ("Mn", "Mc", "Me")


def _entities(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Entity, ...]:
    found: list[Entity] = []
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last:
            offset = units(text[start:first])
            length = units(text[first:last])
            found.append(Entity(kind=mark.kind, offset=offset, length=length, instant=mark.instant))
    return tuple(found)
