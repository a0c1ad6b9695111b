"""Unit tests reach no network: whatever looks up a name, connects, binds or sends fails."""

import sys
from collections.abc import Generator

import pytest

REACHES = frozenset({"socket.getaddrinfo", "socket.connect", "socket.bind", "socket.sendto"})


class Guard:
    """Listens to what the interpreter is about to do; its hook cannot be taken out again."""

    def __init__(self) -> None:
        self.closed = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _: tuple[object, ...]) -> None:
        if self.closed and event in REACHES:
            raise RuntimeError(f"a unit test reaches for the network: {event}")


@pytest.fixture(scope="session")
def guard() -> Guard:
    return Guard()


@pytest.fixture(autouse=True)
def no_network(guard: Guard) -> Generator[None]:
    """Closed to the network while a unit test runs."""
    guard.closed = True
    yield
    guard.closed = False
