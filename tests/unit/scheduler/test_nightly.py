import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.clock import SimulatedClock
from core.errors import OperatorError, ServerDown
from scheduler.nightly import Nightly


class Archive:
    """Counts how often it was retired; may be away."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.at: list[datetime] = []

    async def retire(self, at: datetime) -> dict[str, int]:
        self.at.append(at)
        if self.away:
            raise ServerDown("PostgreSQL", "start it.")
        return {"inbox": 1}


class Files:
    """Counts how often they were arranged; something may stand against it."""

    def __init__(self, against: OperatorError | None = None) -> None:
        self.against = against
        self.arranged = 0

    async def arrange(self) -> int:
        self.arranged += 1
        if self.against is not None:
            raise self.against
        return 0


@pytest.mark.parametrize("away", [False, True])
async def test_a_start_retires_and_then_waits_for_the_night(away: bool) -> None:
    now = datetime(2026, 4, 13, 12, tzinfo=UTC)
    archive, files = Archive(away=away), Files()
    nightly = Nightly(archive, files, SimulatedClock(now), ZoneInfo("Europe/Berlin"))
    task = asyncio.create_task(nightly.run())
    while not archive.at:
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    assert archive.at == [now]
    assert files.arranged == (not away)
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    "against",
    [ServerDown("PostgreSQL", "its disk is full; make room."), OperatorError("It refuses.")],
)
async def test_what_cannot_be_arranged_stays_as_it_is_until_the_next_night(
    monkeypatch: pytest.MonkeyPatch, against: OperatorError
) -> None:
    monkeypatch.setattr("scheduler.nightly.RETRY_SECONDS", 0.0)
    now = datetime(2026, 4, 13, 12, tzinfo=UTC)
    archive, files = Archive(), Files(against)
    task = asyncio.create_task(
        Nightly(archive, files, SimulatedClock(now), ZoneInfo("Europe/Berlin")).run()
    )
    await asyncio.sleep(0.01)
    assert (archive.at, files.arranged) == ([now], 1)
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 4, 13, 1, 30, tzinfo=UTC), 0.5),
        (datetime(2026, 4, 13, 2, tzinfo=UTC), 24),
        (datetime(2026, 3, 28, 20, tzinfo=UTC), 6),  # the night in which clocks go forward
        (datetime(2026, 10, 24, 19, tzinfo=UTC), 8),  # and back
    ],
)
def test_the_quiet_hour_is_four_at_home(now: datetime, hours: float) -> None:
    nightly = Nightly(Archive(), Files(), SimulatedClock(now), ZoneInfo("Europe/Berlin"))
    assert nightly.seconds_left() == hours * 3600
