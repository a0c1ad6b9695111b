"""A house full of people for a benchmark, each with a paired chat, and a look at what they have."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.clock import SystemClock
from core.models import OWNER_NAME
from storage.access import OfferStore
from storage.boards import Boards
from storage.database import PostgresDatabase


async def admit(url: str, chats: Sequence[int]) -> None:
    """One introduced person for each of `chats`, by the same pairing that people go through."""
    clock = SystemClock()
    async with PostgresDatabase(url, clock) as database:
        boards, offers = Boards(database), OfferStore(database)
        for chat in chats:
            now = clock.now()
            name = OWNER_NAME if chat == chats[0] else f"bench{chat}"
            owner = await boards.admit(name, "UTC", is_owner=name == OWNER_NAME, at=now)
            link = hashlib.sha256(str(chat).encode()).digest()
            await offers.add(owner, link, link, now + timedelta(minutes=5))
            (pairing,) = [o.pairing_id for o in await offers.open(now) if o.link_hash == link]
            await offers.redeem(pairing, chat, now, None)
            async with database.transaction(owner) as work:
                await work.people.save(replace(await work.people.get(), introduced=True))


async def rows_of_tasks(url: str) -> Counter[str]:
    """How often each title stands among everybody's open tasks."""
    found: Counter[str] = Counter()
    async with PostgresDatabase(url, SystemClock()) as database:
        for owner, _ in await Boards(database).people():
            async with database.transaction(owner) as work:
                found.update(task.title for task in await work.tasks.open())
    return found
