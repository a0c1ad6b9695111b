"""The log of what was done with whom is not kept for ever."""

from datetime import timedelta

from core.models import Interaction
from storage.boards import Boards
from storage.database import PostgresDatabase
from tests.integration.memory.conftest import NOON


async def test_steps_go_after_four_hundred_days(database: PostgresDatabase, anna: int) -> None:
    async with database.transaction(anna) as work:
        step = Interaction(kind="ASKED", agent="memory", target="", inbox_id=None, at=NOON)
        await work.relations.log(step)
    boards = Boards(database)
    assert (await boards.retire(NOON + timedelta(days=399)))["interactions"] == 0
    assert (await boards.retire(NOON + timedelta(days=401)))["interactions"] == 1
