"""The limiter: replies at once, alarms at Telegram's speed, everybody when Telegram says so."""

import asyncio
from collections.abc import Callable

from bot.pace import CHAT_BURST, Pace


class Ticks:
    """Seconds that pass only when somebody looks, a little each time."""

    def __init__(self, step: float) -> None:
        self.now = 100.0
        self._step = step

    def __call__(self) -> float:
        self.now += self._step
        return self.now


async def seconds(ticks: Callable[[], float], pace: Pace, chats: list[int], patient: bool) -> float:
    begin = ticks()
    for chat in chats:
        await pace.turn(chat, patient=patient)
    return ticks() - begin


async def test_replies_do_not_wait() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time, per_second=10)
    assert await seconds(loop.time, pace, [1] * 200, patient=False) < 0.5


async def test_alarms_leave_at_the_rate_after_the_first_burst() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time, per_second=100)
    assert 0.15 <= await seconds(loop.time, pace, list(range(120)), patient=True) < 1.0


async def test_replies_make_alarms_wait() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time, per_second=50)
    await seconds(loop.time, pace, list(range(60)), patient=False)
    assert await seconds(loop.time, pace, [1000], patient=True) >= 0.1


async def test_one_chat_takes_a_burst_and_then_its_own_pace() -> None:
    ticks = Ticks(step=0.2)
    pace = Pace(ticks)
    burst = [1] * int(CHAT_BURST + 4)
    assert await seconds(ticks, pace, burst, patient=True) >= 3


async def test_a_chat_that_was_refused_waits_alone() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    pace.refused(1, 0.1)
    assert await seconds(loop.time, pace, [2], patient=False) < 0.05
    assert await seconds(loop.time, pace, [1], patient=False) >= 0.05


async def test_when_several_chats_are_refused_all_wait() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    pace.refused(1, 0.1)
    pace.refused(2, 0.1)
    assert await seconds(loop.time, pace, [3], patient=False) >= 0.05
