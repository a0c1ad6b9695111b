"""Erases again, from a database that was restored, what was forgotten since it was dumped.

Tombstones tell nothing by themselves: the words are found by trying those of the dump.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from core.forgetting import Choice, Forgotten, Plans
from core.sentences import parts, sentences
from storage.emptying import Everything
from storage.erasures import ErasureStore
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
update inbox set body = null
where owner_id = %(owner)s and body is not null and 'message:' || id = any(%(keys)s)
returning id
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
        await Everything(connection, owner_id, last, seal).forget(None)
    eraser = Eraser(connection, owner_id, last, seal)
    for choice in await _buried(connection, owner_id, new, seal):
        await eraser.chosen(choice, None)
    emptied = await _all(connection, RECEIVED, owner | {"keys": list(new)})
    if emptied:
        # A receipt has the files freed of them.
        gone = Forgotten(queued=len(emptied))
        await ErasureStore(connection, owner_id).receipt(gone, last, None)
    for grave in new.values():
        values = {"key": grave.key, "at": grave.at, "last": grave.last_inbox_id}
        await connection.execute(BURY, owner | values)


async def _buried(
    connection: AsyncConnection[DictRow], owner_id: int, graves: dict[str, Grave], seal: Seal
) -> tuple[Choice, ...]:
    """What of the dump lies under these tombstones: wherever it is said, and only there."""
    dead = _Dead(owner_id, graves, seal)
    owner = {"owner": owner_id}
    for row in await _all(connection, FACTS, owner):
        dead.fact(row)
    for row in await _all(connection, SAID, owner):
        dead.said(row)
    names = [
        row["name"]
        for row in await _all(connection, NAMES, owner)
        if f"entity:{row['id']}" in graves or seal.name(owner_id, row["name"]) in graves
    ]
    plans = Plans(
        reminders=_numbers(graves, "reminder"),
        tasks=_numbers(graves, "task"),
        events=_numbers(graves, "event"),
    )
    every = dead.everywhere.choice()
    every = replace(every, names=tuple(dict.fromkeys([*names, *dead.names])), plans=plans)
    there = replace(dead.there.choice(), only=True)
    # What goes as a whole takes no sentence along that was told at another time.
    whole = replace(there, mentions=(), quotes=())
    return every, whole, replace(there, facts=(), messages=())


@dataclass(kw_only=True, slots=True)
class _Buried:
    """What has been found to go, and the sentences of `mentions` that do."""

    facts: list[str] = field(default_factory=list[str])
    messages: list[int] = field(default_factory=list[int])
    mentions: list[int] = field(default_factory=list[int])
    quotes: list[str] = field(default_factory=list[str])

    def choice(self) -> Choice:
        return Choice(
            facts=tuple(self.facts),
            messages=tuple(self.messages),
            mentions=tuple(self.mentions),
            quotes=tuple(dict.fromkeys(self.quotes)),
        )


class _Dead:
    """Tells what is buried: by its words or a name, wherever they are said (`everywhere`), or only
    as it was told `there`; and notes the names by which it is."""

    def __init__(self, owner_id: int, graves: dict[str, Grave], seal: Seal) -> None:
        self._owner_id = owner_id
        self._graves = graves
        self._seal = seal
        self._named = any(key.startswith("name:") for key in graves)
        self.everywhere, self.there = _Buried(), _Buried()
        self.names: list[str] = []

    def fact(self, row: DictRow) -> None:
        """Note what is to be done with a fact."""
        if self._text(row["text"], row) or self._names(row):
            self.everywhere.facts.append(row["id"])
        elif row["key"] in self._graves or self._told(row["text"], row):
            self.there.facts.append(row["id"])

    def said(self, row: DictRow) -> None:
        """Note what is to be done with a message."""
        text = row["text"]
        some = [one for one in dict.fromkeys([*sentences(text), *parts(text)]) if one]
        some = some if len(some) > 1 else []
        for found, lies in ((self.everywhere, self._text), (self.there, self._told)):
            quotes = [one for one in some if lies(one, row)]
            if quotes:
                found.quotes += quotes
                found.mentions.append(row["id"])
            elif lies(text, row):
                found.messages.append(row["id"])
        if self._names(row):
            self.everywhere.mentions.append(row["id"])
        ref = row["ref"] and self._seal.ref(self._owner_id, row["ref"])
        if f"message:{row['inbox_id']}" in self._graves or ref in self._graves:
            self.there.messages.append(row["id"])

    def _text(self, text: str, row: DictRow) -> bool:
        return self._under(self._seal.text(self._owner_id, text), row)

    def _told(self, text: str, row: DictRow) -> bool:
        return self._seal.told(self._owner_id, text, row["said_at"]) in self._graves

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
