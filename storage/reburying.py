"""Erases again, from a database that was restored, what was forgotten since it was dumped.

Tombstones tell nothing by themselves: the words are found by trying those of the dump.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from core.forgetting import Choice, Plans
from core.sentences import sentences
from storage.emptying import forget_everything
from storage.forgetting import Eraser
from storage.graves import Grave
from storage.tombstones import Seal

BIND = "select set_config('app.owner', %(owner)s, true), set_config('app.at', %(at)s, true)"
PEOPLE = "select id, created_at from people order by id"
HELD = "select key, at from tombstones where owner_id = %(owner)s"
FACTS = """
select id::text as id, text, key, inbox_id, said_at, null as ref, null as speaker
from memories where owner_id = %(owner)s
"""
SAID = """
select id, text, null as key, inbox_id, said_at, ref, speaker from episodes
where owner_id = %(owner)s
"""
NAMES = "select id, name from entities where owner_id = %(owner)s and kind <> 'me'"
RECEIVED = """
update inbox set body = null where owner_id = %(owner)s and 'message:' || id = any(%(keys)s)
"""
BURY = """
insert into tombstones (owner_id, key, at, last_inbox_id)
values (%(owner)s, %(key)s, %(at)s, %(last)s)
on conflict (owner_id, key) do update set at = excluded.at, last_inbox_id = excluded.last_inbox_id
"""
# Numbers that were given before are not given again: tombstones name them.
GO_ON: tuple[LiteralString, ...] = (
    "select setval(pg_get_serial_sequence('inbox', 'id'), %(inbox)s)"
    " where (select coalesce(max(id), 0) from inbox) < %(inbox)s",
    "select setval(pg_get_serial_sequence('entities', 'id'), %(entities)s)"
    " where (select coalesce(max(id), 0) from entities) < %(entities)s",
)


async def forget_again(admin_url: str, graves: Iterable[Grave], at: datetime, seal: Seal) -> None:
    """Erase from the database what these tombstones bury, and put them up there, too."""
    known = list(graves)
    async with await AsyncConnection[DictRow].connect(
        admin_url, row_factory=dict_row
    ) as connection:
        for person in await _all(connection, PEOPLE, {}):
            theirs = [
                grave
                for grave in known
                if (grave.owner_id, grave.admitted) == (person["id"], person["created_at"])
            ]
            async with connection.transaction():
                await _person(connection, person["id"], theirs, at, seal)
        numbers = {
            "inbox": max((grave.last_inbox_id for grave in known), default=0),
            "entities": max(map(_entity, known), default=0),
        }
        for query in GO_ON:
            await connection.execute(query, numbers)


async def _person(
    connection: AsyncConnection[DictRow],
    owner_id: int,
    graves: Sequence[Grave],
    at: datetime,
    seal: Seal,
) -> None:
    await connection.execute(BIND, {"owner": str(owner_id), "at": at.isoformat()})
    owner = {"owner": owner_id}
    # What the dump has buried itself is gone from it; later words on the same matter are not.
    held = {row["key"]: row["at"] for row in await _all(connection, HELD, owner)}
    # The file holds each time that the same was forgotten; only the last counts.
    newest = {grave.key: grave for grave in sorted(graves, key=lambda grave: grave.at)}
    new = {key: grave for key, grave in newest.items() if key not in held or held[key] < grave.at}
    if not new:
        return
    last = max(grave.at for grave in new.values())
    if "all" in new:
        await forget_everything(connection, owner_id, last, seal)
    choice = await _buried(connection, owner_id, new, seal)
    await Eraser(connection, owner_id, last, seal).chosen(choice, None)
    await connection.execute(RECEIVED, owner | {"keys": list(new)})
    for grave in new.values():
        values = {"key": grave.key, "at": grave.at, "last": grave.last_inbox_id}
        await connection.execute(BURY, owner | values)


async def _buried(
    connection: AsyncConnection[DictRow], owner_id: int, graves: dict[str, Grave], seal: Seal
) -> Choice:
    """What of the dump lies under these tombstones."""
    dead = _Dead(owner_id, graves, seal)
    owner = {"owner": owner_id}
    facts = [row for row in await _all(connection, FACTS, owner) if dead.fact(row)]
    said = await _all(connection, SAID, owner)
    names = [
        row["name"]
        for row in await _all(connection, NAMES, owner)
        if f"entity:{row['id']}" in graves or seal.name(owner_id, row["name"]) in graves
    ]
    return Choice(
        facts=tuple(row["id"] for row in facts),
        messages=tuple(row["id"] for row in said if dead.whole(row)),
        mentions=tuple(row["id"] for row in said if dead.mentions(row)),
        names=tuple(dict.fromkeys([*names, *dead.names])),
        quotes=tuple(dict.fromkeys(dead.quotes)),
        plans=Plans(
            reminders=_numbers(graves, "reminder"),
            tasks=_numbers(graves, "task"),
            events=_numbers(graves, "event"),
        ),
    )


class _Dead:
    """Tells what is buried, and notes the words by which it is."""

    def __init__(self, owner_id: int, graves: dict[str, Grave], seal: Seal) -> None:
        self._owner_id = owner_id
        self._graves = graves
        self._seal = seal
        self._named = any(key.startswith("name:") for key in graves)
        self.names: list[str] = []
        self.quotes: list[str] = []

    def fact(self, row: DictRow) -> bool:
        text = self._under(self._seal.text(self._owner_id, row["text"]), row)
        return row["key"] in self._graves or text or self._names(row)

    def whole(self, row: DictRow) -> bool:
        source = f"message:{row['inbox_id']}"
        ref = row["ref"] and self._seal.ref(self._owner_id, row["ref"])
        if source in self._graves or ref in self._graves:
            return True
        text = self._seal.text(self._owner_id, row["text"])
        return self._under(text, row) and not self._pieces(row)

    def mentions(self, row: DictRow) -> bool:
        pieces = self._pieces(row)
        self.quotes += pieces
        return bool(pieces) or self._names(row)

    def _pieces(self, row: DictRow) -> list[str]:
        pieces = sentences(row["text"])
        if len(pieces) == 1:
            return []
        return [
            one for one in pieces if one and self._under(self._seal.text(self._owner_id, one), row)
        ]

    def _names(self, row: DictRow) -> bool:
        if not self._named:
            return False
        whole = f"{row['speaker'] or ''}\n{row['text']}"
        found = self._seal.named(self._owner_id, whole)
        names = [name for key, name in found.items() if self._under(key, row)]
        self.names += names
        return bool(names)

    def _under(self, key: str, row: DictRow) -> bool:
        grave = self._graves.get(key)
        return grave is not None and row["said_at"] <= grave.at


def _numbers(graves: dict[str, Grave], kind: str) -> tuple[int, ...]:
    return tuple(int(key.partition(":")[2]) for key in graves if key.partition(":")[0] == kind)


def _entity(grave: Grave) -> int:
    kind, _, number = grave.key.partition(":")
    return int(number) if kind == "entity" else 0


async def _all(
    connection: AsyncConnection[DictRow], query: LiteralString, values: Mapping[str, object]
) -> list[DictRow]:
    return await (await connection.execute(query, values)).fetchall()
