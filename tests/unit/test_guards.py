"""The guards of the tests themselves hold."""

import asyncio
import socket
import time
from collections.abc import Callable

import pytest
from blockbuster import BlockingError

from core import clock

HERE = ("127.0.0.1", 9)


REACHES: dict[str, Callable[[socket.socket], object]] = {
    "look up": lambda _: socket.getaddrinfo("localhost", 80),
    "connect": lambda opened: opened.connect(HERE),
    "bind": lambda opened: opened.bind(HERE),
    "send": lambda opened: opened.sendto(b"", HERE),
}


@pytest.mark.parametrize("reach", REACHES.values(), ids=REACHES)
def test_a_unit_test_reaches_no_network(reach: Callable[[socket.socket], object]) -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as opened,
        pytest.raises(RuntimeError, match="reaches for the network"),
    ):
        reach(opened)


async def test_what_blocks_the_loop_is_found() -> None:
    sleepy = compile("def nap(): time.sleep(0.001)", clock.__file__, "exec")
    names: dict[str, object] = {"time": time}
    exec(sleepy, names)  # noqa: S102 - as if a module of ours did it
    nap = names["nap"]
    assert callable(nap)
    with pytest.raises(BlockingError):
        nap()
    await asyncio.to_thread(nap)
