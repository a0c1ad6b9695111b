"""What reminders follow, in memory: everything may always have changed."""

from dataclasses import replace

from core.anchors import Anchored
from tests.fake_rows import Store


class FakeAnchors(Store):
    async def keep(self, anchored: Anchored) -> None:
        self.state.anchors[anchored.reminder_id] = anchored

    async def get(self, reminder_id: int) -> Anchored | None:
        return self.state.anchors.get(reminder_id)

    async def drop(self, reminder_id: int) -> None:
        self.state.anchors.pop(reminder_id, None)

    async def moved(self, event_id: int, to_id: int) -> None:
        for number, one in self.state.anchors.items():
            if one.tie.event_id == event_id:
                self.state.anchors[number] = replace(one, tie=replace(one.tie, event_id=to_id))

    async def following(self) -> set[int]:
        return set(self.state.anchors)

    async def stale(self) -> list[int]:
        found = sorted(self.state.anchors.values(), key=lambda one: one.due_at)
        return [one.reminder_id for one in found]

    async def take(self, reminder_id: int) -> Anchored | None:
        return self.state.anchors.get(reminder_id)
