"""What keeps forgotten things away: keys that tell nothing to who lacks the house's own key.

| key | buries |
|---|---|
| `message:<number>`, `<number>:<place>` | a message whole, one fact of it |
| `text:<code>` | a text or sentence, wherever it comes from, if it was said before |
| `told:<code>` | a text or sentence that was said at that second, and no other |
| `ref:<code>` | the line of an import |
| `name:<code>`, `entity:<id>` | a person or topic |
| `all` | everything until then, also what is learned from it late |
"""

import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from core.sentences import marked, marked_in, normal, parts, runs, sentences, written

# A name of more words than that is buried by its first ones.
LONGEST_NAME = 3
EVERYTHING = "all"

# Whoever adds to what is this person's holds their row, and is waited for, or waits: nothing comes
# between the statements of forgetting.
HOLD = "select from people where id = %(owner)s for update"
# For whoever adds, before the statement that looks at what is buried: while it waited, it would not
# see what was buried meanwhile.
SHARE = "select from people where id = %(owner)s for key share"
BURY = """
insert into tombstones (owner_id, key, at, last_inbox_id)
select %(owner)s, key, %(at)s,
  coalesce(%(cause)s::bigint, (select max(id) from inbox where owner_id = %(owner)s), 0)
from unnest(%(keys)s::text[]) key
on conflict (owner_id, key) do update set at = excluded.at, last_inbox_id = excluded.last_inbox_id
"""
# Whether it was said before it was forgotten: messages by their numbers, as clocks can be set back.
BURIED: LiteralString = """
select from tombstones where owner_id = %(owner)s and (
  key in ('message:' || %(inbox)s::bigint, %(source)s::text)
  or key = any(%(codes)s) and case when %(inbox)s::bigint is null then
    not %(dated)s or at >= %(said_at)s else last_inbox_id >= %(inbox)s::bigint end)
"""


class Seal:
    """Turns words into codes, for each person others. Without a key of its own, as in tests, the
    codes hide nothing."""

    def __init__(self, key: bytes = b"") -> None:
        self._key = key

    def text(self, owner_id: int, text: str) -> str:
        """The key that buries a text, however its words are spaced and marked."""
        return f"text:{self._code(owner_id, 'text', normal(text) or text)}"

    def told(self, owner_id: int, text: str, said_at: datetime | None) -> str:
        """The key that buries a text only as it was said then; None: without a time of its own."""
        at = "" if said_at is None else int(said_at.timestamp())
        return f"told:{self._code(owner_id, 'told', f'{at}/{normal(text) or text}')}"

    def ref(self, owner_id: int, ref: str) -> str:
        """The key that buries what an import calls `ref`."""
        return f"ref:{self._code(owner_id, 'ref', ref)}"

    def name(self, owner_id: int, name: str) -> str:
        """The key that buries a person or topic."""
        first = " ".join(normal(name).split()[:LONGEST_NAME])
        whole = " ".join(written(name).split()[:LONGEST_NAME])
        if marked(whole):
            # No name in words holds that mark.
            first = f"={whole}"
        return self._named(owner_id, first)

    def said(self, owner_id: int, text: str) -> list[str]:
        """The keys that bury a text, or a sentence of it."""
        return [self.text(owner_id, one) for one in pieces(text)]

    def named(self, owner_id: int, text: str) -> dict[str, str]:
        """What `text` might name, by the key that would bury it."""
        # Of plain letters a run is written as `normal` would write it again.
        plain = {
            self._named(owner_id, run) if run.isascii() else self.name(owner_id, run): run
            for run in dict.fromkeys(runs(text, LONGEST_NAME))
        }
        marks = dict.fromkeys(marked_in(text, LONGEST_NAME))
        return plain | {self.name(owner_id, name): name for name in marks}

    def _named(self, owner_id: int, first: str) -> str:
        return f"name:{self._code(owner_id, 'name', first)}"

    def _code(self, owner_id: int, kind: str, text: str) -> str:
        whole = f"{owner_id}/{kind}/{text}".encode(errors="replace")
        return hmac.digest(self._key, whole, "sha256")[:16].hex()


def pieces(text: str) -> list[str]:
    """A text, its sentences and what looks like some, each once."""
    found = [text, *sentences(text), *parts(text)]
    return [piece for piece in dict.fromkeys(found) if piece is text or normal(piece)]


async def bury(
    connection: AsyncConnection[DictRow],
    owner_id: int,
    keys: Iterable[str],
    at: datetime,
    cause: int | None,
) -> None:
    """Put up tombstones with these keys; those that are there already become as young as `at`.
    `cause` is the message that gave the order: what comes after it is said again."""
    values = {"owner": owner_id, "keys": sorted(set(keys)), "at": at, "cause": cause}
    await connection.execute(BURY, values)
