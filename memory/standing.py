"""What always holds for Jenny's answers: a short list that is not searched."""

from core.stores import Database

MOST = 12


class Standing:
    """The orders and preferences of people: "always answer in German", "I don't eat meat"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def orders(self, owner_id: int) -> list[str]:
        """What is pinned, then the newest; nothing while the person keeps the memory private."""
        async with self._database.transaction(owner_id) as work:
            person = await work.people.get()
            found = [] if person.private else await work.evidence.standing(MOST)
        return [fact.text for fact in found]
