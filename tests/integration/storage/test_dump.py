"""A dump brings everything back but what was forgotten since."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from app.embedded.postgres import binaries
from core.clock import SimulatedClock
from core.errors import OperatorError
from core.forgetting import Choice, Plans
from core.models import Episode
from core.tasks import Task
from memory.scopes import Scope, chosen
from storage.boards import Boards
from storage.database import PostgresDatabase
from storage.dump import dumped, restored, swap
from storage.graves import Grave, GraveFile, KeptGraves, graves_in
from storage.poller import SERVICE, PollerSeat, taken
from storage.reburying import forget_again
from storage.tombstones import Seal

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def dump_of(admin_url: str, folder: Path) -> Path:
    file = folder / "dump"
    file.write_bytes(b"".join(dumped(admin_url, binaries())))
    return file


async def brought_back(admin_url: str, app_url: str, file: Path) -> None:
    graves = await asyncio.to_thread(graves_in, admin_url)
    url = await asyncio.to_thread(restored, admin_url, app_url, binaries(), file)
    await forget_again(url, graves, LATER, Seal())
    await asyncio.to_thread(swap, admin_url)


async def keep(database: PostgresDatabase, owner: int, *texts: str) -> None:
    async with database.transaction(owner) as work:
        for text in texts:
            await work.episodes.keep(
                Episode(text=text, said_at=NOON, origin="import", ref=text.split()[0])
            )
        await work.tasks.add(Task(title="milk", list_name="shopping"), NOON)


async def test_all_comes_back_but_what_was_forgotten_since(
    database: PostgresDatabase,
    clock: SimulatedClock,
    database_url: str,
    admin_url: str,
    anna: int,
    tmp_path: Path,
) -> None:
    await keep(database, anna, "figs are sweet", "rain is wet")
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    async with database.transaction(anna) as work:
        [forgotten] = [e for e in await work.episodes.listed(9) if e.text == "figs are sweet"]
        await work.memories.forget(Choice(messages=(forgotten.id,)), LATER, None)
        [task] = await work.tasks.open()
        await work.tasks.remove(task.id)
    await brought_back(admin_url, database_url, file)
    async with PostgresDatabase(database_url, clock) as back, back.transaction(anna) as work:
        assert [e.text for e in await work.episodes.listed(9)] == ["rain is wet"]
        assert [task.title for task in await work.tasks.open()] == ["milk"]
        kept = await work.episodes.keep(
            Episode(text="figs are sweet", said_at=NOON, origin="import", ref="figs")
        )
        assert kept is None


async def test_the_planner_knows_what_came_back(
    database: PostgresDatabase, database_url: str, admin_url: str, anna: int, tmp_path: Path
) -> None:
    await keep(database, anna, "rain is wet")
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    await brought_back(admin_url, database_url, file)
    with psycopg.connect(admin_url) as connection:
        uncounted = connection.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind = 'r' and reltuples < 0"
        ).fetchall()
    assert uncounted == []


async def test_forgetting_all_holds_after_a_restore(
    database: PostgresDatabase,
    clock: SimulatedClock,
    database_url: str,
    admin_url: str,
    anna: int,
    tmp_path: Path,
) -> None:
    await keep(database, anna, "figs are sweet", "rain is wet")
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    async with database.transaction(anna) as work:
        await work.memories.forget_all(LATER, None)
    await brought_back(admin_url, database_url, file)
    async with PostgresDatabase(database_url, clock) as back, back.transaction(anna) as work:
        assert await work.episodes.listed(9) == []
        assert len(await work.tasks.open()) == 1


async def test_what_was_told_after_forgetting_all_comes_back(
    database: PostgresDatabase,
    clock: SimulatedClock,
    database_url: str,
    admin_url: str,
    anna: int,
    tmp_path: Path,
) -> None:
    await keep(database, anna, "figs are sweet")
    async with database.transaction(anna) as work:
        await work.memories.forget_all(LATER, None)
    await keep(database, anna, "rain is wet")
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    await brought_back(admin_url, database_url, file)
    async with PostgresDatabase(database_url, clock) as back, back.transaction(anna) as work:
        assert [e.text for e in await work.episodes.listed(9)] == ["rain is wet"]


async def test_what_was_told_after_forgetting_all_twice_comes_back(
    database: PostgresDatabase,
    clock: SimulatedClock,
    database_url: str,
    admin_url: str,
    anna: int,
    tmp_path: Path,
) -> None:
    written: set[Grave] = set()
    for hours in (1, 2):
        await keep(database, anna, "figs are sweet")
        async with database.transaction(anna) as work:
            await work.memories.forget_all(NOON + timedelta(hours=hours), None)
        written |= await asyncio.to_thread(graves_in, admin_url)
    await keep(database, anna, "rain is wet")
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    url = await asyncio.to_thread(restored, admin_url, database_url, binaries(), file)
    await forget_again(url, written, LATER, Seal())
    await asyncio.to_thread(swap, admin_url)
    async with PostgresDatabase(database_url, clock) as back, back.transaction(anna) as work:
        assert [e.text for e in await work.episodes.listed(9)] == ["rain is wet"]


async def test_a_damaged_dump_changes_nothing(
    database: PostgresDatabase, database_url: str, admin_url: str, anna: int, tmp_path: Path
) -> None:
    await keep(database, anna, "rain is wet")
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    await asyncio.to_thread(file.write_bytes, file.read_bytes()[:-500])
    with pytest.raises(OperatorError, match="pg_restore failed"):
        await asyncio.to_thread(restored, admin_url, database_url, binaries(), file)
    async with database.transaction(anna) as work:
        assert len(await work.episodes.listed(9)) == 1


async def test_whether_a_service_lives_is_known_to_all(database_url: str) -> None:
    async def asked_at_once() -> set[bool]:
        return set(await asyncio.gather(*(taken(database_url, SERVICE) for _ in range(5))))

    async def work() -> None:
        assert await asked_at_once() == {True}

    assert await asked_at_once() == {False}
    await PollerSeat(database_url).while_held(SERVICE, work)
    # The server takes a moment to see that whoever sat there has left.
    async with asyncio.timeout(10):
        while await asked_at_once() != {False}:
            await asyncio.sleep(0.01)


async def test_after_the_loss_of_the_database_the_file_of_tombstones_is_enough(
    database: PostgresDatabase,
    clock: SimulatedClock,
    database_url: str,
    admin_url: str,
    anna: int,
    tmp_path: Path,
) -> None:
    seal = Seal(b"of this house")
    buried = GraveFile(tmp_path / "tombstones")
    said = ("figs are sweet. rain is wet", "Zelda sings", "snow is cold")
    async with PostgresDatabase(database_url, clock, seal=seal) as house:
        await keep(house, anna, *said)
        file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
        async with house.transaction(anna) as work:
            about = await work.erasures.about(["Zelda"])
            figs = Choice(mentions=(1,), quotes=("figs are sweet.",))
            await work.memories.forget(about, LATER, None)
            await work.memories.forget(figs, LATER, None)
            [task] = [one.id for one in await work.tasks.open()][:1]
            await work.memories.forget(Choice(plans=Plans(tasks=(task,))), LATER, None)
        await KeptGraves(house, Boards(house), buried).keep()
    url = await asyncio.to_thread(restored, admin_url, database_url, binaries(), file)
    await forget_again(url, await asyncio.to_thread(buried.read), LATER, seal)
    await asyncio.to_thread(swap, admin_url)
    async with (
        PostgresDatabase(database_url, clock, seal=seal) as back,
        back.transaction(anna) as work,
    ):
        assert [e.text for e in await work.episodes.listed(9)] == ["rain is wet", "snow is cold"]
        assert await work.tasks.open() == []


async def test_a_forgotten_period_takes_nothing_else_after_a_restore(
    database: PostgresDatabase,
    clock: SimulatedClock,
    database_url: str,
    admin_url: str,
    anna: int,
    tmp_path: Path,
) -> None:
    days = [NOON + timedelta(days=number) for number in range(3)]
    said = ("figs are sweet", "rain is wet. Zelda sings", "snow is cold. Zelda sings. I am old")
    async with database.transaction(anna) as work:
        for day in days:
            for text in said:
                await work.episodes.keep(Episode(text=text, said_at=day, origin="import"))
    file = await asyncio.to_thread(dump_of, admin_url, tmp_path)
    clock.move_to(days[2] + timedelta(hours=1))
    async with database.transaction(anna) as work:
        first = await work.erasures.during(days[0], days[0] + timedelta(hours=1))
        await work.memories.forget(first, clock.now(), None)
        scope = Scope(name="Zelda", since=days[1], until=days[1] + timedelta(hours=1))
        await work.memories.forget(await chosen(work, scope), clock.now(), None)
        left = [(e.said_at, e.text) for e in await work.episodes.listed(20)]
    parted = ("figs are sweet", "rain is wet.", "snow is cold. I am old")
    assert left == [(days[n], text) for n, texts in ((1, parted), (2, said)) for text in texts]
    await brought_back(admin_url, database_url, file)
    async with PostgresDatabase(database_url, clock) as back, back.transaction(anna) as work:
        assert [(e.said_at, e.text) for e in await work.episodes.listed(20)] == left
        again = [Episode(text=text, said_at=days[0], origin="import") for text in said]
        again += [Episode(text=said[1], said_at=days[1], origin="import")]
        assert [await work.episodes.keep(one) for one in again] == [None] * 4
        later = Episode(text=said[0], said_at=days[0] + timedelta(hours=9), origin="import")
        assert await work.episodes.keep(later) is not None


async def test_tombstones_of_another_house_fall_on_nobody(
    database: PostgresDatabase, clock: SimulatedClock, admin_url: str, anna: int
) -> None:
    await keep(database, anna, "figs are sweet")
    [grave] = [
        Grave(owner_id=anna, admitted=LATER, key="all", at=LATER, last_inbox_id=0),
    ]
    await forget_again(admin_url, [grave], LATER, Seal())
    async with database.transaction(anna) as work:
        assert [e.text for e in await work.episodes.listed(9)] == ["figs are sweet"]


def test_a_line_that_was_cut_off_counts_for_nothing(tmp_path: Path) -> None:
    file = GraveFile(tmp_path / "tombstones")
    graves = [
        Grave(owner_id=1, admitted=NOON, key=key, at=LATER, last_inbox_id=3) for key in ("a", "b")
    ]
    file.append(graves[:1])
    whole = (tmp_path / "tombstones").read_text("utf-8")
    (tmp_path / "tombstones").write_text(whole + "[1, '2026", "utf-8")
    file.append(graves[1:])
    assert file.read() == set(graves)
