"""A house without doors, for commands that look or change something and are done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.lines import person_name
from app.logs import configure
from app.servers import servers
from app.settings import load
from app.wiring import House, build
from core.clock import SystemClock
from core.errors import Refused
from core.models import OWNER_NAME

Answer = TypeVar("Answer")


def in_the_house(work: Callable[[House], Awaitable[Answer]]) -> Answer:
    """What `work` answers, done over the running servers.

    Raises:
        JennyError: with one sentence for the person at the shell.
    """
    settings = load()
    configure("error")

    async def open_and_work() -> Answer:
        with servers(settings) as running:
            async with build(settings, running, SystemClock(), {}) as house:
                return await work(house)

    return asyncio.run(open_and_work())


async def admitted(house: House, name: str) -> int:
    """The owner id of the person called `name` (the owner without one), let in when new.

    Raises:
        Refused: that is no name.
    """
    if not name or name == OWNER_NAME:
        return await owner(house)
    zone, at = house.settings.jenny_zone, house.clock.now()
    return await house.boards.admit(person_name(name), zone, is_owner=False, at=at)


async def person_called(house: House, name: str) -> int:
    """The owner id of the person called `name`; without a name that of the owner, let in if new.

    Raises:
        Refused: nobody has that name.
    """
    if not name or name == OWNER_NAME:
        return await owner(house)
    found = await house.boards.person(name)
    if found is None:
        raise Refused(f"Nobody here is called {name}. `./jenny people` shows who is.")
    return found


async def owner(house: House) -> int:
    """The owner's id; the owner is let in when new."""
    at = house.clock.now()
    return await house.boards.admit(OWNER_NAME, house.settings.jenny_zone, is_owner=True, at=at)
