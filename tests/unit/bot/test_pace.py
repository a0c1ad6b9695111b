"""The limiter: replies at once, alarms at Telegram's speed, everybody when Telegram says so."""

import asyncio
from collections.abc import Callable
from random import Random

from bot.pace import Pace


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


async def test_alarms_leave_at_the_rate() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time, per_second=200)
    assert 0.09 <= await seconds(loop.time, pace, list(range(20)), patient=True) < 0.5


async def test_alarms_of_many_chats_share_the_rate() -> None:
    loop = asyncio.get_running_loop()
    pace, begin = Pace(loop.time, per_second=200), loop.time()
    await asyncio.gather(*(pace.turn(chat, patient=True) for chat in range(20)))
    assert 0.09 <= loop.time() - begin < 0.5


async def test_replies_make_alarms_wait() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time, per_second=50)
    await seconds(loop.time, pace, list(range(10)), patient=False)
    assert await seconds(loop.time, pace, [1000], patient=True) >= 0.1


async def test_a_flood_of_replies_keeps_alarms_for_a_second_at_most() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    for _ in range(100):
        await pace.turn(1, patient=False)
    assert await seconds(loop.time, pace, [2], patient=True) < 1.5


async def test_a_chat_gets_one_a_second() -> None:
    ticks = Ticks(step=0.2)
    assert await seconds(ticks, Pace(ticks), [1, 1, 1], patient=True) >= 2


async def test_whoever_waits_for_their_own_chat_holds_up_nobody() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    await pace.turn(1, patient=True)
    again = asyncio.create_task(pace.turn(1, patient=True))
    await asyncio.sleep(0)
    assert await seconds(loop.time, pace, [2], patient=True) < 0.5
    assert not again.done()
    again.cancel()


async def test_a_chat_that_was_refused_waits_alone() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    pace.refused(1, 0.1, patient=True)
    assert await seconds(loop.time, pace, [2], patient=False) < 0.05
    assert await seconds(loop.time, pace, [1], patient=False) >= 0.05


async def test_when_several_chats_are_refused_all_wait() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    pace.refused(1, 0.1, patient=True)
    pace.refused(2, 0.1, patient=True)
    assert await seconds(loop.time, pace, [3], patient=False) >= 0.05


async def test_a_reply_that_was_refused_goes_before_the_alarms_of_its_chat() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(loop.time)
    await pace.turn(1, patient=False)
    with pace.on_its_way(1):
        pace.refused(1, 0.1, patient=False)
    alarm = asyncio.create_task(pace.turn(1, patient=True))
    assert 0.1 <= await seconds(loop.time, pace, [1], patient=False) < 0.5
    assert not alarm.done()
    alarm.cancel()


async def test_never_more_arrives_in_a_second_however_long_each_travels() -> None:
    loop, chance = asyncio.get_running_loop(), Random(3)  # noqa: S311 - the same journeys again
    pace, arrived = Pace(loop.time, per_second=20), list[float]()

    async def send(chat: int, patient: bool) -> float:
        began = loop.time()
        await pace.turn(chat, patient=patient)
        with pace.on_its_way(chat):
            await asyncio.sleep(chance.random() / 20)
            arrived.append(loop.time())
        return loop.time() - began

    alarms = asyncio.gather(*(send(chat, True) for chat in range(30)))
    await asyncio.sleep(0.05)
    assert await send(100, False) < 0.25
    await alarms
    assert max(sum(at - 1 < other <= at for other in arrived) for at in arrived) == 20
    assert arrived[-1] - arrived[0] < 1.8
