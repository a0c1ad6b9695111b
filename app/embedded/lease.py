"""Commands share the servers of a data folder: the first one in starts them, the last one out stops
them. The kernel frees the locks of a killed process, so nothing can go stale.
"""

import fcntl
import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.embedded.folder import private_folder, server_passwords, socket_folder
from app.embedded.postgres import Postgres
from app.embedded.redis import Redis
from storage.migrate import HEAD, migrate, revision


@dataclass(frozen=True, kw_only=True, slots=True)
class Servers:
    """Where the servers are: connection strings with passwords, for nobody's log."""

    database_url: str
    admin_url: str
    redis_url: str


@contextmanager
def lease(data: Path) -> Generator[Servers]:
    """The running servers of the folder `data` (made when missing), their tables up to date.

    Raises:
        OperatorError: the folder cannot be written or a server does not start; with the cure.
    """
    folder = private_folder(data)
    postgres, redis = _servers(folder)
    with _opened(folder / "start.lock") as starting, _opened(folder / "users.lock") as users:
        try:
            with _locked(starting):
                fcntl.flock(users, fcntl.LOCK_SH)
                with ThreadPoolExecutor(2) as threads:
                    for started in [threads.submit(postgres.start), threads.submit(redis.start)]:
                        started.result()
                if revision(postgres.admin_url) != HEAD:
                    migrate(postgres.admin_url, postgres.app_url)
            yield Servers(
                database_url=postgres.app_url, admin_url=postgres.admin_url, redis_url=redis.url
            )
        finally:
            with _locked(starting):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _alone(users):
                    redis.stop()
                    postgres.stop()


def revive(data: Path) -> bool:
    """Start again what has died of the servers whose lease the caller holds; whether any had.

    Raises:
        OperatorError: a server does not start; with the cure.
    """
    folder = private_folder(data)
    with _opened(folder / "start.lock") as starting, _locked(starting):
        gone = [server for server in _servers(folder) if not server.lives()]
        for server in gone:
            server.start()
    return bool(gone)


def _servers(folder: Path) -> tuple[Postgres, Redis]:
    passwords = server_passwords(folder)
    sockets = socket_folder(folder)
    postgres = Postgres(folder / "postgres", sockets, passwords.admin, passwords.app)
    return postgres, Redis(folder / "redis", sockets)


@contextmanager
def _opened(path: Path) -> Generator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _locked(handle: int) -> Generator[None]:
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _alone(users: int) -> bool:
    """Whether nobody else holds a share of the servers."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(users, fcntl.LOCK_UN)
    return True
